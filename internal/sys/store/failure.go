package store

import (
	"context"
	"iter"
	"net/url"
	"strings"
	"time"
)

// Failures are what could not be read: captures that gave no article, until a
// later reading gives one.
type Failures interface {
	// Failures yields them, the latest first, from behind the one with the id
	// after on; "" is the start. An id that is none of them gives [ErrCursor].
	Failures(ctx context.Context, after string) iter.Seq2[Failure, error]

	// Failed is the entry of one, with the bytes that came.
	Failed(ctx context.Context, id string) (e Entry, ok bool, err error)
}

// A Failure is a capture that gave no article, and why.
type Failure struct {
	ID     string    `json:"id"`     // see [CaptureID]
	Record string    `json:"record"` // see [RecordID]
	URL    string    `json:"url,omitempty"`
	File   string    `json:"file,omitempty"`
	Outlet string    `json:"outlet,omitempty"` // "" when nobody said
	Time   time.Time `json:"time"`             // of reading
	Status int       `json:"status,omitempty"` // of HTTP; 0 when nothing was answered, or was asked for
	Reason string    `json:"reason"`
	Kept   bool      `json:"kept"` // the bytes are there
}

// Name is where the capture is from.
func (f *Failure) Name() string {
	if f.URL != "" {
		return f.URL
	}
	return f.File
}

// Of reports a failure that [Belongs] to an outlet, a site or an address.
func (f *Failure) Of(target string) bool { return Belongs(f.Outlet, f.URL, target) }

// Belongs reports whether something of an outlet at an address is meant by
// target: the outlet's name in any case and without accents, the domain of its
// site, or the address. Either of outlet and address may be "".
func Belongs(outlet, address, target string) bool {
	if outlet != "" && Fold(outlet) == Fold(target) || address != "" && address == target {
		return true
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return false
	}
	host, domain := strings.ToLower(u.Hostname()), strings.ToLower(strings.TrimPrefix(target, "www."))
	return host == domain || strings.Contains(domain, ".") && strings.HasSuffix(host, "."+domain)
}

// failureOf is what is shown of an entry that has no article.
func failureOf(id string, e *Entry) Failure {
	c := &e.Capture
	return Failure{ID: id, Record: RecordOf(id), URL: c.URL, File: c.File, Outlet: e.Reading.Article.Outlet, Time: c.Time, Status: c.Status, Reason: e.Err, Kept: len(c.Body) > 0}
}

// FailuresOf gives up to limit of the failures that fit, from behind after on,
// and the id to go on behind; "" is the end.
func FailuresOf(ctx context.Context, s Failures, fits func(*Failure) bool, after string, limit int) (fs []Failure, next string, err error) {
	for f, err := range s.Failures(ctx, after) {
		switch {
		case err != nil:
			return nil, "", err
		case !fits(&f):
			continue
		case len(fs) == limit:
			return fs, fs[limit-1].ID, nil
		}
		fs = append(fs, f)
	}
	return fs, "", nil
}

package tell

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"annals/internal/sys/store"
)

// A Saved is an alert as somebody saved it, on a page or through the API. Those
// of a file have no ID.
type Saved struct {
	ID      string    `json:"id"`
	Name    string    `json:"name"`
	Query   string    `json:"query"`
	When    string    `json:"when"`              // as ParseWhen reads it
	Webhook string    `json:"webhook,omitempty"` // a Receiver's ID; "" for none
	Mail    string    `json:"mail,omitempty"`    // a Receiver's ID; "" for none
	Digest  Digest    `json:"digest,omitempty"`
	Paused  bool      `json:"paused,omitempty"`
	Made    time.Time `json:"made,omitzero"`

	// Turn is counted up when the query or condition changes or a pause ends: what
	// was there by then is no news.
	Turn int `json:"turn,omitempty"`
}

const (
	savedNote   = "saved"   // alerts that somebody saved, by id
	checkedNote = "checked" // when alerts were last checked
	MaxSaved    = 1000
	MaxName     = 100 // characters
	maxQuery    = 4096
	receiverTag = 6 // bytes of the hash of an address
)

// A Fault is what is wrong with one field of an alert.
type Fault struct{ Field, Message string }

// Faults are all that is wrong with an alert.
type Faults []Fault

func (f Faults) Error() string {
	var out []string
	for _, x := range f {
		out = append(out, x.Field+": "+x.Message)
	}
	return strings.Join(out, "; ")
}

// Of is what is wrong with a field; "" if nothing.
func (f Faults) Of(field string) string {
	for _, x := range f {
		if x.Field == field {
			return x.Message
		}
	}
	return ""
}

// Alert is the alert that a query's filter makes of it.
func (x *Saved) Alert(f store.Filter) (Alert, error) {
	c, least, err := ParseWhen(x.When)
	a := Alert{Name: x.Name, Filter: f, When: c, Least: least}
	if x.ID != "" {
		a.ID = fmt.Sprintf("%s.%d", x.ID, x.Turn)
	}
	return a, err
}

// A Receiver is somebody who may be told: those that a file names, and no others,
// so that who can save an alert cannot send to anybody.
type Receiver struct {
	ID   string `json:"id"`
	Name string `json:"name"` // what is shown of it: no more than the host of a webhook
	hook Hook
}

// Receivers are those that a file names.
type Receivers struct{ Webhooks, Mails []Receiver }

// Add adds the receivers of an alert of the file.
func (r *Receivers) Add(alert string, h Hook) {
	if host := h.Host(); host != "" {
		add(&r.Webhooks, Receiver{ID: receiverID(h.URL, h.Secret), Name: host + ", as of " + alert, hook: h})
	}
	if h.Mail != "" {
		add(&r.Mails, Receiver{ID: receiverID(h.Mail), Name: h.Mail, hook: h})
	}
}

func add(rs *[]Receiver, r Receiver) {
	if Find(*rs, r.ID) == nil {
		*rs = append(*rs, r)
	}
}

// Find is the receiver with that ID; nil for none.
func Find(rs []Receiver, id string) *Receiver {
	if k := slices.IndexFunc(rs, func(r Receiver) bool { return r.ID == id }); k >= 0 {
		return &rs[k]
	}
	return nil
}

func receiverID(parts ...string) string {
	h := sha256.Sum256([]byte(strings.Join(parts, "\x1f")))
	return hex.EncodeToString(h[:receiverTag])
}

// HookOf is where the notices of a saved alert are sent. A receiver that the file
// does not name any more gets nothing, and the notices say so.
func (r *Receivers) HookOf(x *Saved) Hook {
	h := Hook{Digest: x.Digest}
	if w := Find(r.Webhooks, x.Webhook); w != nil {
		h.URL, h.Secret = w.hook.URL, w.hook.Secret
	} else if x.Webhook != "" {
		h.NoURL = "the file that alerts were checked with does not name it"
	}
	if m := Find(r.Mails, x.Mail); m != nil {
		h.Mail = m.hook.Mail
	} else if x.Mail != "" {
		h.NoMail = "the file that alerts were checked with does not name it"
	}
	return h
}

// Alerts are those that are saved, in order of name.
func Alerts(ctx context.Context, s store.Desk) ([]Saved, error) {
	out, err := store.Values[Saved](ctx, s, savedNote)
	slices.SortStableFunc(out, func(a, b Saved) int { return strings.Compare(store.Fold(a.Name), store.Fold(b.Name)) })
	return out, err
}

// Faults is all that is wrong with an alert beside the others; was is what it was
// before, or nil. The query is read by who calls.
func (x *Saved) Faults(was *Saved, others []Saved, r *Receivers) (out Faults) {
	fault := func(wrong bool, field, format string, args ...any) {
		if wrong {
			out = append(out, Fault{field, fmt.Sprintf(format, args...)})
		}
	}
	if was == nil {
		was = &Saved{}
		fault(countSaved(others) >= MaxSaved, "name", "there are %d alerts already: delete one first", MaxSaved)
	}
	n := utf8.RuneCountInString(x.Name)
	fault(n == 0, "name", "an alert needs a name")
	fault(n > MaxName, "name", "the name has %d characters, at most %d are kept", n, MaxName)
	for _, o := range others {
		fault(n > 0 && o.Name == x.Name && (o.ID == "" || o.ID != x.ID), "name", "another alert has this name")
	}
	fault(len(x.Query) > maxQuery, "query", "the query has %d bytes, at most %d are read", len(x.Query), maxQuery)
	if _, _, err := ParseWhen(x.When); err != nil {
		fault(true, "when", "%v", err)
	}
	fault(x.Webhook != "" && x.Webhook != was.Webhook && Find(r.Webhooks, x.Webhook) == nil, "webhook", "the file names no such webhook")
	fault(x.Mail != "" && x.Mail != was.Mail && Find(r.Mails, x.Mail) == nil, "mail", "the file names no such address")
	if err := x.Digest.Check(); err != nil {
		fault(true, "digest", "%v", err)
	} else if words := strings.Fields(string(x.Digest)); len(words) > 0 && words[0] == "weekly" {
		fault(len(words[1]) != len("Mon"), "digest", "want a day like Mon, not %q", words[1]) // as the form has them
	}
	return out
}

func countSaved(xs []Saved) (n int) {
	for _, x := range xs {
		if x.ID != "" {
			n++
		}
	}
	return n
}

// Save keeps an alert, with what is in the record by now, which is no news. was is
// what it was before, or nil; f is its query's filter.
func Save(ctx context.Context, s Store, x *Saved, was *Saved, f store.Filter, now time.Time) error {
	if was != nil {
		x.Turn, x.Made = was.Turn, was.Made
		if was.Query != x.Query || was.When != x.When || was.Paused && !x.Paused {
			x.Turn++
		}
	} else {
		x.Made = now.UTC()
	}
	b, err := json.Marshal(x)
	if err != nil {
		return err
	}
	a, err := x.Alert(f)
	if err != nil {
		return err
	}
	notes := []store.Note{{Kind: savedNote, Key: x.ID, Time: now, Value: b}}
	if !x.Paused && (was == nil || was.Turn != x.Turn) {
		_, known, err := Check(ctx, s, a, now)
		if err != nil {
			return err
		}
		notes = append(notes, known...)
	}
	return s.Notes(ctx, notes...)
}

// Delete forgets an alert; what it told stays in the inbox.
func Delete(ctx context.Context, s store.Desk, x *Saved) error {
	a, err := x.Alert(nil)
	if err != nil {
		a.ID = "" // it was never checked
	}
	return s.Notes(ctx, store.Note{Kind: savedNote, Key: x.ID}, store.Note{Kind: sinceNote, Key: a.key()})
}

// MarkChecked notes that alerts were checked.
func MarkChecked(ctx context.Context, s store.Desk, now time.Time) error {
	return s.Notes(ctx, store.Note{Kind: checkedNote, Time: now, Value: []byte("1")})
}

// LastChecked is when alerts were last checked; zero for never.
func LastChecked(ctx context.Context, s store.Desk) (time.Time, error) {
	n, _, err := s.Note(ctx, checkedNote, "")
	return n.Time, err
}

package fetch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"annals"
	"annals/internal/sys/rights"
)

// How long what a site says of all its pages is believed (RFC 9309, section
// 2.4: at most a day), and how long it is left alone when it cannot be had.
const (
	siteFresh   = 24 * time.Hour
	siteRetry   = time.Hour
	maxSiteHops = 5 // redirects of a site's file (RFC 9309, section 2.3.1.2)
	maxSiteFile = 1 << 20
)

// A Site is the files of a site that speak of all its pages, as they were
// fetched. A file that the server does not have is empty.
type Site struct {
	Robots     File
	TDMRep     File
	Trust      File
	TrustKnown File            // where there is no Trust, or a web page in its place
	Licence    File            // in RSL, of a key that stands for one licence
	Licences   map[string]File // in RSL, which robots.txt names, by address as it stands there
}

// files are the site's files.
func (s *Site) files() []*File {
	fs := []*File{&s.Robots, &s.TDMRep, &s.Trust, &s.TrustKnown, &s.Licence}
	for _, f := range s.Licences {
		fs = append(fs, &f)
	}
	return fs
}

// Bytes is how much the site's files hold.
func (s *Site) Bytes() (n int) {
	for _, f := range s.files() {
		n += len(f.Body)
	}
	return n
}

// Asked is when a file of the site was last asked for.
func (s *Site) Asked() (t time.Time) {
	for _, f := range s.files() {
		if f.Time.After(t) {
			t = f.Time
		}
	}
	return t
}

// A File is one of a site's files.
type File struct {
	Body   []byte
	Status int       // 0: never asked for, or no answer
	Why    string    // what went wrong when there is no answer
	Time   time.Time // when it was asked for
}

// Sites keeps what was fetched of sites, by scheme and host. It is safe for
// concurrent use.
type Sites interface {
	Load(site string) (Site, bool)
	Save(site string, s Site)
}

type memory struct {
	mu sync.Mutex
	of map[string]Site
}

func (m *memory) Load(site string) (Site, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s, ok := m.of[site]
	return s, ok
}

func (m *memory) Save(site string, s Site) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.of[site] = s
}

// Site gives what the site of an address says of all its pages, fetching what
// is not known or older than a day.
func (c *Client) Site(ctx context.Context, address string) (Site, error) {
	u, err := parse(address)
	if err != nil {
		return Site{}, err
	}
	return c.site(ctx, u, true, new(time.Duration))
}

// site is what is known of the site of u; whole: not robots.txt alone.
func (c *Client) site(ctx context.Context, u *url.URL, whole bool, spent *time.Duration) (Site, error) {
	key := u.Scheme + "://" + strings.ToLower(u.Host)
	h := c.host(u)
	select { // who comes second finds what the first one fetched
	case <-h.files:
		defer func() { h.files <- struct{}{} }()
	case <-ctx.Done():
		return Site{}, ctx.Err()
	}
	s, _ := c.sites.Load(key)
	changed := false
	get := func(f *File, path string) error {
		q := Request{MaxBytes: maxSiteFile, spent: spent}
		if path == rights.RobotsPath {
			q.MaxBytes, q.head = rights.MaxRobots, true
		}
		now, err := c.renew(ctx, f, u, path, q, max(c.o.Delay, s.robots().Delay))
		changed = changed || now
		return err
	}
	err := get(&s.Robots, rights.RobotsPath)
	if err == nil && whole && s.Robots.reachable() {
		err = errors.Join(get(&s.TDMRep, rights.TDMRepPath), get(&s.Trust, rights.TrustPath))
		if err == nil && s.Trust.hides() {
			err = get(&s.TrustKnown, rights.TrustKnown)
		}
		licences := map[string]File{} // others may read the old one
		for _, l := range s.robots().Licences {
			f := s.Licences[l]
			if err == nil {
				err = get(&f, l)
			}
			licences[l] = f
		}
		s.Licences = licences
	}
	if changed {
		c.sites.Save(key, s)
	}
	return s, err
}

// renew asks for a file that is not fresh. When it cannot be had, what it said
// before counts on, robots.txt apart: else a site would have to answer at all
// times for its reservation to be kept.
func (c *Client) renew(ctx context.Context, f *File, base *url.URL, path string, q Request, delay time.Duration) (changed bool, err error) {
	next, err := base.Parse(path)
	if err != nil || c.fresh(f) {
		return false, nil
	}
	q.Accept = "text/plain,application/json,application/xml,*/*;q=0.5"
	got, err := c.file(ctx, next, q, delay)
	if errors.Is(err, ErrPrivate) && next.Host != base.Host {
		got.Why, err = err.Error(), nil // a licence elsewhere
	}
	if err != nil {
		return false, err
	}
	if !got.reachable() && path != rights.RobotsPath && f.reachable() {
		if got.Why == "" {
			got.Why = fmt.Sprintf("%d %s", got.Status, http.StatusText(got.Status))
		}
		got.Status, got.Body = f.Status, f.Body
	}
	*f = got
	return true, nil
}

func (c *Client) fresh(f *File) bool {
	age := c.o.Now().Sub(f.Time)
	if f.Time.IsZero() || age < 0 {
		return false
	}
	if f.reachable() && f.Why == "" {
		return age < siteFresh
	}
	return age < siteRetry
}

// file fetches a file of a site. What the site answers is no error; ctx ending
// is.
func (c *Client) file(ctx context.Context, u *url.URL, q Request, delay time.Duration) (File, error) {
	f := File{Time: c.o.Now()}
	first := u.Host
	for range maxSiteHops + 1 {
		if *q.spent >= Whole {
			return f, ErrSlow // which is this page's, and says nothing of the site
		}
		r, err := c.one(ctx, u, q, delay)
		if ctx.Err() != nil {
			return f, ctx.Err()
		}
		var later *Later
		switch {
		case errors.As(err, &later):
			f.Status, f.Why = http.StatusServiceUnavailable, later.Why
			return f, nil
		case errors.Is(err, ErrPrivate) && u.Host == first:
			return f, err // and so is the page
		case err != nil:
			f.Why = err.Error()
			return f, nil
		}
		next, ok := target(u, &r)
		if !ok {
			f.Status = r.Status
			if r.Status < 300 {
				f.Body = r.Body
			}
			return f, nil
		}
		if u, err = parse(next.String()); err != nil {
			f.Status = http.StatusNotFound
			return f, nil
		}
	}
	f.Status = http.StatusNotFound // too many redirects: as if there were none
	return f, nil
}

// missing reports a file that the server says is not there.
func (f *File) missing() bool { return f.Status >= 400 && f.Status < 500 }

// hides reports a file that is not there, or a web page in its place, as sites
// send that answer everything with one: the other place is asked for, too.
func (f *File) hides() bool {
	return f.missing() || f.reachable() && bytes.HasPrefix(bytes.TrimLeft(f.Body, "\xEF\xBB\xBF \t\r\n"), []byte("<"))
}

// reachable reports a file that the server answered about.
func (f *File) reachable() bool { return f.Status != 0 && f.Status < 500 }

func (s *Site) robots() *rights.Robots { return rights.ParseRobots(s.Robots.Body) }

// allows reports whether robots.txt lets an address be fetched. One that cannot
// be had forbids all (RFC 9309, section 2.3.1.4).
func (s *Site) allows(u *url.URL) (bool, string) {
	if !s.Robots.reachable() {
		return false, s.unreachable()
	}
	return s.robots().Allows(u)
}

// Unknown is why nothing of the site may be fetched yet: robots.txt could not be
// read; nil when it was.
func (s *Site) Unknown() error {
	if s.Robots.reachable() {
		return nil
	}
	return fmt.Errorf("%w: %s; nothing is fetched until it can be (RFC 9309)", ErrNoRobots, s.unreachable())
}

// refuses is why an address is not fetched; nil if it may be.
func (s *Site) refuses(u *url.URL) error {
	if err := s.Unknown(); err != nil {
		return err
	}
	if ok, why := s.allows(u); !ok {
		return fmt.Errorf("%w: %s", ErrRobots, why)
	}
	return nil
}

// unreachable is why robots.txt cannot be had.
func (s *Site) unreachable() string {
	if s.Robots.Status != 0 {
		return fmt.Sprintf("the server answers %d %s", s.Robots.Status, http.StatusText(s.Robots.Status))
	}
	return s.Robots.Why
}

// Signals are what the site says of an address, robots.txt's rules among them.
func (s *Site) Signals(address string) []annals.Signal {
	u, err := parse(address)
	if err != nil {
		return nil
	}
	return s.signals(u)
}

func (s *Site) signals(u *url.URL) []annals.Signal {
	var out []annals.Signal
	if ok, why := s.allows(u); !ok {
		kind := "robots-disallow"
		if !s.Robots.reachable() {
			kind = "robots-unreachable"
		}
		out = append(out, annals.Signal{Kind: kind, Value: why, Where: "robots.txt"})
	}
	out = stamped(append(out, s.robots().Signals(u)...), s.Robots.Time)
	if rules, err := rights.ParseTDMRep(s.TDMRep.Body); err == nil {
		out = append(out, stamped(rights.TDMSignals(rules, u), s.TDMRep.Time)...)
	}
	trust := &s.Trust
	if trust.hides() {
		trust = &s.TrustKnown
	}
	out = append(out, stamped(rights.ParseTrust(trust.Body), trust.Time)...)
	for _, l := range s.robots().Licences {
		f := s.Licences[l]
		out = append(out, licensed(&f, l, "robots.txt", u)...)
	}
	return out
}

package collect

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"annals"
	"annals/internal/collect/config"
	"annals/internal/collect/feed"
	"annals/internal/collect/fetch"
	"annals/internal/sys/rights"
	"annals/internal/sys/store"
)

// A Would is what would become of an address.
type Would string

// What would become of an address.
const (
	WouldRead  Would = "read"  // a feed
	WouldFetch Would = "fetch" // a page, to be coded
	WouldList  Would = "list"  // headline, link and date of a page
	WouldLeave Would = "leave"
	WasHad     Would = "had"   // a page that was had before
	WouldRetry Would = "retry" // a page that could not be had, or may not be asked for yet
)

// A Line of a plan says what would become of an address.
type Line struct {
	URL   string
	Would Would
	Why   string // "" for what is fetched as usual
}

// PlanOptions are what a plan needs. All but Desk must be set.
type PlanOptions struct {
	Client *fetch.Client
	Now    time.Time  // what is new, and which dates are believed
	Desk   store.Desk // what was had before; nil: nothing
	Waits  []Waiting  // pages that could not be had
}

// Plan reads a feed of an outlet, or its home page, and says what would become
// of what it names, by what sites say of their pages; no page is fetched and
// nothing is kept. The first line is the feed's own.
func Plan(ctx context.Context, p PlanOptions, o config.Outlet, f config.Feed) ([]Line, error) {
	r, err := p.Client.Get(ctx, fetch.Request{URL: f.URL, Accept: accepted, MaxBytes: feed.MaxBytes})
	if err != nil {
		return nil, err
	}
	if r.Status >= 400 {
		return nil, fmt.Errorf("the server answers %d %s", r.Status, http.StatusText(r.Status))
	}
	if f.URL == o.Site {
		return planSite(ctx, p.Client, f.URL, &r), ctx.Err()
	}
	d, err := parse(&r, f.Select, p.Now)
	if err != nil {
		return nil, err
	}
	why := fmt.Sprintf("%s, %s", d.Kind, count(len(d.Items), "item"))
	if d.Kind == feed.SitemapIndex {
		why = fmt.Sprintf("%s, %s", d.Kind, count(len(d.Parts), "sitemap"))
	}
	why += doubts(&d)
	if r.Moved != "" {
		why += ", moved to " + r.Moved
	}
	out := append([]Line{{f.URL, WouldRead, why}}, planParts(d.Parts, p.Now)...)
	for _, it := range d.Items {
		l, err := p.item(ctx, o, &d, it.URL)
		if err != nil {
			return out, err
		}
		out = append(out, l)
	}
	return out, ctx.Err()
}

// planSite is the plan of a home page.
func planSite(ctx context.Context, c *fetch.Client, address string, r *fetch.Response) []Line {
	found := feedsOn(ctx, c, r)
	out := []Line{{address, WouldRead, fmt.Sprintf("home page, %s found", count(len(found), "feed"))}}
	for _, u := range found {
		out = append(out, Line{u, WouldRead, "a feed that the site names"})
	}
	return out
}

// planParts is the plan of the sitemaps of an index.
func planParts(ps []feed.Item, now time.Time) (out []Line) {
	recent := parts(ps, now)
	for _, p := range ps {
		if slices.Contains(recent, p.URL) {
			out = append(out, Line{p.URL, WouldRead, "a sitemap of the index"})
		} else {
			out = append(out, Line{p.URL, WouldLeave, "a sitemap without news of late"})
		}
	}
	return out
}

// item is the plan of a page that a feed announces. What keeps a site from
// answering is no error.
func (p *PlanOptions) item(ctx context.Context, o config.Outlet, d *feed.Feed, address string) (Line, error) {
	if p.Desk != nil {
		n, seen, err := p.Desk.Note(ctx, seenNote, feed.Canonical(address))
		if seen || err != nil {
			return Line{address, WasHad, fmt.Sprintf("%s, %s", n.Value, n.Time.Format("2006-01-02"))}, err
		}
	}
	if l, waits := p.retry(address); waits {
		return l, nil
	}
	site, err := p.Client.Site(ctx, address)
	if err != nil {
		return Line{address, WouldLeave, plain(err)}, ctx.Err()
	}
	if unknown := site.Unknown(); unknown != nil {
		return Line{address, WouldRetry, unknown.Error()}, nil
	}
	signals := site.Signals(address)
	if d.Licence != "" {
		var more []annals.Signal
		if more, err = p.Client.Licence(ctx, d.Licence, address); err != nil {
			return Line{}, err
		}
		signals = append(signals, more...)
	}
	return planned(address, rights.Decide(signals, o.Basis)), nil
}

// Line is what becomes of a page that waits.
func (w *Waiting) Line() Line {
	why := fmt.Sprintf("tried %d times, again from %s", w.Tries, w.Due.UTC().Format("2006-01-02 15:04 MST"))
	if w.Tries == 1 {
		why = strings.Replace(why, "1 times", "once", 1)
	}
	if w.Why != "" {
		why = w.Why + "; " + why
	}
	return Line{w.URL, WouldRetry, why}
}

func (p *PlanOptions) retry(address string) (Line, bool) {
	for _, w := range p.Waits {
		if feed.Canonical(w.URL) == feed.Canonical(address) {
			return w.Line(), true
		}
	}
	return Line{}, false
}

// planned is what a decision means for an address.
func planned(address string, d rights.Decision) Line {
	why := ""
	for _, l := range d.Lines {
		if l.Decides && l.Effect != rights.Allow {
			why = rights.Words(l.Signal)
			break
		}
	}
	switch {
	case !d.Index:
		return Line{address, WouldLeave, why}
	case !d.Code:
		return Line{address, WouldList, why}
	case d.Basis != rights.None && why != "":
		return Line{address, WouldFetch, why + "; basis: " + string(d.Basis)}
	}
	return Line{address, WouldFetch, ""}
}

package collect

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"annals/internal/collect/config"
	"annals/internal/collect/feed"
	"annals/internal/collect/fetch"
	"annals/internal/sys/rights"
)

// A Line of a plan says what would become of an address.
type Line struct {
	URL   string
	Would string // fetch, list, leave, read (a feed that was found)
	Why   string // "" for what is fetched as usual
}

// Plan reads a feed of an outlet and says what would become of its pages, by what
// their site says of them; no page is fetched and nothing is kept.
func Plan(ctx context.Context, c *fetch.Client, o config.Outlet, f config.Feed) ([]Line, error) {
	r, err := c.Get(ctx, fetch.Request{URL: f.URL, Accept: accepted, MaxBytes: feed.MaxBytes})
	if err != nil {
		return nil, err
	}
	if r.Status >= 400 {
		return nil, fmt.Errorf("the server answers %d %s", r.Status, http.StatusText(r.Status))
	}
	var out []Line
	if f.URL == o.Site {
		for _, d := range feed.Discover(r.Body, r.Header.Get("Content-Type"), r.URL) {
			out = append(out, Line{URL: d.URL, Would: "read", Why: "a feed that the page names"})
		}
		return out, nil
	}
	d, err := feed.Parse(r.Body, r.Header.Get("Content-Type"), r.URL, feed.Options{Now: time.Now(), Select: f.Select})
	if err != nil {
		return nil, err
	}
	for _, p := range d.Parts {
		out = append(out, Line{URL: p.URL, Would: "read", Why: "a sitemap of the index"})
	}
	for _, it := range d.Items {
		site, err := c.Site(ctx, it.URL)
		if err != nil {
			out = append(out, Line{it.URL, "leave", plain(err)})
			continue
		}
		signals := site.Signals(it.URL)
		if d.Licence != "" {
			more, err := c.Licence(ctx, d.Licence, it.URL)
			if err != nil {
				return out, err
			}
			signals = append(signals, more...)
		}
		out = append(out, planned(it.URL, rights.Decide(signals, o.Basis)))
	}
	return out, ctx.Err()
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
		return Line{address, "leave", why}
	case !d.Code:
		return Line{address, "list", why}
	case d.Basis != rights.None && why != "":
		return Line{address, "fetch", why + "; basis: " + string(d.Basis)}
	}
	return Line{address, "fetch", ""}
}

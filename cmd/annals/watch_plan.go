package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"annals/internal/collect"
	"annals/internal/collect/config"
	"annals/internal/collect/feed"
	"annals/internal/sys/store"
	"annals/internal/sys/store/sqlite"
)

// writeOPML writes the feeds of a configuration for other programs.
func writeOPML(c *console, name string, conf config.Config) error {
	var subs []feed.Subscription
	for _, o := range conf.Outlets {
		for _, f := range o.Feeds {
			if f.Select == "" {
				subs = append(subs, feed.Subscription{URL: f.URL, Title: o.Name, Home: o.Site})
			}
		}
	}
	leftOut(c, conf)
	if name == "-" {
		return feed.WriteOPML(c.out, "Annals", subs)
	}
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	return errors.Join(feed.WriteOPML(f, "Annals", subs), f.Close())
}

// leftOut tells of what an OPML file has no words for.
func leftOut(c *console, conf config.Config) {
	for _, o := range conf.Outlets {
		for _, f := range o.Feeds {
			if f.Select != "" {
				fmt.Fprintf(c.err, "%s: left out, as it is no feed but a page whose links are selected: %s\n", oneLine(o.Name, "?"), shown(f.URL))
			}
		}
		if o.Site != "" && len(o.Feeds) == 0 {
			fmt.Fprintf(c.err, "%s: left out, as its feeds are looked for on %s\n", oneLine(o.Name, "?"), shown(o.Site))
		}
	}
}

// A dryRun reads the feeds once and says what would become of their pages.
type dryRun struct {
	plan collect.PlanOptions
	out  io.Writer
	seen map[string]bool // feeds that were read
	told map[string]bool // addresses that are in the table
	page map[string]bool // pages that would be fetched or listed, by canonical address
	head bool            // the head of the table is written
	bad  int             // feeds that could not be read
	sum  map[collect.Would]int
}

// dryRun reads the feeds of a configuration. What was had before is known where
// there is a record; nothing is kept.
func (cmd *watchCmd) dryRun(ctx context.Context, c *console, conf config.Config) error {
	client := politeClient(conf, nil)
	defer client.Close()
	d := &dryRun{plan: collect.PlanOptions{Client: client, Now: time.Now()}, out: c.out, seen: map[string]bool{}, told: map[string]bool{}, page: map[string]bool{}, sum: map[collect.Would]int{}}
	var words store.Store = new(store.Memory) // types of one's own, which alerts may name
	if path, err := cmd.path(c); err == nil {
		if s, err := sqlite.Open(ctx, path, sqlite.Options{ReadOnly: true}); err == nil {
			defer s.Close()
			d.plan.Desk, words = s, s
			if d.plan.Waits, err = collect.Waitings(ctx, s); err != nil {
				return err
			}
		}
	}
	if _, err := newAlarm(ctx, words, cmd.Config, conf); err != nil {
		return err
	}
	for _, o := range conf.Outlets {
		feeds := slices.Clone(o.Feeds)
		if o.Site != "" {
			feeds = append(feeds, config.Feed{URL: o.Site})
		}
		if err := d.feeds(ctx, o, feeds, maxDepth); err != nil {
			return err
		}
	}
	for _, w := range d.plan.Waits { // no feed announces them any more
		if !d.told[w.URL] {
			if err := d.table("", []collect.Line{w.Line()}); err != nil {
				return err
			}
		}
	}
	fmt.Fprintf(c.out, "\n%s read%s; %s\n", count(len(d.seen)-d.bad, "feed"), more(d.bad, " not read"), d.pages())
	if d.bad > 0 {
		return errReported
	}
	return nil
}

// maxDepth is how far feeds are followed: a home page, an index, its sitemaps.
const maxDepth = 3

// feeds reads feeds of an outlet, and those that they name.
func (d *dryRun) feeds(ctx context.Context, o config.Outlet, feeds []config.Feed, depth int) error {
	for _, f := range feeds {
		if d.seen[f.URL] || depth == 0 {
			continue
		}
		d.seen[f.URL] = true
		lines, err := collect.Plan(ctx, d.plan, o, f)
		if ctx.Err() != nil {
			return errors.New("interrupted")
		}
		if err != nil {
			d.bad++
			lines = append(lines, collect.Line{URL: f.URL, Would: "not read", Why: strings.TrimPrefix(err.Error(), "get "+f.URL+": ")})
		}
		d.once(lines)
		if err := d.table(o.Name, lines); err != nil {
			return err
		}
		var more []config.Feed
		for _, l := range lines {
			if l.Would == collect.WouldRead {
				more = append(more, config.Feed{URL: l.URL})
			}
		}
		if err := d.feeds(ctx, o, more, depth-1); err != nil {
			return err
		}
	}
	return nil
}

// once leaves the pages that a feed before announces, too.
func (d *dryRun) once(lines []collect.Line) {
	for k := range lines {
		l := &lines[k]
		key := feed.Canonical(l.URL)
		switch l.Would {
		case collect.WouldFetch, collect.WouldList:
			if d.page[key] {
				l.Would, l.Why = collect.WouldLeave, "a feed above announces it, too"
			}
			d.page[key] = true
		}
	}
}

// table writes the lines of a feed.
func (d *dryRun) table(outlet string, lines []collect.Line) error {
	t := tabwriter.NewWriter(d.out, 0, 0, 2, ' ', 0)
	outlet = fmt.Sprintf("%-20s", clip(oneLine(outlet, "?"), 20))
	if !d.head {
		d.head = true
		row(t, fmt.Sprintf("%-20s", "OUTLET"), fmt.Sprintf("%-8s", "WOULD"), "ADDRESS", "WHY")
	}
	for _, l := range lines {
		d.sum[l.Would]++
		d.told[l.URL] = true
		row(t, outlet, fmt.Sprintf("%-8s", l.Would), oneLine(shown(l.URL), "?"), oneLine(l.Why, "-"))
	}
	return t.Flush()
}

// pages says how many pages would be what.
func (d *dryRun) pages() string {
	var parts []string
	for _, w := range []struct {
		would collect.Would
		words string
	}{{collect.WouldFetch, "to fetch"}, {collect.WouldList, "to list"}, {collect.WouldLeave, "to leave"}, {collect.WouldRetry, "to try again"}, {collect.WasHad, "had before"}} {
		if n := d.sum[w.would]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, w.words))
		}
	}
	if len(parts) == 0 {
		return "no pages"
	}
	return "pages: " + strings.Join(parts, ", ")
}

func more(n int, what string) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(", %d%s", n, what)
}

package collect

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"annals/internal/collect/feed"
	"annals/internal/collect/fetch"
	"annals/internal/sys/rights"
	"annals/internal/sys/store"
)

// accepted is what feeds are asked for.
const accepted = "application/rss+xml,application/atom+xml,application/feed+json,application/xml;q=0.9,text/xml;q=0.8,*/*;q=0.5"

// readFeed reads a feed and lets its new pages wait. All that it changes is
// written at once.
func (w *Watcher) readFeed(ctx context.Context, f *Feed) {
	w.mu.Lock()
	x := *f // so that what others read is whole
	w.mu.Unlock()
	r, err := w.o.Client.Get(ctx, fetch.Request{URL: x.address(), Accept: accepted, ETag: x.ETag, LastModified: x.LastModified, MaxBytes: feed.MaxBytes})
	if ctx.Err() != nil {
		return
	}
	now := w.o.Now()
	var news []*waiting
	switch later := new(fetch.Later); {
	case errors.As(err, &later):
		x.went(later.Why, now)
		x.Last, x.Next = now, later.Until
		w.later(hostOf(x.address()), later.Until)
	case err != nil:
		w.broken(&x, plain(err), now)
	case r.NotModified:
		x.well()
		x.settle(now, 0, 0, w.o.Config.Every, w.o.Jitter())
	case r.Status >= 400:
		if x.Missing++; r.Status != http.StatusNotFound {
			x.Missing = 0
		}
		x.Gone = r.Status == http.StatusGone || x.Missing >= goneAfter
		w.broken(&x, fmt.Sprintf("the server answers %d %s", r.Status, http.StatusText(r.Status)), now)
	case x.Site:
		w.site(ctx, &x, &r, now)
	default:
		if news, err = w.items(ctx, &x, &r, now); err != nil && ctx.Err() == nil && w.failed() == nil {
			w.broken(&x, plain(err), now)
		}
	}
	x.Last = now
	w.saveFeed(ctx, f, &x, news, now)
	w.subscribe(ctx, f)
}

// broken notes and tells what is wrong with a feed.
func (w *Watcher) broken(f *Feed, why string, now time.Time) {
	first := f.Problem != why
	f.went(why, now)
	f.retreat(now, w.o.Jitter())
	if f.Moved != "" && (f.Gone || f.Failures >= homeAfter) {
		why += "; looked for again at " + f.URL
		f.home(now, w.o.Jitter())
		first = true
	}
	if first {
		if f.Gone {
			why = "gone: " + why
		}
		w.tell(Event{Outlet: f.Outlet, URL: f.URL, Text: why, Bad: true})
	}
}

// plain is an error without the words that name the address.
func plain(err error) string {
	s := err.Error()
	if strings.HasPrefix(s, "get ") {
		if _, rest, ok := strings.Cut(s, ": "); ok {
			return rest
		}
	}
	return s
}

// items reads what a feed says and gives what is new.
func (w *Watcher) items(ctx context.Context, f *Feed, r *fetch.Response, now time.Time) ([]*waiting, error) {
	d, err := parse(r, f.entry.Select, now)
	if err != nil {
		return nil, err
	}
	if r.Moved != "" && r.Moved != f.Moved {
		w.tell(Event{Outlet: f.Outlet, URL: f.URL, Text: "moved to " + r.Moved, Bad: true})
		f.Moved = r.Moved
	}
	f.well()
	f.Kind, f.Title, f.Hub, f.Self, f.Licence, f.Items = d.Kind, d.Title, d.Hub, d.Self, d.Licence, len(d.Items)
	f.ETag, f.LastModified = r.Header.Get("Etag"), r.Header.Get("Last-Modified")
	if d.Kind == feed.SitemapIndex {
		f.Found = parts(d.Parts, now)
	}
	var news []*waiting
	for _, it := range d.Items {
		fresh, err := w.fresh(ctx, it)
		if err != nil {
			w.fail(err)
			return nil, err
		}
		if fresh {
			news = append(news, &waiting{Item: it, Feed: f.URL, Due: now})
		}
	}
	if len(news) > 0 {
		f.News = now
	}
	f.Pages += len(news)
	f.settle(now, len(news), d.Every, w.o.Config.Every, w.o.Jitter())
	w.tell(Event{Outlet: f.Outlet, URL: f.URL, Text: fmt.Sprintf("%s, %d new%s", count(len(d.Items), "item"), len(news), doubts(&d))})
	return news, nil
}

// parse reads a feed, or the links of a page that a selector finds: where it finds
// none, it is the selector that is wrong, or the page another by now.
func parse(r *fetch.Response, sel string, now time.Time) (feed.Feed, error) {
	d, err := feed.Parse(r.Body, r.Header.Get("Content-Type"), r.URL, feed.Options{Now: now, Select: sel})
	if err == nil && sel != "" && len(d.Items) == 0 {
		err = fmt.Errorf("selector %q finds no link on the page", sel)
	}
	return d, err
}

// count is so many of a thing, in words.
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// doubts says what of a feed was not read: the first reason, and how many more.
func doubts(d *feed.Feed) string {
	switch n := len(d.Warnings); n {
	case 0:
		return ""
	case 1:
		return "; " + d.Warnings[0]
	default:
		return fmt.Sprintf("; %s (%d more)", d.Warnings[0], n-1)
	}
}

// maxParts is how many sitemaps of an index are read: the latest.
const maxParts = 5

// parts are the sitemaps of an index that may have news.
func parts(ps []feed.Item, now time.Time) (out []string) {
	for _, p := range ps {
		if p.Updated.IsZero() && !strings.Contains(p.URL, "news") || !p.Updated.IsZero() && now.Sub(p.Updated) > 3*24*time.Hour {
			continue
		}
		if out = append(out, p.URL); len(out) == maxParts {
			break
		}
	}
	return out
}

// fresh reports a page that was neither had nor waits.
func (w *Watcher) fresh(ctx context.Context, it feed.Item) (bool, error) {
	key := feed.Canonical(it.URL)
	w.mu.Lock()
	queued := w.queued[key]
	w.mu.Unlock()
	if queued {
		return false, nil
	}
	_, seen, err := w.o.Desk.Note(ctx, seenNote, key)
	return !seen, err
}

// site looks for feeds on a home page, and for news sitemaps in robots.txt.
func (w *Watcher) site(ctx context.Context, f *Feed, r *fetch.Response, now time.Time) {
	f.Found = feedsOn(ctx, w.o.Client, r)
	f.well()
	f.settle(now, 0, 0, 0, w.o.Jitter())
	if len(f.Found) == 0 {
		f.went("no feed is named on the page: give one under feeds", now)
		w.tell(Event{Outlet: f.Outlet, URL: f.URL, Text: f.Problem, Bad: true})
		return
	}
	w.tell(Event{Outlet: f.Outlet, URL: f.URL, Text: count(len(f.Found), "feed") + " found"})
}

// maxFound is how many feeds of a home page are watched.
const maxFound = 20

// feedsOn are the feeds that a home page names, and the news sitemaps of
// robots.txt.
func feedsOn(ctx context.Context, c *fetch.Client, r *fetch.Response) (out []string) {
	for _, d := range feed.Discover(r.Body, r.Header.Get("Content-Type"), r.URL) {
		if d.Kind != feed.Sitemap || strings.Contains(d.URL, "news") {
			out = append(out, d.URL)
		}
	}
	if s, err := c.Site(ctx, r.URL); err == nil {
		for _, m := range rights.ParseRobots(s.Robots.Body).Sitemaps {
			if strings.Contains(strings.ToLower(m), "news") && !slices.Contains(out, m) {
				out = append(out, m)
			}
		}
	}
	return out[:min(len(out), maxFound)]
}

// saveFeed writes a feed with the pages that it announced, and puts it in the
// place of what was known before.
func (w *Watcher) saveFeed(ctx context.Context, f, x *Feed, news []*waiting, now time.Time) {
	w.mu.Lock()
	x.Coded, x.Listed, x.Failed = f.Coded, f.Listed, f.Failed // counted meanwhile
	x.Secret, x.Asked, x.Lease = f.Secret, f.Asked, f.Lease   // agreed with the hub meanwhile
	w.mu.Unlock()
	ns := []store.Note{note(feedNote, x.URL, now, x)}
	for _, p := range news {
		ns = append(ns, note(pageNote, feed.Canonical(p.Item.URL), now, p))
	}
	if err := w.o.Desk.Notes(context.WithoutCancel(ctx), ns...); err != nil {
		w.fail(err)
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	x.Coded, x.Listed, x.Failed = f.Coded, f.Listed, f.Failed
	x.Secret, x.Asked, x.Lease = f.Secret, f.Asked, f.Lease
	*f = *x
	w.counts.Read++
	w.counts.New += len(news)
	w.found(nil, f)
	for _, p := range news {
		w.enqueue(p)
	}
}

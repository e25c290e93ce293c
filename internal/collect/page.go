package collect

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"annals"
	"annals/internal/collect/config"
	"annals/internal/collect/feed"
	"annals/internal/collect/fetch"
	"annals/internal/sys/rights"
	"annals/internal/sys/store"
)

// A page that cannot be had is tried maxTries times, after pauses that double.
const (
	maxTries  = 5
	firstWait = 10 * time.Minute
)

// getPage gets a page, or what may be had of it, and hands it over.
func (w *Watcher) getPage(ctx context.Context, p *waiting) {
	page, again := w.have(ctx, p)
	if ctx.Err() != nil && page == nil {
		return // it waits for the next time
	}
	if again > 0 {
		w.wait(ctx, p, page.Problem, again)
		return
	}
	if twin, err := w.had(ctx, p, page); err != nil || twin {
		if err != nil {
			w.fail(err)
			return
		}
		w.finish(ctx, p, page, Known)
		return
	}
	fate, err := w.o.Keep(context.WithoutCancel(ctx), page)
	if err != nil {
		w.fail(fmt.Errorf("keep %s: %w", p.Item.URL, err))
		return
	}
	w.finish(ctx, p, page, fate)
}

// had reports a page that was found at an address that was had before.
func (w *Watcher) had(ctx context.Context, p *waiting, page *Page) (bool, error) {
	at := feed.Canonical(page.URL)
	if at == feed.Canonical(p.Item.URL) {
		return false, nil
	}
	_, seen, err := w.o.Desk.Note(context.WithoutCancel(ctx), seenNote, at)
	return seen, err
}

// have gets what may be had of a page; again is after how long to try once
// more, and then there is no page yet.
func (w *Watcher) have(ctx context.Context, p *waiting) (page *Page, again time.Duration) {
	now := w.o.Now()
	f := w.feedOf(p.Feed)
	page = &Page{Capture: annals.Capture{URL: p.Item.URL, Time: now}, Item: p.Item, Feed: p.Feed, Outlet: f.outlet}
	site, err := w.o.Client.Site(ctx, p.Item.URL)
	var feedSays []annals.Signal
	if err == nil && f.Licence != "" {
		feedSays, err = w.o.Client.Licence(ctx, f.Licence, p.Item.URL)
	}
	if err == nil {
		page.Signals = append(site.Signals(p.Item.URL), feedSays...)
		d := rights.Decide(page.Signals, f.outlet.Basis)
		if unknown := site.Unknown(); !d.Fetch && unknown != nil {
			page.Problem = unknown.Error()
			return page, pauseOf(p)
		}
		page.Listed = !d.Code
		if page.Listed {
			return page, 0
		}
	}
	var r fetch.Response
	if err == nil {
		r, err = w.o.Client.Get(ctx, fetch.Request{URL: p.Item.URL, Page: true})
	}
	var later *fetch.Later
	switch {
	case ctx.Err() != nil:
		return nil, 0
	case errors.As(err, &later):
		w.later(hostOf(p.Item.URL), later.Until)
		page.Problem = later.Why
		return page, max(later.Until.Sub(now), time.Second)
	case errors.Is(err, fetch.ErrRobots): // of the page that it leads to
		page.Listed = true
		return page, 0
	case err != nil:
		page.Problem = plain(err)
		if p.Tries+1 < maxTries && passing(err) {
			return page, pauseOf(p)
		}
		return page, 0
	}
	page.URL, page.Status, page.Header, page.ContentType = r.URL, r.Status, r.Header, r.Header.Get("Content-Type")
	page.Signals, page.Time = append(r.Signals, feedSays...), r.Time
	if r.Status >= 400 {
		page.Problem = fmt.Sprintf("the server answers %d %s", r.Status, http.StatusText(r.Status))
		if r.Status >= 500 && p.Tries+1 < maxTries {
			return page, pauseOf(p)
		}
		return page, 0
	}
	if page.Listed = !rights.Decide(page.Signals, f.outlet.Basis).Code; !page.Listed {
		page.Body = r.Body
	}
	return page, 0
}

// passing reports an error that may be gone the next time.
func passing(err error) bool {
	for _, e := range []error{fetch.ErrPrivate, fetch.ErrScheme, fetch.ErrTooLarge, fetch.ErrBomb, fetch.ErrRedirects, fetch.ErrNowhere} {
		if errors.Is(err, e) {
			return false
		}
	}
	return true
}

func pauseOf(p *waiting) time.Duration { return firstWait << min(p.Tries, 10) }

// feedOf is the feed of an address; one that is watched no more is empty.
func (w *Watcher) feedOf(address string) Feed {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, f := range w.feeds {
		if f.URL == address {
			return *f
		}
	}
	return Feed{URL: address, outlet: config.Outlet{Name: hostOf(address)}}
}

// wait lets a page wait longer.
func (w *Watcher) wait(ctx context.Context, p *waiting, why string, pause time.Duration) {
	now := w.o.Now()
	w.mu.Lock()
	p.Due, p.Tries, p.Why = now.Add(pause), p.Tries+1, why
	n := note(pageNote, feed.Canonical(p.Item.URL), now, p)
	w.mu.Unlock()
	if err := w.o.Desk.Notes(context.WithoutCancel(ctx), n); err != nil {
		w.fail(err)
	}
}

// finish notes that a page was had, under the address that was announced and
// the one that it was found at.
func (w *Watcher) finish(ctx context.Context, p *waiting, page *Page, fate Fate) {
	now := w.o.Now()
	key := feed.Canonical(p.Item.URL)
	ns := []store.Note{{Kind: pageNote, Key: key}, {Kind: seenNote, Key: key, Time: now, Value: []byte(fate)}}
	if at := feed.Canonical(page.URL); at != key {
		ns = append(ns, store.Note{Kind: seenNote, Key: at, Time: now, Value: []byte(fate)})
	}
	w.mu.Lock()
	for _, f := range w.feeds {
		if f.URL == p.Feed {
			f.count(fate)
			ns = append(ns, note(feedNote, f.URL, now, f))
		}
	}
	w.mu.Unlock()
	if err := w.o.Desk.Notes(context.WithoutCancel(ctx), ns...); err != nil {
		w.fail(err)
		return
	}
	w.dequeue(p)
	w.tally(fate)
	text := string(fate)
	if page.Problem != "" {
		text += ": " + page.Problem
	}
	w.tell(Event{Outlet: page.Outlet.Name, URL: p.Item.URL, Text: text, Page: true, Bad: fate == Failed})
}

func (f *Feed) count(fate Fate) {
	switch fate {
	case Coded:
		f.Coded++
	case Listed:
		f.Listed++
	case Failed:
		f.Failed++
	}
}

// Tidy forgets pages seen and sites asked long ago, and drops the bytes of old captures; keep is
// how long these are kept, 0 for ever.
func Tidy(ctx context.Context, d store.Desk, now time.Time, keep time.Duration) error {
	if _, err := d.Forget(ctx, seenNote, now.Add(-seenFor)); err != nil {
		return err
	}
	if _, err := d.Forget(ctx, siteNote, now.Add(-sitesFor)); err != nil || keep == 0 {
		return err
	}
	_, err := d.DropBodies(ctx, now.Add(-keep))
	return err
}

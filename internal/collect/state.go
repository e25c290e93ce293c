package collect

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"time"

	"annals/internal/collect/config"
	"annals/internal/collect/feed"
	"annals/internal/sys/store"
)

// Kinds of notes in the store.
const (
	feedNote = "feed" // by address
	pageNote = "page" // a page that waits, by canonical address
	seenNote = "seen" // a page that was had, by canonical address
	siteNote = "site" // what a site says of all its pages
)

// A Feed is what is known of a feed that is watched.
type Feed struct {
	URL          string // as configured
	Moved        string `json:",omitempty"` // where it moved for good; it is read there
	Outlet       string
	Site         bool          `json:",omitempty"` // a home page whose feeds are looked for
	Found        []string      `json:",omitempty"` // feeds of a home page
	Kind         feed.Kind     `json:",omitempty"`
	Title        string        `json:",omitempty"`
	ETag         string        `json:",omitempty"`
	LastModified string        `json:",omitempty"`
	Hub          string        `json:",omitempty"` // WebSub
	Self         string        `json:",omitempty"`
	Secret       string        `json:",omitempty"` // shared with the hub
	Asked        time.Time     `json:",omitzero"`  // when the hub was last asked
	Lease        time.Time     `json:",omitzero"`  // until when the hub tells of news
	Licence      string        `json:",omitempty"` // in RSL, for all that it names
	Last         time.Time     // when it was read
	Next         time.Time     // when it is due
	News         time.Time     // when it brought something
	Every        time.Duration // interval at present
	Problem      string        `json:",omitempty"` // of the last reading; "" when it went well
	Since        time.Time     `json:",omitzero"`  // of the problem
	Failures     int           `json:",omitempty"` // in a row
	Missing      int           `json:",omitempty"` // times 404 in a row
	Gone         bool          `json:",omitempty"` // 410, or 404 time and again
	Items        int           // of the last reading
	Pages        int           // that it brought in all
	Coded        int           // of these
	Listed       int           // of these: reserved
	Failed       int           // of these
	Left         bool          `json:",omitempty"` // nothing names it any more: it is not read

	entry  config.Feed
	outlet config.Outlet
	via    string // the home page or index that names it; "" when the configuration does
}

// address is where the feed is read.
func (f *Feed) address() string { return cmp.Or(f.Moved, f.URL) }

// waiting is a page that was announced and not had yet.
type waiting struct {
	Item  feed.Item
	Feed  string
	Due   time.Time
	Tries int
	Why   string `json:",omitempty"` // it was not had the last time
}

// A Waiting is a page that could not be had and is tried again.
type Waiting struct {
	URL   string    `json:"url"`
	Feed  string    `json:"feed"`
	Due   time.Time `json:"due"`
	Tries int       `json:"tries"`
	Why   string    `json:"why,omitempty"`
}

// Waitings are the pages that are tried again, in order of canonical address.
func Waitings(ctx context.Context, d store.Desk) (out []Waiting, err error) {
	pages, err := store.Values[waiting](ctx, d, pageNote)
	for _, p := range pages {
		if p.Tries > 0 {
			out = append(out, Waiting{URL: p.Item.URL, Feed: p.Feed, Due: p.Due, Tries: p.Tries, Why: p.Why})
		}
	}
	return out, err
}

// load makes the feeds of the configuration, with what the store knows of them,
// and the pages that wait.
func (w *Watcher) load(ctx context.Context) error {
	known := map[string]*Feed{}
	feeds, err := Feeds(ctx, w.o.Desk)
	if err != nil {
		return err
	}
	for k := range feeds {
		known[feeds[k].URL] = &feeds[k]
	}
	for _, o := range w.o.Config.Outlets {
		if o.Site != "" {
			w.add(known, o, config.Feed{URL: o.Site}, true, "")
		}
		for _, f := range o.Feeds {
			w.add(known, o, f, false, "")
		}
	}
	if err := w.leave(ctx, known); err != nil {
		return err
	}
	pages, err := store.Values[waiting](ctx, w.o.Desk, pageNote)
	for k := range pages {
		w.enqueue(&pages[k])
	}
	return err
}

// leave notes which feeds are new, which of those that were watched nothing names
// any more, and which something names again.
func (w *Watcher) leave(ctx context.Context, known map[string]*Feed) error {
	watched := map[string]bool{}
	for _, f := range w.feeds {
		watched[f.URL] = true
	}
	var ns []store.Note
	for _, f := range w.feeds {
		if known[f.URL] == nil {
			ns = append(ns, note(feedNote, f.URL, w.o.Now(), f))
		}
	}
	for _, f := range known {
		if f.Left == watched[f.URL] {
			f.Left = !f.Left
			ns = append(ns, note(feedNote, f.URL, w.o.Now(), f))
		}
	}
	return w.o.Desk.Notes(ctx, ns...)
}

// add adds a feed, unless it is there.
func (w *Watcher) add(known map[string]*Feed, o config.Outlet, e config.Feed, site bool, via string) {
	for _, f := range w.feeds {
		if f.URL == e.URL {
			return
		}
	}
	f := known[e.URL]
	if f == nil {
		f = &Feed{URL: e.URL, Every: firstEvery}
	}
	f.Outlet, f.Site, f.entry, f.outlet, f.via = o.Name, site, e, o, via
	f.plan()
	f.missed(w.o.Now())
	w.feeds = append(w.feeds, f)
	w.found(known, f)
}

// maxDepth is how far from what the configuration names feeds are found: those of
// a home page, and the sitemaps of an index among them.
const maxDepth = 2

// depth is how many feeds led to one.
func (w *Watcher) depth(f *Feed) (n int) {
	for via := f.via; via != "" && n < maxDepth; n++ {
		k := slices.IndexFunc(w.feeds, func(x *Feed) bool { return x.URL == via })
		if k < 0 {
			break
		}
		via = w.feeds[k].via
	}
	return n
}

// found adds the feeds that another one names, and leaves out those that it
// names no more.
func (w *Watcher) found(known map[string]*Feed, f *Feed) {
	w.feeds = slices.DeleteFunc(w.feeds, func(x *Feed) bool { return x.via == f.URL && !slices.Contains(f.Found, x.URL) })
	if w.depth(f) >= maxDepth {
		return
	}
	for _, url := range f.Found {
		w.add(known, f.outlet, config.Feed{URL: url}, false, f.URL)
	}
}

// Feeds are what is known of all feeds that were ever watched, in order of
// address.
func Feeds(ctx context.Context, d store.Desk) ([]Feed, error) {
	return store.Values[Feed](ctx, d, feedNote)
}

func note(kind, key string, at time.Time, v any) store.Note {
	b, err := json.Marshal(v)
	if err != nil {
		panic("annals: " + err.Error()) // of our own types
	}
	return store.Note{Kind: kind, Key: key, Time: at, Value: b}
}

// enqueue lets a page wait.
func (w *Watcher) enqueue(p *waiting) {
	key := feed.Canonical(p.Item.URL)
	if w.queued[key] {
		return
	}
	w.queued[key] = true
	host := hostOf(p.Item.URL)
	w.queue[host] = append(w.queue[host], p)
}

// dequeue takes a page out.
func (w *Watcher) dequeue(p *waiting) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.queued, feed.Canonical(p.Item.URL))
	host := hostOf(p.Item.URL)
	ps := w.queue[host]
	for k := range ps {
		if ps[k] == p {
			ps = append(ps[:k], ps[k+1:]...)
			break
		}
	}
	if w.queue[host] = ps; len(ps) == 0 {
		delete(w.queue, host)
	}
}

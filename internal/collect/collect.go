package collect

import (
	"context"
	"maps"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"annals"
	"annals/internal/collect/config"
	"annals/internal/collect/feed"
	"annals/internal/collect/fetch"
	"annals/internal/sys/store"
)

// A Page is what a feed announced, as far as it may be had.
type Page struct {
	annals.Capture // without bytes where Listed
	Item           feed.Item
	Feed           string // address of the feed
	Outlet         config.Outlet
	Listed         bool   // only headline, link and date may be kept
	Problem        string // why there are no bytes; "" when there are, or Listed
}

// A Fate is what became of a page.
type Fate string

// What may become of a page.
const (
	Coded  Fate = "coded"
	Listed Fate = "listed" // reserved: headline, link and date are kept
	Failed Fate = "failed"
	Known  Fate = "known"    // had before, under this or another address
	Left   Fate = "left out" // not even to be listed
)

// An Event is something worth telling: a feed that was read, moved or failed, a
// page that was kept.
type Event struct {
	Time   time.Time
	Outlet string
	URL    string
	Text   string
	Page   bool // of a page, not of a feed
	Bad    bool // somebody should look at it
}

// Options are what a watcher needs. All but Now, Jitter and Tell must be set.
type Options struct {
	Config config.Config
	Client *fetch.Client
	Desk   store.Desk
	Keep   func(context.Context, *Page) (Fate, error) // an error stops the watcher
	Tell   func(Event)                                // nil: nothing is told
	Now    func() time.Time                           // nil: time.Now
	Jitter func() float64                             // 0 to 1; nil: none
	WebSub WebSub                                     // the zero value asks no hub
}

// A Watcher reads feeds when they are due.
type Watcher struct {
	o Options

	mu     sync.Mutex            // guards what is below
	feeds  []*Feed               // in the order of the configuration
	queue  map[string][]*waiting // by host, in order of arrival
	next   map[string]time.Time  // of hosts that want to be left alone
	busy   map[string]bool       // hosts with a task
	queued map[string]bool       // canonical addresses that wait
	counts Counts                // what cannot be counted anew
	err    error
	wake   chan struct{} // a hub has news
}

const (
	workers  = 16      // hosts that are asked at once
	maxQueue = 200_000 // pages that wait; feeds are not read while there are more
	seenFor  = 120 * 24 * time.Hour
	sitesFor = 60 * 24 * time.Hour // what sites say of their pages, after it was last asked for
)

// New gives a watcher that knows what earlier ones left in the store.
func New(ctx context.Context, o Options) (*Watcher, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Jitter == nil {
		o.Jitter = func() float64 { return 0.5 }
	}
	if o.Tell == nil {
		o.Tell = func(Event) {}
	}
	w := &Watcher{o: o, queue: map[string][]*waiting{}, next: map[string]time.Time{}, busy: map[string]bool{}, queued: map[string]bool{}, wake: make(chan struct{}, 1)}
	if err := w.load(ctx); err != nil {
		return nil, err
	}
	return w, nil
}

// Run reads feeds and pages until ctx is done, which is no error, or something
// cannot be kept. Once: until each feed that is due was read and no page waits
// that could be had now.
func (w *Watcher) Run(ctx context.Context, once bool) error {
	done := make(chan string)
	running := 0
	start := w.o.Now()
	for {
		free := workers - running
		if ctx.Err() != nil {
			free = 0
		}
		for _, t := range w.due(free, once, start) {
			running++
			go func() {
				t.do(ctx)
				done <- t.host
			}()
		}
		if running == 0 && (once || ctx.Err() != nil || w.failed() != nil) {
			return w.failed()
		}
		timer := time.NewTimer(w.pause())
		select {
		case host := <-done:
			running--
			w.free(host)
		case <-timer.C:
		case <-w.wake:
		case <-ctx.Done():
			if running > 0 {
				running--
				w.free(<-done)
			}
		}
		timer.Stop()
		if ctx.Err() != nil && running == 0 {
			return w.failed()
		}
	}
}

// A task is work with one host.
type task struct {
	host string
	do   func(context.Context)
}

// due takes up to n tasks of hosts that are not busy. With once, a feed that was
// read since start is not due again.
func (w *Watcher) due(n int, once bool, start time.Time) (out []task) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err != nil {
		return nil
	}
	now := w.o.Now()
	take := func(host string, do func(context.Context)) {
		w.busy[host] = true
		out = append(out, task{host, do})
	}
	for _, f := range w.feeds {
		host := hostOf(f.address())
		if len(out) < n && !w.busy[host] && !now.Before(f.Next) && !now.Before(w.next[host]) && len(w.queued) < maxQueue && !(once && f.Last.After(start)) {
			take(host, func(ctx context.Context) { w.readFeed(ctx, f) })
		}
	}
	hosts := make([]string, 0, len(w.queue))
	for host := range w.queue {
		hosts = append(hosts, host)
	}
	slices.Sort(hosts)
	for _, host := range hosts {
		if len(out) >= n || w.busy[host] || now.Before(w.next[host]) {
			continue
		}
		if k := slices.IndexFunc(w.queue[host], func(p *waiting) bool { return !now.Before(p.Due) }); k >= 0 {
			p := w.queue[host][k]
			take(host, func(ctx context.Context) { w.getPage(ctx, p) })
		}
	}
	return out
}

// pause is how long nothing is due.
func (w *Watcher) pause() time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	now, soonest := w.o.Now(), w.o.Now().Add(time.Hour)
	sooner := func(host string, t time.Time) {
		if until := w.next[host]; until.After(t) {
			t = until
		}
		if !w.busy[host] && t.Before(soonest) {
			soonest = t
		}
	}
	for _, f := range w.feeds {
		sooner(hostOf(f.address()), f.Next)
	}
	for host, ps := range w.queue {
		for _, p := range ps {
			sooner(host, p.Due)
		}
	}
	return max(soonest.Sub(now), 100*time.Millisecond)
}

func (w *Watcher) free(host string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.busy, host)
}

// fail stops the watcher.
func (w *Watcher) fail(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err == nil {
		w.err = err
	}
}

func (w *Watcher) failed() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.err
}

// later leaves a host alone until a time, and forgets of others what has passed.
func (w *Watcher) later(host string, until time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.o.Now()
	maps.DeleteFunc(w.next, func(_ string, t time.Time) bool { return !now.Before(t) })
	w.next[host] = until
}

func (w *Watcher) tell(e Event) {
	e.Time = w.o.Now()
	w.o.Tell(e)
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Host)
}

package collect

import (
	"maps"
	"time"
)

// Counts are how it stands with a watcher since it was made.
type Counts struct {
	Feeds   int          // that are watched
	Due     int          // of these due now, or being read
	Read    int          // times that a feed was read
	New     int          // pages that feeds announced
	Waiting int          // pages that wait to be had
	Fates   map[Fate]int // of pages
	Next    time.Time    // when something is due, if nothing is now; zero: never
}

// Counts tells how it stands.
func (w *Watcher) Counts() Counts {
	w.mu.Lock()
	defer w.mu.Unlock()
	c := w.counts
	c.Feeds, c.Waiting, c.Fates = len(w.feeds), len(w.queued), maps.Clone(w.counts.Fates)
	now := w.o.Now()
	next := func(host string, t time.Time) bool {
		if until := w.next[host]; until.After(t) {
			t = until
		}
		if c.Next.IsZero() || t.Before(c.Next) {
			c.Next = t
		}
		return !t.After(now)
	}
	for _, f := range w.feeds {
		if next(hostOf(f.address()), f.Next) {
			c.Due++
		}
	}
	for host, ps := range w.queue {
		for _, p := range ps {
			next(host, p.Due)
		}
	}
	return c
}

// tally counts a page that was had.
func (w *Watcher) tally(fate Fate) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.counts.Fates == nil {
		w.counts.Fates = map[Fate]int{}
	}
	w.counts.Fates[fate]++
}

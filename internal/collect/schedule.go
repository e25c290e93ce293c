package collect

import (
	"time"
)

// Intervals of feeds: at first, at least unless the configuration says
// otherwise, at most.
const (
	firstEvery = 15 * time.Minute
	leastEvery = 5 * time.Minute
	mostEvery  = 12 * time.Hour
	goneEvery  = 7 * 24 * time.Hour
	siteEvery  = 24 * time.Hour
	goneAfter  = 4 // times 404 in a row
	homeAfter  = 2 // failures in a row of a feed that moved: it is looked for where it was
)

// settle sets when a feed is due again after it was read with so many new
// items: sooner when it brought some, later when it did not; never sooner than
// the feed itself asks for.
func (f *Feed) settle(now time.Time, fresh int, asks, least time.Duration, jitter float64) {
	if least == 0 {
		least = leastEvery
	}
	switch {
	case f.Site:
		f.Every = siteEvery
	case f.entry.Every > 0:
		f.Every = f.entry.Every
	case fresh > 0:
		f.Every = f.Every * 2 / 3
	default:
		f.Every = f.Every * 4 / 3
	}
	if f.entry.Every == 0 && !f.Site {
		f.Every = min(max(f.Every, least, asks), max(mostEvery, asks))
	}
	pause := f.Every
	if f.Lease.After(now) && f.entry.Every == 0 {
		pause = max(pause, min(pushEvery, f.Lease.Sub(now))) // the hub tells until then
	}
	f.Next = now.Add(spread(pause, jitter))
}

// plan takes up an interval that the configuration gives anew; a feed in trouble
// keeps its pause.
func (f *Feed) plan() {
	if every := f.entry.Every; every > 0 && every != f.Every && f.Problem == "" && !f.Last.IsZero() {
		f.Every, f.Next = every, f.Last.Add(every)
	}
}

// missed lets a feed whose hub tells of news be read by its own interval once: the
// hub may have told while nobody watched.
func (f *Feed) missed(now time.Time) {
	if own := f.Last.Add(f.Every); f.Lease.After(now) && f.Problem == "" && own.Before(f.Next) {
		f.Next = own
	}
}

// retreat sets when a feed that failed is tried again: later each time.
func (f *Feed) retreat(now time.Time, jitter float64) {
	pause := min(max(f.Every, leastEvery)<<min(f.Failures-1, 10), 2*mostEvery)
	if f.Gone {
		pause = goneEvery
	}
	f.Next = now.Add(spread(pause, jitter))
}

// home looks for a feed that broke where it had moved to at the address that is
// configured, soon.
func (f *Feed) home(now time.Time, jitter float64) {
	f.Moved, f.ETag, f.LastModified, f.Gone, f.Missing = "", "", "", false, 0
	f.Next = now.Add(spread(leastEvery, jitter))
}

// spread is a pause that is up to a tenth shorter or longer, so that feeds do
// not fall due together.
func spread(d time.Duration, jitter float64) time.Duration {
	return d + time.Duration((jitter-0.5)*0.2*float64(d))
}

// went notes that a reading failed, and why.
func (f *Feed) went(wrong string, now time.Time) {
	if f.Problem == "" {
		f.Since = now
	}
	f.Problem = wrong
	f.Failures++
}

// well notes that a reading went well.
func (f *Feed) well() {
	f.Problem, f.Since, f.Failures, f.Missing, f.Gone = "", time.Time{}, 0, 0, false
}

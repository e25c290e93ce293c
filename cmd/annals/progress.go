package main

import (
	"fmt"
	"io"
	"os"
	"sync/atomic"
	"time"

	"golang.org/x/term"

	"annals/internal/sys/store"
)

// A progress line on stderr says how far a long run is; it appears after two
// seconds and only on a terminal.
type progress struct {
	w     io.Writer // nil: say nothing
	now   func() time.Time
	start time.Time
	done  int
	shown bool
}

// When a line is first shown, and how often a bar is.
const (
	showAfter = 2 * time.Second
	moveEvery = 200 * time.Millisecond
)

func newProgress(c *console) *progress {
	f, ok := c.err.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return &progress{now: time.Now}
	}
	return &progress{w: f, now: time.Now, start: time.Now()}
}

func (p *progress) step(name string) {
	p.done++
	if p.w == nil || p.now().Sub(p.start) < showAfter {
		return
	}
	rate := float64(p.done) / p.now().Sub(p.start).Seconds()
	fmt.Fprintf(p.w, "\r\x1b[K%d articles, %.0f a second, now %s", p.done, rate, clip(oneLine(name, ""), 40))
	p.shown = true
}

// say shows a line of other words.
func (p *progress) say(line string) {
	if p.w != nil {
		fmt.Fprint(p.w, "\r\x1b[K", line)
		p.shown = true
	}
}

func (p *progress) clear() {
	if p.shown {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.shown = false
	}
}

// A bar is a progress line of a run whose length is known.
type bar struct {
	progress
	total  int64         // bytes to read
	read   *atomic.Int64 // bytes read
	passed atomic.Int64  // of these, bytes of records that an earlier run has kept
	last   time.Time
}

func newBar(c *console, total int64, read *atomic.Int64) *bar {
	return &bar{progress: *newProgress(c), total: total, read: read}
}

// step tells how many articles there are of each outcome, at most five times a
// second.
func (b *bar) step(done [store.Failed + 1]int, rejected int) {
	if b.w == nil {
		return
	}
	b.done = rejected
	for _, k := range done {
		b.done += k
	}
	now := b.now()
	if now.Sub(b.start) < showAfter || now.Sub(b.last) < moveEvery {
		return
	}
	b.last, b.shown = now, true
	fmt.Fprint(b.w, "\r\x1b[K", b.line(now.Sub(b.start), rejected))
}

// line is what is shown after a time: share of the bytes, records, rate, and the
// time that is left if it goes on as it went: what was passed over says nothing of
// that.
func (b *bar) line(took time.Duration, rejected int) string {
	read := min(b.read.Load(), b.total)
	share := float64(read) / float64(max(b.total, 1))
	left := ""
	passed := b.passed.Load()
	if news := float64(read-passed) / float64(max(b.total-passed, 1)); news > 0.001 {
		left = fmt.Sprintf(", %v left", (time.Duration(float64(took) * (1 - news) / news)).Round(time.Second))
	}
	return fmt.Sprintf("%3.0f %%  %d records, %.0f a second, %d rejected%s", 100*share, b.done, float64(b.done)/took.Seconds(), rejected, left)
}

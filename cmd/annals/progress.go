package main

import (
	"fmt"
	"os"
	"sync/atomic"
	"time"

	"golang.org/x/term"

	"annals/internal/sys/store"
)

// A progress line on stderr says how far a long run is; it appears after two
// seconds and only on a terminal.
type progress struct {
	w     *os.File // nil: say nothing
	start time.Time
	done  int
	shown bool
}

func newProgress(c *console) *progress {
	f, ok := c.err.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return &progress{}
	}
	return &progress{w: f, start: time.Now()}
}

func (p *progress) step(name string) {
	p.done++
	if p.w == nil || time.Since(p.start) < 2*time.Second {
		return
	}
	rate := float64(p.done) / time.Since(p.start).Seconds()
	fmt.Fprintf(p.w, "\r\x1b[K%d articles, %.0f a second, now %s", p.done, rate, clip(oneLine(name, ""), 40))
	p.shown = true
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
	total int64         // bytes to read
	read  *atomic.Int64 // bytes read
	last  time.Time
}

func newBar(c *console, total int64, read *atomic.Int64) *bar {
	return &bar{progress: *newProgress(c), total: total, read: read}
}

// step tells how many articles there are of each outcome, at most five times a
// second.
func (b *bar) step(done [store.Failed + 1]int, rejected int) {
	if b.w == nil || time.Since(b.start) < 2*time.Second || time.Since(b.last) < 200*time.Millisecond {
		return
	}
	b.last = time.Now()
	n := rejected
	for _, k := range done {
		n += k
	}
	took := time.Since(b.start)
	share := float64(b.read.Load()) / float64(max(b.total, 1))
	left := ""
	if share > 0.001 {
		left = fmt.Sprintf(", %v left", (time.Duration(float64(took) * (1 - share) / share)).Round(time.Second))
	}
	fmt.Fprintf(b.w, "\r\x1b[K%3.0f %%  %d records, %.0f a second, %d rejected%s", 100*min(share, 1), n, float64(n)/took.Seconds(), rejected, left)
	b.shown = true
}

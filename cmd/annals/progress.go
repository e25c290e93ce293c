package main

import (
	"fmt"
	"os"
	"time"

	"golang.org/x/term"
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

package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/term"

	"annals/internal/collect"
)

// A statusLine is the last line of a terminal, which says how it stands and is
// written over; lines above it scroll. The zero value writes nothing.
type statusLine struct {
	w     io.Writer // nil: say nothing
	width func() int
	text  string
	shown bool
}

// newStatusLine writes to stderr, if that is a terminal that can move back.
func newStatusLine(c *console) statusLine {
	f, ok := c.err.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) || c.env("TERM") == "dumb" {
		return statusLine{}
	}
	return statusLine{w: f, width: func() int {
		w, _, err := term.GetSize(int(f.Fd()))
		if err != nil || w <= 0 {
			return 80
		}
		return w
	}}
}

// draw writes the text, as much of it as fits.
func (s *statusLine) draw() {
	if s.w == nil || s.text == "" {
		return
	}
	fmt.Fprint(s.w, "\r\x1b[K"+clip(s.text, s.width()-1))
	s.shown = true
}

// clear makes room for another line.
func (s *statusLine) clear() {
	if s.shown {
		fmt.Fprint(s.w, "\r\x1b[K")
		s.shown = false
	}
}

// showEvery is how often the status line is drawn anew.
const showEvery = time.Second

// showCounts keeps the status line up to date until end.
func (k *watchKeeper) showCounts(w *collect.Watcher, end <-chan struct{}) {
	if k.bar.w == nil {
		return
	}
	t := time.NewTicker(showEvery)
	defer t.Stop()
	for {
		k.mu.Lock()
		k.bar.text = countsLine(w.Counts(), time.Now())
		k.bar.draw()
		k.mu.Unlock()
		select {
		case <-t.C:
		case <-end:
			k.mu.Lock()
			k.bar.clear()
			k.bar.text = ""
			k.mu.Unlock()
			return
		}
	}
}

// countsLine is how it stands, in a line.
func countsLine(c collect.Counts, now time.Time) string {
	had := 0
	for _, n := range c.Fates {
		had += n
	}
	parts := []string{fmt.Sprintf("%d of %s due", c.Due, count(c.Feeds, "feed")), fmt.Sprintf("%d read", c.Read), fmt.Sprintf("pages: %d new, %d had", c.New, had)}
	for _, f := range []collect.Fate{collect.Coded, collect.Listed, collect.Failed} {
		if n := c.Fates[f]; n > 0 {
			parts[2] += fmt.Sprintf(", %d %s", n, f)
		}
	}
	if c.Waiting > 0 {
		parts[2] += fmt.Sprintf(", %d waiting", c.Waiting)
	}
	if d := c.Next.Sub(now); d > 0 {
		parts = append(parts, "next in "+d.Round(time.Second).String())
	}
	return strings.Join(parts, " · ")
}

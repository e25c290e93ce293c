package main

import (
	"bytes"
	"testing"
	"time"

	"annals/internal/collect"
)

func TestCountsLine(t *testing.T) {
	now := time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		counts collect.Counts
		want   string
	}{
		{collect.Counts{}, "0 of 0 feeds due · 0 read · pages: 0 new, 0 had"},
		{collect.Counts{Feeds: 1, Due: 1, Next: now}, "1 of 1 feed due · 0 read · pages: 0 new, 0 had"},
		{collect.Counts{Feeds: 50, Due: 3, Read: 41, New: 25, Waiting: 12, Fates: map[collect.Fate]int{collect.Coded: 8, collect.Listed: 3, collect.Known: 1, collect.Failed: 1}, Next: now.Add(-time.Second)},
			"3 of 50 feeds due · 41 read · pages: 25 new, 13 had, 8 coded, 3 listed, 1 failed, 12 waiting"},
		{collect.Counts{Feeds: 2, Next: now.Add(9*time.Minute + 2400*time.Millisecond)}, "0 of 2 feeds due · 0 read · pages: 0 new, 0 had · next in 9m2s"},
	} {
		if got := countsLine(c.counts, now); got != c.want {
			t.Errorf("got  %q\nwant %q", got, c.want)
		}
	}
}

// Lines scroll above the status line, which never breaks the terminal's width;
// where there is none, nothing is written.
func TestStatusLine(t *testing.T) {
	var b bytes.Buffer
	k := &watchKeeper{c: &console{out: &b, err: &b}, bar: statusLine{w: &b, width: func() int { return 12 }, text: "0 of 50 feeds due"}}
	k.line("one")
	k.line("two")
	const want = "one\n\r\x1b[K0 of 50 fe…\r\x1b[Ktwo\n\r\x1b[K0 of 50 fe…"
	if b.String() != want {
		t.Errorf("got  %q\nwant %q", b.String(), want)
	}
	b.Reset()
	k.bar = newStatusLine(&console{err: &b})
	k.bar.text = "text"
	if k.line("one"); b.String() != "one\n" {
		t.Errorf("not on a terminal: %q", b.String())
	}
}

// A password that a configured address holds is shown nowhere.
func TestShown(t *testing.T) {
	for in, want := range map[string]string{"https://a.example/@me": "https://a.example/@me", "https://me:secret@a.example/feed": "https://me:xxxxx@a.example/feed", "": "", "x@y": "x@y"} {
		if got := shown(in); got != want {
			t.Errorf("%s is shown as %s, want %s", in, got, want)
		}
	}
}

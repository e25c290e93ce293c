package main

import (
	"bytes"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"annals/internal/sys/store"
)

// A clock is time as a test sets it.
type clock struct{ time.Time }

func (c *clock) now() time.Time { return c.Time }

// The bar tells share, records, rate and the time that is left, by the bytes
// that were read in the time that has gone; what an earlier run has kept counts
// in the share, and not in the rate.
func TestBar(t *testing.T) {
	for _, c := range []struct {
		after          time.Duration
		read, passed   int64 // of 1000
		kept, rejected int
		want           string // "" for nothing
	}{
		{time.Second, 100, 0, 10, 0, ""},
		{2 * time.Second, 100, 0, 10, 0, " 10 %  10 records, 5 a second, 0 rejected, 18s left"},
		{10 * time.Second, 500, 0, 590, 10, " 50 %  600 records, 60 a second, 10 rejected, 10s left"},
		{time.Hour, 250, 0, 3600, 0, " 25 %  3600 records, 1 a second, 0 rejected, 3h0m0s left"},
		{10 * time.Second, 900, 800, 100, 0, " 90 %  100 records, 10 a second, 0 rejected, 10s left"},
		{10 * time.Second, 800, 800, 0, 0, " 80 %  0 records, 0 a second, 0 rejected"},
		{5 * time.Second, 0, 0, 0, 0, "  0 %  0 records, 0 a second, 0 rejected"},
		{4 * time.Second, 1000, 0, 100, 0, "100 %  100 records, 25 a second, 0 rejected, 0s left"},
		{4 * time.Second, 1200, 0, 100, 0, "100 %  100 records, 25 a second, 0 rejected, 0s left"}, // the file has grown
	} {
		var out bytes.Buffer
		var read atomic.Int64
		begin := clock{time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)}
		b := bar{progress: progress{w: &out, now: begin.now, start: begin.Time}, total: 1000, read: &read}
		begin.Time = begin.Add(c.after)
		read.Store(c.read)
		b.passed.Store(c.passed)
		done := [store.Failed + 1]int{store.Added: c.kept / 2, store.Same: c.kept - c.kept/2}
		for range 3 { // at most once at a time
			b.step(done, c.rejected)
		}
		if got := strings.TrimPrefix(out.String(), "\r\x1b[K"); got != c.want {
			t.Errorf("after %v: %q, want %q", c.after, got, c.want)
		}
	}
}

// The bar moves at most five times a second, and is taken away.
func TestBarMoves(t *testing.T) {
	var out bytes.Buffer
	read := new(atomic.Int64)
	at := clock{time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)}
	b := bar{progress: progress{w: &out, now: at.now, start: at.Time}, total: 1000, read: read}
	for range 100 * 10 { // ten seconds
		at.Time = at.Add(10 * time.Millisecond)
		read.Add(1)
		b.step([store.Failed + 1]int{int(read.Load())}, 0)
	}
	if n := strings.Count(out.String(), "\r"); n != 41 {
		t.Errorf("%d lines in ten seconds, the first of them two late", n)
	}
	if b.clear(); !strings.HasSuffix(out.String(), "left\r\x1b[K") {
		t.Errorf("it ends with %q", out.String()[max(0, out.Len()-60):])
	}
}

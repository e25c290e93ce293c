package fetch

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
)

// After a failure a host is left alone for firstPause, then for twice as long
// each time, at most for longestPause.
const (
	firstPause   = 30 * time.Second
	longestPause = 6 * time.Hour
)

// A host is one turn at a time, with pauses.
type host struct {
	turn     chan struct{} // holds one token: to make a request
	files    chan struct{} // and another: to see to the site's files
	mu       sync.Mutex
	next     time.Time // the next request is not made before
	closed   time.Time // requests before are refused at once
	why      string
	failures int
	used     time.Time // when it was last asked for; guarded by the client
}

// Hosts are forgotten when there are more than maxHosts, and they were not asked
// for, nor failed, for idleHost.
const (
	maxHosts = 1000
	idleHost = time.Hour
)

// idle reports a host of which nothing need be remembered.
func (h *host) idle(now time.Time) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return now.Sub(h.used) > idleHost && len(h.turn) == 1 && len(h.files) == 1 && h.failures == 0 && !now.Before(h.next) && !now.Before(h.closed)
}

func (c *Client) host(u *url.URL) *host {
	key := strings.ToLower(u.Host)
	c.mu.Lock()
	defer c.mu.Unlock()
	h := c.hosts[key]
	now := c.o.Now()
	if h == nil {
		if len(c.hosts) >= maxHosts {
			maps.DeleteFunc(c.hosts, func(_ string, h *host) bool { return h.idle(now) })
		}
		h = &host{turn: make(chan struct{}, 1), files: make(chan struct{}, 1)}
		h.turn <- struct{}{}
		h.files <- struct{}{}
		c.hosts[key] = h
	}
	h.used = now
	return h
}

// enter waits for the host's turn. A host that wants to be left alone gives
// *[Later] at once.
func (h *host) enter(ctx context.Context, now func() time.Time) error {
	select {
	case <-h.turn:
	case <-ctx.Done():
		return ctx.Err()
	}
	h.mu.Lock()
	next, closed, why := h.next, h.closed, h.why
	h.mu.Unlock()
	t := now()
	if t.Before(closed) {
		h.turn <- struct{}{}
		return &Later{Until: closed, Why: why}
	}
	if d := next.Sub(t); d > 0 {
		timer := time.NewTimer(d)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-ctx.Done():
			h.turn <- struct{}{}
			return ctx.Err()
		}
	}
	return nil
}

// leave ends a turn and says from when on the host may be asked again.
func (h *host) leave(now time.Time, delay time.Duration, failed bool, later *Later, jitter float64) time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	defer func() { h.turn <- struct{}{} }()
	h.next = now.Add(delay)
	switch {
	case later != nil || failed:
		h.failures++
		pause := min(firstPause<<min(h.failures-1, 16), longestPause)
		pause += time.Duration(jitter * float64(pause) / 2)
		h.closed, h.why = now.Add(pause), "the host failed "+strconv.Itoa(h.failures)+" times"
		if failed && h.failures == 1 {
			h.closed = time.Time{} // once may be chance
		}
		if later != nil {
			h.why = later.Why
			if later.Until.After(h.closed) {
				h.closed = later.Until
			}
		}
	default:
		h.failures, h.closed = 0, time.Time{}
	}
	return h.closed
}

// retryAfter is the time that a Retry-After header names, as seconds or as a
// date by the server's own clock; zero for none. A day ahead at most.
func retryAfter(header http.Header, now time.Time) time.Time {
	v := strings.TrimSpace(header.Get("Retry-After"))
	if n, err := strconv.Atoi(v); err == nil && n >= 0 {
		return now.Add(min(time.Duration(min(n, 1<<30))*time.Second, MaxLater))
	}
	at, err := http.ParseTime(v)
	if err != nil {
		return time.Time{}
	}
	if server, err := http.ParseTime(header.Get("Date")); err == nil {
		return now.Add(min(max(at.Sub(server), 0), MaxLater)) // its clock may be wrong
	}
	return now.Add(min(max(at.Sub(now), 0), MaxLater))
}

package collect

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"annals/internal/collect/config"
	"annals/internal/collect/feed"
	"annals/internal/sys/store"
)

// Pages that could not be had are listed, and a plan says when they are tried
// again; those that were never tried are not among them.
func TestWaitings(t *testing.T) {
	m, now := new(store.Memory), time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)
	for _, p := range []waiting{
		{Item: feed.Item{URL: "http://a.example/new"}, Feed: "http://a.example/feed", Due: now},
		{Item: feed.Item{URL: "http://a.example/slow"}, Feed: "http://a.example/feed", Due: now, Tries: 2, Why: "timed out"},
	} {
		if err := m.Notes(t.Context(), note(pageNote, feed.Canonical(p.Item.URL), now, p)); err != nil {
			t.Fatal(err)
		}
	}
	ws, err := Waitings(t.Context(), m)
	want := []Waiting{{URL: "http://a.example/slow", Feed: "http://a.example/feed", Due: now, Tries: 2, Why: "timed out"}}
	if d := cmp.Diff(want, ws); d != "" || err != nil {
		t.Fatalf("want (-) got (+):\n%s%v", d, err)
	}
	p := PlanOptions{Desk: m, Waits: ws}
	l, err := p.item(t.Context(), config.Outlet{}, &feed.Feed{}, "http://a.example/slow?utm_source=x")
	if d := cmp.Diff(Line{"http://a.example/slow", WouldRetry, "timed out; tried 2 times, again from 2026-03-05 12:00 UTC"}, l); d != "" || err != nil {
		t.Errorf("want (-) got (+):\n%s%v", d, err)
	}
}

package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"annals"
	"annals/internal/sys/store"

	"github.com/google/go-cmp/cmp"
)

// lost is a capture that gave no article.
func lost(n int) store.Entry {
	e := store.Entry{Err: fmt.Sprintf("no text found: %d", n), Capture: annals.Capture{URL: fmt.Sprintf("https://a.example/%d", n), Status: 200,
		Time: time.Date(2026, 3, 5, 12, n, 0, 0, time.UTC), ContentType: "text/html", Header: map[string][]string{"Etag": {"1"}}}}
	e.Reading.Article.Outlet = []string{"", "Gazette"}[n%2]
	if n%3 > 0 {
		e.Capture.Body = []byte("<html>")
	}
	return e
}

func failures(t *testing.T, s store.Store) {
	ctx := context.Background()
	const n = 250
	var es []store.Entry
	for k := range n {
		es = append(es, lost(k))
	}
	put(t, s, append(es, Entries(3)...)...)
	every := func(*store.Failure) bool { return true }
	var got []store.Failure
	for after, more := "", true; more; more = after != "" {
		var fs []store.Failure
		var err error
		if fs, after, err = store.FailuresOf(ctx, s, every, after, 60); err != nil {
			t.Fatal(err)
		}
		got = append(got, fs...)
	}
	if len(got) != n {
		t.Fatalf("%d failures, want %d", len(got), n)
	}
	for k, f := range got {
		e := lost(n - 1 - k)
		want := store.Failure{ID: store.CaptureID(&e.Capture), Record: store.RecordID(&e.Capture), URL: e.Capture.URL, Outlet: e.Reading.Article.Outlet, Time: e.Capture.Time, Status: 200, Reason: e.Err, Kept: len(e.Capture.Body) > 0}
		if d := cmp.Diff(want, f); d != "" {
			t.Fatalf("failure %d, want (-) got (+):\n%s", k, d)
		}
	}
	some, next, err := store.FailuresOf(ctx, s, func(f *store.Failure) bool { return f.Outlet == "Gazette" }, "", n/2)
	if err != nil || len(some) != n/2 || next != "" {
		t.Errorf("%d of an outlet, next %q, %v", len(some), next, err)
	}
	if _, _, err := store.FailuresOf(ctx, s, every, "none", 1); !errors.Is(err, store.ErrCursor) {
		t.Errorf("after a capture that is not there: %v", err)
	}
	heals(t, s, got[1])
	failsAgain(t, s, lost(0))
}

// failsAgain holds that a failure without bytes is the latest one with its new
// reason and time, and one with bytes stays.
func failsAgain(t *testing.T, s store.Store, e store.Entry) {
	ctx := context.Background()
	before, _, err := store.FailuresOf(ctx, s, func(*store.Failure) bool { return true }, "", 1000)
	if err != nil {
		t.Fatal(err)
	}
	e.Err, e.Capture.Time, e.Capture.Status = "timed out", e.Capture.Time.Add(time.Hour), 0
	with := lost(1)
	with.Err = "another"
	if got := put(t, s, e, with); got[0] != store.Same || got[1] != store.Same {
		t.Errorf("Put of what fails again gives %v, want same", got)
	}
	want := store.Failure{ID: store.CaptureID(&e.Capture), Record: store.RecordID(&e.Capture), URL: e.Capture.URL, Outlet: e.Reading.Article.Outlet, Time: e.Capture.Time, Reason: "timed out"}
	after, _, err := store.FailuresOf(ctx, s, func(*store.Failure) bool { return true }, "", 1000)
	if d := cmp.Diff(append([]store.Failure{want}, before[:len(before)-1]...), after); d != "" || err != nil {
		t.Errorf("after failing again, want (-) got (+):\n%s%v", d, err)
	}
}

// heals holds that a failure whose capture gives an article is none.
func heals(t *testing.T, s store.Store, f store.Failure) {
	ctx := context.Background()
	e, ok, err := s.Failed(ctx, f.ID)
	if err != nil || !ok || e.Err != f.Reason || string(e.Capture.Body) != "<html>" || e.Reading.Article.Outlet != f.Outlet {
		t.Fatalf("Failed gives %+v, %v, %v", e, ok, err)
	}
	e.Err, e.Origin = "", e.Capture.URL
	e.Reading.Article = annals.Article{URL: e.Capture.URL, Title: "Found", ID: annals.NewArticleID(e.Capture.URL, "Found", "")}
	if got := put(t, s, e); got[0] != store.Added {
		t.Errorf("Put gives %v, want added", got[0])
	}
	if _, ok, err := s.Failed(ctx, f.ID); ok || err != nil {
		t.Errorf("a capture that gave an article is a failure: %v", err)
	}
	if got, ok, err := s.Get(ctx, e.Reading.Article.ID); err != nil || !ok || got.Err != "" || got.Reading.Article.Outlet != "" {
		t.Errorf("Get gives %+v, %v, %v", got, ok, err)
	}
}

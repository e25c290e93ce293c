package web

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"annals"
	"annals/internal/sys/store"
)

// What could not be read is told on a page and by the API, the latest first, of
// all outlets or of one.
func TestFailures(t *testing.T) {
	m := new(store.Memory)
	for k := range 60 {
		e := store.Entry{Err: fmt.Sprintf("no text found %d", k), Capture: annals.Capture{URL: fmt.Sprintf("https://a.example/%d", k), Status: 200,
			Time: time.Date(2026, 3, 5, 12, k, 0, 0, time.UTC), Body: []byte("<html>")}}
		e.Reading.Article.Outlet = []string{"Alpha", "Beta & Co"}[k%2]
		if _, err := m.Put(context.Background(), e); err != nil {
			t.Fatal(err)
		}
	}
	fs, next, err := store.FailuresOf(t.Context(), m, func(*store.Failure) bool { return true }, "", 50)
	if err != nil || len(fs) != 50 {
		t.Fatal(len(fs), err)
	}
	h := New(options(m))
	for _, c := range []struct {
		path   string
		status int
		want   []string
	}{
		{"/outlets", 200, []string{`href="/failures"`, "5 Mar 12:59", "no text found 59"}},
		{"/failures", 200, []string{"no text found 59", `href="/failures?outlet=Beta%20%26%20Co"`, "https://a.example/59", "HTTP 200", "annals status --bytes " + fs[0].ID, "no text found 10<", `href="/failures?after=` + next}},
		{"/failures?after=" + next, 200, []string{"no text found 9<", "no text found 0<"}},
		{"/failures?outlet=alpha", 200, []string{"Of <b>alpha</b>", "no text found 58", "no text found 56", "no text found 0<"}},
		{"/failures?outlet=nobody", 200, []string{"Nothing of this outlet"}},
		{"/failures?after=none", 400, []string{"no such page"}},
		{"/v1/failures?limit=1&outlet=a.example", 200, []string{`"id":"` + fs[0].ID, `"record":"<urn:uuid:`, `"url":"https://a.example/59"`, `"outlet":"Beta & Co"`, `"reason":"no text found 59"`, `"kept":true`, `"next":"` + fs[0].ID}},
		{"/v1/failures?outlet=nobody", 200, []string{`{"failures":[],"next":""}`}},
		{"/v1/failures?after=none", 400, []string{"no such page"}},
		{"/v1/failures?limit=0", 422, []string{"limit"}},
	} {
		res := get(h, c.path)
		text := body(t, res)
		last := -1
		for _, w := range c.want {
			k := strings.Index(text, w)
			if res.StatusCode != c.status || k < last || k < 0 {
				t.Errorf("%s: status %d, %q at %d after %d in\n%s", c.path, res.StatusCode, w, k, last, text[:min(len(text), 3000)])
			}
			last = max(last, k)
		}
	}
	if text := body(t, get(h, "/failures?outlet=alpha")); strings.Contains(text, "no text found 59") {
		t.Error("a failure of another outlet is shown")
	}
	if res := get(New(options(new(store.Memory))), "/outlets"); res.StatusCode != http.StatusOK || strings.Contains(body(t, res), "/failures") {
		t.Error("without a failure the page speaks of them")
	}
}

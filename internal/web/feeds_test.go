package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"annals/internal/sys/store"
)

// What is wrong with a feed comes first and is told, on the page and by the API.
func TestFeeds(t *testing.T) {
	at := time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)
	h := New(Options{Store: new(store.Memory), Feeds: func(context.Context) ([]Feed, error) {
		return []Feed{
			{Outlet: "Zeta", URL: "https://z.example/rss"},
			{Outlet: "Alpha", URL: "https://a.example/rss", Last: at, Next: at.Add(time.Hour), Minutes: 60, Coded: 12},
			{Outlet: "Beta", URL: "https://b.example/rss", Moved: "https://b.example/new"},
			{Outlet: "Gamma", URL: "https://c.example/<rss>", Gone: true, Problem: "the server answers 410 Gone", Since: at},
		}, nil
	}})
	for path, want := range map[string][]string{
		"/outlets":  {"Gamma", "410 Gone, since 5 Mar 12:00", "moved to https://b.example/new", "not read yet", "Alpha"},
		"/v1/feeds": {`"outlet":"Gamma"`, `"problem":"the server answers 410 Gone"`, `"outlet":"Beta"`, `"last":"2026-03-05T12:00:00Z"`},
	} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		body := w.Body.String()
		last := -1
		for _, x := range want {
			k := strings.Index(body, x)
			if w.Code != http.StatusOK || k < 0 || k < last {
				t.Errorf("%s: %d, %q at %d after %d", path, w.Code, x, k, last)
			}
			last = k
		}
		if strings.Contains(body, "<rss>") && path == "/outlets" {
			t.Errorf("%s: an address stands unescaped", path)
		}
	}
	w := httptest.NewRecorder()
	New(Options{Store: new(store.Memory)}).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/v1/feeds", nil))
	if got := strings.TrimSpace(w.Body.String()); got != `{"feeds":[]}` {
		t.Errorf("without a watcher: %s", got)
	}
}

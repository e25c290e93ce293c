package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"annals"
	"annals/internal/sys/store"
	"annals/internal/sys/store/storetest"
)

// The page of an article shows every signal of its rights once, what it does,
// and says of a listed one why nothing was coded.
func TestRightsOnThePage(t *testing.T) {
	at := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	tdm := annals.Signal{Kind: "tdm-reservation", Value: "1", Where: "tdmrep.json", Time: at}
	coded := storetest.Entry(1, 1)
	coded.Capture.Signals = []annals.Signal{tdm}
	coded.Capture.Header = map[string][]string{"Content-Usage": {"train-ai=y"}}
	coded.Reading.Article.Rights = annals.Rights{Reserved: true, Basis: "tdm", Signals: []annals.Signal{tdm, {Kind: "license", Value: "https://a.example/terms", Where: "link"}}}
	listed := store.Entry{Capture: annals.Capture{URL: "https://a.example/2", Time: at}, Origin: "https://a.example/2", Reading: annals.Reading{Article: annals.Article{
		ID: "listed", URL: "https://a.example/2", Title: "Talks", Outlet: "A", Rights: annals.Rights{Reserved: true, Basis: "tdm", Signals: []annals.Signal{tdm}}}}}
	m := new(store.Memory)
	if _, err := m.Put(context.Background(), coded, listed); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		id   annals.ArticleID
		want []string
		not  []string
	}{
		{coded.Reading.Article.ID, []string{"<b>reserved</b>: tdm-reservation in the tdmrep.json: 1, seen 2026-03-04 (TDMRep",
			"allowed: content-usage in the header: train-ai=y", "noted: license in the link"}, []string{"Listed, not coded"}},
		{"listed", []string{"Listed, not coded", "<b>reserved</b>: tdm-reservation"}, []string{"none of its sentences", "shown here as evidence"}},
	} {
		h := New(Options{Store: m})
		r := httptest.NewRecorder()
		h.ServeHTTP(r, httptest.NewRequest(http.MethodGet, "http://127.0.0.1/article/"+string(c.id), nil))
		body := r.Body.String()
		for _, want := range c.want {
			if !strings.Contains(body, want) {
				t.Errorf("%s: want %q in:\n%s", c.id, want, body)
			}
		}
		for _, not := range c.not {
			if strings.Contains(body, not) {
				t.Errorf("%s: want no %q", c.id, not)
			}
		}
		if n := strings.Count(body, "tdm-reservation"); n != 1 {
			t.Errorf("%s: the signal stands there %d times", c.id, n)
		}
	}
}

package web_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"annals"
	"annals/client"
	"annals/internal/record"
	"annals/internal/search"
	"annals/internal/sys/store"
	"annals/internal/sys/store/storetest"
	"annals/internal/web"
)

// asked is a client of a real server, whose record has sixty articles.
func asked(t *testing.T, password string) (*client.Client, store.Store) {
	t.Helper()
	ctx, s := context.Background(), new(store.Memory)
	if _, err := s.Put(ctx, storetest.Entries(60)...); err != nil {
		t.Fatal(err)
	}
	rules, err := record.Load()
	if err != nil {
		t.Fatal(err)
	}
	merge := func(ctx context.Context) (record.Report, error) { return rules.Merge(ctx, s, record.Options{}) }
	if _, err := merge(ctx); err != nil {
		t.Fatal(err)
	}
	o := web.Options{Store: s, Merge: merge, PerSecond: 1e6, Parse: func(q string) (search.Query, error) { return search.Parse(q, search.Options{}) }}
	if password != "" {
		if o.Password, err = web.HashPassword(password); err != nil {
			t.Fatal(err)
		}
	}
	server := httptest.NewServer(web.New(o))
	t.Cleanup(server.Close)
	return &client.Client{Base: server.URL + "/", Password: password}, s
}

func TestClient(t *testing.T) {
	ctx := context.Background()
	c, s := asked(t, "")
	want, _, err := s.Rows(ctx, nil, store.Page{Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for r, err := range c.AllClaims(ctx, "") {
		if err != nil {
			t.Fatal(err)
		}
		w := want[n]
		if r.ID != w.ID || r.Type != w.Type || r.Status != w.Status || r.When != w.When || r.Article.ID != w.Article.ID || r.Event != w.Event ||
			len(r.Actor) != len(w.Actor) || !r.Article.Reserved && r.Evidence != w.Evidence || r.Article.Reserved && r.Evidence != "" {
			t.Errorf("claim %d is %+v, want %+v", n, r, w)
		}
		n++
	}
	if n != len(want) {
		t.Errorf("%d claims, want %d", n, len(want))
	}
	es, err := c.Events(ctx, client.Query{Text: "party:RUS", Limit: 3})
	if err != nil || len(es.Events) != 3 || es.Next == "" {
		t.Fatalf("events: %d, next %q, %v", len(es.Events), es.Next, err)
	}
	e, err := c.Event(ctx, es.Events[0].ID)
	if err != nil || e.Event.ID != es.Events[0].ID || len(e.Claims) != len(e.Event.Claims) {
		t.Errorf("event: %+v, %v", e, err)
	}
	a, err := c.Article(ctx, want[0].Article.ID)
	if err != nil || a.Article.Title != want[0].Article.Title || a.Article.Text != "" {
		t.Errorf("article: %+v, %v", a, err)
	}
	for by, ask := range map[string]func(context.Context, string, string) ([]client.Bucket, error){"month": c.Series, "type": c.Counts} {
		bs, err := ask(ctx, "", by)
		total := 0
		for _, b := range bs {
			total += b.Claims
		}
		if err != nil || total < len(want)/2 {
			t.Errorf("by %s: %d claims, %v", by, total, err)
		}
	}
}

func TestClientSplits(t *testing.T) {
	ctx := context.Background()
	c, s := asked(t, "open sesame")
	es, _, err := s.Events(ctx, nil, store.Page{Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range es {
		if len(e.Claims) > 1 {
			if err := c.Split(ctx, e.ID, e.Claims[1]); err != nil {
				t.Error(err)
			}
			return
		}
	}
	t.Error("no event has two claims")
}

// Alerts are saved, changed and deleted as on the pages.
func TestClientAlerts(t *testing.T) {
	ctx := context.Background()
	c, _ := asked(t, "open sesame")
	a, err := c.AddAlert(ctx, client.Alert{Name: "Raids", Query: "type:ASSAULT"})
	if err != nil || a.ID == "" || a.When != "new" || a.Made.IsZero() {
		t.Fatalf("%+v, %v", a, err)
	}
	a.When, a.Paused = "sources 2", true
	if b, err := c.ChangeAlert(ctx, a); err != nil || b.ID != a.ID || b.When != "sources 2" || !b.Paused || !b.Made.Equal(a.Made) {
		t.Errorf("%+v, %v", b, err)
	}
	all, err := c.Alerts(ctx)
	if err != nil || len(all.Alerts) != 1 || all.Alerts[0].ID != a.ID || all.Webhooks == nil || all.Mails == nil {
		t.Errorf("%+v, %v", all, err)
	}
	if ns, err := c.PreviewAlert(ctx, "type:ASSAULT", "new", 365); err != nil || ns == nil {
		t.Errorf("%d notices, %v", len(ns), err)
	}
	var e *client.Error
	if _, err := c.AddAlert(ctx, client.Alert{Name: "Raids", Query: "wrong:field"}); !errors.As(err, &e) || e.Status != http.StatusUnprocessableEntity || !strings.Contains(e.Detail, "another alert has this name; query: column 1") {
		t.Errorf("a bad alert: %v", err)
	}
	if err := c.DeleteAlert(ctx, a.ID); err != nil {
		t.Error(err)
	}
	if err := c.DeleteAlert(ctx, a.ID); !errors.As(err, &e) || e.Status != http.StatusNotFound {
		t.Errorf("deleted twice: %v", err)
	}
}

func TestClientErrors(t *testing.T) {
	ctx := context.Background()
	c, _ := asked(t, "open sesame")
	for status, ask := range map[int]func() error{
		http.StatusBadRequest:          func() error { _, err := c.Claims(ctx, client.Query{Text: "wrong:field"}); return err },
		http.StatusNotFound:            func() error { _, err := c.Event(ctx, "none"); return err },
		http.StatusUnprocessableEntity: func() error { _, err := c.Counts(ctx, "", "wrong"); return err },
		http.StatusUnauthorized: func() error {
			_, err := (&client.Client{Base: c.Base, Password: "wrong"}).Series(ctx, "", "day")
			return err
		},
	} {
		var e *client.Error
		if err := ask(); !errors.As(err, &e) || e.Status != status || e.Detail == "" {
			t.Errorf("error %v, want status %d", err, status)
		}
	}
	gone := &client.Client{Base: "http://127.0.0.1:1"}
	if _, err := gone.Claims(ctx, client.Query{}); err == nil {
		t.Error("a server that is not there answers")
	}
}

// What could not be read comes page by page.
func TestClientFailures(t *testing.T) {
	ctx := context.Background()
	c, s := asked(t, "")
	for _, path := range []string{"1", "2", "3"} {
		if _, err := s.Put(ctx, store.Entry{Err: "no text", Capture: annals.Capture{URL: "https://a.example/" + path}}); err != nil {
			t.Fatal(err)
		}
	}
	fs, next, err := c.Failures(ctx, "a.example", "", 2)
	if err != nil || len(fs) != 2 || fs[0].URL != "https://a.example/3" || fs[0].Reason != "no text" || fs[0].Kept || next == "" {
		t.Fatalf("%+v, next %q, %v", fs, next, err)
	}
	if fs, next, err = c.Failures(ctx, "a.example", next, 2); err != nil || len(fs) != 1 || next != "" {
		t.Errorf("%+v, next %q, %v", fs, next, err)
	}
	var e *client.Error
	if _, _, err := c.Failures(ctx, "", "none", 0); !errors.As(err, &e) || e.Status != http.StatusBadRequest {
		t.Errorf("after nothing: %v", err)
	}
}

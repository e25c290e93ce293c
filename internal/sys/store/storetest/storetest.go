// Package storetest holds every kind of [store.Store] to the same promises.
//
// In goes a function that opens an empty store; each promise is a test of its
// own. What a store answers is compared with what [store.Filter]'s Match says.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"annals"
	"annals/internal/sys/store"

	"github.com/google/go-cmp/cmp"
)

// Run tests the stores that open gives; each must be empty.
func Run(t *testing.T, open func(t *testing.T) store.Store) {
	for _, c := range []struct {
		name string
		test func(*testing.T, store.Store)
	}{
		{"what is put is given back", putGet},
		{"the same entry twice is kept once", putTwice},
		{"a new version supersedes and keeps the old", versions},
		{"versions that come late are superseded at once", lateVersion},
		{"other claims replace those of the same article", recode},
		{"a capture without article keeps its error", failed},
		{"failures are listed until a later reading gives an article", failures},
		{"all entries of a put are kept or none", allOrNone},
		{"filters find what Match finds", filters},
		{"shelves hold hints of claims", hints},
		{"pages together are the whole list", pages},
		{"a cursor from elsewhere is an error", badCursor},
		{"counts are those of the rows", counts},
		{"events carry their claims and find them", events},
		{"what is to be merged is loose", loose},
		{"splits are kept once", splits},
		{"notes are kept by kind and key", notes},
		{"bodies are dropped and the rest stays", dropBodies},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := open(t)
			c.test(t, s)
			problems, err := s.Check(context.Background())
			if err != nil || len(problems) > 0 {
				t.Errorf("after the test the store finds fault with itself: %q, %v", problems, err)
			}
		})
	}
}

// Entry makes an entry with n claims; what is in it follows from the numbers.
func Entry(article, n int) store.Entry {
	a := annals.Article{URL: fmt.Sprintf("https://news.example/%d", article), Title: fmt.Sprintf("Café talks number %d", article),
		Outlet: []string{"Example Wire", "Gazeta Łódzka", "Herald"}[article%3], Published: date(article), Language: "en"}
	a.Text = fmt.Sprintf("The first sentence of %d. The second one speaks of drones.", article)
	a.Rights.Reserved = article%4 == 0
	a.ID = annals.NewArticleID(a.URL, a.Title, a.Text)
	r := annals.Reading{Article: a, Sentences: []annals.Sentence{{In: annals.InText, Span: annals.Span{End: 24}}}}
	for i := range n {
		r.Claims = append(r.Claims, Claim(article, i))
	}
	e := store.Entry{Origin: a.URL, Reading: r, Evidence: map[string]string{}, Agency: fmt.Sprintf("Wire %d", article%2), Sketch: []byte{byte(article)}}
	for i, c := range r.Claims {
		e.Evidence[c.ID] = fmt.Sprintf("Sentence %d of the CAFÉ, article %d", i, article)
	}
	e.Capture = annals.Capture{URL: a.URL, Time: time.Date(2024, 1, 1, article%24, 0, 0, 0, time.UTC), ContentType: "text/html",
		Body: []byte(a.Text), Status: 200, Header: map[string][]string{"Etag": {`"1"`}}, Signals: []annals.Signal{{Kind: "noai", Value: "noai", Where: "header"}}}
	return e
}

func date(n int) annals.Date {
	return annals.DateOf(time.Date(2023, 12, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n*7%200))
}

var codes = []annals.Code{"RUS", "UKR", "PRK", "KOR", ""}

// Claim makes one claim; what is in it follows from the numbers.
func Claim(article, i int) annals.Claim {
	k := article*7 + i*3
	types := annals.Types()
	who := func(n int) annals.Participant {
		return annals.Participant{Text: fmt.Sprintf("Gen. Müller %d", n%6), Entity: annals.Entity{Name: "Klaus Müller", Kind: annals.Person,
			Country: codes[n%len(codes)], Sector: []string{"GOV", "MIL", "CVL"}[n%3]}}
	}
	c := annals.Claim{ID: fmt.Sprintf("c%03d-%02d", article, i), In: annals.InText, Span: annals.Span{End: 24}, Trigger: "first",
		Type: types[k%len(types)], Status: []annals.Status{annals.Actual, annals.Negated, annals.Future}[k%3], Hedged: k%5 == 0,
		Mode: []string{}, Contexts: []string{}, Actor: []annals.Participant{who(k)}, Recipient: []annals.Participant{},
		Size: []annals.Size{}, Attribution: []annals.Attribution{}, Confidence: float64(k%10) / 10}
	c.Quad, c.Intensity = c.Type.Quad(), float64(k%21-10)
	if k%2 == 0 {
		c.Recipient = append(c.Recipient, who(k+1), who(k+2))
	}
	if k%3 == 0 {
		c.When = annals.When{Start: date(k), End: date(k + 1), Basis: annals.Relative}
		c.Mode, c.Contexts = []string{"aerial"}, []string{"military"}
	}
	if k%4 == 0 {
		c.Where = &annals.Where{Text: "Kursk", Name: "Kursk Oblast", Country: "RUS", Resolution: 2}
		low := float64(k)
		c.Size = append(c.Size, annals.Size{What: "dead", Min: &low, Text: "at least"})
	}
	if k%5 < 2 {
		c.Attribution = append(c.Attribution, annals.Attribution{Speaker: "Korean Central News Agency", Country: "PRK", Text: "KCNA", Cue: "said", Kind: "agency"})
	}
	return c
}

// Entries are n entries with up to five claims each.
func Entries(n int) []store.Entry {
	var es []store.Entry
	for i := range n {
		es = append(es, Entry(i, i%6))
	}
	return es
}

func must[T any](t *testing.T) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func put(t *testing.T, s store.Store, es ...store.Entry) []store.Outcome {
	t.Helper()
	return must[[]store.Outcome](t)(s.Put(context.Background(), es...))
}

func putGet(t *testing.T, s store.Store) {
	e := Entry(3, 4)
	if got := put(t, s, e); got[0] != store.Added {
		t.Errorf("Put gives %v, want added", got[0])
	}
	got, ok, err := s.Get(context.Background(), e.Reading.Article.ID)
	if err != nil || !ok {
		t.Fatalf("Get gives %v, %v", ok, err)
	}
	e.Record = store.RecordID(&e.Capture)
	if d := cmp.Diff(e, got); d != "" {
		t.Errorf("Get (-put +got):\n%s", d)
	}
	if _, ok, err := s.Get(context.Background(), "nobody"); ok || err != nil {
		t.Errorf("Get of an unknown article gives %v, %v, want false, nil", ok, err)
	}
}

func putTwice(t *testing.T, s store.Store) {
	e := Entry(3, 4)
	put(t, s, e)
	if got := put(t, s, e); got[0] != store.Same {
		t.Errorf("the second Put gives %v, want same", got[0])
	}
	if n := len(all(t, s)); n != 1 {
		t.Errorf("%d entries are kept, want 1", n)
	}
}

func all(t *testing.T, s store.Store) []store.Entry {
	t.Helper()
	var es []store.Entry
	for e, err := range s.Entries(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		es = append(es, e)
	}
	return es
}

// version is entry n with other words, read so many hours later.
func version(n, hours int, claims ...annals.Claim) store.Entry {
	e := Entry(n, 0)
	a := &e.Reading.Article
	a.Text += fmt.Sprintf(" Updated %d.", hours)
	a.ID = annals.NewArticleID(a.URL, a.Title, a.Text)
	e.Capture.Body = []byte(a.Text)
	e.Capture.Time = e.Capture.Time.Add(time.Duration(hours) * time.Hour)
	e.Reading.Claims = claims
	for _, c := range claims {
		e.Evidence[c.ID] = "Updated."
	}
	return e
}

func versions(t *testing.T, s store.Store) {
	old, late := Entry(1, 2), version(1, 5, Claim(90, 1))
	put(t, s, old)
	if got := put(t, s, late); got[0] != store.Revised {
		t.Errorf("Put of a new version gives %v, want revised", got[0])
	}
	hs := must[[]store.Head](t)(s.Versions(context.Background(), old.Origin))
	if len(hs) != 2 || hs[0].ID != late.Reading.Article.ID || hs[0].Superseded || !hs[1].Superseded {
		t.Errorf("Versions gives %+v", hs)
	}
	var heads []store.Head
	for h, err := range s.Heads(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		heads = append(heads, h)
	}
	if len(heads) != 2 || heads[0].ID != old.Reading.Article.ID || !cmp.Equal(heads[1], hs[0]) || !heads[0].Superseded {
		t.Errorf("Heads gives %+v", heads)
	}
	rs, _, err := s.Rows(context.Background(), nil, store.Page{})
	if err != nil || len(rs) != 1 || rs[0].ID != Claim(90, 1).ID {
		t.Errorf("Rows gives %d claims, %v; want the one of the new version", len(rs), err)
	}
	if _, ok, _ := s.Get(context.Background(), old.Reading.Article.ID); !ok {
		t.Error("the old version is gone")
	}
}

func lateVersion(t *testing.T, s store.Store) {
	put(t, s, version(1, 5, Claim(90, 1)))
	if got := put(t, s, Entry(1, 2)); got[0] != store.Older {
		t.Errorf("Put of an older version gives %v, want older", got[0])
	}
	if rs, _, err := s.Rows(context.Background(), nil, store.Page{}); err != nil || len(rs) != 1 {
		t.Errorf("Rows gives %d claims, %v; want the one of the newer version", len(rs), err)
	}
}

func recode(t *testing.T, s store.Store) {
	e := Entry(2, 3)
	put(t, s, e)
	e.Reading.Claims = []annals.Claim{Claim(91, 1), Claim(91, 2)}
	e.Evidence = map[string]string{Claim(91, 1).ID: "One.", Claim(91, 2).ID: "Two."}
	if got := put(t, s, e); got[0] != store.Recoded {
		t.Errorf("Put with other claims gives %v, want recoded", got[0])
	}
	rs := must[[]store.Row](t)(rowsOf(s, nil))
	if len(rs) != 2 || !slices.ContainsFunc(rs, func(r store.Row) bool { return r.Evidence == "Two." && r.Article.Claims == 2 }) {
		t.Errorf("Rows gives %+v", rs)
	}
}

func rowsOf(s store.Store, f store.Filter) ([]store.Row, error) {
	rs, _, err := s.Rows(context.Background(), f, store.Page{Limit: 1000})
	return rs, err
}

func failed(t *testing.T, s store.Store) {
	e := store.Entry{Capture: annals.Capture{File: "page.html", Body: []byte("<html>")}, Err: "no article found"}
	if got := put(t, s, e, e); got[0] != store.Failed || got[1] != store.Same {
		t.Errorf("Put gives %v, want failed, same", got)
	}
	if es := all(t, s); len(es) != 1 || es[0].Err != e.Err || string(es[0].Capture.Body) != "<html>" {
		t.Errorf("Entries gives %+v", es)
	}
}

func allOrNone(t *testing.T, s store.Store) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := s.Put(ctx, Entries(5)...); !errors.Is(err, context.Canceled) {
		t.Errorf("Put after the end gives %v, want canceled", err)
	}
	if n := len(all(t, s)); n != 0 {
		t.Errorf("%d entries are kept, want none", n)
	}
}

package sqlite_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"annals"
	"annals/internal/sys/store"
	"annals/internal/sys/store/sqlite"
	"annals/internal/sys/store/storetest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func openIndexed(t testing.TB, path string) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(context.Background(), path, sqlite.Options{Index: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if err := s.Ready(context.Background()); err != nil {
		t.Fatal(err)
	}
	return s
}

// TestIndexedStore holds the store with columns in memory to the same promises.
func TestIndexedStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.Store { return openIndexed(t, filepath.Join(t.TempDir(), "x.annals")) })
}

// TestIndexFollows writes to a file through one store at random, and asks
// another that has columns, one without and memory the same random questions.
func TestIndexFollows(t *testing.T) {
	ctx := context.Background()
	for seed := range uint64(3) {
		rng := rand.New(rand.NewPCG(seed, 7))
		path := filepath.Join(t.TempDir(), "x.annals")
		writer, reader, memory := open(t, path), openIndexed(t, path), new(store.Memory)
		for round := range 8 {
			for _, s := range []store.Store{writer, memory} {
				change(t, s, rand.New(rand.NewPCG(seed, uint64(round))), round)
			}
			if round%5 == 4 { // loaded anew, with claims that are gone
				reader.Close()
				reader = openIndexed(t, path)
			}
			for range 25 {
				f, by, p := randomFilter(rng, 3), oneOf(rng, allBys), store.Page{Limit: 1 + rng.IntN(20), Order: oneOf(rng, allOrders)}
				want := answer(t, ctx, memory, f, by, p)
				near := cmpopts.EquateApprox(0, 1e-9)
				if p.Order == store.Arrived { // a claim that was coded again arrives anew in a file
					want.Rows = nil
				}
				for name, s := range map[string]store.Store{"file": writer, "columns": reader} {
					got := answer(t, ctx, s, f, by, p)
					if p.Order == store.Arrived {
						got.Rows = nil
					}
					if d := cmp.Diff(want, got, near, cmpopts.EquateEmpty()); d != "" {
						t.Fatalf("seed %d, round %d, %s: %#v by %q, page %+v (-memory +got):\n%s", seed, round, name, f, by, p, d)
					}
				}
			}
		}
	}
}

type answers struct {
	Rows    []string // of all pages
	Buckets []store.Bucket
	Events  []string
}

func answer(t *testing.T, ctx context.Context, s store.Store, f store.Filter, by store.By, p store.Page) (a answers) {
	t.Helper()
	var err error
	a.Buckets, err = s.Count(ctx, f, by)
	must(t, err)
	for q := p; ; {
		rs, next, err := s.Rows(ctx, f, q)
		must(t, err)
		for _, r := range rs {
			a.Rows = append(a.Rows, fmt.Sprint(r.ID, r.Event, r.Sources, r.Evidence, r.Article.ID))
		}
		if q.After = next; next == "" {
			break
		}
	}
	es, _, err := s.Events(ctx, f, store.Page{Limit: 1000, Order: p.Order})
	must(t, err)
	for _, e := range es {
		a.Events = append(a.Events, e.ID)
	}
	return a
}

// change puts articles, versions of them, codes some again and ties claims to
// events.
func change(t *testing.T, s store.Store, rng *rand.Rand, round int) {
	t.Helper()
	ctx := context.Background()
	var es []store.Entry
	for range 1 + rng.IntN(5) {
		n := rng.IntN(20)
		e := storetest.Entry(n, rng.IntN(5))
		if rng.IntN(2) == 0 { // another version, older or newer
			hours := rng.IntN(9)
			e.Reading.Article.Text += fmt.Sprint(" Version ", hours)
			e.Reading.Article.ID = annals.NewArticleID(e.Origin, e.Reading.Article.Title, e.Reading.Article.Text)
			e.Capture.Body = []byte(e.Reading.Article.Text)
			e.Capture.Time = e.Capture.Time.Add(time.Duration(hours-3) * time.Hour)
		}
		e.Evidence = map[string]string{}
		for i := range e.Reading.Claims {
			c := &e.Reading.Claims[i]
			if rng.IntN(3) == 0 {
				*c = storetest.Claim(rng.IntN(99), i)
			}
			c.ID = fmt.Sprintf("%.4s%06x%d", e.Reading.Article.ID, rng.IntN(1<<20), i)
			e.Evidence[c.ID] = fmt.Sprintf("Sentence %d of the CAFÉ, article %d", rng.IntN(9), n)
		}
		es = append(es, e)
	}
	_, err := s.Put(ctx, es...)
	must(t, err)
	rs, _, err := s.Rows(ctx, nil, store.Page{Limit: 1000, Order: store.Oldest})
	must(t, err)
	e := annals.Event{ID: fmt.Sprint("e", round%5), First: "2024-01-01", Last: "2024-01-02", Outlets: []string{"A", "B", "C"}[:rng.IntN(4)]}
	for _, r := range rs {
		if rng.IntN(4) == 0 && r.Event == "" {
			e.Claims = append(e.Claims, r.ID)
		}
	}
	var gone []string
	if round%3 == 2 {
		gone = []string{fmt.Sprint("e", (round+2)%5)}
	}
	must(t, s.SetEvents(ctx, []annals.Event{e}, gone))
}

var (
	allBys = []store.By{store.ByAll, store.ByDay, store.ByMonth, store.ByYear, store.ByType, store.ByQuad, store.ByStatus, store.ByActor,
		store.ByRecipient, store.ByPair, store.ByPlace, store.ByOutlet, store.BySpeaker}
	allOrders = []store.Order{store.Newest, store.Oldest, store.Arrived, store.Intense, store.Surest, store.MostTold}
)

func oneOf[T any](rng *rand.Rand, vs []T) T { return vs[rng.IntN(len(vs))] }

func randomFilter(rng *rand.Rand, depth int) store.Filter {
	if depth == 0 || rng.IntN(3) == 0 {
		if f := oneOf(rng, storetest.Filters()); f != nil {
			return f
		}
		return store.And{}
	}
	some := func() (fs []store.Filter) {
		for range rng.IntN(4) {
			fs = append(fs, randomFilter(rng, depth-1))
		}
		return fs
	}
	switch rng.IntN(3) {
	case 0:
		return store.And(some())
	case 1:
		return store.Or(some())
	}
	return store.Not{Filter: randomFilter(rng, depth-1)}
}

// TestIndexEnds holds that a question ends when its context does, whatever
// brings the columns up to date meanwhile.
func TestIndexEnds(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.annals")
	writer, reader := open(t, path), openIndexed(t, path)
	for i := range 40 {
		_, err := writer.Put(context.Background(), storetest.Entry(i, 5))
		must(t, err)
		ctx, cancel := context.WithTimeout(context.Background(), time.Duration(i*20)*time.Microsecond)
		reader.Count(ctx, nil, store.ByPair)
		cancel()
		got, err := reader.Count(context.Background(), nil, store.ByAll)
		if err != nil || got[0].Claims != 5*(i+1) {
			t.Fatalf("after %d articles: %v, %v", i+1, got, err)
		}
	}
	if bytes, _, claims := reader.Memory(); claims != 200 || bytes == 0 {
		t.Errorf("columns of %d claims take %d bytes", claims, bytes)
	}
}

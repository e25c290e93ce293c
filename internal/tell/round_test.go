package tell

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"annals"
	"annals/internal/record"
	"annals/internal/sys/store"
	"annals/internal/sys/store/sqlite"
	"annals/internal/sys/store/storetest"
)

var roundTypes = []annals.Type{annals.Assault, annals.Protest, annals.Coerce}

// happen makes some news: claims of new events, claims that join one, events that
// change their id, and those that part.
func happen(t testing.TB, s store.Store, rng *rand.Rand, step int, at time.Time) {
	t.Helper()
	ctx := context.Background()
	es, err := recent(ctx, s, nil, day(at.AddDate(0, 0, -lookBack)))
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(es, func(x, y annals.Event) int { return strings.Compare(x.ID, y.ID) })
	for n := range rng.IntN(4) {
		id := fmt.Sprintf("c%d-%d", step, n)
		a := annals.Article{URL: "https://a.example/" + id, Title: id, Outlet: fmt.Sprintf("Herald %d", rng.IntN(4)), Published: annals.DateOf(at.AddDate(0, 0, -rng.IntN(3))), Text: "Text " + id}
		a.ID = annals.NewArticleID(a.URL, a.Title, a.Text)
		c := annals.Claim{ID: id, Type: roundTypes[rng.IntN(3)], Status: annals.Actual, When: annals.When{Start: a.Published, End: a.Published}}
		if _, err := s.Put(ctx, store.Entry{Capture: annals.Capture{URL: a.URL, Time: at, Body: []byte(a.Text)}, Origin: a.URL, Reading: annals.Reading{Article: a, Claims: []annals.Claim{c}}}); err != nil {
			t.Fatal(err)
		}
		e := annals.Event{ID: "e" + id, Title: id, Type: c.Type, First: a.Published, Last: a.Published, Status: annals.Future}
		var gone []string
		if len(es) > 0 && rng.IntN(3) > 0 {
			k := rng.IntN(len(es))
			if e = es[k]; rng.IntN(2) == 0 {
				gone = []string{e.ID}
				e.ID = "e" + id
			}
			es = slices.Delete(es, k, k+1)
		}
		e.Claims = append(slices.Clone(e.Claims), id)
		e.Outlets = slices.Compact(slices.Sorted(slices.Values(append(slices.Clone(e.Outlets), a.Outlet))))
		e.Status = []annals.Status{annals.Future, annals.Actual, annals.Negated}[rng.IntN(3)]
		e.Sizes = []annals.Spread{{What: "killed", Min: number(float64(rng.IntN(3)))}}
		if err := s.SetEvents(ctx, []annals.Event{e}, gone); err != nil {
			t.Fatal(err)
		}
	}
}

// What changed tells the same as looking at everything does, each time, over days
// of news.
func TestRoundIsCheck(t *testing.T) {
	var alerts []Alert
	for k, c := range []Condition{New, Sources, Status, Numbers, Spike} {
		for _, id := range []string{"", "saved.0"} {
			a := Alert{Name: fmt.Sprint(c, id), When: c, Least: 2, Filter: store.Equal{Column: store.Type, Value: string(roundTypes[k%3])}}
			if id != "" {
				a.ID, a.Filter = fmt.Sprintf("%s%d.0", id, k), nil
			}
			alerts = append(alerts, a)
		}
	}
	whole, parts := new(store.Memory), new(store.Memory)
	rngs := [2]*rand.Rand{rand.New(rand.NewPCG(1, 2)), rand.New(rand.NewPCG(1, 2))}
	told := 0
	for step := range 150 {
		at := now.Add(time.Duration(step) * 97 * time.Minute)
		happen(t, whole, rngs[0], step, at)
		happen(t, parts, rngs[1], step, at)
		r, err := Begin(t.Context(), parts, alerts, at)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range alerts {
			want, notes, err := Check(t.Context(), whole, a, at)
			if err == nil {
				err = File(t.Context(), whole, want, notes, Hook{}, at)
			}
			got, notes, err2 := r.Check(t.Context(), a)
			if err2 == nil {
				err2 = File(t.Context(), parts, got, notes, Hook{}, at)
			}
			byID := func(x, y Notice) int { return strings.Compare(x.ID, y.ID) }
			slices.SortFunc(want, byID)
			slices.SortFunc(got, byID)
			if d := cmp.Diff(want, got); d != "" || err != nil || err2 != nil {
				t.Fatalf("step %d, %s: %v, %v, all (-) what changed (+):\n%s", step, a.Name, err, err2, d)
			}
			told += len(got)
		}
		if err := r.End(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if told < 100 {
		t.Errorf("%d notices in all", told)
	}
}

// A round that did not end is made again, and an alert that is new to a file is
// held against all events.
func TestRoundIsMadeAgain(t *testing.T) {
	s := new(store.Memory)
	ring := func(end bool, alerts ...Alert) (out []string) {
		t.Helper()
		r, err := Begin(t.Context(), s, alerts, now)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range alerts {
			ns, notes, err := r.Check(t.Context(), a)
			if err == nil && end {
				err = File(t.Context(), s, ns, notes, Hook{}, now)
			}
			if err != nil {
				t.Fatal(err)
			}
			for _, n := range ns {
				out = append(out, a.Name+": "+n.Line)
			}
		}
		if end {
			if err := r.End(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		return out
	}
	all := Alert{Name: "all", When: New}
	same(t, "at first", ring(true, all))
	put(t, s, annals.Event{ID: "e", Title: "Raid", Outlets: []string{"A"}, Status: annals.Actual}, "c")
	same(t, "interrupted", ring(false, all), "all: Raid")
	same(t, "made again", ring(true, all), "all: Raid")
	same(t, "nothing new", ring(true, all))
	two := Alert{Name: "two", When: Sources, Least: 2}
	same(t, "another alert", ring(true, all, two))
	put(t, s, annals.Event{ID: "e", Title: "Raid", Outlets: []string{"A", "B"}, Status: annals.Actual, Claims: []string{"c"}}, "d")
	same(t, "another outlet", ring(true, all, two), "two: Raid")
	same(t, "without it", ring(true, all))
}

// BenchmarkRound checks 1,000 alerts on a file of some 3,000 recent events of
// which ten changed, as a watcher does after each merging; and, as whole, each
// alert on its own against all of them, as it was once.
func BenchmarkRound(b *testing.B) {
	ctx := context.Background()
	s, err := sqlite.Open(ctx, filepath.Join(b.TempDir(), "x.annals"), sqlite.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	rules, err := record.Load()
	if err != nil {
		b.Fatal(err)
	}
	at := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	put := func(claims int, seed uint64) {
		var es []store.Entry
		storetest.Synthetic(claims, seed, func(e store.Entry) bool {
			e.Reading.Article.Published = annals.DateOf(at.AddDate(0, 0, -len(es)%lookBack))
			e.Reading.Article.URL += fmt.Sprint("?", seed)
			e.Reading.Article.ID = annals.ArticleID(fmt.Sprint(seed, "-", len(es)))
			e.Origin = e.Reading.Article.URL
			for k := range e.Reading.Claims {
				c := &e.Reading.Claims[k]
				c.ID = fmt.Sprint("s", seed, "-", len(es), "-", k)
				e.Evidence[c.ID] = "Words."
			}
			es = append(es, e)
			return true
		})
		if _, err := s.Put(ctx, es...); err != nil {
			b.Fatal(err)
		}
		if _, err := rules.Merge(ctx, s, record.Options{}); err != nil {
			b.Fatal(err)
		}
	}
	put(4000, 1)
	var alerts []Alert
	for k := range 1000 {
		f := store.And{store.Party{Country: []annals.Code{"USA", "RUS", "CHN", "UKR", "ISR", "IRN", "GBR", "FRA", "DEU", "TUR"}[k%10]},
			store.Equal{Column: store.Type, Value: string(annals.Types()[k/10%16])}}
		alerts = append(alerts, Alert{ID: fmt.Sprintf("a%d.0", k), Name: fmt.Sprint("alert ", k), Filter: f, When: []Condition{New, Sources, Status, Numbers, Spike}[k%5], Least: 2})
	}
	file := func(ns []Notice, notes []store.Note, err error) {
		if err == nil && len(ns)+len(notes) > 0 {
			err = File(ctx, s, ns, notes, Hook{}, at)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	round := func() {
		r, err := Begin(ctx, s, alerts, at)
		if err != nil {
			b.Fatal(err)
		}
		for _, a := range alerts {
			file(r.Check(ctx, a))
		}
		if err := r.End(ctx); err != nil {
			b.Fatal(err)
		}
	}
	round()
	es, err := recent(ctx, s, nil, day(at.AddDate(0, 0, -lookBack)))
	if err != nil {
		b.Fatal(err)
	}
	b.Run("changed", func(b *testing.B) {
		for seed := uint64(2); b.Loop(); seed++ {
			b.StopTimer()
			put(12, seed)
			b.StartTimer()
			round()
		}
		b.ReportMetric(float64(len(es)), "events")
	})
	b.Run("whole", func(b *testing.B) {
		for b.Loop() {
			for _, a := range alerts {
				file(Check(ctx, s, a, at))
			}
		}
	})
}

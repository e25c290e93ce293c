package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"annals"
	"annals/internal/sys/store"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func ref(x float64) *float64 { return &x }

// Filters are conditions of every kind.
func Filters() []store.Filter {
	return []store.Filter{
		nil, store.And{}, store.Or{}, store.Not{Filter: store.Or{}},
		store.Party{Country: "RUS"}, store.Party{Role: store.Actor, Country: "UKR", Sector: "MIL"},
		store.Party{Role: store.Recipient, Name: "muller 3"}, store.Party{Name: "KLAUS MÜLLER"}, store.Party{Name: "nobody%"},
		store.Claims{"c004-01", "c007-00", "no such"}, store.Claims{}, store.And{store.Claims{"c004-01", "c007-00"}, store.Equal{Column: store.Type, Value: "AID"}},
		store.Pair{A: "PRK", B: "RUS"}, store.Not{Filter: store.Pair{A: "PRK", B: "KOR"}},
		store.Equal{Column: store.Type, Value: "ASSAULT"}, store.Equal{Column: store.Status, Value: "negated"},
		store.Equal{Column: store.Hedged, Value: "yes"}, store.Equal{Column: store.Hedged, Value: "no"},
		store.Equal{Column: store.Quad, Value: "4"}, store.Equal{Column: store.Mode, Value: "aerial"},
		store.Equal{Column: store.Context, Value: "military"}, store.Equal{Column: store.Context, Value: "aerial"},
		store.Equal{Column: store.Outlet, Value: "gazeta lodzka"}, store.Equal{Column: store.PlaceCountry, Value: "RUS"},
		store.Equal{Column: store.Article, Value: string(Entry(4, 4).Reading.Article.ID)},
		store.Equal{Column: store.ClaimID, Value: "c004-01"}, store.Equal{Column: store.Reserved, Value: "yes"},
		store.Equal{Column: store.EventID, Value: ""}, store.Equal{Column: store.Underlying, Value: ""},
		store.Range{Measure: store.ActDay, From: "2024-02-01"}, store.Range{Measure: store.ActDay, To: "2024-02-01"},
		store.Range{Measure: store.ActDay, From: "2024-01-10", To: "2024-01-20"}, store.Range{Measure: store.Published, From: "2024-03-01"},
		store.Range{Measure: store.FirstDay, From: "2024-01-10", To: "2024-01-20"}, store.Range{Measure: store.FirstDay, To: "2024-02-01"},
		store.Range{Measure: store.Intensity, Max: ref(-5)}, store.Range{Measure: store.Confidence, Min: ref(0.3), Max: ref(0.6)},
		store.Range{Measure: store.Sources, Min: ref(2)}, store.Range{Measure: store.Dead, Min: ref(40)}, store.Range{Measure: store.Dead, Max: ref(40)},
		store.Range{Measure: store.Injured}, store.Words{Text: "cafe sentence"}, store.Words{Text: "of the cafe", Phrase: true},
		store.Words{Text: "cafe the", Phrase: true}, store.Words{Text: "talks 7"}, store.Words{Text: `"-*`}, store.Words{Text: "sentence talks"},
		store.Said{}, store.Said{Country: "PRK"}, store.Said{Name: "central news"}, store.Said{Name: "kcna\nkorean"},
		store.Named{Place: "KURSK ob"}, store.Named{Place: ""},
		store.And{store.Party{Country: "RUS"}, store.Or{store.Equal{Column: store.Type, Value: "AID"}, store.Not{Filter: store.Equal{Column: store.Quad, Value: "1"}}}},
		store.Not{Filter: store.Named{Place: "kursk"}}, store.Not{Filter: store.Range{Measure: store.Published, From: "2024-03-01"}},
	}
}

// list is the rows a store must give: all that it has, by Match, in order.
func list(t *testing.T, s store.Store, f store.Filter) []string {
	t.Helper()
	var ids []string
	for _, r := range must[[]store.Row](t)(rowsOf(s, nil)) {
		if f == nil || f.Match(&r) {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

func idsOf(rs []store.Row) []string {
	var ids []string
	for _, r := range rs {
		ids = append(ids, r.ID)
	}
	return ids
}

func filters(t *testing.T, s store.Store) {
	put(t, s, Entries(40)...)
	for _, f := range Filters() {
		got := idsOf(must[[]store.Row](t)(rowsOf(s, f)))
		if d := cmp.Diff(list(t, s, f), got); d != "" {
			t.Errorf("%#v (-match +got):\n%s", f, d)
		}
		ids := must[[]string](t)(s.IDs(context.Background(), f))
		slices.Sort(ids)
		slices.Sort(got)
		if d := cmp.Diff(got, ids); d != "" {
			t.Errorf("IDs(%#v) (-rows +got):\n%s", f, d)
		}
	}
}

func pages(t *testing.T, s store.Store) {
	put(t, s, Entries(30)...)
	for _, o := range []store.Order{store.Newest, store.Oldest, store.Arrived, store.Intense, store.Surest, store.MostTold} {
		whole, _, err := s.Rows(context.Background(), nil, store.Page{Limit: 1000, Order: o})
		if err != nil {
			t.Fatal(err)
		}
		var got []store.Row
		for p := (store.Page{Limit: 7, Order: o}); ; {
			rs, next, err := s.Rows(context.Background(), nil, p)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, rs...)
			if next == "" {
				break
			}
			p.After = next
		}
		if d := cmp.Diff(whole, got); d != "" {
			t.Errorf("order %q (-whole +pages):\n%s", o, d)
		}
	}
}

func badCursor(t *testing.T, s store.Store) {
	put(t, s, Entries(5)...)
	for _, c := range []string{"x", "!!", "W10", "WzFd", "bm9ib2R5"} {
		if _, _, err := s.Rows(context.Background(), nil, store.Page{After: c}); !errors.Is(err, store.ErrCursor) {
			t.Errorf("Rows after %q gives %v, want ErrCursor", c, err)
		}
		if _, _, err := s.Events(context.Background(), nil, store.Page{After: c}); !errors.Is(err, store.ErrCursor) {
			t.Errorf("Events after %q gives %v, want ErrCursor", c, err)
		}
	}
}

// counts holds the buckets of a store against those that memory makes of the
// same entries.
func counts(t *testing.T, s store.Store) {
	var m store.Memory
	put(t, s, Entries(40)...)
	put(t, &m, Entries(40)...)
	for _, by := range []store.By{store.ByAll, store.ByDay, store.ByMonth, store.ByYear, store.ByType, store.ByQuad, store.ByStatus, store.ByActor,
		store.ByRecipient, store.ByPair, store.ByPlace, store.ByOutlet, store.BySpeaker} {
		for _, f := range []store.Filter{nil, store.Party{Country: "RUS"}, store.Range{Measure: store.ActDay, From: "2024-02-01"}} {
			want := must[[]store.Bucket](t)(m.Count(context.Background(), f, by))
			got := must[[]store.Bucket](t)(s.Count(context.Background(), f, by))
			near := cmp.Comparer(func(a, b float64) bool { return a-b < 1e-9 && b-a < 1e-9 })
			if d := cmp.Diff(want, got, near); d != "" {
				t.Errorf("Count(%#v, %q) (-memory +got):\n%s", f, by, d)
			}
		}
	}
}

func event(id string, day annals.Date, outlets []string, claims ...string) annals.Event {
	return annals.Event{ID: id, Type: annals.Assault, Title: "Event " + id, When: annals.When{Start: day, End: day}, Claims: claims, Outlets: outlets,
		First: day, Last: day, Intensity: -9, Quad: 4}
}

func events(t *testing.T, s store.Store) {
	ctx := context.Background()
	put(t, s, Entries(12)...)
	a, b := event("e1", "2024-01-05", []string{"X", "Y"}, "c004-00", "c005-01"), event("e2", "2024-01-09", []string{"X"}, "c005-00")
	if err := s.SetEvents(ctx, []annals.Event{a, b}, nil); err != nil {
		t.Fatal(err)
	}
	got, ok, err := s.Event(ctx, "e1")
	if err != nil || !ok || cmp.Diff(a, got) != "" {
		t.Errorf("Event gives %v, %v, %v", got, ok, err)
	}
	wantEvents(t, s, nil, "e2", "e1")
	wantEvents(t, s, store.Equal{Column: store.ClaimID, Value: "c005-01"}, "e1")
	wantEvents(t, s, store.Range{Measure: store.Sources, Min: ref(2)}, "e1")
	if ids := idsOf(must[[]store.Row](t)(rowsOf(s, store.Equal{Column: store.EventID, Value: "e1"}))); len(ids) != 2 || !slices.Contains(ids, "c004-00") {
		t.Errorf("claims of e1: %v", ids)
	}
	// One claim goes over to another event, and one event ends.
	if err := s.SetEvents(ctx, []annals.Event{event("e3", "2024-01-05", []string{"X"}, "c004-00", "c005-01", "c005-00")}, []string{"e1", "e2"}); err != nil {
		t.Fatal(err)
	}
	wantEvents(t, s, nil, "e3")
	for _, r := range must[[]store.Row](t)(rowsOf(s, store.Equal{Column: store.ClaimID, Value: "c005-00"})) {
		if r.Event != "e3" || r.Sources != 1 {
			t.Errorf("c005-00 has event %q of %d sources", r.Event, r.Sources)
		}
	}
}

// loose follows claims from their putting to their event, out of it, and what
// becomes of the event.
func loose(t *testing.T, s store.Store) {
	ctx := context.Background()
	want := func(what string, claims int, stale ...string) {
		t.Helper()
		rs, ids, err := s.Loose(ctx, 100)
		if err != nil || len(rs) != claims || !slices.Equal(ids, stale) {
			t.Errorf("%s: %d claims are loose and events %v stale, %v; want %d and %v", what, len(rs), ids, err, claims, stale)
		}
	}
	put(t, s, Entry(1, 2), Entry(2, 2))
	want("after putting", 4)
	a, b := event("e1", "2024-01-05", []string{"X"}, "c001-00", "c002-00"), event("e2", "2024-01-09", []string{"X"}, "c001-01", "c002-01")
	if err := s.SetEvents(ctx, []annals.Event{a, b}, nil); err != nil {
		t.Fatal(err)
	}
	want("after merging", 0)
	put(t, s, version(1, 5, Claim(90, 1)))
	want("after a new version", 1, "e1", "e2")
	if err := s.SetEvents(ctx, []annals.Event{event("e1", "2024-01-05", []string{"X"}, "c002-00", "c090-01")}, []string{"e2"}); err != nil {
		t.Fatal(err)
	}
	want("after merging again", 1)
	e := Entry(2, 2)
	e.Reading.Claims = e.Reading.Claims[1:]
	put(t, s, e)
	want("after coding again", 1, "e1")
}

func wantEvents(t *testing.T, s store.Store, f store.Filter, want ...string) {
	t.Helper()
	es, _, err := s.Events(context.Background(), f, store.Page{})
	var got []string
	for _, e := range es {
		got = append(got, e.ID)
	}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("Events(%#v) gives %v, %v; want %v", f, got, err, want)
	}
}

func splits(t *testing.T, s store.Store) {
	ctx := context.Background()
	for _, a := range []store.Apart{{Claim: "b", From: "a"}, {Claim: "a", From: "b"}, {Claim: "a", From: "c"}} {
		if err := s.Split(ctx, a); err != nil {
			t.Fatal(err)
		}
	}
	got := must[[]store.Apart](t)(s.Splits(ctx))
	if want := fmt.Sprint([]store.Apart{{Claim: "a", From: "b"}, {Claim: "a", From: "c"}}); fmt.Sprint(got) != want {
		t.Errorf("Splits gives %v, want %v", got, want)
	}
}

// hints holds that shelves hold what they should, with the gists that were kept,
// and that claims which are new or coded again have numbers above the others.
func hints(t *testing.T, s store.Store) {
	ctx := context.Background()
	for n := range 40 {
		must[[]store.Outcome](t)(s.Put(ctx, Entry(n, n%5)))
	}
	rows := must[[]store.Row](t)(rowsOf(s, nil))
	blank := must[[]store.Hint](t)(s.Blank(ctx, 0, 1000))
	numbers, gists := map[string]int64{}, map[string][]byte{}
	for i, h := range blank {
		numbers[h.ID] = h.N
		if i > 0 && h.N <= blank[i-1].N {
			t.Fatalf("claims without gists are not in order: %+v", blank)
		}
	}
	gists[blank[1].ID], gists[blank[3].ID] = []byte{1, 2}, []byte{}
	if err := s.SetGists(ctx, map[int64][]byte{1e9: {1}, blank[1].N: {1, 2}, blank[3].N: {}}); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]store.Hint{blank[2], blank[4]}, must[[]store.Hint](t)(s.Blank(ctx, blank[0].N, 2))); d != "" {
		t.Errorf("claims without gists (-want +got):\n%s", d)
	}
	seen := 0
	for _, f := range shelves() {
		var want []string
		for i := range rows {
			want = append(want, hintsOf(&rows[i], f, numbers, gists)...)
		}
		got := must[[]store.Hint](t)(s.Hints(ctx, f))
		if d := cmp.Diff(want, printed(got), cmpopts.SortSlices(strings.Compare)); d != "" {
			t.Errorf("hints of %+v (-want +got):\n%s", f, d)
		}
		seen += len(got)
	}
	if seen < 20 {
		t.Errorf("%d hints: the test says nothing", seen)
	}
	newHints(t, s)
}

func newHints(t *testing.T, s store.Store) {
	ctx := context.Background()
	last := must[int64](t)(s.LastNumber(ctx))
	if hs := must[[]store.Hint](t)(s.HintsAfter(ctx, last)); len(hs) > 0 {
		t.Errorf("hints after the last: %+v", hs)
	}
	again := Entry(4, 4)
	again.Reading.Claims = again.Reading.Claims[:2]
	must[[]store.Outcome](t)(s.Put(ctx, Entry(50, 3), again))
	ids := map[string]bool{}
	for _, h := range must[[]store.Hint](t)(s.HintsAfter(ctx, last)) {
		ids[h.ID] = true
		if h.Gist != nil || h.N <= last {
			t.Errorf("a new claim has a gist or an old number: %+v", h)
		}
	}
	if len(ids) != 5 || must[int64](t)(s.LastNumber(ctx)) != last+5 {
		t.Errorf("hints of 5 new claims are of %v", ids)
	}
}

func printed(hs []store.Hint) (out []string) {
	for _, h := range hs {
		out = append(out, fmt.Sprintf("%+v", h))
	}
	return out
}

func shelves() (fs []store.Shelf) {
	day := int(time.Date(2024, 1, 20, 0, 0, 0, 0, time.UTC).Unix() / 86400)
	for _, typ := range annals.Types() {
		for _, long := range []bool{false, true} {
			fs = append(fs, store.Shelf{Type: typ, Countries: []annals.Code{"RUS", "UKR", "XXX"}, Long: long, From: day, To: day + 60},
				store.Shelf{Type: typ, Countries: []annals.Code{"PRK"}, Long: long, From: -day, To: 3 * day}, store.Shelf{Type: typ, Long: long, To: day})
		}
	}
	return fs
}

// hintsOf are the hints of a claim that stand in a shelf.
func hintsOf(r *store.Row, f store.Shelf, numbers map[string]int64, gists map[string][]byte) (out []string) {
	from, to := store.Days(r)
	first, ok := from.Time()
	last, _ := to.Time()
	a, b := int(first.Unix()/86400), int(last.Unix()/86400)
	in := a >= f.From && a <= f.To
	if f.Long {
		in = a <= f.To && b >= f.From
	}
	if !ok || r.Type != f.Type || b-a > store.ShortDays != f.Long || !in {
		return nil
	}
	for _, c := range store.Blocks(r) {
		if slices.Contains(f.Countries, c) {
			out = append(out, fmt.Sprintf("%+v", store.Hint{N: numbers[r.ID], ID: r.ID, Type: r.Type, Country: c, First: a, Last: b, Gist: gists[r.ID]}))
		}
	}
	return out
}

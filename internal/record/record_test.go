package record_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"annals"
	"annals/internal/record"
	"annals/internal/sys/store"
	"annals/internal/sys/store/sqlite"

	"github.com/google/go-cmp/cmp"
)

func rules(t *testing.T) *record.Rules {
	t.Helper()
	r, err := record.Load()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// merged puts entries into a new store, so many at a time, merging after each
// time, by one merger alone or now and then by somebody else, and gives the events.
func merged(t *testing.T, es []store.Entry, atOnce int) []annals.Event {
	t.Helper()
	var m store.Memory
	r, ctx := rules(t), context.Background()
	ms := []*record.Merger{r.Merger(&m, record.Options{}), r.Merger(&m, record.Options{}), nil}
	if atOnce%2 == 0 {
		ms = ms[:1]
	}
	rng := rand.New(rand.NewPCG(uint64(len(es)), uint64(atOnce)))
	for part := range slices.Chunk(es, atOnce) {
		if _, err := m.Put(ctx, part...); err != nil {
			t.Fatal(err)
		}
		x := ms[rng.IntN(len(ms))]
		if x == nil {
			x = r.Merger(&m, record.Options{})
		}
		if _, err := x.Merge(ctx); err != nil {
			t.Fatal(err)
		}
	}
	return events(t, &m)
}

func events(t *testing.T, m *store.Memory) []annals.Event {
	t.Helper()
	es, _, err := m.Events(context.Background(), nil, store.Page{Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	return es
}

// TestOrderDoesNotMatter merges the same articles in many orders and in parts
// of many sizes.
func TestOrderDoesNotMatter(t *testing.T) {
	es := many(80)
	want := merged(t, es, len(es))
	if n := len(want); n < 10 || !slices.ContainsFunc(want, func(e annals.Event) bool { return len(e.Claims) > 2 }) {
		t.Fatalf("%d events, none of three claims: the test says nothing", n)
	}
	rng := rand.New(rand.NewPCG(1, 1))
	for range 6 {
		rng.Shuffle(len(es), func(i, j int) { es[i], es[j] = es[j], es[i] })
		size := 1 + rng.IntN(20)
		if d := cmp.Diff(want, merged(t, es, size)); d != "" {
			t.Fatalf("in parts of %d (-all at once +in parts):\n%.2000s", size, d)
		}
	}
}

// TestStepsGiveWhatAtOnceGives merges dense worlds, in which most claims are
// linked to many that they are no event with, in small steps.
func TestStepsGiveWhatAtOnceGives(t *testing.T) {
	for seed := range uint64(8) {
		es := dense(seed, 150)
		want := merged(t, es, len(es))
		if n := len(want); n < 20 || n > 140 {
			t.Fatalf("world %d: %d events: the test says nothing", seed, n)
		}
		rng := rand.New(rand.NewPCG(seed, 2))
		rng.Shuffle(len(es), func(i, j int) { es[i], es[j] = es[j], es[i] })
		size := 1 + rng.IntN(40)
		if d := cmp.Diff(want, merged(t, es, size)); d != "" {
			t.Fatalf("world %d in parts of %d (-all at once +in parts):\n%.2000s", seed, size, d)
		}
	}
}

// TestOldRecordsAreMadeReady merges into a record whose claims a program merged
// that kept no gists.
func TestOldRecordsAreMadeReady(t *testing.T) {
	var m store.Memory
	ctx, es, told := context.Background(), dense(3, 150), 0
	for _, part := range [][]store.Entry{es[:120], es[120:]} {
		if _, err := m.Put(ctx, part...); err != nil {
			t.Fatal(err)
		}
		if _, err := rules(t).Merge(ctx, &m, record.Options{Prepared: func(n int) { told = n }}); err != nil {
			t.Fatal(err)
		}
		none := map[int64][]byte{}
		for n := range int64(120) {
			none[n+1] = nil
		}
		if err := m.SetGists(ctx, none); err != nil {
			t.Fatal(err)
		}
	}
	if d := cmp.Diff(merged(t, es, len(es)), events(t, &m)); d != "" || told < 100 || told > 120 {
		t.Errorf("told %d; events (-with gists +without):\n%.2000s", told, d)
	}
}

// dense makes reports of one week, of few towns, acts and words.
func dense(seed uint64, n int) []store.Entry {
	rng := rand.New(rand.NewPCG(seed, 7))
	pick := func(ss ...string) string { return ss[rng.IntN(len(ss))] }
	words := []string{"rockets", "drones", "power", "station", "village", "bridge", "soldiers", "dawn", "Example", "depot", "river", "school"}
	var es []store.Entry
	for i := range n {
		r := report{outlet: pick("A", "B", "C", "D"), typ: pick("ASSAULT", "ASSAULT", "THREATEN", "COERCE", "MOBILIZE"), dead: float64(rng.IntN(5)),
			actor: pick("RUS.MIL", "RUS.GOV", "", "UKR.MIL"), recipient: pick("UKR.CVL", "UKR.GOV", "RUS.MIL", ""), place: pick("Kharkiv/UKR", "Odesa/UKR", "Kyiv/UKR", "", ""),
			day: pick("2024-05-13", "2024-05-12", "2024-05-11", "2023-05-11", "", ""), published: "2024-05-1" + pick("3", "4", "5", "6", "9")}
		for range 6 {
			r.words += pick(words...) + " "
		}
		es = append(es, r.entry(i))
	}
	return es
}

// TestWhatGoesLeavesNothing revises and recodes articles, merging in between,
// and holds that the events are those of what is left, as if the rest had never
// been.
func TestWhatGoesLeavesNothing(t *testing.T) {
	ctx, r := context.Background(), rules(t)
	file, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "x.annals"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for name, s := range map[string]store.Store{"memory": &store.Memory{}, "file": file} {
		es, merger := many(40), r.Merger(s, record.Options{})
		left := map[string]store.Entry{} // by origin
		rng := rand.New(rand.NewPCG(9, 9))
		at := time.Date(2024, 5, 20, 0, 0, 0, 0, time.UTC)
		for n := range 60 {
			e := es[rng.IntN(len(es))]
			at = at.Add(time.Minute)
			e.Capture = annals.Capture{URL: fmt.Sprint("https://x.example/", n), Time: at}
			if old, there := left[e.Origin]; there {
				if rng.IntN(2) == 0 { // other claims of the same article, else a new version
					e = old
				} else {
					e.Reading.Article.ID = annals.ArticleID(fmt.Sprint("v", n))
				}
				c := es[rng.IntN(len(es))].Reading.Claims[0]
				c.ID = fmt.Sprint("n", n)
				e.Reading.Claims, e.Evidence = []annals.Claim{c}, map[string]string{c.ID: "Rockets hit the Kharkiv power station."}
			}
			left[e.Origin] = e
			if _, err := s.Put(ctx, e); err != nil {
				t.Fatal(err)
			}
			if _, err := merger.Merge(ctx); err != nil {
				t.Fatal(err)
			}
		}
		var alone store.Memory
		for _, e := range left {
			if _, err := alone.Put(ctx, e); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := r.Merge(ctx, &alone, record.Options{}); err != nil {
			t.Fatal(err)
		}
		got, _, err := s.Events(ctx, nil, store.Page{Limit: 1000})
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(events(t, &alone), got); d != "" || len(got) < 5 {
			t.Errorf("%s: %d events (-what is left alone +with what went):\n%.3000s", name, len(got), d)
		}
	}
}

// many makes reports that differ in a few ways, so that many belong together.
func many(n int) []store.Entry {
	rng := rand.New(rand.NewPCG(7, 7))
	pick := func(ss ...string) string { return ss[rng.IntN(len(ss))] }
	var es []store.Entry
	for i := range n {
		r := strike
		r.outlet, r.typ = pick("A", "B", "C"), pick("ASSAULT", "ASSAULT", "THREATEN", "COERCE")
		r.actor, r.recipient, r.place = pick("RUS.MIL", "RUS.GOV", "", "UKR.MIL"), pick("UKR.CVL", "UKR.GOV", ""), pick("Kharkiv/UKR", "Odesa/UKR", "")
		r.day, r.published, r.dead = pick("2024-05-13", "2024-05-12", ""), pick("2024-05-14", "2024-05-15", "2024-05-19"), float64(rng.IntN(3))
		r.words = pick(strike.words, "Rockets hit the Kharkiv power station.", "Shells fell on a village.")
		es = append(es, r.entry(i))
	}
	return es
}

// A report is a short way to write an article with one claim.
type report struct {
	outlet, published, typ, actor, recipient, day, place, words string
	dead                                                        float64
	status                                                      annals.Status
}

func (r report) entry(n int) store.Entry {
	c := annals.Claim{ID: fmt.Sprintf("c%02d", n), Type: annals.Type(r.typ), Status: r.status, Mode: []string{}, Actor: party(r.actor), Recipient: party(r.recipient),
		When: annals.When{Start: annals.Date(r.published), End: annals.Date(r.published), Basis: annals.Published}}
	if c.Status == "" {
		c.Status = annals.Actual
	}
	c.Quad = c.Type.Quad()
	if r.day != "" {
		c.When = annals.When{Start: annals.Date(r.day), End: annals.Date(r.day), Basis: annals.Relative}
	}
	if name, code, ok := strings.Cut(r.place, "/"); ok {
		c.Where = &annals.Where{Name: name, Text: name, Country: annals.Code(code), Resolution: 4, Lat: float64(len(name)), Lon: 30}
	}
	if r.dead > 0 {
		c.Size = []annals.Size{{What: "dead", Min: &r.dead, Max: &r.dead}}
	}
	a := annals.Article{ID: annals.ArticleID(fmt.Sprint("a", n)), Outlet: r.outlet, Published: annals.Date(r.published), Text: r.words}
	return store.Entry{Origin: fmt.Sprint(n), Reading: annals.Reading{Article: a, Claims: []annals.Claim{c}}, Evidence: map[string]string{c.ID: r.words}, Sketch: record.Sketch(r.words)}
}

func party(who string) []annals.Participant {
	country, sector, ok := strings.Cut(who, ".")
	if !ok {
		return nil
	}
	return []annals.Participant{{Entity: annals.Entity{Name: who, Country: annals.Code(country), Sector: sector}}}
}

// strike is a report that the tests change one thing of.
var strike = report{outlet: "A", published: "2024-05-14", typ: "ASSAULT", actor: "RUS.MIL", recipient: "UKR.CVL", day: "2024-05-13", place: "Kharkiv/UKR",
	words: "Russian missiles struck a power plant in Kharkiv on Monday.", dead: 3}

// TestMerge says what is one happening and what is two.
func TestMerge(t *testing.T) {
	with := func(change func(*report)) report {
		r := strike
		r.outlet = "B"
		change(&r)
		return r
	}
	for _, c := range []struct {
		name  string
		other report
		one   bool
	}{
		{"the same told by another", with(func(*report) {}), true},
		{"in other words", with(func(r *report) { r.words = "Three people died when rockets hit the Kharkiv power station." }), true},
		{"with another toll", with(func(r *report) { r.dead = 5 }), true},
		{"without an actor", with(func(r *report) { r.actor = "" }), true},
		{"denied", with(func(r *report) { r.status = annals.Negated }), true},
		{"told without a day, a day later", with(func(r *report) { r.day, r.published = "", "2024-05-15" }), true},
		{"on another day", with(func(r *report) { r.day = "2024-05-10" }), false},
		{"in another town", with(func(r *report) { r.place, r.words = "Odesa/UKR", "Russian missiles struck a port in Odesa on Monday." }), false},
		{"by another", with(func(r *report) { r.actor, r.words = "ISR.MIL", "Israeli jets struck a depot near Kharkiv." }), false},
		{"of another kind", with(func(r *report) { r.typ = "AID" }), false},
		{"with nothing in common but the war", with(func(r *report) {
			r.place, r.dead, r.words = "", 0, "Shells fell on a village near the front."
		}), false},
		{"told weeks later without a day", with(func(r *report) { r.day, r.published = "", "2024-06-20" }), false},
		{"without any day", with(func(r *report) { r.day, r.published = "", "" }), false},
	} {
		es := merged(t, []store.Entry{strike.entry(1), c.other.entry(2)}, 1)
		if one := len(es) == 1; one != c.one {
			t.Errorf("%s: %d events, want one: %v", c.name, len(es), c.one)
		}
	}
}

func TestEventKeepsDisagreement(t *testing.T) {
	b, d := strike, strike
	b.outlet, b.dead, b.published = "B", 5, "2024-05-15"
	d.outlet, d.status, d.dead, d.published = "C", annals.Negated, 0, "2024-05-16"
	es := merged(t, []store.Entry{strike.entry(1), b.entry(2), d.entry(3)}, 3)
	if len(es) != 1 {
		t.Fatalf("%d events, want 1", len(es))
	}
	e := es[0]
	if len(e.Sizes) != 1 || *e.Sizes[0].Min != 3 || *e.Sizes[0].Max != 5 || len(e.Sizes[0].Said) != 2 {
		t.Errorf("sizes: %+v", e.Sizes)
	}
	want := []annals.Change{{Date: "2024-05-14", Status: annals.Actual, Claim: "c01"}, {Date: "2024-05-16", Status: annals.Negated, Claim: "c03"}}
	if d := cmp.Diff(want, e.History); d != "" {
		t.Errorf("history (-want +got):\n%s", d)
	}
	if !slices.Equal(e.Outlets, []string{"A", "B", "C"}) || !slices.Equal(e.Denied, []string{"c03"}) || len(e.Why) != 2 {
		t.Errorf("outlets %v, denied %v, why %v", e.Outlets, e.Denied, e.Why)
	}
}

// TestSplitLasts takes a claim out of an event and adds a report that would
// join both.
func TestSplitLasts(t *testing.T) {
	var m store.Memory
	ctx, r := context.Background(), rules(t)
	b := strike
	b.outlet = "B"
	put := func(e store.Entry) {
		t.Helper()
		if _, err := m.Put(ctx, e); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Merge(ctx, &m, record.Options{}); err != nil {
			t.Fatal(err)
		}
	}
	put(strike.entry(1))
	put(b.entry(2))
	if err := m.Split(ctx, store.Apart{Claim: "c01", From: "c02"}); err != nil {
		t.Fatal(err)
	}
	if err := m.SetEvents(ctx, nil, []string{events(t, &m)[0].ID}); err != nil {
		t.Fatal(err)
	}
	b.outlet = "C"
	put(b.entry(3))
	es := events(t, &m)
	if len(es) != 2 || slices.ContainsFunc(es, func(e annals.Event) bool {
		return slices.Contains(e.Claims, "c01") && slices.Contains(e.Claims, "c02")
	}) {
		t.Errorf("events after the split: %+v", es)
	}
}

// long is forty words, all different; from moves them on.
func long(from int) string {
	var b strings.Builder
	for i := range 40 {
		fmt.Fprintf(&b, "word%d ", from+i)
	}
	return b.String()
}

func TestCopies(t *testing.T) {
	for _, c := range []struct {
		name, a, b string
		want       bool
	}{
		{"the same", long(0), long(0), true},
		{"in capitals and with other marks", long(0), strings.ToUpper(strings.ReplaceAll(long(0), " ", ", ")), true},
		{"two words changed at the end", long(0), strings.Replace(long(0), "word38 word39", "other end", 1), true},
		{"cut to the first half", long(0) + long(100), long(0), true},
		{"a new lead before it", long(0) + long(100), "a quite new lead of a few words " + long(0) + long(100), true},
		{"another text", long(0), long(200), false},
		{"half of each", long(0) + long(100), long(0) + long(300), false},
		{"too short to tell", "a b c", "a b c", false},
	} {
		if got := record.Copies(record.Sketch(c.a), record.Sketch(c.b)); got != c.want {
			t.Errorf("%s: Copies = %v, want %v", c.name, got, c.want)
		}
	}
}

// TestCopiesCountOnce holds that an agency's words are one voice, however many
// print them.
func TestCopiesCountOnce(t *testing.T) {
	a, b, c, d, own := strike, strike, strike, strike, strike
	a.words, b.words, d.words = a.words+" "+long(0), a.words+" "+long(0), "Quite another text. "+long(500)
	a.outlet, b.outlet, c.outlet, d.outlet, own.outlet = "Wire", "Herald", "Post", "Gazette", "Herald"
	own.words = "The Herald saw three dead at the power plant in Kharkiv."
	es := []store.Entry{a.entry(1), b.entry(2), c.entry(3), d.entry(4), own.entry(5)}
	es[1].Agency, es[2].Agency = "Wire", "WIRE"
	var m store.Memory
	ctx := context.Background()
	if _, err := m.Put(ctx, es...); err != nil {
		t.Fatal(err)
	}
	country := func(h *store.Head) annals.Code {
		return map[string]annals.Code{"Wire": "GBR", "Gazette": "IND"}[h.Outlet]
	}
	if _, err := rules(t).Merge(ctx, &m, record.Options{Country: country}); err != nil {
		t.Fatal(err)
	}
	got := events(t, &m)
	if len(got) != 1 || !slices.Equal(got[0].Outlets, []string{"Wire", "Gazette", "Herald"}) || got[0].Copies != 1 || !slices.Equal(got[0].Countries, []annals.Code{"GBR", "IND"}) {
		t.Errorf("%d events, first %+v", len(got), got[0])
	}
}

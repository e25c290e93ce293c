package record

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"annals"
	"annals/internal/sys/store"
)

// TestHintsFindWhatLinks makes random claims and holds that hints show every
// claim that links, from either side and also packed, and that it does not
// matter which claim is held against which.
func TestHintsFindWhatLinks(t *testing.T) {
	r, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(3, 4))
	p := newPool(r)
	for i := range 700 {
		p.add(randomRow(rng, i))
	}
	s := newShelves()
	for _, x := range p.items {
		s.want(x)
	}
	if err := s.read(func(f store.Shelf) ([]store.Hint, error) { return hintsOf(p.items, f), nil }); err != nil {
		t.Fatal(err)
	}
	linked, passed := 0, 0
	for _, x := range p.items {
		near := map[string]bool{}
		for h := range s.near(x) {
			near[s.hints.id(h)] = !h.blank && r.mayHint(x, &s.hints, h)
		}
		for _, y := range p.items {
			b, back := r.hold(x, y), r.hold(y, x)
			if b.weight != back.weight || b.clash != back.clash {
				t.Fatalf("claims %s and %s: %.2f %q, the other way round %.2f %q", x.ID, y.ID, b.weight, b.clash, back.weight, back.clash)
			}
			if near[y.ID] {
				passed++
			}
			if x == y || !r.links(&b) {
				continue
			}
			if linked++; !near[y.ID] {
				t.Fatalf("claims link (%s), but hints do not show it (gists %v):\n%+v\n%+v", r.why(x, y, &b), r.may(&x.gist, &y.gist), x.Claim, y.Claim)
			}
		}
	}
	if linked < 1000 || passed > 100*linked {
		t.Errorf("%d links, %d shown: the test says nothing", linked, passed)
	}
}

// hintsOf are the items that stand in a shelf, as a store gives them.
func hintsOf(items []*item, f store.Shelf) (hs []store.Hint) {
	for i, x := range items {
		long := x.last-x.first > store.ShortDays
		in := x.first >= f.From && x.first <= f.To
		if long {
			in = x.first <= f.To && x.last >= f.From
		}
		for _, c := range store.Blocks(&x.Row) {
			if x.Type == f.Type && long == f.Long && in && slices.Contains(f.Countries, c) {
				hs = append(hs, store.Hint{N: int64(i), ID: x.ID, Type: x.Type, Country: c, First: x.first, Last: x.last, Gist: x.gist.pack()})
			}
		}
	}
	return hs
}

// FuzzGist holds that no bytes of a store are too much, and that what was packed
// comes out again.
func FuzzGist(f *testing.F) {
	g := gist{times: times{published: 20000, dated: true}, fine: true, lat: 1, lon: 2, signs: []uint32{1, 2}, words: []uint16{3}}
	f.Add(g.pack())
	f.Add([]byte{gistVersion, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f})
	f.Fuzz(func(t *testing.T, b []byte) {
		g, ok := unpackGist(&store.Hint{Gist: b})
		if !ok {
			return
		}
		again, ok := unpackGist(&store.Hint{Gist: g.pack()})
		if !ok || len(again.signs) != len(g.signs) || len(again.words) != len(g.words) || again.times != g.times {
			t.Errorf("%v, packed and unpacked %v %v", g, again, ok)
		}
	})
}

// randomRow is a claim of few countries, places, words and days, so that many link.
func randomRow(rng *rand.Rand, n int) store.Row {
	pick := func(ss ...string) string { return ss[rng.IntN(len(ss))] }
	date := func() annals.Date { return annals.DateOf(time.Unix(int64(20000+rng.IntN(30))*86400, 0).UTC()) }
	party := func() []annals.Participant {
		var ps []annals.Participant
		for range rng.IntN(3) {
			ps = append(ps, annals.Participant{Entity: annals.Entity{Name: pick("", "Ann Example"), Kind: pick("person", "state"),
				Country: annals.Code(pick("AAA", "BBB", "CCC", "")), Sector: pick("GOV", "MIL", "REB")}})
		}
		return ps
	}
	row := store.Row{Evidence: pick("Shells hit the power station.", "Rockets struck a power station at dawn.", "They also met to talk about water."),
		Article: store.Head{ID: annals.ArticleID(fmt.Sprint(n / 3)), Published: date()}}
	row.ID, row.Sentence = fmt.Sprintf("c%03d", n), rng.IntN(3)
	row.Type, row.Status = annals.Types()[rng.IntN(16)], []annals.Status{annals.Actual, annals.Future, annals.Negated}[rng.IntN(3)]
	if rng.IntN(3) == 0 {
		row.Underlying = annals.Types()[rng.IntN(16)]
	}
	row.Actor, row.Claim.Recipient = party(), party()
	switch d := date(); rng.IntN(4) {
	case 0:
		row.When = annals.When{Start: row.Article.Published, End: row.Article.Published, Basis: annals.Published}
	case 1:
		row.When = annals.When{Start: d, End: d, Basis: annals.Relative}
	case 2:
		row.When = annals.When{Start: d, Basis: annals.Relative}
	}
	if rng.IntN(2) == 0 {
		row.Where = &annals.Where{Name: pick("X", "Y"), Country: annals.Code(pick("AAA", "BBB")), Resolution: 1 + rng.IntN(4), Lat: float64(rng.IntN(2))}
	}
	return row
}

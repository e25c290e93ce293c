package record

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"annals"
	"annals/internal/sys/store"
)

// TestNearFindsWhatLinks makes random claims and holds that the condition by
// which a store is asked for candidates holds for every claim that links, from
// either side, and that it does not matter which claim is held against which.
func TestNearFindsWhatLinks(t *testing.T) {
	r, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(3, 4))
	p := newPool(r)
	var items []*item
	for i := range 700 {
		row := randomRow(rng, i)
		p.add(row)
		items = append(items, p.known[row.ID])
	}
	linked := 0
	for i, x := range items {
		near := store.Or(near(ask{family: x.family, announces: x.announces}, store.Blocks(&x.Row), x.first, x.last))
		for j, y := range items {
			b, back := r.hold(x, y), r.hold(y, x)
			if b.weight != back.weight || b.clash != back.clash {
				t.Fatalf("claims %d and %d: %.2f %q, the other way round %.2f %q", i, j, b.weight, b.clash, back.weight, back.clash)
			}
			if i != j && r.links(&b) {
				linked++
				if !near.Match(&y.Row) {
					t.Fatalf("claims link (%s), but near does not find the second:\n%+v\n%+v", r.why(x, y, &b), x.Claim, y.Claim)
				}
				if !slices.Contains(slices.Collect(p.near(x)), y) {
					t.Fatalf("claims link (%s), but the pool does not find the second:\n%+v\n%+v", r.why(x, y, &b), x.Claim, y.Claim)
				}
			}
		}
	}
	if linked < 1000 {
		t.Errorf("%d links: the test says nothing", linked)
	}
}

// randomRow is a claim of few countries, places, words and days, so that many link.
func randomRow(rng *rand.Rand, n int) store.Row {
	pick := func(ss ...string) string { return ss[rng.IntN(len(ss))] }
	date := func() annals.Date { return dateOf(20000 + rng.IntN(30)) }
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

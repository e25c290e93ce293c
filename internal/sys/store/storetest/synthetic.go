package storetest

import (
	"fmt"
	"math/rand/v2"
	"time"

	"annals"
	"annals/internal/sys/store"
)

// claimsPerArticle is what the coder finds in an article of middle length.
const claimsPerArticle = 12

// Synthetic yields articles with twelve claims each until there are n claims, as
// a record of years of news is made up: few countries take part in most acts,
// most acts are of few types, most days are recent. The same seed gives the
// same articles. Nothing in them means anything.
func Synthetic(n int, seed uint64, yield func(store.Entry) bool) {
	rng := rand.New(rand.NewPCG(seed, 1))
	for i := 0; i*claimsPerArticle < n; i++ {
		if !yield(synthetic(rng, i, min(claimsPerArticle, n-i*claimsPerArticle))) {
			return
		}
	}
}

// zipf picks 0 … n−1, small numbers far more often.
func zipf(rng *rand.Rand, n int) int {
	x := rng.Float64()
	return int(x * x * x * float64(n))
}

// someCodes are 180 codes, the first of them real.
func someCode(n int) annals.Code {
	real := []annals.Code{"USA", "RUS", "CHN", "UKR", "ISR", "IRN", "GBR", "FRA", "DEU", "TUR", "IND", "PAK", "PRK", "KOR", "JPN", "SYR"}
	if n < len(real) {
		return real[n]
	}
	return annals.Code([]byte{'A' + byte(n%26), 'A' + byte(n/26%26), 'X'})
}

func synthetic(rng *rand.Rand, i, claims int) store.Entry {
	day := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, -zipf(rng, 365*8))
	a := annals.Article{URL: fmt.Sprintf("https://news%d.example/%d", i%300, i), Title: words(rng, 8), Outlet: fmt.Sprintf("Outlet %d", zipf(rng, 300)),
		Published: annals.DateOf(day), Language: "en", Text: words(rng, 40)}
	a.Rights.Reserved = i%3 == 0
	a.ID = annals.NewArticleID(a.URL, a.Title, a.Text)
	e := store.Entry{Origin: a.URL, Evidence: map[string]string{}, Reading: annals.Reading{Article: a},
		Capture: annals.Capture{URL: a.URL, Time: day.Add(time.Duration(i%86400) * time.Second), Body: []byte(a.Text)}}
	for k := range claims {
		c := syntheticClaim(rng, day)
		c.ID = fmt.Sprintf("s%07d%02d", i, k)
		e.Reading.Claims = append(e.Reading.Claims, c)
		e.Evidence[c.ID] = words(rng, 22)
	}
	return e
}

func syntheticClaim(rng *rand.Rand, day time.Time) annals.Claim {
	who := func() annals.Participant {
		n := zipf(rng, 180)
		return annals.Participant{Text: "the ministry", Entity: annals.Entity{Name: fmt.Sprintf("Ministry %d of %s", rng.IntN(30), someCode(n)),
			Kind: annals.Organization, Country: someCode(n), Sector: []string{"GOV", "MIL", "CVL", "REB", "COP"}[zipf(rng, 5)]}}
	}
	act := annals.DateOf(day.AddDate(0, 0, -zipf(rng, 40)))
	c := annals.Claim{In: annals.InText, Span: annals.Span{End: 100}, Trigger: "act", Type: annals.Types()[rng.IntN(16)], Mode: []string{}, Contexts: []string{"military"},
		Status: []annals.Status{annals.Actual, annals.Actual, annals.Actual, annals.Negated, annals.Future}[rng.IntN(5)], Hedged: rng.IntN(20) == 0,
		Actor: []annals.Participant{who()}, Recipient: []annals.Participant{who()}, Size: []annals.Size{}, Attribution: []annals.Attribution{},
		When: annals.When{Start: act, End: act, Basis: annals.Relative}, Confidence: rng.Float64(), Why: []annals.Reason{}}
	c.Quad, c.Intensity = c.Type.Quad(), float64(rng.IntN(21)-10)
	if rng.IntN(3) == 0 {
		c.Where = &annals.Where{Text: "town", Name: fmt.Sprintf("Town %d", zipf(rng, 2000)), Country: someCode(zipf(rng, 180)), Resolution: 4}
	}
	if rng.IntN(4) == 0 {
		c.Attribution = append(c.Attribution, annals.Attribution{Speaker: fmt.Sprintf("Speaker %d", zipf(rng, 500)), Country: someCode(zipf(rng, 180)), Cue: "said", Kind: "official"})
	}
	if rng.IntN(6) == 0 {
		low := float64(rng.IntN(60))
		c.Size = append(c.Size, annals.Size{What: "dead", Min: &low, Max: &low, Text: "some"})
	}
	return c
}

// words are n of 20,000 made-up words, few of them common.
func words(rng *rand.Rand, n int) string {
	b := []byte{}
	for range n {
		b = fmt.Appendf(b, "w%d ", zipf(rng, 20_000))
	}
	return string(b[:len(b)-1])
}

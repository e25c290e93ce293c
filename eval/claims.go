package eval

import (
	"encoding/json"
	"math"
	"strings"

	"annals"
)

// A GoldClaim is a claim of a gold file. One that only one of two readers made
// is optional: finding it is neither right nor wrong.
type GoldClaim struct {
	annals.Claim
	Kind  string `json:"kind,omitempty"` // "optional" or ""
	Words string `json:"-"`              // of its sentence, where the file has them
}

// UnmarshalJSON reads a claim whose "sentence" is its words, as gold files
// may have it, or its number, as the program writes it.
func (g *GoldClaim) UnmarshalJSON(b []byte) error {
	var words struct{ Sentence any }
	if err := json.Unmarshal(b, &words); err != nil {
		return err
	}
	g.Words, _ = words.Sentence.(string)
	type plain GoldClaim
	v := struct {
		*plain
		Sentence any `json:"sentence"`
	}{plain: (*plain)(g)}
	if err := json.Unmarshal(b, &v); err != nil {
		return err
	}
	if n, ok := v.Sentence.(float64); ok {
		g.Sentence = int(n)
	}
	return nil
}

// Find gives a claim whose gold has the words of its sentence, but no offsets,
// its place in the headline or the body.
func (g *GoldClaim) Find(title, text string) {
	if g.In == "" {
		g.In = annals.InText
	}
	if g.Words == "" || g.End > 0 {
		return
	}
	field := text
	if g.In == annals.InTitle {
		field = title
	}
	if at := strings.Index(field, g.Words); at >= 0 {
		g.Span = annals.Span{Start: at, End: at + len(g.Words)}
	}
}

// A PRF is precision, recall and their harmonic mean, with the counts.
type PRF struct {
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
	Hits      int     `json:"hits"`
	Gold      int     `json:"gold"`
	Predicted int     `json:"predicted"`
}

// A Share is how many of the matched claims that have something have it right.
type Share struct {
	Right int     `json:"right"`
	Of    int     `json:"of"`
	Share float64 `json:"share"`
}

// A ClaimScore is the measures of doc/codebook.md. Its own PRF is by type and
// both parties.
type ClaimScore struct {
	PRF
	Quad       PRF              `json:"quad"`     // quad class and both parties
	Type       PRF              `json:"type"`     // type alone
	Sentence   PRF              `json:"sentence"` // any claim in the sentence
	Attributes map[string]Share `json:"attributes"`
	ByType     map[string]PRF   `json:"by_type"` // type and both parties
}

// The keys by which claims are matched.
const (
	byParties = iota
	byQuad
	byType
	bySentence
	keys
)

// A Claims collects gold and predicted claims, one article at a time. The zero
// value is empty and ready.
type Claims struct {
	gold, got  int
	hits       [keys]int
	forgiven   [keys]int
	attributes map[string]*Share
	byType     map[string]*PRF
}

// Add matches the claims of one article and returns the pairs of indices
// (gold, predicted) that agree in type and both parties.
func (c *Claims) Add(gold []GoldClaim, got []annals.Claim) [][2]int {
	if c.attributes == nil {
		c.attributes, c.byType = map[string]*Share{}, map[string]*PRF{}
	}
	need, optional := parts(gold)
	c.gold += len(need)
	c.got += len(got)
	var out [][2]int
	for key := range keys {
		used := make([]bool, len(got))
		pairs := pair(gold, got, need, used, key)
		c.hits[key] += len(pairs)
		c.forgiven[key] += len(pair(gold, got, optional, used, key))
		if key == byParties {
			out = pairs
		}
	}
	for _, i := range need {
		c.kind(gold[i].Type).Gold++
	}
	for i := range got {
		c.kind(got[i].Type).Predicted++
	}
	for _, p := range out {
		c.kind(gold[p[0]].Type).Hits++
		c.compare(&gold[p[0]].Claim, &got[p[1]])
	}
	return out
}

// parts gives the indexes of the gold claims that must be found, and of those
// that may be.
func parts(gold []GoldClaim) (need, optional []int) {
	for i := range gold {
		if gold[i].Kind == "optional" {
			optional = append(optional, i)
		} else {
			need = append(need, i)
		}
	}
	return need, optional
}

func (c *Claims) kind(t annals.Type) *PRF {
	if c.byType[string(t)] == nil {
		c.byType[string(t)] = &PRF{}
	}
	return c.byType[string(t)]
}

// pair matches greedily, one to one, in the order of the gold.
func pair(gold []GoldClaim, got []annals.Claim, which []int, used []bool, key int) [][2]int {
	var out [][2]int
	for _, i := range which {
		for j := range got {
			if !used[j] && matches(&gold[i].Claim, &got[j], key) {
				used[j] = true
				out = append(out, [2]int{i, j})
				break
			}
		}
	}
	return out
}

func matches(g, p *annals.Claim, key int) bool {
	if g.In != p.In || !g.Overlaps(p.Span) {
		return false
	}
	switch key {
	case byParties:
		return g.Type == p.Type && sameParties(g, p)
	case byQuad:
		return g.Type.Quad() == p.Type.Quad() && sameParties(g, p)
	case byType:
		return g.Type == p.Type
	}
	return true
}

type countries map[annals.Code]bool

func countriesOf(ps []annals.Participant) countries {
	out := countries{}
	for _, p := range ps {
		out[p.Country] = true
	}
	return out
}

func (c countries) meets(o countries) bool { return c.common(o) > 0 }

func (c countries) common(o countries) int {
	n := 0
	for k := range c {
		if o[k] {
			n++
		}
	}
	return n
}

func (c countries) and(o countries) countries {
	out := countries{}
	for k := range c {
		out[k] = true
	}
	for k := range o {
		out[k] = true
	}
	return out
}

// sameParties is the rule of doc/codebook.md: both sides overlap, or are both
// empty; where one claim is two-sided, the parties are compared together.
func sameParties(g, p *annals.Claim) bool {
	ga, gr := countriesOf(g.Actor), countriesOf(g.Recipient)
	pa, pr := countriesOf(p.Actor), countriesOf(p.Recipient)
	if len(gr) == 0 && len(ga) > 1 || len(pr) == 0 && len(pa) > 1 {
		all := ga.and(gr)
		n := all.common(pa.and(pr))
		return n > 0 && n >= min(2, len(all))
	}
	side := func(a, b countries) bool { return a.meets(b) || len(a) == 0 && len(b) == 0 }
	return side(ga, pa) && side(gr, pr)
}

func (c *Claims) count(name string, right bool) {
	s := c.attributes[name]
	if s == nil {
		s = &Share{}
		c.attributes[name] = s
	}
	s.Of++
	if right {
		s.Right++
	}
}

// compare counts the attributes of a matched pair.
func (c *Claims) compare(g, p *annals.Claim) {
	c.count("status", g.Status == p.Status)
	c.count("hedged", g.Hedged == p.Hedged)
	c.count("attribution", sameSpeakers(g.Attribution, p.Attribution))
	if w := g.When; w.Basis != "" && w.Basis != annals.Published {
		c.count("when", sameTime(w, p.When))
	}
	if g.Where != nil {
		c.count("where", p.Where != nil && g.Where.Country == p.Where.Country)
		if g.Where.Lat != 0 || g.Where.Lon != 0 {
			c.count("where_161km", p.Where != nil && kilometres(g.Where, p.Where) <= 161)
		}
	}
	if len(g.Size) > 0 {
		c.count("size", anySize(g.Size, p.Size))
	}
}

// sameSpeakers compares the last words of the speakers' names.
func sameSpeakers(a, b []annals.Attribution) bool {
	last := func(as []annals.Attribution) map[string]bool {
		out := map[string]bool{}
		for _, s := range as {
			if f := strings.Fields(s.Speaker); len(f) > 0 {
				out[strings.ToLower(f[len(f)-1])] = true
			}
		}
		return out
	}
	x, y := last(a), last(b)
	for k := range x {
		if y[k] {
			return true
		}
	}
	return len(x) == 0 && len(y) == 0
}

func sameTime(g, p annals.When) bool {
	if p.Start == "" || p.Basis == annals.Published {
		return false
	}
	end := func(w annals.When) annals.Date {
		if w.End == "" {
			return w.Start
		}
		return w.End
	}
	return g.Start <= end(p) && p.Start <= end(g)
}

// anySize reports whether one number is told alike: what it counts, and its
// floor.
func anySize(g, p []annals.Size) bool {
	for _, a := range g {
		for _, b := range p {
			if a.What == b.What && same(a.Min, b.Min) {
				return true
			}
		}
	}
	return false
}

func same(a, b *float64) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

// kilometres is the distance of two places on a sphere.
func kilometres(a, b *annals.Where) float64 {
	const radius, degree = 6371, math.Pi / 180
	x := math.Sin((b.Lat - a.Lat) / 2 * degree)
	y := math.Sin((b.Lon - a.Lon) / 2 * degree)
	h := x*x + math.Cos(a.Lat*degree)*math.Cos(b.Lat*degree)*y*y
	return 2 * radius * math.Asin(math.Sqrt(min(1, h)))
}

// Score is the measures of all articles added.
func (c *Claims) Score() ClaimScore {
	prf := func(key int) PRF {
		return fill(PRF{Hits: c.hits[key], Gold: c.gold, Predicted: c.got - c.forgiven[key]})
	}
	s := ClaimScore{PRF: prf(byParties), Quad: prf(byQuad), Type: prf(byType), Sentence: prf(bySentence),
		Attributes: map[string]Share{}, ByType: map[string]PRF{}}
	for k, v := range c.attributes {
		s.Attributes[k] = Share{v.Right, v.Of, ratio(v.Right, v.Of)}
	}
	for k, v := range c.byType {
		s.ByType[k] = fill(*v)
	}
	return s
}

func fill(p PRF) PRF {
	p.Precision, p.Recall = ratio(p.Hits, p.Predicted), ratio(p.Hits, p.Gold)
	p.F1 = ratio(2*p.Hits, p.Gold+p.Predicted)
	return p
}

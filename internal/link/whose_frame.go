package link

import (
	"slices"
	"strconv"

	"annals"
)

// frame is how country c stands in the sentence beside head: as what, in which
// clause, with which verb.
func (s *scene) frame(c annals.Code, add func(string)) []Clue {
	t := &s.r.trees[s.i]
	var fs []Clue
	rel, mine := t.rel(s.head), t.verbOf(s.head)
	known := map[string]bool{}
	once := func(name string) bool {
		again := known[name]
		known[name] = true
		return !again
	}
	for _, k := range s.here[c] {
		as, theirs := t.standing(k), t.verbOf(k)
		if once("as " + as) {
			add("as " + as)
		}
		where := t.clauses(theirs, mine) + " " + as
		if once(where) {
			fs = append(fs, Clue{"clause " + where, rel}, Clue{"clause " + where, s.among[1]}, Clue{"verb " + t.lemma(theirs) + " " + where, rel})
		}
		if p := t.preposition(k); p != "" && once("prep "+p) {
			add("prep " + p)
		}
		if t.quoted[k] != t.quoted[s.head] && once("quote") {
			add("out of the quotation")
		}
	}
	return fs
}

// clauses says where the clause of verb a stands to that of verb b.
func (t *tree) clauses(a, b int) string {
	switch {
	case a == b:
		return "same"
	case t.above(a, b):
		return "above"
	case t.above(b, a):
		return "below"
	}
	return "aside"
}

// above reports whether token a governs token b, directly or not.
func (t *tree) above(a, b int) bool {
	for n := 0; n < len(t.s.Tokens) && b >= 0; n++ {
		if b = t.s.Tokens[b].Head; b == a {
			return true
		}
	}
	return false
}

// standing is the relation of token k; of a modifier also that of what it
// modifies: Malian in "Malian soldiers fled" is amod nsubj.
func (t *tree) standing(k int) string {
	rel, h := t.s.Tokens[k].Deprel, t.s.Tokens[k].Head
	switch t.rel(k) {
	case "amod", "compound", "nmod", "flat":
		if h >= 0 {
			return rel + " " + t.rel(h)
		}
	}
	return rel
}

// company is with whom the article speaks of country c.
func (s *scene) company(c annals.Code, add func(string)) {
	rank := few(slices.Index(s.order, c))
	if len(s.here[c]) > 0 {
		add("here, rank " + rank)
	} else {
		add("not here, rank " + rank + " of " + few(len(s.here)))
	}
	for _, is := range []struct {
		what string
		so   bool
	}{
		{"main subject", c == s.main},
		{"opens the paragraph", c == s.opens},
		{"partner of the subject", c == s.partner},
		{"sentence before", s.justBefore[c]},
		{"sentence before alone", s.justBefore[c] && len(s.justBefore) == 1},
		{"speaker, quoted", c == s.speaking && s.r.trees[s.i].quoted[s.head]},
		{"has such", s.sectors[c]},
	} {
		if is.so {
			add(is.what)
		}
	}
}

// around notes who is spoken of before and beside.
func (s *scene) around() {
	r, t := s.r, &s.r.trees[s.i]
	if k := t.child(t.root(), "nsubj", "nsubj:pass"); k >= 0 && k != s.head {
		s.main = r.ownCountry(s.i, k)
	}
	if s.i > 0 && r.ss[s.i-1].In == r.ss[s.i].In {
		s.justBefore = r.countriesOf(s.i - 1)
	}
	for k := s.i; k >= 0 && r.paragraph[k] == r.paragraph[s.i]; k-- {
		if c := r.firstCountry(k); c != "" {
			s.opens = c
		}
	}
	if s.peer != "" {
		s.partner = s.besides(s.peer)
	} else if s.main != "" {
		s.partner = s.besides(s.main)
	}
	s.sectors = r.countriesWith(s.ro.sector)
}

// besides is the country that most sentences which speak of c speak of too, or
// "".
func (s *scene) besides(c annals.Code) annals.Code {
	counts, best := map[annals.Code]int{}, annals.Code("")
	for k := range s.r.ss {
		if cs := s.r.countriesOf(k); cs[c] {
			for x := range cs {
				counts[x]++
			}
		}
	}
	for _, x := range s.order {
		if x != c && counts[x] > counts[best] {
			best = x
		}
	}
	return best
}

// countriesWith are the countries of which the article has somebody of the
// sector.
func (r *reader) countriesWith(sector string) map[annals.Code]bool {
	out := map[annals.Code]bool{}
	note := func(e *annals.Entity) {
		if e.Sector == sector && e.Kind != annals.State && e.Country != "" {
			out[e.Country] = true
		}
	}
	for k := range r.recent {
		for j := range r.recent[k].entities {
			note(&r.recent[k].entities[j])
		}
	}
	for k := range r.ss {
		for j := range r.hits[k] {
			note(&r.hits[k][j].Entity)
		}
	}
	return out
}

// ownCountry is the country of the phrase of token k, resolved or named in it.
func (r *reader) ownCountry(i, k int) annals.Code {
	if es := r.entitiesAt(i, k); len(es) == 1 {
		return es[0].Country
	}
	code, _ := r.countryIn(i, k)
	return code
}

// countriesOf are the countries that sentence k speaks of.
func (r *reader) countriesOf(k int) map[annals.Code]bool {
	out := map[annals.Code]bool{}
	for j := range r.hits[k] {
		if h := &r.hits[k][j]; h.Country != "" && h.Sector != "JRN" && !h.backing {
			out[h.Country] = true
		}
	}
	for _, c := range r.towns[k] {
		out[c] = true
	}
	return out
}

// firstCountry is the country that a name in sentence k speaks of first.
func (r *reader) firstCountry(k int) annals.Code {
	for j := range r.hits[k] {
		if h := &r.hits[k][j]; h.Country != "" && h.Sector != "JRN" && !h.backing {
			return h.Country
		}
	}
	return ""
}

// sounding notes of which countries the name of the phrase may be.
func (s *scene) sounding() {
	if s.ro.kind != annals.Person {
		return
	}
	r := s.r
	first, last := r.trees[s.i].phrase(s.head)
	for k := range r.ss[s.i].Names {
		if n := &r.ss[s.i].Names[k]; n.Kind == "PER" && n.First <= last && first < n.Last {
			s.sounds = r.origins.shares(r.text(s.i, n.First, n.Last), s.order)
		}
	}
}

// soundSteps are how many times likelier than by chance a name is of a country.
var soundSteps = [...]float64{.02, .1, .3, .6, 1, 1.5, 2, 3}

// sound is what the name says for country c.
func (s *scene) sound(c annals.Code, add func(string)) {
	p, ok := s.sounds[c]
	if !ok || len(s.sounds) < 2 {
		return
	}
	for k, least := range soundSteps {
		if p*float64(len(s.sounds)) >= least {
			add("sounds " + strconv.Itoa(k))
		}
	}
	for x, q := range s.sounds {
		if x != c && q >= p {
			return
		}
	}
	add("sounds most")
}

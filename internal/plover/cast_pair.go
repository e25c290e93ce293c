package plover

import (
	"math"
	"slices"
)

// A relation is how two options stand to each other.
type relation int

const (
	differ relation = iota
	noneActs
	noActor
	noRecipient
	sameWords
	sameCountry
	relations
)

func (r relation) String() string {
	return [...]string{"differ", "none", "no actor", "no recipient", "same words", "same country"}[r]
}

func relationOf(a, r *option) relation {
	switch {
	case a.nobody() && r.nobody():
		return noneActs
	case a.nobody():
		return noActor
	case r.nobody():
		return noRecipient
	case a.tok >= 0 && a.tok == r.tok:
		return sameWords
	case a.code() == r.code():
		return sameCountry
	}
	return differ
}

// A pairClass is what pairTraits sees of one option, but for its place and country.
type pairClass struct {
	nobody, implied bool
	sector, kind    trait
}

func (o *option) pairClass() pairClass {
	switch {
	case o.nobody():
		return pairClass{nobody: true}
	case o.implied:
		return pairClass{false, true, traitOf(o.ps[0].Sector), traitOf("implied")}
	}
	return pairClass{false, false, traitOf(o.ps[0].Sector), traitOf(o.how[0]).plus(o.ps[0].Kind)}
}

// pairTraits adds to out what describes two options together, a before r or not
// in the sentence.
func (s *scene) pairTraits(how relation, a, r *pairClass, before bool, out []trait) []trait {
	f := traitOf("pair ").plus(how.String())
	out = append(out, f, f.and(s.typ), f.and(s.lemma))
	if !a.nobody && !r.nobody {
		order := "ra"
		switch {
		case a.implied || r.implied:
			order = "implied"
		case before:
			order = "ar"
		}
		out = append(out, f.and(a.sector).and(r.sector), f.and(traitOf(order)).and(s.voice), f.and(a.kind).and(r.kind), f.and(r.sector).and(s.typ))
	}
	return out
}

// A paired is what two options score together, as actor and recipient and as
// the sides of a mutual act, and the exponentials of that.
type paired struct {
	score, weight [2]float64
	known         bool
}

// A pairTable scores two options together. Options that look alike score alike,
// so that few are worked out.
type pairTable struct {
	c       *caster
	s       *scene
	options []option
	classes []pairClass
	scored  []paired
	buf     []trait
}

// pairs is the table of a scene's options; it numbers the classes of seats.
func (c *caster) pairs(s *scene, options []option, seats []seat) *pairTable {
	classes := make([]pairClass, 0, 32)
	for i := range options {
		class := options[i].pairClass()
		k := slices.Index(classes, class)
		if k < 0 {
			k = len(classes)
			classes = append(classes, class)
		}
		seats[i].class = k
	}
	return &pairTable{c: c, s: s, options: options, classes: classes, scored: make([]paired, 4*len(classes)*len(classes))}
}

// of is what options a and r, on seats x and y, score together.
func (p *pairTable) of(x, y *seat, a, r int) *paired {
	at := 4 * (x.class*len(p.classes) + y.class)
	if x.land == y.land {
		at++
	}
	if x.tok > y.tok {
		at += 2
	}
	v := &p.scored[at]
	if !v.known {
		how := relationOf(&p.options[a], &p.options[r])
		p.buf = p.s.pairTraits(how, &p.classes[x.class], &p.classes[y.class], x.tok <= y.tok, p.buf[:0])
		for h := range v.score {
			v.score[h] = p.c.sum(p.buf, pairHead+h)
			v.weight[h] = math.Exp(v.score[h])
		}
		v.known = true
	}
	return v
}

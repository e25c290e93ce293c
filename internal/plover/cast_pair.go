package plover

import "slices"

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
	out = s.pairAlone(how, out)
	if how.of() == 2 {
		out = s.pairOrder(how, orderOf(a, r, before), out)
		out = s.pairRecip(how, r, out)
		out = s.pairBoth(how, a, r, out)
	}
	return out
}

func (r relation) trait() trait { return traitOf("pair ").plus(r.String()) }

// of is how many parties stand in the relation.
func (r relation) of() int {
	switch r {
	case noneActs:
		return 0
	case noActor, noRecipient:
		return 1
	}
	return 2
}

// pairAlone is what only the relation says.
func (s *scene) pairAlone(how relation, out []trait) []trait {
	f := how.trait()
	return append(out, f, f.and(s.typ), f.and(s.lemma))
}

// pairOrder says in which order the two stand.
func (s *scene) pairOrder(how relation, o order, out []trait) []trait {
	return append(out, how.trait().and(traitOf(o.String())).and(s.voice))
}

// pairRecip says who the second of the two is.
func (s *scene) pairRecip(how relation, r *pairClass, out []trait) []trait {
	return append(out, how.trait().and(r.sector).and(s.typ))
}

// pairBoth says who both are.
func (s *scene) pairBoth(how relation, a, r *pairClass, out []trait) []trait {
	f := how.trait()
	return append(out, f.and(a.sector).and(r.sector), f.and(a.kind).and(r.kind), f.and(a.sector).and(r.sector).and(s.typ))
}

// An order is how two options stand in the sentence.
type order int

const (
	actorFirst order = iota
	recipientFirst
	understood // one of them is without words
	orders
)

func (o order) String() string { return [...]string{"ar", "ra", "implied"}[o] }

func orderOf(a, r *pairClass, before bool) order {
	switch {
	case a.implied || r.implied:
		return understood
	case before:
		return actorFirst
	}
	return recipientFirst
}

// A paired is what two options score together, as actor and recipient and as
// the sides of a mutual act, and the exponentials of that, which are never 0.
type paired struct{ score, weight [2]float64 }

// A pairSum is the weights of some features of pairs, by head.
type pairSum struct {
	n     [2]int
	known bool
}

// A pairTable scores two options together. Options that look alike score alike,
// so that few are worked out; and parts of what describes them, so that these
// are summed once.
type pairTable struct {
	c       *caster
	s       *scene
	options []option
	classes []pairClass
	scored  []paired
	alone   [relations]pairSum
	order   [relations][orders]pairSum
	recip   [relations][]pairSum // by class
	abroad  []pairSum            // by pair of countries
	lands   int                  // how many countries there are
	buf     []trait
}

// pairs is the table of a scene's options; it numbers the classes of seats. It is
// valid until the next is made.
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
	p := &pairTable{c: c, s: s, options: options, classes: classes, scored: s.x.pairs(4 * len(classes) * len(classes)), buf: make([]trait, 0, 16)}
	for i := range seats {
		p.lands = max(p.lands, seats[i].land+1)
	}
	p.abroad = make([]pairSum, p.lands*p.lands)
	for h := range p.recip {
		if relation(h).of() == 2 {
			p.recip[h] = make([]pairSum, len(classes))
		}
	}
	return p
}

// pairs is room for what n pairs of options score, until it is called again.
func (x *coder) pairs(n int) []paired {
	if cap(x.paired) < n {
		x.paired = make([]paired, n+n/2)
	}
	clear(x.paired[:n])
	return x.paired[:n]
}

// of is what options a and r, on seats x and y, score together.
func (p *pairTable) of(x, y *seat, a, r int) paired {
	v, l := p.ofClasses(x, y, a, r), p.ofLands(x, y, a, r)
	for h := range l.n {
		if l.n[h] != 0 {
			v.score[h] += float64(l.n[h]) * p.c.scale
			v.weight[h] *= p.c.exp(l.n[h])
		}
	}
	return v
}

// ofLands is the weights of landTraits.
func (p *pairTable) ofLands(x, y *seat, a, r int) *pairSum {
	v := &p.abroad[x.land*p.lands+y.land]
	if !v.known {
		v.add(p.c, p.s.landTraits(p.options[a].code(), p.options[r].code(), p.buf[:0]))
	}
	return v
}

// ofClasses is what the relation and the classes of both score.
func (p *pairTable) ofClasses(x, y *seat, a, r int) paired {
	at := 4 * (x.class*len(p.classes) + y.class)
	if x.land == y.land {
		at++
	}
	if x.tok > y.tok {
		at += 2
	}
	v := &p.scored[at]
	if v.weight[0] == 0 {
		n := p.sum(relationOf(&p.options[a], &p.options[r]), x, y)
		for h := range n {
			v.score[h], v.weight[h] = float64(n[h])*p.c.scale, p.c.exp(n[h])
		}
	}
	return *v
}

// sum is the weights of pairTraits.
func (p *pairTable) sum(how relation, x, y *seat) [2]int {
	alone := &p.alone[how]
	if !alone.known {
		alone.add(p.c, p.s.pairAlone(how, p.buf[:0]))
	}
	if how.of() < 2 {
		return alone.n
	}
	a, r := &p.classes[x.class], &p.classes[y.class]
	o := orderOf(a, r, x.tok <= y.tok)
	order, recip := &p.order[how][o], &p.recip[how][y.class]
	if !order.known {
		order.add(p.c, p.s.pairOrder(how, o, p.buf[:0]))
	}
	if !recip.known {
		recip.add(p.c, p.s.pairRecip(how, r, p.buf[:0]))
	}
	var both pairSum
	both.add(p.c, p.s.pairBoth(how, a, r, p.buf[:0]))
	for h := range both.n {
		both.n[h] += alone.n[h] + order.n[h] + recip.n[h]
	}
	return both.n
}

func (s *pairSum) add(c *caster, fs []trait) {
	for h := range s.n {
		s.n[h] += c.total(fs, pairHead+h)
	}
	s.known = true
}

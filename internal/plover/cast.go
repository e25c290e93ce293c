package plover

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"annals"
)

// A cast is who has which role in a draft: the actor and the recipient among
// the options, or with both the two sides of a mutual act.
type cast struct {
	actor, recip int // of the options
	both         bool
	sure         float64 // probability of this cast
}

// A board is the scores of all casts of a draft.
type board struct {
	options []option
	seats   []seat
	role    [3][]float64 // by head: actor, recipient, side
	pairs   *pairTable
}

// A seat is what the casting asks of an option again and again.
type seat struct {
	tok                   int
	land                  int // number of its country among those of all options
	class                 int // number of its pairClass
	nobody, implied, tool bool
}

// seatsOf are the seats of options, without their classes.
func seatsOf(options []option) []seat {
	out := make([]seat, len(options))
	lands := make([]annals.Code, 0, 32)
	for i := range options {
		o := &options[i]
		k := slices.Index(lands, o.code())
		if k < 0 {
			k = len(lands)
			lands = append(lands, o.code())
		}
		out[i] = seat{tok: o.tok, land: k, nobody: o.nobody(), implied: o.implied, tool: o.tool}
	}
	return out
}

// apart reports whether one option may act on another at all.
func (x *seat) apart(y *seat, same bool) bool {
	return !x.tool && (!same || x.implied) && (x.tok < 0 || x.tok != y.tok) // implied: the police of a country and its people
}

// sides reports whether x and y, which are apart and of which x stands before
// y, may be the two sides of a mutual act.
func (x *seat) sides(y *seat) bool { return !y.tool && !x.nobody && !y.nobody }

// casts calls f for every cast that is allowed.
func casts(options []option, f func(c cast)) {
	seats := seatsOf(options)
	for a := range seats {
		for r := range seats {
			if x, y := &seats[a], &seats[r]; x.apart(y, a == r) {
				f(cast{actor: a, recip: r})
				if a < r && x.sides(y) {
					f(cast{actor: a, recip: r, both: true})
				}
			}
		}
	}
}

// negligible is the share of the likeliest cast, each part weighed alone, below
// which another is not weighed as a pair. With 1e-6, one claim in 150 of 430
// articles has another confidence, mostly by 0.01 and by 0.07 at the most, and
// the path takes a twentieth less time.
const negligible = 1e-6

// best is the cast to take: the likeliest of the likeliest pair of countries. A
// cast is as likely as the product of its parts, so that each part is weighed once.
func (b *board) best() cast {
	var e [len(b.role)][]float64
	for h := range e {
		e[h] = weighed(b.role[h])
	}
	all := newTallies(b.seats)
	least := b.likeliest(e) * negligible
	for a := range b.seats {
		x := &b.seats[a]
		acts, side, actsE, sideE := b.role[actorHead][a], b.role[sideHead][a], e[actorHead][a], e[sideHead][a]
		for r := range b.seats {
			y := &b.seats[r]
			if !x.apart(y, a == r) || actsE*e[recipHead][r] < least && sideE*e[sideHead][r] < least {
				continue
			}
			p := b.pairs.of(x, y, a, r)
			all.add(cast{actor: a, recip: r}, acts+b.role[recipHead][r]+p.score[0], actsE*e[recipHead][r]*p.weight[0])
			if a < r && x.sides(y) {
				all.add(cast{actor: a, recip: r, both: true}, side+b.role[sideHead][r]+p.score[1], sideE*e[sideHead][r]*p.weight[1])
			}
		}
	}
	return all.best()
}

// likeliest is the weight of the likeliest cast that is allowed, each part weighed alone.
func (b *board) likeliest(e [3][]float64) float64 {
	most := 0.0
	for a := range b.seats {
		for r := range b.seats {
			if b.seats[a].apart(&b.seats[r], a == r) {
				most = max(most, e[actorHead][a]*e[recipHead][r], e[sideHead][a]*e[sideHead][r])
			}
		}
	}
	return most
}

// weighed are the exponentials of scores. They are sums of weights of the
// model, a few dozen at the most, but for never.
func weighed(scores []float64) []float64 {
	out := make([]float64, len(scores))
	for i, v := range scores {
		out[i] = math.Exp(v)
	}
	return out
}

// choose takes the likeliest cast of the likeliest pair of countries, scores
// given in the order of casts: several words may stand for one party.
func choose(options []option, scores []float64) cast {
	top := math.Inf(-1)
	for _, v := range scores {
		top = math.Max(top, v)
	}
	all, n := newTallies(seatsOf(options)), 0
	casts(options, func(c cast) {
		all.add(c, scores[n], math.Exp(scores[n]-top))
		n++
	})
	return all.best()
}

// tallies count casts by their pair of countries.
type tallies struct {
	seats []seat
	lands int
	at    []int32 // by pair of countries: where it stands in list, from 1
	list  []tallied
	sum   float64
}

func newTallies(seats []seat) *tallies {
	t := &tallies{seats: seats, list: make([]tallied, 0, 64)}
	for i := range seats {
		t.lands = max(t.lands, seats[i].land+1)
	}
	t.at = make([]int32, 2*t.lands*t.lands)
	return t
}

// pair is the number of a pair of countries; the two sides of a mutual act have
// no order.
func (t *tallies) pair(c cast) int {
	a, r := t.seats[c.actor].land, t.seats[c.recip].land
	if !c.both {
		return a*t.lands + r
	}
	return t.lands*t.lands + min(a, r)*t.lands + max(a, r)
}

// add counts a cast that has a score and is v likely.
func (t *tallies) add(c cast, score, v float64) {
	t.sum += v
	k := t.pair(c)
	if t.at[k] == 0 {
		t.list = append(t.list, tallied{best: c, score: score})
		t.at[k] = int32(len(t.list))
	}
	p := &t.list[t.at[k]-1]
	p.mass += v
	if score > p.score {
		p.best, p.score = c, score
	}
}

// best is the best cast of the pair that is likeliest.
func (t *tallies) best() cast {
	if len(t.list) == 0 {
		return cast{}
	}
	out := &t.list[0]
	for k := range t.list {
		if t.list[k].before(out) {
			out = &t.list[k]
		}
	}
	out.best.sure = out.mass / math.Max(t.sum, math.SmallestNonzeroFloat64)
	return out.best
}

// A tallied is the casts of one pair of countries: how likely all are together,
// and the best.
type tallied struct {
	mass, score float64
	best        cast
}

func (p *tallied) before(q *tallied) bool {
	if p.mass != q.mass {
		return p.mass > q.mass
	}
	x, y := &p.best, &q.best
	return x.actor < y.actor || x.actor == y.actor && (x.recip < y.recip || x.recip == y.recip && !x.both && y.both)
}

// assign gives a draft the roles that the classifier finds likeliest. What the
// frames of the tables chose is one of the things it goes by.
func (x *coder) assign(d *draft) {
	if x.book.caster == nil || d.fit.e.own {
		return
	}
	b := x.book.caster.board(x, d)
	c := b.best()
	ruled := d.actors
	x.play(d, b.options, c)
	if !among(ruled, b.options[c.actor].tok) {
		x.unsaidAgent(d, b.options, c)
	}
	d.sure = c.sure
	d.why = append(d.why, annals.Reason{Rule: "roles", Words: b.told(c)})
}

// among reports whether one of ps stands at token tok.
func among(ps []party, tok int) bool {
	return slices.ContainsFunc(ps, func(p party) bool { return p.tok == tok && p.Text != "" })
}

// told is a cast in words: who, to whom, and how probable.
func (b *board) told(c cast) string {
	join := " → "
	if c.both {
		join = " + "
	}
	return fmt.Sprintf("%s%s%s %.2f", b.options[c.actor].told(), join, b.options[c.recip].told(), c.sure)
}

// told is the words of an option; in brackets what no words say.
func (o *option) told() string {
	switch {
	case o.nobody():
		return "nobody"
	case o.implied:
		return "[" + o.ps[0].Name + "]"
	}
	return strings.TrimSpace(o.ps[0].Text + " " + string(o.ps[0].Country))
}

// play gives a draft the roles of a cast, with what is coordinated.
func (x *coder) play(d *draft, options []option, c cast) {
	a, r := x.company(d, options, c.actor), x.company(d, options, c.recip)
	if c.both {
		for _, p := range r { // the presidents of Kenya and Uganda are no four
			if !sameLand(a, p) {
				a = append(a, p)
			}
		}
		d.actors, d.recips = distinct(a), nil
		return
	}
	d.actors, d.recips = distinct(a), except(distinct(r), a)
}

// company is the parties of an option and of what is coordinated with it.
func (x *coder) company(d *draft, options []option, n int) []party {
	o := &options[n]
	out := append([]party(nil), o.ps...)
	if o.tok < 0 {
		return out
	}
	t := d.t
	root := o.tok
	for t.base(root) == "conj" && t.head(root) >= 0 && !t.isVerb(t.head(root)) {
		root = t.head(root)
	}
	for _, k := range t.withConj([]int{root}) {
		if k == o.tok {
			continue
		}
		for i := range options {
			if o := &options[i]; o.tok == k && (o.foundBy("said") || o.foundBy("two") || o.foundBy("place")) {
				for _, p := range o.ps {
					if !contains(out, p) {
						out = append(out, p)
					}
				}
				break
			}
		}
	}
	return out
}

// sameLand reports whether p's country is one of ps.
func sameLand(ps []party, p party) bool {
	for i := range ps {
		if p.Country != "" && ps[i].Country == p.Country {
			return true
		}
	}
	return false
}

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
	role    [3][]float64 // by head: actor, recipient, side
	pairs   func(a, r int) (pair, mutual float64)
}

// allowed reports whether option a may act on option r.
func allowed(options []option, a, r int, both bool) bool {
	x, y := &options[a], &options[r]
	switch {
	case x.tool, both && y.tool, a == r && !x.implied, a == r && both, x.tok >= 0 && x.tok == y.tok:
		return false // implied: the police of a country and its people
	case both:
		return a < r && !x.nobody() && !y.nobody()
	}
	return true
}

// casts calls f for every cast that is allowed.
func casts(options []option, f func(c cast)) {
	for a := range options {
		for r := range options {
			for _, both := range []bool{false, true} {
				if allowed(options, a, r, both) {
					f(cast{actor: a, recip: r, both: both})
				}
			}
		}
	}
}

func (b *board) score(c cast) float64 {
	pair, mutual := b.pairs(c.actor, c.recip)
	if c.both {
		return b.role[sideHead][c.actor] + b.role[sideHead][c.recip] + mutual
	}
	return b.role[actorHead][c.actor] + b.role[recipHead][c.recip] + pair
}

// best is the cast to take.
func (b *board) best() cast {
	all := make([]float64, 0, 2*len(b.options)*len(b.options))
	casts(b.options, func(c cast) { all = append(all, b.score(c)) })
	return choose(b.options, all)
}

// choose takes the likeliest cast of the likeliest pair of countries, scores
// given in the order of casts: several words may stand for one party.
func choose(options []option, scores []float64) cast {
	top := math.Inf(-1)
	for _, v := range scores {
		top = math.Max(top, v)
	}
	ids, lands := landsOf(options)
	pairs := make([]tallied, 2*lands*lands)
	n, sum := 0, 0.0
	casts(options, func(c cast) {
		v := math.Exp(scores[n] - top)
		n++
		sum += v
		pairs[pairOf(ids[c.actor], ids[c.recip], lands, c.both)].add(c, v)
	})
	var out *tallied
	for k := range pairs {
		if p := &pairs[k]; p.any && (out == nil || p.before(out)) {
			out = p
		}
	}
	if out == nil {
		return cast{}
	}
	out.best.sure = out.mass / math.Max(sum, 1e-9)
	return out.best
}

// A tallied is the casts of one pair of countries: how probable all are
// together, and the best.
type tallied struct {
	mass float64
	best cast
	any  bool
}

func (p *tallied) add(c cast, v float64) {
	p.mass += v
	if !p.any || v > p.best.sure {
		c.sure = v
		p.best, p.any = c, true
	}
}

func (p *tallied) before(q *tallied) bool {
	if p.mass != q.mass {
		return p.mass > q.mass
	}
	return p.best.actor < q.best.actor || p.best.actor == q.best.actor && p.best.recip < q.best.recip
}

// landsOf numbers the countries of options, in order of code.
func landsOf(options []option) (ids []int, n int) {
	var codes []annals.Code
	for i := range options {
		codes = append(codes, options[i].code())
	}
	sorted := slices.Compact(slices.Sorted(slices.Values(codes)))
	for _, c := range codes {
		k, _ := slices.BinarySearch(sorted, c)
		ids = append(ids, k)
	}
	return ids, len(sorted)
}

// pairOf is the number of a pair of countries; the two sides of a mutual act
// have no order.
func pairOf(a, r, lands int, both bool) int {
	if !both {
		return a*lands + r
	}
	return lands*lands + min(a, r)*lands + max(a, r)
}

// assign gives a draft the roles that the classifier finds likeliest. What the
// frames of the tables chose is one of the things it goes by.
func (x *coder) assign(d *draft) {
	if x.book.caster == nil || d.fit.e.own {
		return
	}
	b := x.book.caster.board(x, d)
	c := b.best()
	x.play(d, b.options, c)
	d.sure = c.sure
	d.why = append(d.why, annals.Reason{Rule: "roles", Words: b.told(c)})
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

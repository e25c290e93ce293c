package plover

import (
	"fmt"
	"slices"
	"strings"

	"annals"
	"annals/internal/sys/classify"
)

// Statuses are the classes of the judge's second head.
func Statuses() []annals.Status {
	return []annals.Status{annals.Actual, annals.Ongoing, annals.Historical, annals.Future, annals.Hypothetical, annals.Negated}
}

// A Candidate is a word that may carry an act, as the judge sees it.
type Candidate struct {
	In     annals.Field
	Words  []annals.Span // the predicate, then the other words of the act, in bytes of the field
	Ruled  annals.Type   // what the tables make of it, "" for no claim
	Known  annals.Type   // what they would make of it, were it a claim
	Status annals.Status // what the tables say
	Depth  int           // how many words govern it
	Light  bool          // a verb whose object says more
	Input  *classify.Input
}

// Candidates shows see every word of an article that may carry an act. What it
// is shown is valid until it returns.
func (b *Codebook) Candidates(a *annals.Article, ss []annals.Sentence, ms []annals.Mention, see func(*Candidate)) {
	x := newCoder(b, a, ss, ms)
	var in classify.Input
	for _, t := range x.trees {
		if t.len() > maxTokens || x.repeatsTitle(t) {
			continue
		}
		for _, d := range x.ruled(t) {
			x.actInput(d, &in)
			see(x.candidate(d, &in))
		}
	}
}

func (x *coder) candidate(d *draft, in *classify.Input) *Candidate {
	t := d.t
	c := &Candidate{In: t.s.In, Known: d.typ, Status: d.status, Input: in, Light: d.gov < 0 && x.book.light["do"].has(t.lemma(d.pred), t.anyParticle(d.pred))}
	if d.dead == "" {
		c.Ruled = d.typ
	}
	words := append(slices.Clone(d.fit.tokens), d.gov)
	for _, e := range d.fx {
		words = append(words, e.tok)
	}
	c.Words = append(c.Words, t.tok(d.pred).Span)
	for _, i := range words {
		if i >= 0 && i != d.pred {
			c.Words = append(c.Words, t.tok(i).Span)
		}
	}
	for h := t.head(d.pred); h >= 0 && c.Depth < 64; h = t.head(h) {
		c.Depth++
	}
	return c
}

// ruled is all drafts of a sentence as the tables leave them: with their
// parties, and why each is no claim.
func (x *coder) ruled(t *tree) []*draft {
	ds := x.drafts(t)
	for _, d := range ds {
		x.fillRoles(d)
		x.implyCrowd(d)
		x.joint(d)
		d.dead = x.ineligible(d)
	}
	x.silence(ds)
	return append(ds, x.opened(t, ds)...)
}

// judged lets the judge overrule the tables about the drafts of a sentence.
func (x *coder) judged(ds []*draft) {
	j := x.book.judge
	if j == nil || j.acts == nil {
		return
	}
	in := &x.input
	n := len(annals.Types()) + 1 + len(Statuses())
	ps := make([][]float32, len(ds))
	for i, d := range ds {
		if d.fit.e.own {
			continue
		}
		x.actInput(d, in)
		ps[i] = make([]float32, n)
		j.acts.Run(in, ps[i])
	}
	for i, d := range ds {
		if ps[i] != nil {
			x.sentenced(d, ps[i], leastNone(ds, ps, i))
			d.likely = max(d.likely, spokenFor(ds, ps, i))
		}
	}
	once(ds)
}

// leastNone is how likely it is that draft i is no act, or less where a word
// that only changes it is likelier to be one: pledged, beside aid.
func leastNone(ds []*draft, ps [][]float32, i int) float32 {
	none := len(annals.Types())
	least := ps[i][none]
	for _, k := range changers(ds, ps, i) {
		least = min(least, ps[k][none])
	}
	return least
}

// spokenFor is how likely the type of draft i is where a word stands that only
// changes it: reserved the right, beside close.
func spokenFor(ds []*draft, ps [][]float32, i int) float64 {
	at, most := slices.Index(annals.Types(), ds[i].typ), float32(0)
	if at < 0 {
		return 0
	}
	for _, k := range changers(ds, ps, i) {
		most = max(most, ps[k][at])
	}
	return float64(most)
}

// changers are the drafts that only change draft i and leave the claim to it.
func changers(ds []*draft, ps [][]float32, i int) (out []int) {
	for k, o := range ds {
		if k != i && ps[k] != nil && strings.HasPrefix(o.dead, "spoken for") && ds[i].touches(o) {
			out = append(out, k)
		}
	}
	return out
}

// sentenced applies what the judge says of one draft; none is the probability
// that it is no act.
func (x *coder) sentenced(d *draft, p []float32, none float32) {
	types := annals.Types()
	rest := p[len(types)+1:]
	best := slices.Index(p[:len(types)], slices.Max(p[:len(types)]))
	d.likely = float64(p[best])
	d.said = fmt.Sprintf("%s %.2f, none %.2f", types[best], p[best], none)
	switch {
	case d.dead == "" && none > killAt:
		d.dead = "judge"
		return
	case d.dead == "":
		x.retyped(d, types[best], p)
	case p[best] >= bearAt && none <= noneAt && d.revivable():
		x.revived(d, types[best], p)
	default:
		return
	}
	x.restated(d, rest)
	d.performed()
}

// retyped gives a claim of the tables the judge's type, where it is much
// likelier than theirs.
func (x *coder) retyped(d *draft, typ annals.Type, p []float32) {
	at := slices.Index(annals.Types(), d.typ)
	if d.typ == typ || d.softened(typ) || at >= 0 && p[slices.Index(annals.Types(), typ)]-p[at] < turnAt {
		return
	}
	d.why = append(d.why, annals.Reason{Rule: "judge", Words: d.said})
	x.turn(d, typ, p)
}

// turn gives a draft another type. The type that the tables had before an operator
// made it another comes back with the doubt of the operator, unless the probability in
// p that it is done is high: police who are to arrest somebody have not done so.
func (x *coder) turn(d *draft, typ annals.Type, p []float32) {
	if !d.opened && d.typ != typ && d.fit.e.typ == typ && d.status == annals.Actual && p[len(annals.Types())+1] < doneAt {
		d.status = x.undone(typ, d.fx)
	}
	d.typ, d.under = typ, ""
	d.unlike = d.typ != d.fit.e.typ
}

// undone is the status of an act of a type that stays under operators: what rows
// of "OPERATOR kept" say, else those of the operator that keep the type.
func (x *coder) undone(typ annals.Type, fx []effect) annals.Status {
	status := annals.Actual
	for _, e := range fx {
		rows := slices.Concat(x.book.rewrites[e.name+" kept"], x.book.rewrites[e.name])
		if i := slices.IndexFunc(rows, func(rw rewrite) bool { return rw.to == "" && (rw.types == nil || rw.types[typ]) }); i >= 0 {
			status = merge(status, rows[i].status)
		}
	}
	return status
}

// softened reports that typ is what an operator made less of, and the judge is
// not sure enough to say otherwise: who plans to sign has not signed.
func (d *draft) softened(typ annals.Type) bool {
	return !d.opened && d.typ != typ && d.fit.e.typ == typ && d.likely < softAt
}

// revivable reports whether the judge may make a claim of what the tables left:
// not where these know that it is none.
func (d *draft) revivable() bool {
	return d.opened || strings.HasPrefix(d.dead, "no ") || strings.HasPrefix(d.dead, "told")
}

// revived makes a claim of a draft that the tables left.
func (x *coder) revived(d *draft, typ annals.Type, p []float32) {
	if d.opened {
		x.frame(d, typ)
	}
	if d.typ != typ && !d.softened(typ) {
		x.turn(d, typ, p)
	}
	if typ == annals.Threaten && (d.status == annals.Hypothetical || d.status == annals.Future) {
		d.status = annals.Actual // a threat with a condition is made all the same
	}
	d.why = append(d.why, annals.Reason{Rule: "judge", Words: d.said})
	d.dead = ""
}

// restated takes the judge's status where the tables see the act as done: what
// an operator made doubtful stays so.
func (x *coder) restated(d *draft, p []float32) {
	if d.dead != "" || d.status != annals.Actual || d.typ == annals.Threaten {
		return // a threat with a condition is made all the same
	}
	best := slices.Index(p, slices.Max(p))
	if p[best] >= stateAt {
		d.status = Statuses()[best]
	}
}

// performed mends the status of an act that the words themselves are: what will
// be done and is called a promise is promised already, and the "not" of a refusal
// makes it one.
func (d *draft) performed() {
	refuses := d.typ == annals.Reject && d.status == annals.Negated && (d.opened || d.fit.e.typ != annals.Reject)
	if refuses || d.typ == annals.Agree && d.status == annals.Future {
		d.status = annals.Actual
	}
}

// frame gives a predicate that no table has the parties of its type.
func (x *coder) frame(d *draft, typ annals.Type) {
	kind := "verb"
	if !d.t.verbal(d.pred) {
		kind = "noun"
	}
	for _, e := range x.book.frames[kind] {
		if e.typ == typ {
			d.fit.e = e
		}
	}
	d.typ = typ
	x.fillRoles(d)
	x.implyCrowd(d)
}

// once keeps of two drafts of the same act, one under the other's word, that of
// the tables, or the one that the judge is surer of. A word that only changes
// another act is none of its own.
func once(ds []*draft) {
	for _, d := range ds {
		for _, o := range ds {
			if d == o || d.dead != "" || o.dead != "" || d.fit.e.own {
				continue
			}
			alike := d.typ == o.typ && (d.touches(o) || o.touches(d)) && (d.opened && !o.opened || d.opened == o.opened && d.likely <= o.likely)
			if alike || d.opened && o.touches(d) {
				d.dead = "said by " + t0(o)
			}
		}
	}
}

// touches reports whether o's predicate is one of the words of d.
func (d *draft) touches(o *draft) bool {
	if d.gov == o.pred || slices.Contains(d.fit.tokens, o.pred) {
		return true
	}
	for _, e := range d.fx {
		if e.tok == o.pred {
			return true
		}
	}
	return false
}

// The bounds on what the judge may do, chosen on files of the corpus that nothing
// was trained on: it is slow to drop a claim of the tables, and to make one that
// they do not.
const (
	killAt  = 0.5  // a claim of the tables is dropped when no act is likelier than this
	bearAt  = 0.3  // another word is a claim when its likeliest type has at least this …
	noneAt  = 0.45 // … and no act is not likelier than this
	turnAt  = 0.2  // a claim's type is turned when another is likelier by this
	softAt  = 0.5  // … and by this sure of the type that an operator made another
	doneAt  = 0.9  // … and of its being done, where it takes an act back from an operator
	stateAt = 0.6  // what the tables see as done has another status when it is likelier than this
)

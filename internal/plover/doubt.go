package plover

import (
	"strings"

	"annals"
)

// A qualm is a row of doubt.txt: the operator that its words bring.
type qualm struct {
	rule, name string
}

func (c *Codebook) readDoubt(r row) error {
	f := strings.Fields(r.head)
	if len(f) != 2 {
		return r.errorf("want OPERATOR PLACE, have %q", r.head)
	}
	if len(c.rewrites[f[0]]) == 0 {
		return r.errorf("no operator %q in rewrite.txt", f[0])
	}
	if c.doubts[f[1]] == nil {
		c.doubts[f[1]] = map[string]qualm{}
	}
	for _, w := range r.list() {
		c.doubts[f[1]][w] = qualm{r.at(), f[0]}
	}
	return nil
}

// doubtOf is what doubt.txt has of word i at a place.
func (x *coder) doubtOf(t *tree, place string, i int) *effect {
	rows := x.book.doubts[place]
	d, ok := rows[t.lemma(i)]
	if !ok {
		d, ok = rows["="+strings.ToLower(t.tok(i).Form)]
	}
	if !ok {
		return nil
	}
	return &effect{d.name, d.rule, i, t.tok(i).Form}
}

// doubted takes back what the sentence leaves open, of the acts that tables and
// judge take for done. It changes no act's parties, and revives none. Refusals and
// threats are left alone: what is said against the act is what makes them.
func (x *coder) doubted(ds []*draft) {
	for _, d := range ds {
		done := d.status == annals.Actual || d.status == annals.Ongoing
		if d.dead != "" || !done || d.fit.e.own || d.typ == annals.Reject || d.hasEffect("threaten") {
			continue
		}
		if e := x.doubt(d); e != nil && (e.name != "past" || d.status == annals.Actual) {
			x.undo(d, *e)
			d.performed()
		}
	}
}

// undo applies an operator to a draft that is judged. What was a threat only
// because it was to come is the act again.
func (x *coder) undo(d *draft, e effect) {
	if d.typ == annals.Threaten && d.under != "" {
		d.typ, d.under = d.under, ""
	}
	r := x.apply(d.typ, []effect{e})
	if r.under != "" {
		d.under = r.under
	}
	d.typ, d.status = r.typ, r.status
	d.why = append(d.why, r.why...)
}

// doubt climbs from the act to what stands over it, and returns the first
// operator it meets.
func (x *coder) doubt(d *draft) *effect {
	t := d.t
	speech := d.typ == annals.Accuse || d.typ == annals.Request // "denounced any attack" is said, whatever becomes of the attack
	if e := x.ownDoubt(d); e != nil && !speech {
		return e
	}
	for i, n := d.pred, 0; i >= 0 && n < maxDepth; n++ {
		if e := x.clauseDoubt(t, i); e != nil {
			return e
		}
		h := t.head(i)
		if h < 0 {
			return nil
		}
		if e := x.doubtOver(d, i, h); e != nil && !speech {
			return e
		}
		if i != d.clause && h == d.clause || t.base(i) == "xcomp" || t.base(i) == "conj" && !t.isVerb(i) || t.base(i) == "conj" && t.ownSubjects(i) == nil {
			i = h
			continue
		}
		return nil
	}
	return nil
}

// ownDoubt is that of the adjectives of a noun.
func (x *coder) ownDoubt(d *draft) *effect {
	t := d.t
	if t.isVerb(d.pred) {
		return nil
	}
	for _, k := range t.kids[d.pred] {
		if b := t.base(k); b == "amod" || b == "det" || b == "compound" {
			if e := x.doubtOf(t, "own", k); e != nil {
				return e
			}
		}
	}
	if t.s.In == annals.InTitle {
		for _, k := range t.kids[d.pred] { // talks unlikely
			if e := x.doubtOf(t, "predicate", k); e != nil && k > d.pred && t.tok(k).UPOS == "ADJ" {
				return e
			}
		}
	}
	if d.pred == d.clause {
		for _, e := range x.nounEffects(t, d.pred, d.clause) {
			if e.name != "continue" && e.name != "negate" {
				return &e
			}
		}
	}
	return nil
}

// doubtOver is what head h says of i, d's act or a clause about it.
func (x *coder) doubtOver(d *draft, i, h int) *effect {
	t := d.t
	that := t.kid(i, func(k int) bool { return k < i && strings.EqualFold(t.tok(k).Form, "that") }) >= 0
	if e := x.doubtOf(t, "undone", h); e != nil && (t.base(i) == "obj" || t.rel(i) == "nsubj:pass") && (d.opened || d.typ == d.fit.e.typ) {
		if t.lemma(h) != "call" || t.particle(h, "off") >= 0 {
			return e
		}
	}
	switch b := t.base(i); {
	case b == "nmod" || b == "acl" && t.rel(i) != "acl:relcl" || b == "acl" && that || b == "compound":
		return x.nounDoubt(t, i, h)
	case b == "csubj" || b == "ccomp" || b == "xcomp" || b == "advcl":
		return x.verbDoubt(t, i, h)
	case b == "nsubj" && !t.passive(h) && !t.isVerb(i) && t.indefinite(i) && t.kid(h, func(k int) bool { return strings.ToLower(t.tok(k).Form) == "would" }) >= 0:
		return &effect{"condition", "would", h, "would"}
	case b == "nsubj" && t.isVerb(i) && t.kid(h, t.wouldBe) >= 0: // bombing it would be a mistake
		return &effect{"condition", "would", h, t.tok(h).Form}
	case b == "nsubj" && !t.isVerb(h):
		return x.doubtOf(t, "predicate", h)
	case b == "obj" || b == "obl" && t.caseOf(i) == "of":
		return x.doubtOf(t, "verb", h)
	}
	return nil
}

// indefinite reports a noun that nothing makes known: a Russian attack.
func (t *tree) indefinite(i int) bool {
	return t.kidRel(i, "nmod:poss") < 0 && t.kid(i, func(k int) bool {
		switch strings.ToLower(t.tok(k).Form) {
		case "the", "this", "that", "these", "those", "its", "their", "his", "her":
			return true
		}
		return false
	}) < 0
}

// nounDoubt is what noun h says of the act i that it governs.
func (x *coder) nounDoubt(t *tree, i, h int) *effect {
	switch t.caseOf(i) {
	case "by", "in", "at", "with", "from", "after", "during", "on":
		return nil
	}
	if t.denied(h) || t.negates(h) {
		if e := x.doubtOf(t, "lack", h); e != nil {
			return e
		}
	}
	if e := x.falsity(t, h); e != nil {
		return e
	}
	if t.hasMark(i, "to") {
		if e := x.doubtOf(t, "task", h); e != nil {
			return e
		}
	}
	return x.doubtOf(t, "noun", h)
}

// negates reports a noun whose verb is denied: found no proof, is not evidence.
func (t *tree) negates(n int) bool {
	v := t.head(n)
	return v >= 0 && t.isVerb(v) && t.kid(v, func(k int) bool { return t.base(k) == "advmod" && negators[strings.ToLower(t.tok(k).Form)] }) >= 0
}

// falsity is what calls the words of noun h false: an adjective of it, or what is
// said of it.
func (x *coder) falsity(t *tree, h int) *effect {
	if !x.book.report["noun"][t.lemma(h)] && t.lemma(h) != "allegation" && t.lemma(h) != "rumour" && t.lemma(h) != "video" {
		return nil
	}
	for _, k := range t.kids[h] {
		if e := x.doubtOf(t, "false", k); e != nil && t.base(k) == "amod" {
			return e
		}
	}
	if v := t.head(h); v >= 0 && (t.base(h) == "nsubj" || t.base(h) == "nsubj:pass") && t.kid(v, func(k int) bool { return negators[t.lemma(k)] }) < 0 {
		return x.doubtOf(t, "false", v)
	}
	return nil
}

// verbDoubt is what verb or adjective h says of the clause i that it governs.
func (x *coder) verbDoubt(t *tree, i, h int) *effect {
	for _, s := range t.surface(h, 0) {
		if e := x.falsity(t, s); e != nil {
			return e
		}
		switch e := x.doubtOf(t, "rule", s); {
		case e == nil:
		case enables[t.lemma(h)] && t.hasMark(i, "to"):
			return e
		}
		if t.lemma(s) == "hoax" || t.lemma(s) == "rumour" || t.lemma(s) == "rumor" {
			return x.doubtOf(t, "noun", s)
		}
	}
	for _, k := range t.kids[h] {
		if t.base(k) == "advmod" && x.book.report["verb"][t.lemma(h)] {
			if e := x.doubtOf(t, "false", k); e != nil {
				return e
			}
		}
	}
	if k := t.kid(h, func(k int) bool { return x.doubtOf(t, "nearly", k) != nil }); k >= 0 && k < i && t.hasMark(i, "to") && t.tok(i).XPOS == "VBG" {
		return x.doubtOf(t, "nearly", k)
	}
	if e := x.doubtOf(t, "proviso", h); e != nil && t.ownSubjects(h) == nil {
		return e
	}
	if t.isVerb(h) {
		if t.base(i) == "advcl" && !opensAct[t.mark(i)] && t.mark(i) != "about" {
			return nil
		}
		return x.doubtOf(t, "verb", h)
	}
	if t.base(i) == "advcl" && !opensAct[t.mark(i)] {
		return nil
	}
	if e := x.doubtOf(t, "judged", h); e != nil && t.kid(h, func(k int) bool { return t.tok(k).XPOS == "VBD" }) < 0 {
		return e
	}
	return x.doubtOf(t, "predicate", h)
}

// enables are verbs by which a law lets or bids somebody act.
var enables = set{"allow": true, "let": true, "permit": true, "enable": true, "require": true, "oblige": true, "authorise": true, "authorize": true,
	"empower": true, "entitle": true}

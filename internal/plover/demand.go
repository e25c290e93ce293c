package plover

import (
	"slices"

	"annals"
)

// demanded turns what somebody says that another must do into a request of the
// one to the other: "Seoul says Pyongyang must return the two sailors" asks, and
// says nothing of what Pyongyang will do.
func (x *coder) demanded(ds []*draft) {
	for _, d := range ds {
		d.ownWish(ds)
		if d.dead != "" && d.dead != "no party" || d.fit.e.own || d.typ == annals.Request {
			continue
		}
		must, verb := d.t.obliged(d)
		if must < 0 {
			continue
		}
		asks, asked := x.demander(d.t, must, verb)
		if asks == nil || alike(asks, asked) {
			continue
		}
		if slices.ContainsFunc(ds, func(o *draft) bool { return o.pred == must && o.dead == "" }) {
			d.dead = "asked for" // and told by the word that asks
			continue
		}
		d.typ, d.under, d.status, d.dead = annals.Request, "", annals.Actual, ""
		d.actors, d.recips, d.asked, d.unlike = asks, asked, true, true
		d.why = append(d.why, annals.Reason{Rule: "demand", Words: d.t.tok(must).Form})
	}
}

// obliged is the word that says that the act of d must be done, or is wanted of
// another, and the verb of its clause; −1 for none.
func (t *tree) obliged(d *draft) (must, verb int) {
	for i, n := d.clause, 0; n < maxDepth; n++ {
		if k := t.obligation(i); k >= 0 {
			return k, i
		}
		h := t.head(i)
		if t.base(i) != "xcomp" || h < 0 {
			break
		}
		if t.lemma(h) == "want" && t.isVerb(h) && t.kidRel(h, "obj") >= 0 {
			return h, i
		}
		i = h
	}
	return -1, -1
}

// demander is who says the clause of a verb, in words beside it, and of whom; nil where
// nobody that counts does.
func (x *coder) demander(t *tree, must, verb int) (asks, asked []party) {
	tellers, done := x.tellers(t, verb), t.subjects(verb)
	if t.lemma(must) == "want" {
		tellers, done = t.subjects(must), t.objects(must)
	}
	for _, i := range tellers {
		asks = append(asks, x.partiesAt(t, i, false)...)
	}
	if !anyPolitical(asks) {
		return nil, nil
	}
	for _, i := range done {
		asked = append(asked, x.partiesAt(t, i, true)...)
	}
	if !t.passive(verb) && !anyPolitical(asked) {
		return nil, nil
	}
	return distinct(asks), distinct(asked)
}

// tellers are the subjects of the verb of speech that brings in the clause of
// verb, or stands beside it.
func (x *coder) tellers(t *tree, verb int) []int {
	if h := t.head(verb); h >= 0 && x.reports(t, verb, h) {
		return t.subjects(h)
	}
	for _, k := range t.kids[verb] {
		if t.base(k) == "parataxis" && t.isVerb(k) && x.book.report["verb"].has(t.lemma(k), t.anyParticle(k)) {
			return t.ownSubjects(k)
		}
	}
	return nil
}

// alike reports that one of ps is one of qs: who says what he himself must do asks nobody.
func alike(ps, qs []party) bool {
	for _, p := range ps {
		if contains(qs, p) {
			return true
		}
		for _, q := range qs {
			if p.Country != "" && p.Country == q.Country && (p.Sector == q.Sector || p.Kind == annals.State || q.Kind == annals.State) {
				return true
			}
		}
	}
	return false
}

// seated keeps the parties of a demand to the words that they stand in; whose these are,
// the roles weigh.
func (d *draft) seated(o *option, h int) bool {
	switch {
	case !d.asked:
		return true
	case h == actorHead:
		return among(d.actors, o.tok)
	case h == recipHead:
		return len(d.recips) == 0 && !among(d.actors, o.tok) || among(d.recips, o.tok)
	}
	return false
}

// ownWish leaves to its verb what somebody wants to do himself: who wants to send
// tanks asks nobody.
func (d *draft) ownWish(ds []*draft) {
	t := d.t
	if d.dead != "" || !d.opened || d.typ != annals.Request || t.lemma(d.pred) != "want" || t.objects(d.pred) != nil {
		return
	}
	for _, o := range ds {
		if o.dead != "" && o.dead != "judge" || o.opened || t.base(o.clause) != "xcomp" || t.head(o.clause) != d.pred {
			continue
		}
		o.dead, o.likely, d.dead = "", max(o.likely, d.likely), "left to "+t.tok(o.pred).Form
	}
}

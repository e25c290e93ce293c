package plover

import (
	"strings"

	"annals"
)

// demanded turns what somebody says that another must do into a request of the
// one to the other: "Seoul says Pyongyang must return the two sailors" asks, and
// says nothing of what Pyongyang will do.
func (x *coder) demanded(ds []*draft) {
	for _, d := range ds {
		if d.dead != "" && d.dead != "no party" || d.fit.e.own || d.typ == annals.Request {
			continue
		}
		must, verb := d.t.obliged(d)
		if must < 0 {
			continue
		}
		asks, asked := x.demander(d.t, verb)
		if asks == nil || alike(asks, asked) {
			continue
		}
		d.typ, d.under, d.status, d.dead = annals.Request, "", annals.Actual, ""
		d.actors, d.recips, d.asked, d.unlike = asks, asked, true, true
		d.why = append(d.why, annals.Reason{Rule: "demand", Words: d.t.tok(must).Form})
	}
}

// obliged is the word that says that the act of d must be done, and the verb of
// its clause; −1 for none. What had to be done, or must have been, is not asked for.
func (t *tree) obliged(d *draft) (must, verb int) {
	for i, n := d.clause, 0; i >= 0 && n < maxDepth; n++ {
		for _, k := range t.kids[i] {
			if t.base(k) == "aux" && oblige(t.tok(k)) {
				if t.kid(i, func(k int) bool { return t.base(k) == "aux" && t.lemma(k) == "have" }) >= 0 {
					return -1, -1
				}
				return k, i
			}
		}
		h := t.head(i)
		if t.base(i) != "xcomp" || h < 0 {
			return -1, -1
		}
		if f := strings.ToLower(t.tok(h).Form); t.isVerb(h) && (f == "has" || f == "have" || f == "needs" || f == "need") {
			return h, h
		}
		i = h
	}
	return -1, -1
}

// oblige reports must, should, ought and need.
func oblige(k *annals.Token) bool {
	switch strings.ToLower(k.Form) {
	case "must", "should", "ought", "need":
		return true
	}
	return false
}

// demander is who says the clause of a verb, in words beside it, and of whom; nil where
// nobody that counts does.
func (x *coder) demander(t *tree, verb int) (asks, asked []party) {
	for _, i := range t.tellers(x, verb) {
		asks = append(asks, x.partiesAt(t, i, false)...)
	}
	if !anyPolitical(asks) {
		return nil, nil
	}
	for _, i := range t.subjects(verb) {
		asked = append(asked, x.partiesAt(t, i, true)...)
	}
	if !t.passive(verb) && !anyPolitical(asked) {
		return nil, nil
	}
	return distinct(asks), distinct(asked)
}

// tellers are the subjects of the verb of speech that brings in the clause of
// verb, or stands beside it.
func (t *tree) tellers(x *coder, verb int) []int {
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

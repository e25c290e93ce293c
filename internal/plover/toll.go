package plover

import (
	"annals"
)

// accident reports whether a draft of death and injury has no violence behind
// it: nobody does it, and the sentence or the headline names a mishap.
func (x *coder) accident(d *draft) bool {
	t := d.t
	if d.fit.e.typ != annals.Assault || len(d.actors) > 0 || !tollVerbs[t.lemma(d.pred)] && t.lemma(d.pred) != "death" {
		return false
	}
	if t.anyIn(x.book.classes["weaponry"]) {
		return false
	}
	if t.anyIn(x.book.classes["mishap"]) {
		return true
	}
	for _, o := range x.trees {
		if o.s.In == annals.InTitle && o.anyIn(x.book.classes["mishap"]) && !o.anyIn(x.book.classes["weaponry"]) {
			return true
		}
	}
	return false
}

// anyIn reports whether a word of the sentence is in s.
func (t *tree) anyIn(s set) bool {
	for i := range t.s.Tokens {
		if s[t.lemma(i)] {
			return true
		}
	}
	return false
}

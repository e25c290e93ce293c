package plover

import (
	"regexp"

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

// result is the result of a game: 4-0.
var result = regexp.MustCompile(`\b[0-9]{1,2}[-–][0-9]{1,2}\b`)

// sport reports whether a sentence is about a game, where words of war stand
// for nothing: two words of sport, one and a result, or one that only games
// have, and nothing of the state.
func (x *coder) sport(t *tree) bool {
	words := 0
	for i := range t.s.Tokens {
		switch w := t.lemma(i); {
		case x.book.classes["state"][w]:
			return false
		case x.book.classes["sport"][w]:
			words++
		case x.book.classes["game"][w]:
			words += 2
		}
	}
	if words == 1 && result.MatchString(t.s.Span.Of(x.body(t))) {
		words++
	}
	return words >= 2
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

package plover

import (
	"annals"
)

// together are the modifiers that make an exercise one of several sides.
var together = set{"joint": true, "combined": true, "bilateral": true, "trilateral": true, "multinational": true, "multilateral": true, "allied": true}

// joint turns an exercise of several sides into COOPERATE: one side's is
// MOBILIZE (codebook, rewriting).
func (x *coder) joint(d *draft) {
	if d.typ != annals.Mobilize || d.fit.e.typ != annals.Mobilize {
		return
	}
	t := d.t
	noun := x.drill(d)
	if noun < 0 {
		return
	}
	var with []party
	for _, k := range append(t.complements(d.pred, "with"), t.complements(noun, "with")...) {
		with = append(with, x.partiesAt(t, k, false)...)
	}
	shared := t.kid(noun, func(k int) bool { return together[t.lemma(k)] }) >= 0
	if !shared && len(with) == 0 && !several(d.actors) {
		return
	}
	for _, p := range with {
		if !contains(d.actors, p) {
			d.actors = append(d.actors, p)
		}
	}
	d.typ, d.under, d.recips, d.unlike = annals.Cooperate, "", nil, true
	d.why = append(d.why, annals.Reason{Rule: "joint", Words: t.tok(noun).Form})
}

// drill is the token of an exercise among the words of a draft, or −1.
func (x *coder) drill(d *draft) int {
	for _, i := range append([]int{d.pred}, d.fit.tokens...) {
		if x.book.classes["drill"][d.t.lemma(i)] {
			return i
		}
	}
	return -1
}

// several reports parties of more than one country.
func several(ps []party) bool {
	for _, p := range ps {
		if p.Country != "" && p.Country != ps[0].Country {
			return true
		}
	}
	return false
}

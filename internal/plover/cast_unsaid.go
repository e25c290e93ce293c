package plover

import "annals"

// unsaidAgent takes the words away from the actor of a passive that names no
// agent: "Montalvo was arrested with the group's help" does not say by whom. What
// the words were weighed for is the country, and that stays.
func (x *coder) unsaidAgent(d *draft, options []option, c cast) {
	o := &options[c.actor]
	if c.both || len(d.actors) != 1 || o.tok < 0 || o.nobody() || !d.t.isVerb(d.pred) || !d.t.passive(d.pred) || d.t.mayAct(d, o) {
		return
	}
	if o.ps[0].Country == "" {
		d.actors = nil
		return
	}
	p := stateOf(o.ps[0].Country)
	for k := range options {
		if u := &options[k]; u.implied && u.code() == o.code() && armed(d.typ, u) {
			p = u.ps[0]
			break
		}
	}
	d.actors = []party{p}
}

// mayAct reports words that may act in a passive: its agent, the subject of
// another clause, whoever owns what is done.
func (t *tree) mayAct(d *draft, o *option) bool {
	root := t.conjRoot(o.tok)
	switch t.base(root) {
	case "nsubj":
		return armed(d.typ, o)
	case "amod", "compound":
		return true
	}
	return t.rel(root) == "nmod:poss" || t.caseOf(root) == "by" || has(t.indirect(d.pred), root)
}

// armed reports whether an option may do what a passive tells: force and coercion
// are not of plain people.
func armed(typ annals.Type, o *option) bool {
	return typ != "COERCE" && typ != "ASSAULT" || o.ps[0].political()
}

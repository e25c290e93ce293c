package plover

import (
	"annals"
)

// needsRecipient are the types whose acts nearly always have somebody at their
// other end, said or understood.
var needsRecipient = map[annals.Type]bool{annals.Accuse: true, annals.Request: true, annals.Reject: true, annals.Threaten: true,
	annals.Coerce: true, annals.Sanction: true, annals.Assault: true, annals.Concede: true, annals.Aid: true}

// imply finds the recipient that a reader understands where the words name
// none: a party in what the predicate governs, one elsewhere in the sentence,
// one of the claims just before; for people who face a state, that state.
func (x *coder) imply(d *draft) {
	if len(d.recips) > 0 || d.fit.e.recip == nil || !needsRecipient[d.typ] || len(d.actors) == 0 || d.mutual() {
		return
	}
	if p, ok := x.partyNear(d); ok {
		d.recips = []party{p}
		d.why = append(d.why, annals.Reason{Rule: "implied near", Words: p.Text})
		return
	}
	if ps := x.whoCame(d); ps != nil {
		d.recips = ps
		d.why = append(d.why, annals.Reason{Rule: "implied accuser", Words: ps[0].Name})
		return
	}
	for i := len(x.out) - 1; i >= 0 && i >= len(x.out)-3; i-- {
		c := &x.out[i]
		if d.t.n-c.Sentence > 2 || c.In != d.t.s.In {
			break
		}
		for _, ps := range [][]annals.Participant{c.Actor, c.Recipient} {
			for _, p := range ps {
				if p.Country != "" && !d.onSide(p.Country) && p.Kind != annals.PlaceKind {
					d.recips = []party{unsaid(p)}
					d.why = append(d.why, annals.Reason{Rule: "implied before", Words: p.Name})
					return
				}
			}
		}
	}
	x.implyState(d)
}

// whoCame is the actors of the claim just before that was done to the draft's
// actor: who rejects the charge rejects the accuser.
func (x *coder) whoCame(d *draft) []party {
	for i := len(x.out) - 1; i >= 0 && i >= len(x.out)-4; i-- {
		c := &x.out[i]
		if d.t.n-c.Sentence > 2 || c.In != d.t.s.In {
			return nil
		}
		met := false
		for _, p := range c.Recipient {
			met = met || p.Country != "" && d.onSide(p.Country)
		}
		var out []party
		for _, p := range c.Actor {
			if met && p.Country != "" && !d.onSide(p.Country) {
				out = append(out, unsaid(p))
			}
		}
		if out != nil {
			return out
		}
	}
	return nil
}

// unsaid is a party of another sentence, without its words.
func unsaid(p annals.Participant) party {
	p.Text, p.Start, p.End = "", 0, 0
	return party{Participant: p, named: true, sure: 0.5}
}

// implyState gives people who face a state that state as the other side.
func (x *coder) implyState(d *draft) {
	a := d.actors[0]
	c := a.Country
	if !isState(c) {
		c = x.local(d.t)
	}
	if c == "" {
		return
	}
	p := party{sure: 0.4}
	p.Country, p.Kind = c, annals.Organization
	switch a.Sector {
	case "CVL", "LAB", "EDU", "AGR", "SOC", "OPP", "JRN", "REF", "REL", "PTY", "REB", "MED", "LEG", "JUD":
		p.Name, p.Sector = "Government of "+string(c), "GOV"
	default:
		p.Name, p.Sector, p.Kind = "people of "+string(c), "CVL", annals.Population
	}
	d.recips = []party{p}
	d.why = append(d.why, annals.Reason{Rule: "implied state", Words: p.Name})
}

// implyActor gives an act that is told in the passive the doer of the claim of
// the same type just before, done to the same side: police beat marchers; nine
// were arrested.
func (x *coder) implyActor(d *draft) {
	if len(d.actors) > 0 || len(d.recips) == 0 || !d.t.passive(d.pred) {
		return
	}
	for i := len(x.out) - 1; i >= 0 && i >= len(x.out)-4; i-- {
		c := &x.out[i]
		if d.t.n-c.Sentence > 2 || c.In != d.t.s.In {
			return
		}
		if c.Type.Quad() != d.typ.Quad() || len(c.Actor) == 0 || !sameSide(c.Recipient, d.recips) {
			continue
		}
		for _, p := range c.Actor {
			d.actors = append(d.actors, unsaid(p))
		}
		d.why = append(d.why, annals.Reason{Rule: "implied doer", Words: c.Actor[0].Name})
		return
	}
}

// sameSide reports a country that both have.
func sameSide(ps []annals.Participant, qs []party) bool {
	for _, p := range ps {
		for _, q := range qs {
			if p.Country != "" && p.Country == q.Country {
				return true
			}
		}
	}
	return false
}

// rule reports a curfew or an emergency, which only a government imposes.
func (x *coder) rule(d *draft) bool {
	for _, m := range d.fit.e.modes {
		if m == "curfew" || m == "martial-law" {
			return d.typ == annals.Coerce
		}
	}
	return false
}

// implyCrowd gives a curfew that nobody is said to impose the government, and
// a protest that names nobody (demonstrations spread to the
// capital) the people of the country it is held in.
func (x *coder) implyCrowd(d *draft) {
	if len(d.actors)+len(d.recips) > 0 || d.typ != annals.Protest && !x.rule(d) {
		return
	}
	c := x.local(d.t)
	if c == "" {
		return
	}
	p := party{sure: 0.5}
	p.Name, p.Kind, p.Country, p.Sector = "protesters", annals.Population, c, "CVL"
	if d.typ != annals.Protest {
		p.Name, p.Kind, p.Sector = "Government of "+string(c), annals.Organization, "GOV"
	}
	d.actors = []party{p}
	d.why = append(d.why, annals.Reason{Rule: "implied crowd", Words: p.Name})
}

// mutual reports whether the act is done to each other.
func (d *draft) mutual() bool {
	t := d.t
	for _, k := range t.kids[d.pred] {
		if l := t.lemma(k); l == "each" || l == "other" && t.kid(k, func(m int) bool { return t.lemma(m) == "each" }) >= 0 {
			return true
		}
	}
	return false
}

// onSide reports whether c is a country of the draft's actors.
func (d *draft) onSide(c annals.Code) bool {
	for _, a := range d.actors {
		if a.Country == c {
			return true
		}
	}
	return false
}

// partyNear is a party of another country in the sentence: first below the
// predicate, then the nearest before it, then after it.
func (x *coder) partyNear(d *draft) (party, bool) {
	t := d.t
	best, cost := party{}, 1<<30
	for _, m := range t.ms {
		if len(m.Entities) == 0 || x.datelined(t, m.Head) || m.Head == d.pred {
			continue
		}
		e := m.Entities[0]
		p := party{tok: m.Head, named: true, sure: 0.5}
		p.Entity, p.Text, p.Start, p.End = e, m.Text, m.Start, m.End
		if e.Country == "" || d.onSide(e.Country) || !p.political() || e.Sector == "JRN" || x.placed(t, m) {
			continue
		}
		c := abs(m.Head - d.pred)
		switch {
		case t.under(m.Head, d.pred):
		case m.Head < d.pred:
			c += 100
		default:
			c += 200
		}
		if c < cost {
			best, cost = p, c
		}
	}
	return best, cost < 1<<30
}

// placed reports whether m stands as a place of something: in Kyiv.
func (x *coder) placed(t *tree, m *annals.Mention) bool {
	switch t.caseOf(m.Head) {
	case "in", "at", "near", "across", "around", "inside", "outside", "off", "according to":
		return true
	}
	return false
}

func abs(i int) int {
	if i < 0 {
		return -i
	}
	return i
}

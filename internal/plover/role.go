package plover

import (
	"fmt"
	"slices"
	"strings"

	"annals"
)

// fillRoles finds the parties of a draft along its frame's paths.
func (x *coder) fillRoles(d *draft) {
	e := d.fit.e
	d.actors = x.follow(d, e.actor)
	d.recips = x.follow(d, e.recip)
	if e.recip == nil {
		d.actors = distinct(d.actors)
		return
	}
	d.actors, d.recips = distinct(d.actors), distinct(d.recips)
	if len(d.recips) > 0 && len(d.actors) > 0 {
		d.recips = except(d.recips, d.actors)
	}
}

// follow is the parties on a path: each term's first alternative that has any.
func (x *coder) follow(d *draft, p path) []party {
	var out []party
	for _, alts := range p {
		for _, s := range alts {
			var ps []party
			for _, i := range d.t.at(d.pred, d.gov, s) {
				ps = append(ps, x.partiesAt(d.t, i, s.deep)...)
			}
			if ps != nil {
				out = append(out, ps...)
				break
			}
		}
	}
	return out
}

// distinct drops parties that stand for the same entity twice.
func distinct(ps []party) []party {
	var out []party
	for _, p := range ps {
		if !contains(out, p) {
			out = append(out, p)
		}
	}
	return out
}

func contains(ps []party, p party) bool {
	for _, q := range ps {
		if q.Name == p.Name && q.Country == p.Country && q.Sector == p.Sector {
			return true
		}
	}
	return false
}

func except(ps, qs []party) []party {
	var out []party
	for _, p := range ps {
		if !contains(qs, p) {
			out = append(out, p)
		}
	}
	return out
}

// ineligible says why the parties make the draft no claim of politics, or "".
func (x *coder) ineligible(d *draft) string {
	e := d.fit.e
	switch {
	case e.has('a') && len(d.actors) == 0:
		return "no actor"
	case e.has('r') && len(d.recips) == 0:
		return "no recipient"
	case e.has('p') && !anyPolitical(d.recips):
		return "no political recipient"
	case e.has('g') && d.gov < 0:
		return "no light verb"
	case e.has('i') && !d.t.toAct(d.pred):
		return "told, not asked to act"
	case x.stands(d):
		return "a standing fact"
	case len(d.actors)+len(d.recips) == 0:
		return "no party"
	case x.accident(d):
		return "accident"
	case x.sport(d.t):
		return "sport"
	case d.fit.e.own, anyPolitical(d.actors) || anyPolitical(d.recips):
		return ""
	}
	// Populations that are acted upon, or that rise.
	switch d.fit.e.typ {
	case annals.Assault, annals.Coerce, annals.Protest, annals.Aid, annals.Retreat, annals.Sanction, annals.Concede:
		return ""
	}
	return "no political party"
}

// unplayed is why a draft whose roles are given is no claim, or "": nobody known
// takes part, somebody kills himself, or the roles are too unsure. What a user's
// own rows find stays.
func (x *coder) unplayed(d *draft) string {
	switch c := d.confidence(); {
	case d.fit.e.own:
		return ""
	case unknown(d.actors) && unknown(d.recips):
		return "no party"
	case d.typ == annals.Assault && slices.ContainsFunc(d.recips, oneself):
		return "done to oneself"
	case c < unsure:
		return fmt.Sprintf("confidence %.2f", c)
	}
	return ""
}

// oneself reports that a party is who acts: himself, but not Hamas itself.
func oneself(p party) bool {
	switch strings.ToLower(p.Text) {
	case "himself", "herself", "itself", "oneself", "themself", "themselves":
		return true
	}
	return false
}

// unknown reports that of none of ps a country or sector is known.
func unknown(ps []party) bool {
	return !slices.ContainsFunc(ps, func(p party) bool { return p.Country != "" || p.Sector != "" })
}

// stands reports a standing fact: troops are stationed in a country.
func (x *coder) stands(d *draft) bool {
	t := d.t
	return d.typ == annals.Mobilize && x.book.classes["posted"][t.lemma(d.pred)] && t.isVerb(d.pred) && t.passive(d.pred) &&
		t.kid(d.pred, func(k int) bool { return t.tok(k).XPOS == "VBP" || t.tok(k).XPOS == "VBZ" }) >= 0 &&
		t.kid(d.pred, func(k int) bool { w := strings.ToLower(t.tok(k).Form); return w == "being" || w == "been" }) < 0
}

// toAct reports an infinitive under verb v: told the troops to leave.
func (t *tree) toAct(v int) bool {
	return t.kid(v, func(k int) bool { return (t.base(k) == "xcomp" || t.base(k) == "ccomp") && t.hasMark(k, "to") }) >= 0
}

func anyPolitical(ps []party) bool {
	for i := range ps {
		if ps[i].political() {
			return true
		}
	}
	return false
}

// confidence is how sure the draft is: the strength of the words, of the roles,
// of the tree and of the names, as a product.
func (d *draft) confidence() float64 {
	if d.likely > 0 && d.sure > 0 {
		return d.likely * d.sure
	}
	c := 0.75
	if d.fit.score >= 4 {
		c = 0.9
	}
	if len(d.actors) == 0 {
		c *= 0.8
	}
	if len(d.recips) == 0 && d.fit.e.recip != nil {
		c *= 0.8
	}
	if d.sure > 0 {
		c *= d.sure
	}
	for _, ps := range [][]party{d.actors, d.recips} {
		for i := range ps {
			c *= 0.7 + 0.3*ps[i].sure
			break
		}
	}
	if s := d.t.tok(d.pred).Sure; s > 0 {
		c *= 0.7 + 0.3*float64(s)
	}
	return c
}

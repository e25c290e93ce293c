package plover

import (
	"annals"
)

// where is the place of the act: one that the predicate governs by a
// preposition of place, or that its undergoer stands in.
func (x *coder) where(d *draft) *annals.Where {
	t := d.t
	best, cost := (*annals.Mention)(nil), 1<<30
	for _, m := range t.ms {
		if m.Where == nil {
			continue
		}
		if c, ok := x.placeCost(d, m); ok && c < cost {
			best, cost = m, c
		}
	}
	if best == nil {
		best = x.placeOfParty(d)
	}
	if best == nil {
		best = x.onlyPlace(d)
	}
	if best == nil {
		return nil
	}
	w := *best.Where
	return &w
}

func (x *coder) placeCost(d *draft, m *annals.Mention) (int, bool) {
	t := d.t
	switch t.caseOf(m.Head) {
	case "in", "at", "near", "outside", "off", "inside", "around", "along", "across", "on", "over", "throughout", "within", "close to", "south of", "north of", "east of", "west of":
	default:
		return 0, false
	}
	for _, p := range d.recips {
		if p.tok == m.Head && (t.caseOf(m.Head) == "on" || t.caseOf(m.Head) == "over") {
			return 0, false // sanctions on Belarus are not in Belarus
		}
	}
	h := t.head(m.Head)
	for up := 0; h >= 0 && up < 5; up++ {
		if h == d.pred || h == d.clause {
			return up, true
		}
		if x.coded(t, h) || x.book.report["verb"][t.lemma(h)] && t.isVerb(h) {
			return 0, false
		}
		h = t.head(h)
	}
	return 0, false
}

// settled are the types whose act takes place where its undergoer is.
var settled = map[annals.Type]bool{annals.Assault: true, annals.Coerce: true, annals.Protest: true, annals.Retreat: true}

// placeOfParty is the town or province that stands within the words of the
// recipient (the market of Goma), or the place that is visited.
func (x *coder) placeOfParty(d *draft) *annals.Mention {
	visit := (d.typ == annals.Consult || d.under == annals.Consult) && len(d.actors) > 0
	if !settled[d.typ] && !visit {
		return nil
	}
	for _, m := range d.t.ms {
		if m.Where == nil {
			continue
		}
		for _, p := range d.recips {
			if p.tok < 0 || p.Text == "" {
				continue
			}
			inside := d.t.under(m.Head, p.tok) && m.Where.Resolution > 1 && (m.Where.Country == p.Country || p.Country == "")
			if inside && !visit || visit && m.Head == p.tok {
				return m
			}
		}
	}
	return nil
}

// onlyPlace is the one town, sea or province that the clause of a physical act
// speaks of behind a preposition of place: a convoy near Djibo.
func (x *coder) onlyPlace(d *draft) *annals.Mention {
	if q := d.typ.Quad(); q != 2 && q != 4 || d.typ == annals.Sanction {
		return nil
	}
	var found *annals.Mention
	for _, m := range d.t.ms {
		if m.Where == nil || m.Where.Resolution == 1 || !d.t.under(m.Head, d.clause) || !x.placed(d.t, m) {
			continue
		}
		if found != nil {
			return nil
		}
		found = m
	}
	return found
}

package link

import (
	"annals"
)

// partial reports a phrase that names a government which few recognise: the
// Abkhaz leader, the parliament of Transnistria.
func (r *reader) partial(i, head, first int) bool {
	t := &r.trees[i]
	last := head
	for _, c := range t.children[head] {
		if t.rel(c) == "nmod" && c > head && t.preposition(c) == "of" {
			last = c + 1
		}
	}
	for k := first; k < last; k++ {
		if h := r.hitAt(i, k); h != nil && h.Sector == "PRE" {
			return true
		}
	}
	return false
}

// sectorUnder is the sector of what belongs to a body of states: its forces,
// courts, police and chambers stay what they are, the rest is the body.
func sectorUnder(code annals.Code, sector string) string {
	switch {
	case code != "EUR" && code != "UNO" && code != "IGO":
		return sector
	case sector == "MIL" || sector == "JUD" || sector == "COP" || sector == "LEG":
		return sector
	}
	return "IGO"
}

// ofTheHague reports a court or prosecutor of The Hague, which are those of the
// world: the Hague tribunal, a court in The Hague; but not a Dutch court there.
func (r *reader) ofTheHague(i, head int) bool {
	t := &r.trees[i]
	first, last := t.phrase(head)
	hague := false
	for _, c := range t.children[head] {
		if t.rel(c) == "nmod" && c > head {
			_, last = t.reach(c)
		}
		hague = hague || t.s.Tokens[c].Form == "Hague"
	}
	for k := first; k < min(last, head+5); k++ {
		switch t.s.Tokens[k].Form {
		case "Dutch", "Netherlands", "district", "District":
			return false
		case "Hague":
			hague = true
		}
	}
	return hague
}

// homeOf is the country where people live that are called after another one: by
// "of" and its name, or, for "ethnic Serbs", by the context; or "".
func (r *reader) homeOf(i, head int, h *hit) annals.Code {
	if h.form != people {
		return ""
	}
	t := &r.trees[i]
	for _, c := range t.children[head] {
		if t.rel(c) == "nmod" && c > head && t.preposition(c) == "of" {
			if code, ok := r.countryIn(i, c); ok && r.isCountry(code) {
				return code
			}
		}
		if t.lemma(c) == "ethnic" {
			code, _ := r.contextCountry(i, head, role{kind: annals.Population, sector: "CVL"}, false, h.Country)
			return code
		}
	}
	return ""
}

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

// ofTheWorld is the body of states to which a court or prosecutor belongs by
// where it sits: the Hague tribunal, a court in Strasbourg, the Union's judges in
// Luxembourg; "" for others, and for a Dutch court in The Hague.
func (r *reader) ofTheWorld(i, head int) annals.Code {
	t := &r.trees[i]
	first, last := t.phrase(head)
	for _, c := range t.children[head] {
		if t.rel(c) == "nmod" && c > head {
			_, last = t.reach(c)
		}
		if t.s.Tokens[c].Form == "Hague" {
			first, last = min(first, c), max(last, c+1)
		}
	}
	of := annals.Code("")
	for k := first; k < min(last, max(head+5, first+1)); k++ {
		switch t.s.Tokens[k].Form {
		case "Dutch", "Netherlands", "French", "district", "District", "administrative":
			return ""
		case "Hague", "Strasbourg":
			of = "IGO"
		case "Luxembourg":
			if r.spoken["EUR"] {
				of = "EUR"
			}
		}
	}
	return of
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

package link

import (
	"slices"
	"strings"

	"annals"
)

// definite reports a phrase with "the", a possessive or a capital.
func (r *reader) definite(i, head int) bool {
	t := &r.trees[i]
	for _, c := range t.children[head] {
		form := strings.ToLower(t.s.Tokens[c].Form)
		if form == "the" || form == "this" || form == "that" || t.s.Tokens[c].Deprel == "nmod:poss" {
			return true
		}
	}
	return t.s.Tokens[head].UPOS == "PROPN"
}

// roleBefore is the longest role noun of the table that ends before token end,
// beginning not before first.
func (r *reader) roleBefore(i, first, end int) (role, int, bool) {
	ts := r.ss[i].Tokens
	for from := max(first, end-4); from < end; from++ {
		words := strings.ToLower(r.text(i, from, end))
		if ro, ok := r.roles[words]; ok {
			return ro, from, true
		}
		singular := strings.ToLower(r.text(i, from, end-1) + " " + ts[end-1].Lemma)
		if from == end-1 {
			singular = strings.ToLower(ts[end-1].Lemma)
		}
		if ro, ok := r.roles[strings.TrimSpace(singular)]; ok {
			return ro, from, true
		}
		if ro, ok := r.roles[strings.TrimSuffix(words, "s")]; ok && ts[end-1].UPOS == "PROPN" {
			return ro, from, true // Unions: a plural that the tagger took for a name
		}
	}
	return role{}, 0, false
}

// role reads a noun phrase whose head is a role noun: Malian soldiers, the
// ministry, two gunmen.
func (r *reader) role(i, head int) reading {
	t := &r.trees[i]
	first, last := t.phrase(head)
	ro, _, ok := r.roleBefore(i, first, head+1)
	if !ok {
		return reading{}
	}
	ro = r.coloured(i, first, head, ro)
	if h := r.groupBefore(i, first, head); h != nil {
		ro.sector = h.Sector
	} else if sector := r.belonging(i, head, ro); sector != "" {
		ro.sector = sector
	}
	code, sure := r.countryOf(i, head, ro, r.definite(i, head))
	if sure <= mostSure && stateless(ro.sector, t.s.Tokens[head].Lemma) {
		code = ""
	}
	if word := strings.ToLower(r.ss[i].Tokens[head].Lemma); sure < 0.9 && (word == "state" || word == "country" || word == "nation") {
		return reading{}
	}
	if (ro.sector == "REB" || ro.sector == "UAF") && (code == "" && r.worldwide(i, first, head) || sure < 0.8 && r.jihadist(i, first, head)) {
		code = "IMG"
	}
	if ro.sector == "JUD" {
		if c := r.ofTheWorld(i, head); c != "" {
			code, sure = c, 0.85
		}
	}
	ro.sector = sectorUnder(code, ro.sector)
	if ro.sector == "GOV" && r.partial(i, head, first) {
		ro.sector = "PRE"
	}
	e := annals.Entity{Name: r.roleName(i, first, last, ro, code), Kind: ro.kind, Country: code, Sector: ro.sector}
	if sure >= 0.8 {
		e = r.holder(i, first, head, e)
	}
	if more := r.sharedCountries(i, head, code); len(more) > 1 {
		return reading{entities: each(e, more), via: "description", sure: sure}
	}
	if ro.kind != annals.Population && ro.kind != annals.Group && sure > 0.6 && r.definite(i, head) {
		r.groups[strings.ToLower(r.ss[i].Tokens[head].Lemma)] = e
	}
	return reading{entities: []annals.Entity{e}, via: "description", sure: sure}
}

// sharedCountries are the countries that a plural is shared out among: the
// ministers of Norway and Sweden, Kenyan and Somali troops.
func (r *reader) sharedCountries(i, head int, first annals.Code) []annals.Code {
	t := &r.trees[i]
	if first == "" || !t.plural(head) {
		return nil
	}
	codes := []annals.Code{first}
	for _, c := range t.children[head] {
		rel := t.s.Tokens[c].Deprel
		if rel != "amod" && rel != "compound" && rel != "nmod:poss" && !(t.rel(c) == "nmod" && t.preposition(c) == "of") {
			continue
		}
		from, to := t.reach(c)
		if !strings.Contains(r.text(i, from, to), " and ") {
			continue
		}
		for k := from; k < to; k++ {
			if h := r.hitAt(i, k); h != nil && h.Kind == annals.State && !slices.Contains(codes, h.Country) {
				codes = append(codes, h.Country)
			}
		}
	}
	return codes
}

// each is e once for every country.
func each(e annals.Entity, codes []annals.Code) []annals.Entity {
	var out []annals.Entity
	for _, c := range codes {
		e.Country = c
		out = append(out, e)
	}
	return out
}

// groupBefore is the armed group or movement named before a noun: Al-Shabaab
// fighters.
func (r *reader) groupBefore(i, first, head int) *hit {
	for k := first; k < head; k++ {
		if h := r.hitAt(i, k); h != nil && h.Kind == annals.Group && h.last <= head {
			return h
		}
	}
	return nil
}

// stateless reports those whose country is not that of where they are:
// refugees, smugglers, ships.
func stateless(sector, lemma string) bool {
	switch strings.ToLower(lemma) {
	case "tanker", "ship", "vessel", "boat", "freighter", "cargo", "trawler", "carrier", "smuggler", "people-smuggler", "asylee", "seeker", "donor", "creditor", "investor", "lender":
		return true
	}
	return sector == "REF" || sector == "IGO"
}

// jihadist reports fighters of a movement that knows no borders, wherever they
// are, unless their country is said.
func (r *reader) jihadist(i, first, head int) bool {
	return strings.Contains(strings.ToLower(r.text(i, first, head+1)), "jihad")
}

// worldwide reports an armed group of a movement without a country: jihadists,
// terrorist groups.
func (r *reader) worldwide(i, first, head int) bool {
	words := strings.ToLower(r.text(i, first, head+1))
	return strings.Contains(words, "jihad") || strings.Contains(words, "terror") || strings.Contains(words, "islamist")
}

package link

import (
	"strings"

	"annals"
)

// national reads a phrase that only an adjective places: Armenian saboteurs,
// Iranian crude.
func (r *reader) national(i, head int) reading {
	t := &r.trees[i]
	if t.s.Tokens[head].UPOS != "NOUN" {
		return reading{}
	}
	for _, c := range t.children[head] {
		if rel := t.rel(c); rel != "amod" && rel != "compound" {
			continue
		}
		if h := r.hitAt(i, c); h != nil && h.form == adjective {
			first, last := t.phrase(head)
			e := annals.Entity{Name: trimArticle(r.text(i, first, last)), Kind: annals.Population, Country: h.Country, Sector: "CVL"}
			if !t.plural(head) {
				e.Kind, e.Sector = annals.Organization, "GOV"
			}
			if placeTables()["blow"][strings.ToLower(t.s.Tokens[head].Lemma)] {
				e.Kind, e.Sector = annals.Organization, "MIL" // Israeli fire, Russian air strikes
			}
			return reading{entities: []annals.Entity{e}, via: "demonym", sure: 0.5}
		}
	}
	return reading{}
}

// named reads what is left: a name of an organisation that no table has.
func (r *reader) named(i, head int) reading {
	t := &r.trees[i]
	if e, ok := r.groups[strings.ToLower(t.s.Tokens[head].Form)]; ok && capitalised(t.s.Tokens[head].Form) {
		return reading{entities: []annals.Entity{e}, via: "alias", sure: 0.7}
	}
	n := r.nameKind(i, head, "ORG")
	if n == nil {
		return reading{}
	}
	code, sure := r.countryOf(i, head, role{kind: annals.Organization, sector: ""}, true)
	e := annals.Entity{Name: trimArticle(r.text(i, n.First, n.Last)), Kind: annals.Organization, Country: code}
	return reading{entities: []annals.Entity{e}, via: "name", sure: min(sure, 0.6)}
}

// shortened reads the last word of a name that the article gave in full: the
// Union, Commission officials aside.
func (r *reader) shortened(i, head int) reading {
	t := &r.trees[i]
	form := t.s.Tokens[head].Form
	e, ok := r.groups[strings.ToLower(form)]
	if !ok || !capitalised(form) || head == 0 || !strings.EqualFold(t.s.Tokens[head-1].Form, "the") || len(t.children[head]) > 2 {
		return reading{}
	}
	return reading{entities: []annals.Entity{e}, via: "alias", sure: 0.7}
}

// nameKind is the name of the kind that covers token head, or nil.
func (r *reader) nameKind(i, head int, kind string) *annals.Name {
	for k := range r.ss[i].Names {
		if n := &r.ss[i].Names[k]; n.First <= head && head < n.Last && n.Kind == kind {
			return n
		}
	}
	return nil
}

// aPeople reports people of a nation, where a bare "the Omanis" or a headline's
// "Swiss" is its government.
func (r *reader) aPeople(i, head int, h *hit) bool {
	t := &r.trees[i]
	bare, the := len(t.children[head]) == 0, false
	for _, c := range t.children[head] {
		switch t.rel(c) {
		case "amod", "nummod", "acl", "nmod", "compound", "appos", "advmod":
			return true
		}
		switch strings.ToLower(t.s.Tokens[c].Form) {
		case "a", "an":
			return true
		case "the":
			the = true
		}
	}
	if h.form == people || t.plural(head) {
		return !the
	}
	return !bare && !the
}

// bothHalves reads "North and South Korea", in either order.
func (r *reader) bothHalves(i int, h *hit) []annals.Entity {
	if h.first < 2 || !strings.EqualFold(r.ss[i].Tokens[h.first-1].Form, "and") {
		return nil
	}
	other := map[string]annals.Code{"north": "PRK", "south": "KOR"}[strings.ToLower(r.ss[i].Tokens[h.first-2].Form)]
	if other == "" || h.Country != "PRK" && h.Country != "KOR" || other == h.Country {
		return nil
	}
	return []annals.Entity{r.stateOf(r.countries[other]), r.stateOf(r.countries[h.Country])}
}

package link

import (
	"strings"

	"annals"
)

// lands are the places that a country's own words give: the Burmese capital,
// Polish airspace, its waters; but not what is known to be a town named before.
func (r *reader) lands(known []annals.Mention) []annals.Mention {
	var out []annals.Mention
	for i := range r.ss {
		t := &r.trees[i]
		for head := range t.s.Tokens {
			word := strings.ToLower(t.s.Tokens[head].Lemma)
			if form := strings.ToLower(t.s.Tokens[head].Form); placeTables()["land"][form] {
				word = form // waters
			}
			capital := word == "capital"
			if headed(known, i, head) {
				continue
			}
			if word == "headquarters" || word == "headquarter" {
				if m, ok := r.headquarters(i, head); ok {
					out = append(out, m)
				}
				continue
			}
			if placeTables()["site"][word] || placeTables()["land"][word] && r.bare(i, head) {
				if m, ok := r.site(i, head); ok {
					out = append(out, m)
				}
				continue
			}
			if !capital && !placeTables()["land"][word] || t.s.Tokens[head].UPOS != "NOUN" || t.rel(head) == "compound" {
				continue
			}
			c := r.landOf(i, head, capital)
			w, ok := r.countryPlace(c)
			if capital {
				w, ok = r.capitalPlace(c)
			}
			if !ok {
				continue
			}
			first, last := t.phrase(head)
			m := annals.Mention{In: r.ss[i].In, Sentence: i, First: first, Last: last, Head: head, Via: "description", Sure: .6,
				Span: annals.Span{Start: t.s.Tokens[first].Start, End: t.s.Tokens[last-1].End}, Text: r.text(i, first, last)}
			w.Text = m.Text
			m.Where = &w
			out = append(out, m)
		}
	}
	return out
}

// headed reports a place whose head is token head of sentence i.
func headed(places []annals.Mention, i, head int) bool {
	for k := range places {
		if m := &places[k]; m.Sentence == i && m.First <= head && head < m.Last {
			return true
		}
	}
	return false
}

// headquarters is where a body of the table has its seat: the United Nations
// headquarters.
func (r *reader) headquarters(i, head int) (annals.Mention, bool) {
	t := &r.trees[i]
	first, last := t.phrase(head)
	for k := first; k < last; k++ {
		h := r.hitAt(i, k)
		if h == nil || seatTable()[h.Name] == "" {
			continue
		}
		town, ok := r.greatest(seatTable()[h.Name])
		if !ok {
			continue
		}
		w := annals.Where{Text: r.text(i, first, last), Name: town.name, Country: r.controlling(town.country), Lat: town.lat, Lon: town.lon,
			Resolution: resolutions[City], GeoNames: town.id}
		return annals.Mention{In: r.ss[i].In, Sentence: i, First: first, Last: last, Head: head, Via: "description", Sure: .7, Text: w.Text, Where: &w,
			Span: annals.Span{Start: t.s.Tokens[first].Start, End: t.s.Tokens[last-1].End}}, true
	}
	return annals.Mention{}, false
}

// greatest is the place of most people that bears a name.
func (r *reader) greatest(name string) (place, bool) {
	var best place
	found := false
	for _, id := range r.places.lookup(PlaceKey(name)) {
		if p, ok := r.places.place(id); ok && p.kind < Quarter && (!found || p.pop > best.pop) {
			best, found = p, true
		}
	}
	return best, found
}

// site is a building or a piece of land that has no name of its own: outside
// the stadium. It lies in the country that its own words or the sentence give,
// else in the one that the report is about.
func (r *reader) site(i, head int) (annals.Mention, bool) {
	t := &r.trees[i]
	if rel := t.rel(head); rel != "obl" && rel != "nmod" || !placeTables()["at"][t.preposition(head)] && t.preposition(head) != "on" && t.preposition(head) != "along" {
		return annals.Mention{}, false
	}
	if word := t.lemma(head); len(r.towns[i]) > 0 && (word != "border" && word != "frontier" || r.onlyCountry(i) == "") {
		return annals.Mention{}, false // a name says more
	}
	c, ok := r.modifierCountry(i, head, nil)
	if !ok {
		c = r.surroundings(i)
	}
	w, ok := r.countryPlace(c)
	if !ok {
		return annals.Mention{}, false
	}
	first, last := t.phrase(head)
	m := annals.Mention{In: r.ss[i].In, Sentence: i, First: first, Last: last, Head: head, Via: "description", Sure: .3,
		Span: annals.Span{Start: t.s.Tokens[first].Start, End: t.s.Tokens[last-1].End}, Text: r.text(i, first, last)}
	w.Text = m.Text
	m.Where = &w
	return m, true
}

// bare reports "the coast", with nothing that says whose.
func (r *reader) bare(i, head int) bool {
	first, last := r.trees[i].reach(head)
	return !r.namesCountry(i, first, last) && r.trees[i].child(head, "nmod:poss") < 0
}

// landOf is whose capital or airspace it is: by an adjective, a possessive or an
// "of"; the capital alone is that of the country which the report is about.
func (r *reader) landOf(i, head int, capital bool) annals.Code {
	t := &r.trees[i]
	if capital && (t.plural(head) || !r.definite(i, head) || t.child(head, "appos") >= 0 || t.rel(head) == "appos") {
		return "" // its name stands beside it
	}
	if c, ok := r.modifierCountry(i, head, nil); ok {
		return c
	}
	for _, c := range t.children[head] {
		if t.rel(c) == "nmod" && c > head && t.preposition(c) == "of" {
			code, _ := r.countryIn(i, c)
			return code
		}
	}
	if !capital {
		return ""
	}
	if es := r.lastStates(1); r.focus == "" && len(es) == 1 {
		return es[0].Country
	}
	return r.focus
}

// capitalPlace is the capital of a country.
func (r *reader) capitalPlace(c annals.Code) (annals.Where, bool) {
	for _, id := range r.places.lookup(PlaceKey(r.capitals[c])) {
		if p, ok := r.places.place(id); ok && p.kind == Capital && p.country == c {
			return annals.Where{Name: p.name, Country: r.controlling(c), Lat: p.lat, Lon: p.lon, Resolution: resolutions[Capital], GeoNames: p.id}, true
		}
	}
	return annals.Where{}, false
}

// countryPlace is where a country lies.
func (r *reader) countryPlace(c annals.Code) (annals.Where, bool) {
	for _, id := range r.places.lookup(PlaceKey(r.countries[c].name)) {
		if p, ok := r.places.place(id); ok && p.kind == Country && p.country == c {
			return annals.Where{Name: p.name, Country: r.controlling(c), Lat: p.lat, Lon: p.lon, Resolution: resolutions[Country], GeoNames: p.id}, true
		}
	}
	return annals.Where{}, false
}

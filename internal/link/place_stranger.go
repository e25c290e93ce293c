package link

import (
	"strings"

	"annals"
)

// strangers are the names of places that the gazetteer lacks: near Qusra. Of
// such a place only the country is known, when all that is around it speaks of
// one; it has the country's position and resolution 1.
func (r *reader) strangers(known []annals.Mention) []annals.Mention {
	var out []annals.Mention
	for i := range r.ss {
		for _, n := range r.ss[i].Names {
			if n.Kind != "LOC" || !r.afterPlaceWord(i, n.First) || r.mentioned(i, n.First, n.Last, known) {
				continue
			}
			c := r.surroundings(i)
			if c == "" {
				continue
			}
			if w, ok := r.countryPlace(c); ok {
				ts := r.ss[i].Tokens
				m := annals.Mention{In: r.ss[i].In, Sentence: i, First: n.First, Last: n.Last, Head: r.trees[i].headOf(n.First, n.Last),
					Span: annals.Span{Start: ts[n.First].Start, End: ts[n.Last-1].End}, Text: r.text(i, n.First, n.Last), Via: "place", Sure: .3}
				w.Text, w.Name = m.Text, m.Text
				m.Where = &w
				out = append(out, m)
			}
		}
	}
	return out
}

// afterPlaceWord reports a preposition of place, or "the village of", before
// token first.
func (r *reader) afterPlaceWord(i, first int) bool {
	ts := r.ss[i].Tokens
	if first > 1 && ts[first-1].Form == "of" {
		return placeTables()["town"][strings.ToLower(ts[first-2].Form)] // the village of
	}
	return first > 0 && placeTables()["at"][strings.ToLower(ts[first-1].Form)]
}

// mentioned reports a name that the tables or the gazetteer have.
func (r *reader) mentioned(i, first, last int, places []annals.Mention) bool {
	for k := first; k < last; k++ {
		if r.hitAt(i, k) != nil {
			return true
		}
	}
	for k := range places {
		if m := &places[k]; m.Sentence == i && m.First < last && first < m.Last {
			return true
		}
	}
	return false
}

// surroundings is the one country that sentence i can be set in, or "".
func (r *reader) surroundings(i int) annals.Code {
	if len(r.ss) >= longReport && len(r.towns[i]) == 0 && r.focus != "" {
		return r.focus
	}
	if c := r.onlyTown(i); c != "" {
		return c
	}
	if len(r.towns[i]) > 0 {
		return ""
	}
	if c := r.onlyCountry(i); c != "" {
		return c
	}
	if r.focus != "" {
		return r.focus
	}
	if r.dateline != "" {
		return r.dateline
	}
	return ""
}

// stateAt reports whether bytes of sentence i are the name of a state.
func (r *reader) stateAt(i, start, end int) bool {
	for k := range r.hits[i] {
		h := &r.hits[i][k]
		ts := r.ss[i].Tokens
		if h.Kind == annals.State && h.form == fullName && ts[h.first].Start <= start && end <= ts[h.last-1].End {
			return true
		}
	}
	return false
}

// settle says where a state lies that a description stands for, where it stands
// as a place: troops left the country.
func (r *reader) settle(ms []annals.Mention) {
	for k := range ms {
		m := &ms[k]
		if m.Where != nil || m.Via != "description" || len(m.Entities) != 1 || m.Entities[0].Kind != annals.State {
			continue
		}
		if !r.placed(m.Sentence, m.Head) {
			continue
		}
		if w, ok := r.countryPlace(m.Entities[0].Country); ok {
			w.Text = m.Text
			m.Where = &w
		}
	}
}

// inhabit makes the people of a place that is acted upon, or acts, an entity:
// they shelled Kharkiv.
func (r *reader) inhabit(ms []annals.Mention) {
	for k := range ms {
		m := &ms[k]
		if m.Where == nil || len(m.Entities) > 0 || m.Where.Resolution < 2 || m.Head >= len(r.ss[m.Sentence].Tokens) || r.inDateline(m.Sentence, m.Head) {
			continue
		}
		t := &r.trees[m.Sentence]
		switch rel := t.rel(m.Head); {
		case rel == "nsubj", rel == "obj", rel == "iobj":
		case (rel == "obl" || rel == "nmod") && strings.Contains(" to on against at for ", " "+t.preposition(m.Head)+" "):
		case rel == "nmod" && t.preposition(m.Head) == "of" && placeTables()["fate"][t.lemma(t.s.Tokens[m.Head].Head)]:
		default:
			continue
		}
		m.Entities = []annals.Entity{{Name: m.Where.Name, Kind: annals.PlaceKind, Country: m.Where.Country, Sector: "CVL"}}
	}
}

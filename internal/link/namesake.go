package link

import (
	"strings"

	"annals"
)

// Names of states that are another's too, when the article names towns of that
// one and nothing of the first: Georgia of Atlanta, Congo of Brazzaville.
var alsoOf = map[string]annals.Code{"georgia": "USA", "congo": "COG", "congolese": "COG"}

// namesakes gives names that two states share to the one whose towns the article
// names.
func (r *reader) namesakes(towns []annals.Mention) {
	at := map[annals.Code]bool{}
	for k := range towns {
		if w := towns[k].Where; w != nil && w.Resolution > 1 {
			at[w.Country] = true
		}
	}
	for i := range r.hits {
		for k := range r.hits[i] {
			h := &r.hits[i][k]
			other, ok := alsoOf[strings.ToLower(r.text(i, h.first, h.last))]
			if !ok || h.Kind != annals.State || h.Country == other || !at[other] || at[h.Country] || r.surelyNamed(h.Country) {
				continue
			}
			r.weight[h.Country] -= r.heard(i)
			r.weight[other] += r.heard(i)
			h.Country, h.Entity = other, r.stateOf(r.countries[other])
			if other == "USA" {
				h.form = adjective // a part of the state
			}
		}
	}
}

// surelyNamed reports that the article speaks of a country by a word that no
// other has: Georgian, Tbilisi.
func (r *reader) surelyNamed(c annals.Code) bool {
	for i := range r.hits {
		for k := range r.hits[i] {
			h := &r.hits[i][k]
			if _, shared := alsoOf[strings.ToLower(r.text(i, h.first, h.last))]; h.Country == c && !shared {
				return true
			}
		}
	}
	return false
}

// forget drops the names of states within the name of a sea: the Gulf of Guinea.
func (r *reader) forget(m annals.Mention) {
	kept := r.hits[m.Sentence][:0]
	for _, h := range r.hits[m.Sentence] {
		if h.Kind == annals.State && m.First <= h.first && h.last <= m.Last && h.last-h.first < m.Last-m.First {
			r.weight[h.Country] -= r.heard(m.Sentence)
			continue
		}
		kept = append(kept, h)
	}
	r.hits[m.Sentence] = kept
}

// longerPerson reports a name that begins the name of a person: Ireland Baldwin.
func (r *reader) longerPerson(i, first, last int) bool {
	for _, n := range r.ss[i].Names {
		if n.Kind == "PER" && n.First == first && last < n.Last {
			return true
		}
	}
	return false
}

// seatOfTwo reports the seat of a state and of another body: Brussels.
func seatOfTwo(es []entry) bool {
	state, other := false, false
	for k := range es {
		state = state || es[k].form == seat
		other = other || es[k].Kind != annals.State
	}
	return state && other
}

// heard is what a name in sentence i weighs: the beginning says what it is about.
func (r *reader) heard(i int) float64 {
	if r.ss[i].In == annals.InTitle || i < 3 {
		return 2
	}
	return 1
}

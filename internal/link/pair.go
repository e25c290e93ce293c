package link

import (
	"strings"

	"annals"
)

// pair reads what stands for two at once: both countries, the two leaders,
// each side, either party.
func (r *reader) pair(i, head int) reading {
	t := &r.trees[i]
	word := strings.ToLower(t.s.Tokens[head].Lemma)
	if t.s.Tokens[head].Form == "Koreas" {
		return reading{entities: []annals.Entity{r.stateOf(r.countries["PRK"]), r.stateOf(r.countries["KOR"])}, via: "name", sure: 0.9}
	}
	if !strings.Contains(" country side nation leader state government capital neighbour neighbor party power army foe rival ally president minister parliament ministry court embassy delegation navy both two each either neither ", " "+word+" ") {
		return reading{}
	}
	counted := word == "both" || word == "either" || word == "neither" || r.theSides(i, head, word) || r.counted(i, head)
	first, _ := t.phrase(head)
	if !counted || r.namesCountry(i, first, head) {
		return reading{}
	}
	if es := r.protagonists(); es != nil && neighbourly(word) {
		return reading{entities: es, via: "description", sure: 0.7} // not those who mediate
	}
	if es := r.pairBefore(i, head, word); es != nil {
		return reading{entities: r.organs(word, es), via: "description", sure: 0.8}
	}
	if es := r.opponents(i, head, word); es != nil {
		return reading{entities: es, via: "description", sure: 0.7}
	}
	if es := r.protagonists(); es != nil {
		return reading{entities: r.organs(word, es), via: "description", sure: 0.7}
	}
	if es := r.lastStates(2); len(es) == 2 {
		return reading{entities: r.organs(word, es), via: "description", sure: 0.55}
	}
	return reading{}
}

// neighbourly reports words for two that are at odds or side by side.
func neighbourly(word string) bool {
	switch word {
	case "neighbour", "neighbor", "foe", "rival":
		return true
	}
	return false
}

// organs are the parliaments, ministries or courts of states: neither
// parliament has ratified it. Of other words it is es.
func (r *reader) organs(word string, es []annals.Entity) []annals.Entity {
	ro, ok := r.roles[word]
	if !ok || ro.kind != annals.Organization || word == "state" || word == "country" || word == "nation" || word == "government" {
		return es
	}
	out := make([]annals.Entity, len(es))
	for k, e := range es {
		out[k] = annals.Entity{Name: word + " of " + e.Name, Kind: ro.kind, Country: e.Country, Sector: ro.sector}
	}
	return out
}

// pairBefore is the pair that stands coordinated in the sentence or the one
// before: of states; of people for "both leaders"; of any two for "both sides";
// or nil.
func (r *reader) pairBefore(i, head int, word string) []annals.Entity {
	for k := len(r.recent) - 1; k >= 0 && r.recent[k].sentence >= i-1; k-- {
		es := r.recent[k].entities
		if len(es) != 2 || es[0].Name == es[1].Name || r.ownSubject(i, head, k) {
			continue
		}
		if es[0].Country != es[1].Country && r.isState(es[0]) && r.isState(es[1]) || r.pairs(word, es[0]) && r.pairs(word, es[1]) {
			return es
		}
	}
	return nil
}

// ownSubject reports that recent k is the subject of the verb that head is an
// object of: Colombia and Chile do not urge themselves when they urge both
// governments.
func (r *reader) ownSubject(i, head, k int) bool {
	s, ts := &r.recent[k], r.ss[i].Tokens
	if s.sentence != i || !s.subject || s.head >= head {
		return false
	}
	switch r.trees[i].rel(head) {
	case "obj", "iobj", "obl":
		return ts[head].Head == ts[s.head].Head
	}
	return false
}

// pairs reports an entity that may be one of both leaders, or one of both sides.
func (r *reader) pairs(word string, e annals.Entity) bool {
	switch word {
	case "leader", "president", "minister":
		return e.Kind == annals.Person && e.Sector == "GOV"
	case "side", "party", "foe", "rival", "enemy", "army", "power":
		return e.Kind == annals.State || (e.Kind == annals.Organization || e.Kind == annals.Group) && sided(e.Sector)
	}
	return false
}

// sided reports sectors that are parties to a conflict or a talk.
func sided(sector string) bool {
	switch sector {
	case "GOV", "MIL", "REB", "PRM", "OPP", "PTY":
		return true
	}
	return false
}

// opponents are the two who, in the sentence or the two before, stand as subject
// and object of one verb: the army fought the militia; or nil.
func (r *reader) opponents(i, head int, word string) []annals.Entity {
	for k := len(r.recent) - 1; k >= 0 && r.recent[k].sentence >= i-2; k-- {
		s := &r.recent[k]
		if s.sentence == i && s.head >= head || !s.object || len(s.entities) != 1 || !r.pairs(word, s.entities[0]) {
			continue
		}
		verb := r.ss[s.sentence].Tokens[s.head].Head
		for j := k - 1; j >= 0 && r.recent[j].sentence == s.sentence; j-- {
			o := &r.recent[j]
			if o.subject && r.ss[s.sentence].Tokens[o.head].Head == verb && len(o.entities) == 1 && r.pairs(word, o.entities[0]) && o.entities[0].Name != s.entities[0].Name {
				return []annals.Entity{o.entities[0], s.entities[0]}
			}
		}
	}
	return nil
}

func (r *reader) isState(e annals.Entity) bool {
	_, ok := r.countries[e.Country]
	return ok && e.Kind == annals.State
}

// protagonists are the two countries that the article is about, when a third
// is spoken of much less; else nil.
func (r *reader) protagonists() []annals.Entity {
	var top [3]annals.Code
	for _, c := range sortedCodes(r.weight) {
		if _, state := r.countries[c]; !state {
			continue
		}
		for k := range top {
			if top[k] == "" || r.weight[c] > r.weight[top[k]] {
				copy(top[k+1:], top[k:])
				top[k] = c
				break
			}
		}
	}
	if top[1] == "" || r.weight[top[1]] < 3 || r.weight[top[1]] < 1.3*r.weight[top[2]] {
		return nil
	}
	if !r.namedSoFar(top[0]) || !r.namedSoFar(top[1]) {
		return nil
	}
	return []annals.Entity{r.stateOf(r.countries[top[0]]), r.stateOf(r.countries[top[1]])}
}

// namedSoFar reports whether the country was spoken of already.
func (r *reader) namedSoFar(c annals.Code) bool {
	for _, s := range r.recent {
		for _, e := range s.entities {
			if e.Country == c {
				return true
			}
		}
	}
	return false
}

// theSides reports a bare definite plural that only two parties can be: the
// neighbours, the sides, the two.
func (r *reader) theSides(i, head int, word string) bool {
	t := &r.trees[i]
	switch word {
	case "side", "neighbour", "neighbor", "foe", "rival", "two", "party":
		return r.definite(i, head) && (t.plural(head) || word == "two")
	}
	return false
}

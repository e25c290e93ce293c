package link

import (
	"strings"

	"annals"
)

// neighbour reads somebody who is called after a state: its rival, Serbia's
// neighbours. Several are governments of no one country.
func (r *reader) neighbour(i, head int) reading {
	t := &r.trees[i]
	switch strings.ToLower(t.s.Tokens[head].Lemma) {
	case "neighbour", "neighbor", "rival", "ally", "foe", "adversary", "enemy":
	default:
		return reading{}
	}
	c := t.child(head, "nmod:poss")
	if c < 0 {
		return reading{}
	}
	var owner annals.Entity
	if h := r.hitAt(i, c); h != nil {
		owner = h.Entity
	} else if got := r.pronoun(i, c); len(got.entities) == 1 {
		owner = got.entities[0]
	}
	if !r.isState(owner) {
		return reading{}
	}
	if other := r.across(owner.Country); other != "" && !t.plural(head) {
		return reading{entities: []annals.Entity{r.stateOf(r.countries[other])}, via: "description", sure: 0.6}
	}
	first, last := t.phrase(head)
	e := annals.Entity{Name: r.text(i, first, last), Kind: annals.Group, Sector: "GOV"}
	return reading{entities: []annals.Entity{e}, via: "description", sure: 0.5}
}

// described reads a definite description that points back: the country, the
// bloc, the group, the minister.
func (r *reader) described(i, head int) reading {
	t := &r.trees[i]
	if got := r.half(i, head); len(got.entities) > 0 {
		return got
	}
	if got := r.neighbour(i, head); len(got.entities) > 0 {
		return got
	}
	if got := r.other(i, head); len(got.entities) > 0 {
		return got
	}
	if !r.definite(i, head) || t.s.Tokens[head].UPOS == "PROPN" || t.plural(head) {
		return reading{}
	}
	if _, ok := r.modifierCountry(i, head, nil); ok {
		return reading{}
	}
	var fits func(annals.Entity) bool
	switch word := strings.ToLower(t.s.Tokens[head].Lemma); word {
	case "country", "nation", "kingdom", "republic", "state":
		fits = func(e annals.Entity) bool { return e.Kind == annals.State }
	case "bloc", "alliance":
		return r.bloc(word == "alliance")
	case "group", "movement", "militia", "organisation", "organization", "front", "faction":
		fits = func(e annals.Entity) bool { return e.Kind == annals.Group }
	case "dictator", "ruler", "strongman", "monarch", "statesman":
		fits = func(e annals.Entity) bool { return e.Kind == annals.Person && e.Sector == "GOV" }
	default:
		return reading{}
	}
	var loose []annals.Entity
	placed := r.placed(i, head) // troops left the country: one that was named as a place
	for k := len(r.recent) - 1; k >= 0 && r.recent[k].sentence >= i-describedReach; k-- {
		s := &r.recent[k]
		if len(s.entities) != 1 || !fits(s.entities[0]) {
			continue
		}
		if s.subject && !placed || placed && placeTables()["at"][r.trees[s.sentence].preposition(s.head)] {
			return reading{entities: s.entities, via: "description", sure: 0.7}
		}
		if loose == nil {
			loose = s.entities
		}
	}
	if loose == nil && r.focus != "" && strings.Contains(" country nation ", " "+strings.ToLower(t.s.Tokens[head].Lemma)+" ") {
		loose = []annals.Entity{r.stateOf(r.countries[r.focus])}
	}
	return reading{entities: loose, via: "description", sure: 0.6}
}

// placed reports a phrase that stands as a place: in the country, left the
// country.
func (r *reader) placed(i, head int) bool {
	t := &r.trees[i]
	if up := t.s.Tokens[head].Head; t.rel(head) == "obj" && up >= 0 {
		return placeTables()["at"][strings.ToLower(t.s.Tokens[up].Form)]
	}
	return placeTables()["at"][t.preposition(head)]
}

// describedReach is how many sentences back a description may point.
const describedReach = 3

// bloc is the organisation of states that the article named last, for "the
// bloc" and "the alliance"; allied asks for one of arms, when it names one.
func (r *reader) bloc(allied bool) reading {
	var loose reading
	for k := len(r.recent) - 1; k >= 0; k-- {
		s := &r.recent[k]
		if len(s.entities) != 1 || s.entities[0].Sector != "IGO" || s.entities[0].ID == "" || s.entities[0].Country == "UNO" {
			continue
		}
		arms := alliances[s.entities[0].Name]
		if arms == allied {
			return reading{entities: s.entities, via: "description", sure: 0.7}
		}
		if loose.entities == nil && !arms {
			loose = reading{entities: s.entities, via: "description", sure: 0.6}
		}
	}
	return loose
}

// alliances are the organisations of states that are called so.
var alliances = map[string]bool{"NATO": true, "Collective Security Treaty Organization": true, "Alliance of Sahel States": true, "AUKUS": true}

// pronoun finds what a pronoun stands for. Unsure is unresolved.
func (r *reader) pronoun(i, head int) reading {
	t := &r.trees[i]
	tok := &t.s.Tokens[head]
	if strings.Contains(tok.Feats, "PronType=Rel") || tok.XPOS == "WDT" || tok.XPOS == "WP" {
		return r.antecedent(i, head)
	}
	return r.whom(i, head)
}

// gender reports words that do not say that somebody is of the other sex.
func gender(words string, male bool) bool {
	for word := range strings.FieldsSeq(strings.ToLower(words)) {
		switch strings.Trim(word, ".,") {
		case "mr", "king", "prince", "sir", "spokesman", "chairman", "businessman", "policeman", "man", "boy", "father", "son", "brother", "husband", "lord", "emir", "sheikh", "pope", "imam":
			return male
		case "mrs", "ms", "miss", "queen", "princess", "spokeswoman", "chairwoman", "businesswoman", "policewoman", "woman", "girl", "mother", "daughter", "sister", "wife", "lady", "congresswoman", "nun":
			return !male
		}
	}
	return true
}

// antecedent is what a relative pronoun stands for: the noun that its clause
// hangs on.
func (r *reader) antecedent(i, head int) reading {
	t := &r.trees[i]
	for up, n := head, 0; up >= 0 && n < 6; up, n = t.s.Tokens[up].Head, n+1 {
		if t.s.Tokens[up].Deprel != "acl:relcl" {
			continue
		}
		noun := t.s.Tokens[up].Head
		for k := len(r.recent) - 1; k >= 0 && r.recent[k].sentence == i; k-- {
			if r.recent[k].head == noun {
				return reading{entities: r.recent[k].entities, via: "pronoun", sure: 0.85}
			}
		}
		return reading{}
	}
	return reading{}
}

// other reads the other of two who are at odds: the other side, each blamed the
// other. It is not who acts on it or speaks of it.
func (r *reader) other(i, head int) reading {
	t := &r.trees[i]
	switch t.lemma(head) {
	case "other":
	case "side", "party", "camp":
		if c := t.child(head, "amod"); c < 0 || t.lemma(c) != "other" {
			return reading{}
		}
	default:
		return reading{}
	}
	if !r.definite(i, head) || t.plural(head) {
		return reading{}
	}
	other := r.across(r.against(i, head))
	if other == "" {
		return reading{}
	}
	return reading{entities: []annals.Entity{r.stateOf(r.countries[other])}, via: "description", sure: 0.55}
}

// against is the country of who acts on token head, or speaks of it; or "".
func (r *reader) against(i, head int) annals.Code {
	t := &r.trees[i]
	if !t.subject(head) {
		if c := r.peerOf(i, head); c != "" {
			return c
		}
	}
	if k := t.child(t.root(), "nsubj", "nsubj:pass"); k >= 0 && k != head {
		if c := r.ownCountry(i, k); c != "" {
			return c
		}
	}
	if e, ok := r.speaker(i); ok {
		return e.Country
	}
	return ""
}

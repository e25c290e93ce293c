package link

import (
	"strings"

	"annals"
)

// countryOf finds whose the noun phrase of head is, and how sure that is: by
// its own words, by what belongs to it, else by what the article is about.
func (r *reader) countryOf(i, head int, ro role, definite bool) (annals.Code, float64) {
	if c, ok := r.modifierCountry(i, head, nil); ok {
		return c, 0.95
	}
	t := &r.trees[i]
	// Where a refugee or a ship is found is not where it comes from.
	fleeing := roams(r.roles[strings.ToLower(t.s.Tokens[head].Lemma)].sector) || strings.Contains(t.s.Tokens[head].Lemma, "seeker")
	for _, c := range t.children[head] {
		if t.rel(c) != "nmod" || c < head {
			continue
		}
		switch t.preposition(c) {
		case "off", "in", "at", "near", "on", "across", "around", "outside", "inside", "along":
			if fleeing {
				continue
			}
			fallthrough
		case "to":
			if accredited(t.s.Tokens[head].Lemma) { // the ambassador to Caracas
				host, _ := r.countryIn(i, c)
				return r.onlyCountry(i, host), 0.6
			}
			fallthrough
		case "of", "from", "for", "against", "with":
			if code, ok := r.countryIn(i, c); ok {
				return code, 0.85
			}
		}
	}
	if a := t.child(head, "appos"); a >= 0 {
		if code, ok := r.countryIn(i, a); ok {
			return code, 0.8
		}
	}
	if ro.country != "" {
		return ro.country, 0.7
	}
	return r.contextCountry(i, head, ro, definite)
}

// roams reports sectors that are often found abroad.
func roams(sector string) bool {
	return sector == "REF" || sector == "BUS" || sector == "JRN" || sector == "SOC"
}

// modifierCountry is the country that an adjective, a compound or a
// possessive before the head gives; but is the head's own name, to be left out.
func (r *reader) modifierCountry(i, head int, but *hit) (annals.Code, bool) {
	t := &r.trees[i]
	owner := -1 // her, its: asked last, since her Czech counterpart is Czech
	for _, c := range t.children[head] {
		switch t.rel(c) {
		case "amod", "compound", "nmod", "flat":
		default:
			continue
		}
		if t.rel(c) == "nmod" && t.s.Tokens[c].Deprel != "nmod:poss" {
			continue
		}
		if t.s.Tokens[c].UPOS == "PRON" {
			owner = c
			continue
		}
		if e, ok := r.groups[strings.ToLower(t.s.Tokens[c].Form)]; ok && capitalised(t.s.Tokens[c].Form) && e.Country != "" && r.hitAt(i, c) == nil {
			return e.Country, true
		}
		if t.s.Tokens[c].Form == "European" {
			return "EUR", true
		}
		first, last := t.reach(c)
		if backed(t, first, last) {
			continue // Turkish-backed rebels are not Turkish
		}
		for k := first; k < last; k++ {
			if h := r.hitAt(i, k); h != nil && h.Country != "" && !(but != nil && h.first == but.first) && h.Sector != "JRN" {
				return h.Country, true
			}
		}
		if t.s.Tokens[c].Deprel == "nmod:poss" {
			for k := len(r.recent) - 1; k >= 0 && r.recent[k].sentence == i; k-- {
				if s := r.recent[k]; s.head == c && len(s.entities) == 1 && s.entities[0].Country != "" {
					return s.entities[0].Country, true
				}
			}
		}
	}
	if owner >= 0 && !foreign(t.s.Tokens[head].Lemma) {
		if got := r.pronoun(i, owner); len(got.entities) == 1 && got.entities[0].Country != "" {
			return got.entities[0].Country, true
		}
	}
	return "", false
}

// accredited reports those who are sent to a country that is not theirs.
func accredited(lemma string) bool {
	switch strings.ToLower(lemma) {
	case "ambassador", "envoy", "representative", "consul", "emissary", "delegate", "nuncio":
		return true
	}
	return false
}

// foreign reports nouns for somebody on another side than who they belong to.
func foreign(lemma string) bool {
	switch strings.ToLower(lemma) {
	case "counterpart", "neighbour", "neighbor", "rival", "ally", "enemy", "foe", "opponent", "colleague", "partner", "captor", "attacker", "host", "guest", "visitor":
		return true
	}
	return false
}

// backed reports a modifier that says who is behind something, not whose it is.
func backed(t *tree, first, last int) bool {
	for k := first; k < last; k++ {
		switch form := strings.ToLower(t.s.Tokens[k].Form); {
		case form == "backed", form == "funded", form == "supported", form == "sponsored", form == "aligned", form == "allied", form == "linked", form == "born":
			return true
		case strings.HasSuffix(form, "-backed"), strings.HasPrefix(form, "pro-"), strings.HasPrefix(form, "anti-"):
			return true
		}
	}
	return false
}

func capitalised(s string) bool { return s != "" && s[0] >= 'A' && s[0] <= 'Z' }

// countryIn is the first country that the phrase of token c names.
func (r *reader) countryIn(i, c int) (annals.Code, bool) {
	first, last := r.trees[i].reach(c)
	for k := first; k < last; k++ {
		if h := r.hitAt(i, k); h != nil && h.Country != "" && h.Sector != "JRN" {
			return h.Country, true
		}
		if code, ok := r.towns[i][k]; ok {
			return code, true
		}
	}
	return "", false
}

// pair reads what stands for two at once: both countries, the two leaders,
// each side, either party.
func (r *reader) pair(i, head int) reading {
	t := &r.trees[i]
	word := strings.ToLower(t.s.Tokens[head].Lemma)
	if !strings.Contains(" country side nation leader state government capital neighbour neighbor party power army foe rival ally president minister both two each foe rival ", " "+word+" ") {
		return reading{}
	}
	counted := word == "both" || r.theSides(i, head, word)
	for _, c := range t.children[head] {
		switch strings.ToLower(t.s.Tokens[c].Form) {
		case "both", "two", "each", "either", "neither":
			counted = counted || t.rel(c) != "nmod"
		}
	}
	first, _ := t.phrase(head)
	if !counted || r.namesCountry(i, first, head) {
		return reading{}
	}
	if es := r.pairBefore(i); es != nil {
		return reading{entities: es, via: "description", sure: 0.8}
	}
	if es := r.protagonists(); es != nil {
		return reading{entities: es, via: "description", sure: 0.7}
	}
	if es := r.lastStates(2); len(es) == 2 {
		return reading{entities: es, via: "description", sure: 0.55}
	}
	return reading{}
}

// pairBefore is the pair of states that stands coordinated in the sentence or
// the one before, or nil.
func (r *reader) pairBefore(i int) []annals.Entity {
	for k := len(r.recent) - 1; k >= 0 && r.recent[k].sentence >= i-1; k-- {
		es := r.recent[k].entities
		if len(es) == 2 && es[0].Country != es[1].Country && r.isState(es[0]) && r.isState(es[1]) {
			return es
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

// half reads "the North" and "the South" where Korea is spoken of.
func (r *reader) half(i, head int) reading {
	form := r.ss[i].Tokens[head].Form
	code := map[string]annals.Code{"North": "PRK", "South": "KOR", "north": "PRK", "south": "KOR"}[form]
	if code == "" || !r.spoken["PRK"] || !r.spoken["KOR"] {
		return reading{}
	}
	c := r.countries[code]
	return reading{entities: []annals.Entity{r.stateOf(c)}, via: "description", sure: 0.75}
}

func (r *reader) stateOf(c country) annals.Entity {
	return annals.Entity{Name: c.name, Kind: annals.State, Country: c.code, Sector: "GOV",
		ID: annals.EntityID("state/" + strings.ToLower(string(c.code)))}
}

// lastStates are the n states that were last spoken of, in order of mention.
func (r *reader) lastStates(n int) []annals.Entity {
	var out []annals.Entity
	known := map[annals.Code]bool{}
	for k := len(r.recent) - 1; k >= 0 && len(out) < n; k-- {
		es := r.recent[k].entities
		for j := len(es) - 1; j >= 0 && len(out) < n; j-- {
			e := es[j]
			c, state := r.countries[e.Country]
			if !state || known[e.Country] || e.Kind == annals.Population || e.Sector == "JRN" {
				continue
			}
			known[e.Country] = true
			out = append([]annals.Entity{r.stateOf(c)}, out...)
		}
	}
	return out
}

// described reads a definite description that points back: the country, the
// bloc, the group, the minister.
func (r *reader) described(i, head int) reading {
	t := &r.trees[i]
	if got := r.half(i, head); len(got.entities) > 0 {
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
		fits = func(e annals.Entity) bool { return e.Sector == "IGO" }
	case "group", "movement", "militia", "organisation", "organization":
		fits = func(e annals.Entity) bool { return e.Kind == annals.Group }
	case "dictator", "ruler", "strongman", "monarch", "statesman":
		fits = func(e annals.Entity) bool { return e.Kind == annals.Person && e.Sector == "GOV" }
	default:
		return reading{}
	}
	var loose []annals.Entity
	for k := len(r.recent) - 1; k >= 0 && r.recent[k].sentence >= i-3; k-- {
		s := &r.recent[k]
		if len(s.entities) != 1 || !fits(s.entities[0]) {
			continue
		}
		if s.subject {
			return reading{entities: s.entities, via: "description", sure: 0.7}
		}
		if loose == nil {
			loose = s.entities
		}
	}
	return reading{entities: loose, via: "description", sure: 0.6}
}

// pronoun finds what a pronoun stands for. Unsure is unresolved.
func (r *reader) pronoun(i, head int) reading {
	t := &r.trees[i]
	tok := &t.s.Tokens[head]
	if strings.Contains(tok.Feats, "PronType=Rel") || tok.XPOS == "WDT" || tok.XPOS == "WP" {
		return r.antecedent(i, head)
	}
	var fits func(s seen) bool
	reachBack := 2
	switch strings.ToLower(tok.Form) {
	case "he", "him", "his", "she", "her", "hers", "himself", "herself":
		she := strings.HasPrefix(strings.ToLower(tok.Form), "s") || strings.HasPrefix(strings.ToLower(tok.Form), "her")
		fits = func(s seen) bool {
			return len(s.entities) == 1 && s.entities[0].Kind == annals.Person && !s.plural && gender(r.text(s.sentence, s.first, s.last), !she)
		}
		reachBack = 3
	case "it", "its", "itself":
		fits = func(s seen) bool {
			k := s.entities[0].Kind
			return len(s.entities) == 1 && !s.plural && (k == annals.State || k == annals.Organization || k == annals.Group)
		}
	case "they", "them", "their", "theirs", "themselves":
		fits = func(s seen) bool { return s.plural || len(s.entities) > 1 }
	default:
		return reading{}
	}
	var loose *seen
	for k := len(r.recent) - 1; k >= 0 && r.recent[k].sentence >= i-reachBack; k-- {
		s := &r.recent[k]
		if r.ss[s.sentence].In != r.ss[i].In || s.sentence == i && s.head >= head || !fits(*s) {
			continue
		}
		if s.subject {
			return reading{entities: s.entities, via: "pronoun", sure: 0.7}
		}
		if loose == nil && (s.object || s.sentence == i && s.entities[0].Kind != annals.State) {
			loose = s
		}
	}
	if loose == nil {
		return reading{}
	}
	return reading{entities: loose.entities, via: "pronoun", sure: 0.5}
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

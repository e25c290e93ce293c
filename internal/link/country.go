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
			if p := t.preposition(c); accredited(t.s.Tokens[head].Lemma) && (p == "to" || p == "in") { // the ambassador to Caracas
				return r.posted(i, c, head, ro, definite)
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
	if c := r.officeCountry(ro); c != "" {
		return c, 0.7
	}
	owner, owned := annals.Code(""), false
	if foreign(t.s.Tokens[head].Lemma) {
		owner, owned = r.ownerOf(i, head)
	}
	if c := r.across(owner); owned && c != "" {
		return c, 0.6
	}
	code, sure := r.contextCountry(i, head, ro, definite)
	if owned && code == owner {
		return "", 0.4 // nobody is their own neighbour
	}
	return code, sure
}

// posted is whose an embassy or envoy is that is abroad, in what token c names.
func (r *reader) posted(i, c, head int, ro role, definite bool) (annals.Code, float64) {
	host, _ := r.countryIn(i, c)
	if only := r.onlyCountry(i, host); only != "" {
		return only, 0.6
	}
	return r.contextCountry(i, head, ro, definite, host)
}

// ownerOf is the country of a possessive that stands before head.
func (r *reader) ownerOf(i, head int) (annals.Code, bool) {
	t := &r.trees[i]
	c := t.child(head, "nmod:poss")
	if c < 0 {
		return "", false
	}
	if t.s.Tokens[c].UPOS == "PRON" {
		got := r.pronoun(i, c)
		if len(got.entities) != 1 {
			return "", false
		}
		return got.entities[0].Country, true
	}
	return r.countryIn(i, c)
}

// across is the other of the two countries that the article is about, when
// owner is one: its neighbour, its rival; or "".
func (r *reader) across(owner annals.Code) annals.Code {
	pair := r.protagonists()
	if pair == nil {
		pair = r.lastStates(2)
	}
	switch {
	case len(pair) != 2:
	case pair[0].Country == owner:
		return pair[1].Country
	case pair[1].Country == owner:
		return pair[0].Country
	}
	return ""
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
	born := annals.Code("")
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
		if half := halves[t.s.Tokens[c].Form]; half != "" && r.spoken["PRK"] && r.spoken["KOR"] {
			return half, true
		}
		first, last := t.reach(c)
		if backed(t, first, last) {
			continue // Turkish-backed rebels are not Turkish
		}
		if bornIn(t, first, last) {
			born, _ = r.countryIn(i, c)
			continue
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
	return born, born != "" // a Minsk-born broker, when nothing else is said
}

// bornIn reports a modifier that says where somebody comes from: Minsk-born.
func bornIn(t *tree, first, last int) bool {
	for k := first; k < last; k++ {
		if form := strings.ToLower(t.s.Tokens[k].Form); form == "born" || strings.HasSuffix(form, "-born") {
			return true
		}
	}
	return false
}

// accredited reports those who are sent to a country that is not theirs.
func accredited(lemma string) bool {
	switch strings.ToLower(lemma) {
	case "ambassador", "envoy", "representative", "consul", "emissary", "delegate", "nuncio", "embassy", "consulate":
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
		case form == "backed", form == "funded", form == "supported", form == "sponsored", form == "aligned", form == "allied", form == "linked":
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

// halves are adjectives for the two Koreas.
var halves = map[string]annals.Code{"Northern": "PRK", "Southern": "KOR"}

// half reads "the North" and "the South" where Korea is spoken of.
func (r *reader) half(i, head int) reading {
	form := r.ss[i].Tokens[head].Form
	code := map[string]annals.Code{"North": "PRK", "South": "KOR", "north": "PRK", "south": "KOR"}[form]
	named := r.spoken["PRK"] && r.spoken["KOR"]
	if code == "" || !named && (form == strings.ToLower(form) || !r.spoken["PRK"] && !r.spoken["KOR"] || !r.definite(i, head)) {
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

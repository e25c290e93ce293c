package link

import (
	"slices"
	"strings"

	"annals"
)

// contextCountry guesses whose an actor is that does not say it: by who acts on
// it, by where the clause is set, by the only country that the sentence speaks
// of, by what the article is about; but is whose it cannot be.
func (r *reader) contextCountry(i, head int, ro role, definite bool, but ...annals.Code) (annals.Code, float64) {
	if r.openRole(i, head, ro) {
		return "", 0.4
	}
	agents, act := r.acting(i, head)
	for _, agent := range agents {
		switch {
		case agent.Country == "":
		case len(agents) == 1 && homely(agent.Sector) && roleAtHome(ro):
			return agent.Country, 0.6 // police arrest their own country's people
		case agent.Sector == "MIL" || agent.Sector == "REB" || abroad(ro) || outward[act]:
			but = append(but, agent.Country) // who is shelled or asked is another
		}
	}
	return r.whose(i, head, ro, definite, but)
}

// openRole reports those who are of several countries or of one that is not
// spoken of: mediators, ministers from 11 nations, the governments of the
// region.
func (r *reader) openRole(i, head int, ro role) bool {
	t := &r.trees[i]
	if t.lemma(head) == "mediator" {
		return true
	}
	if strings.HasSuffix(t.s.Tokens[head].XPOS, "S") && r.counted(i, head) && oneEach[t.lemma(head)] {
		return true
	}
	if !t.plural(head) || ro.sector != "GOV" {
		return false
	}
	for _, c := range t.children[head] {
		if p := t.preposition(c); t.rel(c) == "nmod" && (p == "of" || p == "from" || p == "in") && manyStates[t.lemma(c)] {
			return true
		}
	}
	return false
}

// oneEach are nouns for what a state has one of: two armies are of two states.
var oneEach = map[string]bool{"army": true, "navy": true, "government": true, "parliament": true, "president": true, "capital": true,
	"leader": true, "premier": true, "minister": true, "ministry": true, "state": true, "king": true, "central bank": true}

// manyStates are nouns for more than one state.
var manyStates = map[string]bool{"region": true, "country": true, "nation": true, "state": true, "continent": true, "asia": true, "africa": true,
	"europe": true, "america": true, "neighbourhood": true, "world": true, "bloc": true, "hemisphere": true, "east": true, "west": true, "south": true, "north": true}

// longReport is the number of sentences from which on what a report is about
// says more of an actor than the names beside it do.
const longReport = 5

// readDateline finds the country of a report that begins with a place and a
// dash: LJUBLJANA (Reuters) —, and where the report proper begins.
func (r *reader) readDateline() {
	for i := range r.ss {
		if r.ss[i].In == annals.InTitle {
			continue
		}
		ts := r.ss[i].Tokens
		for k := 1; k < min(len(ts), maxDateline); k++ {
			switch ts[k].Form {
			case "—", "–", "--", "-":
				r.filedFrom(i, k)
				return
			}
		}
		return
	}
}

// filedFrom reads the tokens of sentence i before the dash at token dash.
func (r *reader) filedFrom(i, dash int) {
	agency := false
	for j := range dash {
		if agency = r.ss[i].Tokens[j].Form == "("; agency {
			break
		}
		if c, ok := r.towns[i][j]; ok {
			r.dateline = c
		} else if h := r.hitAt(i, j); h != nil && h.Kind == annals.State && r.dateline == "" {
			r.dateline = h.Country
		}
	}
	first := r.ss[i].Tokens[0].Form
	if spacedDash(r.ss[i].Tokens, dash) && r.dateline != "" && (strings.ToUpper(first) == first || agency) {
		r.filed, r.filedEnd = i, dash+1
	}
}

// inDateline reports a token of the dateline, which names nobody who acts.
func (r *reader) inDateline(i, token int) bool { return i == r.filed && token < r.filedEnd }

// maxDateline is the longest dateline, in tokens.
const maxDateline = 10

// homely reports sectors that act on the people of their own country.
func homely(sector string) bool {
	switch sector {
	case "COP", "JUD", "LEG", "OPP", "PTY":
		return true
	}
	return false
}

// roleAtHome reports roles that their own police and courts deal with.
func roleAtHome(ro role) bool { return ro.sector != "REF" && ro.sector != "IGO" }

// abroad reports roles that governments deal with as those of another state.
func abroad(ro role) bool {
	return ro.sector == "GOV" || ro.sector == "MIL" || ro.sector == "IGO" || ro.sector == "REF"
}

func (r *reader) isCountry(c annals.Code) bool {
	_, ok := r.countries[c]
	return ok
}

// outward are verbs for what states do to those of another state.
var outward = map[string]bool{"sanction": true, "blacklist": true, "bomb": true, "attack": true, "hit": true, "strike": true,
	"shell": true, "expel": true, "deport": true, "invade": true, "bombard": true, "shoot": true, "accuse": true, "repatriate": true,
	"target": true, "kill": true, "warn": true, "send": true, "supply": true, "give": true, "grant": true, "impose": true, "slap": true, "freeze": true}

// acting is who acts in the clause in which head is acted upon, and the lemma
// of the verb.
func (r *reader) acting(i, head int) ([]annals.Entity, string) {
	t := &r.trees[i]
	k := head
	for n := 0; n < 4 && k >= 0 && t.rel(k) != "obj" && t.rel(k) != "iobj" && t.rel(k) != "obl" && t.s.Tokens[k].Deprel != "nsubj:pass"; n++ {
		if t.rel(k) != "nmod" && t.rel(k) != "conj" && t.rel(k) != "compound" {
			return nil, ""
		}
		k = t.s.Tokens[k].Head
	}
	if k < 0 || t.s.Tokens[k].Head < 0 {
		return nil, ""
	}
	verb := t.s.Tokens[k].Head
	act := t.lemma(verb)
	for n := 0; n < 3 && verb >= 0; n++ {
		for _, c := range t.children[verb] {
			agent := t.s.Tokens[c].Deprel == "nsubj" || t.rel(c) == "obl" && t.preposition(c) == "by"
			if agent && c != k {
				return r.entitiesAt(i, c), act
			}
		}
		if rel := t.rel(verb); rel != "xcomp" && rel != "conj" && rel != "advcl" {
			return nil, ""
		}
		verb = t.s.Tokens[verb].Head
	}
	return nil, ""
}

// entitiesAt is what the phrase of token c was found to stand for.
func (r *reader) entitiesAt(i, c int) []annals.Entity {
	for x := len(r.recent) - 1; x >= 0 && r.recent[x].sentence == i; x-- {
		if r.recent[x].head == c {
			return r.recent[x].entities
		}
	}
	return nil
}

// setting is the country of the place where the clause of head is set, or "":
// in El Salvador, unions called a stoppage.
func (r *reader) setting(i, head int) annals.Code {
	t := &r.trees[i]
	verb := t.s.Tokens[head].Head
	for n := 0; verb >= 0 && t.s.Tokens[verb].UPOS != "VERB" && n < 4; n++ {
		verb = t.s.Tokens[verb].Head
	}
	if verb < 0 {
		return ""
	}
	for _, c := range t.children[verb] {
		if t.rel(c) != "obl" {
			continue
		}
		switch t.preposition(c) {
		case "in", "at", "near", "outside", "across", "around", "off", "inside", "throughout", "on":
			first, last := t.reach(c)
			for k := first; k < min(last, c+4); k++ {
				if code, ok := r.towns[i][k]; ok {
					return code
				}
				if h := r.hitAt(i, k); h != nil && (h.form == fullName || h.form == seat) && h.Kind == annals.State {
					return h.Country
				}
			}
		}
	}
	return ""
}

// onlyTown is the country of the places that sentence i names, when they lie in
// one.
func (r *reader) onlyTown(i int) annals.Code {
	var only annals.Code
	for _, c := range r.towns[i] {
		if only != "" && c != only {
			return ""
		}
		only = c
	}
	return only
}

// onlyCountry is the one country besides those of but that sentence i speaks of.
func (r *reader) onlyCountry(i int, but ...annals.Code) annals.Code {
	var only annals.Code
	add := func(c annals.Code) bool {
		if slices.Contains(but, c) || c == only || !r.isCountry(c) {
			return true
		}
		if only != "" {
			return false
		}
		only = c
		return true
	}
	for _, h := range r.hits[i] {
		if h.Sector != "JRN" && !h.backing && !add(h.Country) {
			return ""
		}
	}
	for _, c := range r.towns[i] {
		if !add(c) {
			return ""
		}
	}
	return only
}

package link

import (
	"strings"

	"annals"
)

// colours are modifiers that say whose side a role is on.
var colours = map[string]string{"rebel": "REB", "insurgent": "REB", "guerrilla": "REB", "separatist": "REB", "militant": "REB",
	"opposition": "OPP", "military": "MIL", "army": "MIL", "naval": "MIL", "navy": "MIL", "defence": "MIL", "defense": "MIL",
	"police": "COP", "security": "COP", "parliamentary": "LEG", "judicial": "JUD", "intelligence": "SPY", "union": "LAB",
	"jihadist": "REB", "islamist": "REB", "paramilitary": "PRM", "government": "GOV", "peacekeeping": "MIL",
	"church": "REL", "religious": "REL", "farm": "AGR", "farmers": "AGR", "gang": "CRM", "cartel": "CRM", "mafia": "CRM",
	"student": "EDU", "business": "BUS", "company": "BUS", "industry": "BUS", "party": "PTY", "labour": "LAB", "labor": "LAB",
	"tribal": "CVL", "community": "CVL", "coup": "MIL", "militia": "PRM", "vigilante": "PRM", "protest": "OPP", "court": "JUD",
	"hospital": "MED", "bank": "BUS", "guerilla": "REB"}

// former are modifiers for those who hold an office no more.
var former = map[string]bool{"former": true, "ex": true, "ousted": true, "deposed": true, "exiled": true, "retired": true,
	"overthrown": true, "toppled": true, "sacked": true, "dismissed": true}

// coloured is the role with the sector that a modifier gives it: rebel
// commander, police spokesman, government forces, former minister.
func (r *reader) coloured(i, first, head int, ro role) role {
	office := false
	for k := first; k < head; k++ {
		form := strings.ToLower(r.ss[i].Tokens[k].Form)
		if former[form] && ro.kind == annals.Person && !r.possessed(i, k, head) {
			office = true
		}
		sector, ok := colours[form]
		if !ok || r.minister(i, head, form) {
			continue
		}
		generic := ro.kind == annals.Person && ro.sector == "GOV"
		armed := ro.sector == "MIL" && (sector == "REB" || sector == "UAF" || sector == "COP" || sector == "PRM")
		camp := ro.kind == annals.Population && lairs[r.trees[i].lemma(head)] && (sector == "REB" || sector == "MIL" || sector == "PRM" || sector == "CRM")
		if camp {
			ro.kind = annals.Group
		}
		if generic || armed || camp {
			ro.sector = sector
		}
	}
	word := strings.ToLower(r.ss[i].Tokens[head].Form)
	if ro.kind == annals.Person && (office || strings.HasPrefix(word, "ex-")) {
		switch ro.sector {
		case "GOV", "MIL", "LEG", "JUD":
			ro.sector = "ELI"
		}
	}
	return ro
}

// lairs are nouns for places that belong to those who hold them: a rebel camp.
var lairs = map[string]bool{"camp": true, "village": true, "stronghold": true, "enclave": true, "house": true, "building": true}

// minister reports a member of government, whatever the department: the
// defence minister is no soldier.
func (r *reader) minister(i, head int, colour string) bool {
	switch strings.ToLower(r.ss[i].Tokens[head].Lemma) {
	case "minister", "secretary", "ministry", "department":
		return colour != "opposition" && colour != "rebel"
	}
	return false
}

// possessed reports a possessive between tokens k and head: the former
// president's adviser is in office.
func (r *reader) possessed(i, k, head int) bool {
	for j := k + 1; j < head; j++ {
		if form := r.ss[i].Tokens[j].Form; form == "'s" || form == "’s" || form == "'" || form == "’" {
			return true
		}
	}
	return false
}

// belonging is the sector that a plain leader, member or spokesman has from
// what it belongs to: the leader of the gang, Hezbollah's deputy chief; or "".
func (r *reader) belonging(i, head int, ro role) string {
	t := &r.trees[i]
	if ro.sector == "BUS" && strings.EqualFold(t.s.Tokens[head].Lemma, "executive") {
		return r.ofState(i, head)
	}
	if ro.kind != annals.Person || ro.sector != "GOV" || !headship(t.s.Tokens[head].Lemma) {
		return ""
	}
	for _, c := range t.children[head] {
		if t.rel(c) != "nmod" {
			continue
		}
		if p := t.preposition(c); t.s.Tokens[c].Deprel != "nmod:poss" && p != "of" && p != "for" && p != "from" {
			continue
		}
		first, _ := t.phrase(c)
		if h := r.hitAt(i, c); h != nil {
			if h.Kind == annals.Group || h.Kind == annals.Organization && h.Sector != "IGO" {
				return h.Sector
			}
			return ""
		}
		if own, _, ok := r.roleBefore(i, first, c+1); ok && own.kind != annals.Person && own.sector != "CVL" {
			return r.coloured(i, first, c, own).sector
		}
	}
	return ""
}

// ofState is GOV for a phrase that belongs to a state, else "": Hong Kong's chief
// executive is of no firm.
func (r *reader) ofState(i, head int) string {
	t := &r.trees[i]
	for _, c := range t.children[head] {
		if h := r.hitAt(i, c); h != nil && h.Kind == annals.State && t.rel(c) == "nmod" {
			return "GOV"
		}
	}
	return ""
}

// headship reports nouns for those who lead or speak for whatever it may be.
func headship(lemma string) bool {
	switch strings.ToLower(lemma) {
	case "leader", "chief", "head", "spokesman", "spokeswoman", "spokesperson", "official", "representative", "delegate", "negotiator", "adviser", "advisor", "aide", "delegation", "deputy":
		return true
	}
	return false
}

// parts are nouns for some of those that an "of" names.
var parts = map[string]bool{"dozen": true, "hundred": true, "thousand": true, "score": true, "ten": true, "group": true, "crowd": true,
	"team": true, "handful": true, "number": true, "majority": true, "member": true, "company": true, "family": true, "half": true,
	"couple": true, "pair": true, "string": true, "column": true, "band": true, "delegation": true, "some": true, "most": true,
	"many": true, "all": true, "several": true, "few": true, "none": true, "each": true, "one": true, "third": true, "rest": true,
	"convoy": true, "million": true, "regiment": true, "brigade": true, "flotilla": true, "squad": true, "boat": true, "boatload": true}

// partOf reads some of a whole as the whole: dozens of soldiers, two of the
// mayors, members of the gang.
func (r *reader) partOf(i, head int) reading {
	t := &r.trees[i]
	word := strings.ToLower(t.s.Tokens[head].Lemma)
	if t.s.Tokens[head].UPOS != "NUM" && !parts[word] {
		return reading{}
	}
	for _, c := range t.children[head] {
		if t.rel(c) != "nmod" || t.preposition(c) != "of" || c < head {
			continue
		}
		if got := r.resolve(i, c); len(got.entities) == 1 {
			e := got.entities[0]
			switch {
			case e.Kind == annals.State:
				return reading{}
			case got.via == "pronoun" || e.Kind == annals.Organization:
				e.Kind, e.ID = annals.Group, ""
			}
			first, last := t.phrase(head)
			e.Name = trimArticle(r.text(i, first, max(last, c+1)))
			_, end := t.phrase(c)
			return reading{entities: []annals.Entity{e}, via: "description", sure: min(got.sure, 0.7), last: end}
		}
	}
	if t.s.Tokens[head].UPOS == "NUM" && t.rel(head) != "nsubj" && t.rel(head) != "obj" || !crowd(word) {
		return reading{}
	}
	code, sure := r.countryOf(i, head, role{kind: annals.Population, sector: "CVL"}, false)
	return reading{entities: []annals.Entity{{Name: r.text(i, head, head+1), Kind: annals.Population, Country: code, Sector: "CVL"}}, via: "description", sure: min(sure, 0.5)}
}

// crowd reports a bare number that counts people: thousands, hundreds.
func crowd(lemma string) bool {
	switch lemma {
	case "thousand", "hundred", "dozen", "thousands", "hundreds", "dozens", "crowd", "score":
		return true
	}
	return false
}

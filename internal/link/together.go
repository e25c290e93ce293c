package link

import (
	"strings"

	"annals"
)

// together reads several states that act as one: the West African bloc, Arab
// leaders, a Moscow-led alliance.
func (r *reader) together(i, head int) reading {
	t := &r.trees[i]
	first, last := t.phrase(head)
	before := " " + strings.ToLower(r.text(i, first, head)) + " "
	word := t.lemma(head)
	regional := false
	for _, region := range regionsOfMany {
		regional = regional || strings.Contains(before, " "+region+" ")
	}
	sector := statesTogether[word]
	switch {
	case sector == "":
		return reading{}
	case sector == "led" && (strings.Contains(before, "-led ") || strings.Contains(before, " led ")):
	case !regional, sector == "IGO" && !t.plural(head):
		return reading{}
	}
	if sector != "MIL" {
		sector = "IGO"
	}
	if h := r.hitAt(i, head); h != nil && h.last-h.first > 1 {
		return reading{}
	}
	e := annals.Entity{Name: trimArticle(r.text(i, first, last)), Kind: annals.Organization, Country: "IGO", Sector: sector}
	return reading{entities: []annals.Entity{e}, via: "description", sure: 0.75}
}

// regionsOfMany are adjectives for parts of the world with many states.
var regionsOfMany = []string{"west african", "east african", "southern african", "arab", "latin american", "central american",
	"south-east asian", "southeast asian", "central asian", "caribbean", "central african economic", "southern african development"}

// statesTogether are nouns for several states, or for those who act for them, by
// sector; "led" is for what may be called after who leads it, "one" for one body.
var statesTogether = map[string]string{"alliance": "led", "pact": "led", "bloc": "led", "association": "one", "community": "one",
	"grouping": "one", "organisation": "one", "organization": "one", "leader": "IGO", "head": "IGO", "mediator": "IGO",
	"envoy": "IGO", "president": "IGO", "minister": "IGO", "force": "MIL", "peacekeeper": "MIL"}

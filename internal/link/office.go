package link

import (
	"strings"

	"annals"
)

// officesAlike are other words for the offices of the tables.
var officesAlike = map[string]string{"premier": "prime minister", "defense minister": "defence minister", "foreign affairs minister": "foreign minister",
	"minister of foreign affairs": "foreign minister", "external affairs minister": "foreign minister", "defense secretary": "defense secretary",
	"minister of defence": "defence minister", "minister of defense": "defence minister", "queen": "king", "monarch": "king",
	"emir": "amir", "secretary-general": "secretary general", "federal chancellor": "chancellor"}

func officeName(words string) string {
	words = strings.TrimPrefix(strings.ToLower(words), "acting ")
	if alike, ok := officesAlike[words]; ok {
		return alike
	}
	return words
}

// incumbent is who held an office of a country on the day of publication, when
// the tables have exactly one: the president of France. An article without a
// day has none.
func (r *reader) incumbent(c annals.Code, office string) (annals.Entity, bool) {
	var found annals.Entity
	if r.article.Published == "" {
		return found, false
	}
	for _, e := range r.leaders[c] {
		if officeName(e.office) != office || !r.inOffice(e) || e.from == "" {
			continue
		}
		if found.Name != "" && found.Name != e.Name {
			return annals.Entity{}, false
		}
		found = e.Entity
	}
	return found, found.Name != ""
}

// holder names the person whom a definite phrase calls by an office: the French
// president, the president of Chile, but not a minister or the presidents.
func (r *reader) holder(i, first, head int, e annals.Entity) annals.Entity {
	t := &r.trees[i]
	if e.Kind != annals.Person || e.Sector != "GOV" || e.Country == "" || t.plural(head) || !r.theOne(i, head) {
		return e
	}
	_, from, ok := r.roleBefore(i, first, head+1)
	if !ok {
		return e
	}
	for k := first; k < from; k++ {
		switch form := strings.ToLower(t.s.Tokens[k].Form); {
		case form == "the", form == "'s", form == "’s", form == "'", form == "’":
		case r.hitAt(i, k) != nil: // French, Russia's
		default:
			return e // a deputy, a former or a regional one
		}
	}
	if who, ok := r.incumbent(e.Country, officeName(r.text(i, from, head+1))); ok {
		return who
	}
	return e
}

// theOne reports a definite article, a possessive, or an adjective of a country
// that makes the phrase definite in a headline.
func (r *reader) theOne(i, head int) bool {
	t := &r.trees[i]
	for _, c := range t.children[head] {
		switch form := strings.ToLower(t.s.Tokens[c].Form); {
		case form == "a", form == "an", form == "another", form == "any", form == "no", form == "every":
			return false
		case form == "the", t.s.Tokens[c].Deprel == "nmod:poss":
			return true
		}
	}
	return r.ss[i].In == annals.InTitle
}

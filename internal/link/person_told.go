package link

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"annals"
)

// after is the country that "of" and a name give at token k: President Sazonov
// of Russia; or "".
func (r *reader) after(i, k int) annals.Code {
	ts := r.ss[i].Tokens
	if k+1 >= len(ts) || ts[k].Form != "of" {
		return ""
	}
	h := r.hitAt(i, k+1)
	if h == nil && k+2 < len(ts) && ts[k+1].UPOS == "DET" {
		h = r.hitAt(i, k+2)
	}
	if h == nil || h.Kind != annals.State || h.form != fullName {
		return ""
	}
	return h.Country
}

// introduce notes the people whose country the article says somewhere: US
// President Laura Kendrick. Two who share a surname are left out.
func (r *reader) introduce() {
	names := map[string]string{}
	told := map[string]annals.Entity{}
	for i := range r.ss {
		for _, p := range r.fullNames(i) {
			name := r.text(i, p.first, p.last)
			key := nameKey(name)
			if p.known != nil || p.last-p.first > 1 && names[key] != "" && names[key] != name {
				names[key] = "?"
				continue
			}
			if p.last-p.first > 1 {
				names[key] = name
			}
			e, ok := r.calling(i, &p)
			if _, twice := told[key]; !ok || e.Country == "" || twice {
				continue
			}
			told[key] = annals.Entity{Name: name, Kind: annals.Person, Country: e.Country, Sector: e.Sector}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(told)) { // in order: two may share a first name that is a surname
		if e := told[key]; names[key] != "?" {
			e.Name = cmp.Or(names[key], e.Name)
			r.people[key] = e
			r.familyName(e)
		}
	}
}

// familyName keeps a person under a surname that comes first: Kim Min-jun is Kim.
func (r *reader) familyName(e annals.Entity) {
	first, _, more := strings.Cut(e.Name, " ")
	if _, taken := r.people[nameKey(first)]; more && surnameFirst[e.Country] && !taken {
		r.people[nameKey(first)] = e
	}
}

// nameKey is the last word of a name, under which short forms of it are found:
// Sebastião and Sebastiao are one.
func nameKey(name string) string {
	last := lastWord(name)
	return cmp.Or(PlaceKey(last), last)
}

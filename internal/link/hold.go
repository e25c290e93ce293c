package link

import (
	"annals"
)

// A holding says that the article calls somebody by an office of a country that
// has one holder: President Quiroga.
type holding struct {
	office, name string
	country      annals.Code
}

// soleOffice is the office of the title before a name, when a country has but one
// of it; or "".
func (r *reader) soleOffice(i int, p *personName) string {
	if p.from >= p.first {
		return ""
	}
	ts := r.ss[i].Tokens
	for k := p.from; k < p.first; k++ {
		switch form := ts[k].Form; form {
		case "former", "Former", "ex", "deputy", "Deputy", "Vice", "vice", "acting", "opposition":
			return ""
		}
	}
	_, from, ok := r.roleBefore(i, p.from, p.first)
	if !ok {
		return ""
	}
	switch office := officeName(r.text(i, from, p.first)); office {
	case "president", "prime minister", "foreign minister", "defence minister", "defense minister", "chancellor", "king":
		return office
	}
	return ""
}

// hold notes who holds an office.
func (r *reader) hold(i int, p *personName, e annals.Entity) {
	if office := r.soleOffice(i, p); office != "" && r.isCountry(e.Country) {
		r.holders = append(r.holders, holding{office, nameKey(e.Name), e.Country})
	}
}

// heldBy are the countries in which somebody else holds the office of p.
func (r *reader) heldBy(i int, p *personName) []annals.Code {
	office, name := r.soleOffice(i, p), nameKey(r.text(i, p.first, p.last))
	var out []annals.Code
	for _, h := range r.holders {
		if h.office == office && h.name != name {
			out = append(out, h.country)
		}
	}
	return out
}

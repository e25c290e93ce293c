package link

import (
	"strings"

	"annals"
)

// A personName is a person's name with what stands before it: Polish Foreign
// Minister Anna Nowak is tokens [from, last), the name itself [first, last).
type personName struct {
	from, first, last int
	head              int
	known             *hit // the leader, when the table has the name
}

// fullNames finds the names of people in sentence i. It goes by the words, not
// by the tree, since titles are where trees go wrong.
func (r *reader) fullNames(i int) []personName {
	var out []personName
	add := func(first, last int, h *hit) {
		for len(out) > 0 && out[len(out)-1].last > first {
			return // found already
		}
		for first < last-1 && r.title(r.ss[i].Tokens[first].Form) {
			first++
		}
		p := personName{from: r.titleStart(i, first), first: first, last: last, known: h}
		p.head = r.trees[i].headOf(p.from, last)
		out = append(out, p)
	}
	names := r.ss[i].Names
	calls := func(n *annals.Name) bool { // The Pope, Speaker: an office and no name
		_, ok := r.roles[strings.ToLower(r.text(i, n.First, n.Last))]
		return ok
	}
	for k, token := 0, 0; token < len(r.ss[i].Tokens); token++ {
		for k < len(names) && names[k].First < token {
			k++
		}
		if h := r.hitAt(i, token); h != nil && h.first == token {
			if h.Kind == annals.Person {
				add(h.first, h.last, h)
			}
			continue
		}
		if k < len(names) && names[k].First == token && names[k].Kind == "PER" && !calls(&names[k]) && !r.cityNamed(i, &names[k]) {
			add(names[k].First, names[k].Last, nil)
		}
	}
	return out
}

func within(ps []personName, token int) *personName {
	for k := range ps {
		if ps[k].from <= token && token < ps[k].last {
			return &ps[k]
		}
	}
	return nil
}

// maxTitle is the longest run of words before a name that may be its title.
const maxTitle = 8

// titleStart is where the title before the name at token first begins; first
// itself when there is none. A title is a run of adjectives and nouns with a
// role noun in it.
func (r *reader) titleStart(i, first int) int {
	ts := r.ss[i].Tokens
	from := first
	for from > 0 && first-from < maxTitle && !spacedDash(ts, from-1) && (titleWord(&ts[from-1]) || r.officeOf(i, from-1)) {
		from--
	}
	if _, _, ok := r.roleWithin(i, from, first); !ok {
		return first
	}
	if from > 0 && ts[from-1].UPOS == "DET" {
		from--
	}
	return from
}

// officeOf reports an "of" within an office: Secretary of State, Chief of
// Staff.
func (r *reader) officeOf(i, token int) bool {
	ts := r.ss[i].Tokens
	if ts[token].Form != "of" || token == 0 || token+1 >= len(ts) {
		return false
	}
	_, ok := r.roles[strings.ToLower(ts[token-1].Form+" of "+ts[token+1].Form)]
	return ok
}

// spacedDash reports a dash that stands between blanks, as after a dateline.
func spacedDash(ts []annals.Token, k int) bool {
	switch ts[k].Form {
	case "-", "—", "–", "--":
		return k > 0 && ts[k].Start > ts[k-1].End
	}
	return false
}

func titleWord(t *annals.Token) bool {
	switch t.UPOS {
	case "ADJ", "NOUN", "PROPN":
		return true
	}
	return t.Form == "-" || t.Form == "'s" || t.Form == "’s"
}

// roleWithin is the last role noun of tokens [from, end), and where it ends.
func (r *reader) roleWithin(i, from, end int) (role, int, bool) {
	for e := end; e > from; e-- {
		if ro, _, ok := r.roleBefore(i, from, e); ok {
			return ro, e, true
		}
	}
	return role{}, 0, false
}

// person resolves a full name: by the table, by its title, by what is set
// beside it, by what the article said before.
func (r *reader) person(i int, p *personName) reading {
	name := r.text(i, p.first, p.last)
	key := nameKey(name)
	if p.known != nil && !r.another(i, p) {
		e := p.known.Entity
		r.people[nameKey(e.Name)] = e
		return reading{entities: []annals.Entity{e}, via: "name", sure: 0.95}
	}
	ro, titled := r.calling(i, p)
	if known, ok := r.people[key]; ok && !(titled && strings.Contains(name, " ") && known.Name != name) {
		r.hold(i, p, known)
		return reading{entities: []annals.Entity{known}, via: "name", sure: 0.85}
	}
	e := annals.Entity{Name: name, Kind: annals.Person, Sector: "CVL"}
	sure := 0.3
	if got := r.bodyAside(i, p); !titled && len(got.entities) > 0 {
		return got
	}
	if titled {
		e.Sector, e.Country, sure = ro.Sector, ro.Country, 0.9
		if e.Country == "" {
			e.Country, sure = r.contextCountry(i, p.head, role{kind: annals.Person, sector: ro.Sector}, true, r.heldBy(i, p)...)
		}
		r.hold(i, p, e)
	} else {
		e.Country, sure = r.countryOf(i, p.head, role{kind: annals.Person, sector: "CVL"}, false)
	}
	if titled || p.last-p.first > 1 {
		r.people[key] = e
	}
	r.familyName(e)
	return reading{entities: []annals.Entity{e}, via: "title", sure: sure}
}

// surnameFirst are the states where the surname comes first.
var surnameFirst = map[annals.Code]bool{"KOR": true, "PRK": true, "CHN": true, "TWN": true, "VNM": true, "KHM": true}

// another reports that the words before a leader's name give the country of
// somebody else of that name: Malaysia's King Abdullah.
func (r *reader) another(i int, p *personName) bool {
	for k := max(0, min(p.from, p.first-2)); k < p.first; k++ {
		h := r.hitAt(i, k)
		if h == nil || h.Kind != annals.State || k < p.from && !r.owns(i, h, p.first) {
			continue
		}
		if r.isCountry(p.known.Country) && h.Country != p.known.Country {
			return true
		}
	}
	return false
}

// owns reports a name that stands right before token first, as an adjective or
// with a possessive.
func (r *reader) owns(i int, h *hit, first int) bool {
	if h.last == first {
		return h.form == adjective
	}
	form := r.ss[i].Tokens[h.last].Form
	return h.last == first-1 && (form == "'s" || form == "’s")
}

// calling is what somebody is called beside the name: the title before it, or
// a phrase set off by commas after or before it.
func (r *reader) calling(i int, p *personName) (annals.Entity, bool) {
	ts := r.ss[i].Tokens
	if p.from < p.first {
		e, ok := r.callingIn(i, p.from, p.first)
		if c := r.after(i, p.last); ok && e.Country == "" && c != "" {
			e.Country = c
		}
		return e, ok
	}
	if p.last < len(ts) && ts[p.last].Form == "," {
		end := p.last + 1
		for end < len(ts) && end < p.last+12 && ts[end].Form != "," && ts[end].UPOS != "VERB" && ts[end].UPOS != "AUX" {
			end++
		}
		if e, ok := r.callingIn(i, p.last+1, end); ok {
			return e, true
		}
	}
	if p.first > 1 && ts[p.first-1].Form == "," {
		from := p.first - 1
		for from > 0 && from > p.first-12 && ts[from-1].Form != "," && ts[from-1].UPOS != "VERB" && ts[from-1].UPOS != "AUX" {
			from--
		}
		return r.callingIn(i, from, p.first-1)
	}
	return annals.Entity{}, false
}

// bodyAside reads a name that is set off as that of a body: Cauce, a rights
// group.
func (r *reader) bodyAside(i int, p *personName) reading {
	ts := r.ss[i].Tokens
	if p.last+1 >= len(ts) || ts[p.last].Form != "," || ts[p.last+1].UPOS != "DET" {
		return reading{}
	}
	for end := p.last + 3; end < min(len(ts), p.last+8) && ts[end-1].Form != ","; end++ {
		ro, _, ok := r.roleBefore(i, p.last+2, end)
		if !ok || ro.kind != annals.Organization && ro.kind != annals.Group || strings.HasSuffix(ts[end-1].Form, "s") {
			continue
		}
		if end < len(ts) && (ts[end].UPOS == "NOUN" || ts[end].UPOS == "PROPN") {
			continue
		}
		ro = r.coloured(i, p.last+2, end-1, ro)
		e := annals.Entity{Name: r.text(i, p.first, p.last), Kind: ro.kind, Sector: ro.sector, Country: ro.country}
		if e.Country == "" {
			e.Country, _ = r.countryOf(i, end-1, ro, false)
		}
		return reading{entities: []annals.Entity{e}, via: "name", sure: 0.7}
	}
	return reading{}
}

// callingIn reads a person's role and country out of tokens [from, end).
func (r *reader) callingIn(i, from, end int) (annals.Entity, bool) {
	ro, last, ok := r.headRole(i, from, end)
	if !ok || ro.kind != annals.Person {
		return annals.Entity{}, false
	}
	ro = r.coloured(i, from, last-1, ro)
	e := annals.Entity{Sector: ro.sector, Country: r.officeCountry(ro)}
	for k := from; k < end; k++ {
		if h := r.hitAt(i, k); h != nil && h.Country != "" && h.Sector != "JRN" {
			e.Country = h.Country
			if (h.Kind != annals.State || h.Sector == "PRE") && ro.sector == "GOV" {
				e.Sector = h.Sector
			}
			break
		}
		if code, ok := r.towns[i][k]; ok {
			e.Country = code
			break
		}
		if g, ok := r.groups[strings.ToLower(r.ss[i].Tokens[k].Form)]; ok && capitalised(r.ss[i].Tokens[k].Form) && g.Kind == annals.Organization && g.Country != "" && !(r.isCountry(g.Country) && r.everyState(i, k)) {
			e.Country, e.Sector = g.Country, g.Sector // Commission President Annelise Brandt
			break
		}
	}
	return e, true
}

// everyState reports a noun for a body that every state has: the Ministry.
func (r *reader) everyState(i, k int) bool {
	ro, ok := r.roles[strings.ToLower(r.ss[i].Tokens[k].Form)]
	return ok && ro.kind == annals.Organization && ro.sector != "IGO"
}

// officeCountry is the country whose officers alone are called so (secretary of
// state); a foreign secretary may be of others too, when the report is on one.
func (r *reader) officeCountry(ro role) annals.Code {
	if ro.country != "GBR" || r.weight["GBR"] > 0 {
		return ro.country
	}
	best := ro.country
	for _, c := range [...]annals.Code{"IND", "PAK", "PHL", "BGD", "NPL", "LKA"} {
		if r.weight[c] > r.weight[best] {
			best = c
		}
	}
	return best
}

// headRole is the role noun that ends the first run of adjectives and nouns of
// tokens [from, end) (the chief resident magistrate of …), else the first.
func (r *reader) headRole(i, from, end int) (role, int, bool) {
	ts := r.ss[i].Tokens
	stop := from
	if stop < end && ts[stop].UPOS == "DET" {
		stop++
	}
	for stop < end && titleWord(&ts[stop]) {
		stop++
	}
	if ro, _, ok := r.roleBefore(i, from, stop); ok && stop > from && ro.kind == annals.Person {
		return ro, stop, true
	}
	return r.firstRole(i, from, end)
}

// cityNamed reports a word that is taken for a person's name but is that of a
// great city, with nothing near that makes it a person's.
func (r *reader) cityNamed(i int, n *annals.Name) bool {
	ts := r.ss[i].Tokens
	if n.Last-n.First > 1 || n.First > 0 && r.title(ts[n.First-1].Form) || r.taken[strings.ToLower(ts[n.First].Form)] {
		return false
	}
	word := r.text(i, n.First, n.Last)
	if placeTables()["never"][strings.ToLower(word)] {
		return false
	}
	for _, id := range r.places.lookup(PlaceKey(word)) {
		if p, ok := r.places.place(id); ok && p.kind < Quarter && p.pop >= million && PlaceKey(p.name) == PlaceKey(word) {
			return true
		}
	}
	return false
}

// firstRole is the first role noun of tokens [from, end) that nothing longer
// continues (foreign ministry spokesman is a spokesman).
func (r *reader) firstRole(i, from, end int) (role, int, bool) {
	for e := from + 1; e <= end; e++ {
		ro, _, ok := r.roleBefore(i, from, e)
		if !ok || ro.kind != annals.Person {
			continue
		}
		if e < end {
			if next, _, more := r.roleBefore(i, from, e+1); more && next.kind == annals.Person {
				continue
			}
		}
		return ro, e, true
	}
	return role{}, 0, false
}

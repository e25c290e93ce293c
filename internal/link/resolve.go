package link

import (
	"slices"
	"strings"

	"annals"
)

// A reading is what a noun phrase was found to stand for.
type reading struct {
	entities []annals.Entity
	via      string
	sure     float64
	last     int // where the phrase ends, when that is later than its own words
}

// sentence resolves every noun phrase of sentence i, from left to right.
func (r *reader) sentence(i int) {
	t := &r.trees[i]
	full := r.fullNames(i)
	from := len(r.out)
	defer func() {
		r.rest(i, from)
		r.firstPersons(i)
	}()
	for head := range t.s.Tokens {
		if p := within(full, head); p != nil {
			if p.head == head {
				r.add(i, p.from, p.last, head, r.person(i, p))
			}
			continue
		}
		if !t.nominal(head) && !r.hitAlone(i, head) || r.inDateline(i, head) {
			continue
		}
		got := r.resolve(i, head)
		if len(got.entities) == 0 {
			r.leave(i, head)
			continue
		}
		first, last := t.phrase(head)
		if h := r.hitAt(i, head); h != nil {
			first, last = min(first, h.first), max(last, h.last)
		}
		last = max(last, got.last)
		r.add(i, first, last, head, got)
	}
}

// rest adds the names of the table that no phrase has taken up: those that the
// tree hides in another phrase.
func (r *reader) rest(i, from int) {
	for k := range r.hits[i] {
		h := &r.hits[i][k]
		if h.form == adjective || r.covered(i, h, from) || r.inDateline(i, h.head) {
			continue
		}
		if got := r.ofHit(i, h.head, h); len(got.entities) > 0 {
			got.sure = min(got.sure, 0.7)
			r.add(i, h.first, h.last, h.head, got)
		}
	}
}

// covered reports a hit whose tokens some mention from index from on begins or
// ends with.
func (r *reader) covered(i int, h *hit, from int) bool {
	for k := from; k < len(r.out); k++ {
		m := &r.out[k]
		if m.First <= h.first && h.last <= m.Last && hasCountry(m.Entities, h.Country) {
			return true
		}
	}
	return false
}

func hasCountry(es []annals.Entity, c annals.Code) bool {
	for _, e := range es {
		if e.Country == c {
			return true
		}
	}
	return false
}

// hitAlone reports a name of a state that stands as a noun though the tagger
// took it for something else.
func (r *reader) hitAlone(i, head int) bool {
	h := r.hitAt(i, head)
	rel := r.trees[i].rel(head)
	return h != nil && h.head == head && h.form != adjective && rel != "compound" && rel != "flat" && rel != "amod"
}

// add keeps a mention and remembers it for what will point back to it.
func (r *reader) add(i, first, last, head int, got reading) {
	t := &r.trees[i]
	tokens := r.ss[i].Tokens
	for r.inDateline(i, first) && first < head {
		first++
	}
	for first < head && (tokens[first].UPOS == "CCONJ" || tokens[first].UPOS == "PUNCT" && tokens[first].Form == ",") {
		first++ // a tree may hang them on the wrong word
	}
	r.out = append(r.out, annals.Mention{In: r.ss[i].In, Sentence: i, First: first, Last: last, Head: head,
		Span: annals.Span{Start: tokens[first].Start, End: tokens[last-1].End}, Text: r.text(i, first, last),
		Entities: got.entities, Via: got.via, Sure: got.sure})
	if got.via == "pronoun" {
		return
	}
	s := seen{entities: got.entities, sentence: i, first: first, last: last, head: head, subject: t.subject(head), object: t.rel(head) == "obj", plural: r.several(i, head, got), sure: got.sure,
		named: got.via == "name" || got.via == "title" || got.via == "alias"}
	s.from, s.upto = first, last
	if a := t.child(head, "appos"); a >= 0 {
		f, l := t.phrase(a)
		s.from, s.upto = min(first, f), max(last, l)
	}
	s.nouns = r.nounsOf(i, head, s.from, s.upto, got.entities)
	if t.rel(head) == "conj" {
		for k := len(r.recent) - 1; k >= 0 && r.recent[k].sentence == i; k-- {
			if p := &r.recent[k]; p.head == tokens[head].Head || p.first <= tokens[head].Head && tokens[head].Head < p.last {
				p.entities = appendNew(p.entities, got.entities)
				p.plural = true
				s.subject = p.subject
				break
			}
		}
	}
	r.recent = append(r.recent, s)
}

// several reports a mention that "they" takes up, and "it" does not: a plural,
// but not the name of one state (the United States).
func (r *reader) several(i, head int, got reading) bool {
	if len(got.entities) > 1 {
		return true
	}
	t := &r.trees[i]
	if h := r.hitAt(i, head); h != nil && h.Kind == annals.State && (h.form == fullName || h.form == seat) {
		return t.child(head, "conj") >= 0
	}
	return t.plural(head)
}

// appendNew is es with those of more that it lacks, in a slice of its own.
func appendNew(es, more []annals.Entity) []annals.Entity {
	out := append([]annals.Entity(nil), es...)
	for _, e := range more {
		if !hasEntity(out, e) {
			out = append(out, e)
		}
	}
	return out
}

func hasEntity(es []annals.Entity, e annals.Entity) bool {
	for _, x := range es {
		if x.Name == e.Name && x.Country == e.Country {
			return true
		}
	}
	return false
}

// resolve says what the noun phrase of head stands for.
func (r *reader) resolve(i, head int) reading {
	t := &r.trees[i]
	if t.s.Tokens[head].UPOS == "PRON" && r.hitAt(i, head) == nil && !countsTwo(t.s.Tokens[head].Form) {
		return r.pronoun(i, head)
	}
	if got := r.pair(i, head); len(got.entities) > 0 {
		return got
	}
	if h := r.hitAt(i, head); h != nil {
		return r.ofHit(i, head, h)
	}
	if e, ok := r.people[nameKey(t.s.Tokens[head].Form)]; ok && t.s.Tokens[head].UPOS == "PROPN" {
		return reading{entities: []annals.Entity{e}, via: "name", sure: 0.85}
	}
	if got := r.shortened(i, head); len(got.entities) > 0 {
		return got
	}
	if got := r.described(i, head); len(got.entities) > 0 {
		return got
	}
	if got := r.partOf(i, head); len(got.entities) > 0 {
		return got
	}
	if got := r.again(i, head); len(got.entities) > 0 {
		return got
	}
	if got := r.role(i, head); len(got.entities) > 0 {
		return got
	}
	if got := r.named(i, head); len(got.entities) > 0 {
		return got
	}
	return r.national(i, head)
}

func (r *reader) hitAt(i, token int) *hit {
	for k := range r.hits[i] {
		if h := &r.hits[i][k]; h.first <= token && token < h.last {
			return h
		}
	}
	return nil
}

// ofHit reads a noun phrase whose head is a name of the table.
func (r *reader) ofHit(i, head int, h *hit) reading {
	e := h.Entity
	if e.Kind == annals.State && h.form == fullName {
		if both := r.bothHalves(i, h); both != nil {
			return reading{entities: both, via: "name", sure: 0.9}
		}
	}
	switch h.form {
	case adjective, people:
		if own, ok := r.modifierCountry(i, head, h); ok && h.form == people {
			e.Country, e.ID = own, "" // Kosovo's Serbs
		} else if own := r.homeOf(i, head, h); own != "" {
			e.Country, e.ID = own, "" // the Serbs of Kosovo, ethnic Serbs
		}
		if r.aPeople(i, head, h) {
			e.Kind, e.Sector, e.ID = annals.Population, "CVL", ""
			e.Name = e.Name + " citizens"
		}
		return reading{entities: []annals.Entity{e}, via: "demonym", sure: 0.85}
	case seat:
		return reading{entities: []annals.Entity{e}, via: "metonym", sure: 0.85}
	}
	if own, ok := r.modifierCountry(i, head, h); ok && e.Kind == annals.Organization && e.Sector != "IGO" && e.Sector != "JRN" {
		e.Country = own
	}
	if e.Kind != annals.State {
		r.groups[lastWord(e.Name)] = e
		r.groups[lastWord(h.spelling)] = e
	}
	return reading{entities: []annals.Entity{e}, via: "name", sure: 0.95}
}

func lastWord(s string) string { return strings.ToLower(s[strings.LastIndexByte(s, ' ')+1:]) }

// definite reports a phrase with "the", a possessive or a capital.
func (r *reader) definite(i, head int) bool {
	t := &r.trees[i]
	for _, c := range t.children[head] {
		form := strings.ToLower(t.s.Tokens[c].Form)
		if form == "the" || form == "this" || form == "that" || t.s.Tokens[c].Deprel == "nmod:poss" {
			return true
		}
	}
	return t.s.Tokens[head].UPOS == "PROPN"
}

// roleBefore is the longest role noun of the table that ends before token end,
// beginning not before first.
func (r *reader) roleBefore(i, first, end int) (role, int, bool) {
	ts := r.ss[i].Tokens
	for from := max(first, end-4); from < end; from++ {
		words := strings.ToLower(r.text(i, from, end))
		if ro, ok := r.roles[words]; ok {
			return ro, from, true
		}
		singular := strings.ToLower(r.text(i, from, end-1) + " " + ts[end-1].Lemma)
		if from == end-1 {
			singular = strings.ToLower(ts[end-1].Lemma)
		}
		if ro, ok := r.roles[strings.TrimSpace(singular)]; ok {
			return ro, from, true
		}
		if ro, ok := r.roles[strings.TrimSuffix(words, "s")]; ok && ts[end-1].UPOS == "PROPN" {
			return ro, from, true // Unions: a plural that the tagger took for a name
		}
	}
	return role{}, 0, false
}

// role reads a noun phrase whose head is a role noun: Malian soldiers, the
// ministry, two gunmen.
func (r *reader) role(i, head int) reading {
	t := &r.trees[i]
	first, last := t.phrase(head)
	ro, _, ok := r.roleBefore(i, first, head+1)
	if !ok {
		return reading{}
	}
	ro = r.coloured(i, first, head, ro)
	if h := r.groupBefore(i, first, head); h != nil {
		ro.sector = h.Sector
	} else if sector := r.belonging(i, head, ro); sector != "" {
		ro.sector = sector
	}
	code, sure := r.countryOf(i, head, ro, r.definite(i, head))
	if sure <= 0.6 && (stateless(ro.sector, t.s.Tokens[head].Lemma) || sure < 0.56 && !domestic(ro, r.definite(i, head))) {
		code = ""
	}
	if word := strings.ToLower(r.ss[i].Tokens[head].Lemma); sure < 0.9 && (word == "state" || word == "country" || word == "nation") {
		return reading{}
	}
	if code == "" && (ro.sector == "REB" || ro.sector == "UAF") && r.worldwide(i, first, head) {
		code = "IMG"
	}
	if ro.sector == "JUD" && r.ofTheHague(i, head) {
		code, sure = "IGO", 0.85
	}
	ro.sector = sectorUnder(code, ro.sector)
	if ro.sector == "GOV" && r.partial(i, head, first) {
		ro.sector = "PRE"
	}
	e := annals.Entity{Name: r.roleName(i, first, last, ro, code), Kind: ro.kind, Country: code, Sector: ro.sector}
	if sure >= 0.8 {
		e = r.holder(i, first, head, e)
	}
	if more := r.sharedCountries(i, head, code); len(more) > 1 {
		return reading{entities: each(e, more), via: "description", sure: sure}
	}
	if ro.kind != annals.Population && ro.kind != annals.Group && sure > 0.6 && r.definite(i, head) {
		r.groups[strings.ToLower(r.ss[i].Tokens[head].Lemma)] = e
	}
	return reading{entities: []annals.Entity{e}, via: "description", sure: sure}
}

// sharedCountries are the countries that a plural is shared out among: the
// ministers of Norway and Sweden, Kenyan and Somali troops.
func (r *reader) sharedCountries(i, head int, first annals.Code) []annals.Code {
	t := &r.trees[i]
	if first == "" || !t.plural(head) {
		return nil
	}
	codes := []annals.Code{first}
	for _, c := range t.children[head] {
		rel := t.s.Tokens[c].Deprel
		if rel != "amod" && rel != "compound" && rel != "nmod:poss" && !(t.rel(c) == "nmod" && t.preposition(c) == "of") {
			continue
		}
		from, to := t.reach(c)
		if !strings.Contains(r.text(i, from, to), " and ") {
			continue
		}
		for k := from; k < to; k++ {
			if h := r.hitAt(i, k); h != nil && h.Kind == annals.State && !slices.Contains(codes, h.Country) {
				codes = append(codes, h.Country)
			}
		}
	}
	return codes
}

// each is e once for every country.
func each(e annals.Entity, codes []annals.Code) []annals.Entity {
	var out []annals.Entity
	for _, c := range codes {
		e.Country = c
		out = append(out, e)
	}
	return out
}

// groupBefore is the armed group or movement named before a noun: Al-Shabaab
// fighters.
func (r *reader) groupBefore(i, first, head int) *hit {
	for k := first; k < head; k++ {
		if h := r.hitAt(i, k); h != nil && h.Kind == annals.Group && h.last <= head {
			return h
		}
	}
	return nil
}

// domestic reports a role whose country may be taken from the context: the
// police are those of the country that the report is about, a tanker is not.
func domestic(ro role, definite bool) bool {
	switch ro.sector {
	case "REF", "IGO", "CRM":
		return false
	}
	return true
}

// stateless reports those whose country is not that of where they are:
// refugees, smugglers, ships.
func stateless(sector, lemma string) bool {
	switch strings.ToLower(lemma) {
	case "tanker", "ship", "vessel", "boat", "freighter", "cargo", "trawler", "carrier", "smuggler", "people-smuggler", "asylee", "seeker", "donor", "creditor", "investor", "lender":
		return true
	}
	return sector == "REF" || sector == "IGO"
}

// worldwide reports an armed group of a movement without a country: jihadists,
// terrorist groups.
func (r *reader) worldwide(i, first, head int) bool {
	words := strings.ToLower(r.text(i, first, head+1))
	return strings.Contains(words, "jihad") || strings.Contains(words, "terror") || strings.Contains(words, "islamist")
}

func (r *reader) namesCountry(i, first, last int) bool {
	for k := first; k < last; k++ {
		if h := r.hitAt(i, k); h != nil && h.Country != "" {
			return true
		}
	}
	return false
}

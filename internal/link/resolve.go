package link

import (
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
	if got := r.together(i, head); len(got.entities) > 0 {
		return got
	}
	if h := r.hitAt(i, head); h != nil {
		return r.ofHit(i, head, h)
	}
	if got := r.called(i, head); len(got.entities) > 0 {
		return got
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
	if e.Country == "" && e.Sector == "PTY" && e.ID == "" {
		return r.ofParty(i, head, e)
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

func (r *reader) namesCountry(i, first, last int) bool {
	for k := first; k < last; k++ {
		if h := r.hitAt(i, k); h != nil && h.Country != "" {
			return true
		}
	}
	return false
}

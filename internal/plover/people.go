package plover

import (
	"strings"

	"annals"
)

// A party is somebody found in a role: the token it was found at, and who it
// is.
type party struct {
	annals.Participant
	tok   int
	named bool    // from a mention, not from a plain noun
	sure  float64 // how sure the naming is
}

// political reports whether p is an actor of politics by itself; civilians and
// firms are not, but may be acted upon.
func (p *party) political() bool {
	switch p.Sector {
	case "GOV", "MIL", "COP", "JUD", "LEG", "PTY", "REB", "PRM", "UAF", "SPY", "IGO", "REF", "OPP", "IMG", "PRE":
		return true
	case "":
		return p.named && (p.Kind == annals.State || p.Country != "" && p.Kind != annals.PlaceKind)
	}
	return false
}

// mentionAt is the mention of somebody that token i heads or stands in.
func (t *tree) mentionAt(i int) *annals.Mention {
	var best *annals.Mention
	for _, m := range t.ms {
		if len(m.Entities) == 0 || i < m.First || i >= m.Last {
			continue
		}
		if best == nil || m.Head == i && best.Head != i || (m.Head == i) == (best.Head == i) && m.Last-m.First < best.Last-best.First {
			best = m
		}
	}
	if best != nil && best.Head != i && !t.under(i, best.Head) {
		return nil
	}
	return best
}

// partiesAt is who noun phrase i stands for; with deep also who the phrase
// belongs to when it is no actor itself (the decision of France).
func (x *coder) partiesAt(t *tree, i int, deep bool) []party {
	if x.datelined(t, i) {
		var out []party
		for _, k := range t.undated(i, 0) {
			if !x.datelined(t, k) {
				out = append(out, x.partiesAt(t, k, deep)...)
			}
		}
		return out
	}
	if m := t.mentionAt(i); m != nil {
		return x.ofMention(t, m, i)
	}
	if ps := x.theTwo(t, i); ps != nil {
		return ps
	}
	if ps := x.ofNoun(t, i); ps != nil {
		return ps
	}
	if !deep || t.isVerb(i) && t.rel(i) != "ccomp" {
		return nil
	}
	return x.within(t, i, 0)
}

func (x *coder) ofMention(t *tree, m *annals.Mention, i int) []party {
	var out []party
	for _, e := range m.Entities {
		p := party{tok: i, named: true, sure: m.Sure}
		if p.sure == 0 {
			p.sure = 0.8
		}
		p.Entity = e
		p.Text, p.Start, p.End = m.Text, m.Start, m.End
		x.fill(t, &p, i)
		out = append(out, p)
	}
	return out
}

// theTwo is the parties of the claim before for "the two", "the pair", "both".
func (x *coder) theTwo(t *tree, i int) []party {
	switch t.lemma(i) {
	case "two", "pair", "both", "side", "neighbour", "neighbor", "duo":
	default:
		return nil
	}
	if t.lemma(i) == "side" && t.tok(i).XPOS != "NNS" || t.lemma(i) == "two" && t.kid(i, func(k int) bool { return t.base(k) == "det" || t.base(k) == "nmod" }) < 0 {
		return nil
	}
	for n := len(x.out) - 1; n >= 0 && n >= len(x.out)-4; n-- {
		c := &x.out[n]
		var out []party
		for _, p := range append(append([]annals.Participant(nil), c.Actor...), c.Recipient...) {
			q := unsaid(p)
			q.tok = i
			if !contains(out, q) && p.Country != "" && p.Kind != annals.PlaceKind {
				out = append(out, q)
			}
		}
		if len(out) == 2 {
			return out
		}
	}
	return nil
}

// ofNoun makes a party of a plain noun that stands for people: Malian
// soldiers, a village in Mali.
func (x *coder) ofNoun(t *tree, i int) []party {
	n, ok := x.personAt(t, i)
	if !ok {
		return nil
	}
	first, last := x.core(t, i)
	text, span := t.text(x.body(t), first, last)
	p := party{tok: i, sure: 0.6}
	p.Text, p.Start, p.End = text, span.Start, span.End
	p.Kind, p.Sector, p.Name = n.kind, n.sector, strings.ToLower(text)
	owners := x.owners(t, i, n.sector)
	var out []party
	for _, o := range owners {
		q := p
		q.Country = o.Country
		if o.Country != "" && o.Name != "" && !strings.Contains(q.Name, strings.ToLower(o.Name)) {
			q.Name += " of " + o.Name
		}
		if o.Sector == "REB" && (p.Sector == "CVL" || p.Sector == "MIL" || p.Sector == "GOV") {
			q.Sector = "REB"
		}
		q.sure = 0.8
		out = append(out, q)
	}
	if out == nil {
		x.fill(t, &p, i)
		out = append(out, p)
	}
	return out
}

// personAt looks noun i up in people.txt, with its modifier first.
func (x *coder) personAt(t *tree, i int) (person, bool) {
	k := t.tok(i)
	if k.UPOS != "NOUN" && k.UPOS != "PROPN" && k.UPOS != "NUM" && k.UPOS != "ADJ" && k.UPOS != "PRON" {
		return person{}, false
	}
	if t.modifierKids(i) > 0 {
		for _, m := range t.kids[i] {
			if t.modifies(m) {
				if p, ok := x.book.people[t.lemma(m)+" "+t.lemma(i)]; ok {
					return p, true
				}
			}
		}
	}
	p, ok := x.book.people[t.lemma(i)]
	if !ok {
		p, ok = x.book.people[strings.ToLower(k.Form)]
	}
	if !ok && k.UPOS == "NUM" && t.base(i) != "nummod" && t.caseOf(i) == "" {
		p, ok = person{"CVL", annals.Population}, true // killed three
	}
	if ok && p.sector == "CVL" { // protesting miners, terrorist suspects
		for _, m := range t.kids[i] {
			if q, ok := x.book.people[t.lemma(m)]; ok && t.modifies(m) && q.kind != annals.PlaceKind {
				switch q.sector {
				case "LAB", "EDU", "AGR", "REF", "REL", "MED", "JRN":
					return q, true
				}
			}
			if t.base(m) == "nmod" && t.caseOf(m) == "of" { // dozens of soldiers
				if q, ok := x.personAt(t, m); ok {
					return q, true
				}
			}
		}
	}
	return p, ok
}

func (t *tree) modifierKids(i int) int {
	n := 0
	for _, k := range t.kids[i] {
		if t.modifies(k) {
			n++
		}
	}
	return n
}

// owners are the named entities and places that a noun phrase belongs to.
func (x *coder) owners(t *tree, i int, sector string) []annals.Entity {
	subs := []string{"poss", "comp", "of", "from", "in", "for", "with", "near", "at"}
	if sector == "BUS" || sector == "REF" { // where a ship lies says nothing of its flag
		subs = subs[:4]
	}
	for _, sub := range subs {
		var out []annals.Entity
		for _, k := range t.inside(i, sub) {
			out = append(out, x.ownerAt(t, k)...)
		}
		if len(out) > 0 {
			return out
		}
	}
	if k := t.kidRel(i, "appos"); k >= 0 {
		if m := t.mentionAt(k); m != nil {
			return m.Entities
		}
	}
	return nil
}

func (x *coder) ownerAt(t *tree, k int) []annals.Entity {
	if m := t.mentionAt(k); m != nil && m.Entities[0].Country != "" {
		return m.Entities
	}
	for _, m := range t.ms {
		if m.Where != nil && k >= m.First && k < m.Last && m.Where.Country != "" {
			return []annals.Entity{{Name: m.Where.Name, Country: m.Where.Country, Kind: annals.PlaceKind}}
		}
	}
	if t.tok(k).UPOS == "NOUN" {
		return x.owners(t, k, "")
	}
	return nil
}

// core is the tokens of a noun phrase without its clauses and appositions.
func (x *coder) core(t *tree, i int) (first, last int) {
	first, last = i, i
	for _, k := range t.kids[i] {
		switch t.base(k) {
		case "det", "amod", "compound", "nummod", "nmod", "flat":
			if t.base(k) == "nmod" && k > i && t.caseOf(k) != "of" {
				continue
			}
			f, l := t.span(k)
			if f < i {
				first = min(first, f)
			} else if t.base(k) == "flat" || t.base(k) == "nmod" {
				last = max(last, l)
			}
		}
	}
	return first, last
}

// within looks into a noun phrase that is no actor: its possessor, agent,
// modifiers, then its other complements.
func (x *coder) within(t *tree, i, depth int) []party {
	if depth > 3 {
		return nil
	}
	for _, sub := range []string{"poss", "by", "comp", "of", "against", "on", "from", "with", "to", "in", "between", "among", "at"} {
		var out []party
		for _, k := range t.inside(i, sub) {
			ps := x.partiesAt(t, k, false)
			if ps == nil {
				ps = x.within(t, k, depth+1)
			}
			if ps == nil {
				ps = x.placeParty(t, k)
			}
			out = append(out, ps...)
		}
		if out != nil {
			return out
		}
	}
	for _, k := range t.kids[i] {
		if t.base(k) == "acl" || t.base(k) == "ccomp" || t.base(k) == "advcl" {
			for _, s := range append(t.ownSubjects(k), t.agents(k)...) {
				if s != i {
					if ps := x.partiesAt(t, s, false); ps != nil {
						return ps
					}
				}
			}
		}
	}
	return nil
}

// placeParty lets a named place stand for those who hold it.
func (x *coder) placeParty(t *tree, k int) []party {
	for _, m := range t.ms {
		if m.Where != nil && len(m.Entities) == 0 && k >= m.First && k < m.Last && m.Where.Country != "" {
			p := party{tok: k, sure: 0.5}
			p.Entity = annals.Entity{Name: m.Where.Name, Kind: annals.PlaceKind, Country: m.Where.Country, Sector: "CVL"}
			p.Text, p.Start, p.End = m.Text, m.Start, m.End
			return []party{p}
		}
	}
	return nil
}

// fill gives a party without a country the one of its modifiers, or of the
// same words elsewhere in the article, or of the place the sentence speaks of.
func (x *coder) fill(t *tree, p *party, i int) {
	if p.Country != "" {
		return
	}
	if p.named {
		for _, o := range x.owners(t, i, "") {
			p.Country = o.Country
			return
		}
	}
	switch p.Sector { // whose flag, whose passport: said or not known
	case "BUS", "REF", "CRM", "":
		if !p.named || p.Sector != "" {
			return
		}
	}
	key := t.lemma(i)
	if c, ok := x.known[key]; ok {
		p.Country = c
	} else {
		p.Country = x.local(t)
	}
	p.sure *= 0.9
}

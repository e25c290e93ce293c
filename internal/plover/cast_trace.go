package plover

import (
	"slices"
	"strings"

	"annals"
)

// A trace is a place of the article where a country is spoken of by words of
// its own: what a pronoun or a description further on may point back to.
type trace struct {
	at, tok int // index of the tree, token
	entity  annals.Entity
	plural  bool
	part    string // what it is in its sentence: subj, obj, poss, place, else
}

// Limits on what a word may point back to.
const (
	maxTraces  = 6 // countries
	tracesBack = 3 // sentences; the headline besides
)

// readTraces collects the traces of the article, in order.
func (x *coder) readTraces() {
	x.order = map[*tree]int{}
	for at, t := range x.trees {
		x.order[t] = at
		for _, m := range t.ms {
			if !x.datelined(t, m.Head) && !x.guessed(t, m) {
				x.traces = append(x.traces, tracesOf(at, t, m)...)
			}
		}
		x.upTo = append(x.upTo, len(x.traces))
	}
}

// tracesOf is the traces that a mention leaves.
func tracesOf(at int, t *tree, m *annals.Mention) []trace {
	if len(m.Entities) == 0 && m.Where != nil && m.Where.Country != "" {
		e := annals.Entity{Name: m.Where.Name, Kind: annals.PlaceKind, Country: m.Where.Country}
		return []trace{{at, m.Head, e, false, "place"}}
	}
	var out []trace
	for _, e := range m.Entities {
		if e.Country != "" {
			out = append(out, trace{at, m.Head, e, len(m.Entities) > 1 || t.pluralNoun(m.Head), t.part(m.Head)})
		}
	}
	return out
}

// part is what token i is in its sentence.
func (t *tree) part(i int) string {
	if t.rel(i) == "nmod:poss" {
		return "poss"
	}
	switch t.base(i) {
	case "nsubj":
		return "subj"
	case "obj", "iobj":
		return "obj"
	}
	return "else"
}

// pluralNoun reports a plural noun or name.
func (t *tree) pluralNoun(i int) bool { return t.tok(i).XPOS == "NNS" || t.tok(i).XPOS == "NNPS" }

// pluralWord reports a word for several: a plural noun or a pronoun for one.
func (t *tree) pluralWord(i int) bool {
	switch strings.ToLower(t.tok(i).Form) {
	case "they", "them", "their", "we", "us", "our", "both", "two":
		return true
	}
	return t.pluralNoun(i)
}

// guessed reports a mention whose country its own words do not say.
func (x *coder) guessed(t *tree, m *annals.Mention) bool {
	switch m.Via {
	case "pronoun":
		return m.Sure < 0.85
	case "description", "title":
		return m.Sure < 0.8 || t.ownedByPronoun(m.Head)
	}
	return false
}

// ownedByPronoun reports a noun with its, their, his.
func (t *tree) ownedByPronoun(i int) bool {
	return t.kid(i, func(k int) bool { return t.tok(k).UPOS == "PRON" && t.rel(k) == "nmod:poss" }) >= 0
}

// tracesTo are the traces before token i of t, the nearest of each country
// first, and those of the headline.
func (x *coder) tracesTo(t *tree, i int) []*trace {
	at := x.order[t]
	var out []*trace
	said := func(r *trace) bool {
		return slices.ContainsFunc(out, func(o *trace) bool { return o.entity.Country == r.entity.Country })
	}
	for n := x.upTo[at] - 1; n >= 0 && len(out) < maxTraces; n-- {
		r := &x.traces[n]
		far := at-r.at > tracesBack && x.trees[r.at].s.In != annals.InTitle
		if !far && (r.at < at || r.tok < i) && !said(r) {
			out = append(out, r)
		}
	}
	return out
}

// lastTrace is the nearest trace of a country before token tok of the tree
// at, and how many other countries were spoken of since; nil when it was not.
func (x *coder) lastTrace(at, tok int, code annals.Code) (*trace, int) {
	passed := make([]annals.Code, 0, 16)
	for n := x.upTo[at] - 1; n >= 0; n-- {
		r := &x.traces[n]
		if r.at == at && r.tok >= tok {
			continue
		}
		if r.entity.Country == code {
			return r, len(passed)
		}
		if !slices.Contains(passed, r.entity.Country) {
			passed = append(passed, r.entity.Country)
		}
	}
	return nil, 0
}

// asOf is party p of the words of token i, taken to be of country c. Where a guess
// is given up for it, what was guessed goes too: a pronoun stands for whom the
// article last named of that country, a description is called by its own words,
// and a person who is named keeps the name.
func (x *coder) asOf(t *tree, i int, p party, c annals.Code) party {
	guess := p.Country
	p.Country = c
	if guess == "" || guess == c {
		return p
	}
	m := t.mentionAt(i)
	switch {
	case m != nil && m.Via == "title":
	case m != nil && m.Via == "pronoun" && c != "":
		p.Entity = x.lastNamed(x.order[t], i, c)
		return p
	default:
		p.Name = strings.ToLower(p.Text)
	}
	p.ID = ""
	return p
}

// lastNamed is who was last named of a country before token tok of the tree at;
// its government when nobody was.
func (x *coder) lastNamed(at, tok int, code annals.Code) annals.Entity {
	if r, _ := x.lastTrace(at, tok, code); r != nil && r.entity.Kind != annals.PlaceKind {
		return r.entity
	}
	return stateOf(code).Entity
}

// A meaning is the country that a pronoun was last taken for.
type meaning struct {
	in       annals.Field
	sentence int
	country  annals.Code
}

// remember keeps what a claim says of the countries, and which country the words
// of its parties were taken for.
func (x *coder) remember(c *annals.Claim, sentence int) {
	x.past.add(c)
	for _, ps := range [][]annals.Participant{c.Actor, c.Recipient} {
		for i := range ps {
			if ps[i].Country == "" {
				continue
			}
			if w := pronounOf(ps[i].Text); w != "" {
				x.meant[w] = meaning{c.In, sentence, ps[i].Country}
			} else if w := lastOf(ps[i].Text); len(w) > 3 {
				x.called[w] = ps[i].Country
			}
		}
	}
}

// lastOf is the last word of a party's words in lower case: what it will be
// called again.
func lastOf(words string) string {
	words = strings.TrimRight(words, " .,'\"”’")
	return strings.ToLower(words[strings.LastIndexByte(words, ' ')+1:])
}

// pronounOf is the nominative of a personal pronoun; "" for other words.
func pronounOf(form string) string {
	switch strings.ToLower(form) {
	case "it", "its", "itself":
		return "it"
	case "they", "them", "their", "themselves":
		return "they"
	case "he", "him", "his", "himself":
		return "he"
	case "she", "her", "hers", "herself":
		return "she"
	case "we", "us", "our", "ourselves":
		return "we"
	}
	return ""
}

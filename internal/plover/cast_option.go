package plover

import (
	"strings"

	"annals"
)

// An option is somebody who may have a role in a claim: words of the sentence
// with a country that they may stand for, a party that no word names, or nobody.
type option struct {
	tok     int      // head of the words; −1 without words
	ps      []party  // nobody: none
	how     []string // where the country comes from
	who     *whoSum  // of words: what was weighed of its country; nil before
	implied bool
	tool    bool // a thing that does harm and whose owner nobody names: it acts for nobody
}

func (o *option) nobody() bool { return len(o.ps) == 0 }

// foundBy reports whether how is the first way in which the country was found.
func (o *option) foundBy(how string) bool { return len(o.how) > 0 && o.how[0] == how }

// code is the country of the option, "-" for nobody, "?" for one without.
func (o *option) code() annals.Code {
	switch {
	case o.nobody():
		return "-"
	case o.ps[0].Country == "":
		return "?"
	}
	return o.ps[0].Country
}

// maxOptions bounds the options of one sentence.
const maxOptions = 90

// options are all who may have a role in draft d: nobody first.
func (x *coder) options(d *draft) []option {
	out := []option{{tok: -1}}
	for _, o := range x.named(d.t) {
		if o.tok != d.pred && len(out) < maxOptions {
			out = append(out, o)
		}
	}
	if o, ok := national(d); ok {
		out = append(out, o)
	}
	return append(out, x.unnamed(d)...)
}

// national is the state whose adjective stands before the predicate: a Russian
// drone attack.
func national(d *draft) (option, bool) {
	m := d.t.mentionAt(d.pred)
	if m == nil || m.Head != d.pred || m.Via != "demonym" || len(m.Entities) == 0 || m.Entities[0].Country == "" {
		return option{}, false
	}
	k := d.t.kid(d.pred, func(k int) bool {
		b := d.t.base(k)
		return (b == "amod" || b == "compound") && d.t.tok(k).Form != strings.ToLower(d.t.tok(k).Form)
	})
	if k < 0 {
		return option{}, false
	}
	p := stateOf(m.Entities[0].Country)
	p.tok, p.sure, p.named, p.Sector = k, m.Sure, true, m.Entities[0].Sector
	p.Text, p.Start, p.End = d.t.tok(k).Form, d.t.tok(k).Start, d.t.tok(k).End
	return option{tok: k, ps: []party{p}, how: []string{"said", "national"}}, true
}

// named are the options that words of the sentence give, found once.
func (x *coder) named(t *tree) []option {
	if x.inTree == t {
		return x.inOptions
	}
	var out []option
	for i := range t.s.Tokens {
		out = append(out, x.optionsAt(t, i)...)
	}
	who := make([]whoSum, len(out))
	for i := range out {
		out[i].who = &who[i]
	}
	x.inTree, x.inOptions = t, out
	return out
}

// optionsAt is whom token i may stand for as the head of its words.
func (x *coder) optionsAt(t *tree, i int) []option {
	if x.datelined(t, i) {
		return nil
	}
	if m := t.mentionAt(i); m != nil {
		if m.Head != i {
			return nil
		}
		return x.withCountries(t, i, x.ofMention(t, m, i), m.Entities[0].Country != "" && !x.guessed(t, m))
	}
	for _, m := range t.ms {
		if m.Where != nil && m.Head == i {
			return []option{{tok: i, ps: x.placeParty(t, i), how: []string{"place"}}}
		}
	}
	if ps := x.theTwo(t, i); ps != nil {
		return []option{{tok: i, ps: ps, how: []string{"two"}}}
	}
	if ps := x.ofNoun(t, i); ps != nil {
		return x.withCountries(t, i, ps, false)
	}
	return x.thing(t, i)
}

// thing is an option of a noun that names no person: a law, a tanker. It acts
// or is acted upon for whom it belongs to.
func (x *coder) thing(t *tree, i int) []option {
	switch t.tok(i).UPOS {
	case "NOUN", "PROPN", "PRON", "NUM":
	default:
		return nil
	}
	switch t.base(i) {
	case "nsubj", "obj", "iobj", "obl", "nmod", "root", "conj", "appos":
	default:
		return nil
	}
	if t.temporal(i) {
		return nil
	}
	first, last := x.core(t, i)
	text, span := t.text(x.body(t), first, last)
	p := party{tok: i, sure: 0.4}
	p.Text, p.Start, p.End, p.Name, p.Kind = text, span.Start, span.End, text, annals.Organization
	out := x.withCountries(t, i, []party{p}, false)
	for k := range out {
		out[k].tool = x.book.classes["tool"][t.lemma(i)] && !strings.HasPrefix(out[k].how[0], "owner")
	}
	return out
}

// maxLands bounds the countries that one word may stand for.
const maxLands = 14

// ownerRels are the ways in which a noun phrase says whom it belongs to.
var ownerRels = []string{"poss", "comp", "of", "from", "in", "for", "with", "near", "at"}

// withCountries is the option ps where the words say whose they are. Else it is
// the first of ps, once for each country that it may be of; several together
// stay as they were found.
func (x *coder) withCountries(t *tree, i int, ps []party, said bool) []option {
	if said {
		return []option{{tok: i, ps: ps, how: []string{"said"}}}
	}
	var out []option
	hows := map[annals.Code]int{}
	add := func(c annals.Code, how string) {
		if at, ok := hows[c]; ok {
			out[at].how = append(out[at].how, how)
			return
		}
		if len(out) >= maxLands {
			return
		}
		hows[c] = len(out)
		out = append(out, option{tok: i, ps: []party{x.asOf(t, i, ps[0], c)}, how: []string{how}})
	}
	if len(ps) > 1 {
		out = append(out, option{tok: i, ps: ps, how: []string{"several"}})
	}
	add("", "none")
	for _, sub := range ownerRels {
		for _, k := range t.inside(i, sub) {
			for _, o := range x.ownerAt(t, k) {
				add(o.Country, "owner "+sub)
			}
		}
	}
	add(ps[0].Country, "fill")
	if c, ok := x.known[t.lemma(i)]; ok {
		add(c, "known")
	}
	if c, ok := x.called[lastOf(ps[0].Text)]; ok {
		add(c, "called")
	}
	if c := x.local(t); c != "" {
		add(c, "local")
	}
	if x.home != "" {
		add(x.home, "home")
	}
	for _, m := range t.ms {
		if m.Where != nil && m.Where.Country != "" && !x.datelined(t, m.Head) {
			add(m.Where.Country, "place")
		}
		if len(m.Entities) > 0 && m.Entities[0].Country != "" && !x.datelined(t, m.Head) {
			how := "after"
			if m.Head < i {
				how = "before"
			}
			if t.base(m.Head) == "nsubj" {
				how += " subject"
			}
			add(m.Entities[0].Country, how)
		}
	}
	for _, r := range x.tracesTo(t, i) {
		add(r.entity.Country, "trace")
	}
	for _, c := range bodies {
		if x.book.classes[string(c)][t.lemma(i)] {
			add(c, "body")
		}
	}
	for _, c := range x.foremost {
		add(c, "article")
	}
	return out
}

// bodies are the codes of bodies of states and of societies; the class of the
// name holds what they are called without their names.
var bodies = [...]annals.Code{"IGO", "UNO", "EUR", "NGO"}

// maxUnnamed bounds the parties that no words of a sentence name.
const maxUnnamed = 10

// unnamed are the parties that a reader may understand where no word names
// them: of the claims before, of the headline, of the article, of the place.
func (x *coder) unnamed(d *draft) []option {
	var out []option
	at := map[annals.Code]int{}
	add := func(p party, how string) {
		if p.Country == "" || p.Kind == annals.PlaceKind {
			return
		}
		k, ok := at[p.Country]
		if !ok {
			if len(out) >= maxUnnamed {
				return
			}
			k = len(out)
			at[p.Country] = k
			out = append(out, option{tok: -1, ps: []party{p}, implied: true})
		}
		out[k].how = append(out[k].how, how)
	}
	for _, ps := range [][]party{d.actors, d.recips} {
		for _, p := range ps {
			if p.Text == "" {
				add(p, "rules")
			}
		}
	}
	back := 0
	for i := len(x.out) - 1; i >= 0 && back < 3; i-- {
		c := &x.out[i]
		if c.In != d.t.s.In || d.t.n-c.Sentence > 3 {
			break
		}
		name := "last"
		switch {
		case c.Sentence == d.t.n:
			name = "same"
		case d.t.n-c.Sentence > 1:
			name = "older"
		}
		for _, p := range c.Actor {
			add(unsaid(p), name+" actor")
		}
		for _, p := range c.Recipient {
			add(unsaid(p), name+" recipient")
		}
		back++
	}
	for _, t := range x.trees {
		if t.s.In == annals.InTitle && t != d.t || t.s.In == d.t.s.In && t.n == d.t.n-1 {
			how := "title"
			if t.s.In == d.t.s.In {
				how = "previous"
			}
			for _, m := range t.ms {
				if len(m.Entities) > 0 && m.Entities[0].Country != "" {
					p := party{named: true, sure: 0.5}
					p.Entity = m.Entities[0]
					add(p, how)
				}
			}
		}
	}
	if c := x.local(d.t); c != "" {
		add(stateOf(c), "local")
	}
	if x.home != "" {
		add(stateOf(x.home), "home")
	}
	for _, c := range x.foremost {
		add(stateOf(c), "article")
	}
	return out
}

// stateOf is the government of a country as a party that no words name.
func stateOf(c annals.Code) party {
	p := party{sure: 0.4}
	p.Name, p.Kind, p.Country, p.Sector = "Government of "+string(c), annals.Organization, c, "GOV"
	return p
}

package plover

import (
	"slices"
	"strconv"
	"strings"

	"annals"
	"annals/internal/sys/classify"
)

// open is the entry of a predicate that no table has. The judge may take it
// for an act all the same; frames.txt then says who takes part.
var open = &entry{rule: "judge"}

// opened are drafts of the predicates that no draft of the tables is of.
func (x *coder) opened(t *tree, ds []*draft) []*draft {
	taken := make([]bool, t.len())
	for _, d := range ds {
		taken[d.pred] = true
	}
	var out []*draft
	for i := range t.s.Tokens {
		if taken[i] || !x.mayAct(t, i) {
			continue
		}
		d := &draft{t: t, fit: fit{e: open, tokens: []int{i}, object: -1}, pred: i, clause: i, gov: -1, opened: true}
		if !t.verbal(i) {
			x.lighten(d)
		}
		d.fx = x.effects(t, d.pred, d.clause)
		d.reading = x.apply("", d.fx)
		d.dead = "no row"
		out = append(out, d)
	}
	return out
}

// mayAct reports a word that may carry an act: a verb, a noun that names nobody,
// a predicative adjective.
func (x *coder) mayAct(t *tree, i int) bool {
	if t.verbal(i) {
		return true
	}
	switch t.tok(i).UPOS {
	case "NOUN":
		if t.base(i) == "compound" || t.base(i) == "flat" || t.inDate(i) || t.mentionAt(i) != nil {
			return false
		}
		_, person := x.book.people[t.lemma(i)]
		return !person
	case "ADJ":
		return t.kidRel(i, "cop") >= 0 || t.base(i) == "root" || t.base(i) == "xcomp"
	}
	return false
}

// actInput describes a draft: what the tables say of it, its word, what it
// governs and is governed by, and the vectors of all these.
func (x *coder) actInput(d *draft, in *classify.Input) {
	t := d.t
	in.Reset()
	x.actRule(d, in)
	x.actWord(d, in)
	x.actKids(d, in)
	x.actOver(d, in)
	x.actSentence(d, in)
	x.actDate(d, in)
	t.actVectors(d, in)
	x.actFlags(d, in)
}

// actFlags gives what the tables say once more as numbers, for the hidden units
// to weigh against the vectors.
func (x *coder) actFlags(d *draft, in *classify.Input) {
	n := len(annals.Types())
	z := in.Zeros(2*n + 6)
	if k := slices.Index(annals.Types(), d.typ); k >= 0 && d.dead == "" {
		z[k] = 1
	} else if k >= 0 {
		z[n+k] = 1
	}
	z = z[2*n:]
	for i, yes := range [...]bool{d.dead == "", d.fit.e == open, len(d.actors) > 0, len(d.recips) > 0, anyPolitical(d.actors), anyPolitical(d.recips)} {
		if yes {
			z[i] = 1
		}
	}
}

func (x *coder) actRule(d *draft, in *classify.Input) {
	lemma := d.t.lemma(d.pred)
	rule, alive := string(d.typ), "alive"
	if d.dead != "" {
		alive, _, _ = strings.Cut(d.dead, " by ")
		alive, _, _ = strings.Cut(alive, " of ")
	}
	in.Add("rule", rule, alive)
	in.Add("status", string(d.status))
	in.Add("row", d.fit.e.rule)
	in.Add("row type", string(d.fit.e.typ), string(d.status))
	in.Add("score", strconv.Itoa(d.fit.score))
	in.Add("sides", side(d.actors), side(d.recips))
	in.Add("rule sides", rule, side(d.actors), side(d.recips))
	if d.gov >= 0 {
		in.Add("light", d.t.lemma(d.gov), lemma)
	}
	for _, e := range d.fx {
		in.Add("fx", e.name, string(d.fit.e.typ))
		in.Add("fx", e.name, string(d.fit.e.typ), string(d.status))
		in.Add("fx word", strings.ToLower(e.words))
	}
}

// side is who stands on one side: nobody, an actor of politics, others.
func side(ps []party) string {
	switch {
	case len(ps) == 0:
		return "none"
	case anyPolitical(ps):
		return "political"
	}
	return "others"
}

func (x *coder) actWord(d *draft, in *classify.Input) {
	t, i := d.t, d.pred
	k, lemma := t.tok(i), t.lemma(i)
	in.Add("word", lemma)
	in.Add("word", lemma, k.UPOS)
	in.Add("form", k.XPOS, t.rel(i))
	in.Add("rel", t.base(i), k.UPOS)
	in.Add("word rel", lemma, t.base(i))
	in.Add("title", string(t.s.In))
	if n := len(lemma); n > 4 {
		in.Add("end", lemma[n-3:], k.UPOS)
		in.Add("end", lemma[n-4:], k.UPOS)
	}
	voice := "active"
	if t.isVerb(i) && t.passive(i) {
		voice = "passive"
	}
	in.Add("voice", voice, t.base(i))
	if p := t.anyParticle(i); p != "" {
		in.Add("particle", lemma, p)
	}
	if m := t.mark(d.clause); m != "" {
		in.Add("mark", m)
		in.Add("mark", m, k.XPOS)
	}
	for _, k := range t.kids[d.clause] {
		switch t.base(k) {
		case "aux", "cop", "expl", "cc", "det":
			in.Add("aux", t.base(k), strings.ToLower(t.tok(k).Form))
		case "advmod":
			in.Add("adv", t.lemma(k))
		}
	}
	x.actTables(t, i, in)
}

// actTables says in which tables the word stands.
func (x *coder) actTables(t *tree, i int, in *classify.Input) {
	w := t.lemma(i)
	for _, op := range x.book.ops[w] {
		in.Add("is op", op.name, op.control)
	}
	for _, e := range x.book.verbs[w] {
		in.Add("is verb", string(e.typ))
	}
	for _, e := range x.book.nouns[w] {
		in.Add("is noun", string(e.typ))
	}
	for _, k := range [...]string{"verb", "noun", "hedgeverb"} {
		if x.book.report[k][w] {
			in.Add("reports", k)
		}
	}
	for _, k := range [...]string{"do", "event"} {
		if x.book.light[k][w] {
			in.Add("is light", k)
		}
	}
}

func (x *coder) actKids(d *draft, in *classify.Input) {
	t := d.t
	lemma := t.lemma(d.pred)
	for _, k := range t.kids[d.pred] {
		switch b := t.base(k); b {
		case "nsubj", "obj", "obl", "iobj", "xcomp", "ccomp", "nmod", "compound", "amod", "advcl", "acl":
			c, w := t.caseOf(k), t.lemma(k)
			who := x.who(t, k)
			in.Add("kid", t.rel(k), c, who)
			if who == "thing" {
				in.Add("kid word", b, c, w)
				in.Add("kid pred", lemma, b, w)
				for _, e := range x.book.nouns[w] {
					in.Add("kid noun", b, string(e.typ))
				}
			}
			in.Add("kid case", lemma, b, c)
			in.Add("kid who", lemma, b, c, who)
		}
	}
	if t.isVerb(d.pred) && t.ownSubjects(d.pred) == nil {
		for _, s := range t.subjects(d.pred) {
			in.Add("far subject", x.who(t, s))
		}
	}
}

// who is the sector of the one that token i names, or what else it is.
func (x *coder) who(t *tree, i int) string {
	if m := t.mentionAt(i); m != nil {
		e := &m.Entities[0]
		if e.Sector == "" {
			return e.Kind
		}
		return e.Sector
	}
	if p, ok := x.book.people[t.lemma(i)]; ok {
		return p.sector
	}
	switch t.tok(i).UPOS {
	case "PROPN", "PRON", "NUM", "VERB":
		return t.tok(i).UPOS
	}
	return "thing"
}

func (x *coder) actOver(d *draft, in *classify.Input) {
	t := d.t
	h, r := t.head(d.clause), d.clause
	for n := 0; h >= 0 && n < 2; n++ {
		w, at := t.lemma(h), strconv.Itoa(n)
		in.Add("over", at, w)
		in.Add("over rel", at, w, t.base(r))
		in.Add("over pred", at, w, t.lemma(d.pred))
		for _, op := range x.book.ops[w] {
			in.Add("over op", at, op.name, t.base(r))
		}
		for _, e := range x.book.verbs[w] {
			in.Add("over verb", at, string(e.typ), t.base(r))
		}
		h, r = t.head(h), h
	}
	if d.clause != d.pred {
		in.Add("clause", t.lemma(d.clause), t.rel(d.pred))
		in.Add("clause pred", t.lemma(d.clause), t.lemma(d.pred))
		for _, k := range t.kids[d.clause] {
			if b := t.base(k); b == "nsubj" || b == "obj" || b == "obl" {
				in.Add("clause kid", b, t.caseOf(k), x.who(t, k))
			}
		}
	}
}

// actSentence adds what the whole sentence is about.
func (x *coder) actSentence(d *draft, in *classify.Input) {
	t := d.t
	for _, c := range [...]string{"sport", "mishap", "weaponry", "state"} {
		if t.anyIn(x.book.classes[c]) {
			in.Add("about", c)
		}
	}
	seen := map[annals.Code]bool{}
	for _, m := range t.ms {
		for _, e := range m.Entities {
			seen[e.Country] = true
		}
	}
	in.Add("countries", strconv.Itoa(min(len(seen), 3)))
	for i, n := d.pred-1, 0; i >= 0 && n < 3; i, n = i-1, n+1 {
		in.Add("before", strconv.Itoa(n), t.lemma(i))
	}
	for i, n := d.pred+1, 0; i < t.len() && n < 3; i, n = i+1, n+1 {
		in.Add("after", strconv.Itoa(n), t.lemma(i))
		if n < 2 {
			in.Add("after pred", strconv.Itoa(n), t.lemma(d.pred), t.lemma(i))
		}
	}
}

// actDate adds how long before or after the report the words date the act.
func (x *coder) actDate(d *draft, in *classify.Input) {
	name := x.since(x.when(d))
	in.Add("dated", name)
	if name != "" {
		in.Add("dated", name, string(d.status))
		in.Add("dated", name, d.t.tok(d.clause).XPOS)
	}
}

func (t *tree) actVectors(d *draft, in *classify.Input) {
	t.one(d.pred, in)
	t.one(t.head(d.clause), in)
	gov := d.clause
	if gov == d.pred {
		gov = -1
	}
	t.one(gov, in)
	for _, rel := range [...]string{"obj", "nsubj", "obl", ""} {
		m := newMean(t, in)
		for _, k := range t.kids[d.pred] {
			if b := t.base(k); b == rel || rel == "obl" && b == "nmod" || rel == "" && (b == "xcomp" || b == "ccomp" || b == "advcl" || b == "compound" || b == "amod") {
				m.add(k)
			}
		}
		m.done()
	}
	m := newMean(t, in)
	for i := range t.s.Tokens {
		if content(t, i) {
			m.add(i)
		}
	}
	m.done()
	t.state(d.pred, in)
}

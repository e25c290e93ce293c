package plover

import (
	"strings"

	"annals"
)

// A draft is a predicate on its way to a claim.
type draft struct {
	t      *tree
	fit    fit
	pred   int // the verb or noun that carries the act
	clause int // the verb whose tense and operators hold: pred, or its light verb
	gov    int // the light verb, or −1
	fx     []effect
	reading
	actors, recips []party
	unlike         bool    // the modes of its row are not its own any more
	sure           float64 // of the roles, 0 when the frames alone gave them
	dead           string  // why it is no claim; "" for a claim
	opened         bool    // of a word that no table has
	said           string  // what the judge says, in words; "" when not asked
	likely         float64 // probability of its type, from the judge; 0 when not asked
	asked          bool    // a demand: whose and of whom it is, the words say
}

// drafts finds the predicates of a sentence, each once.
func (x *coder) drafts(t *tree) []*draft {
	var out []*draft
	taken := map[int]bool{} // nouns that a verb's pattern names
	for i := range t.s.Tokens {
		if d := x.verbDraft(t, i); d != nil {
			out = append(out, d)
			for _, k := range d.fit.tokens[1:] {
				taken[k] = true
			}
		}
	}
	for i := range t.s.Tokens {
		if taken[i] {
			continue
		}
		if d := x.nounDraft(t, i); d != nil {
			out = append(out, d)
			for _, k := range d.fit.tokens[1:] {
				taken[k] = true
			}
		}
	}
	for _, d := range out {
		d.fx = x.effects(t, d.pred, d.clause)
		d.reading = x.apply(d.fit.e.typ, d.fx)
	}
	return out
}

// verbal reports whether token i is used as a verb; in headlines taggers often
// take a verb for a noun.
func (t *tree) verbal(i int) bool {
	if t.isVerb(i) {
		return t.base(i) != "amod" && t.base(i) != "compound" && t.base(i) != "case"
	}
	k := t.tok(i)
	return (k.UPOS == "NOUN" || k.UPOS == "PROPN" || k.UPOS == "ADJ") && t.kidRel(i, "nsubj", "nsubj:pass", "obj") >= 0 &&
		t.kidRel(i, "cop", "det") < 0
}

func (x *coder) verbDraft(t *tree, i int) *draft {
	if !t.verbal(i) {
		return nil
	}
	f, ok := t.best(x.book.verbs[t.lemma(i)], i)
	if !ok {
		return nil
	}
	return &draft{t: t, fit: f, pred: i, clause: i, gov: -1}
}

func (x *coder) nounDraft(t *tree, i int) *draft {
	if u := t.tok(i).UPOS; u != "NOUN" && u != "PROPN" || t.verbal(i) || t.inDate(i) {
		return nil
	}
	switch t.base(i) {
	case "compound", "flat", "nmod":
		if t.base(i) != "nmod" || t.rel(i) == "nmod:desc" {
			return nil
		}
	}
	f, ok := t.best(x.book.nouns[t.lemma(i)], i)
	if !ok {
		return nil
	}
	if e := x.labour(t, i, f.e); e != nil {
		f.e = e
	}
	d := &draft{t: t, fit: f, pred: i, clause: i, gov: -1}
	x.lighten(d)
	return d
}

// labour is the row of a stoppage where a strike is one of workers: nobody
// fires, and somebody who works is spoken of.
func (x *coder) labour(t *tree, i int, e *entry) *entry {
	if t.lemma(i) != "strike" || e.typ != annals.Assault || !t.anyIn(x.book.classes["worker"]) {
		return nil
	}
	for k := range t.s.Tokens {
		if k != i && x.book.classes["weaponry"][t.lemma(k)] {
			return nil
		}
	}
	if es := x.book.nouns["stoppage"]; len(es) > 0 {
		return es[0]
	}
	return nil
}

// inDate reports a word of a date: in March is no march.
func (t *tree) inDate(i int) bool {
	if t.tok(i).Form == "March" && t.tok(i).UPOS == "PROPN" {
		return true
	}
	for _, m := range t.ms {
		if m.When != nil && i >= m.First && i < m.Last {
			return true
		}
	}
	return false
}

// paysIn reports a verb whose object is a sum.
func (x *coder) paysIn(t *tree, v int) bool {
	return t.kid(v, func(k int) bool {
		return t.base(k) == "obj" && x.amount(t, k)
	}) >= 0
}

// amount reports a noun of amount or a sign of money.
func (x *coder) amount(t *tree, i int) bool {
	return x.book.classes["amount"][t.lemma(i)] || strings.ContainsAny(t.tok(i).Form, "$€£¥")
}

// counts is the noun of amount that noun n stands behind (a week of drills),
// else n itself.
func (x *coder) counts(t *tree, n int) int {
	if h := t.head(n); h >= 0 && t.base(n) == "nmod" && (t.caseOf(n) == "of" || t.caseOf(n) == "in") && x.amount(t, h) {
		return h
	}
	return n
}

// lighten finds the light verb that governs a nominal predicate.
func (x *coder) lighten(d *draft) {
	t := d.t
	n := x.counts(t, t.conjRoot(d.pred))
	h := t.head(n)
	if h < 0 || !t.isVerb(h) {
		return
	}
	w, p := t.lemma(h), t.anyParticle(h)
	switch t.base(n) {
	case "obj":
		d.clause = h
		if x.book.light["do"].has(w, p) {
			d.gov = h
		}
	case "nsubj":
		if t.rel(n) == "nsubj:pass" && x.book.light["do"].has(w, p) {
			d.gov = h
			d.clause = h
		} else if x.book.light["event"].has(w, p) {
			d.clause = h
		}
	case "obl":
		if t.caseOf(n) == "in" && x.paysIn(t, h) { // pledged €500 million in aid
			d.gov, d.clause = h, h
		}
		if t.caseOf(n) == "without" { // left without a deal
			d.gov, d.clause = h, h
		}
		if c := t.caseOf(n); (c == "in" || c == "on" || c == "for" || c == "with" || c == "to" || c == "into") && x.book.light["do"].has(w, p) {
			d.clause = h
			if c == "in" || c == "on" || c == "into" {
				d.gov = h
			}
		}
	}
}

// trigger is the words that carry the act: the predicate with its light verb
// and the words its pattern names, where they are close together.
func (d *draft) trigger() (first, last int) {
	first, last = d.pred, d.pred
	near := func(k int) {
		if k >= 0 && k-last <= 4 && first-k <= 4 {
			first, last = min(first, k), max(last, k)
		}
	}
	for _, k := range sorted(append([]int(nil), d.fit.tokens...)) {
		near(k)
	}
	near(d.gov)
	return first, last
}

// silence drops drafts that another one speaks for: promised under promised to
// send, the kill of "attacked the convoy, killing two".
func (x *coder) silence(ds []*draft) {
	for _, d := range ds {
		if d.dead == "" && (d.drop || x.owed(ds, d)) {
			d.dead = "asked for or a purpose"
		}
	}
	for _, d := range ds {
		if d.dead != "" {
			continue
		}
		for _, e := range d.fx {
			if e.tok < 0 {
				continue
			}
			for _, o := range ds {
				if o != d && (o.dead == "" || o.dead == "no political recipient") && o.pred == e.tok && speaksFor(e.name, o) {
					d.adopt(o, e.name)
					o.dead = "spoken for by " + t0(d)
				}
			}
		}
	}
	x.tolls(ds)
}

// adopt gives an act that is promised or threatened the parties of the word
// that promises: its subject is often a mere pronoun.
func (d *draft) adopt(o *draft, name string) {
	switch name {
	case "promise", "threaten", "refuse", "plan":
	default:
		return
	}
	if len(o.actors) > 0 && d.fit.e.recip != nil {
		d.actors = o.actors
	}
	if len(o.recips) > 0 && (len(d.recips) == 0 || name == "threaten") && d.fit.e.recip != nil {
		d.recips = o.recips
	}
}

// speaksFor reports whether the act under operator name makes the claim of the
// operator's own word o needless.
func speaksFor(name string, o *draft) bool {
	switch name {
	case "promise", "plan", "threaten", "refuse", "begin", "stop", "continue", "try", "expect", "order", "prevent", "fail", "manage":
		return true
	}
	return false
}

var tollVerbs = set{"kill": true, "wound": true, "injure": true, "leave": true, "die": true, "maim": true, "hurt": true, "destroy": true, "damage": true, "displace": true, "claim": true}

// tolls lets a verb of killing that follows from another act of violence in
// the same clause give that act its victims.
func (x *coder) tolls(ds []*draft) {
	for _, d := range ds {
		t := d.t
		if d.dead != "" || d.fit.e.typ != annals.Assault || !tollVerbs[t.lemma(d.pred)] {
			continue
		}
		if host := x.tollHost(d, ds); host != nil {
			d.dead = "toll of " + t0(host)
			if len(host.recips) == 0 {
				host.recips = d.recips
			}
			host.fit.tokens = append(host.fit.tokens, d.pred)
		}
	}
}

func (x *coder) tollHost(d *draft, ds []*draft) *draft {
	t := d.t
	for _, o := range ds {
		if o == d || o.dead != "" || o.fit.e.typ != annals.Assault || o.status != d.status {
			continue
		}
		switch {
		case t.base(d.pred) == "advcl" && t.head(d.pred) == o.clause && t.ownSubjects(d.pred) == nil, // struck a market, killing six
			t.base(d.pred) == "conj" && t.conjRoot(d.pred) == o.clause && t.ownSubjects(d.pred) == nil && tollVerbs[t.lemma(o.pred)], // killed two and wounded four
			t.base(o.pred) == "nsubj" && t.head(o.pred) == d.pred,                                                                    // the strike killed six
			t.base(o.pred) == "obl" && t.head(o.pred) == d.pred,                                                                      // six were killed in the strike
			t.base(o.pred) == "obj" && t.head(o.pred) == d.pred:
			return o
		}
	}
	return nil
}

// t0 is the predicate's word.
func t0(d *draft) string { return d.t.tok(d.pred).Form }

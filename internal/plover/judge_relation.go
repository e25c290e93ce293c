package plover

import (
	"strconv"

	"annals"
	"annals/internal/sys/classify"
)

// RelationExample fills in with what the judge sees of two parties in a
// sentence, given as for [Codebook.Relate]. It returns what the tables say, and
// what relation data call gold, the type of the act as it is coded.
func (b *Codebook) RelationExample(s annals.Sentence, source, target annals.Span, gold annals.Type, in *classify.Input) (typ, label annals.Type) {
	x, l, best, ds := b.relate(s, source, target)
	l.input(x, best, ds, in)
	if best == nil {
		return x.guess(l.t), gold
	}
	return best.typ, x.conventional(best, gold)
}

// input describes the pair: what the tables say of it, the predicate and its
// surroundings, the words before, between and after, and their vectors.
func (l link) input(x *coder, best *draft, ds []*draft, in *classify.Input) {
	in.Reset()
	for _, d := range ds {
		if d.dead == "" {
			in.Add("any", string(d.typ))
		}
	}
	pred := -1
	if best == nil {
		in.Add("rule", "none", string(x.guess(l.t)))
	} else {
		pred = best.pred
		l.aboutDraft(best, in)
	}
	v := l.t.verbOver(l.a)
	if v >= 0 {
		in.Add("verb", l.t.lemma(v))
		in.Add("verb is pred", strconv.FormatBool(v == pred), l.t.rel(l.a))
	}
	l.aboutWords(in)
	l.vectors(pred, v, in)
}

// verbOver is the nearest verb above token i, or −1.
func (t *tree) verbOver(i int) int {
	for d := 0; i >= 0 && d < maxDepth; d++ {
		if i = t.head(i); i >= 0 && t.isVerb(i) {
			return i
		}
	}
	return -1
}

// aboutDraft adds what is known of the predicate that the tables chose.
func (l link) aboutDraft(d *draft, in *classify.Input) {
	t := l.t
	holds := strconv.FormatBool(l.holds(d.actors, "A")) + strconv.FormatBool(l.holds(d.recips, "B"))
	rule, lemma := string(d.typ), t.lemma(d.pred)
	in.Add("rule", rule)
	in.Add("rule holds", rule, holds)
	in.Add("rule status", rule, string(d.status), string(d.under))
	in.Add("entry", d.fit.e.rule)
	in.Add("pred", lemma)
	in.Add("pred rule", lemma, rule)
	for _, e := range d.fx {
		in.Add("fx", e.name)
		in.Add("fx rule", e.name, string(d.fit.e.typ))
	}
	for _, k := range t.kids[d.pred] {
		switch b := t.base(k); b {
		case "obj", "obl", "xcomp", "ccomp", "nmod", "compound", "amod", "nsubj", "advcl":
			in.Add("kid", b, t.caseOf(k), l.word(k))
			in.Add("pred kid", lemma, b, l.word(k))
		}
	}
	for h, n := t.head(d.pred), 0; h >= 0 && n < 2; h, n = t.head(h), n+1 {
		in.Add("gov", strconv.Itoa(n), t.lemma(h))
		in.Add("gov rule", t.lemma(h), rule)
	}
}

// word is the lemma of token i, with the two parties as A and B.
func (l link) word(i int) string {
	switch i {
	case l.a:
		return "A"
	case l.b:
		return "B"
	}
	return l.t.lemma(i)
}

// maxZone is how many words of a zone are looked at.
const maxZone = 25

// zones are the words before, between and after the parties.
func (l link) zones() (order string, zones [3][2]int) {
	first, last, order := l.a, l.b, "AB"
	if l.b < 0 {
		last, order = l.t.len(), "A"
	} else if l.b < l.a {
		first, last, order = l.b, l.a, "BA"
	}
	end := l.t.len()
	return order, [3][2]int{{max(first-8, 0), min(max(first, 0), end)}, {first + 1, min(last, first+1+maxZone)}, {last + 1, min(last+10, end)}}
}

// aboutWords adds the words of the zones, singly and in pairs.
func (l link) aboutWords(in *classify.Input) {
	t := l.t
	order, zones := l.zones()
	for n, z := range zones {
		name, before := strconv.Itoa(n), "^"
		for i := z[0]; i < z[1]; i++ {
			if t.tok(i).UPOS == "PUNCT" || t.tok(i).UPOS == "DET" {
				continue
			}
			w := l.word(i)
			if t.tok(i).UPOS == "PROPN" || t.tok(i).UPOS == "NUM" {
				w = t.tok(i).UPOS
			}
			in.Add(name, w)
			in.Add(order, name, before, w)
			before = w
		}
	}
}

// vectors adds the vectors of the zones, of the predicate and the verb over the
// first party, of what governs them and of what they govern.
func (l link) vectors(pred, verb int, in *classify.Input) {
	t := l.t
	_, zones := l.zones()
	for _, z := range zones {
		m := newMean(t, in)
		for i := z[0]; i < z[1]; i++ {
			if i != l.a && i != l.b && content(t, i) {
				m.add(i)
			}
		}
		m.done()
	}
	if pred < 0 {
		pred = verb
	}
	for _, p := range []int{pred, verb} {
		t.one(p, in)
		t.one(t.head(p), in)
		m, c := newMean(t, in), []int(nil)
		if p >= 0 {
			c = t.kids[p]
		}
		for _, k := range c {
			if k != l.a && k != l.b && content(t, k) {
				m.add(k)
			}
		}
		m.done()
	}
	t.state(pred, in)
	t.state(l.a, in)
	t.state(l.b, in)
}

// content reports a word that means something by itself.
func content(t *tree, i int) bool {
	switch t.tok(i).UPOS {
	case "NOUN", "VERB", "ADJ", "ADV", "PART", "AUX":
		return true
	case "ADP":
		return t.base(i) == "compound"
	}
	return false
}

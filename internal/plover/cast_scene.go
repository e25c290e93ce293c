package plover

import (
	"strings"

	"annals"
)

// A trait is a hashed feature.
type trait uint64

func traitOf(s string) trait { return trait(14695981039346656037).plus(s) }

// plus is the trait of a's words with s behind them.
func (a trait) plus(s string) trait {
	h := uint64(a)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return trait(h)
}

// and is the trait of both a and b.
func (a trait) and(b trait) trait {
	h := uint64(a)*0x9E3779B97F4A7C15 ^ uint64(b)
	h ^= h >> 29
	return trait(h * 0xBF58476D1CE4E5B9)
}

// A scene is what the features of all options of a draft share.
type scene struct {
	x                       *coder
	d                       *draft
	typ, lemma, frame       trait
	voice                   trait
	subj, obj, ind, gv      []int
	ruleA, ruleR            []party
	speakers                []int
	implied                 string          // how the tables found a party without words
	heads                   []bool          // by token: an option stands there
	before, after           int             // nearest of them on either side
	partyBefore, partyAfter int             // of those that are somebody
	main                    []int           // subjects of the sentence
	told                    []*annals.Claim // of the same sentence, before
	pathOf                  int             // token whose path is at hand
	pathIs                  string
}

// newScene is the scene of a draft and the options that it has.
func (x *coder) newScene(d *draft) (*scene, []option) {
	t := d.t
	options := x.options(d)
	s := &scene{x: x, d: d, typ: traitOf("T" + string(d.typ)), lemma: traitOf("L" + t.lemma(d.pred)), ruleA: d.actors, ruleR: d.recips}
	s.frame = traitOf("F" + frameOf(d.fit.e))
	v := "active"
	switch {
	case !t.isVerb(d.pred):
		v = "noun"
	case t.passive(d.pred):
		v = "passive"
	}
	s.voice = traitOf("V" + v)
	s.subj, s.obj = t.subjects(d.clause), t.objects(d.pred)
	s.ind = t.indirect(d.pred)
	if d.gov >= 0 {
		s.gv = t.subjects(d.gov)
	}
	for c, n := d.clause, 0; c >= 0 && n < 6; n++ {
		h := t.head(c)
		if h >= 0 && x.reports(t, c, h) {
			s.speakers = append(s.speakers, t.subjects(h)...)
		}
		c = h
	}
	for _, r := range d.why {
		if strings.HasPrefix(r.Rule, "implied") {
			s.implied += " " + r.Rule
		}
	}
	for i := range t.s.Tokens {
		if t.head(i) < 0 && t.tok(i).UPOS != "PUNCT" {
			s.main = t.subjects(i)
			break
		}
	}
	s.survey(options)
	return s, options
}

// survey notes where the options stand.
func (s *scene) survey(options []option) {
	s.heads, s.before, s.after = make([]bool, s.d.t.len()), -1, -1
	s.partyBefore, s.partyAfter = -1, -1
	for i := range options {
		k := options[i].tok
		if k < 0 {
			continue
		}
		s.heads[k] = true
		if o := &options[i]; !o.nobody() && (o.ps[0].political() || o.foundBy("said")) {
			if k < s.d.pred && k > s.partyBefore && s.d.t.rel(k) != "nmod:poss" {
				s.partyBefore = k
			}
			if k > s.d.pred && (s.partyAfter < 0 || k < s.partyAfter) {
				s.partyAfter = k
			}
		}
		if k < s.d.pred && k > s.before && s.d.t.base(k) != "nmod" {
			s.before = k
		}
		if k > s.d.pred && (s.after < 0 || k < s.after) {
			s.after = k
		}
	}
	for i := range s.x.out {
		if c := &s.x.out[i]; c.In == s.d.t.s.In && c.Sentence == s.d.t.n {
			s.told = append(s.told, c)
		}
	}
	s.pathOf = -1
}

// any reports whether an option stands at one of is.
func (s *scene) any(is []int) string {
	if len(is) == 0 {
		return "none"
	}
	for _, i := range is {
		if s.heads[i] {
			return "option"
		}
	}
	return "word"
}

// frameOf is the paths of a row.
func frameOf(e *entry) string {
	if e == nil {
		return ""
	}
	var b strings.Builder
	for n, p := range []path{e.actor, e.recip} {
		if n > 0 {
			b.WriteByte('>')
		}
		for _, alts := range p {
			b.WriteByte('+')
			for _, s := range alts {
				b.WriteString("/" + s.String())
			}
		}
	}
	return b.String()
}

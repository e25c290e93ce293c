package plover

import (
	"strings"

	"annals"
	"annals/internal/sys/classify"
)

// A convention is a row of relate.txt: acts of type from, in that mode or status or
// with that word at hand, are another class in relation data.
type convention struct {
	from, to   annals.Type
	mode, word string
}

func (c *Codebook) readConvention(r row) error {
	v := convention{}
	name, mode, ok := strings.Cut(r.head, ".")
	if ok {
		v.mode = mode
	} else if name, v.word, ok = strings.Cut(r.head, "="); !ok {
		return r.errorf("want TYPE.mode or TYPE=word, have %q", r.head)
	}
	if v.from, ok = typeNamed(name); ok {
		v.to, ok = typeNamed(r.body)
	}
	if !ok {
		return r.errorf("no PLOVER type in %q : %q", r.head, r.body)
	}
	c.conventions = append(c.conventions, v)
	return nil
}

// conventional is typ as relation data call it.
func (x *coder) conventional(d *draft, typ annals.Type) annals.Type {
	for _, v := range x.book.conventions {
		if v.from != typ {
			continue
		}
		if v.word != "" && d.mentions(v.word) {
			return v.to
		}
		if v.mode != "" && v.mode == string(d.status) {
			return v.to
		}
		for _, m := range d.fit.e.modes {
			if m == v.mode && d.fit.e.typ == typ {
				return v.to
			}
		}
	}
	return typ
}

// mentions reports whether w is one of the draft's words, or an object or
// complement of them.
func (d *draft) mentions(w string) bool {
	t := d.t
	for _, i := range d.fit.tokens {
		if t.lemma(i) == w {
			return true
		}
		for _, k := range t.kids[i] {
			if b := t.base(k); t.lemma(k) == w && (b == "obj" || b == "obl" || b == "nmod") {
				return true
			}
		}
	}
	return false
}

// Relate says which type of act links two parties of a sentence, and why. It
// always answers: where no predicate joins the two, the strongest predicate of
// the sentence decides. source and target are spans in the field that the
// sentence stands in; target may be empty.
func (b *Codebook) Relate(s annals.Sentence, source, target annals.Span) (annals.Type, []annals.Reason) {
	x, l, best, ds := b.relate(s, source, target)
	typ, why := x.guess(l.t), []annals.Reason{{Rule: "relate", Words: "no predicate"}}
	if best != nil {
		typ, why = best.typ, append([]annals.Reason{{Rule: best.fit.e.rule, Words: l.t.tok(best.pred).Form}}, best.why...)
	}
	if b.judge == nil {
		return typ, why
	}
	var in classify.Input
	l.input(x, best, ds, &in)
	over := b.judge.decide(&in, typ)
	if best != nil {
		over = x.conventional(best, over)
	}
	if over != typ {
		return over, append(why, annals.Reason{Rule: "judge", Words: string(over)})
	}
	return typ, why
}

// relate is the draft that links the two parties best, nil for none, and all
// drafts.
func (b *Codebook) relate(s annals.Sentence, source, target annals.Span) (*coder, link, *draft, []*draft) {
	s.In = annals.InText
	ms := append(stand(&s, source, "A"), stand(&s, target, "B")...)
	x := &coder{book: b, a: &annals.Article{}, known: map[string]annals.Code{}, coded_: map[int]*draft{}}
	t := newTree(b.repair(&s), 0, ms, b.knowsVerb)
	x.trees = []*tree{t}
	link := link{t: t, a: headOf(ms, "A"), b: headOf(ms, "B")}
	var best *draft
	top := -1.0
	ds := append(x.drafts(t), x.duties(t)...)
	for _, d := range ds {
		x.fillRoles(d)
	}
	x.silence(ds)
	x.demanded(ds)
	for _, d := range ds {
		d.reading = x.relation(d)
		if v := link.score(d); v > top {
			best, top = d, v
		}
	}
	return x, link, best, ds
}

// stand makes a mention of the tokens in span.
func stand(s *annals.Sentence, span annals.Span, name string) []*annals.Mention {
	m := &annals.Mention{In: s.In, Span: span, First: -1, Sure: 1}
	for i := range s.Tokens {
		if span.Overlaps(s.Tokens[i].Span) {
			if m.First < 0 {
				m.First = i
			}
			m.Last = i + 1
		}
	}
	if m.First < 0 || span.Len() == 0 {
		return nil
	}
	m.Head = m.First
	for i := m.First; i < m.Last; i++ {
		if h := s.Tokens[i].Head; h < m.First || h >= m.Last {
			m.Head = i
			break
		}
	}
	m.Entities = []annals.Entity{{Name: name, Kind: annals.State, Country: annals.Code(name), Sector: "GOV"}}
	return []*annals.Mention{m}
}

func headOf(ms []*annals.Mention, name string) int {
	for _, m := range ms {
		if m.Entities[0].Name == name {
			return m.Head
		}
	}
	return -1
}

// relation is a draft's reading for a pair of parties: what was wanted of
// somebody counts as what it is, and a refusal of something good is REJECT.
func (x *coder) relation(d *draft) reading {
	r := d.reading
	if r.status == annals.Negated {
		switch r.typ.Quad() {
		case 1, 2:
			r.typ = annals.Reject
		}
	}
	if (r.under == annals.Retreat || r.under == annals.Concede) && r.typ == annals.Concede && promised(d.fx) {
		r.typ = annals.Agree
	}
	if r.typ == annals.Concede && r.under == "" && promised(d.fx) {
		r.typ = annals.Agree
	}
	r.typ = x.conventional(d, r.typ)
	return r
}

func promised(fx []effect) bool {
	for _, e := range fx {
		switch e.name {
		case "future", "promise", "plan", "expect":
			return true
		}
	}
	return false
}

// A link is the two parties in their tree.
type link struct {
	t    *tree
	a, b int
}

// score is how well a draft joins the two parties.
func (l link) score(d *draft) float64 {
	t := l.t
	v := d.confidence()
	inA, inR := l.holds(d.actors, "A"), l.holds(d.recips, "B")
	bothA := inA && l.holds(d.actors, "B")
	switch {
	case inA && inR || bothA:
		v += 8
	case inA && l.b < 0:
		v += 7
	case inA:
		v += 4
	case inR:
		v += 3
	case l.holds(d.recips, "A") || l.holds(d.actors, "B"):
		v++
	}
	if l.b >= 0 && l.a >= 0 && t.under(l.a, d.clause) && t.under(l.b, d.clause) {
		v += 2
	}
	if l.b >= 0 && t.under(l.b, d.clause) {
		v++
	}
	if t.base(d.clause) == "root" {
		v++
	}
	if d.dead != "" {
		v -= 4
	}
	if e := d.fit.e; e.has('r') && len(d.recips) == 0 || e.has('a') && len(d.actors) == 0 {
		v -= 3
	}
	return v
}

func (l link) holds(ps []party, name string) bool {
	for _, p := range ps {
		if p.Name == name {
			return true
		}
	}
	return false
}

// guess is the type of the first word that could carry an act, however it is
// tagged; ACCUSE, the commonest of verbal conflicts, when there is none.
func (x *coder) guess(t *tree) annals.Type {
	for _, m := range []map[string][]*entry{x.book.verbs, x.book.nouns} {
		for i := range t.s.Tokens {
			if es := m[t.lemma(i)]; len(es) > 0 && t.tok(i).UPOS != "PUNCT" {
				if f, ok := t.best(es, i); ok {
					return f.e.typ
				}
			}
		}
	}
	return annals.Accuse
}

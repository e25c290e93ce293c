package plover

import (
	"strconv"
	"strings"

	"annals"
)

// A whoList is the features of the country that an option is of.
type whoList struct {
	fs                  []trait
	class, sector, word trait
}

func (l *whoList) add(f trait) {
	l.fs = append(l.fs, f, f.and(l.class), f.and(l.sector), f.and(l.word))
}

// A whoSum is what was weighed of an option for all claims of a sentence.
type whoSum struct {
	known               bool
	total               int
	class, sector, word trait
}

// certain reports an option whose country is not asked: it is nobody's, or its
// words say it.
func (o *option) certain() bool { return o.nobody() || o.foundBy("said") }

// aboutWho says what speaks for the country of an option: the same whether it
// acts or is acted upon.
func (x *coder) aboutWho(d *draft, o *option, l *whoList) {
	if !o.certain() {
		x.whoFixed(d, o, l)
		x.whoLast(d.t, o, l)
	}
}

// whoFixed is what stays as it is while the sentence is coded. Of an option
// without words it may differ from claim to claim.
func (x *coder) whoFixed(d *draft, o *option, l *whoList) {
	at := x.whoClass(d, o, l)
	for _, h := range o.how {
		l.add(whoTrait("how ").plus(h))
	}
	f := whoTrait("hows ")
	for n, h := range o.how {
		if n > 0 {
			f = f.plus(",")
		}
		f = f.plus(h)
	}
	l.add(f)
	x.whoTrace(d.t, o, at, l)
	x.whoStanding(o, l)
}

// whoClass sets what the features are combined with, and gives the token that
// the option is asked for at.
func (x *coder) whoClass(d *draft, o *option, l *whoList) int {
	l.sector = whoTrait("sector ").plus(o.ps[0].Sector)
	if o.tok < 0 {
		l.class, l.word = whoTrait("implied ").plus(string(d.typ)), whoTrait("word ").plus(d.t.lemma(d.pred))
		return d.pred
	}
	l.class, l.word = whoTrait("").plus(x.whoKind(d.t, o)), whoTrait("word ").plus(d.t.lemma(o.tok))
	return o.tok
}

func whoTrait(s string) trait { return traitOf("who ").plus(s) }

// whoKind is what sort of words an option is of.
func (x *coder) whoKind(t *tree, o *option) string {
	k := t.tok(o.tok)
	if k.UPOS == "PRON" {
		return "pronoun " + strings.ToLower(k.Form)
	}
	det := "bare"
	for _, c := range t.kids[o.tok] {
		switch t.rel(c) {
		case "det":
			det = strings.ToLower(t.tok(c).Form)
		case "nmod:poss":
			det = "poss"
			if t.tok(c).UPOS == "PRON" {
				det = strings.ToLower(t.tok(c).Form)
			}
		}
	}
	return k.UPOS + k.XPOS + " " + det
}

// whoTrace describes where the option's country was last spoken of before
// token tok.
func (x *coder) whoTrace(t *tree, o *option, tok int, l *whoList) {
	at, code := x.order[t], o.ps[0].Country
	if code == "" {
		l.add(whoTrait("land none"))
		return
	}
	r, rank := x.lastTrace(at, tok, code)
	if r == nil {
		l.add(whoTrait("land ").plus(x.whoLater(at, tok, code)))
		return
	}
	far := strconv.Itoa(min(at-r.at, 4))
	if x.trees[r.at].s.In != t.s.In {
		far = "title"
	}
	l.add(whoTrait("far ").plus(far))
	l.add(whoTrait("part ").plus(r.part).plus(far))
	l.add(whoTrait("match ").plus(r.match(&o.ps[0].Entity)).plus(far))
	l.add(whoTrait("kind ").plus(r.entity.Kind).plus(r.entity.Sector))
	l.add(whoTrait("plural ").plus(strconv.FormatBool(t.pluralWord(tok))).plus(strconv.FormatBool(r.plural)))
	l.add(whoTrait("rank ").plus(strconv.Itoa(min(rank, 4))))
	l.add(whoTrait("rank far ").plus(strconv.Itoa(min(rank, 4))).plus(r.part).plus(far))
	if r.tok <= 4 {
		l.add(whoTrait("opens ").plus(far))
	}
}

// whoLater says whether a country is spoken of further on in the sentence.
func (x *coder) whoLater(at, tok int, code annals.Code) string {
	for n := range x.traces {
		if r := &x.traces[n]; r.at == at && r.tok >= tok && r.entity.Country == code {
			return "later"
		}
	}
	return "unspoken"
}

// match says how alike the trace is to an entity that may point back to it.
func (r *trace) match(e *annals.Entity) string {
	switch {
	case r.entity.Sector == e.Sector:
		return "same"
	case r.entity.Kind == annals.State:
		return "state"
	case r.entity.Kind == annals.PlaceKind:
		return "place"
	}
	return "other"
}

// whoStanding describes the option's country in the whole article.
func (x *coder) whoStanding(o *option, l *whoList) {
	code := o.ps[0].Country
	if code == "" {
		return
	}
	n, more := x.standing(code)
	l.add(whoTrait("weight ").plus(strconv.Itoa(min(more, 3))).plus(" ").plus(strconv.Itoa(bucket(n))))
	if code == x.home {
		l.add(whoTrait("home"))
	}
}

// whoLast describes the option's country in the claims before, and whether its
// words were taken for it there.
func (x *coder) whoLast(t *tree, o *option, l *whoList) {
	code := o.ps[0].Country
	if code == "" {
		return
	}
	for n := len(x.out) - 1; n >= 0 && n >= len(x.out)-2; n-- {
		c := &x.out[n]
		if c.In != t.s.In || t.n-c.Sentence > 2 {
			break
		}
		actor, recip := ofCountry(c.Actor, code), ofCountry(c.Recipient, code)
		if !actor && !recip {
			continue
		}
		far := strconv.Itoa(len(x.out)-n) + strconv.FormatBool(c.Sentence == t.n)
		if actor {
			l.add(whoTrait("last actor ").plus(far))
		}
		if recip {
			l.add(whoTrait("last recipient ").plus(far))
		}
	}
	x.whoAlike(o, l)
	if o.tok >= 0 {
		x.whoCalled(t, o, l)
	}
}

// whoCalled says whether the words were taken for the option's country in a
// claim before.
func (x *coder) whoCalled(t *tree, o *option, l *whoList) {
	code := o.ps[0].Country
	if c, ok := x.called[lastOf(o.ps[0].Text)]; ok {
		l.add(whoTrait("called ").plus(strconv.FormatBool(c == code)))
	}
	if m, ok := x.meant[pronounOf(t.tok(o.tok).Form)]; ok && m.in == t.s.In && t.n-m.sentence < 3 {
		l.add(whoTrait("meant ").plus(strconv.FormatBool(m.country == code)).plus(strconv.Itoa(t.n - m.sentence)))
	}
}

func ofCountry(ps []annals.Participant, code annals.Code) bool {
	for i := range ps {
		if ps[i].Country == code {
			return true
		}
	}
	return false
}

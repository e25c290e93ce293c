package plover

import (
	"strconv"
	"strings"

	"annals"
)

// aboutWho says what speaks for the country of an option: the same whether it
// acts or is acted upon. Words that say their country need none of it.
func (x *coder) aboutWho(d *draft, o *option) []trait {
	if o.nobody() || o.foundBy("said") {
		return nil
	}
	t, at := d.t, o.tok
	class, word := traitOf("who implied "+string(d.typ)), traitOf("who word "+t.lemma(d.pred))
	if at >= 0 {
		class, word = traitOf("who "+x.whoKind(t, o)), traitOf("who word "+t.lemma(at))
	} else {
		at = d.pred
	}
	sector := traitOf("who sector " + o.ps[0].Sector)
	var fs []trait
	add := func(s string) {
		f := traitOf("who " + s)
		fs = append(fs, f, f.and(class), f.and(sector), f.and(word))
	}
	for _, h := range o.how {
		add("how " + h)
	}
	add("hows " + strings.Join(o.how, ","))
	x.whoTrace(t, o, at, add)
	x.whoStory(t, o, add)
	x.whoCalled(t, o, add)
	return fs
}

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
func (x *coder) whoTrace(t *tree, o *option, tok int, add func(string)) {
	at, code := x.order[t], o.ps[0].Country
	if code == "" {
		add("land none")
		return
	}
	r, rank := x.lastTrace(at, tok, code)
	if r == nil {
		add("land " + x.whoLater(at, tok, code))
		return
	}
	far := strconv.Itoa(min(at-r.at, 4))
	if x.trees[r.at].s.In != t.s.In {
		far = "title"
	}
	add("far " + far)
	add("part " + r.part + far)
	add("match " + r.match(&o.ps[0].Entity) + far)
	add("kind " + r.entity.Kind + r.entity.Sector)
	add("plural " + strconv.FormatBool(t.pluralWord(tok)) + strconv.FormatBool(r.plural))
	add("rank " + strconv.Itoa(min(rank, 4)))
	add("rank far " + strconv.Itoa(min(rank, 4)) + r.part + far)
	if r.tok <= 4 {
		add("opens " + far)
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

// whoStory describes the option's country in the whole article and in the
// claims before.
func (x *coder) whoStory(t *tree, o *option, add func(string)) {
	code := o.ps[0].Country
	if code == "" {
		return
	}
	n, more := x.standing(code)
	add("weight " + strconv.Itoa(min(more, 3)) + " " + strconv.Itoa(bucket(n)))
	if code == x.home {
		add("home")
	}
	for n := len(x.out) - 1; n >= 0 && n >= len(x.out)-2; n-- {
		c := &x.out[n]
		if c.In != t.s.In || t.n-c.Sentence > 2 {
			break
		}
		far := strconv.Itoa(len(x.out)-n) + strconv.FormatBool(c.Sentence == t.n)
		if ofCountry(c.Actor, code) {
			add("last actor " + far)
		}
		if ofCountry(c.Recipient, code) {
			add("last recipient " + far)
		}
	}
}

// whoCalled says whether the words were taken for the option's country in a
// claim before.
func (x *coder) whoCalled(t *tree, o *option, add func(string)) {
	code := o.ps[0].Country
	if o.tok < 0 || code == "" {
		return
	}
	if c, ok := x.called[lastOf(o.ps[0].Text)]; ok {
		add("called " + strconv.FormatBool(c == code))
	}
	if m, ok := x.meant[pronounOf(t.tok(o.tok).Form)]; ok && m.in == t.s.In && t.n-m.sentence < 3 {
		add("meant " + strconv.FormatBool(m.country == code) + strconv.Itoa(t.n-m.sentence))
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

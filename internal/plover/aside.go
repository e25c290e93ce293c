package plover

import (
	"slices"
	"strings"

	"annals"
)

// An aside is a stretch between commas that says who says the rest: "…, the
// army said on Friday, …". It is read from the words alone: parsers hang it
// anywhere.
type aside struct {
	first, last int // its tokens
	who, verb   int // the head of the speaker, the verb of saying
	before      int // where the stretch before it begins
	quoted      bool
}

// asideSpeaker is the speakers of the aside that stands beside the predicate.
func (x *coder) asideSpeaker(d *draft) []annals.Attribution {
	best, dist := -1, 1<<30
	as := x.asides(d.t)
	for n, a := range as {
		if !x.reaches(d.t, a.verb, d.pred) || d.pred >= a.first && d.pred <= a.last || !d.t.asideHolds(a, d.pred) {
			continue
		}
		if far := max(a.verb-d.pred, d.pred-a.verb); far < dist {
			best, dist = n, far
		}
	}
	if best < 0 {
		return nil
	}
	a := as[best]
	return x.speakers(d.t, d.t.withConj([]int{a.who}), d.t.tok(a.verb).Form, -1)
}

// asideHolds reports whether a speaks of pred. One that interrupts its clause (the
// host, an official said, was ready) speaks of that clause alone; one behind a
// quotation of the quotation; another of what stands before it.
func (t *tree) asideHolds(a aside, pred int) bool {
	next := a.last + 1
	if next < t.len() && t.tok(next).Form == ":" {
		return true
	}
	if t.tok(a.first-1).Form != "," {
		return pred < a.first && a.quoted
	}
	if next+1 < t.len() && t.tok(next).Form == "," && (t.finiteAt(next+1) || !t.finiteIn(a.before, a.first-2)) {
		return pred >= a.before
	}
	return pred < a.first
}

func (t *tree) finiteAt(i int) bool {
	return t.tok(i).UPOS == "AUX" || t.tok(i).UPOS == "VERB" && finite(t.tok(i))
}

func (t *tree) finiteIn(first, last int) bool {
	for i := first; i <= last; i++ {
		if t.finiteAt(i) {
			return true
		}
	}
	return false
}

// asides are the asides of t.
func (x *coder) asides(t *tree) []aside {
	var out []aside
	cuts := t.cuts()
	for n := 1; n+1 < len(cuts); n++ {
		first, last := cuts[n]+1, cuts[n+1]-1
		if first > last || !t.sets(cuts[n]) || first <= t.dateline {
			continue
		}
		if a, ok := x.asideOf(t, first, last, cuts[:n+1]); ok {
			at := slices.Index(cuts, a.first-1)
			a.before, a.quoted = cuts[max(at-1, 0)]+1, strings.ContainsAny(t.tok(a.first-1).Form, "\"”'")
			out = append(out, a)
		}
	}
	return out
}

// cuts are the tokens that t falls apart at, and the two ends.
func (t *tree) cuts() []int {
	out := []int{-1}
	for i := range t.s.Tokens {
		if t.isCut(i) {
			out = append(out, i)
		}
	}
	return append(out, t.len())
}

func (t *tree) isCut(i int) bool {
	switch t.tok(i).Form {
	case ",", ";", ":", "–", "—", "(", ")", ".", "?", "!", "\"", "“", "”", "''", "``", "…":
		return true
	}
	return false
}

// sets reports a mark that an aside may stand behind.
func (t *tree) sets(i int) bool {
	switch {
	case i < 0:
		return false
	case t.tok(i).Form == ",", strings.ContainsAny(t.tok(i).Form, "\"”–—"), t.tok(i).Form == "''":
		return true
	}
	return false
}

// asideOf reads tokens first to last as an aside; cuts are those up to first.
func (x *coder) asideOf(t *tree, first, last int, cuts []int) (aside, bool) {
	a := aside{first: first, last: last}
	for first < last && (t.lemma(first) == "or" || t.lemma(first) == "so" || t.lemma(first) == "as") {
		first++
	}
	if a.verb = x.sayingIn(t, first, last); a.verb < 0 || !t.adjunctOnly(a.verb, last) {
		return x.inverted(t, a, first)
	}
	from := first
	if a.verb == first { // a chief, Musa Bello, said
		if len(cuts) < 3 || !t.nominal(cuts[len(cuts)-2]+1, first-2) || !t.sets(cuts[len(cuts)-2]) {
			return a, false
		}
		from = cuts[len(cuts)-2] + 1
		if n := len(cuts) - 3; n >= 1 && t.sets(cuts[n]) && t.tok(from).UPOS != "PROPN" && t.nominal(cuts[n]+1, cuts[n+1]-1) {
			from = cuts[n] + 1
			a.who, a.first = t.headOf(from, cuts[n+1]-1), from
			return a, a.who >= 0
		}
		a.who, a.first = t.headOf(from, first-2), from
		return a, a.who >= 0
	}
	a.who = t.headOf(from, a.verb-1)
	return a, a.who >= 0
}

// sayingIn is the verb of saying that a noun phrase from first on leads up to,
// or −1.
func (x *coder) sayingIn(t *tree, first, last int) int {
	relative, within := false, false // a relative clause, and its verb, went before
	for i := first; i <= last; i++ {
		k := t.tok(i)
		switch k.UPOS {
		case "CCONJ", "SCONJ":
			if i == first || k.UPOS == "SCONJ" {
				return -1
			}
		case "AUX":
			if i == first || !relative && t.lemma(i) != "have" {
				return -1
			}
		case "PRON":
			if k.XPOS == "WP" || k.XPOS == "WDT" {
				if i == first || strings.EqualFold(k.Form, "what") {
					return -1
				}
				relative, within = true, false
			}
		case "VERB":
			finite := k.XPOS == "VBD" || k.XPOS == "VBZ" || k.XPOS == "VBP" || k.XPOS == "VBN" && i > first && !(i < last && t.lemma(i+1) == "by")
			if finite && x.book.asideVerb(t.lemma(i)) && (!relative || within && (i == last || t.isAdjunct(i+1))) {
				return i
			}
			within = relative
			if i == first || finite && !relative && k.XPOS != "VBD" {
				return -1
			}
		}
	}
	return -1
}

// asideVerb reports a verb that brings in a speaker in an aside.
func (b *Codebook) asideVerb(lemma string) bool {
	return (b.report["verb"][lemma] || b.report["aside"][lemma]) && !b.report["within"][lemma]
}

// adjunctOnly reports whether what follows v up to last only says when, where
// and to whom it was said.
func (t *tree) adjunctOnly(v, last int) bool {
	if v == last {
		return true
	}
	if t.lemma(v) != "tell" && t.lemma(v) != "remind" && t.lemma(v) != "assure" && !t.isAdjunct(v+1) {
		return false
	}
	for i := v + 1; i <= last; i++ {
		switch k := t.tok(i); {
		case k.UPOS == "PART" && k.XPOS == "TO":
			return false
		case k.UPOS == "SCONJ" || strings.HasPrefix(k.XPOS, "W"):
			return i > v+1 && strings.ToLower(k.Form) != "that"
		case k.UPOS == "VERB" && (k.XPOS == "VBD" || k.XPOS == "VBZ" || k.XPOS == "VBP" || k.XPOS == "MD"), k.UPOS == "AUX":
			return false
		}
	}
	return true
}

func (t *tree) isAdjunct(i int) bool {
	k := t.tok(i)
	switch k.UPOS {
	case "ADP", "ADV":
		return true
	case "PROPN", "NOUN", "DET":
		return t.temporal(i) || t.rel(i) == "det" && t.temporal(t.head(i)) || strings.Contains(k.Form, "day")
	}
	return false
}

// inverted reads "…, said the army's spokesman".
func (x *coder) inverted(t *tree, a aside, first int) (aside, bool) {
	k := t.tok(first)
	if a.last <= first || k.UPOS != "VERB" || k.XPOS != "VBD" && k.XPOS != "VBZ" && k.XPOS != "VBP" || t.lemma(first) != "say" && t.lemma(first) != "add" {
		return a, false
	}
	end := first
	for end < a.last && (t.nominal(end+1, end+1) || t.tok(end+1).UPOS == "ADP" || t.tok(end+1).UPOS == "PART") {
		end++
	}
	if end == first || t.tok(first+1).UPOS == "ADP" || end < a.last && t.finiteAt(end+1) || t.tok(first+1).UPOS == "PRON" && end > first+1 {
		return a, false
	}
	a.verb, a.who = first, t.headOf(first+1, end)
	return a, a.who >= 0
}

// nominal reports whether tokens first to last hold no verb and begin a noun
// phrase.
func (t *tree) nominal(first, last int) bool {
	if first > last || t.tok(first).UPOS == "ADP" || t.tok(first).UPOS == "ADV" || t.tok(first).UPOS == "CCONJ" {
		return false
	}
	for i := first; i <= last; i++ {
		switch t.tok(i).UPOS {
		case "VERB", "AUX", "SCONJ", "PUNCT":
			return false
		}
	}
	return true
}

// headOf is the head of the noun phrase of tokens first to last, or −1.
func (t *tree) headOf(first, last int) int {
	for i := first; i <= last; i++ {
		if u := t.tok(i).UPOS; u != "NOUN" && u != "PROPN" && u != "PRON" && u != "NUM" {
			continue
		}
		if h := t.head(i); h < first || h > last {
			if b := t.base(i); (b == "compound" || b == "nummod" || b == "det") && h == last+1 {
				continue
			}
			return i
		}
	}
	return -1
}

// reaches reports whether what is said at token cue holds for token pred: no
// semicolon parts them outside a quotation of both, and no "but" after an aside.
func (x *coder) reaches(t *tree, cue, pred int) bool {
	from, to := min(cue, pred), max(cue, pred)
	for i := from + 1; i < to; i++ {
		switch t.tok(i).Form {
		case ";":
			if !x.quoted(t, i) && !(i+1 < t.len() && t.lemma(i+1) == "that") {
				return false
			}
		case ":":
			if pred < cue && !x.quoted(t, i) {
				return false
			}
		case ",":
			if cue < pred && i+1 < t.len() && x.book.report["contrast"][t.lemma(i+1)] && !x.quoted(t, i) && t.kidRel(t.clauseAt(i+1), "nsubj", "nsubj:pass") >= 0 {
				return false
			}
		}
	}
	return true
}

// clauseAt is what conjunction i brings in, or i.
func (t *tree) clauseAt(i int) int {
	if h := t.head(i); h >= 0 {
		return h
	}
	return i
}

// quoted reports whether token i stands within a quotation.
func (x *coder) quoted(t *tree, i int) bool {
	for n := range x.quotes {
		if q := &x.quotes[n]; q.In == t.s.In && q.Contains(t.tok(i).Span) {
			return true
		}
	}
	return false
}

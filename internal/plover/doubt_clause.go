package plover

import (
	"strings"

	"annals"
)

// clauseDoubt is that of the words of clause i itself.
func (x *coder) clauseDoubt(t *tree, i int) *effect {
	if k := t.asked(i); k >= 0 {
		return &effect{"condition", "question", k, t.tok(k).Form}
	}
	if k := t.unreal(i); k >= 0 {
		return &effect{"condition", "condition", k, t.tok(k).Form}
	}
	if k := t.instead(i); k >= 0 {
		return &effect{"negate", "rather than", k, t.tok(k).Form}
	}
	if k := t.inCase(i); k >= 0 {
		return &effect{"condition", "in case of", k, t.tok(k).Form}
	}
	if e := x.wordDoubt(t, i); e != nil {
		return e
	}
	return x.before(t, i)
}

// wordDoubt is that of single words and phrases beside clause i.
func (x *coder) wordDoubt(t *tree, i int) *effect {
	for _, k := range t.kids[i] {
		switch b := t.base(k); {
		case b == "advmod":
			if e := x.doubtOf(t, "adverb", k); e != nil {
				return e
			}
			if w := strings.ToLower(t.tok(k).Form); w == "longer" && t.kid(k, func(n int) bool { return t.lemma(n) == "no" }) >= 0 {
				return &effect{"negate", "no longer", k, "no longer"}
			}
		case b == "cc" && t.lemma(k) == "nor":
			return &effect{"negate", "nor", k, t.tok(k).Form}
		case b == "obl" && t.caseOf(k) == "in" && k < i && t.ofTale(k):
			if e := x.doubtOf(t, "scene", k); e != nil {
				return e
			}
		case b == "obl" && k < i && t.pluralNoun(k) && t.lemma(k+1) == "after":
			if e := x.doubtOf(t, "since", k); e != nil {
				return e
			}
		}
	}
	return nil
}

// instead is the word before "than" or "of" that sets another act in the place of
// i (rather than deport, instead of deporting), or −1.
func (t *tree) instead(i int) int {
	for i--; i >= 0 && (t.lemma(i) == "be" || t.lemma(i) == "to" || t.tok(i).UPOS == "ADV" && t.lemma(i) != "rather" && t.lemma(i) != "instead"); i-- {
	}
	if i > 0 && (t.lemma(i) == "than" && t.lemma(i-1) == "rather" || t.lemma(i) == "of" && t.lemma(i-1) == "instead") {
		return i - 1
	}
	return -1
}

// inCase is the word of "in case of" or "in the event of" before noun i, or −1.
func (t *tree) inCase(i int) int {
	k := i - 1
	for ; k > 0 && t.head(k) == i && t.lemma(k) != "of"; k-- {
	}
	if k > 0 && t.lemma(k) == "of" && (t.lemma(k-1) == "case" && k > 1 && t.lemma(k-2) == "in" || t.lemma(k-1) == "event") {
		return k - 1
	}
	return -1
}

// ofTale reports a noun that is not somebody's or some day's own: in the film.
func (t *tree) ofTale(k int) bool { return t.kidRel(k, "nmod:poss", "acl") < 0 }

// asked is the auxiliary that asks whether clause i is so, or −1: did France
// attack? A question of why or when takes it for granted.
func (t *tree) asked(i int) int {
	if !t.question() || t.base(i) != "root" {
		return -1
	}
	subject := t.kid(i, func(k int) bool { return t.base(k) == "nsubj" })
	first := t.kid(i, func(k int) bool { return t.base(k) == "aux" || t.base(k) == "cop" })
	if first < 0 && t.s.In == annals.InTitle {
		first = i
	}
	if subject < 0 || first < 0 || first > subject && first != i || t.wh(0, first) || t.s.In == annals.InTitle && t.wh(0, t.len()) {
		return -1
	}
	return first
}

// question reports a sentence that ends in a question mark.
func (t *tree) question() bool {
	for i := t.len() - 1; i >= 0 && t.tok(i).UPOS == "PUNCT"; i-- {
		if strings.HasPrefix(t.tok(i).Form, "?") {
			return true
		}
	}
	return false
}

// wh reports a question word among tokens from to before.
func (t *tree) wh(from, before int) bool {
	for i := from; i < before && i < t.len(); i++ {
		switch strings.ToLower(t.tok(i).Form) {
		case "who", "whom", "whose", "what", "which", "when", "where", "why", "how":
			return true
		}
	}
	return false
}

// unreal is the auxiliary that opens a condition which a tree has for a clause of
// its own (Had France attacked, it would …), or −1.
func (t *tree) unreal(i int) int {
	if t.question() || t.base(i) != "root" && t.base(i) != "advcl" {
		return -1
	}
	k := t.kid(i, func(k int) bool { return t.base(k) == "aux" })
	if k != 0 || t.base(i) == "root" && t.kid(i, func(p int) bool { return p > i && t.kid(p, t.wouldBe) >= 0 }) < 0 {
		return -1
	}
	switch strings.ToLower(t.tok(k).Form) {
	case "had", "should", "were":
		return k
	}
	return -1
}

// wouldBe reports an auxiliary of what is to come or would.
func (t *tree) wouldBe(k int) bool {
	switch strings.ToLower(t.tok(k).Form) {
	case "will", "shall", "would", "'ll", "’ll", "wo", "could", "might":
		return t.base(k) == "aux"
	}
	return false
}

// before is the doubt of a clause of time in the present tense beside one that
// is to come: before France attacks, it will warn.
func (x *coder) before(t *tree, i int) *effect {
	h := t.head(i)
	if h < 0 || t.base(i) != "advcl" || t.s.In == annals.InTitle {
		return nil
	}
	tense := t.tok(i).XPOS
	if k := t.kid(i, func(k int) bool { return t.base(k) == "aux" || t.base(k) == "cop" }); k >= 0 {
		tense = t.tok(k).XPOS
	}
	switch t.mark(i) {
	case "before", "after", "when", "once":
		if (tense == "VBZ" || tense == "VBP") && t.kid(h, t.wouldBe) >= 0 {
			return &effect{"condition", "condition", i, t.mark(i)}
		}
	}
	return nil
}

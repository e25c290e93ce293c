package plover

import "annals"

// toldThat is the verb of saying whose clause c is where parsers hang it on a
// noun between: "told parliament that …", "said in a statement that …"; or −1.
func (x *coder) toldThat(t *tree, c int) int {
	n := t.head(c)
	if t.base(c) != "acl" || n < 0 || n > c || t.kid(c, func(k int) bool { return k > n && k < c && t.rel(k) == "mark" && t.lemma(k) == "that" }) < 0 {
		return -1
	}
	if v := x.sayerOf(t, n); v >= 0 && t.kidRel(v, "nsubj", "nsubj:pass") >= 0 && t.kidRel(v, "ccomp") < 0 {
		return v
	}
	return -1
}

// sayerOf is the verb of saying that noun n says to whom, where or when of, or −1.
func (x *coder) sayerOf(t *tree, n int) int {
	report := x.book.report
	told := report["noun"][t.lemma(n)]
	for depth := 0; n >= 0 && depth < 5; depth++ {
		v, rel := t.head(n), t.base(n)
		if v < 0 || v > n {
			return -1
		}
		if t.tok(v).UPOS != "VERB" {
			n = v
			continue
		}
		w := t.lemma(v)
		switch {
		case !report["verb"][w] && !report["aside"][w]:
		case rel == "obl" && !(told && t.caseOf(n) == "of"):
			return v
		case (rel == "obj" || rel == "iobj") && report["hearer"][w] && !told:
			return v
		}
		return -1
	}
	return -1
}

// ofSayer is the verb of saying that verb c goes on with, where parsers hang it
// on what was said, or −1: in "said he would go and urged Mali to help" it is
// finite, in the tense of the first, and lacks the auxiliary of what was said.
func (x *coder) ofSayer(t *tree, c int) int {
	said := t.head(c)
	if t.rel(c) != "conj" || said < 0 || said > c || t.rel(said) != "ccomp" || !finite(t.tok(c)) {
		return -1
	}
	v := t.head(said)
	if v < 0 || v > said || !x.book.report["verb"][t.lemma(v)] || !finite(t.tok(v)) || (t.tok(v).XPOS == "VBD") != (t.tok(c).XPOS == "VBD") {
		return -1
	}
	if t.kidRel(c, "nsubj", "nsubj:pass", "aux", "aux:pass", "mark") >= 0 || t.kidRel(said, "aux") < 0 {
		return -1
	}
	return v
}

func finite(k *annals.Token) bool { return k.XPOS == "VBD" || k.XPOS == "VBZ" || k.XPOS == "VBP" }

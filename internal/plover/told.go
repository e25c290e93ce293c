package plover

import (
	"strings"

	"annals"
)

// toldThat is the verb of saying whose clause c is where parsers hang it on a
// noun between: "told parliament that …", "said in a statement that …"; or −1.
func (b *Codebook) toldThat(ts []annals.Token, c int) int {
	if d := ts[c].Deprel; d != "acl" && d != "acl:relcl" || ts[c].Head > c || ts[c].Head < 0 {
		return -1
	}
	for m := ts[c].Head + 1; m < c; m++ {
		if ts[m].Head == c && ts[m].Deprel == "mark" && strings.EqualFold(ts[m].Form, "that") {
			if v := b.sayerOf(ts, ts[c].Head); v >= 0 && hasSubject(ts, v) && !governs(ts, v, "ccomp") {
				return v
			}
		}
	}
	return -1
}

// sayerOf is the verb of saying that noun n says to whom, where or when of, or −1.
func (b *Codebook) sayerOf(ts []annals.Token, n int) int {
	told := b.report["noun"][ts[n].Lemma]
	for depth := 0; n >= 0 && depth < 5; depth++ {
		v, rel := ts[n].Head, ts[n].Deprel
		if v < 0 || v > n {
			return -1
		}
		if ts[v].UPOS != "VERB" {
			n = v
			continue
		}
		switch {
		case !b.report["verb"][ts[v].Lemma] && !b.report["aside"][ts[v].Lemma]:
		case strings.HasPrefix(rel, "obl") && !(told && caseWord(ts, n) == "of"):
			return v
		case (rel == "obj" || rel == "iobj") && b.report["hearer"][ts[v].Lemma] && !told:
			return v
		}
		return -1
	}
	return -1
}

func caseWord(ts []annals.Token, n int) string {
	for i := range ts {
		if ts[i].Head == n && ts[i].Deprel == "case" {
			return ts[i].Lemma
		}
	}
	return ""
}

func governs(ts []annals.Token, v int, rel string) bool {
	for i := range ts {
		if ts[i].Head == v && ts[i].Deprel == rel {
			return true
		}
	}
	return false
}

// ofSayer is the verb of saying that verb c goes on with, where parsers hang it
// on what was said, or −1: in "said he would go and urged Mali to help" it is
// finite, in the tense of the first, and lacks the auxiliary of what was said.
func (b *Codebook) ofSayer(ts []annals.Token, c int) int {
	said := ts[c].Head
	if ts[c].Deprel != "conj" || said < 0 || said > c || ts[said].Deprel != "ccomp" || !finite(&ts[c]) {
		return -1
	}
	v := ts[said].Head
	if v < 0 || v > said || !b.report["verb"][ts[v].Lemma] || !finite(&ts[v]) || (ts[v].XPOS == "VBD") != (ts[c].XPOS == "VBD") {
		return -1
	}
	if hasSubject(ts, c) || governs(ts, c, "aux") || governs(ts, c, "aux:pass") || governs(ts, c, "mark") || !governs(ts, said, "aux") {
		return -1
	}
	return v
}

func finite(t *annals.Token) bool { return t.XPOS == "VBD" || t.XPOS == "VBZ" || t.XPOS == "VBP" }

package link

import (
	"slices"
	"strings"

	"annals"
)

// A tree is a sentence with its dependents at hand.
type tree struct {
	s        *annals.Sentence
	children [][]int
	quoted   []bool // by token: within quotation marks
}

func newTree(s *annals.Sentence) tree {
	t := tree{s: s, children: make([][]int, len(s.Tokens)), quoted: quotesOf(s.Tokens)}
	for i, tok := range s.Tokens {
		if tok.Head >= 0 && tok.Head < len(s.Tokens) {
			t.children[tok.Head] = append(t.children[tok.Head], i)
		}
	}
	return t
}

// rel is the universal relation of token i, without its subtype.
func (t *tree) rel(i int) string {
	rel, _, _ := strings.Cut(t.s.Tokens[i].Deprel, ":")
	return rel
}

// headOf is the token of [first, last) whose head lies outside it.
func (t *tree) headOf(first, last int) int {
	for i := last - 1; i >= first; i-- {
		if h := t.s.Tokens[i].Head; (h < first || h >= last) && t.rel(i) != "punct" && t.rel(i) != "case" {
			return i
		}
	}
	return last - 1
}

// nominal reports whether token i heads a noun phrase.
func (t *tree) nominal(i int) bool {
	switch t.s.Tokens[i].UPOS {
	case "NOUN", "PROPN", "PRON":
	case "DET": // both denied it
		return countsTwo(t.s.Tokens[i].Form) && (t.rel(i) == "nsubj" || t.rel(i) == "obj" || t.rel(i) == "obl")
	case "NUM", "ADJ":
		return strings.Contains(" nsubj obj iobj obl nmod ", " "+t.rel(i)+" ")
	default:
		return false
	}
	switch t.rel(i) {
	case "flat", "compound", "fixed", "goeswith":
		return false
	}
	return true
}

// phrase is the tokens [first, last) of the noun phrase of head i without
// clauses, appositions, coordination and prepositional phrases.
func (t *tree) phrase(i int) (first, last int) {
	first, last = i, i+1
	for _, c := range t.children[i] {
		switch t.rel(c) {
		case "det", "amod", "compound", "nummod", "flat", "fixed", "goeswith", "advmod":
		case "nmod":
			if t.s.Tokens[c].Deprel != "nmod:poss" || c > i {
				continue
			}
		default:
			continue
		}
		f, l := t.reach(c)
		first, last = min(first, f), max(last, l)
	}
	return first, last
}

// reach is the tokens [first, last) that token i governs, itself included.
func (t *tree) reach(i int) (first, last int) {
	first, last = i, i+1
	stack := []int{i}
	for n := 0; len(stack) > 0 && n < len(t.s.Tokens); n++ {
		top := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		first, last = min(first, top), max(last, top+1)
		stack = append(stack, t.children[top]...)
	}
	return first, last
}

// child is the first dependent of i with one of the relations (with subtype),
// or −1.
func (t *tree) child(i int, rels ...string) int {
	for _, c := range t.children[i] {
		if slices.Contains(rels, t.s.Tokens[c].Deprel) {
			return c
		}
	}
	return -1
}

// preposition is the lemma of the case marker of token i, or "".
func (t *tree) preposition(i int) string {
	if c := t.child(i, "case"); c >= 0 {
		return strings.ToLower(t.s.Tokens[c].Form)
	}
	return ""
}

func (t *tree) plural(i int) bool {
	tok := &t.s.Tokens[i]
	return strings.Contains(tok.Feats, "Number=Plur") || tok.XPOS == "NNS" || tok.XPOS == "NNPS" || t.child(i, "conj") >= 0
}

func (t *tree) subject(i int) bool { return t.rel(i) == "nsubj" }

// lemma is the lemma of token i in lower case, "" for none.
func (t *tree) lemma(i int) string {
	if i < 0 || i >= len(t.s.Tokens) {
		return ""
	}
	return strings.ToLower(t.s.Tokens[i].Lemma)
}

// doerTo is the subject of the verb whose object token i is, or −1: it is
// somebody else than i, unless i is reflexive.
func (t *tree) doerTo(i int) int {
	switch t.rel(i) {
	case "obj", "iobj", "obl":
	default:
		return -1
	}
	if strings.HasSuffix(strings.ToLower(t.s.Tokens[i].Form), "self") || strings.HasSuffix(strings.ToLower(t.s.Tokens[i].Form), "selves") {
		return -1
	}
	verb := t.s.Tokens[i].Head
	for n := 0; n < 3 && verb >= 0; n++ {
		if s := t.child(verb, "nsubj", "nsubj:pass"); s >= 0 {
			return s
		}
		if rel := t.rel(verb); rel != "conj" && rel != "xcomp" {
			return -1
		}
		verb = t.s.Tokens[verb].Head
	}
	return -1
}

// verbOf is the nearest verb above token i, or the root.
func (t *tree) verbOf(i int) int {
	for n := 0; n < len(t.s.Tokens) && t.s.Tokens[i].Head >= 0; n++ {
		i = t.s.Tokens[i].Head
		if t.s.Tokens[i].UPOS == "VERB" {
			break
		}
	}
	return i
}

// root is the token without a head.
func (t *tree) root() int {
	for i := range t.s.Tokens {
		if t.s.Tokens[i].Head < 0 {
			return i
		}
	}
	return 0
}

// quotesOf says of each token whether quotation marks are open before it.
func quotesOf(ts []annals.Token) []bool {
	out, open := make([]bool, len(ts)), false
	for k := range ts {
		out[k] = open
		switch ts[k].Form {
		case "“":
			open = true
		case "”":
			open = false
		case "\"", "''", "``":
			open = !open
		}
	}
	return out
}

// steps is the number of edges between tokens i and k.
func (t *tree) steps(i, k int) int {
	up := map[int]int{}
	for n := 0; i >= 0 && n <= len(t.s.Tokens); n++ {
		up[i] = n
		i = t.s.Tokens[i].Head
	}
	for n := 0; k >= 0 && n <= len(t.s.Tokens); n++ {
		if m, ok := up[k]; ok {
			return n + m
		}
		k = t.s.Tokens[k].Head
	}
	return len(t.s.Tokens)
}

func sortedCodes(m map[annals.Code]float64) []annals.Code {
	out := make([]annals.Code, 0, len(m))
	for c := range m {
		out = append(out, c)
	}
	slices.Sort(out)
	return out
}

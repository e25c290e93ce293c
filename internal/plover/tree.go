package plover

import (
	"sort"
	"strings"

	"annals"
)

// maxDepth bounds every climb through a tree.
const maxDepth = 12

// A tree is a sentence with what is asked of it again and again.
type tree struct {
	s    *annals.Sentence
	n    int // index of the sentence in its field
	kids [][]int
	ms   []*annals.Mention // of this sentence
	low  []string          // lemmas in lower case

	dateline int // tokens of the dateline that it opens with
}

// newTree takes a lemma to be what known knows: taggers' lemmas of rare verbs
// are often cut a letter short (blam, fre).
func newTree(s *annals.Sentence, n int, ms []*annals.Mention, known func(string) bool) *tree {
	t := &tree{dateline: s.Dateline(), s: s, n: n, kids: make([][]int, len(s.Tokens)), ms: ms, low: make([]string, len(s.Tokens))}
	for i := range s.Tokens {
		k := &s.Tokens[i]
		t.low[i] = strings.ToLower(k.Lemma)
		if k.Lemma == "" || k.UPOS == "PROPN" {
			t.low[i] = strings.ToLower(k.Form)
		}
		if k.UPOS == "VERB" && !known(t.low[i]) {
			t.low[i] = verbLemma(strings.ToLower(k.Form), t.low[i], known)
		}
		if h := k.Head; h >= 0 && h < len(s.Tokens) && h != i {
			t.kids[h] = append(t.kids[h], i)
		}
	}
	return t
}

func (t *tree) tok(i int) *annals.Token { return &t.s.Tokens[i] }
func (t *tree) lemma(i int) string      { return t.low[i] }
func (t *tree) rel(i int) string        { return t.s.Tokens[i].Deprel }
func (t *tree) len() int                { return len(t.s.Tokens) }

// head is the governor of i, or −1.
func (t *tree) head(i int) int {
	if i < 0 {
		return -1
	}
	if h := t.s.Tokens[i].Head; h != i && h < t.len() {
		return h
	}
	return -1
}

// base is the relation of i without its subtype.
func (t *tree) base(i int) string {
	b, _, _ := strings.Cut(t.rel(i), ":")
	return b
}

// kid is the first dependent of i that ok accepts, or −1.
func (t *tree) kid(i int, ok func(int) bool) int {
	for _, k := range t.kids[i] {
		if ok(k) {
			return k
		}
	}
	return -1
}

func (t *tree) kidRel(i int, rels ...string) int {
	return t.kid(i, func(k int) bool {
		for _, r := range rels {
			if t.rel(k) == r {
				return true
			}
		}
		return false
	})
}

// modifies reports whether k stands before its noun as a part of it.
func (t *tree) modifies(k int) bool {
	switch t.base(k) {
	case "compound", "amod", "nmod", "flat", "nummod":
		return k < t.head(k) || t.base(k) == "flat"
	}
	return false
}

// inSet looks a noun up by lemma, by form, and with its modifier ("tear-gas").
func (t *tree) inSet(i int, s set) bool {
	if t.tok(i).UPOS == "SYM" && s["dollar"] && strings.ContainsAny(t.tok(i).Form, "$€£¥₹") {
		return true
	}
	if s[t.lemma(i)] || s[strings.ToLower(t.tok(i).Form)] {
		return true
	}
	for _, k := range t.kids[i] {
		if t.modifies(k) && (s[t.lemma(k)+"-"+t.lemma(i)] || t.base(k) == "nummod" && s[t.lemma(k)]) {
			return true
		}
	}
	return false
}

func (t *tree) first(is []int, s set) int {
	for _, i := range is {
		if s["*"] || t.inSet(i, s) {
			return i
		}
		if !amounts[t.lemma(i)] {
			continue
		}
		if k := t.kid(i, func(k int) bool { return t.base(k) == "nmod" && t.caseOf(k) == "of" && t.inSet(k, s) }); k >= 0 {
			return k // thirteen tons of medicine
		}
	}
	return -1
}

// amounts are nouns that what they measure stands behind.
var amounts = set{"ton": true, "tonne": true, "kilogram": true, "kilo": true, "litre": true, "liter": true, "barrel": true, "package": true,
	"shipment": true, "consignment": true, "batch": true, "load": true, "truckload": true, "planeload": true, "million": true, "thousand": true,
	"hundred": true, "dozen": true, "score": true, "number": true, "group": true, "series": true, "convoy": true, "lot": true, "box": true, "crate": true}

// particle is the particle or adverb w of verb i, or −1.
func (t *tree) particle(i int, w string) int {
	if k := t.kid(i, func(k int) bool {
		if t.lemma(k) != w {
			return false
		}
		switch t.base(k) {
		case "compound", "advmod", "xcomp", "case", "obl", "mark":
			return true
		}
		return false
	}); k >= 0 {
		return k
	}
	if n := i + 1; n < t.len() && t.lemma(n) == w && t.tok(n).UPOS == "ADP" && t.caseless(i, n) {
		return n // handed in their weapons at, with "in" far astray
	}
	return -1
}

// caseless reports whether preposition n after verb i was given to a noun that
// is not the next one.
func (t *tree) caseless(i, n int) bool {
	h := t.head(n)
	if h < n {
		return false
	}
	for k := n + 1; k < h; k++ {
		if u := t.tok(k).UPOS; (u == "NOUN" || u == "PROPN") && t.head(k) == i {
			return true
		}
	}
	return false
}

// anyParticle is the particle of verb i, or "".
func (t *tree) anyParticle(i int) string {
	if k := t.kidRel(i, "compound:prt"); k >= 0 {
		return t.lemma(k)
	}
	if k := t.kid(i, func(k int) bool { return k == i+1 && t.tok(k).UPOS == "ADP" && t.rel(k) == "advmod" }); k >= 0 {
		return t.lemma(k)
	}
	return ""
}

// caseOf is the preposition of a complement: "of", "in front of", or "".
func (t *tree) caseOf(i int) string {
	out := ""
	for _, k := range t.kids[i] {
		if t.rel(k) == "case" && t.tok(k).UPOS != "PART" {
			w := t.lemma(k)
			if w == "accord" {
				w = "according"
			}
			for _, f := range t.kids[k] {
				if t.rel(f) == "fixed" {
					w += " " + t.lemma(f)
				}
			}
			if out != "" {
				out += " "
			}
			out += w
		}
	}
	return out
}

// mark is the subordinator of a clause, or "".
func (t *tree) mark(i int) string {
	if k := t.kidRel(i, "mark"); k >= 0 {
		return t.lemma(k)
	}
	return ""
}

func (t *tree) hasMark(i int, w string) bool {
	return t.kid(i, func(k int) bool { return t.rel(k) == "mark" && t.lemma(k) == w }) >= 0
}

// complements are the complements of i with preposition prep, and those of its
// object, as parsers often attach them there.
func (t *tree) complements(i int, prep string) []int {
	out := t.ownComplements(i, prep)
	if len(out) == 0 && t.isVerb(i) {
		for _, k := range t.kids[i] {
			if b := t.base(k); b == "obj" || b == "xcomp" && !t.isVerb(k) || b == "obl" && k > i {
				out = append(out, t.ownComplements(k, prep)...)
			}
		}
	}
	return t.withConj(out)
}

func (t *tree) ownComplements(i int, prep string) []int {
	var out []int
	for _, k := range t.kids[i] {
		switch t.base(k) {
		case "obl", "nmod", "obj", "advmod", "advcl":
			if t.temporal(k) {
				continue
			}
			if c := t.caseOf(k); c == prep || strings.HasPrefix(c, prep+" ") || strings.HasSuffix(c, " "+prep) {
				out = append(out, k)
			}
		}
	}
	return out
}

// withConj adds what is coordinated with each of is.
func (t *tree) withConj(is []int) []int {
	var out []int
	for _, i := range is {
		out = append(out, i)
		out = append(out, t.conjuncts(i)...)
	}
	return out
}

func (t *tree) conjuncts(i int) []int {
	var out []int
	for _, k := range t.kids[i] {
		if t.base(k) == "conj" && !t.isVerb(k) {
			out = append(out, k)
			if len(out) < maxDepth {
				out = append(out, t.conjuncts(k)...)
			}
		}
	}
	return out
}

func (t *tree) isVerb(i int) bool {
	u := t.tok(i).UPOS
	return u == "VERB" || u == "AUX" && t.base(i) != "aux" && t.base(i) != "cop"
}

// span is the tokens under i, first and last, without what is only loosely
// attached.
func (t *tree) span(i int) (first, last int) {
	first, last = i, i
	var walk func(i, depth int)
	walk = func(i, depth int) {
		if depth > maxDepth {
			return
		}
		first, last = min(first, i), max(last, i)
		for _, k := range t.kids[i] {
			walk(k, depth+1)
		}
	}
	walk(i, 0)
	return first, last
}

// under reports whether a is i or below it.
func (t *tree) under(a, i int) bool {
	for d := 0; a >= 0 && d < 64; d++ {
		if a == i {
			return true
		}
		a = t.head(a)
	}
	return false
}

// text is the words of tokens first to last as they stand in the article.
func (t *tree) text(body string, first, last int) (string, annals.Span) {
	s := annals.Span{Start: t.tok(first).Start, End: t.tok(last).End}
	return s.Of(body), s
}

// sorted is is in order without doubles.
func sorted(is []int) []int {
	sort.Ints(is)
	out := is[:0]
	for k, i := range is {
		if k == 0 || i != is[k-1] {
			out = append(out, i)
		}
	}
	return out
}

// verbLemma is a lemma of form that known knows, or lemma.
func verbLemma(form, lemma string, known func(string) bool) string {
	tries := []string{lemma + "e", lemma + "ee", form}
	for _, suffix := range []string{"ing", "ed", "es", "s", "d"} {
		if stem, ok := strings.CutSuffix(form, suffix); ok && len(stem) > 1 {
			tries = append(tries, stem, stem+"e")
			if n := len(stem); n > 2 && stem[n-1] == stem[n-2] {
				tries = append(tries, stem[:n-1])
			}
			if y, ok := strings.CutSuffix(stem, "i"); ok {
				tries = append(tries, y+"y")
			}
		}
	}
	for _, w := range tries {
		if known(w) {
			return w
		}
	}
	return lemma
}

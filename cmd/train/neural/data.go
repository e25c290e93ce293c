package neural

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"annals"
	"annals/internal/grammar/nn"
)

// Classes are the names of what the network chooses from.
type Classes struct {
	Tags      []string // "UPOS XPOS"
	Relations []string
	Names     []string // O, then B-, I-, E-, S- of each kind
}

// A Vocabulary turns sentences into examples.
type Vocabulary struct {
	Classes
	Vectors map[uint64]int32 // hash of the form: row
	Known   map[uint64]int32 // hash of the form: row of the trained words, 1 and up
	Counts  map[uint64]int
	Rare    float64 // words seen n times are taken for unknown with Rare/(Rare+n)
	tags    map[string]int32
	rels    map[string]int32
	names   map[string]int32
}

// Limits on what is learned.
const (
	minCount = 2   // of a word to have a row of its own
	maxWords = 150 // of a sentence to learn from
)

// NewVocabulary collects words and classes of the sentences to learn from.
func NewVocabulary(vectors map[uint64]int32, kinds []string, ss ...[]annals.Sentence) *Vocabulary {
	v := &Vocabulary{Vectors: vectors, Known: map[uint64]int32{}, Counts: map[uint64]int{}}
	tags, rels := map[string]int{}, map[string]int{}
	var order []uint64
	var r nn.Reader
	for _, file := range ss {
		for i := range file {
			r.Reset()
			for _, t := range file[i].Tokens {
				w := r.Read(t.Form).Plain
				if v.Counts[w]++; v.Counts[w] == minCount {
					order = append(order, w)
				}
				if t.UPOS != "" {
					tags[t.UPOS+" "+t.XPOS]++
					rels[t.Deprel]++
				}
			}
		}
	}
	for i, w := range order {
		v.Known[w] = int32(i + 1)
	}
	v.Tags, v.Relations = frequent(tags), frequent(rels)
	v.Names = []string{"O"}
	for _, k := range kinds {
		for _, p := range []string{"B-", "I-", "E-", "S-"} {
			v.Names = append(v.Names, p+k)
		}
	}
	v.tags, v.rels, v.names = index(v.Tags), index(v.Relations), index(v.Names)
	return v
}

// frequent gives the keys, the most frequent first.
func frequent(m map[string]int) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.SortFunc(out, func(a, b string) int {
		return cmp.Or(m[b]-m[a], strings.Compare(a, b))
	})
	return out
}

func index(names []string) map[string]int32 {
	m := map[string]int32{}
	for i, n := range names {
		m[n] = int32(i)
	}
	return m
}

// What is known of a sentence.
const (
	HasTree = 1 << iota
	HasNames
	SomeNames // names, but capitals outside of them may be names too
)

// Example turns a sentence into an example, or nil when it is too long to
// learn from.
func (v *Vocabulary) Example(s *annals.Sentence, has int) *Example {
	if len(s.Tokens) == 0 || has != 0 && len(s.Tokens) > maxWords {
		return nil
	}
	e := &Example{}
	var r nn.Reader
	for _, t := range s.Tokens {
		w := r.Read(t.Form)
		e.Words = append(e.Words, w)
		row, ok := v.Vectors[w.Low]
		if !ok {
			row = -1
		}
		e.Vector = append(e.Vector, row)
		e.Known = append(e.Known, v.Known[w.Plain])
		e.Rare = append(e.Rare, float32(v.Rare/(v.Rare+float64(v.Counts[w.Plain]))))
		if has&HasTree != 0 {
			e.Tags = append(e.Tags, find(v.tags, t.UPOS+" "+t.XPOS))
			e.Heads = append(e.Heads, int32(t.Head))
			e.Rels = append(e.Rels, find(v.rels, t.Deprel))
		}
	}
	if has&(HasNames|SomeNames) != 0 {
		e.Names = v.nameTags(s)
	}
	if has&SomeNames != 0 {
		forget(s, e.Names)
	}
	return e
}

// forget marks as unknown what may be a name of a kind that is not marked:
// proper nouns, and adjectives with a capital.
func forget(s *annals.Sentence, names []int32) {
	for i, t := range s.Tokens {
		c, _ := utf8.DecodeRuneInString(t.Form)
		if names[i] == 0 && (t.UPOS == "PROPN" || t.UPOS == "ADJ" && unicode.IsUpper(c)) {
			names[i] = -1
		}
	}
}

func find(m map[string]int32, k string) int32 {
	if i, ok := m[k]; ok {
		return i
	}
	return -1
}

func (v *Vocabulary) nameTags(s *annals.Sentence) []int32 {
	tags := make([]int32, len(s.Tokens))
	for _, n := range s.Names {
		for i := n.First; i < n.Last; i++ {
			p := "I-"
			switch {
			case n.Last-n.First == 1:
				p = "S-"
			case i == n.First:
				p = "B-"
			case i == n.Last-1:
				p = "E-"
			}
			tags[i] = find(v.names, p+n.Kind)
		}
	}
	return tags
}

package record

import (
	"slices"
	"strings"
)

// A lexicon numbers words, so that lists of them are short and quick to compare.
// The zero value is empty.
type lexicon struct {
	numbers map[string]uint32
	words   []string
}

// A set is numbers of a lexicon's words in order, each once.
type set []uint32

// set is the set of words; it takes in those that are new.
func (l *lexicon) set(words []string) set {
	if len(words) == 0 {
		return nil
	}
	if l.numbers == nil {
		l.numbers = map[string]uint32{}
	}
	s := make(set, len(words))
	for i, w := range words {
		n, ok := l.numbers[w]
		if !ok {
			n, w = uint32(len(l.words)), strings.Clone(w) // w may be part of a long text
			l.numbers[w], l.words = n, append(l.words, w)
		}
		s[i] = n
	}
	slices.Sort(s)
	return slices.Compact(s)
}

// common counts what two sets of one lexicon share.
func common[T uint16 | uint32 | ~string](x, y []T) int {
	n := 0
	for i, j := 0, 0; i < len(x) && j < len(y); {
		switch {
		case x[i] < y[j]:
			i++
		case x[i] > y[j]:
			j++
		default:
			n, i, j = n+1, i+1, j+1
		}
	}
	return n
}

// shared are the words that two sets share, in order.
func (l *lexicon) shared(x, y set) []string {
	var out []string
	for _, n := range x {
		if _, ok := slices.BinarySearch(y, n); ok {
			out = append(out, l.words[n])
		}
	}
	slices.Sort(out)
	return out
}

func sortedSet(ss []string) []string {
	slices.Sort(ss)
	return slices.Compact(ss)
}

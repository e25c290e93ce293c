package main

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"annals"
)

// The name corpora know the web and Wikipedia; the news is about other places,
// people and bodies. So sentences with names are taught a second time with
// names from the tables of package link in the place of their own.
const (
	renamedShare = 0.7 // of the sentences with a name that can be replaced
	replaceShare = 0.8 // of their names
)

// A nameList is names by their kind and number of words.
type nameList map[string]map[int][][]string

// readNameLists reads the tables of states, bodies, groups and leaders.
func readNameLists(folder string) (nameList, error) {
	l := nameList{}
	for _, t := range []struct {
		file, kind string
		columns    []int
		least      int // columns of a line
	}{
		{"states.txt", "LOC", []int{3, 6}, 7},
		{"states.txt", "OTH", []int{4}, 7},
		{"bodies.txt", "ORG", []int{1, 2}, 3},
		{"facts.txt", "ORG", []int{1, 2}, 3},
		{"leaders.txt", "PER", []int{2, 5}, 6},
		{"ministers.txt", "PER", []int{2, 5}, 6},
	} {
		b, err := os.ReadFile(filepath.Join(folder, t.file))
		if err != nil {
			return nil, err
		}
		for line := range strings.Lines(string(b)) {
			f := strings.Split(line, "|")
			if line[0] == '#' || len(f) < t.least {
				continue
			}
			for _, c := range t.columns {
				for name := range strings.SplitSeq(f[c], ";") {
					l.add(t.kind, name)
				}
			}
		}
	}
	return l, nil
}

// add keeps names of letters alone, each word with a capital but for small
// ones inside; others would be cut into more words.
func (l nameList) add(kind, name string) {
	ws := strings.Fields(name)
	for i, w := range ws {
		for k, c := range w {
			if !unicode.IsLetter(c) || k == 0 && !unicode.IsUpper(c) && (!small[w] || i == 0 || i == len(ws)-1) {
				return
			}
		}
	}
	if len(ws) == 0 || ws[0] == "The" {
		return
	}
	if l[kind] == nil {
		l[kind] = map[int][][]string{}
	}
	l[kind][len(ws)] = append(l[kind][len(ws)], ws)
}

// rename makes a copy of sentence number i with other names. trees says that
// its tree still holds: only single words were replaced.
func (l nameList) rename(s *annals.Sentence, i int, seed uint64) (r annals.Sentence, trees, ok bool) {
	rng := rand.New(rand.NewPCG(seed, 1<<41+uint64(i)))
	if rng.Float64() > renamedShare {
		return r, false, false
	}
	r, trees = *s, true
	r.Tokens = append([]annals.Token(nil), s.Tokens...)
	for _, n := range s.Names {
		size := n.Last - n.First
		choice := l[n.Kind][size]
		if len(choice) == 0 || rng.Float64() > replaceShare || !replaceable(s.Tokens[n.First:n.Last], n.Kind) {
			continue
		}
		for k, w := range choice[rng.IntN(len(choice))] {
			r.Tokens[n.First+k].Form = w
		}
		trees, ok = trees && size == 1, true
	}
	return r, trees, ok
}

// replaceable says that words are written as names are, and, for other kinds
// of names, that they are a nationality.
func replaceable(ts []annals.Token, kind string) bool {
	for _, t := range ts {
		for k, c := range t.Form {
			if !unicode.IsLetter(c) || k == 0 && !unicode.IsUpper(c) && !small[t.Form] {
				return false
			}
		}
	}
	return kind != "OTH" || ts[0].XPOS == "JJ" || strings.HasSuffix(ts[0].Form, "an") || strings.HasSuffix(ts[0].Form, "ish")
}

package link

import (
	"fmt"
	"strconv"
	"strings"
)

// loadWhen reads the tables; an error in them is a bug of the program.
func loadWhen() (*whenRules, error) {
	r := &whenRules{words: map[class]map[string]listed{}, byFirst: map[string][]int{}}
	for n, line := range tableLines(whenWords) {
		f := strings.Split(line, "\t")
		v, err := strconv.Atoi(strings.TrimSpace(f[min(1, len(f)-1)]))
		if len(f) != 3 || err != nil {
			return nil, fmt.Errorf("read when_words.txt:%d: want class, value, words", n)
		}
		m := r.words[class(f[0])]
		if m == nil {
			m = map[string]listed{}
			r.words[class(f[0])] = m
		}
		for _, w := range strings.Fields(f[2]) {
			low, upper := strings.CutPrefix(w, "^")
			m[low] = listed{v, upper}
		}
	}
	for n, line := range tableLines(whenTable) {
		p, err := readPattern(line)
		if err != nil {
			return nil, fmt.Errorf("read when.txt:%d: %w", n, err)
		}
		p.line = n
		r.add(p)
	}
	r.mask()
	return r, nil
}

// tableLines yields the rows of an embedded table with their line numbers.
func tableLines(s string) func(yield func(int, string) bool) {
	return func(yield func(int, string) bool) {
		n := 0
		for line := range strings.SplitSeq(s, "\n") {
			n++
			if line == "" || line[0] == '#' {
				continue
			}
			if !yield(n, line) {
				return
			}
		}
	}
}

func readPattern(line string) (pattern, error) {
	left, right, ok := strings.Cut(line, "\t")
	act := strings.Fields(right)
	if !ok || len(act) == 0 {
		return pattern{}, fmt.Errorf("want a pattern, a tab and an action, have %q", line)
	}
	p := pattern{action: act[0]}
	for _, a := range act[1:] {
		if n, err := strconv.Atoi(a); err == nil {
			p.args = append(p.args, n)
		} else {
			p.word = a
		}
	}
	for _, w := range strings.Fields(left) {
		w, opt := strings.CutSuffix(w, "?")
		p.elems = append(p.elems, elem{opt, strings.Split(w, "|")})
	}
	return p, nil
}

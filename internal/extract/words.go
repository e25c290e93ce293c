package extract

import (
	"strings"
	"unicode"
)

// words splits s at everything but letters and digits.
func words(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// overlap is the share of the words of the shorter text that the longer has.
func overlap(a, b string) float64 {
	wa, wb := words(strings.ToLower(a)), words(strings.ToLower(b))
	if len(wa) > len(wb) {
		wa, wb = wb, wa
	}
	if len(wa) == 0 {
		return 0
	}
	have := map[string]int{}
	for _, w := range wb {
		have[w]++
	}
	n := 0
	for _, w := range wa {
		if have[w] > 0 {
			have[w]--
			n++
		}
	}
	return float64(n) / float64(len(wa))
}

// shingleF1 is the F1 of the runs of four words that two texts share: how
// bodies are scored.
func shingleF1(got, want string) float64 {
	g, w := shingles(got), shingles(want)
	common, ng, nw := 0, 0, 0
	for s, n := range g {
		common += min(n, w[s])
		ng += n
	}
	for _, n := range w {
		nw += n
	}
	if ng+nw == 0 {
		return 1
	}
	return 2 * float64(common) / float64(ng+nw)
}

func shingles(s string) map[string]int {
	ws := words(s)
	m := make(map[string]int, len(ws))
	for i := range ws {
		if i+4 <= len(ws) || i == 0 {
			m[strings.Join(ws[i:min(i+4, len(ws))], " ")]++
		}
	}
	return m
}

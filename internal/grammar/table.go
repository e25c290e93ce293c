package grammar

import (
	_ "embed"
	"strings"
)

// The tables of the splitter and the tokeniser.
var (
	//go:embed abbrev.txt
	abbrevTable string
	//go:embed clitics.txt
	cliticTable string
	//go:embed hyphen.txt
	hyphenTable string
	//go:embed units.txt
	unitTable string
	//go:embed starters.txt
	starterTable string
	//go:embed greetings.txt
	greetingTable string

	abbrevs   = readClasses(abbrevTable)
	clitics   = readClitics(cliticTable)
	prefixes  = readSet(hyphenTable)
	units     = readSet(unitTable)
	starters  = readSet(starterTable)
	greetings = readSet(greetingTable)
)

// rows gives the fields of each line that is no comment.
func rows(table string) func(func([]string) bool) {
	return func(yield func([]string) bool) {
		for line := range strings.Lines(table) {
			if line[0] == '#' {
				continue
			}
			if f := strings.Fields(line); len(f) > 0 && !yield(f) {
				return
			}
		}
	}
}

func readSet(table string) map[string]bool {
	m := map[string]bool{}
	for f := range rows(table) {
		for _, w := range f {
			m[w] = true
		}
	}
	return m
}

func readClasses(table string) map[string]string {
	m := map[string]string{}
	for f := range rows(table) {
		for _, w := range f[1:] {
			if _, ok := m[w]; !ok {
				m[w] = f[0]
			}
		}
	}
	return m
}

// readClitics gives the length of each piece but the last.
func readClitics(table string) map[string][]int {
	m := map[string][]int{}
	for f := range rows(table) {
		for _, w := range f[1 : len(f)-1] {
			m[f[0]] = append(m[f[0]], len(w))
		}
	}
	return m
}

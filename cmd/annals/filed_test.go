package main

import (
	"strings"
	"testing"

	"annals"
)

// TestFiled reads testdata/filed.txt: from which day a report with a dateline
// counts, all the way from its JSON.
func TestFiled(t *testing.T) {
	p, err := loadPath()
	if err != nil {
		t.Fatal(err)
	}
	eachRow(t, "testdata/filed.txt", func(f []string) (have, want string) {
		return filed(t, p, f[0], f[1], f[2]), f[2]
	})
}

// filed writes the days of the words of want as they are read.
func filed(t *testing.T, p *path, published, text, want string) string {
	a := articleOf(t, published, text)
	days := map[string]string{"dateline": "–"}
	ss, _ := p.grammar.Read(a)
	ms, _ := p.link.Link(a, ss)
	for i := range ms {
		switch w := ms[i].When; {
		case w == nil:
		case w.Basis == annals.Published:
			days["dateline"] = string(w.Start)
		default:
			days[ms[i].Text] = string(w.Start)
		}
	}
	var out []string
	for part := range strings.SplitSeq(want, "; ") {
		words, _, _ := strings.Cut(part, "=")
		out = append(out, words+"="+days[words])
	}
	return strings.Join(out, "; ")
}

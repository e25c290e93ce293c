package main

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"annals"
	"annals/internal/extract"
)

// TestFiled reads testdata/filed.txt: from which day a report with a dateline
// counts, all the way from its JSON.
func TestFiled(t *testing.T) {
	p, err := loadPath()
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile("testdata/filed.txt")
	if err != nil {
		t.Fatal(err)
	}
	for n, line := range strings.Split(string(b), "\n") {
		line, miss := strings.CutPrefix(line, "- ")
		f := strings.Split(line, "\t")
		if line == "" || line[0] == '#' {
			continue
		}
		have := filed(t, p, f[0], f[1], f[2])
		if (have == f[2]) == miss {
			t.Errorf("testdata/filed.txt:%d: %s: %s\n have %s\n want %s (known miss: %v)", n+1, f[0], f[1], have, f[2], miss)
		}
	}
}

// filed writes the days of the words of want as they are read.
func filed(t *testing.T, p *path, published, text, want string) string {
	raw, err := json.Marshal(map[string]string{"published": published, "text": text})
	if err != nil {
		t.Fatal(err)
	}
	as, err := extract.Extract(&annals.Capture{File: "a.json", Body: raw}, extract.Options{})
	if err != nil {
		t.Fatal(err)
	}
	days := map[string]string{"dateline": "–"}
	ss, _ := p.grammar.Read(&as[0])
	ms, _ := p.link.Link(&as[0], ss)
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

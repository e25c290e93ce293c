package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"annals"
	"annals/internal/extract"
)

// TestBadInput reads testdata/bad.txt: namesakes, states that are no more and
// days that are not, all the way from JSON to claims.
func TestBadInput(t *testing.T) {
	p, err := loadPath()
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile("testdata/bad.txt")
	if err != nil {
		t.Fatal(err)
	}
	for n, line := range strings.Split(string(b), "\n") {
		line, miss := strings.CutPrefix(line, "- ")
		f := strings.Split(line, "\t")
		if line == "" || line[0] == '#' {
			continue
		}
		want, _, _ := strings.Cut(strings.Join(f[2:], "\t"), "\t# ")
		if have := codedShort(t, p, f[0], f[1]); (have == want) == miss {
			t.Errorf("testdata/bad.txt:%d: %q\n have %s\n want %s (known miss: %v)", n+1, f[1], have, want, miss)
		}
	}
}

// codedShort writes the claims of a text, and the warnings of the linker.
func codedShort(t *testing.T, p *path, published, text string) string {
	raw, err := json.Marshal(map[string]string{"published": published, "text": text})
	if err != nil {
		t.Fatal(err)
	}
	as, err := extract.Extract(&annals.Capture{File: "a.json", Body: raw}, extract.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r := p.read(&as[0])
	var out []string
	for _, c := range r.Claims {
		out = append(out, fmt.Sprintf("%s %s > %s %s", c.Type, sides(c.Actor), sides(c.Recipient), c.When.Start))
	}
	for _, w := range r.Warnings {
		if w.Stage != "extract" {
			out = append(out, "! "+w.Message)
		}
	}
	return strings.Join(out, "; ")
}

func sides(ps []annals.Participant) string {
	var out []string
	for _, p := range ps {
		out = append(out, string(p.Country)+"."+p.Sector)
	}
	return strings.Join(out, "+")
}

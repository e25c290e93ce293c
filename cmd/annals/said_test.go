package main

import (
	"os"
	"strings"
	"testing"

	"annals"
)

// TestSaid holds who says each claim of testdata/said.txt to say so. A line is a
// text, or a headline after "# headlines", and a tab, and for each claim a word
// of its trigger, a colon, and its speakers as written, outermost first; "–" is
// the outlet's own voice. A line that starts with "- " is a known miss.
func TestSaid(t *testing.T) {
	p, err := loadPath()
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile("testdata/said.txt")
	if err != nil {
		t.Fatal(err)
	}
	headlines := false
	for n, line := range strings.Split(string(data), "\n") {
		headlines = headlines || line == "# headlines"
		line, miss := strings.CutPrefix(line, "- ")
		text, want, ok := strings.Cut(line, "\t")
		if !ok || strings.HasPrefix(text, "#") {
			continue
		}
		a := annals.Article{Published: "2024-05-14", Text: text}
		if headlines {
			a.Title, a.Text = text, ""
		}
		if got := sayers(p.read(&a).Claims, want); (got == want) == miss {
			t.Errorf("testdata/said.txt:%d: %s\nhave %s, want %s (known miss: %v)", n+1, text, got, want, miss)
		}
	}
}

// sayers writes the speakers of the claims that want has triggers of, as want
// does.
func sayers(claims []annals.Claim, want string) string {
	var out []string
	for _, w := range strings.Split(want, "; ") {
		word, _, _ := strings.Cut(w, ": ")
		got := "no claim"
		for i := range claims {
			if strings.Contains(claims[i].Trigger, word) {
				got = saidBy(&claims[i])
				break
			}
		}
		out = append(out, word+": "+got)
	}
	return strings.Join(out, "; ")
}

func saidBy(c *annals.Claim) string {
	var out []string
	for _, a := range c.Attribution {
		out = append(out, a.Text)
	}
	if out == nil {
		return "–"
	}
	return strings.Join(out, " > ")
}

package main

import (
	"fmt"
	"strings"
	"testing"

	"annals"
	"annals/internal/sys/golden"
)

// TestCode holds the coding of testdata/code.txt: the settled cases of
// doc/codebook.md, one after the other, through the whole path.
func TestCode(t *testing.T) {
	p, err := loadPath()
	if err != nil {
		t.Fatal(err)
	}
	golden.Run(t, "testdata/code.txt", func(c golden.Case) string {
		a := annals.Article{Published: "2024-05-14", Text: strings.TrimSpace(c.Input)}
		if c.Command == "headline" {
			a.Title, a.Text = a.Text, ""
		}
		var b strings.Builder
		for _, cl := range p.read(&a).Claims {
			fmt.Fprintln(&b, codedLine(&cl))
		}
		if b.Len() == 0 {
			return "nothing\n"
		}
		return b.String()
	})
}

// codedLine is a claim in one line.
func codedLine(c *annals.Claim) string {
	head := string(c.Type)
	if len(c.Mode) > 0 {
		head += "/" + strings.Join(c.Mode, "+")
	}
	if c.Underlying != "" {
		head += " <" + string(c.Underlying)
	}
	head += " " + string(c.Status)
	if c.Hedged {
		head += " hedged"
	}
	line := fmt.Sprintf("%s: %s", head, strings.TrimSpace(whoLine(c.Actor)+strings.TrimRight(" -> "+whoLine(c.Recipient), " ->")))
	for _, s := range c.Size {
		line += "; " + strings.ReplaceAll(sizeWords(s), "\u202f", "")
	}
	if c.When.Basis != annals.Published {
		line += fmt.Sprintf("; %s..%s", c.When.Start, c.When.End)
	}
	if c.Where != nil {
		line += "; in " + c.Where.Name
	}
	for _, at := range c.Attribution {
		line += fmt.Sprintf("; says %s (%s)", at.Speaker, at.Cue)
	}
	return line
}

func whoLine(ps []annals.Participant) string {
	var out []string
	for _, p := range ps {
		out = append(out, oneLine(string(p.Country), "–")+"."+p.Sector)
	}
	return strings.Join(out, "+")
}

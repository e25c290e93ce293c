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
	eachRow(t, "testdata/bad.txt", func(f []string) (have, want string) {
		want, _, _ = strings.Cut(strings.Join(f[2:], "\t"), "\t# ")
		return codedShort(t, p, f[0], f[1]), want
	})
}

// eachRow compares what f makes of the cells of each row of a file, which stand
// apart by tabs, with what it wants. A row that begins with "- " is a known miss
// and must differ.
func eachRow(t *testing.T, file string, f func(cells []string) (have, want string)) {
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for n, line := range strings.Split(string(b), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		line, miss := strings.CutPrefix(line, "- ")
		if have, want := f(strings.Split(line, "\t")); (have == want) == miss {
			t.Errorf("%s:%d: %s\n have %s\n want %s (known miss: %v)", file, n+1, line, have, want, miss)
		}
	}
}

// articleOf is the article of a JSON file with a day of publication and a text.
func articleOf(t *testing.T, published, text string) *annals.Article {
	raw, err := json.Marshal(map[string]string{"published": published, "text": text})
	if err != nil {
		t.Fatal(err)
	}
	as, err := extract.Extract(&annals.Capture{File: "a.json", Body: raw}, extract.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return &as[0]
}

// codedShort writes the claims of a text, and the warnings of the linker.
func codedShort(t *testing.T, p *path, published, text string) string {
	r := p.read(articleOf(t, published, text))
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

// TestStatesAreNamed codes acts of states that an adjective names, or no word:
// such a party bears the state's name, not its code.
func TestStatesAreNamed(t *testing.T) {
	p, err := loadPath()
	if err != nil {
		t.Fatal(err)
	}
	r := p.read(articleOf(t, "2024-05-14", "A Russian air strike on a hospital killed a patient in Lviv, Ukraine said."))
	if len(r.Claims) != 1 || len(r.Claims[0].Actor) != 1 || r.Claims[0].Actor[0].Name != "Government of Russia" {
		t.Errorf("have %+v, want one claim by the Government of Russia", r.Claims)
	}
}

// TestDatesAreNobody holds that the words of a date are no actor.
func TestDatesAreNobody(t *testing.T) {
	p, err := loadPath()
	if err != nil {
		t.Fatal(err)
	}
	a := articleOf(t, "2024-05-14", "Rwanda offered to mediate in Sudan in the first quarter of 2025.")
	ss, _ := p.grammar.Read(a)
	ms, _ := p.link.Link(a, ss)
	dates := 0
	for _, m := range ms {
		if m.When != nil {
			dates++
		}
		if len(m.Entities) > 0 && strings.Contains(m.Text, "quarter") {
			t.Errorf("%q is %+v", m.Text, m.Entities)
		}
	}
	if dates != 1 {
		t.Errorf("%d dates, want one", dates)
	}
}

package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"testing"

	"annals"
)

// TestLink reads testdata/link.txt: what the words of a text stand for.
func TestLink(t *testing.T) { linkTable(t, "testdata/link.txt") }

// TestNames reads testdata/names.txt: names that several states, people or things share.
func TestNames(t *testing.T) { linkTable(t, "testdata/names.txt") }

func linkTable(t *testing.T, file string) {
	p, err := loadPath()
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	for n := 1; s.Scan(); n++ {
		line, miss := strings.CutPrefix(s.Text(), "- ")
		if line == "" || line[0] == '#' {
			continue
		}
		text, rest, _ := strings.Cut(line, "\t")
		want, _, _ := strings.Cut(rest, "\t# ")
		wrong := mislinked(p, text, want)
		if (len(wrong) == 0) == miss {
			t.Errorf("%s:%d: %s: %s (known miss: %v)", file, n, text, strings.Join(wrong, "; "), miss)
		}
	}
	if err := s.Err(); err != nil {
		t.Fatal(err)
	}
}

// mislinked are the parts of want that the linker does not give.
func mislinked(p *path, text, want string) []string {
	a := annals.Article{Text: text, Published: "2024-05-14"}
	ss, _ := p.grammar.Read(&a)
	ms, _ := p.link.Link(&a, ss)
	var wrong []string
	for part := range strings.SplitSeq(want, "; ") {
		words, who, _ := strings.Cut(part, "=")
		got := ""
		for _, m := range ms {
			if m.Text == words && len(m.Entities) > 0 {
				got = codes(m.Entities)
			}
		}
		if got != who {
			wrong = append(wrong, words+" is "+oneLine(got, "nothing")+", want "+oneLine(who, "nothing"))
		}
	}
	return wrong
}

func codes(es []annals.Entity) string {
	var out []string
	for _, e := range es {
		out = append(out, oneLine(string(e.Country), "–")+"."+e.Sector)
	}
	return strings.Join(out, "+")
}

// TestWhere reads testdata/where.txt: where the places of a text lie.
func TestWhere(t *testing.T) {
	p, err := loadPath()
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile("testdata/where.txt")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(b)) {
		n++
		row, miss := strings.CutPrefix(strings.TrimSpace(line), "- ")
		text, want, ok := strings.Cut(row, "\t")
		if !ok || strings.HasPrefix(row, "#") {
			continue
		}
		for part := range strings.SplitSeq(want, "; ") {
			words, lies, _ := strings.Cut(part, "=")
			if got := whereIs(p, text, words); (got == lies) == miss {
				t.Errorf("testdata/where.txt:%d: %q of %q lies in %q, want %q (known miss: %v)", n, words, text, got, lies, miss)
			}
		}
	}
}

// whereIs is the country and the resolution of words of a text, "" for no place.
func whereIs(p *path, text, words string) string {
	a := annals.Article{Text: text, Published: "2024-05-14"}
	ss, _ := p.grammar.Read(&a)
	ms, _ := p.link.Link(&a, ss)
	for _, m := range ms {
		if m.Text == words && m.Where != nil {
			return fmt.Sprintf("%s %d", m.Where.Country, m.Where.Resolution)
		}
	}
	return ""
}

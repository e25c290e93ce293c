package main

import (
	"bufio"
	"os"
	"strings"
	"testing"

	"annals"
)

// TestLink reads testdata/link.txt: what the words of a text stand for.
func TestLink(t *testing.T) {
	p, err := loadPath()
	if err != nil {
		t.Fatal(err)
	}
	const file = "testdata/link.txt"
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

// BenchmarkLink links a report of six paragraphs that is read already.
func BenchmarkLink(b *testing.B) {
	p, err := loadPath()
	if err != nil {
		b.Fatal(err)
	}
	const paragraph = "Polish Foreign Minister Anna Nowak met her Czech counterpart in Brno on Tuesday, where she accused Belarus of pushing migrants over the border.\n\n" +
		"At least 12 soldiers died near Djibo when gunmen attacked a base, the army of Burkina Faso said, and the African Union urged both sides to hold talks.\n\n"
	a := annals.Article{Text: strings.Repeat(paragraph, 3), Published: "2024-05-14"}
	ss, _ := p.grammar.Read(&a)
	b.ReportAllocs()
	for b.Loop() {
		p.link.Link(&a, ss)
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(ss)), "µs/sentence")
}

package grammar

import (
	"fmt"
	"strings"
	"testing"

	"annals"
)

// The habits of news writing are read as they are meant.
func TestNews(t *testing.T) {
	m := load(t)
	for _, c := range cases(t, "testdata/news.txt") {
		ss := m.ReadText(c.in, 0)
		var wrong []string
		for want := range strings.SplitSeq(c.want, "; ") {
			if !holds(ss, want) {
				wrong = append(wrong, want)
			}
		}
		if (len(wrong) == 0) == c.miss {
			t.Errorf("testdata/news.txt:%d: %q\nnot found: %s (known miss: %v)\n%s", c.line, c.in, strings.Join(wrong, "; "), c.miss, sketch(ss))
		}
	}
}

// holds says whether sentences are as a claim of testdata/news.txt has it.
func holds(ss []annals.Sentence, claim string) bool {
	if n, ok := strings.CutPrefix(claim, "n="); ok {
		return n == fmt.Sprint(len(ss))
	}
	if kind, words, ok := strings.Cut(claim, ":"); ok && !strings.Contains(claim, "(") {
		for _, s := range ss {
			for _, n := range s.Names {
				switch got := formsOf(s.Tokens[n.First:n.Last]); {
				case kind == "no" && got == words:
					return false
				case n.Kind == kind && got == words:
					return true
				}
			}
		}
		return kind == "no"
	}
	for _, s := range ss {
		for _, w := range s.Tokens {
			if w.Head >= 0 && claim == fmt.Sprintf("%s(%s, %s)", w.Deprel, s.Tokens[w.Head].Form, w.Form) {
				return true
			}
		}
	}
	return false
}

func formsOf(ts []annals.Token) string {
	var forms []string
	for _, w := range ts {
		forms = append(forms, w.Form)
	}
	return strings.Join(forms, " ")
}

// sketch is sentences on a line each: arcs, then names.
func sketch(ss []annals.Sentence) string {
	var b strings.Builder
	for _, s := range ss {
		b.WriteString("   ")
		for _, w := range s.Tokens {
			head := "-"
			if w.Head >= 0 {
				head = s.Tokens[w.Head].Form
			}
			fmt.Fprintf(&b, " %s(%s, %s)", w.Deprel, head, w.Form)
		}
		for _, n := range s.Names {
			fmt.Fprintf(&b, " [%s %s]", n.Kind, formsOf(s.Tokens[n.First:n.Last]))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

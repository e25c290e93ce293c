package link

import (
	"os"
	"strings"
	"testing"

	"annals"
)

// A row is a line of a table in testdata.
type row struct {
	n    int
	f    []string // fields
	miss bool     // a known miss: it must fail
}

func rows(t *testing.T, name string) []row {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var out []row
	for n, line := range tableLines(string(b)) {
		line, miss := strings.CutPrefix(line, "- ")
		line, _, _ = strings.Cut(line, "\t# ")
		out = append(out, row{n, strings.Split(line, "\t"), miss})
	}
	return out
}

// plainArticle makes an article of text in which | ends a sentence and || a
// paragraph; tokens are the words of scan, without a tree.
func plainArticle(text string, published annals.Date) (*annals.Article, []annals.Sentence) {
	a := &annals.Article{Published: published}
	var ss []annals.Sentence
	for b, block := range strings.Split(text, "||") {
		for _, s := range strings.Split(block, "|") {
			s = strings.TrimSpace(s)
			start := len(a.Text)
			a.Text += s
			sent := annals.Sentence{In: annals.InText, Span: annals.Span{Start: start, End: len(a.Text)}, Block: b}
			for _, w := range scan(s, start) {
				sent.Tokens = append(sent.Tokens, annals.Token{Span: w.Span, Form: w.Of(a.Text)})
			}
			ss = append(ss, sent)
			a.Text += " "
		}
		a.Text += "\n\n"
	}
	return a, ss
}

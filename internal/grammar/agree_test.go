package grammar

import (
	"strings"
	"sync"
	"testing"

	"annals"
)

// Places of a word agree in a text, the same in any number of goroutines; a
// sentence alone is read as it was.
func TestNamesAgree(t *testing.T) {
	m := load(t)
	var wg sync.WaitGroup
	for _, c := range cases(t, "testdata/agree.txt") {
		word, _, _ := strings.Cut(c.want, ":")
		for range 2 {
			wg.Go(func() {
				ss := m.ReadText(c.in, 0)
				together := kindsOf(ss, word)
				for i := range ss {
					m.Annotate(ss[i : i+1])
				}
				got := word + ":" + kindsOf(ss, word) + " ->" + together
				if (got == c.want) == c.miss {
					t.Errorf("testdata/agree.txt:%d: got %s\nwant %s (known miss: %v)", c.line, got, c.want, c.miss)
				}
			})
		}
	}
	wg.Wait()
}

// kindsOf is what each place of a word is.
func kindsOf(ss []annals.Sentence, word string) string {
	var out strings.Builder
	for i := range ss {
		for k, w := range ss[i].Tokens {
			if w.Form != word {
				continue
			}
			kind := "O"
			for _, n := range ss[i].Names {
				if n.First <= k && k < n.Last {
					kind = n.Kind
				}
			}
			out.WriteString(" " + kind)
		}
	}
	return out.String()
}

// The documents of a file of names are kept apart.
func TestReadIOBDocuments(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"A O\nB O\n\nC O\n", "A B|C"},
		{"# newdoc id = 1\n# sent_id = 1-1\nA O\n\nB O\n# newdoc id = 2\nC O\n", "A|B / C"},
		{"-DOCSTART- -X- O O\n\nA x O\n\n-DOCSTART- -X- O O\n\nB x O\n", "A / B"},
		{"# newdoc\n\n# newdoc\n1\tA\tB-PER\t-\n", "A"},
		{"", ""},
	} {
		docs, err := ReadIOB(strings.NewReader(c.in), "test")
		if err != nil {
			t.Errorf("%q: %v", c.in, err)
		}
		var out []string
		for _, d := range docs {
			var ss []string
			for _, s := range d {
				ss = append(ss, formsOf(s.Tokens))
			}
			out = append(out, strings.Join(ss, "|"))
		}
		if got := strings.Join(out, " / "); got != c.want {
			t.Errorf("%q: documents %s, want %s", c.in, got, c.want)
		}
	}
}

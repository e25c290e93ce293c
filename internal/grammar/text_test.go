package grammar

import (
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"annals"
)

// testCase is a line of a file in testdata: a text, what must come of it, and
// whether it is known to fail.
type testCase struct {
	line     int
	in, want string
	miss     bool
}

func cases(t testing.TB, file string) []testCase {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out []testCase
	for n, line := range strings.Split(string(b), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		c := testCase{line: n + 1}
		line, c.miss = strings.CutPrefix(line, "- ")
		c.in, c.want, _ = strings.Cut(line, "\t")
		c.want, _, _ = strings.Cut(c.want, "\t# ")
		c.in, c.want = strings.ReplaceAll(c.in, `\n`, "\n"), strings.ReplaceAll(c.want, `\n`, "\n")
		out = append(out, c)
	}
	return out
}

func TestTokenise(t *testing.T) {
	for _, c := range cases(t, "testdata/tokens.txt") {
		var forms []string
		for _, w := range Tokenise(c.in, annals.Span{End: len(c.in)}) {
			forms = append(forms, w.Form)
		}
		if got := strings.Join(forms, " "); (got == c.want) == c.miss {
			t.Errorf("testdata/tokens.txt:%d: %q\n got %s\nwant %s (known miss: %v)", c.line, c.in, got, c.want, c.miss)
		}
	}
}

func TestSplit(t *testing.T) {
	for _, c := range cases(t, "testdata/sentences.txt") {
		var texts []string
		for _, s := range load(t).Split(c.in) {
			texts = append(texts, s.Of(c.in))
		}
		if got := strings.Join(texts, "|"); (got == c.want) == c.miss {
			t.Errorf("testdata/sentences.txt:%d: %q\n got %s\nwant %s (known miss: %v)", c.line, c.in, got, c.want, c.miss)
		}
	}
}

// hold checks what is true of any text: sentences and words rise, lie within
// each other, cover all but blanks, and say what the text says.
func hold(t *testing.T, text string) {
	t.Helper()
	at := 0
	blanks := func(from, to int) {
		for i := from; i < to; {
			r, n := utf8.DecodeRuneInString(text[i:])
			if !blankRune(r) {
				t.Fatalf("text %q: byte %d is in no word", text, i)
			}
			i += n
		}
	}
	for _, s := range load(t).Split(text) {
		if s.Start < at || s.End <= s.Start || s.End > len(text) {
			t.Fatalf("text %q: sentence %v after byte %d", text, s, at)
		}
		blanks(at, s.Start)
		at = s.Start
		for _, w := range Tokenise(text, s) {
			if w.Start < at || w.End <= w.Start || !s.Contains(w.Span) || w.Form != w.Span.Of(text) {
				t.Fatalf("text %q: word %+v after byte %d of %v", text, w, at, s)
			}
			blanks(at, w.Start)
			at = w.End
		}
		blanks(at, s.End)
		at = s.End
	}
	blanks(at, len(text))
}

func TestOffsetsHold(t *testing.T) {
	for _, file := range []string{"testdata/tokens.txt", "testdata/sentences.txt"} {
		for _, c := range cases(t, file) {
			hold(t, c.in)
		}
	}
	for _, text := range []string{"", " ", "\x00\x01", "a\xffb \xed\xa0\x80.", "\u200fمرحبا\u200e 5.", ".", "'", "’s", "n't", "$", "-", "..5", "a.b.", "@", "#",
		"\u200b", "'90s", "5.5.5", "1-", "a-", "-a", "U.S.", "!?…", "http://", "x@y.z", strings.Repeat("a", 10_000), strings.Repeat(".", 10_000),
		strings.Repeat("a-", 5_000), strings.Repeat("a.", 5_000), strings.Repeat("'s", 5_000), strings.Repeat("x@", 5_000)} {
		hold(t, text)
	}
}

func FuzzSplit(f *testing.F) {
	for _, file := range []string{"testdata/tokens.txt", "testdata/sentences.txt"} {
		for _, c := range cases(f, file) {
			f.Add(c.in)
		}
	}
	f.Fuzz(hold)
}

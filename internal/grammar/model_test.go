package grammar

import (
	"bytes"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"annals"
	"annals/internal/sys/model"
)

// loaded is the model of the program, loaded once for all tests.
var loaded = sync.OnceValues(Load)

func load(t testing.TB) *Model {
	t.Helper()
	m, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// read gives the sentences of a text.
func read(t testing.TB, text string) []annals.Sentence {
	t.Helper()
	ss, _ := load(t).Read(&annals.Article{Text: text})
	return ss
}

func TestLoadIsQuick(t *testing.T) {
	best := time.Hour
	for range 3 {
		start := time.Now()
		if _, err := Load(); err != nil {
			t.Fatal(err)
		}
		best = min(best, time.Since(start))
	}
	if best > 400*time.Millisecond { // 100 ms, and room for the race detector
		t.Errorf("loading took %v", best)
	}
}

// Damaged weights are refused with a clear error, and never cause a panic.
func TestOpenCorrupt(t *testing.T) {
	for i := 0; i < len(weights); i += len(weights)/50 + 1 {
		bad := bytes.Clone(weights)
		bad[i] ^= 0x55
		if _, err := Open(Files{Grammar: bad}, Options{}); !errors.Is(err, model.ErrCorrupt) {
			t.Errorf("byte %d changed: error %v", i, err)
		}
		if _, err := Open(Files{Grammar: weights[:i]}, Options{}); !errors.Is(err, model.ErrCorrupt) {
			t.Errorf("cut at %d: error %v", i, err)
		}
	}
}

// checkSentences holds sentences against what [annals.Sentence] promises.
func checkSentences(t testing.TB, a *annals.Article, ss []annals.Sentence) {
	t.Helper()
	for _, s := range ss {
		text := a.Text
		if s.In == annals.InTitle {
			text = a.Title
		}
		at := s.Start
		for _, w := range s.Tokens {
			if w.Start < at || w.End <= w.Start || w.End > s.End || w.Form != w.Span.Of(text) {
				t.Fatalf("word %+v after byte %d of sentence %v", w, at, s.Span)
			}
			if w.UPOS == "" || w.XPOS == "" || w.Lemma == "" || w.Deprel == "" || w.Sure <= 0 || w.Sure > 1 {
				t.Fatalf("word is not annotated: %+v", w)
			}
			if (w.Head == -1) != (w.Deprel == "root") {
				t.Fatalf("head %d with relation %q", w.Head, w.Deprel)
			}
			at = w.End
		}
		if err := checkTree(s.Tokens); err != nil {
			t.Fatalf("sentence %q: %v", s.Span.Of(text), err)
		}
		last := 0
		for _, n := range s.Names {
			if n.First < last || n.Last <= n.First || n.Last > len(s.Tokens) {
				t.Fatalf("name %+v after word %d of %d", n, last, len(s.Tokens))
			}
			last = n.Last
		}
	}
}

func TestReadHolds(t *testing.T) {
	for _, file := range []string{"testdata/tokens.txt", "testdata/sentences.txt"} {
		for _, c := range cases(t, file) {
			a := &annals.Article{Title: c.in, Text: c.in}
			ss, _ := load(t).Read(a)
			checkSentences(t, a, ss)
		}
	}
}

// The headline comes first, captions are left out, blocks keep their numbers.
func TestReadBlocks(t *testing.T) {
	text := "Troops left. Talks began.\n\nNobody spoke."
	a := &annals.Article{Title: "Troops leave", Text: text, Blocks: []annals.Block{
		{Kind: annals.Paragraph, Span: annals.Span{Start: 0, End: 25}},
		{Kind: annals.Caption, Span: annals.Span{Start: 27, End: 27}, Text: "A map. (Agency)"},
		{Kind: annals.Quote, Span: annals.Span{Start: 27, End: 40}},
	}}
	ss, _ := load(t).Read(a)
	type row struct {
		in    annals.Field
		block int
		text  string
	}
	var got []row
	for _, s := range ss {
		src := a.Text
		if s.In == annals.InTitle {
			src = a.Title
		}
		got = append(got, row{s.In, s.Block, s.Span.Of(src)})
	}
	want := []row{{"title", -1, "Troops leave"}, {"text", 0, "Troops left."}, {"text", 0, "Talks began."}, {"text", 2, "Nobody spoke."}}
	if len(got) != len(want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("sentence %d: %v, want %v", i, got[i], want[i])
		}
	}
}

// Bad input: long words and sentences, bytes that are no text.
func TestReadBadInput(t *testing.T) {
	for name, text := range map[string]string{
		"empty":          "",
		"long word":      strings.Repeat("a", 10_000) + " left.",
		"long sentence":  strings.Repeat("word ", 5_000) + ".",
		"control":        "a\x00b\x01 c\x7f.",
		"lone surrogate": "a\xed\xa0\x80b left.",
		"no utf-8":       "\xff\xfe\xfd left.",
		"right to left":  "\u200fمرحبا\u200e said Ali\u200f.",
		"marks":          strings.Repeat("?!)(", 2_000),
	} {
		a := &annals.Article{Text: text}
		ss, warnings := load(t).Read(a)
		checkSentences(t, a, ss)
		if cut := len(warnings) > 0; cut != (name == "long sentence" || name == "marks") {
			t.Errorf("%s: warnings %v", name, warnings)
		}
	}
}

func TestMaxTokens(t *testing.T) {
	m, err := LoadWith(Options{MaxTokens: 10})
	if err != nil {
		t.Fatal(err)
	}
	ss, warnings := m.Read(&annals.Article{Text: strings.Repeat("word ", 25)})
	if len(ss) != 3 || len(ss[0].Tokens) != 10 || len(ss[2].Tokens) != 5 {
		t.Errorf("%d sentences, first of %d words", len(ss), len(ss[0].Tokens))
	}
	if len(warnings) != 1 || warnings[0].Message != "sentence of 25 words cut into pieces of 10" {
		t.Errorf("warnings %v", warnings)
	}
}

// Many readers at once get what one gets.
func TestConcurrent(t *testing.T) {
	text := "Russian troops killed three civilians in Kharkiv, officials said on Monday."
	want := conllu(t, read(t, text))
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				if got := conllu(t, read(t, text)); got != want {
					t.Errorf("got %s\nwant %s", got, want)
					return
				}
			}
		})
	}
	wg.Wait()
}

func conllu(t testing.TB, ss []annals.Sentence) string {
	t.Helper()
	var b strings.Builder
	if err := WriteCoNLLU(&b, ss); err != nil {
		t.Error(err)
	}
	return b.String()
}

func BenchmarkTokenise(b *testing.B) {
	text := Raw(trees(b, "ud/en_gum_open-ud-dev.conllu"))
	words := 0
	b.ReportAllocs()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		for _, s := range load(b).Split(text) {
			words += len(Tokenise(text, s))
		}
	}
	b.ReportMetric(float64(words)/b.Elapsed().Seconds(), "words/s")
}

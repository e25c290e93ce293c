package grammar

import (
	"slices"
	"sync"
	"testing"

	"annals"
)

// news is sentences of the kind that are read, made up for this test.
const news = `KYIV (Agency) — Two drones struck a grain terminal near the mouth of the river early on Friday, regional officials said, hours after talks on reopening the port had broken off.

The governor, Oleh Marchenko, said that nobody had been killed but that a warehouse holding 4,000 tonnes of wheat had burned down. “They knew what they were hitting,” he told reporters. “There is no barracks here.”

A spokesman for the ministry in the capital denied that the terminal had been the target. Air defences had brought down nine of eleven drones, he added, without saying where the others fell.

The United Nations has asked both governments to let its inspectors visit the site. Lt. Gen. Maria A. Solheim, who leads the mission, is expected to arrive on Sunday if a ceasefire that was agreed last week holds.

Farmers' unions threatened to block roads unless the state pays for what was lost. Prices for wheat rose 3.2% in Rotterdam, the highest since March 2022, and traders said they could rise further.

In a separate statement, the Foreign Ministry of Kestria urged all sides to return to the table, saying it was ready to host a second round of negotiations.`

// bareNews is the sentences of news with their words alone.
func bareNews(t testing.TB) []annals.Sentence {
	ss := read(t, news)
	for i := range ss {
		ss[i].Names = nil
		for k, w := range ss[i].Tokens {
			ss[i].Tokens[k] = annals.Token{Span: w.Span, Form: w.Form}
		}
	}
	return ss
}

func cloned(ss []annals.Sentence) []annals.Sentence {
	ss = slices.Clone(ss)
	for i := range ss {
		ss[i].Tokens = slices.Clone(ss[i].Tokens)
	}
	return ss
}

// The trees are the same with vector code and without, one sentence at a time
// or all at once, and with any number of goroutines.
func TestAnnotateIsExact(t *testing.T) {
	m := load(t)
	plain := bareNews(t)
	all := cloned(plain)
	m.Annotate(all)
	want := conllu(t, all)

	portable := *m
	portable.engine = m.engine.portable()
	ss := cloned(plain[:5])
	portable.Annotate(ss)
	if got, want := conllu(t, ss), conllu(t, all[:5]); got != want {
		t.Errorf("without vector code:\n%s\nwant %s", got, want)
	}
	for _, n := range []int{1, 3, 8} {
		ss := cloned(plain)
		var wg sync.WaitGroup
		for part := range n {
			wg.Go(func() {
				for i := part; i < len(ss); i += n {
					m.Annotate(ss[i : i+1])
				}
			})
		}
		wg.Wait()
		if got := conllu(t, ss); got != want {
			t.Errorf("%d goroutines:\n%s\nwant %s", n, got, want)
		}
	}
}

// Each word has vectors: its own wherever it stands, and one of its context.
func TestAnnotateGivesVectors(t *testing.T) {
	m := load(t)
	ss := read(t, "The army shelled the port. The port was closed.")
	if len(ss) != 2 {
		t.Fatalf("%d sentences, want 2", len(ss))
	}
	v, w := &ss[0].Vectors, &ss[1].Vectors
	if v.Model != m.Digest || len(v.Values) != len(ss[0].Tokens)*v.Width() || v.OfState(len(ss[0].Tokens)) != nil {
		t.Errorf("model %q, %d values for %d words of %d", v.Model, len(v.Values), len(ss[0].Tokens), v.Width())
	}
	if a, b := v.OfWord(4), w.OfWord(1); !slices.Equal(a, b) || slices.Max(a) == 0 {
		t.Errorf("vectors of port %v and %v", a, b)
	}
	if a, b := v.OfState(4), w.OfState(1); slices.Equal(a, b) || len(a) != v.State {
		t.Errorf("states of port %v and %v", a, b)
	}
}

// A sentence of any length gets one tree, in time that grows with it.
func TestAnnotateLongSentence(t *testing.T) {
	var s annals.Sentence
	plain := bareNews(t)
	for len(s.Tokens) < 5_000 {
		for _, x := range plain {
			for _, w := range x.Tokens {
				at := s.End
				s.End += len(w.Form) + 1
				s.Tokens = append(s.Tokens, annals.Token{Form: w.Form, Span: annals.Span{Start: at, End: s.End - 1}})
			}
		}
	}
	ss := []annals.Sentence{s}
	load(t).Annotate(ss)
	if err := checkTree(ss[0].Tokens); err != nil {
		t.Error(err)
	}
}

// A word costs no allocation, but for lemmas that are spelled anew because no
// table lists them.
func TestAnnotateAllocations(t *testing.T) {
	if raced {
		t.Skip("pools are not kept under the race detector")
	}
	m := load(t)
	ss := batch(t)
	m.Annotate(ss)
	words := 0
	for i := range ss {
		words += len(ss[i].Tokens)
	}
	if n := testing.AllocsPerRun(10, func() { m.Annotate(ss) }); n > float64(words)/10 {
		t.Errorf("%v allocations for %d words", n, words)
	}
}

// batch is 32 sentences.
func batch(t testing.TB) []annals.Sentence {
	ss := bareNews(t)
	for len(ss) < 32 {
		ss = append(ss, cloned(ss)...)
	}
	return ss[:32]
}

// benchmarkAnnotate reads a treebank's words in batches, as often as it takes.
func benchmarkAnnotate(b *testing.B, size int) {
	m := load(b)
	var ss []annals.Sentence
	words := 0
	for _, x := range trees(b, "ud/en_gum_open-ud-dev.conllu") {
		ss = append(ss, x.Sentence)
		words += len(x.Tokens)
	}
	b.ReportAllocs()
	for b.Loop() {
		for i := 0; i < len(ss); i += size {
			m.Annotate(ss[i:min(i+size, len(ss))])
		}
	}
	b.ReportMetric(float64(words*b.N)/b.Elapsed().Seconds(), "words/s")
}

func BenchmarkAnnotate(b *testing.B)         { benchmarkAnnotate(b, 32) }
func BenchmarkAnnotateOneByOne(b *testing.B) { benchmarkAnnotate(b, 1) }

func BenchmarkAnnotateParallel(b *testing.B) {
	m := load(b)
	plain := batch(b)
	words := 0
	for i := range plain {
		words += len(plain[i].Tokens)
	}
	b.RunParallel(func(p *testing.PB) {
		ss := cloned(plain)
		for p.Next() {
			m.Annotate(ss)
		}
	})
	b.ReportMetric(float64(words*b.N)/b.Elapsed().Seconds(), "words/s")
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(); err != nil {
			b.Fatal(err)
		}
	}
}

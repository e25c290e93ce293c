package eval

import (
	"strings"

	"annals"
)

// A ParseScore says how well words, tags, lemmas and trees agree with a
// treebank. All figures but the counts are F1 from 0 to 1, as the CoNLL 2018
// shared task measures them; with the gold words given they are accuracies.
// Punctuation counts, subtypes of relations do not.
type ParseScore struct {
	Sentences int `json:"sentences"` // gold
	Words     int `json:"words"`     // gold

	SentencesF1 float64 `json:"sentences_f1"` // same start and same end
	TokensF1    float64 `json:"tokens_f1"`    // same bytes
	UPOS        float64 `json:"upos"`
	XPOS        float64 `json:"xpos"`
	Feats       float64 `json:"feats"`
	Lemma       float64 `json:"lemma"`
	UAS         float64 `json:"uas"`
	LAS         float64 `json:"las"`

	// Calibration is the mean distance between how sure the parser said it was
	// of the heads and how often it was right, over ten bins, from 0 to 1, weighted by
	// words; 0 when it did not say.
	Calibration float64 `json:"calibration,omitempty"`
}

// A Parses collects gold and predicted sentences, for one or several files.
// The zero value is empty and ready.
type Parses struct {
	n, m                        int // gold, predicted words
	sents, sysSents, sameSents  int
	words                       int // aligned
	upos, xpos, feats, lemma    int
	head, label                 int
	binSaid, binRight, binWords [10]float64
	said                        bool
}

// Add counts got against gold; both are sentences of the same text in order.
func (p *Parses) Add(gold, got []annals.Sentence) {
	g, s := flatten(gold), flatten(got)
	p.n, p.m = p.n+len(g.tokens), p.m+len(s.tokens)
	p.sents, p.sysSents = p.sents+len(gold), p.sysSents+len(got)
	p.sameSents += sameSpans(gold, got)
	pair := align(g.tokens, s.tokens)
	for i, j := range pair {
		if j >= 0 {
			p.word(g, s, pair, i, j)
		}
	}
}

func (p *Parses) word(g, s flat, pair []int, i, j int) {
	a, b := g.tokens[i], s.tokens[j]
	p.words++
	p.upos += one(a.UPOS == b.UPOS)
	p.xpos += one(a.XPOS == b.XPOS)
	p.feats += one(a.Feats == b.Feats)
	p.lemma += one(a.Lemma == b.Lemma || a.Lemma == "_")
	right := g.heads[i] == -1 && s.heads[j] == -1 ||
		g.heads[i] >= 0 && s.heads[j] >= 0 && pair[g.heads[i]] == s.heads[j]
	p.head += one(right)
	p.label += one(right && relation(a.Deprel) == relation(b.Deprel))
	if b.Sure > 0 {
		bin := min(int(b.Sure*10), 9)
		p.said = true
		p.binWords[bin]++
		p.binSaid[bin] += float64(b.Sure)
		p.binRight[bin] += float64(one(right))
	}
}

// Score is the result so far.
func (p *Parses) Score() ParseScore {
	f := func(n int) float64 { return share(2*n, p.n+p.m) }
	r := ParseScore{Sentences: p.sents, Words: p.n,
		SentencesF1: share(2*p.sameSents, p.sents+p.sysSents), TokensF1: f(p.words),
		UPOS: f(p.upos), XPOS: f(p.xpos), Feats: f(p.feats), Lemma: f(p.lemma), UAS: f(p.head), LAS: f(p.label)}
	if p.said {
		for i := range p.binWords {
			d := p.binSaid[i] - p.binRight[i]
			r.Calibration += max(d, -d)
		}
		r.Calibration /= float64(p.words)
	}
	return r
}

// Parse scores one file.
func Parse(gold, got []annals.Sentence) ParseScore {
	var p Parses
	p.Add(gold, got)
	return p.Score()
}

// flat is the words of a file in a row; heads index into it.
type flat struct {
	tokens []annals.Token
	heads  []int
}

func flatten(ss []annals.Sentence) flat {
	var f flat
	for i := range ss {
		at := len(f.tokens)
		for _, t := range ss[i].Tokens {
			f.tokens = append(f.tokens, t)
			if t.Head < 0 {
				f.heads = append(f.heads, -1)
			} else {
				f.heads = append(f.heads, at+t.Head)
			}
		}
	}
	return f
}

// align pairs each gold word with the predicted word of the same bytes, or −1.
func align(gold, got []annals.Token) []int {
	pair := make([]int, len(gold))
	j := 0
	for i := range gold {
		pair[i] = -1
		for j < len(got) && got[j].Start < gold[i].Start {
			j++
		}
		// Words without bytes of their own share a start: look past them.
		for k := j; k < len(got) && got[k].Start == gold[i].Start; k++ {
			if got[k].End == gold[i].End {
				pair[i], j = k, k+1
				break
			}
		}
	}
	return pair
}

// sameSpans counts sentences whose first and last words are the same.
func sameSpans(gold, got []annals.Sentence) int {
	have := map[annals.Span]bool{}
	for i := range got {
		have[words(&got[i])] = true
	}
	n := 0
	for i := range gold {
		n += one(have[words(&gold[i])])
	}
	return n
}

func words(s *annals.Sentence) annals.Span {
	if n := len(s.Tokens); n > 0 {
		return annals.Span{Start: s.Tokens[0].Start, End: s.Tokens[n-1].End}
	}
	return s.Span
}

func relation(deprel string) string {
	r, _, _ := strings.Cut(deprel, ":")
	return r
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

func share(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}

package grammar

import (
	"slices"

	"annals"
	"annals/internal/grammar/nn"
)

// endsJudge asks the network that reads whole paragraphs where the weights of
// the gap alone leave doubt. It is scratch of one goroutine.
type endsJudge struct {
	*splitModel
	scratch nn.Scratch

	text   string
	par    annals.Span // the paragraph
	known  bool        // odds are those of the paragraph
	tokens []annals.Token
	odds   []float32 // that a sentence begins at each token
}

// judge gives a judge of gaps; it is given back to m.judges.
func (m *Model) judge() *endsJudge { return m.judges.Get().(*endsJudge) }

// doubt is how far from the odds the weights leave doubt, in 1/SplitUnit.
const doubt = 3 * SplitUnit / 2

// maxParagraph is how many words of a paragraph are read at a time.
const maxParagraph = 400

func (j *endsJudge) paragraph(text string, s annals.Span) { j.text, j.par, j.known = text, s, false }

func (j *endsJudge) cuts(at, next int, features []uint32, odds int) bool {
	if j.weights == nil {
		return odds == oddsOfRule
	}
	sum := j.weights.sum(features)
	if sum-odds > doubt || odds-sum > doubt {
		return sum > odds
	}
	if !j.known {
		j.read()
	}
	k, ok := slices.BinarySearchFunc(j.tokens, next, func(t annals.Token, at int) int { return t.Start - at })
	if !ok {
		return sum > odds
	}
	return float32(sum)+j.share*SplitUnit*j.odds[k] > float32(odds)
}

// read fills in the odds of the paragraph.
func (j *endsJudge) read() {
	j.tokens, j.known = Tokenise(j.text, j.par), true
	j.odds = slices.Grow(j.odds[:0], len(j.tokens))[:len(j.tokens)]
	for from := 0; from < len(j.tokens); from += maxParagraph {
		part := j.tokens[from:min(from+maxParagraph, len(j.tokens))]
		j.ends.Odds(j.odds[from:from+len(part)], func(k int) string { return part[k].Form }, &j.scratch)
	}
}

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"

	"annals"
	"annals/eval"
	"annals/internal/grammar"
)

// evalParseCmd scores words, tags and trees on a treebank.
type evalParseCmd struct {
	File string `arg:"" help:"Treebank in CoNLL-U."`
	JSON bool   `help:"Write one JSON object."`
	Raw  bool   `help:"Start from the text: find sentences and words too (CoNLL 2018 alignment)."`
}

// parseReport is the score of a file and of each kind of text in it.
type parseReport struct {
	eval.ParseScore
	Raw    bool                       `json:"raw"`
	Genres map[string]eval.ParseScore `json:"by_genre,omitempty"`
}

// Run reads the treebank, parses it and prints the score.
func (e *evalParseCmd) Run(c *console) error {
	m, err := grammar.Load()
	if err != nil {
		return err
	}
	f, err := os.Open(e.File)
	if err != nil {
		return err
	}
	defer f.Close()
	ts, err := grammar.ReadTrees(f, e.File)
	if err != nil {
		return err
	}
	r := scoreTrees(m, ts, e.Raw)
	if e.JSON {
		return json.NewEncoder(c.out).Encode(r)
	}
	printParse(c.out, r)
	return nil
}

func scoreTrees(m *grammar.Model, ts []grammar.Tree, raw bool) parseReport {
	text := grammar.Raw(ts)
	var all eval.Parses
	genres := map[string]*eval.Parses{}
	for len(ts) > 0 {
		n := 1
		for n < len(ts) && ts[n].Genre() == ts[0].Genre() {
			n++
		}
		gold, got := make([]annals.Sentence, n), make([]annals.Sentence, n)
		for i := range n {
			gold[i], got[i] = ts[i].Sentence, bare(ts[i].Sentence)
		}
		if raw {
			from := ts[0].Start
			got = m.ReadText(text[:ts[n-1].End], from)
		} else {
			m.Annotate(got)
		}
		g := ts[0].Genre()
		if genres[g] == nil {
			genres[g] = &eval.Parses{}
		}
		all.Add(gold, got)
		genres[g].Add(gold, got)
		ts = ts[n:]
	}
	r := parseReport{ParseScore: all.Score(), Raw: raw, Genres: map[string]eval.ParseScore{}}
	for g, p := range genres {
		r.Genres[g] = p.Score()
	}
	return r
}

// bare is a sentence with its words alone.
func bare(s annals.Sentence) annals.Sentence {
	b := annals.Sentence{In: s.In, Span: s.Span, Block: s.Block, Tokens: make([]annals.Token, len(s.Tokens))}
	for i, t := range s.Tokens {
		b.Tokens[i] = annals.Token{Span: t.Span, Form: t.Form, Head: -1}
	}
	return b
}

func printParse(w io.Writer, r parseReport) {
	const row = "%-12s %6v %7v %6v %6v %6v %6v %6v %6v %6v %6v\n"
	fmt.Fprintf(w, row, "", "sents", "words", "sent", "token", "upos", "xpos", "feats", "lemma", "uas", "las")
	line := func(name string, s eval.ParseScore) {
		p := func(x float64) string { return fmt.Sprintf("%.2f", 100*x) }
		fmt.Fprintf(w, row, name, s.Sentences, s.Words, p(s.SentencesF1), p(s.TokensF1), p(s.UPOS), p(s.XPOS),
			p(s.Feats), p(s.Lemma), p(s.UAS), p(s.LAS))
	}
	for _, g := range slices.Sorted(maps.Keys(r.Genres)) {
		if g != "" {
			line(g, r.Genres[g])
		}
	}
	line("all", r.ParseScore)
	fmt.Fprintf(w, "calibration error of heads %.4f\n", r.Calibration)
}

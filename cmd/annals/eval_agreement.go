package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"annals/corpus"
	"annals/eval"
)

// evalAgreementCmd compares two annotations of the same sentences: the first
// stands for the gold, the second for what is measured. No text is coded.
type evalAgreementCmd struct {
	Second string `arg:"" help:"Folder of the second annotation (.txt)."`
	Corpus string `arg:"" help:"Folder of the corpus, with the first marks in train, test and their articles."`
	JSON   bool   `help:"Write one JSON object."`
	Each   bool   `help:"List the claims of every sentence with what agreed."`
}

// An agreement is how far two readers marked the same.
type agreement struct {
	Sentences int             `json:"sentences"`
	SameCount eval.Share      `json:"same_count"` // sentences with as many claims
	NoClaim   eval.Share      `json:"no_claim"`   // sentences where both, or neither, see a claim
	Claims    eval.ClaimScore `json:"claims"`
}

// Run pairs the sentences by their words and prints the agreement.
func (e *evalAgreementCmd) Run(c *console) error {
	first := map[string]corpus.Item{}
	for _, part := range []string{"train", "train/articles", "test", "test/articles"} {
		items, err := readItems(filepath.Join(e.Corpus, part))
		if err != nil {
			return err
		}
		for _, it := range items {
			first[it.Text] = it
		}
	}
	second, err := readItems(e.Second)
	if err != nil {
		return err
	}
	if len(second) == 0 {
		return fmt.Errorf("no corpus files in %q", e.Second)
	}
	a, err := e.compare(c, first, second)
	if err != nil {
		return err
	}
	if e.JSON {
		return json.NewEncoder(c.out).Encode(a)
	}
	fmt.Fprintf(c.out, "%-14s %d\n", "sentences", a.Sentences)
	fmt.Fprintf(c.out, "%-14s %3d/%-3d = %.3f\n", "same number", a.SameCount.Right, a.SameCount.Of, a.SameCount.Share)
	fmt.Fprintf(c.out, "%-14s %3d/%-3d = %.3f\n", "has no claim", a.NoClaim.Right, a.NoClaim.Of, a.NoClaim.Share)
	printClaims(c.out, a.Claims)
	return nil
}

func (e *evalAgreementCmd) compare(c *console, first map[string]corpus.Item, second []corpus.Item) (agreement, error) {
	var all eval.Claims
	var missing []error
	a := agreement{Sentences: len(second)}
	for _, it := range second {
		f, ok := first[it.Text]
		if !ok {
			missing = append(missing, fmt.Errorf("%s:%d: no such sentence in %q", it.File, it.Line, e.Corpus))
			continue
		}
		g := &goldFile{}
		for _, k := range f.Claims {
			g.Claims = append(g.Claims, eval.GoldClaim{Claim: k})
		}
		pairs := all.Add(g.Claims, it.Claims)
		a.SameCount.Of++
		a.NoClaim.Of++
		if len(f.Claims) == len(it.Claims) {
			a.SameCount.Right++
		}
		if (len(f.Claims) == 0) == (len(it.Claims) == 0) {
			a.NoClaim.Right++
		}
		if e.Each {
			listClaims(c.out, it.Text, g, it.Claims, pairs)
		}
	}
	n := max(1, a.SameCount.Of)
	a.SameCount.Share = float64(a.SameCount.Right) / float64(n)
	a.NoClaim.Share = float64(a.NoClaim.Right) / float64(n)
	a.Claims = all.Score()
	return a, errors.Join(missing...)
}

// readItems reads the files of a folder of the corpus; none where there is no
// such folder.
func readItems(dir string) ([]corpus.Item, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil {
		return nil, err
	}
	var out []corpus.Item
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		items, err := corpus.Read(f, name)
		f.Close()
		if err != nil {
			return nil, err
		}
		out = append(out, items...)
	}
	return out, nil
}

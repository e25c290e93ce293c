package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"annals"
	"annals/corpus"
	"annals/eval"
)

// evalCorpusCmd scores claims coded from the sentences of the corpus, each an
// article of its own.
type evalCorpusCmd struct {
	Dir   string `arg:"" help:"Folder of corpus files (.txt)."`
	JSON  bool   `help:"Write one JSON object."`
	Write string `help:"Write text, gold and predicted claims of every sentence as JSON lines." placeholder:"FILE"`
	Each  bool   `help:"List every gold and predicted claim with what agreed."`
}

// Run codes every sentence and prints the score.
func (e *evalCorpusCmd) Run(c *console) error {
	files, err := filepath.Glob(filepath.Join(e.Dir, "*.txt"))
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return fmt.Errorf("no corpus files in %q", e.Dir)
	}
	p, err := loadPath()
	if err != nil {
		return err
	}
	var all eval.Claims
	var lines []byte
	for _, file := range files {
		items, err := readCorpus(file)
		if err != nil {
			return err
		}
		for i := range items {
			g := goldItem(&items[i])
			claims := p.claims(g)
			pairs := all.Add(g.Claims, claims)
			if e.Write != "" {
				line, err := json.Marshal(map[string]any{"text": g.Text, "gold": g.Claims, "pred": claims})
				if err != nil {
					return err
				}
				lines = append(append(lines, line...), '\n')
			}
			if e.Each {
				listClaims(c.out, g.Text, g, claims, pairs)
			}
		}
	}
	if e.Write != "" {
		if err := os.WriteFile(e.Write, lines, 0o644); err != nil {
			return err
		}
	}
	s := all.Score()
	if e.JSON {
		return json.NewEncoder(c.out).Encode(s)
	}
	printClaims(c.out, s)
	return nil
}

func readCorpus(file string) ([]corpus.Item, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return corpus.Read(f, file)
}

// goldItem is an item of the corpus as an article with gold claims.
func goldItem(it *corpus.Item) *goldFile {
	g := &goldFile{Text: it.Text, Published: it.Published, Outlet: it.Outlet}
	for _, c := range it.Claims {
		if c.In == "" {
			c.In = annals.InText
		}
		if c.Len() == 0 {
			c.Span = annals.Span{End: len(it.Text)}
		}
		g.Claims = append(g.Claims, eval.GoldClaim{Claim: c})
	}
	return g
}

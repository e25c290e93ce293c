package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"annals/corpus"
	"annals/eval"
)

// evalCorpusCmd scores claims coded from the articles of the corpus; a sentence
// that stands alone is an article of its own.
type evalCorpusCmd struct {
	Dir   string `arg:"" help:"Folder of corpus files (.txt)."`
	JSON  bool   `help:"Write one JSON object."`
	Write string `help:"Write text, gold and predicted claims of every article as JSON lines." placeholder:"FILE"`
	Each  bool   `help:"List every gold and predicted claim with what agreed."`
}

// Run codes every article and prints the score.
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
	var all measures
	var lines []byte
	for _, file := range files {
		golds, err := readCorpus(file)
		if err != nil {
			return err
		}
		for _, g := range golds {
			claims := p.claims(g)
			pairs := all.add(g, claims)
			if e.Write != "" {
				line, err := json.Marshal(map[string]any{"title": g.Title, "text": g.Text, "gold": g.Claims, "pred": claims})
				if err != nil {
					return err
				}
				lines = append(append(lines, line...), '\n')
			}
			if e.Each {
				listClaims(c.out, oneLine(g.Title, g.Text), g, claims, pairs)
			}
		}
	}
	if e.Write != "" {
		if err := os.WriteFile(e.Write, lines, 0o644); err != nil {
			return err
		}
	}
	return all.print(c.out, e.JSON)
}

// readCorpus reads the articles of a file of the corpus; a sentence that stands
// alone is one.
func readCorpus(file string) ([]*goldFile, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	items, err := corpus.Read(f, file)
	if err != nil {
		return nil, err
	}
	var out []*goldFile
	for _, a := range corpus.Articles(items) {
		g := &goldFile{ID: string(a.ID), Title: a.Title, Text: a.Text, Published: a.Published, Outlet: a.Outlet, alone: a.Name == ""}
		for _, c := range a.Claims {
			g.Claims = append(g.Claims, eval.GoldClaim{Claim: c})
		}
		out = append(out, g)
	}
	return out, nil
}

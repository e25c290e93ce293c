package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"

	"annals"
	"annals/eval"
)

// evalLinkCmd scores mentions on articles with gold claims.
type evalLinkCmd struct {
	Dir  string `arg:"" help:"Folder of JSON files (an article and its gold claims each) or of corpus files (.txt)."`
	JSON bool   `help:"Write one JSON object."`
	Each bool   `help:"List every gold value that was missed."`
}

// Run links every article of the folder and prints the score.
func (e *evalLinkCmd) Run(c *console) error {
	golds, err := goldIn(e.Dir)
	if err != nil {
		return err
	}
	p, err := loadPath()
	if err != nil {
		return err
	}
	var all eval.Links
	for _, g := range golds {
		a := annals.Article{Title: g.Title, Text: g.Text, Published: g.Published}
		ss, _ := p.grammar.Read(&a)
		ms, _ := p.link.Link(&a, ss)
		claims := make([]annals.Claim, len(g.Claims))
		for i := range g.Claims {
			claims[i] = g.Claims[i].Claim
		}
		all.Add(claims, ms)
	}
	if e.JSON {
		return json.NewEncoder(c.out).Encode(all)
	}
	fmt.Fprintf(c.out, "%-10s %6s %6s %6s %8s %8s\n", "", "gold", "found", "right", "of found", "of gold")
	for _, row := range []struct {
		name string
		eval.Found
	}{{"entities", all.Entities}, {"names", all.Names}, {"described", all.Described}, {"pronouns", all.Pronouns}, {"back", all.Back}, {"sectors", all.Sectors}, {"dates", all.Dates}, {"places", all.Places}, {"≤ 161 km", all.Near}, {"sizes", all.Sizes}} {
		fmt.Fprintf(c.out, "%-10s %6d %6d %6d %8.3f %8.3f\n", row.name, row.Gold, row.Found.Found, row.Right, row.Rate, row.Recall)
		for _, m := range row.Example {
			if e.Each {
				fmt.Fprintf(c.out, "    %-50q want %-22s got %s\n", clip(oneLine(m.Words, ""), 48), m.Want, m.Got)
			}
		}
	}
	return nil
}

// goldIn reads the gold articles of a folder: JSON files, or corpus files when
// there are none.
func goldIn(dir string) ([]*goldFile, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		return nil, err
	}
	var out []*goldFile
	for _, file := range files {
		g, err := readGold(file)
		if err != nil {
			return nil, err
		}
		out = append(out, g)
	}
	if len(out) > 0 {
		return out, nil
	}
	files, err = filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		golds, err := readCorpus(file)
		if err != nil {
			return nil, err
		}
		out = append(out, golds...)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("no gold files in %q", dir)
	}
	return out, nil
}

package main

import (
	"os"

	"annals"
)

// explainCmd shows what the coder thinks of each predicate of a text.
type explainCmd struct {
	File      string      `arg:"" help:"Plain text or an article in JSON."`
	Published annals.Date `help:"Day of publication."`
}

// Run reads the text, codes it and prints why.
func (e *explainCmd) Run(c *console) error {
	p, err := loadPath()
	if err != nil {
		return err
	}
	a := &annals.Article{Published: e.Published}
	if g, err := readGold(e.File); err == nil {
		a.Text, a.Title, a.Published = g.Text, g.Title, g.Published
	} else {
		data, err := os.ReadFile(e.File)
		if err != nil {
			return err
		}
		a.Text = string(data)
	}
	ss, _ := p.grammar.Read(a)
	ms, _ := p.link.Link(a, ss)
	p.plover.Explain(c.out, a, ss, ms)
	return nil
}

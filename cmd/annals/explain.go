package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"annals"
	"annals/internal/extract"
)

// explainCmd shows how a text is read and what the coder thinks of each
// predicate in it.
type explainCmd struct {
	Text      string `arg:"" name:"SENTENCE|FILE|URL|-" help:"Words in quotes, or a file, an address or - for standard input."`
	Published string `help:"Day of publication (2024-06-19), if the text does not say it." placeholder:"DATE"`
	Tree      bool   `help:"Show tags and dependency trees too."`
}

// Run reads the text, codes it and prints why.
func (e *explainCmd) Run(c *console) error {
	day := annals.Date(e.Published)
	if _, ok := day.Time(); day != "" && !ok {
		return fmt.Errorf("read --published %q: want a day like 2024-06-19", e.Published)
	}
	as, err := e.articles(c, day)
	if err != nil {
		return err
	}
	p, err := loadPath()
	if err != nil {
		return err
	}
	for i := range as {
		ss, _ := p.grammar.Read(&as[i])
		ms, _ := p.link.Link(&as[i], ss)
		if e.Tree {
			trees(c, ss)
		}
		p.plover.Explain(c.out, &as[i], ss, ms)
	}
	return nil
}

// articles is the words given, or the articles of the file or address.
func (e *explainCmd) articles(c *console, day annals.Date) ([]annals.Article, error) {
	if e.words() {
		return []annals.Article{{Text: e.Text, Published: day}}, nil
	}
	var out []annals.Article
	for capture, err := range (inputs{names: []string{e.Text}, stdin: c.in}).captures(context.Background()) {
		if err != nil {
			return nil, err
		}
		as, err := extract.Extract(capture, extract.Options{Published: day})
		if err != nil {
			return nil, nameErrors(capture, err)
		}
		out = append(out, as...)
	}
	return out, nil
}

// words reports whether the argument is the text itself: it has a space in it
// and is the name of no file.
func (e *explainCmd) words() bool {
	if !strings.Contains(e.Text, " ") || strings.HasPrefix(e.Text, "http") {
		return false
	}
	_, err := os.Stat(e.Text)
	return errors.Is(err, fs.ErrNotExist) || err != nil
}

// trees prints a sentence as words, each with its tag, relation and head.
func trees(c *console, ss []annals.Sentence) {
	for i := range ss {
		for k := range ss[i].Tokens {
			t := &ss[i].Tokens[k]
			head := "·"
			if t.Head >= 0 {
				head = ss[i].Tokens[t.Head].Form
			}
			fmt.Fprintf(c.out, "  %-18s %-6s %-12s ← %s\n", clip(oneLine(t.Form, ""), 18), t.UPOS, t.Deprel, clip(oneLine(head, ""), 18))
		}
	}
}

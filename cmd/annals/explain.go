package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"annals"
	"annals/internal/extract"
	"annals/internal/sys/store"
)

// explainCmd shows how a text is read and what the coder thinks of each
// predicate in it.
type explainCmd struct {
	Text  string `arg:"" optional:"" name:"SENTENCE|FILE|URL|-" help:"Words in quotes, or a file, an address or - for standard input."`
	Claim string `help:"Explain the sentence of a claim of the record, by the claim's id." placeholder:"ID"`
	ownTables
	keeper
	Published string `help:"Day of publication (2024-06-19), if the text does not say it." placeholder:"DATE"`
	Tree      bool   `help:"Show tags and dependency trees too."`
}

// Run reads the text, codes it and prints why.
func (e *explainCmd) Run(c *console) error {
	day := annals.Date(e.Published)
	if _, ok := day.Time(); day != "" && !ok {
		return fmt.Errorf("read --published %q: want a day like 2024-06-19", e.Published)
	}
	as, of, err := e.what(c, day)
	if err != nil {
		return err
	}
	p, err := e.load()
	if err != nil {
		return err
	}
	for i := range as {
		ss, _ := p.grammar.Read(&as[i])
		ms, _ := p.link.Link(&as[i], ss)
		if e.Tree {
			trees(c, ss)
		}
		p.plover.Explain(c.out, &as[i], ss, ms, of)
	}
	return nil
}

// what is explained: the words or articles given, or the article of a claim of
// the record, and then the claim.
func (e *explainCmd) what(c *console, day annals.Date) ([]annals.Article, *annals.Claim, error) {
	switch {
	case e.Claim != "" && e.Text != "":
		return nil, nil, errors.New("explain: give words or --claim, not both")
	case e.Claim != "":
		return e.claimed(c)
	case e.Text == "":
		return nil, nil, errors.New("explain: nothing to explain: give words, a file, an address, or --claim ID")
	}
	as, err := e.articles(c, day)
	return as, nil, err
}

// claimed is the article of a claim of the record.
func (e *explainCmd) claimed(c *console) ([]annals.Article, *annals.Claim, error) {
	ctx := context.Background()
	s, err := e.readStore(ctx, c)
	if err != nil {
		return nil, nil, err
	}
	defer s.Close()
	rs, _, err := s.Rows(ctx, store.Equal{Column: store.ClaimID, Value: e.Claim}, store.Page{Limit: 1})
	if err != nil {
		return nil, nil, err
	}
	if len(rs) == 0 {
		return nil, nil, fmt.Errorf("explain: no claim has the id %q", e.Claim)
	}
	en, _, err := s.Get(ctx, rs[0].Article.ID)
	return []annals.Article{en.Reading.Article}, &rs[0].Claim, err
}

// articles is the words given, or the articles of the file or address.
func (e *explainCmd) articles(c *console, day annals.Date) ([]annals.Article, error) {
	if e.words() {
		return []annals.Article{{Text: e.Text, Published: day}}, nil
	}
	var out []annals.Article
	for capture, err := range (inputs{names: []string{e.Text}, stdin: c.in, now: time.Now}).captures(context.Background()) {
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

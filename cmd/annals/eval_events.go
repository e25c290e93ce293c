package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"annals"
	"annals/eval"
	"annals/internal/record"
	"annals/internal/sys/store"
)

// evalEventsCmd scores how claims of several outlets are merged.
type evalEventsCmd struct {
	Dir  string `arg:"" help:"Folder of articles with happenings (corpus/events/README.md)."`
	JSON bool   `help:"Write one JSON object."`
	Each bool   `help:"List every event with its claims and their gold."`
}

// A told article is one of corpus/events.
type told struct {
	annals.Article
	title  string // label
	spans  []annals.Span
	labels []string // of spans
}

// Run codes and merges all articles, and prints B³.
func (e *evalEventsCmd) Run(c *console) error {
	files, err := filepath.Glob(filepath.Join(e.Dir, "*.txt"))
	if err != nil || len(files) == 0 {
		return fmt.Errorf("no files in %q", e.Dir)
	}
	var as []told
	for _, f := range files {
		more, err := readTold(f)
		if err != nil {
			return err
		}
		as = append(as, more...)
	}
	p, err := loadPath()
	if err != nil {
		return err
	}
	rules, err := record.Load()
	if err != nil {
		return err
	}
	var m store.Memory
	labels := map[string]string{} // by claim
	for i := range as {
		r := p.read(&as[i].Article)
		for _, cl := range r.Claims {
			labels[cl.ID] = as[i].label(&cl)
		}
		en := store.Entry{Origin: string(as[i].ID), Reading: r, Evidence: store.EvidenceOf(&r), Sketch: record.Sketch(as[i].Text)}
		if _, err := m.Put(context.Background(), en); err != nil {
			return err
		}
	}
	if _, err := rules.Merge(context.Background(), &m, mergeOptions(p)); err != nil {
		return err
	}
	return e.score(c, &m, labels, len(as))
}

// score compares the events with the labels of their claims.
func (e *evalEventsCmd) score(c *console, m *store.Memory, labels map[string]string, articles int) error {
	rs, err := everyRow(context.Background(), m, nil)
	if err != nil {
		return err
	}
	var gold, got []string
	for _, r := range rs {
		if l := labels[r.ID]; l != "" {
			gold, got = append(gold, l), append(got, r.Event)
		}
	}
	s := eval.Cluster(gold, got)
	if e.Each {
		e.list(c, rs, labels)
	}
	if e.JSON {
		return json.NewEncoder(c.out).Encode(s)
	}
	fmt.Fprintf(c.out, "B³  P %.3f  R %.3f  F1 %.3f  (%d articles, %d claims of %d happenings, in %d events)\n", s.Precision, s.Recall, s.F1, articles, s.Items, s.Gold, s.Got)
	return nil
}

func (e *evalEventsCmd) list(c *console, rs []store.Row, labels map[string]string) {
	by := map[string][]store.Row{}
	var order []string
	for _, r := range rs {
		if by[r.Event] == nil {
			order = append(order, r.Event)
		}
		by[r.Event] = append(by[r.Event], r)
	}
	for _, ev := range order {
		fmt.Fprintln(c.out, ev)
		for _, r := range by[ev] {
			fmt.Fprintf(c.out, "  %-20s %-9s %s  %s | %s\n", oneLine(labels[r.ID], "-"), r.Type, r.Day(), parties(&r.Claim), clip(r.Evidence, 90))
		}
	}
}

// everyRow reads all rows that match.
func everyRow(ctx context.Context, ix store.Index, f store.Filter) ([]store.Row, error) {
	var out []store.Row
	for p := (store.Page{Limit: 1000}); ; {
		rs, next, err := ix.Rows(ctx, f, p)
		if err != nil {
			return nil, err
		}
		out = append(out, rs...)
		if p.After = next; next == "" {
			return out, nil
		}
	}
}

// label is the happening of a claim: of the sentence that its trigger stands in.
func (a *told) label(c *annals.Claim) string {
	l := a.title
	if c.In == annals.InText {
		l = ""
		for i, s := range a.spans {
			if s.Contains(annals.Span{Start: c.TriggerStart, End: c.TriggerEnd}) {
				l = a.labels[i]
			}
		}
	}
	first, second, two := strings.Cut(l, ",")
	if two && c.Quad != 4 {
		return second
	}
	return first
}

// readTold reads a file of articles with happenings.
func readTold(file string) ([]told, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var as []told
	gap := ""
	sc := bufio.NewScanner(f)
	for n := 1; sc.Scan(); n++ {
		line := sc.Text()
		switch {
		case strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "== "):
			cells := strings.SplitN(line[3:], " | ", 4)
			if len(cells) != 4 {
				return nil, fmt.Errorf("%s:%d: want == id | outlet | date | headline", file, n)
			}
			as = append(as, told{Article: annals.Article{ID: annals.ArticleID(cells[0]), Outlet: cells[1], Published: annals.Date(cells[2]), Title: cells[3], Language: "en"}})
			gap = ""
		case line == "":
			gap = "\n\n"
		default:
			if len(as) == 0 {
				return nil, fmt.Errorf("%s:%d: a sentence before any article", file, n)
			}
			if err := as[len(as)-1].sentence(line, gap); err != nil {
				return nil, fmt.Errorf("%s:%d: %w", file, n, err)
			}
			gap = " "
		}
	}
	return as, sc.Err()
}

// sentence adds a line "label<tab>words" to an article.
func (a *told) sentence(line, gap string) error {
	label, words, ok := strings.Cut(line, "\t")
	if !ok {
		return errors.New("want a label, a tab and a sentence")
	}
	if a.Text == "" {
		gap = ""
	}
	if label == "-" {
		label = ""
	}
	if a.title == "" {
		a.title = label
	}
	if gap != " " {
		a.Blocks = append(a.Blocks, annals.Block{Kind: annals.Paragraph, Span: annals.Span{Start: len(a.Text) + len(gap)}})
	}
	a.Text += gap
	a.spans = append(a.spans, annals.Span{Start: len(a.Text), End: len(a.Text) + len(words)})
	a.labels = append(a.labels, label)
	a.Text += words
	a.Blocks[len(a.Blocks)-1].End = len(a.Text)
	return nil
}

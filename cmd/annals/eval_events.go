package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"

	"annals/corpus/events"
	"annals/eval"
	"annals/internal/record"
	"annals/internal/sys/store"
)

// evalEventsCmd scores how claims of several outlets are merged.
type evalEventsCmd struct {
	Dir  string `arg:"" help:"Folder of articles with happenings (corpus/events/README.md)."`
	Part string `help:"Articles of files that are named so: dev or test; all if none is given."`
	JSON bool   `help:"Write one JSON object."`
	Each bool   `help:"List every event with its claims and their gold."`
}

// Run codes and merges the articles, and prints B³.
func (e *evalEventsCmd) Run(c *console) error {
	as, err := events.Read(os.DirFS(e.Dir))
	if err != nil {
		return err
	}
	as = slices.DeleteFunc(as, func(a events.Article) bool { return e.Part != "" && a.Part != e.Part })
	if len(as) == 0 {
		return fmt.Errorf("no articles in %q", e.Dir)
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
			labels[cl.ID] = as[i].Happening(&cl)
		}
		en := store.Entry{Origin: string(as[i].ID), Reading: r, Evidence: store.EvidenceOf(&r), Agency: p.outlets.Agency(&as[i].Article), Sketch: record.Sketch(as[i].Text)}
		if _, err := m.Put(context.Background(), en); err != nil {
			return err
		}
	}
	if _, err := rules.Merge(context.Background(), &m, record.Options{}); err != nil {
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

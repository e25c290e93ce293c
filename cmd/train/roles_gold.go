package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"annals"
	"annals/eval"
)

// goldExamples are the claims of a folder of articles with gold claims.
func (r readers) goldExamples(dir string) ([]roleExample, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("no JSON files in %q", dir)
	}
	var texts []goldText
	for _, file := range files {
		t, err := readGoldText(file)
		if err != nil {
			return nil, err
		}
		texts = append(texts, t)
	}
	return r.examples(texts), nil
}

// readGoldText reads an article with gold claims. Where the gold gives words
// without their place, the first such words of the sentence count.
func readGoldText(file string) (goldText, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return goldText{}, err
	}
	var g struct {
		URL, Title, Outlet, Text string
		Published                annals.Date
		Claims                   []eval.GoldClaim
	}
	if err := json.Unmarshal(data, &g); err != nil {
		return goldText{}, fmt.Errorf("read gold %q: %w", file, err)
	}
	out := goldText{whole: true, article: annals.Article{ID: annals.NewArticleID(g.URL, g.Title, g.Text), URL: g.URL,
		Title: g.Title, Outlet: g.Outlet, Published: g.Published, Text: g.Text}}
	for i := range g.Claims {
		c := &g.Claims[i]
		c.Find(g.Title, g.Text)
		field := g.Text
		if c.In == annals.InTitle {
			field = g.Title
		}
		if c.Kind == "optional" || c.End > len(field) {
			continue
		}
		place(c.Trigger, &c.TriggerStart, &c.TriggerEnd, field, c.Span)
		for _, ps := range [][]annals.Participant{c.Actor, c.Recipient} {
			for k := range ps {
				place(ps[k].Text, &ps[k].Start, &ps[k].End, field, c.Span)
			}
		}
		out.gold = append(out.gold, c.Claim)
	}
	return out, nil
}

// place sets the offsets of words that have none.
func place(words string, start, end *int, field string, sentence annals.Span) {
	if *end > *start || words == "" {
		return
	}
	if k := strings.Index(sentence.Of(field), words); k >= 0 {
		*start = sentence.Start + k
		*end = *start + len(words)
	}
}

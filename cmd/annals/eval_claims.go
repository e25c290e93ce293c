package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"annals"
	"annals/eval"
)

// evalClaimsCmd scores claims coded from raw text.
type evalClaimsCmd struct {
	Dir   string `arg:"" help:"Folder of JSON files: an article and its gold claims each."`
	JSON  bool   `help:"Write one JSON object."`
	Write string `help:"Write the predicted claims into this folder, one JSON file an article." placeholder:"DIR"`
	Each  bool   `help:"List every gold and predicted claim with what agreed."`
}

// A goldFile is an article with its gold claims.
type goldFile struct {
	ID        string           `json:"id"`
	URL       string           `json:"url"`
	Title     string           `json:"title"`
	Outlet    string           `json:"outlet"`
	Published annals.Date      `json:"published"`
	Text      string           `json:"text"`
	Claims    []eval.GoldClaim `json:"claims"`

	alone bool // a sentence of the corpus that is no part of an article
}

// Run codes every article of the folder and prints the score.
func (e *evalClaimsCmd) Run(c *console) error {
	files, err := filepath.Glob(filepath.Join(e.Dir, "*.json"))
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return fmt.Errorf("no JSON files in %q", e.Dir)
	}
	p, err := loadPath()
	if err != nil {
		return err
	}
	var all measures
	for _, file := range files {
		g, err := readGold(file)
		if err != nil {
			return err
		}
		claims := p.claims(g)
		pairs := all.add(g, claims)
		if e.Each {
			listClaims(c.out, file, g, claims, pairs)
		}
		if err := writeClaims(e.Write, file, g.ID, claims); err != nil {
			return err
		}
	}
	return all.print(c.out, e.JSON)
}

func (p *path) claims(g *goldFile) []annals.Claim {
	a := &annals.Article{ID: annals.NewArticleID(g.URL, g.Title, g.Text), URL: g.URL, Title: g.Title, Outlet: g.Outlet,
		Published: g.Published, Text: g.Text}
	return p.read(a).Claims
}

func readGold(file string) (*goldFile, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	g := &goldFile{}
	if err := json.Unmarshal(data, g); err != nil {
		return nil, fmt.Errorf("read gold %q: %w", file, err)
	}
	for i := range g.Claims {
		g.Claims[i].Find(g.Title, g.Text)
	}
	return g, nil
}

func writeClaims(dir, file, id string, claims []annals.Claim) error {
	if dir == "" {
		return nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if claims == nil {
		claims = []annals.Claim{}
	}
	data, err := json.MarshalIndent(map[string]any{"id": id, "claims": claims}, "", " ")
	if err != nil {
		return fmt.Errorf("write claims of %q: %w", file, err)
	}
	return os.WriteFile(filepath.Join(dir, filepath.Base(file)), append(data, '\n'), 0o644)
}

func printClaims(w io.Writer, s eval.ClaimScore) {
	for _, r := range []struct {
		name string
		prf  eval.PRF
	}{{"type+parties", s.PRF}, {"quad+parties", s.Quad}, {"type", s.Type}, {"sentence", s.Sentence}} {
		fmt.Fprintf(w, "%-14s P %.3f  R %.3f  F1 %.3f  (%d of %d gold, %d predicted)\n", r.name, r.prf.Precision, r.prf.Recall, r.prf.F1,
			r.prf.Hits, r.prf.Gold, r.prf.Predicted)
	}
	for _, k := range slices.Sorted(maps.Keys(s.Attributes)) {
		a := s.Attributes[k]
		fmt.Fprintf(w, "%-14s %3d/%-3d = %.3f\n", k, a.Right, a.Of, a.Share)
	}
	for _, k := range slices.Sorted(maps.Keys(s.ByType)) {
		p := s.ByType[k]
		fmt.Fprintf(w, "  %-10s gold %3d  predicted %3d  P %.3f  R %.3f  F1 %.3f\n", k, p.Gold, p.Predicted, p.Precision, p.Recall, p.F1)
	}
}

// listClaims shows what was found (=), missed (-) and invented (+).
func listClaims(w io.Writer, file string, g *goldFile, got []annals.Claim, pairs [][2]int) {
	fmt.Fprintf(w, "== %s\n", filepath.Base(file))
	mark := map[int]bool{}
	hit := map[int]int{}
	for _, p := range pairs {
		mark[p[1]] = true
		hit[p[0]] = p[1]
	}
	for i := range g.Claims {
		c := &g.Claims[i].Claim
		if j, ok := hit[i]; ok {
			fmt.Fprintf(w, "= %s\n  %s\n", short(c), short(&got[j]))
		} else {
			fmt.Fprintf(w, "- %s%s\n", short(c), g.Claims[i].Kind)
		}
	}
	for j := range got {
		if !mark[j] {
			fmt.Fprintf(w, "+ %s %v\n", short(&got[j]), got[j].Why)
		}
	}
}

// short is a claim in one line.
func short(c *annals.Claim) string {
	side := func(ps []annals.Participant) string {
		out := ""
		for _, p := range ps {
			out += fmt.Sprintf("[%s %s %s]", p.Text, p.Country, p.Sector)
		}
		return out
	}
	said := ""
	for _, a := range c.Attribution {
		said += " <" + a.Speaker + ">"
	}
	size := ""
	for _, s := range c.Size {
		size += " #" + s.What
		if s.Min != nil {
			size += fmt.Sprint(*s.Min)
		}
	}
	place := ""
	if c.Where != nil {
		place = " @" + c.Where.Name
	}
	return fmt.Sprintf("%s %d %q %s -> %s %s hedged=%v%s %s..%s(%s)%s%s", c.Type, c.Start, c.Trigger, side(c.Actor), side(c.Recipient),
		c.Status, c.Hedged, said, c.When.Start, c.When.End, c.When.Basis, place, size)
}

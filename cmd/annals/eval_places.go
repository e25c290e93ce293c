package main

import (
	"encoding/json"
	"fmt"
	"os"

	"annals/eval"
	"annals/internal/link"
)

// evalPlacesCmd is `annals eval places`.
type evalPlacesCmd struct {
	JSON   bool   `name:"json" help:"Write acc161 and mean_km as JSON."`
	Misses bool   `help:"List the toponyms put more than 161 km off."`
	File   string `arg:"" name:"FILE" help:"XML file in the layout of the Local-Global Lexicon."`
}

// Run resolves the given toponyms of every article of the file.
func (cmd *evalPlacesCmd) Run(c *console) error {
	f, err := os.Open(cmd.File)
	if err != nil {
		return err
	}
	defer f.Close()
	articles, err := eval.ReadLGL(f, cmd.File)
	if err != nil {
		return err
	}
	texts := make([]link.Told, len(articles))
	for i, a := range articles {
		texts[i] = link.Told{Title: a.Title, Outlet: a.Outlet, Text: a.Text}
		for _, t := range a.Toponyms {
			texts[i].Names = append(texts[i].Names, t.Span)
		}
	}
	found, err := link.Places(texts)
	if err != nil {
		return err
	}
	var s eval.PlaceScore
	for n, a := range articles {
		for i, t := range a.Toponyms {
			w := found[n][i]
			s.Add(t, w, w.Name != "")
			if d := eval.Km(t.Lat, t.Lon, w.Lat, w.Lon); cmd.Misses && (w.Name == "" || d > 161) {
				fmt.Fprintf(c.out, "%q\twant %.2f %.2f (%d)\thave %s %s %.2f %.2f\t%.0f km\n", w.Text, t.Lat, t.Lon, t.GeoNames, w.Name, w.Country, w.Lat, w.Lon, d)
			}
		}
	}
	if cmd.JSON {
		return json.NewEncoder(c.out).Encode(map[string]float64{"acc161": s.Acc161(), "mean_km": s.MeanKm(),
			"found": float64(s.Found) / float64(max(s.Gold, 1))})
	}
	fmt.Fprintf(c.out, "toponyms %d  found %d  within 161 km %.3f  mean error %.0f km  same id %d\n", s.Gold, s.Found, s.Acc161(), s.MeanKm(), s.Same)
	return nil
}

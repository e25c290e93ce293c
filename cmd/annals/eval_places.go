package main

import (
	"encoding/json"
	"fmt"
	"os"

	"annals"
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
	var s eval.PlaceScore
	for _, a := range articles {
		spans := make([]annals.Span, len(a.Toponyms))
		for i, t := range a.Toponyms {
			spans[i] = t.Span
		}
		found, err := link.Places(a.Text, spans)
		if err != nil {
			return err
		}
		for i, t := range a.Toponyms {
			w := found[i]
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

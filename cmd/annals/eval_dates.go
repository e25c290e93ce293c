package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"annals"
	"annals/eval"
	"annals/internal/link"
)

// evalDatesCmd is `annals eval dates`.
type evalDatesCmd struct {
	JSON        bool   `name:"json" help:"Write strict_f1, relaxed_f1 and value_f1 as JSON."`
	Recognizers bool   `help:"DIR holds the cases of Recognizers-Text instead: pass rates by file."`
	Misses      bool   `help:"List the differences."`
	Dir         string `arg:"" name:"DIR" help:"Folder with TimeML files (*.tml)."`
}

// Run scores the date expressions of every TimeML file in the folder.
func (cmd *evalDatesCmd) Run(c *console) error {
	if cmd.Recognizers {
		return cmd.recognizers(c)
	}
	files, err := filepath.Glob(filepath.Join(cmd.Dir, "*.tml"))
	if err != nil || len(files) == 0 {
		return fmt.Errorf("read TimeML files %q: no *.tml there", cmd.Dir)
	}
	var sum eval.DateScore
	for _, name := range files {
		s, err := cmd.score(c, name)
		if err != nil {
			return err
		}
		sum = sum.Add(s)
	}
	strict, relaxed, value := sum.F1()
	if cmd.JSON {
		return json.NewEncoder(c.out).Encode(map[string]float64{"strict_f1": strict, "relaxed_f1": relaxed, "value_f1": value})
	}
	dateRow(c.out, fmt.Sprintf("all %d files", len(files)), sum)
	return nil
}

func (cmd *evalDatesCmd) score(c *console, name string) (eval.DateScore, error) {
	f, err := os.Open(name)
	if err != nil {
		return eval.DateScore{}, err
	}
	defer f.Close()
	t, err := eval.ReadTimeML(f, filepath.Base(name))
	if err != nil {
		return eval.DateScore{}, err
	}
	s, misses := eval.ScoreDates(t.Text, t.Times, timeXs(t.Text, t.Published))
	if !cmd.JSON {
		dateRow(c.out, t.Name, s)
	}
	if cmd.Misses {
		for _, m := range misses {
			fmt.Fprintf(c.out, "\t%s\t%q\twant %s\thave %s\n", m.Kind, m.Text, m.Want, m.Have)
		}
	}
	return s, nil
}

func timeXs(text string, published annals.Date) []eval.TimeX {
	var out []eval.TimeX
	for _, t := range link.Times(text, published) {
		out = append(out, eval.TimeX{Span: t.Span, Value: t.Value})
	}
	return out
}

func dateRow(w io.Writer, name string, s eval.DateScore) {
	strict, relaxed, value := s.F1()
	fmt.Fprintf(w, "%-28s gold %4d  found %4d  strict %.3f  relaxed %.3f  value %.3f\n", name, s.Gold, s.Found, strict, relaxed, value)
}

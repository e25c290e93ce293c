package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"annals/eval"
	"annals/internal/link"
)

// recognizers writes, for each file of cases, how many bear on news and how
// many of those pass.
func (cmd *evalDatesCmd) recognizers(c *console) error {
	files, err := filepath.Glob(filepath.Join(cmd.Dir, "*.json"))
	if err != nil || len(files) == 0 {
		return fmt.Errorf("read cases %q: no *.json there", cmd.Dir)
	}
	rates := map[string]float64{}
	for _, name := range files {
		cases, all, err := readCases(name)
		if err != nil {
			return err
		}
		passed := 0
		for i := range cases {
			t := &cases[i]
			if t.Passes(link.Dates(t.Input, t.Published), timeXs(t.Input, t.Published)) {
				passed++
			} else if cmd.Misses {
				fmt.Fprintf(c.out, "\t%s\t%q\twant %v\thave", t.Published, t.Input, t.Want)
				for _, m := range link.Dates(t.Input, t.Published) {
					fmt.Fprintf(c.out, " %q=%s–%s", m.Text, m.When.Start, m.When.End)
				}
				fmt.Fprintln(c.out)
			}
		}
		if len(cases) == 0 {
			continue
		}
		base := filepath.Base(name)
		rates[base] = float64(passed) / float64(len(cases))
		if !cmd.JSON {
			fmt.Fprintf(c.out, "%-36s cases %4d  for news %4d  passed %4d  %.3f\n", base, all, len(cases), passed, rates[base])
		}
	}
	if cmd.JSON {
		return json.NewEncoder(c.out).Encode(rates)
	}
	return nil
}

func readCases(name string) ([]eval.DateCase, int, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, 0, err
	}
	defer f.Close()
	return eval.ReadRecognizers(f, filepath.Base(name))
}

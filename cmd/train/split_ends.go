package main

import (
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"

	"annals"
	"annals/cmd/train/neural"
	"annals/internal/grammar"
	"annals/internal/grammar/nn"
	"annals/internal/sys/model"
)

// endsCmd trains the small network that reads a paragraph and says where
// sentences begin, above the tables of the grammar.
type endsCmd struct {
	Grammar string  `help:"Model with the tables of words." default:"internal/grammar/model.bin"`
	Folder  string  `help:"Folder for checkpoints; a training goes on where it stopped." default:"../checkpoints/split"`
	Epochs  int     `default:"8"`
	Words   int     `help:"Words of a batch." default:"600"`
	Rate    float64 `help:"Rate of learning at its height." default:"0.003"`
	Hidden  int     `help:"Width in each direction." default:"32"`
	Input   float32 `help:"Share of the input left out while training." default:"0.3"`
	Drop    float32 `help:"Share left out between layers." default:"0.4"`
	Share   float32 `help:"What the odds count beside those of the gap." default:"0.5"`
}

func (c *endsCmd) command() string {
	return fmt.Sprintf(" --net-epochs %d --net-words %d --net-rate %v --net-hidden %d --net-input %v --net-drop %v --net-share %v",
		c.Epochs, c.Words, c.Rate, c.Hidden, c.Input, c.Drop, c.Share)
}

// fit trains and gives the sections of the network.
func (c *endsCmd) fit(shared string, seed uint64) ([]model.Section, error) {
	b, err := os.ReadFile(c.Grammar)
	if err != nil {
		return nil, err
	}
	f, err := model.Parse(b)
	if err != nil {
		return nil, err
	}
	base, err := nn.Open(f.Section)
	if err != nil {
		return nil, err
	}
	l := endsLearner{base: base, rows: map[string]int32{}}
	train, err := l.read(shared, ewtTrain, gumTrain)
	if err != nil {
		return nil, err
	}
	if l.dev, err = l.read(shared, ewtDev, gumDev); err != nil {
		return nil, err
	}
	d := neural.Dims{Vector: l.width, Grams: 1, Hidden: c.Hidden, Arc: 8, Label: 8, Words: 1, Tags: 1, Relations: 1, Names: 2}
	net := neural.NewNet(d, l.vectors, seed)
	err = neural.Train(net, train, neural.Options{Seed: seed, Epochs: c.Epochs, Words: c.Words, Rate: c.Rate, Folder: c.Folder,
		Drop: neural.Drop{Input: c.Input, Hidden: c.Drop, Head: c.Drop}, Report: l.report})
	if err != nil {
		return nil, err
	}
	share := binary.LittleEndian.AppendUint32(nil, math.Float32bits(c.Share))
	return append(net.Ends(base.Dims), model.Section{Name: grammar.SectionShare, Data: share}), nil
}

// endsLearner makes examples of paragraphs. What the grammar makes of a word by
// itself is their input and stays as it is.
type endsLearner struct {
	base    *nn.Network
	rows    map[string]int32 // of vectors, by form
	vectors []float32
	width   int
	dev     []*neural.Example
}

// maxEnds is how many words of a paragraph are learned from at a time.
const maxEnds = 140

func (l *endsLearner) read(shared string, names ...string) (out []*neural.Example, err error) {
	for _, name := range names {
		f, err := os.Open(filepath.Join(shared, name))
		if err != nil {
			return nil, err
		}
		ts, err := grammar.ReadTrees(f, name)
		f.Close()
		if err != nil {
			return nil, err
		}
		begins := map[int]bool{}
		for i := range ts {
			begins[ts[i].Start] = true
		}
		text := grammar.Raw(ts)
		at := 0
		for par := range strings.SplitAfterSeq(text, "\n\n") {
			ws := grammar.Tokenise(text, annals.Span{Start: at, End: at + len(par)})
			for at += len(par); len(ws) > 0; ws = ws[min(len(ws), maxEnds):] {
				out = append(out, l.example(ws[:min(len(ws), maxEnds)], begins))
			}
		}
	}
	return out, nil
}

func (l *endsLearner) example(ws []annals.Token, begins map[int]bool) *neural.Example {
	e := &neural.Example{Words: make([]nn.Word, len(ws)), Known: make([]int32, len(ws)), Rare: make([]float32, len(ws))}
	for _, w := range ws {
		row, ok := l.rows[w.Form]
		if !ok {
			row = int32(len(l.rows))
			l.rows[w.Form] = row
			x := l.base.Input(w.Form)
			l.vectors, l.width = append(l.vectors, x...), len(x)
		}
		name := int32(0)
		if begins[w.Start] {
			name = 1
		}
		e.Vector, e.Names = append(e.Vector, row), append(e.Names, name)
	}
	return e
}

// report tells of the words of the dev sets at which a sentence begins.
func (l *endsLearner) report(p neural.Progress) {
	if !p.Done {
		return
	}
	var gold, got, both float64
	for i, g := range neural.Guesses(p.Net, l.dev) {
		for k, class := range g.Names {
			want := l.dev[i].Names[k]
			gold, got, both = gold+float64(want), got+float64(class), both+float64(want*class)
		}
	}
	progress("epoch %d of %d: loss %.4f; beginnings found: F1 %.2f", p.Epoch, p.Epochs, p.Loss[3], 200*both/(gold+got))
}

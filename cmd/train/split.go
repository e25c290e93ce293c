package main

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"annals/internal/grammar"
	"annals/internal/sys/model"
)

// splitCmd trains the judge that says where sentences end.
type splitCmd struct {
	Out    string  `help:"Model to write." default:"internal/grammar/split.bin"`
	Epochs int     `help:"Passes over the gaps." default:"12"`
	Rate   float64 `help:"Rate of learning." default:"0.05"`
	Decay  float64 `help:"Pull of weights to nothing." default:"1e-5"`
	Drop   float64 `help:"Share of the features left out while training." default:"0.2"`
	Seed   uint64  `help:"Seed of the order of gaps." default:"1"`
	Net    endsCmd `embed:"" prefix:"net-"`
}

// A gap is a place where a sentence may end.
type gap struct {
	features []uint32
	ends     bool
}

// Run reads the treebanks as raw text, trains, and writes the weights.
func (c *splitCmd) Run(all *commands) error {
	data, err := sources(all.Shared, "")
	if err != nil {
		return err
	}
	data = slices.DeleteFunc(data, func(d model.Data) bool { return !strings.HasPrefix(d.Name, "ud/") })
	var train []gap
	for _, name := range []string{ewtTrain, gumTrain} {
		gs, err := readGaps(filepath.Join(all.Shared, name))
		if err != nil {
			return err
		}
		train = append(train, gs...)
	}
	net, err := c.Net.fit(all.Shared, c.Seed)
	if err != nil {
		return err
	}
	w := make([]float64, grammar.SplitRows)
	for k := range uint64(splitParts) {
		for f, v := range c.fit(train, c.Seed+k) {
			w[f] += v / splitParts
		}
	}
	m := model.Manifest{Name: "split", Seed: c.Seed, Licence: "CC BY-SA 4.0", Data: data, Scores: map[string]float64{},
		Command: fmt.Sprintf("go run ./cmd/train split --epochs %d --rate %v --decay %v --drop %v --seed %d", c.Epochs, c.Rate, c.Decay, c.Drop, c.Seed) + c.Net.command()}
	for _, name := range []string{ewtDev, gumDev} {
		gs, err := readGaps(filepath.Join(all.Shared, name))
		if err != nil {
			return err
		}
		p, r := gapScore(w, gs)
		m.Scores[strings.TrimPrefix(name, "data/")+".gaps.f1"] = round4(2 * p * r / (p + r))
		fmt.Fprintf(os.Stderr, "%s: ends within paragraphs: precision %.4f, recall %.4f\n", name, p, r)
	}
	return c.write(m, w, net)
}

// gapScore is precision and recall of the ends that weights find.
func gapScore(w []float64, gs []gap) (precision, recall float64) {
	var right, found, ends float64
	for _, g := range gs {
		got := sum(w, g.features) > 0
		if got {
			found++
		}
		if g.ends {
			ends++
		}
		if g.ends && got {
			right++
		}
	}
	return right / max(found, 1), right / max(ends, 1)
}

// readGaps reads a treebank as raw text.
func readGaps(path string) ([]gap, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	ts, err := grammar.ReadTrees(f, path)
	if err != nil {
		return nil, err
	}
	ends := map[int]bool{}
	for i := range ts {
		ends[ts[i].End] = true
	}
	var out []gap
	grammar.Gaps(grammar.Raw(ts), func(g grammar.Gap) bool {
		out = append(out, gap{append([]uint32(nil), g.Features...), ends[g.At]})
		return ends[g.At]
	})
	return out, nil
}

func sum(w []float64, features []uint32) (s float64) {
	for _, f := range features {
		s += w[f]
	}
	return s
}

// splitParts is how many trainings with orders of their own are averaged: one
// alone is off by half a point either way.
const splitParts = 4

// fit is logistic regression by stochastic descent. Its steps are as long for
// rare features as for others, so that what is common carries most of the
// weight, and the weights are the mean of those after each of the later passes.
func (c *splitCmd) fit(gs []gap, seed uint64) []float64 {
	w, mean := make([]float64, grammar.SplitRows), make([]float64, grammar.SplitRows)
	var kept []uint32
	step, steps := 0, c.Epochs*len(gs)
	for epoch := range c.Epochs {
		rng := rand.New(rand.NewPCG(seed, uint64(epoch)))
		for _, i := range rng.Perm(len(gs)) {
			rate := c.Rate * (1 - 0.8*float64(step)/float64(steps))
			step++
			g := &gs[i]
			kept = kept[:0]
			for _, f := range g.features {
				if rng.Float64() >= c.Drop {
					kept = append(kept, f)
				}
			}
			d := 1 / (1 + math.Exp(-sum(w, kept)/(1-c.Drop)))
			if g.ends {
				d--
			}
			for _, f := range kept {
				w[f] -= rate * (d + c.Decay*w[f])
			}
		}
		if epoch >= c.Epochs/3 {
			for f, v := range w {
				mean[f] += v / float64(c.Epochs-c.Epochs/3)
			}
		}
	}
	return mean
}

// write rounds the weights to bytes.
func (c *splitCmd) write(m model.Manifest, w []float64, net []model.Section) error {
	b := make([]byte, len(w))
	for i, v := range w {
		b[i] = byte(int8(math.Round(min(max(v*grammar.SplitUnit, -127), 127))))
	}
	var out bytes.Buffer
	sections := append([]model.Section{{Name: grammar.SectionSplit, Data: b}}, net...)
	if err := model.Write(&out, m, sections); err != nil {
		return err
	}
	return os.WriteFile(c.Out, out.Bytes(), 0o666)
}

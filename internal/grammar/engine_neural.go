package grammar

import (
	"strings"
	"sync"

	"annals"
	"annals/internal/grammar/nn"
	"annals/internal/sys/model"
)

// neuralEngine is the engine of package nn.
type neuralEngine struct {
	net     *nn.Network
	tags    []tagPair
	kinds   []string // of each class of names, without its prefix
	scratch sync.Pool
}

// neuralScratch is what one goroutine needs.
type neuralScratch struct {
	nn.Scratch
	lengths []int
}

func openNeural(f *model.File) (*neuralEngine, error) {
	net, err := nn.Open(f.Section)
	if err != nil {
		return nil, err
	}
	e := &neuralEngine{net: net}
	for _, l := range net.Tags {
		u, x, _ := strings.Cut(l, " ")
		e.tags = append(e.tags, tagPair{u, x, l})
	}
	for _, c := range net.Names {
		_, k, _ := strings.Cut(c, "-")
		e.kinds = append(e.kinds, k)
	}
	e.scratch.New = func() any { return &neuralScratch{} }
	return e, nil
}

func (e *neuralEngine) annotate(ss []annals.Sentence) {
	w := e.scratch.Get().(*neuralScratch)
	defer e.scratch.Put(w)
	w.lengths = w.lengths[:0]
	for i := range ss {
		w.lengths = append(w.lengths, len(ss[i].Tokens))
	}
	form := func(i, k int) string { return ss[i].Tokens[k].Form }
	done := func(i int, r *nn.Result) { e.fill(&ss[i], r) }
	e.net.Run(w.lengths, form, done, &w.Scratch)
}

func (e *neuralEngine) fill(s *annals.Sentence, r *nn.Result) {
	for i := range s.Tokens {
		t := &s.Tokens[i]
		tag := &e.tags[r.Tags[i]]
		t.UPOS, t.XPOS = tag.upos, tag.xpos
		t.Head, t.Deprel, t.Sure = int(r.Heads[i]), e.net.Relations[r.Rels[i]], r.Sure[i]
	}
	s.Names = s.Names[:0]
	for i, c := range r.Names {
		if c == 0 {
			continue
		}
		switch (c - 1) & 3 {
		case 0, 3: // B, S
			s.Names = append(s.Names, annals.Name{First: i, Last: i + 1, Kind: e.kinds[c]})
		default:
			s.Names[len(s.Names)-1].Last = i + 1
		}
	}
}

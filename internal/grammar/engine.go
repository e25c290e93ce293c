package grammar

import (
	"fmt"
	"strings"
	"sync"

	"annals"
	"annals/internal/grammar/nn"
	"annals/internal/sys/model"
)

// engine gives tags, heads, relations, how sure it is of the heads, and names.
// Lemmas and features are not its matter.
type engine struct {
	net     *nn.Network
	digest  string
	tags    []tagPair
	kinds   []string // of each class of names, without its prefix
	scratch sync.Pool
}

// tagPair is a class of the tagger.
type tagPair struct{ upos, xpos string }

// workspace is what one goroutine needs.
type workspace struct {
	nn.Scratch
	lengths []int
	pieces  []piece
}

// piece is the words of a sentence from one on: all, unless it is very long.
type piece struct{ sentence, first int }

// maxPiece is how many words are read as one tree: the scores of heads need
// the square of it.
const maxPiece = 512

func openEngine(f *model.File, finder []byte) (*engine, error) {
	net, err := nn.Open(f.Section)
	if err != nil {
		return nil, err
	}
	if finder != nil {
		names, err := model.Parse(finder)
		if err == nil {
			err = net.SetFinder(names.Section)
		}
		if err != nil {
			return nil, fmt.Errorf("names: %w", err)
		}
	}
	e := &engine{net: net, digest: f.Digest}
	for _, l := range net.Tags {
		u, x, _ := strings.Cut(l, " ")
		e.tags = append(e.tags, tagPair{u, x})
	}
	for _, c := range net.Names {
		_, k, _ := strings.Cut(c, "-")
		e.kinds = append(e.kinds, k)
	}
	e.scratch.New = func() any { return &workspace{} }
	return e, nil
}

func (e *engine) annotate(ss []annals.Sentence) {
	w := e.scratch.Get().(*workspace)
	defer e.scratch.Put(w)
	w.lengths, w.pieces = w.lengths[:0], w.pieces[:0]
	for i := range ss {
		ss[i].Names = ss[i].Names[:0]
		start := afterDateline(&ss[i])
		if start > 0 {
			w.lengths, w.pieces = append(w.lengths, start), append(w.pieces, piece{i, 0})
		}
		for first := start; first < len(ss[i].Tokens); first += maxPiece {
			w.lengths = append(w.lengths, min(len(ss[i].Tokens)-first, maxPiece))
			w.pieces = append(w.pieces, piece{i, first})
		}
	}
	e.room(ss)
	form := func(i, k int) string {
		p := w.pieces[i]
		return ss[p.sentence].Tokens[p.first+k].Form
	}
	parsed := func(i int, r *nn.Result) {
		p := w.pieces[i]
		e.fill(&ss[p.sentence], p.first, r)
	}
	named := func(i int, classes []int32) {
		p := w.pieces[i]
		e.name(&ss[p.sentence], p.first, classes)
	}
	e.net.Run(nn.Text{Lengths: w.lengths, Form: form, Agree: len(ss) > 1, Parsed: parsed, Named: named}, &w.Scratch)
	for i := range ss {
		if start := afterDateline(&ss[i]); start > 0 || len(ss[i].Tokens) > maxPiece {
			joinPieces(ss[i].Tokens, start)
		}
	}
}

// room gives each sentence a part of one slice for its vectors.
func (e *engine) room(ss []annals.Sentence) {
	word, state := e.net.VectorWidth()
	words := 0
	for i := range ss {
		words += len(ss[i].Tokens)
	}
	all := make([]int8, words*(word+state))
	for i := range ss {
		n := len(ss[i].Tokens) * (word + state)
		ss[i].Vectors = annals.Vectors{Model: e.digest, Word: word, State: state, Values: all[:n:n]}
		all = all[n:]
	}
}

func (e *engine) fill(s *annals.Sentence, first int, r *nn.Result) {
	for i := range r.Tags {
		t := &s.Tokens[first+i]
		tag := &e.tags[r.Tags[i]]
		t.UPOS, t.XPOS = tag.upos, tag.xpos
		t.Head, t.Deprel, t.Sure = first+int(r.Heads[i]), e.net.Relations[r.Rels[i]], r.Sure[i]
		if r.Heads[i] < 0 {
			t.Head = -1
		}
	}
	copy(s.Vectors.Values[first*s.Vectors.Width():], r.Vectors)
}

// name adds the names of the words from first on.
func (e *engine) name(s *annals.Sentence, first int, classes []int32) {
	for i, c := range classes {
		if c == 0 {
			continue
		}
		i += first
		if place := (c - 1) & 3; (place == 1 || place == 2) && len(s.Names) > 0 { // I, E
			s.Names[len(s.Names)-1].Last = i + 1
			continue
		}
		s.Names = append(s.Names, annals.Name{First: i, Last: i + 1, Kind: e.kinds[c]})
	}
}

// afterDateline is the token that a sentence begins with after its dateline,
// which is read as a tree of its own; 0 when it has none.
func afterDateline(s *annals.Sentence) int {
	if n := s.Dateline(); n > 0 && n+1 < len(s.Tokens) {
		return n + 1
	}
	return 0
}

// joinPieces hangs the roots of other pieces on that of the first which begins
// at token start or later.
func joinPieces(ts []annals.Token, start int) {
	root := -1
	for i := start; i < len(ts) && root < 0; i++ {
		if ts[i].Head < 0 {
			root = i
		}
	}
	for i := range ts {
		switch {
		case i == root:
		case ts[i].Head >= 0:
		default:
			ts[i].Head, ts[i].Deprel = root, "parataxis"
		}
	}
}

// portable is the same engine without vector code, for tests.
func (e *engine) portable() *engine {
	return &engine{net: e.net.Portable(), digest: e.digest, tags: e.tags, kinds: e.kinds, scratch: sync.Pool{New: e.scratch.New}}
}

package grammar

import (
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"sync"

	"annals"
	"annals/internal/grammar/linear"
	"annals/internal/sys/model"
)

// An engine gives tags, heads, relations, how sure it is, and names. It is
// safe for concurrent use. Lemmas and features are not its matter.
type engine interface {
	annotate(ss []annals.Sentence)
}

// linearEngine is the engine of package linear.
type linearEngine struct {
	reader    linear.Reader
	tagger    linear.Tagger
	parser    linear.Parser
	namer     linear.Namer
	tags      []tagPair
	relations []string
	kinds     []string
	sure      []float32 // probability of a head by margin step
	marginBin float32
	scratch   sync.Pool
}

// tagPair is a class of the tagger.
type tagPair struct{ upos, xpos, both string }

// workspace is what one goroutine needs.
type workspace struct {
	linear.Scratch
	words []linear.Word
	tags  []uint8
	buf   []byte
	runs  []linear.Run
}

// The sections of a linear model.
const (
	SectionTags      = "linear.tags"      // lines "UPOS XPOS"
	SectionRelations = "linear.relations" // lines
	SectionKinds     = "linear.kinds"     // lines
	SectionTagger    = "linear.tagger"    // rows
	SectionMoves     = "linear.moves"     // rows
	SectionLabels    = "linear.labels"    // rows
	SectionNames     = "linear.names"     // rows
	SectionNameMoves = "linear.name-moves"
	SectionLexicon   = "linear.lexicon"
	SectionSure      = "linear.sure" // uint32 bin width, then float32 probabilities
)

// openLinear builds the engine from the sections of a model file.
func openLinear(f *model.File, clusters *linear.Clusters) (*linearEngine, error) {
	e := &linearEngine{}
	o := sections{f: f}
	for _, l := range o.lines(SectionTags) {
		u, x, _ := strings.Cut(l, " ")
		e.tags = append(e.tags, tagPair{u, x, l})
	}
	e.relations, e.kinds = o.lines(SectionRelations), o.lines(SectionKinds)
	e.tagger.Weights = o.rows(SectionTagger, len(e.tags))
	e.parser.Moves = o.rows(SectionMoves, linear.MoveCount)
	e.parser.Labels = o.rows(SectionLabels, len(e.relations))
	e.namer.Weights = o.rows(SectionNames, linear.NameTags(len(e.kinds)))
	e.namer.Moves = o.ints(SectionNameMoves)
	e.parser.Coarse = Coarse(o.lines(SectionTags))
	lex, err := linear.OpenLexicon(o.section(SectionLexicon))
	if o.err == nil {
		o.err = err
	}
	e.reader = linear.Reader{Clusters: clusters, Lexicon: lex}
	if b := o.section(SectionSure); len(b) >= 8 {
		e.marginBin = float32(binary.LittleEndian.Uint32(b))
		for b = b[4:]; len(b) >= 4; b = b[4:] {
			e.sure = append(e.sure, math.Float32frombits(binary.LittleEndian.Uint32(b)))
		}
	}
	n := linear.NameTags(len(e.kinds))
	if o.err == nil && (len(e.namer.Moves) != n*n || e.marginBin < 1 || len(e.sure) == 0) {
		o.err = fmt.Errorf("%w: sizes of sections do not fit", model.ErrCorrupt)
	}
	if o.err != nil {
		return nil, o.err
	}
	e.scratch.New = func() any { return &workspace{} }
	return e, nil
}

// Coarse numbers the universal tags of a list of "UPOS XPOS".
func Coarse(tags []string) []uint64 {
	seen := map[string]uint64{}
	out := make([]uint64, len(tags))
	for i, t := range tags {
		u, _, _ := strings.Cut(t, " ")
		if _, ok := seen[u]; !ok {
			seen[u] = uint64(len(seen))
		}
		out[i] = seen[u]
	}
	return out
}

// sections reads sections and keeps the first error.
type sections struct {
	f   *model.File
	err error
}

func (o *sections) section(name string) []byte {
	b, err := o.f.Section(name)
	if err != nil && o.err == nil {
		o.err = err
	}
	return b
}

func (o *sections) lines(name string) []string {
	s := strings.TrimSuffix(string(o.section(name)), "\n")
	l := strings.Split(s, "\n")
	if s == "" || len(l) > 250 {
		if o.err == nil {
			o.err = fmt.Errorf("%w: section %q has %d lines", model.ErrCorrupt, name, len(l))
		}
	}
	return l
}

func (o *sections) rows(name string, classes int) *linear.Rows {
	r, err := linear.OpenRows(o.section(name))
	if err == nil && r.Classes() != classes {
		err = fmt.Errorf("%d classes, want %d", r.Classes(), classes)
	}
	if err != nil && o.err == nil {
		o.err = fmt.Errorf("%w: section %q: %w", model.ErrCorrupt, name, err)
	}
	return r
}

func (o *sections) ints(name string) []int32 {
	b := o.section(name)
	out := make([]int32, 0, len(b)/4)
	for ; len(b) >= 4; b = b[4:] {
		out = append(out, int32(binary.LittleEndian.Uint32(b)))
	}
	return out
}

func (e *linearEngine) annotate(ss []annals.Sentence) {
	w := e.scratch.Get().(*workspace)
	defer e.scratch.Put(w)
	for i := range ss {
		e.sentence(&ss[i], w)
	}
}

func (e *linearEngine) sentence(s *annals.Sentence, w *workspace) {
	n := len(s.Tokens)
	if n == 0 {
		return
	}
	if cap(w.words) < n {
		w.words, w.tags = make([]linear.Word, n+n/2+32), make([]uint8, n+n/2+32)
	}
	words, tags := w.words[:n], w.tags[:n]
	for i := range s.Tokens {
		w.buf = e.reader.Read(&words[i], s.Tokens[i].Form, w.buf)
	}
	e.tagger.Tag(words, tags, &w.Scratch)
	tree := e.parser.Parse(words, tags, &w.Scratch)
	for i := range s.Tokens {
		t := &s.Tokens[i]
		t.UPOS, t.XPOS = e.tags[tags[i]].upos, e.tags[tags[i]].xpos
		t.Head, t.Deprel = int(tree.Head[i]), e.relations[tree.Label[i]]
		if t.Head < 0 {
			t.Deprel = "root"
		} else if t.Deprel == "root" {
			t.Deprel = "parataxis"
			if t.UPOS == "PUNCT" {
				t.Deprel = "punct"
			}
		}
		t.Sure = e.sure[min(int(float32(tree.Margin[i])/e.marginBin), len(e.sure)-1)]
	}
	w.runs = linear.Names(e.namer.Decode(words, tags, &w.Scratch), w.runs[:0])
	s.Names = s.Names[:0]
	for _, r := range w.runs {
		s.Names = append(s.Names, annals.Name{First: r.First, Last: r.Last, Kind: e.kinds[r.Kind]})
	}
}

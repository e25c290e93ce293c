package nn

import (
	"encoding/binary"
	"fmt"
	"math/bits"
	"slices"
)

// A Finder finds names: a small encoder of its own over the frozen vectors of
// a network, which also knows lists of names, and a chain of classes above it.
type Finder struct {
	encoder
	Names []string // O, then B-, I-, E-, S- of each kind

	heads       matrix
	scale, bias []float32
	chain       []float32 // [names][names]: of a class after another
	share       float32   // what the scores of the network's own names count
}

// SetFinder gives the network a finder, made of the sections that section
// gives, whose names replace its own; both heads have their say. It is called
// before the network is used.
func (n *Network) SetFinder(section func(name string) ([]byte, error)) error {
	o := opener{section: section}
	f := &Finder{}
	if f.Dims = o.dims(8); o.err != nil {
		return o.err
	}
	if f.Vector != n.Vector {
		return fmt.Errorf("%w: vectors of %d, want %d", ErrSize, f.Vector, n.Vector)
	}
	f.vectors, f.vocabulary = n.vectors, n.vocabulary
	if f.Names = o.lines(SectionNames); !slices.Equal(f.Names, n.Names) {
		o.fail(SectionNames)
	}
	f.list = o.rows(SectionList, Lists, f.List)
	marks := o.get(SectionMarks)
	f.listed = o.hashes(SectionListed, len(marks)/2, 0)
	for ; len(marks) > 1; marks = marks[2:] {
		f.marks = append(f.marks, binary.LittleEndian.Uint16(marks))
	}
	o.encoder(&f.encoder)
	f.heads, f.scale = o.matrix(SectionHeads, len(f.Names), 2*f.Hidden, stateUnit)
	f.bias = o.floats(SectionOffsets, len(f.Names))
	f.chain = o.floats(SectionChain, len(f.Names)*len(f.Names))
	f.share = o.floats(SectionShare, 1)[0]
	if o.err == nil {
		n.finder = f
	}
	return o.err
}

// lists adds what the lists say of a word, and the row that stands for text of
// no known corpus.
func (n *encoder) lists(x []float32, w *Word) {
	set := uint16(1) << HomeList
	if r, ok := n.listed.find(w.Low); ok {
		set |= n.marks[r]
	}
	for ; set != 0; set &= set - 1 {
		n.list.add(x, bits.TrailingZeros16(set), 1, n.kernel)
	}
}

// scored keeps the scores of the names of sentence b, whose first word is that
// of the text at first: those of the finder and, with a weight, the network's own.
func (n *Network) scored(s *Scratch, b, first int) {
	at, classes, rows := s.start[b], len(n.Names), n.heads.rows
	for i := range s.length[b] {
		out := s.text.scores[(first+i)*classes:][:classes]
		copy(out, s.top[(at+i)*rows+len(n.Tags):])
		if f := n.finder; f != nil {
			for k, v := range s.names[(at+i)*classes:][:classes] {
				out[k] = v + float32(f.share*out[k])
			}
		}
	}
}

// scores fills s.names with the scores of the classes of each word.
func (f *Finder) scores(s *Scratch, words int) {
	f.encode(s, words)
	width, rows := f.heads.width(), f.heads.rows
	s.sum = grow(s.sum, pad(words, lanes)*width)
	f.kernel.times(s.sum, s.x, f.heads.cols, words, &f.heads)
	s.names = grow(s.names, words*rows)
	for i := range words {
		f.kernel.line(s.names[i*rows:][:rows], s.sum[i*width:][:rows], f.scale, f.bias)
	}
}

package nn

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strings"
)

// ErrSize reports sections that do not fit each other.
var ErrSize = errors.New("sizes of sections do not fit")

// The sections of a network.
const (
	SectionDims    = "nn.dims"    // uint32 each, the fields of Dims
	SectionTags    = "nn.tags"    // lines
	SectionRels    = "nn.rels"    // lines
	SectionNames   = "nn.names"   // lines: O, then B- I- E- S- of each kind
	SectionHashes  = "nn.hashes"  // uint64 of each word with a vector
	SectionVectors = "nn.vectors" // rows
	SectionKnown   = "nn.known"   // uint64 of each trained word
	SectionWords   = "nn.words"   // rows; the first is for unknown words
	SectionAffix   = "nn.affix"   // rows
	SectionGram    = "nn.gram"    // rows
	SectionIn      = "nn.in"      // rows, and with 1 or 2 after it
	SectionBack    = "nn.back"    // rows
	SectionBias    = "nn.bias"    // float32
	SectionHeads   = "nn.heads"   // rows: tags, names, 2 of arcs, 2 of relations
	SectionOffsets = "nn.offsets" // float32
	SectionArc     = "nn.arc"     // rows
	SectionArcBias = "nn.arcbias" // float32
	SectionRoot    = "nn.root"    // float32
	SectionRel     = "nn.rel"     // rows
	SectionRelBias = "nn.relbias" // float32
	SectionSure    = "nn.sure"    // float32: 1/temperature of heads, then SureKnots probabilities
	SectionListed  = "nn.listed"  // uint64 of each word that is on a list of names
	SectionMarks   = "nn.marks"   // uint16 each: the lists that it is on, a bit each
	SectionList    = "nn.list"    // rows, one for each list
	SectionChain   = "nn.chain"   // float32 [names][names]: of a class after another
	SectionShare   = "nn.share"   // float32: what scores of the network's own names count beside a finder's
)

// Dims are the widths of a network.
type Dims struct{ Vector, Word, Affix, Gram, Hidden, Arc, Label, List int }

func (d Dims) input() int { return d.Vector + d.Word + d.Affix + d.Gram + d.List }

// SureKnots is the number of points of the line that turns the share of a head
// among all into the probability that it is right.
const SureKnots = 17

// maxWidth bounds each of the widths.
const maxWidth = 1024

// A Network is weights that are ready to use.
type Network struct {
	encoder
	Tags, Relations, Names []string

	heads, arc, rel     matrix
	headScale, headBias []float32
	arcScale, arcBias   []float32
	relScale, relBias   []float32
	rootArc             []int16
	rootArcScale        float32
	rootLabel           []float32
	cooling             float32   // 1/temperature of heads
	sure                []float32 // how often heads of share k/(SureKnots-1) are right
	rootRel             int
	finder              *Finder
	chain               []float32 // zeros: its own names are no chain
}

// Open makes a network of the sections that section gives.
func Open(section func(name string) ([]byte, error)) (*Network, error) {
	o := opener{section: section}
	n := &Network{}
	if n.Dims = o.dims(7); o.err != nil {
		return nil, o.err
	}
	n.Tags, n.Relations, n.Names = o.lines(SectionTags), o.lines(SectionRels), o.lines(SectionNames)
	n.chain = make([]float32, len(n.Names)*len(n.Names))
	n.vectors = o.rows(SectionVectors, -1, n.Vector)
	n.vocabulary = o.hashes(SectionHashes, len(n.vectors.scale), 0)
	o.encoder(&n.encoder)
	o.tops(n)
	if o.err != nil {
		return nil, o.err
	}
	return n, nil
}

// opener reads sections and keeps the first error.
type opener struct {
	section func(name string) ([]byte, error)
	err     error
}

func (o *opener) fail(name string) {
	if o.err == nil {
		o.err = fmt.Errorf("%w: %q", ErrSize, name)
	}
}

// dims reads the first so many of the widths.
func (o *opener) dims(count int) (d Dims) {
	b := o.get(SectionDims)
	if len(b) != 4*count {
		o.fail(SectionDims)
		return d
	}
	for i, x := range []*int{&d.Vector, &d.Word, &d.Affix, &d.Gram, &d.Hidden, &d.Arc, &d.Label, &d.List}[:count] {
		if *x = int(binary.LittleEndian.Uint32(b[4*i:])); *x <= 0 || *x > maxWidth {
			o.fail(SectionDims)
		}
	}
	if d.Hidden%8 != 0 || d.input()%2 != 0 || d.Arc%2 != 0 || d.Label%2 != 0 {
		o.fail(SectionDims)
	}
	return d
}

func (o *opener) get(name string) []byte {
	if o.err != nil {
		return nil
	}
	b, err := o.section(name)
	o.err = err
	return b
}

func (o *opener) lines(name string) []string {
	l := strings.Split(strings.TrimSuffix(string(o.get(name)), "\n"), "\n")
	if len(l) < 2 || len(l) > 250 {
		o.fail(name)
	}
	return l
}

func (o *opener) floats(name string, n int) []float32 {
	b := o.get(name)
	if len(b) != 4*n {
		o.fail(name)
		return make([]float32, n)
	}
	return floats(b, n)
}

func floats(b []byte, n int) []float32 {
	f := make([]float32, n)
	for i := range f {
		f[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
		if !(f[i] > -1e6 && f[i] < 1e6) { // no NaN either
			f[i] = 0
		}
	}
	return f
}

// rows reads a table; rows < 0 is any number.
func (o *opener) rows(name string, rows, cols int) table {
	b := o.get(name)
	if rows < 0 {
		rows = len(b) / (cols + 4)
	}
	if len(b) != rows*(cols+4) {
		o.fail(name)
		return table{cols, make([]float32, rows), make([]byte, rows*cols)}
	}
	return table{cols, floats(b, rows), b[4*rows:]}
}

func (o *opener) hashes(name string, rows, first int) index {
	b := o.get(name)
	if rows < 0 || len(b) != 8*rows {
		o.fail(name)
		return newIndex(nil, 0)
	}
	return newIndex(b, first)
}

// matrix reads rows into a matrix, with the scale of each row times unit.
func (o *opener) matrix(name string, rows, cols int, unit float32) (matrix, []float32) {
	t := o.rows(name, rows, cols)
	return newMatrixOf(t, 0, rows, unit)
}

func newMatrixOf(t table, from, rows int, unit float32) (matrix, []float32) {
	m := newMatrix(rows, t.cols)
	scale := make([]float32, m.width())
	for r := range rows {
		scale[r] = t.scale[from+r] / unit
		for c, v := range t.v[(from+r)*t.cols : (from+r+1)*t.cols] {
			m.set(r, c, int16(int8(v)))
		}
	}
	return m, scale
}

// hashed reads a table whose rows are found by hash: their number is a power
// of two.
func (o *opener) hashed(name string, cols int) table {
	t := o.rows(name, -1, cols)
	if n := len(t.scale); n == 0 || n&(n-1) != 0 {
		o.fail(name)
		return table{cols, make([]float32, 1), make([]byte, cols)}
	}
	return t
}

// encoder reads all but the frozen vectors.
func (o *opener) encoder(n *encoder) {
	n.words = o.rows(SectionWords, -1, n.Word)
	n.affix = o.hashed(SectionAffix, n.Affix)
	n.gram = o.hashed(SectionGram, n.Gram)
	n.known = o.hashes(SectionKnown, len(n.words.scale)-1, 1)
	o.layers(n)
}

// layers reads the layers alone.
func (o *opener) layers(n *encoder) {
	h := n.Hidden
	for i := range n.layers {
		l := &n.layers[i]
		number, width, unit := fmt.Sprint(i+1), n.input(), float32(inputUnit)
		if i > 0 {
			width, unit = 2*h, stateUnit
		}
		var in []float32
		l.in, in = o.matrix(SectionIn+number, 8*h, width, unit)
		back := o.rows(SectionBack+number, 8*h, h)
		bias := o.floats(SectionBias+number, 8*h)
		for d := range 2 {
			var s []float32
			l.back[d], s = newMatrixOf(back, d*4*h, 4*h, stateUnit)
			l.gates[d] = gates{in[d*4*h : (d+1)*4*h], s, bias[d*4*h : (d+1)*4*h]}
		}
	}
}

func (o *opener) tops(n *Network) {
	rows := len(n.Tags) + len(n.Names) + 2*n.Arc + 2*n.Label
	n.heads, n.headScale = o.matrix(SectionHeads, rows, 2*n.Hidden, stateUnit)
	n.headBias = o.floats(SectionOffsets, rows)
	n.arc, n.arcScale = o.matrix(SectionArc, n.Arc, n.Arc, 1)
	n.arcBias = o.floats(SectionArcBias, n.Arc)
	n.rel, n.relScale = o.matrix(SectionRel, len(n.Relations), n.Label, 1)
	n.relBias = o.floats(SectionRelBias, len(n.Relations))
	root := o.floats(SectionRoot, n.Arc+n.Label)
	n.rootArc = make([]int16, n.Arc)
	n.rootArcScale = n.kernel.quantise(n.rootArc, root[:n.Arc])
	n.rootLabel = root[n.Arc:]
	sure := o.floats(SectionSure, 1+SureKnots)
	n.cooling, n.sure = sure[0], sure[1:]
	for _, p := range n.sure {
		if p <= 0 || p > 1 {
			o.fail(SectionSure)
		}
	}
	if n.rootRel = -1; n.cooling <= 0 || n.cooling > 100 {
		o.fail(SectionSure)
	}
	for i, r := range n.Relations {
		if r == "root" {
			n.rootRel = i
		}
	}
	if n.rootRel < 0 {
		o.fail(SectionRels)
	}
	if (len(n.Names)-1)%4 != 0 {
		o.fail(SectionNames)
	}
}

// Portable gives the same network without vector code, for tests.
func (n *Network) Portable() *Network {
	p := *n
	p.kernel.portable = true
	if n.finder != nil {
		f := *n.finder
		f.kernel.portable = true
		p.finder = &f
	}
	return &p
}

// index finds the row of a hash: open addressing, immutable.
type index struct {
	keys []uint64
	rows []int32
	mask uint64
}

func newIndex(b []byte, first int) index {
	size := 16
	for size < len(b)/8*2 {
		size *= 2
	}
	x := index{make([]uint64, size), make([]int32, size), uint64(size - 1)}
	for i := 0; i < len(b)/8; i++ {
		k := binary.LittleEndian.Uint64(b[8*i:])
		at := k & x.mask
		for x.keys[at] != 0 && x.keys[at] != k {
			at = (at + 1) & x.mask
		}
		if x.keys[at] == 0 && k != 0 {
			x.keys[at], x.rows[at] = k, int32(i+first)
		}
	}
	return x
}

func (x *index) find(k uint64) (int, bool) {
	for at := k & x.mask; x.keys[at] != 0; at = (at + 1) & x.mask {
		if x.keys[at] == k {
			return int(x.rows[at]), true
		}
	}
	return 0, false
}

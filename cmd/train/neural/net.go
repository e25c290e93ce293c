// Package neural trains the network of package nn: it takes sentences with
// tags, trees or names and gives weights.
//
// One update is the sum of the gradients of a fixed number of parts of a
// batch, added in a fixed order, so that a seed gives the same weights however
// many processors there are. Nothing here is part of the program that is
// shipped.
package neural

import (
	"math"
	"math/rand/v2"

	"annals/internal/grammar/nn"
)

// Dims are the sizes of a network. Hidden is a multiple of 8.
type Dims struct {
	Vector, Word, Affix, Gram int // parts of the input
	List                      int // the last part of it: what lists of names say
	Grams                     int // rows of the table of pieces, a power of two
	Hidden                    int // of each direction
	Arc, Label                int
	Words                     int // rows of the table of trained words
	Tags, Relations, Names    int // classes
}

// Input is the width of the input.
func (d Dims) Input() int { return d.Vector + d.Word + d.Affix + d.Gram + d.List }

// A Param is a matrix of weights with its Adam state.
type Param struct {
	Name       string
	Rows, Cols int
	W, M, V    []float32
	Sparse     bool // rows are looked up: only those touched are updated
}

// The parameters, in order.
const (
	pWord = iota
	pAffix
	pGram
	pIn1 // [8H][input]: both directions
	pBias1
	pBack1 // [2*4H][H]: recurrent, forward then backward
	pIn2
	pBias2
	pBack2
	pTag
	pTagBias
	pHeads // [2*Arc+2*Label][2H]
	pHeadsBias
	pArc     // [Arc][Arc]
	pArcBias // [Arc]
	pRoot    // [Arc+Label]
	pRel
	pRelBias
	pName
	pNameBias
	pList  // [nn.Lists][Dims.List]
	pChain // [Names][Names]: of a class after another
	params
)

// A Net is a network that is being trained.
type Net struct {
	Dims    Dims
	Params  [params]*Param
	Vectors []float32 // frozen, [n][Dims.Vector]
	// Chained says that names are learned as a chain of classes, a linear
	// conditional random field, and not each class by itself.
	Chained bool
	packs   [packs]panels
}

// The packed forms of the parameters: as they are multiplied forwards, and
// backwards.
const (
	fIn1 = iota
	fIn2
	fBack1 // two
	_
	fBack2 // two
	_
	fTag
	fHeads
	fArc
	fRel
	fName
	bIn1
	bIn2
	bBack1
	_
	bBack2
	_
	bTag
	bHeads
	bArc
	bRel
	bName
	packs
)

// NewNet gives a network with random weights.
func NewNet(d Dims, vectors []float32, seed uint64) *Net {
	n := &Net{Dims: d, Vectors: vectors}
	rng := rand.New(rand.NewPCG(seed, 1))
	h := d.Hidden
	add := func(i int, name string, rows, cols int, scale float64) {
		p := &Param{Name: name, Rows: rows, Cols: cols, Sparse: i <= pGram}
		p.W, p.M, p.V = make([]float32, rows*cols), make([]float32, rows*cols), make([]float32, rows*cols)
		for k := range p.W {
			p.W[k] = float32((2*rng.Float64() - 1) * scale)
		}
		n.Params[i] = p
	}
	glorot := func(a, b int) float64 { return math.Sqrt(6 / float64(a+b)) }
	add(pWord, "word", d.Words, d.Word, 0.1)
	add(pAffix, "affix", nn.AffixRows, d.Affix, 0.2)
	add(pGram, "gram", d.Grams, d.Gram, 0.3)
	add(pIn1, "in1", 8*h, d.Input(), glorot(d.Input(), h))
	add(pBias1, "bias1", 1, 8*h, 0)
	add(pBack1, "back1", 8*h, h, glorot(h, h))
	add(pIn2, "in2", 8*h, 2*h, glorot(2*h, h))
	add(pBias2, "bias2", 1, 8*h, 0)
	add(pBack2, "back2", 8*h, h, glorot(h, h))
	add(pTag, "tag", d.Tags, 2*h, glorot(d.Tags, 2*h))
	add(pTagBias, "tagbias", 1, d.Tags, 0)
	add(pHeads, "heads", 2*d.Arc+2*d.Label, 2*h, glorot(d.Arc, 2*h))
	add(pHeadsBias, "headsbias", 1, 2*d.Arc+2*d.Label, 0)
	add(pArc, "arc", d.Arc, d.Arc, 0.05)
	add(pArcBias, "arcbias", 1, d.Arc, 0.05)
	add(pRoot, "root", 1, d.Arc+d.Label, 0.1)
	add(pRel, "rel", d.Relations, d.Label, glorot(d.Relations, d.Label))
	add(pRelBias, "relbias", 1, d.Relations, 0)
	add(pName, "name", d.Names, 2*h, glorot(d.Names, 2*h))
	add(pNameBias, "namebias", 1, d.Names, 0)
	add(pList, "list", nn.Lists, d.List, 0.2)
	add(pChain, "chain", d.Names, d.Names, 0)
	for _, p := range []int{pBias1, pBias2} { // gates that forget start open
		for dir := range 2 {
			for k := range h {
				n.Params[p].W[dir*4*h+h+k] = 1
			}
		}
	}
	n.Pack()
	return n
}

// Pack makes the packed forms of the parameters; it is called after each update.
func (n *Net) Pack() {
	h := n.Dims.Hidden
	put := func(f, b int, w []float32, rows, cols int) {
		for len(n.packs[f].v) < panelSize(cols, rows) {
			n.packs[f].v = make([]float32, panelSize(cols, rows))
		}
		for len(n.packs[b].v) < panelSize(rows, cols) {
			n.packs[b].v = make([]float32, panelSize(rows, cols))
		}
		n.packs[f] = pack(n.packs[f].v, w, 1, cols, cols, rows)
		n.packs[b] = pack(n.packs[b].v, w, cols, 1, rows, cols)
	}
	for _, x := range [][3]int{{fIn1, bIn1, pIn1}, {fIn2, bIn2, pIn2}, {fTag, bTag, pTag}, {fHeads, bHeads, pHeads},
		{fArc, bArc, pArc}, {fRel, bRel, pRel}, {fName, bName, pName}} {
		p := n.Params[x[2]]
		put(x[0], x[1], p.W, p.Rows, p.Cols)
	}
	for dir := range 2 {
		put(fBack1+dir, bBack1+dir, n.Params[pBack1].W[dir*4*h*h:], 4*h, h)
		put(fBack2+dir, bBack2+dir, n.Params[pBack2].W[dir*4*h*h:], 4*h, h)
	}
}

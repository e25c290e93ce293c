package plover

import (
	"annals/internal/sys/classify"
)

// The widths of the vectors that the judge was trained on. Sentences with
// others count as having none.
const (
	wordWidth  = 100
	stateWidth = 256
)

// The units of the bytes of vectors: what 1 is in them.
const (
	wordUnit  = 32
	stateUnit = 127
)

func (t *tree) wordVector(i int) []int8 {
	if v := &t.s.Vectors; i >= 0 && v.Word == wordWidth {
		return v.OfWord(i)
	}
	return nil
}

// one adds the vector of word i; zeros for none.
func (t *tree) one(i int, in *classify.Input) { addBytes(in, t.wordVector(i), wordWidth, wordUnit) }

// state adds the state of token i in its sentence; zeros for none.
func (t *tree) state(i int, in *classify.Input) {
	var v []int8
	if s := &t.s.Vectors; i >= 0 && s.State == stateWidth && s.Word == wordWidth {
		v = s.OfState(i)
	}
	addBytes(in, v, stateWidth, stateUnit)
}

func addBytes(in *classify.Input, v []int8, width int, unit float32) {
	x := in.Zeros(width)
	for k, b := range v {
		x[k] = float32(b) / unit
	}
}

// A mean is the mean of vectors of words.
type mean struct {
	t *tree
	x []float32
	n float32
}

func newMean(t *tree, in *classify.Input) *mean { return &mean{t: t, x: in.Zeros(wordWidth)} }

func (m *mean) add(i int) {
	v := m.t.wordVector(i)
	for k, b := range v {
		m.x[k] += float32(b)
	}
	m.n++
}

func (m *mean) done() {
	if m.n == 0 {
		return
	}
	f := 1 / (m.n * wordUnit)
	for k := range m.x {
		m.x[k] *= f
	}
}

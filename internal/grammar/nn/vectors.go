package nn

// The units of the bytes of [Result.Vectors]: what 1 is in them.
const (
	VectorUnit = 32  // values of frozen vectors lie within ±4 but for a few
	TopUnit    = 127 // the state of an LSTM lies within ±1
)

// VectorWidth is the bytes that a word has in [Result.Vectors]: those of its
// frozen vector, and those of the state under the heads.
func (n *Network) VectorWidth() (word, state int) { return n.Vector, 2 * n.Hidden }

// export fills the vectors of the result for words from at on.
func (n *Network) export(at, words int, s *Scratch) {
	word, state := n.VectorWidth()
	width := word + state
	s.result.Vectors = grow(s.result.Vectors, words*width)
	for i := range words {
		out := s.result.Vectors[i*width : (i+1)*width]
		n.vectors.export(out[:word], int(s.rows[at+i]))
		for k, v := range s.x[(at+i)*state : (at+i+1)*state] {
			out[word+k] = int8((int32(v)*TopUnit + stateUnit/2) >> stateBits)
		}
	}
}

// export writes a row in units of VectorUnit; nothing for a row below 0.
func (t *table) export(out []int8, row int) {
	if row < 0 {
		clear(out)
		return
	}
	f := float32(t.scale[row] * VectorUnit)
	for k, v := range t.v[row*t.cols : row*t.cols+len(out)] {
		out[k] = int8(max(min(round(float32(f*float32(int8(v)))), 127), -127))
	}
}

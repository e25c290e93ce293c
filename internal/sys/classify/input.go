package classify

import "slices"

// An Input is what a classifier is asked about. The zero value is empty; one
// that is reset costs no allocation. It is scratch of one goroutine.
type Input struct {
	Features []uint32
	Dense    []float32
	Names    []string // of the features, when Named
	Named    bool     // keep the names, to explain

	scores []float32
	hidden []float32
	rows   []int32
	parts  []int32
}

// partSize is how many numbers are looked at together.
const partSize = 8

// findFilled sets parts to where the parts of the numbers begin that are not all
// zeros: many are, where a word has no object or no governor.
func (in *Input) findFilled() {
	in.parts = in.parts[:0]
	for at := 0; at < len(in.Dense); at += partSize {
		for _, v := range in.Dense[at:min(at+partSize, len(in.Dense))] {
			if v != 0 {
				in.parts = append(in.parts, int32(at))
				break
			}
		}
	}
}

// Reset empties the input.
func (in *Input) Reset() {
	in.Features, in.Dense, in.Names = in.Features[:0], in.Dense[:0], in.Names[:0]
}

// Add adds the feature whose name is the parts, in order.
func (in *Input) Add(parts ...string) {
	h := uint32(2166136261)
	for _, p := range parts {
		for i := 0; i < len(p); i++ {
			h = (h ^ uint32(p[i])) * 16777619
		}
		h = (h ^ '=') * 16777619
	}
	in.Features = append(in.Features, h^h>>15)
	if !in.Named {
		return
	}
	name := ""
	for i, p := range parts {
		if i > 0 {
			name += "="
		}
		name += p
	}
	in.Names = append(in.Names, name)
}

// Zeros makes room for n numbers and returns it.
func (in *Input) Zeros(n int) []float32 {
	at := len(in.Dense)
	in.Dense = slices.Grow(in.Dense, n)[:at+n]
	clear(in.Dense[at:])
	return in.Dense[at:]
}

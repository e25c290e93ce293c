package rowsum

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestAdd holds vector code to portable code, bit for bit, and both to the sum.
func TestAdd(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for n := range 40 {
		x, v := make([]float32, n), make([]byte, n)
		for i := range x {
			v[i], x[i] = byte(rng.Uint32()), float32(rng.NormFloat64())
		}
		y := slices.Clone(x)
		Add(x, v, 0.03)
		Plain(y, v, 0.03)
		if !slices.Equal(x, y) {
			t.Errorf("%d columns: %v, portable code %v", n, x, y)
		}
	}
	x := []float32{1, 1, 1, 1, 1, 1, 1, 1, 1}
	Add(x, []byte{0, 1, 2, 127, 128, 255, 254, 0, 128}, 2)
	if want := []float32{1, 3, 5, 255, -255, -1, -3, 1, -255}; !slices.Equal(x, want) {
		t.Errorf("sums %v, want %v", x, want)
	}
}

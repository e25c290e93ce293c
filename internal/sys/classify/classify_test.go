package classify

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"annals/internal/sys/rowsum"
)

// small has two heads, of two and three classes, over one feature, two numbers
// and one hidden unit.
func small() *Weights {
	in := Input{}
	in.Add("word", "attack")
	m := Member{Keys: in.Features, Sparse: []float32{2, -2, 0, 1, 0}, Bias: []float32{0, 0, 0, 0, 3},
		In: []float32{1, 1}, InBias: []float32{0}, Out: []float32{0, 1, 0, 0, 0}}
	return &Weights{Heads: []int{2, 3}, Dense: 2, Members: []Member{m}}
}

func TestRun(t *testing.T) {
	m, err := small().Model()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		word  string
		dense []float32
		best  [2]int // of each head
	}{
		{"a feature that it knows", "attack", []float32{0, 0}, [2]int{0, 2}},
		{"numbers that outweigh it", "attack", []float32{4, 4}, [2]int{1, 2}},
		{"numbers that the hidden unit does not pass", "none", []float32{-4, -4}, [2]int{0, 2}},
		{"numbers of another model count for nothing", "attack", []float32{9, 9, 9}, [2]int{0, 2}},
	} {
		var in Input
		in.Add("word", c.word)
		in.Dense = append(in.Dense, c.dense...)
		out := make([]float32, 5)
		m.Run(&in, out)
		if got := [2]int{top(out[:2]), top(out[2:])}; got != c.best {
			t.Errorf("%s: likeliest are %v, want %v (%v)", c.name, got, c.best, out)
		}
		if sum := out[0] + out[1]; math.Abs(float64(sum)-1) > 1e-6 {
			t.Errorf("%s: probabilities of the first head sum to %v", c.name, sum)
		}
	}
}

func top(p []float32) int {
	best := 0
	for k := range p {
		if p[k] > p[best] {
			best = k
		}
	}
	return best
}

// FuzzOpen cuts and changes one section of a model: an error or a model, never
// a panic.
func FuzzOpen(f *testing.F) {
	for i, s := range small().Sections() {
		f.Add(uint8(i), s.Data)
		f.Add(uint8(i), s.Data[:len(s.Data)/2])
	}
	f.Fuzz(func(t *testing.T, which uint8, data []byte) {
		by := map[string][]byte{}
		for i, s := range small().Sections() {
			by[s.Name] = s.Data
			if i == int(which) {
				by[s.Name] = data
			}
		}
		m, err := Open(func(name string) ([]byte, error) { return by[name], nil })
		if err != nil {
			return
		}
		n := 0
		for _, k := range m.Heads() {
			n += k
		}
		in := Input{Features: small().Members[0].Keys, Dense: make([]float32, m.Dense())}
		m.Run(&in, make([]float32, n))
	})
}

// TestDots holds vector code to portable code, bit for bit.
func TestDots(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, cols := range []int{8, 24, 30, 161} {
		const n = 2*together + 1
		m := rows{cols: cols, scale: make([]float32, n), v: make([]byte, n*cols)}
		for i := range m.v {
			m.v[i] = byte(rng.Uint32())
		}
		m.pack()
		in := Input{Dense: make([]float32, cols)}
		for i := range in.Dense {
			if i/8%3 != 1 {
				in.Dense[i] = float32(rng.NormFloat64())
			}
		}
		in.findFilled()
		parts := in.parts
		for n := len(parts); n > 0 && int(parts[n-1])+partSize > cols; n = len(parts) {
			parts = parts[:n-1]
		}
		for row := 0; row < n; row += together {
			var plain, vector [together][4]float32
			m.plainDots(&plain, in.Dense, parts, row)
			if m.dots(&vector, in.Dense, parts, row) && vector != plain {
				t.Errorf("%d columns, rows from %d: %v, portable code %v", cols, row, vector, plain)
			}
		}
	}
}

// TestAdd holds vector code to portable code, bit for bit.
func TestAdd(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for n := range 40 {
		m := rows{cols: n, scale: []float32{0.01}, v: make([]byte, n)}
		x, y := make([]float32, n), make([]float32, n)
		for i := range x {
			m.v[i], x[i] = byte(rng.Uint32()), float32(rng.NormFloat64())
		}
		copy(y, x)
		m.add(x, 0, 3)
		rowsum.Plain(y, m.v, float32(float32(3)*m.scale[0]))
		if !slices.Equal(x, y) {
			t.Errorf("%d columns: %v, portable code %v", n, x, y)
		}
	}
}

package neural

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"annals/internal/grammar/nn"
)

var small = Dims{Vector: 5, Word: 4, Affix: 3, Gram: 6, Grams: 64, List: 2, Hidden: 8, Arc: 7, Label: 9, Words: 5, Tags: 6, Relations: 5, Names: 9}

// examples are three invented sentences of different lengths; the last has
// names only.
func examples() []*Example {
	var r nn.Reader
	forms := [][]string{{"Troops", "left", "the", "old", "port", "."}, {"He", "agreed", "."}, {"Oslo", "waits"}}
	var out []*Example
	for s, fs := range forms {
		e := &Example{}
		for i, f := range fs {
			e.Words = append(e.Words, r.Read(f))
			e.Vector = append(e.Vector, int32(i%4)-1)
			e.Known = append(e.Known, int32(i%5))
			e.Rare = append(e.Rare, 0)
			e.Tags = append(e.Tags, int32((i+s)%6))
			e.Rels = append(e.Rels, int32((i*2+s)%5))
			e.Names = append(e.Names, []int32{1, 3, 0, 4, 8, -1}[i]) // B E O S S ?
			e.Lists = append(e.Lists, uint16(i+s))
			e.Heads = append(e.Heads, int32(i)-1)
		}
		if s == 2 {
			e.Tags, e.Heads, e.Rels = nil, nil, nil
			e.Names[0], e.Names[1] = -1, 0
		}
		out = append(out, e)
	}
	return out
}

func smallNet() *Net {
	rng := rand.New(rand.NewPCG(7, 7))
	vectors := make([]float32, 3*small.Vector)
	for i := range vectors {
		vectors[i] = rng.Float32() - 0.5
	}
	n := NewNet(small, vectors, 3)
	for _, p := range n.Params {
		for k := range p.W {
			p.W[k] += (rng.Float32() - 0.5) * 0.6
		}
	}
	n.Pack()
	return n
}

// TestGradients holds the gradient of every parameter against what a small
// change of it does to the loss.
func TestGradients(t *testing.T) {
	for _, chained := range []bool{false, true} {
		n := smallNet()
		n.Chained = chained
		gradients(t, n)
	}
}

func gradients(t *testing.T, n *Net) {
	w := newWorker(n, Drop{})
	w.rng = rand.New(rand.NewPCG(1, 1))
	w.train = true
	ex := examples()
	loss := func() float64 {
		n.Pack()
		w.Loss = [4]float64{}
		w.run(ex, 1)
		return w.Loss[0] + w.Loss[1] + w.Loss[2] + w.Loss[3]
	}
	loss()
	var grads [params][]float32
	for i := range grads {
		grads[i] = append([]float32(nil), w.grad[i]...)
	}
	rng := rand.New(rand.NewPCG(5, 5))
	for i, p := range n.Params {
		off := 0
		for range 12 {
			k := rng.IntN(len(p.W))
			if i == pChain && !n.Chained {
				continue
			}
			if p.Sparse {
				r := w.rows[i][rng.IntN(len(w.rows[i]))]
				k = int(r)*p.Cols + rng.IntN(p.Cols)
			}
			const step = 5e-3
			old := p.W[k]
			p.W[k] = old + step
			a := loss()
			p.W[k] = old - step
			b := loss()
			p.W[k] = old
			want, got := (a-b)/(2*step), float64(grads[i][k])
			if math.Abs(want-got) > 0.02*math.Abs(want)+0.002 {
				off++ // at a bend of a relu, or wrong
			}
		}
		if off > 3 {
			t.Errorf("%s: %d of 12 gradients are wrong", p.Name, off)
		}
	}
}

func TestGemmLikeThreeLoops(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 9))
	for _, d := range [][3]int{{1, 1, 1}, {4, 16, 8}, {5, 17, 3}, {7, 50, 20}, {9, 33, 31}, {23, 40, 7}} {
		m, n, k := d[0], d[1], d[2]
		a, b, c := make([]float32, m*k), make([]float32, k*n), make([]float32, m*n)
		for i := range a {
			a[i] = rng.Float32() - 0.5
		}
		for i := range b {
			b[i] = rng.Float32() - 0.5
		}
		p := pack(make([]float32, panelSize(k, n)), b, n, 1, k, n)
		for _, add := range []bool{false, true} {
			gemm(c, n, a, k, 1, m, p, add)
		}
		for i := range m {
			for j := range n {
				want := float32(0)
				for x := range k {
					want += 2 * a[i*k+x] * b[x*n+j]
				}
				if math.Abs(float64(want-c[i*n+j])) > 1e-4 {
					t.Fatalf("%v: [%d][%d] = %v, want %v", d, i, j, c[i*n+j], want)
				}
			}
		}
	}
}

func TestSquashIsTanh(t *testing.T) {
	var x [256]float32
	for i := range x {
		x[i] = float32(i-128) / 10
	}
	y := x
	squash(y[:], 0.5, 0.5, 0.5)
	for i, v := range x {
		if want := 1 / (1 + math.Exp(-float64(v))); math.Abs(float64(y[i])-want) > 1e-4 {
			t.Errorf("squash(%v) = %v, want %v", v, y[i], want)
		}
	}
}

func BenchmarkGemm(b *testing.B) {
	const m, n, k = 32, 512, 128
	a, w, c := make([]float32, m*k), make([]float32, k*n), make([]float32, m*n)
	p := pack(make([]float32, panelSize(k, n)), w, n, 1, k, n)
	for b.Loop() {
		gemm(c, n, a, k, 1, m, p, false)
	}
	b.ReportMetric(float64(m*n*k)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GMAC/s")
}

func BenchmarkLearn(b *testing.B) {
	d := Dims{Vector: 100, Word: 60, Affix: 64, Gram: 32, Grams: nn.GramRows, Hidden: 128, Arc: 96, Label: 96, Words: 5, Tags: 100, Relations: 50, Names: 17}
	n := NewNet(d, make([]float32, 3*d.Vector), 1)
	ex := examples()[:1]
	var batch []*Example
	for range 25 {
		e := *ex[0]
		for len(e.Words) < 24 {
			e.Words = append(e.Words, e.Words...)
			e.Vector, e.Known, e.Rare = append(e.Vector, e.Vector...), append(e.Known, e.Known...), append(e.Rare, e.Rare...)
			e.Lists = append(e.Lists, e.Lists...)
			e.Tags, e.Rels, e.Names = append(e.Tags, e.Tags...), append(e.Rels, e.Rels...), append(e.Names, e.Names...)
			e.Heads = append(e.Heads, e.Heads...)
		}
		batch = append(batch, &e)
	}
	ws := make([]*worker, parts)
	for i := range ws {
		ws[i] = newWorker(n, Drop{Input: 0.25, Hidden: 0.3, Head: 0.3})
		ws[i].train = true
	}
	step := 0
	for b.Loop() {
		learn(n, ws, batch, Options{}, 0.001, step)
		step++
	}
	b.ReportMetric(float64(600*b.N)/b.Elapsed().Seconds(), "words/s")
}

// A seed gives the same weights again, also when the training was stopped and
// went on from its checkpoint.
func TestTrainAgain(t *testing.T) {
	train := func(folder string, stops ...int) *Net {
		var n *Net
		for _, stop := range stops {
			n = smallNet()
			err := Train(n, examples(), Options{Seed: 4, Epochs: 6, Words: 8, Rate: 0.01, Folder: folder, Stop: stop,
				Drop: Drop{Input: 0.2, Hidden: 0.2, Head: 0.2, Vector: 0.1}})
			if err != nil {
				t.Fatal(err)
			}
		}
		return n
	}
	want := train("", 0)
	for name, got := range map[string]*Net{"again": train("", 0), "resumed": train(t.TempDir(), 2, 3, 0)} {
		for i, p := range want.Params {
			if !slices.Equal(p.W, got.Params[i].W) {
				t.Errorf("%s: weights of %q differ", name, p.Name)
			}
		}
	}
}

package main

import (
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"

	"annals/internal/sys/classify"
)

// An example is an input of a classifier with the class of each head, −1 where
// the example teaches a head nothing.
type example struct {
	features []uint32
	dense    []float32
	classes  []int
	group    int // examples of one sentence are never on both sides of a fold
	weight   float32
}

// fitOptions are the settings of a training.
type fitOptions struct {
	Heads        []int
	Hidden       int
	Epochs       int
	Rate         float32
	Adam, Shrink float32
	Decay        float32 // of all weights, once an epoch
	DropName     float32 // share of features left out
	DropDense    float32 // share of numbers left out
	DropHidden   float32
	Least        int // a feature seen less often is not learnt
	Seed         uint64
}

// A fitter is a member in training: stochastic gradient descent on the sum of
// the heads' logistic losses, with AdaGrad's step for each weight; the result
// is the mean of the weights after each epoch of the last half.
type fitter struct {
	o               fitOptions
	m               classify.Member
	rows            map[uint32]int
	classes, dense  int
	hist            [5][]float32 // of the squares of gradients
	rng             *rand.Rand
	p, hid, x       []float32
	seen            []int
	grad, first     [5][]float32
	n, steps, count int
}

func fit(examples []example, o fitOptions) classify.Member {
	f := newFitter(examples, o)
	order := make([]int, len(examples))
	for i := range order {
		order[i] = i
	}
	var mean [5][]float32
	n := 0
	for epoch := range o.Epochs {
		f.rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		rate := o.Rate * (1 - 0.9*float32(epoch)/float32(o.Epochs))
		for _, i := range order {
			f.step(&examples[i], rate)
		}
		for k := range f.m.Sparse {
			f.m.Sparse[k] *= 1 - o.Decay
		}
		if epoch < o.Epochs/2 {
			continue
		}
		n++
		for i, w := range f.weights() {
			if mean[i] == nil {
				mean[i] = make([]float32, len(*w))
			}
			for k, v := range *w {
				mean[i][k] += (v - mean[i][k]) / float32(n)
			}
		}
	}
	for i, w := range f.weights() {
		*w = mean[i]
	}
	return f.m
}

func (f *fitter) weights() [5]*[]float32 {
	return [5]*[]float32{&f.m.Sparse, &f.m.Bias, &f.m.In, &f.m.InBias, &f.m.Out}
}

func newFitter(examples []example, o fitOptions) *fitter {
	f := &fitter{o: o, rows: map[uint32]int{}, rng: rand.New(rand.NewPCG(o.Seed, 7)), dense: len(examples[0].dense), count: len(examples)}
	count := map[uint32]int{}
	for i := range examples {
		for _, k := range examples[i].features {
			count[k]++
		}
	}
	for k, n := range count {
		if n >= o.Least {
			f.m.Keys = append(f.m.Keys, k)
		}
	}
	slices.Sort(f.m.Keys)
	for i, k := range f.m.Keys {
		f.rows[k] = i
	}
	for _, n := range o.Heads {
		f.classes += n
	}
	sizes := [5]int{len(f.m.Keys) * f.classes, f.classes, o.Hidden * f.dense, o.Hidden, o.Hidden * f.classes}
	for i, w := range f.weights() {
		*w = make([]float32, sizes[i])
		f.hist[i] = make([]float32, sizes[i])
		f.grad[i], f.first[i] = make([]float32, sizes[i]), make([]float32, sizes[i])
		for k := range f.hist[i] {
			if i == 0 {
				f.hist[i][k] = 0.01
			}
		}
	}
	for k := range f.m.In {
		f.m.In[k] = float32(f.rng.NormFloat64() / math.Sqrt(float64(f.dense)))
	}
	for k := range f.m.Out {
		f.m.Out[k] = float32(f.rng.NormFloat64() / math.Sqrt(float64(o.Hidden)))
	}
	f.p, f.hid, f.x = make([]float32, f.classes), make([]float32, o.Hidden), make([]float32, f.dense)
	return f
}

// step learns from one example.
func (f *fitter) step(e *example, rate float32) {
	f.drop(e)
	f.forward()
	if !f.loss(e) {
		return
	}
	c := f.classes
	for _, r := range f.seen {
		f.learn(0, r*c, f.p, 1/(1-f.o.DropName), rate)
	}
	f.gather(1, 0, f.p, 1)
	for j, h := range f.hid {
		if h == 0 {
			continue
		}
		g := float32(0)
		for k, d := range f.p {
			g += d * f.m.Out[j*c+k]
		}
		g /= 1 - f.o.DropHidden
		f.gather(4, j*c, f.p, h)
		f.grad[3][j] += g
		f.gather(2, j*f.dense, f.x, g)
	}
	if f.n++; f.n%batch == 0 {
		f.adam()
	}
}

// batch is how many examples a step of the dense part has.
const batch = 16

// gather adds g times by to the gradient of weights i from at on.
func (f *fitter) gather(i, at int, g []float32, by float32) {
	w := f.grad[i][at : at+len(g)]
	for k, d := range g {
		w[k] += d * by
	}
}

// adam takes a step on all weights but those of features.
func (f *fitter) adam() {
	const slow, fast, small = 0.999, 0.9, 1e-8
	f.steps++
	total := max(f.o.Epochs*f.count/batch, 1)
	rate := f.o.Adam * min(1, float32(f.steps)/50) * (1 - 0.95*float32(f.steps)/float32(total+1))
	fix := float32(math.Sqrt(1-math.Pow(slow, float64(f.steps))) / (1 - math.Pow(fast, float64(f.steps))))
	for i, w := range f.weights() {
		if i == 0 {
			continue
		}
		g, m, v := f.grad[i], f.first[i], f.hist[i]
		for k, d := range g {
			d /= batch
			g[k] = 0
			m[k] = fast*m[k] + (1-fast)*d
			v[k] = slow*v[k] + (1-slow)*d*d
			(*w)[k] -= rate * (fix*m[k]/(float32(math.Sqrt(float64(v[k])))+small) + f.o.Shrink*(*w)[k])
		}
	}
}

// learn takes a step on weights i from at on, whose gradient is g times by.
func (f *fitter) learn(i, at int, g []float32, by, rate float32) {
	w, h := (*f.weights()[i])[at:at+len(g)], f.hist[i][at:at+len(g)]
	for k, d := range g {
		if d *= by; d != 0 {
			h[k] += d * d
			w[k] -= rate * d / float32(math.Sqrt(float64(h[k])))
		}
	}
}

// drop fills f.seen and f.x with what is left of the input.
func (f *fitter) drop(e *example) {
	f.seen = f.seen[:0]
	for _, k := range e.features {
		if r, ok := f.rows[k]; ok && f.rng.Float32() >= f.o.DropName {
			f.seen = append(f.seen, r)
		}
	}
	for k, v := range e.dense {
		f.x[k] = 0
		if f.o.DropDense == 0 || f.rng.Float32() >= f.o.DropDense {
			f.x[k] = v / (1 - f.o.DropDense)
		}
	}
}

func (f *fitter) forward() {
	c, keep := f.classes, 1/(1-f.o.DropName)
	copy(f.p, f.m.Bias)
	for _, r := range f.seen {
		for k, v := range f.m.Sparse[r*c : (r+1)*c] {
			f.p[k] += v * keep
		}
	}
	for j := range f.hid {
		f.hid[j] = 0
		if f.o.DropHidden > 0 && f.rng.Float32() < f.o.DropHidden {
			continue
		}
		s := f.m.InBias[j]
		for k, v := range f.m.In[j*f.dense : (j+1)*f.dense] {
			s += v * f.x[k]
		}
		if s <= 0 {
			continue
		}
		s /= 1 - f.o.DropHidden
		f.hid[j] = s
		for k, v := range f.m.Out[j*c : (j+1)*c] {
			f.p[k] += v * s
		}
	}
}

// loss turns f.p into the gradient of the scores; false when there is none.
func (f *fitter) loss(e *example) bool {
	at, any := 0, false
	for h, n := range f.o.Heads {
		p := f.p[at : at+n]
		at += n
		if e.classes[h] < 0 {
			clear(p)
			continue
		}
		any = true
		normalise(p)
		p[e.classes[h]]--
		for k := range p {
			p[k] *= e.weight
		}
	}
	return any
}

func normalise(p []float32) {
	top, sum := slices.Max(p), float32(0)
	for k, v := range p {
		p[k] = float32(math.Exp(float64(v - top)))
		sum += p[k]
	}
	for k := range p {
		p[k] /= sum
	}
}

// train fits a number of members from different seeds.
func train(examples []example, o fitOptions, members int) *classify.Weights {
	w := &classify.Weights{Heads: o.Heads, Dense: len(examples[0].dense)}
	w.Members = make([]classify.Member, members)
	var wg sync.WaitGroup
	turn := make(chan bool, runtime.GOMAXPROCS(0))
	for i := range members {
		wg.Go(func() {
			turn <- true
			defer func() { <-turn }()
			p := o
			p.Seed = o.Seed + uint64(i)*1000
			w.Members[i] = fit(examples, p)
		})
	}
	wg.Wait()
	return w
}

// held gives each example the probabilities of a classifier that was trained
// on the other folds.
func held(examples []example, o fitOptions, members, folds int) ([][]float32, error) {
	out := make([][]float32, len(examples))
	for fold := range folds {
		var rest []example
		for i := range examples {
			if examples[i].group%folds != fold {
				rest = append(rest, examples[i])
			}
		}
		m, err := train(rest, o, members).Model()
		if err != nil {
			return nil, err
		}
		var in classify.Input
		for i := range examples {
			if examples[i].group%folds == fold {
				out[i] = ask(m, &examples[i], &in)
			}
		}
	}
	return out, nil
}

func ask(m *classify.Model, e *example, in *classify.Input) []float32 {
	n := 0
	for _, k := range m.Heads() {
		n += k
	}
	out := make([]float32, n)
	in.Features, in.Dense = e.features, e.dense
	m.Run(in, out)
	return out
}

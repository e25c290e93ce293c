package neural

import (
	"math"
	"math/bits"
	"math/rand/v2"

	"annals/internal/grammar/nn"
)

// An Example is a sentence to learn from. What is not known of it is nil.
type Example struct {
	Words  []nn.Word
	Vector []int32 // row of Net.Vectors, or −1
	Known  []int32 // row of the trained words; 0 for unknown ones
	Rare   []float32
	Tags   []int32
	Heads  []int32 // −1 for the root
	Rels   []int32
	Names  []int32  // −1: not known of this word
	Lists  []uint16 // which lists of names have the word, a bit each
}

// Drop says how much is left out while training.
type Drop struct {
	Input, Hidden, Head, Vector float32
}

// A worker computes on a part of a batch: one goroutine, own gradients.
type worker struct {
	net   *Net
	rng   *rand.Rand
	drop  Drop
	train bool
	grad  [params][]float32
	rows  [params][]int32 // touched rows of sparse parameters
	seen  [params][]bool

	sents         []*Example
	start, length []int
	words         int
	known         []int32 // rows of trained words after dropping
	zero          []float32

	arena []float32
	used  int

	Loss  [4]float64 // tags, arcs, relations, names
	Right [4]int
	Of    [4]int
	NameP [3]int // predicted, gold, both: words in names
	chain chain
	guess func(e *Example, tag, head, rel, name []int32)
}

func newWorker(n *Net, d Drop) *worker {
	w := &worker{net: n, drop: d, zero: make([]float32, n.Dims.Hidden)}
	for i, p := range n.Params {
		w.grad[i] = make([]float32, len(p.W))
		if p.Sparse {
			w.seen[i] = make([]bool, p.Rows)
		}
	}
	return w
}

// raw gives scratch that is not cleared.
func (w *worker) raw(n int) []float32 {
	if w.used+n > len(w.arena) {
		w.arena = make([]float32, max(2*len(w.arena), n+1<<22))
		w.used = 0
	}
	s := w.arena[w.used : w.used+n : w.used+n]
	w.used += n
	return s
}

func (w *worker) blank(n int) []float32 {
	s := w.raw(n)
	clear(s)
	return s
}

func (w *worker) pack(b []float32, brs, k, n int) panels {
	return pack(w.raw(panelSize(k, n)), b, brs, 1, k, n)
}

// load takes sentences, longest first.
func (w *worker) load(sents []*Example) {
	w.sents, w.used, w.words = sents, 0, 0
	w.start, w.length = w.start[:0], w.length[:0]
	for _, e := range sents {
		w.start, w.length = append(w.start, w.words), append(w.length, len(e.Words))
		w.words += len(e.Words)
	}
}

// run goes forwards, and when training also backwards; scale is what the
// gradient of each word is multiplied with.
func (w *worker) run(sents []*Example, scale float32) {
	w.load(sents)
	if w.words == 0 {
		return
	}
	ls := w.layers()
	ls[0].x = w.input()
	mask0 := w.mask(ls[0].width, w.drop.Input)
	w.apply(ls[0].x, mask0, ls[0].width)
	w.forward(&ls[0])
	h2 := 2 * w.net.Dims.Hidden
	mask1 := w.mask(h2, w.drop.Hidden)
	ls[1].x = append(w.raw(w.words * h2)[:0], ls[0].out...)
	w.apply(ls[1].x, mask1, h2)
	w.forward(&ls[1])
	mask2 := w.mask(h2, w.drop.Hidden)
	top := append(w.raw(w.words * h2)[:0], ls[1].out...)
	w.apply(top, mask2, h2)
	d := w.heads(top, scale)
	if !w.train {
		return
	}
	w.apply(d, mask2, h2)
	d = w.backward(&ls[1], d)
	w.apply(d, mask1, h2)
	d = w.backward(&ls[0], d)
	w.apply(d, mask0, ls[0].width)
	w.inputBack(d)
}

// mask gives one row of factors for each sentence, or nil when nothing is left out.
func (w *worker) mask(width int, p float32) []float32 {
	if !w.train || p == 0 {
		return nil
	}
	m := w.raw(len(w.sents) * width)
	keep := 1 / (1 - p)
	limit := uint32(float64(p) * (1 << 32))
	for i := 0; i < len(m); i += 2 {
		r := w.rng.Uint64()
		m[i] = 0
		if uint32(r) >= limit {
			m[i] = keep
		}
		if i+1 < len(m) {
			m[i+1] = 0
			if uint32(r>>32) >= limit {
				m[i+1] = keep
			}
		}
	}
	return m
}

func (w *worker) apply(x, mask []float32, width int) {
	if mask == nil {
		return
	}
	for b, n := range w.length {
		m := mask[b*width : (b+1)*width]
		for r := w.start[b]; r < w.start[b]+n; r++ {
			row := x[r*width : (r+1)*width]
			for k, f := range m {
				row[k] *= f
			}
		}
	}
}

// input fills the vectors of the words.
func (w *worker) input() []float32 {
	d := w.net.Dims
	in := d.Input()
	x := w.blank(w.words * in)
	w.known = w.known[:0]
	r := 0
	for _, e := range w.sents {
		for i := range e.Words {
			row := x[r*in : (r+1)*in]
			r++
			known, vector := e.Known[i], e.Vector[i]
			if w.train && w.rng.Float32() < e.Rare[i] {
				known = 0
			}
			if w.train && w.rng.Float32() < w.drop.Vector {
				vector = -1
			}
			w.known = append(w.known, known)
			if vector >= 0 {
				copy(row, w.net.Vectors[int(vector)*d.Vector:][:d.Vector])
			}
			row = row[d.Vector:]
			copy(row, w.net.Params[pWord].W[int(known)*d.Word:][:d.Word])
			row = row[d.Word:]
			for _, a := range e.Words[i].Affix {
				plus(row[:d.Affix], w.net.Params[pAffix].W[int(a)*d.Affix:], 1)
			}
			row = row[d.Affix:]
			for _, g := range e.Words[i].Grams {
				plus(row[:d.Gram], w.net.Params[pGram].W[(int(g)&(d.Grams-1))*d.Gram:], 1/float32(len(e.Words[i].Grams)))
			}
			if d.List > 0 {
				eachBit(e.Lists[i], func(k int) { plus(row[d.Gram:], w.net.Params[pList].W[k*d.List:], 1) })
			}
		}
	}
	return x
}

func plus(to, from []float32, f float32) {
	from = from[:len(to)]
	for k := range to {
		to[k] += f * from[k]
	}
}

func eachBit(set uint16, f func(k int)) {
	for ; set != 0; set &= set - 1 {
		f(bits.TrailingZeros16(set))
	}
}

// inputBack spreads the gradient of the input over the tables.
func (w *worker) inputBack(dx []float32) {
	d := w.net.Dims
	in := d.Input()
	r := 0
	for _, e := range w.sents {
		for i := range e.Words {
			row := dx[r*in+d.Vector : (r+1)*in]
			plus(w.touch(pWord, w.known[r], d.Word), row, 1)
			r++
			row = row[d.Word:]
			for _, a := range e.Words[i].Affix {
				plus(w.touch(pAffix, int32(a), d.Affix), row, 1)
			}
			row = row[d.Affix:]
			for _, g := range e.Words[i].Grams {
				plus(w.touch(pGram, int32(g)&int32(d.Grams-1), d.Gram), row, 1/float32(len(e.Words[i].Grams)))
			}
			if d.List > 0 {
				eachBit(e.Lists[i], func(k int) { plus(w.grad[pList][k*d.List:][:d.List], row[d.Gram:], 1) })
			}
		}
	}
}

// touch is the gradient of a row of a sparse parameter.
func (w *worker) touch(p int, row int32, cols int) []float32 {
	if !w.seen[p][row] {
		w.seen[p][row] = true
		w.rows[p] = append(w.rows[p], row)
	}
	return w.grad[p][int(row)*cols:][:cols]
}

// heads computes the losses above the encoder and gives the gradient of top.
func (w *worker) heads(top []float32, scale float32) []float32 {
	h2 := 2 * w.net.Dims.Hidden
	dtop := w.blank(w.words * h2)
	tags := w.classify(top, dtop, pTag, fTag, bTag, 0, scale, func(e *Example) []int32 { return e.Tags })
	names := w.classify(top, dtop, pName, fName, bName, 3, scale, func(e *Example) []int32 { return e.Names })
	heads, rels := w.trees(top, dtop, scale)
	if w.guess != nil {
		for b, e := range w.sents {
			s, t := w.start[b], w.start[b]+w.length[b]
			w.guess(e, tags[s:t], heads[s:t], rels[s:t], names[s:t])
		}
	}
	return dtop
}

// classify is a softmax over the classes of each word.
func (w *worker) classify(top, dtop []float32, p, f, b, which int, scale float32, gold func(*Example) []int32) []int32 {
	cols := w.net.Params[p].Rows
	h2 := 2 * w.net.Dims.Hidden
	z := w.raw(w.words * cols)
	for i := range w.words {
		copy(z[i*cols:], w.net.Params[p+1].W)
	}
	gemm(z, cols, top, h2, 1, w.words, w.net.packs[f], true)
	best := make([]int32, w.words)
	for s, e := range w.sents {
		g := gold(e)
		if p == pName && w.net.Chained {
			at, to := w.start[s], w.start[s]+len(e.Words)
			w.chained(z[at*cols:to*cols], g, best[at:to], scale)
			continue
		}
		for i := range e.Words {
			r := w.start[s] + i
			row := z[r*cols : (r+1)*cols]
			want := int32(-1)
			if g != nil {
				want = g[i]
			}
			best[r] = w.softmax(row, want, which, scale)
		}
	}
	if w.train {
		gemm(w.grad[p], h2, z, 1, cols, cols, w.pack(top, h2, w.words, h2), true)
		addRows(w.grad[p+1], z)
		gemm(dtop, h2, z, cols, 1, w.words, w.net.packs[b], true)
	}
	return best
}

// softmax turns scores into the gradient of their loss and counts; want < 0
// gives a gradient of 0. It gives the best class.
func (w *worker) softmax(z []float32, want int32, which int, scale float32) int32 {
	best := 0
	for k, v := range z {
		if v > z[best] {
			best = k
		}
	}
	if want < 0 {
		clear(z)
		return int32(best)
	}
	top := z[best]
	sum := float32(0)
	for k, v := range z {
		if v -= top; v < -20 {
			z[k] = 0
			continue
		} else {
			z[k] = float32(math.Exp(float64(v)))
		}
		sum += z[k]
	}
	w.Of[which]++
	if int32(best) == want {
		w.Right[which]++
	}
	w.Loss[which] -= math.Log(max(float64(z[want]/sum), 1e-9))
	for k := range z {
		z[k] *= scale / sum
	}
	z[want] -= scale
	return int32(best)
}

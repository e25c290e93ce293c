package neural

// trees scores heads and relations.
func (w *worker) trees(top, dtop []float32, scale float32) (heads, rels []int32) {
	d := w.net.Dims
	h2, width := 2*d.Hidden, 2*d.Arc+2*d.Label
	z, dz := w.raw(w.words*width), w.blank(w.words*width)
	for i := range w.words {
		copy(z[i*width:], w.net.Params[pHeadsBias].W)
	}
	gemm(z, width, top, h2, 1, w.words, w.net.packs[fHeads], true)
	for i := range w.words {
		relu(z[i*width:][:2*d.Arc])
	}
	mask := w.mask(width, w.drop.Head)
	if mask != nil { // relations are dropped later, at their sum
		for i := range len(w.sents) {
			m := mask[i*width+2*d.Arc : (i+1)*width]
			for k := range m {
				m[k] = 1
			}
		}
	}
	w.apply(z, mask, width)
	heads, rels = make([]int32, w.words), make([]int32, w.words)
	drop := w.mask(d.Label, w.drop.Head)
	for s, e := range w.sents {
		if len(e.Words) == 0 || w.train && e.Heads == nil {
			continue
		}
		w.arcs(s, z, dz, heads, scale)
		var m []float32
		if drop != nil {
			m = drop[s*d.Label : (s+1)*d.Label]
		}
		w.labels(s, z, dz, heads, rels, m, scale)
	}
	if !w.train {
		return heads, rels
	}
	w.apply(dz, mask, width)
	for i := range w.words {
		for k := range 2 * d.Arc {
			if z[i*width+k] <= 0 {
				dz[i*width+k] = 0
			}
		}
	}
	gemm(w.grad[pHeads], h2, dz, 1, width, width, w.pack(top, h2, w.words, h2), true)
	addRows(w.grad[pHeadsBias], dz)
	gemm(dtop, h2, dz, width, 1, w.words, w.net.packs[bHeads], true)
	return heads, rels
}

func relu(x []float32) {
	for i, v := range x {
		x[i] = max(v, 0)
	}
}

// arcs is the biaffine score of every head for every word of sentence s.
func (w *worker) arcs(s int, z, dz []float32, heads []int32, scale float32) {
	d := w.net.Dims
	e := w.sents[s]
	n, width, at := len(e.Words), 2*d.Arc+2*d.Label, w.start[s]
	q := w.raw(n * d.Arc)
	for i := range n {
		copy(q[i*d.Arc:], w.net.Params[pArcBias].W)
	}
	dep := z[at*width:]
	gemm(q, d.Arc, dep, width, 1, n, w.net.packs[fArc], true)
	hs := w.raw((n + 1) * d.Arc) // the root last
	for i := range n {
		copy(hs[i*d.Arc:], z[(at+i)*width+d.Arc:][:d.Arc])
	}
	copy(hs[n*d.Arc:], w.net.Params[pRoot].W[:d.Arc])
	score := w.raw(n * (n + 1))
	hp := pack(w.raw(panelSize(d.Arc, n+1)), hs, 1, d.Arc, d.Arc, n+1)
	gemm(score, n+1, q, d.Arc, 1, n, hp, false)
	for i := range n {
		row := score[i*(n+1) : (i+1)*(n+1)]
		row[i] = -1e4
		want := int32(-1)
		if e.Heads != nil {
			if want = e.Heads[i]; want < 0 {
				want = int32(n)
			}
		}
		heads[at+i] = w.softmax(row, want, 1, scale)
		if heads[at+i] == int32(n) {
			heads[at+i] = -1
		}
	}
	if !w.train {
		return
	}
	dq := w.raw(n * d.Arc)
	gemm(dq, d.Arc, score, n+1, 1, n, w.pack(hs, d.Arc, n+1, d.Arc), false)
	dh := w.raw((n + 1) * d.Arc)
	gemm(dh, d.Arc, score, 1, n+1, n+1, w.pack(q, d.Arc, n, d.Arc), false)
	for i := range n {
		plus(dz[(at+i)*width+d.Arc:][:d.Arc], dh[i*d.Arc:], 1)
	}
	plus(w.grad[pRoot][:d.Arc], dh[n*d.Arc:], 1)
	addRows(w.grad[pArcBias], dq)
	gemm(w.grad[pArc], d.Arc, dq, 1, d.Arc, d.Arc, w.pack(dep, width, n, d.Arc), true)
	gemm(dz[at*width:], width, dq, d.Arc, 1, n, w.net.packs[bArc], true)
}

// labels scores the relation of each word to its head: the gold one when
// training.
func (w *worker) labels(s int, z, dz []float32, heads, rels []int32, drop []float32, scale float32) {
	d := w.net.Dims
	e := w.sents[s]
	n, width, at, cols := len(e.Words), 2*d.Arc+2*d.Label, w.start[s], d.Relations
	sum := w.raw(n * d.Label)
	own := func(m []float32, i int) []float32 { return m[(at+i)*width+2*d.Arc:][:d.Label] }
	his := func(m []float32, h int32, root []float32) []float32 {
		if h < 0 {
			return root[d.Arc:]
		}
		return m[(at+int(h))*width+2*d.Arc+d.Label:][:d.Label]
	}
	of := heads[at : at+n]
	if w.train {
		of = e.Heads
	}
	for i := range n {
		x := sum[i*d.Label : (i+1)*d.Label]
		copy(x, own(z, i))
		plus(x, his(z, of[i], w.net.Params[pRoot].W), 1)
		relu(x)
		for k, f := range drop {
			x[k] *= f
		}
	}
	score := w.raw(n * cols)
	for i := range n {
		copy(score[i*cols:], w.net.Params[pRelBias].W)
	}
	gemm(score, cols, sum, d.Label, 1, n, w.net.packs[fRel], true)
	for i := range n {
		want := int32(-1)
		if e.Rels != nil {
			want = e.Rels[i]
		}
		rels[at+i] = w.softmax(score[i*cols:(i+1)*cols], want, 2, scale)
	}
	if !w.train {
		return
	}
	gemm(w.grad[pRel], d.Label, score, 1, cols, cols, w.pack(sum, d.Label, n, d.Label), true)
	addRows(w.grad[pRelBias], score)
	dsum := w.raw(n * d.Label)
	gemm(dsum, d.Label, score, cols, 1, n, w.net.packs[bRel], false)
	for i := range n {
		x, g := sum[i*d.Label:(i+1)*d.Label], dsum[i*d.Label:(i+1)*d.Label]
		for k := range g {
			if x[k] <= 0 {
				g[k] = 0
			} else if drop != nil {
				g[k] *= drop[k]
			}
		}
		plus(own(dz, i), g, 1)
		plus(his(dz, of[i], w.grad[pRoot]), g, 1)
	}
}

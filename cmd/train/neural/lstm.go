package neural

// A layer is what one bidirectional LSTM layer remembers of its way forwards.
type layer struct {
	in, bias, back      int // parameters
	fIn, bIn            int
	fBack, bBack        int
	width               int       // of the input
	x                   []float32 // [n][width], after dropout
	gates, cells, tanhs []float32 // [n][8H], [n][2H], [n][2H]
	out                 []float32 // [n][2H]
}

func (w *worker) layers() [2]layer {
	d := w.net.Dims
	return [2]layer{
		{in: pIn1, bias: pBias1, back: pBack1, fIn: fIn1, bIn: bIn1, fBack: fBack1, bBack: bBack1, width: d.Input()},
		{in: pIn2, bias: pBias2, back: pBack2, fIn: fIn2, bIn: bIn2, fBack: fBack2, bBack: bBack2, width: 2 * d.Hidden},
	}
}

// at is the row of the word that direction dir reads in step t of sentence b.
func (w *worker) at(dir, t, b int) int {
	if dir == 0 {
		return w.start[b] + t
	}
	return w.start[b] + w.length[b] - 1 - t
}

// active is how many sentences are longer than t; they are sorted, longest first.
func (w *worker) active(t int) int {
	n := len(w.length)
	for n > 0 && w.length[n-1] <= t {
		n--
	}
	return n
}

// forward reads l.x and fills l.out.
func (w *worker) forward(l *layer) {
	h, n := w.net.Dims.Hidden, w.words
	l.gates = w.raw(n * 8 * h)
	l.cells, l.tanhs, l.out = w.raw(n*2*h), w.raw(n*2*h), w.raw(n*2*h)
	bias := w.net.Params[l.bias].W
	for i := range n {
		copy(l.gates[i*8*h:], bias)
	}
	gemm(l.gates, 8*h, l.x, l.width, 1, n, w.net.packs[l.fIn], true)
	state, sum := w.raw(len(w.length)*h), w.raw(len(w.length)*4*h)
	for dir := range 2 {
		for t := range w.length[0] {
			b := w.active(t)
			if t > 0 {
				gemm(sum, 4*h, state, h, 1, b, w.net.packs[l.fBack+dir], false)
			}
			for k := range b {
				w.cell(l, dir, t, k, sum[k*4*h:(k+1)*4*h], state[k*h:(k+1)*h])
			}
		}
	}
}

// cell is one step of one sentence.
func (w *worker) cell(l *layer, dir, t, b int, sum, state []float32) {
	h := w.net.Dims.Hidden
	r := w.at(dir, t, b)
	z := l.gates[r*8*h+dir*4*h:][:4*h]
	c, th, o := l.cells[r*2*h+dir*h:][:h], l.tanhs[r*2*h+dir*h:][:h], l.out[r*2*h+dir*h:][:h]
	if t > 0 {
		for k := range z {
			z[k] += sum[k]
		}
	}
	squash(z[:3*h], 0.5, 0.5, 0.5)
	squash(z[3*h:], 1, 1, 0)
	zi, zf, zo, zg := z[:h], z[h:2*h], z[2*h:3*h], z[3*h:]
	for k := range c {
		c[k] = zi[k] * zg[k]
	}
	if t > 0 {
		last := l.cells[w.at(dir, t-1, b)*2*h+dir*h:][:h]
		for k := range c {
			c[k] += zf[k] * last[k]
		}
	}
	copy(th, c)
	squash(th, 1, 1, 0)
	for k := range o {
		o[k] = zo[k] * th[k]
		state[k] = o[k]
	}
}

// backward takes the gradient of l.out, adds to those of the parameters, and
// gives that of l.x.
func (w *worker) backward(l *layer, dout []float32) (dx []float32) {
	h, n := w.net.Dims.Hidden, w.words
	maxB := len(w.length)
	dz, dh, dc := w.raw(maxB*4*h), w.raw(maxB*h), w.raw(maxB*h)
	before := w.raw(n * h)
	for dir := range 2 {
		clear(dh)
		clear(dc)
		for t := w.length[0] - 1; t >= 0; t-- {
			b := w.active(t)
			for k := range b {
				w.cellBack(l, dir, t, k, dout, dz[k*4*h:(k+1)*4*h], dh[k*h:(k+1)*h], dc[k*h:(k+1)*h])
			}
			if t > 0 {
				gemm(dh, h, dz, 4*h, 1, b, w.net.packs[l.bBack+dir], false)
			}
		}
		for b := range maxB {
			clear(before[w.at(dir, 0, b)*h:][:h])
			for t := 1; t < w.length[b]; t++ {
				copy(before[w.at(dir, t, b)*h:][:h], l.out[w.at(dir, t-1, b)*2*h+dir*h:][:h])
			}
		}
		gemm(w.grad[l.back][dir*4*h*h:], h, l.gates[dir*4*h:], 1, 8*h, 4*h, w.pack(before, h, n, h), true)
	}
	gemm(w.grad[l.in], l.width, l.gates, 1, 8*h, 8*h, w.pack(l.x, l.width, n, l.width), true)
	addRows(w.grad[l.bias], l.gates)
	dx = w.raw(n * l.width)
	gemm(dx, l.width, l.gates, 8*h, 1, n, w.net.packs[l.bIn], false)
	return dx
}

// cellBack is the way back through one step; the gates become their gradients.
func (w *worker) cellBack(l *layer, dir, t, b int, dout, dz, dh, dc []float32) {
	h := w.net.Dims.Hidden
	r := w.at(dir, t, b)
	z := l.gates[r*8*h+dir*4*h:][:4*h]
	th, do := l.tanhs[r*2*h+dir*h:][:h], dout[r*2*h+dir*h:][:h]
	zi, zf, zo, zg := z[:h], z[h:2*h], z[2*h:3*h], z[3*h:]
	var last []float32
	if t > 0 {
		last = l.cells[w.at(dir, t-1, b)*2*h+dir*h:][:h]
	} else {
		last = w.zero[:h]
	}
	for k := range h {
		g := do[k] + dh[k]
		i, f, o, a := zi[k], zf[k], zo[k], zg[k]
		c := dc[k] + g*o*(1-th[k]*th[k])
		dc[k] = c * f
		zi[k] = c * a * i * (1 - i)
		zf[k] = c * last[k] * f * (1 - f)
		zo[k] = g * th[k] * o * (1 - o)
		zg[k] = c * i * (1 - a*a)
	}
	copy(dz, z)
}

// addRows adds the rows of m to sum.
func addRows(sum, m []float32) {
	for ; len(m) >= len(sum); m = m[len(sum):] {
		for k, v := range m[:len(sum)] {
			sum[k] += v
		}
	}
}

package neural

import "math"

// chain is scratch for the classes of names as a linear chain.
type chain struct {
	step      []float64 // [classes][classes]: e to the score of a class after another; 0 where it must not follow
	emit      []float64 // [words][classes]: e to the score of a class
	fore, aft [2][]float64
	scale     [2][]float64
}

// follows says that class b may stand after class a: O, B and S after what is
// closed, I and E after B and I of their kind.
func follows(a, b int) bool {
	open := a > 0 && (a-1)&3 < 2 // B, I
	inside := b > 0 && ((b-1)&3 == 1 || (b-1)&3 == 2)
	if !open || !inside {
		return open == inside
	}
	return (a-1)/4 == (b-1)/4
}

// closed says that a name may end with a class, or that none is open.
func closed(a int) bool { return a == 0 || (a-1)&3 >= 2 }

// chained turns the scores of one sentence into the gradient of the loss of
// the whole row of classes and finds the best row. Where gold has −1 any class
// will do; without gold the gradient is 0.
func (w *worker) chained(z []float32, gold, best []int32, scale float32) {
	n := w.net.Dims.Names
	if !w.train {
		w.bestChain(z, best)
		return
	}
	if gold == nil {
		clear(z)
		return
	}
	c := &w.chain
	c.fill(w.net.Params[pChain].W, z, n)
	words := len(z) / n
	loss := c.sums(0, words, n, nil) - c.sums(1, words, n, gold)
	w.Of[3] += words
	w.Loss[3] += loss
	grad := w.grad[pChain]
	for i := range words {
		for k := range n {
			p := c.fore[0][i*n+k]*c.aft[0][i*n+k] - c.fore[1][i*n+k]*c.aft[1][i*n+k]
			z[i*n+k] = scale * float32(p)
		}
		if i == 0 {
			continue
		}
		for a := range n {
			for b := range n {
				s := c.step[a*n+b]
				if s == 0 {
					continue
				}
				p := c.fore[0][(i-1)*n+a]*c.aft[0][i*n+b]/c.scale[0][i] - c.fore[1][(i-1)*n+a]*c.aft[1][i*n+b]*c.allowed(gold, i, b)/c.scale[1][i]
				grad[a*n+b] += scale * float32(p*s*c.emit[i*n+b])
			}
		}
	}
}

func (c *chain) allowed(gold []int32, i, k int) float64 {
	if gold == nil || gold[i] < 0 || int(gold[i]) == k {
		return 1
	}
	return 0
}

// fill computes the powers of e. Each row of emissions is scaled by its best,
// which no probability feels.
func (c *chain) fill(steps, z []float32, n int) {
	c.step = sized(c.step, n*n)
	for a := range n {
		for b := range n {
			if c.step[a*n+b] = 0; follows(a, b) {
				c.step[a*n+b] = math.Exp(float64(steps[a*n+b]))
			}
		}
	}
	c.emit = sized(c.emit, len(z))
	for i := 0; i < len(z); i += n {
		top := z[i]
		for _, v := range z[i : i+n] {
			top = max(top, v)
		}
		for k, v := range z[i : i+n] {
			c.emit[i+k] = math.Exp(float64(max(v-top, -60)))
		}
	}
}

func sized(x []float64, n int) []float64 {
	if cap(x) < n {
		return make([]float64, 2*n)[:n]
	}
	return x[:n]
}

// sums goes forwards and backwards over the rows of classes that gold allows,
// so that fore·aft is the probability of a class, and gives the logarithm of
// the sum over all rows.
func (c *chain) sums(which, words, n int, gold []int32) (log float64) {
	c.fore[which], c.aft[which] = sized(c.fore[which], words*n), sized(c.aft[which], words*n)
	c.scale[which] = sized(c.scale[which], words)
	f, r, scale := c.fore[which], c.aft[which], c.scale[which]
	for i := range words {
		sum := 0.0
		for b := range n {
			v := 0.0
			if i == 0 {
				if follows(0, b) {
					v = 1
				}
			} else {
				for a := range n {
					v += f[(i-1)*n+a] * c.step[a*n+b]
				}
			}
			v *= c.emit[i*n+b] * c.allowed(gold, i, b)
			if i == words-1 && !closed(b) {
				v = 0
			}
			f[i*n+b] = v
			sum += v
		}
		sum = max(sum, 1e-300)
		scale[i] = sum
		for b := range n {
			f[i*n+b] /= sum
		}
		log += math.Log(sum)
	}
	for i := words - 1; i >= 0; i-- {
		for a := range n {
			if i == words-1 {
				if r[i*n+a] = 0; closed(a) {
					r[i*n+a] = 1
				}
				continue
			}
			v := 0.0
			for b := range n {
				v += c.step[a*n+b] * c.emit[(i+1)*n+b] * c.allowed(gold, i+1, b) * r[(i+1)*n+b]
			}
			r[i*n+a] = v / scale[i+1]
		}
	}
	return log
}

// bestChain is the best row of classes.
func (w *worker) bestChain(z []float32, best []int32) {
	n, words := w.net.Dims.Names, len(best)
	steps := w.net.Params[pChain].W
	last, next := make([]float32, n), make([]float32, n)
	from := make([]int, words*n)
	for i := range words {
		for b := range n {
			next[b] = -1e9
			for a := range n {
				v := z[i*n+b]
				if i == 0 {
					if a > 0 || !follows(0, b) {
						continue
					}
				} else if !follows(a, b) {
					continue
				} else {
					v += last[a] + steps[a*n+b]
				}
				if v > next[b] {
					next[b], from[i*n+b] = v, a
				}
			}
		}
		last, next = next, last
	}
	k := 0
	for b := range n {
		if closed(b) && last[b] > last[k] {
			k = b
		}
	}
	for i := words - 1; i >= 0; i-- {
		best[i] = int32(k)
		k = from[i*n+k]
	}
}

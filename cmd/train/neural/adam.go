package neural

import (
	"math"
	"sync"
)

// Optimiser settings that stay the same.
const (
	beta1 = 0.9
	beta2 = 0.98
	tiny  = 1e-8
	clip  = 3 // norm of the gradient
	decay = 0.01
)

// update adds the gradients of the workers in their order and makes one step
// of AdamW. Rows of tables that no worker touched stay as they are.
func update(n *Net, ws []*worker, rate float64, step int) (norm float64) {
	for i, p := range n.Params {
		if p.Sparse {
			merge(ws, i, p.Cols)
			continue
		}
		g := ws[0].grad[i]
		for _, w := range ws[1:] {
			for k, v := range w.grad[i] {
				g[k] += v
			}
		}
	}
	g := ws[0]
	var squares [params]float64
	both(func(i int) {
		g.each(i, n.Params[i].Cols, func(at, end int) {
			sum := float32(0)
			for _, v := range g.grad[i][at:end] {
				sum += v * v
			}
			squares[i] += float64(sum)
		})
	})
	for _, s := range squares {
		norm += s
	}
	norm = math.Sqrt(norm)
	f := float32(1)
	if norm > clip {
		f = float32(clip / norm)
	}
	// With beta2 this low the correction matters for some hundred steps only.
	lr := float32(rate * math.Sqrt(1-math.Pow(beta2, float64(step))) / (1 - math.Pow(beta1, float64(step))))
	both(func(i int) {
		p := n.Params[i]
		shrink := float32(1 - rate*decay)
		if p.Rows == 1 || p.Sparse {
			shrink = 1
		}
		g.each(i, p.Cols, func(at, end int) { adam(p, g.grad[i], at, end, f, lr, shrink) })
	})
	for _, w := range ws {
		for i := range params {
			w.each(i, n.Params[i].Cols, func(at, end int) { clear(w.grad[i][at:end]) })
			for _, r := range w.rows[i] {
				w.seen[i][r] = false
			}
			w.rows[i] = w.rows[i][:0]
		}
	}
	n.Pack()
	return norm
}

// both runs f for all parameters on two goroutines.
func both(f func(i int)) {
	var wg sync.WaitGroup
	for part := range 2 {
		wg.Go(func() {
			for i := part; i < params; i += 2 {
				f(i)
			}
		})
	}
	wg.Wait()
}

func adam(p *Param, grad []float32, at, end int, f, lr, shrink float32) {
	w, m, v, g := p.W[at:end], p.M[at:end], p.V[at:end], grad[at:end]
	for k := range w {
		x := g[k] * f
		m[k] = beta1*m[k] + (1-beta1)*x
		v[k] = beta2*v[k] + (1-beta2)*x*x
		w[k] = w[k]*shrink - lr*m[k]/(float32(math.Sqrt(float64(v[k])))+tiny)
	}
}

// each calls f for each range of the gradient that may differ from 0.
func (w *worker) each(i, cols int, f func(at, end int)) {
	if w.net.Params[i].Sparse {
		for _, r := range w.rows[i] {
			f(int(r)*cols, (int(r)+1)*cols)
		}
		return
	}
	const block = 4096
	for at := 0; at < len(w.grad[i]); at += block {
		f(at, min(at+block, len(w.grad[i])))
	}
}

// merge adds the touched rows of all workers to those of the first.
func merge(ws []*worker, i, cols int) {
	for _, w := range ws[1:] {
		for _, r := range w.rows[i] {
			plus(ws[0].touch(i, r, cols), w.grad[i][int(r)*cols:], 1)
		}
	}
}

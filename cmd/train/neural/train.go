package neural

import (
	"math/rand/v2"
	"slices"
	"sync"
	"time"
)

// parts is into how many pieces a batch is cut, each for one worker. It is
// fixed, because the sum of gradients depends on it.
const parts = 2

// Options tunes [Train].
type Options struct {
	Seed   uint64
	Epochs int
	Words  int     // of a batch
	Rate   float64 // of learning, at its height
	Drop   Drop
	Folder string // for checkpoints
	// Report is called after each epoch, and now and then within one.
	Report func(Progress)
	// Stop ends the training after this many epochs, with the rate of learning
	// where it is; 0 means never.
	Stop int
}

// Progress is how far a training is.
type Progress struct {
	Epoch, Epochs int
	Share         float64 // of the epoch
	Loss          [4]float64
	Norm          float64
	Elapsed       time.Duration
	Done          bool // the epoch is over
	Net           *Net
}

// Train trains a network on examples, from the last checkpoint if there is one.
func Train(n *Net, ex []*Example, o Options) error {
	epoch, step, err := n.resume(o.Folder)
	if err != nil {
		return err
	}
	ws := make([]*worker, parts)
	for i := range ws {
		ws[i] = newWorker(n, o.Drop)
		ws[i].train = true
	}
	total := o.Epochs * len(batches(ex, o.Words, o.Seed, 0))
	began := time.Now()
	for ; epoch < o.Epochs && (o.Stop == 0 || epoch < o.Stop); epoch++ {
		bs := batches(ex, o.Words, o.Seed, epoch)
		p := Progress{Epoch: epoch + 1, Epochs: o.Epochs, Net: n}
		var of [4]int
		for i, b := range bs {
			norm := learn(n, ws, b, o, rate(o.Rate, step, total), step)
			step++
			for _, w := range ws {
				for k := range of {
					p.Loss[k] += w.Loss[k]
					of[k] += w.Of[k]
				}
				w.Loss, w.Of, w.Right = [4]float64{}, [4]int{}, [4]int{}
			}
			p.Norm += norm
			if i%50 == 49 && o.Report != nil {
				q := p
				for k := range of {
					q.Loss[k] /= float64(max(of[k], 1))
				}
				q.Share, q.Elapsed, q.Norm = float64(i+1)/float64(len(bs)), time.Since(began), q.Norm/float64(i+1)
				o.Report(q)
			}
		}
		for k := range of {
			p.Loss[k] /= float64(max(of[k], 1))
		}
		p.Norm /= float64(len(bs))
		if err := n.save(o.Folder, epoch+1, step); err != nil {
			return err
		}
		if p.Share, p.Elapsed, p.Done = 1, time.Since(began), true; o.Report != nil {
			o.Report(p)
		}
	}
	return nil
}

// rate rises over the first steps and then falls in a line to almost nothing.
func rate(top float64, step, total int) float64 {
	const warm = 200
	if step < warm {
		return top * float64(step+1) / warm
	}
	left := 1 - float64(step-warm)/float64(max(total-warm, 1))
	return top * max(left, 0.01)
}

// learn makes one update.
func learn(n *Net, ws []*worker, batch []*Example, o Options, rate float64, step int) float64 {
	words := 0
	for _, e := range batch {
		words += len(e.Words)
	}
	var wg sync.WaitGroup
	for i, w := range ws {
		var mine []*Example
		for k := i; k < len(batch); k += len(ws) {
			mine = append(mine, batch[k])
		}
		w.rng = rand.New(rand.NewPCG(o.Seed, uint64(step*parts+i)))
		wg.Go(func() { w.run(mine, 1/float32(words)) })
	}
	wg.Wait()
	return update(n, ws, rate, step+1)
}

// batches shuffles the examples and cuts them into batches of about so many
// words, each of sentences of like length, longest first.
func batches(ex []*Example, words int, seed uint64, epoch int) [][]*Example {
	rng := rand.New(rand.NewPCG(seed, 1<<32+uint64(epoch)))
	order := make([]*Example, len(ex))
	for i, k := range rng.Perm(len(ex)) {
		order[i] = ex[k]
	}
	var out [][]*Example
	const pool = 12 // batches that are sorted together
	for len(order) > 0 {
		n, size := 0, 0
		for n < len(order) && size < pool*words {
			size += len(order[n].Words)
			n++
		}
		p := order[:n]
		order = order[n:]
		slices.SortStableFunc(p, func(a, b *Example) int { return len(b.Words) - len(a.Words) })
		for len(p) > 0 {
			k, size := 0, 0
			for k < len(p) && (k == 0 || size+len(p[k].Words) <= words) {
				size += len(p[k].Words)
				k++
			}
			out = append(out, p[:k])
			p = p[k:]
		}
	}
	rng.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

// A Guess is what the network says of a sentence: the best class of each word.
type Guess struct{ Tags, Heads, Rels, Names []int32 }

// Guesses runs the network on sentences, on two goroutines.
func Guesses(n *Net, ex []*Example) []Guess {
	out := make([]Guess, len(ex))
	at := map[*Example]int{}
	for i, e := range ex {
		at[e] = i
	}
	bs := batches(ex, 800, 0, 0)
	var wg sync.WaitGroup
	for part := range parts {
		w := &worker{net: n, zero: make([]float32, n.Dims.Hidden)}
		w.guess = func(e *Example, t, h, r, m []int32) {
			out[at[e]] = Guess{slices.Clone(t), slices.Clone(h), slices.Clone(r), slices.Clone(m)}
		}
		wg.Go(func() {
			for i := part; i < len(bs); i += parts {
				w.run(bs[i], 0)
			}
		})
	}
	wg.Wait()
	return out
}

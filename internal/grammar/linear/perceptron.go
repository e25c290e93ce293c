package linear

// A Perceptron is an averaged perceptron over hashed features, in whole
// numbers, so that training gives the same weights everywhere. It is used by
// one goroutine at a time.
type Perceptron struct {
	classes int
	slots   []int32 // row number + 1 by hash, 0 free
	keys    []uint64
	rows    [][]cell
	step    int64
}

// cell is the weight of one class for one feature, and step × change summed up
// for the average.
type cell struct {
	class  uint8
	weight int32
	sum    int64
}

// NewPerceptron makes one without weights.
func NewPerceptron(classes int) *Perceptron {
	return &Perceptron{classes: classes, slots: make([]int32, 1<<16), step: 1}
}

// Classes is how many classes it tells apart.
func (p *Perceptron) Classes() int { return p.classes }

func (p *Perceptron) find(k uint64) int {
	mask := uint64(len(p.slots) - 1)
	for i := k & mask; ; i = (i + 1) & mask {
		n := p.slots[i]
		if n == 0 {
			return -1
		}
		if p.keys[n-1] == k {
			return int(n - 1)
		}
	}
}

func (p *Perceptron) make(k uint64) int {
	if n := p.find(k); n >= 0 {
		return n
	}
	if 2*len(p.keys) > len(p.slots) {
		p.slots = make([]int32, 2*len(p.slots))
		for n, k := range p.keys {
			p.place(k, n)
		}
	}
	p.keys = append(p.keys, k)
	p.rows = append(p.rows, nil)
	p.place(k, len(p.keys)-1)
	return len(p.keys) - 1
}

func (p *Perceptron) place(k uint64, n int) {
	mask := uint64(len(p.slots) - 1)
	i := k & mask
	for p.slots[i] != 0 {
		i = (i + 1) & mask
	}
	p.slots[i] = int32(n + 1)
}

// Score adds up the weights of the features.
func (p *Perceptron) Score(keys []uint64, scores []int32) {
	clear(scores)
	for _, k := range keys {
		if n := p.find(k); n >= 0 {
			for _, c := range p.rows[n] {
				scores[c.class] += c.weight
			}
		}
	}
}

// Step counts one decision; averages are over steps.
func (p *Perceptron) Step() { p.step++ }

// Update adds by to the weight of class for each feature.
func (p *Perceptron) Update(keys []uint64, class int, by int32) {
	for _, k := range keys {
		n := p.make(k)
		row := p.rows[n]
		i := 0
		for i < len(row) && row[i].class != uint8(class) {
			i++
		}
		if i == len(row) {
			row = append(row, cell{class: uint8(class)})
			p.rows[n] = row
		}
		row[i].weight += by
		row[i].sum += int64(by) * p.step
	}
}

// Weights are the averages over all steps so far.
func (p *Perceptron) Weights() map[uint64][]Weight {
	m := make(map[uint64][]Weight, len(p.keys))
	for n, k := range p.keys {
		for _, c := range p.rows[n] {
			v := float64(c.weight) - float64(c.sum)/float64(p.step)
			if v != 0 {
				m[k] = append(m[k], Weight{c.class, v})
			}
		}
	}
	return m
}

// A Scorer is a table of weights that can be asked: [Rows] or [Perceptron].
type Scorer interface {
	Score(keys []uint64, scores []int32)
	Classes() int
}

// Package classify runs small classifiers: named features and dense numbers
// in, a probability of each class of one or several heads out.
//
// A feature adds its row of weights to the scores of the classes; the numbers
// reach them through one layer of hidden units. Several members, trained from
// different seeds, are averaged. The weights are sections of a model file,
// bytes with a scale for each row; [Weights.Sections] makes them. Nothing here
// trains, and nothing knows what features and classes mean.
package classify

import (
	"encoding/binary"
	"fmt"
	"math"

	"annals/internal/sys/model"
	"annals/internal/sys/rowsum"
)

// The bounds on what a file may claim.
const (
	maxHeads   = 16
	maxWidth   = 1 << 13
	maxMembers = 16
)

// A Model is classifiers that are ready to use. It is immutable.
type Model struct {
	heads   []int // classes of each
	classes int   // of all heads together
	dense   int
	members []member
	known   table // the features that a member has a row for
}

type member struct {
	keys   []uint32
	sparse rows // [rows][classes]
	in     rows // [hidden][dense]
	inBias []float32
	out    rows // [classes][hidden]
	bias   []float32
}

// rows is bytes with a scale for each row.
type rows struct {
	cols   int
	scale  []float32
	v      []byte
	packed []byte // v again, as vector code reads it; nil for portable code
}

// Heads is the number of classes of each head.
func (m *Model) Heads() []int { return m.heads }

// Dense is how many numbers an input has.
func (m *Model) Dense() int { return m.dense }

// Open makes a model of the sections that section gives.
func Open(section func(name string) ([]byte, error)) (*Model, error) {
	o := opener{section: section}
	head := o.uint32s("heads", -1)
	if o.err == nil && (len(head) < 3 || len(head) > maxHeads+2 || head[0] > maxWidth || head[1] > maxMembers) {
		o.err = fmt.Errorf("%w: section %q", model.ErrCorrupt, "heads")
	}
	if o.err != nil {
		return nil, o.err
	}
	m := &Model{dense: int(head[0]), members: make([]member, head[1])}
	for _, n := range head[2:] {
		if n > maxWidth {
			return nil, fmt.Errorf("%w: head of %d classes", model.ErrCorrupt, n)
		}
		m.heads = append(m.heads, int(n))
		m.classes += int(n)
	}
	for i := range m.members {
		m.members[i] = o.member(i, m)
	}
	m.number()
	return m, o.err
}

// number lets a feature be looked up once for all members.
func (m *Model) number() {
	keys := 0
	for i := range m.members {
		keys += len(m.members[i].keys)
	}
	m.known = newTable(keys, len(m.members))
	for i, x := range m.members {
		for r, k := range x.keys {
			m.known.set(k, i, int32(r))
		}
	}
}

// find fills in.rows with the rows of the features that are known, member after
// member.
func (m *Model) find(in *Input) {
	in.rows = in.rows[:0]
	for _, f := range in.Features {
		in.rows = append(in.rows, m.known.find(f)...)
	}
}

// Run fills out with the probabilities of all classes, head after head.
func (m *Model) Run(in *Input, out []float32) {
	clear(out)
	m.find(in)
	in.findFilled()
	for i := range m.members {
		in.scores = grow(in.scores, m.classes)
		m.members[i].score(in, in.scores, i, len(m.members))
		at := 0
		for _, n := range m.heads {
			softmax(in.scores[at : at+n])
			at += n
		}
		for k, v := range in.scores {
			out[k] += v / float32(len(m.members))
		}
	}
}

// score fills out with the scores of member i of n.
func (m *member) score(in *Input, out []float32, i, n int) {
	copy(out, m.bias)
	for ; i < len(in.rows); i += n {
		if r := in.rows[i]; r >= 0 {
			m.sparse.add(out, int(r), 1)
		}
	}
	if len(in.Dense) != m.in.cols {
		return // vectors that it was not trained on
	}
	in.hidden = grow(in.hidden, len(m.inBias))
	m.in.times(in.hidden, in.Dense, in.parts)
	for j, b := range m.inBias {
		if v := in.hidden[j] + b; v > 0 {
			m.out.add(out, j, v) // the transpose: a row for each hidden unit
		}
	}
}

// add adds f times a row to x. Where there is room behind x, numbers there are
// made use of, so that vector code does it all.
func (t *rows) add(x []float32, at int, f float32) {
	from, n := at*t.cols, len(x)
	if whole := (n + partSize - 1) / partSize * partSize; whole <= cap(x) && from+whole <= len(t.v) {
		n = whole
	}
	rowsum.Add(x[:n], t.v[from:from+n], float32(f*t.scale[at]))
}

// together is how many rows are multiplied at once.
const together = 8

// times fills out with the products of x and the rows, over the parts of x that
// are not all zeros.
func (t *rows) times(out, x []float32, parts []int32) {
	whole := parts // those of partSize numbers
	if n := len(parts); n > 0 && int(parts[n-1])+partSize > len(x) {
		whole = parts[:n-1]
	}
	var sums [together][4]float32
	for row := 0; row < len(out); row += together {
		if !t.dots(&sums, x, whole, row) {
			t.plainDots(&sums, x, whole, row)
		}
		for k := 0; k < together && row+k < len(out); k++ {
			out[row+k] = t.total(&sums[k], x, parts[len(whole):], row+k)
		}
	}
}

// plainDots is dots in portable code: each product and sum is rounded alone,
// so that vector code gives the same bits.
func (t *rows) plainDots(sums *[together][4]float32, x []float32, parts []int32, row int) {
	for k := 0; k < together && row+k < len(t.scale); k++ {
		var a, b, c, d float32
		v := t.v[(row+k)*t.cols : (row+k)*t.cols+len(x)]
		for _, at := range parts {
			w, y := v[at:at+partSize:at+partSize], x[at:at+partSize:at+partSize]
			a += float32(y[0] * float32(int8(w[0])))
			b += float32(y[1] * float32(int8(w[1])))
			c += float32(y[2] * float32(int8(w[2])))
			d += float32(y[3] * float32(int8(w[3])))
			a += float32(y[4] * float32(int8(w[4])))
			b += float32(y[5] * float32(int8(w[5])))
			c += float32(y[6] * float32(int8(w[6])))
			d += float32(y[7] * float32(int8(w[7])))
		}
		sums[k] = [4]float32{a, b, c, d}
	}
}

// total is the product of x with a row: the sums of its parts and what is left
// of x behind them.
func (t *rows) total(sums *[4]float32, x []float32, rest []int32, row int) float32 {
	a := sums[0]
	for _, at := range rest {
		for k, y := range x[at:] {
			a += float32(y * float32(int8(t.v[row*t.cols+int(at)+k])))
		}
	}
	return float32((a + sums[1] + (sums[2] + sums[3])) * t.scale[row])
}

func softmax(p []float32) {
	top, sum := p[0], float32(0)
	for _, v := range p {
		top = max(top, v)
	}
	for k, v := range p {
		p[k] = float32(math.Exp(float64(v - top)))
		sum += p[k]
	}
	for k := range p {
		p[k] /= sum
	}
}

// grow has room for a whole part at the end.
func grow(s []float32, n int) []float32 {
	if cap(s) < n+partSize {
		s = make([]float32, n+partSize)
	}
	return s[:n]
}

// opener reads sections and keeps the first error.
type opener struct {
	section func(name string) ([]byte, error)
	err     error
}

func (o *opener) get(name string, size int) []byte {
	if o.err != nil {
		return nil
	}
	b, err := o.section(name)
	if err == nil && (size >= 0 && len(b) != size || len(b)%4 != 0 && size < 0) {
		err = fmt.Errorf("%w: section %q has %d bytes", model.ErrCorrupt, name, len(b))
	}
	o.err = err
	return b
}

func (o *opener) uint32s(name string, n int) []uint32 {
	b := o.get(name, max(4*n, -1))
	if o.err != nil {
		return nil
	}
	out := make([]uint32, len(b)/4)
	for i := range out {
		out[i] = binary.LittleEndian.Uint32(b[4*i:])
	}
	return out
}

func (o *opener) floats(name string, n int) []float32 {
	out := make([]float32, max(n, 0))
	for i, u := range o.uint32s(name, n) {
		out[i] = finite(math.Float32frombits(u))
	}
	return out
}

// finite keeps NaN and numbers that no training gives out of the sums.
func finite(f float32) float32 {
	if f > -1e6 && f < 1e6 {
		return f
	}
	return 0
}

func (o *opener) rows(name string, n, cols int) rows {
	b := o.get(name, n*(cols+4))
	if o.err != nil {
		return rows{}
	}
	t := rows{cols: cols, scale: make([]float32, n), v: b[4*n:]}
	for i := range t.scale {
		t.scale[i] = finite(math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:])))
	}
	return t
}

func (o *opener) member(i int, m *Model) member {
	name := func(s string) string { return fmt.Sprint(s, i) }
	keys := o.uint32s(name("keys"), -1)
	x := member{keys: keys}
	x.sparse = o.rows(name("sparse"), len(keys), m.classes)
	x.bias = o.floats(name("bias"), m.classes)
	hidden := o.uint32s(name("hidden"), 1)
	if o.err != nil || hidden[0] > maxWidth {
		hidden = []uint32{0}
	}
	x.inBias = o.floats(name("inbias"), int(hidden[0]))
	x.in = o.rows(name("in"), int(hidden[0]), m.dense)
	x.in.pack()
	x.out = o.rows(name("out"), int(hidden[0]), m.classes)
	return x
}

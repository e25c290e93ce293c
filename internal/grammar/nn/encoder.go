package nn

import "slices"

// encoder turns words into states: tables of vectors and two bidirectional
// LSTM layers.
type encoder struct {
	Dims
	vectors, words, affix, gram, list table
	vocabulary, known, listed         index
	marks                             []uint16 // lists of each listed word
	layers                            [2]layer
	kernel                            kernel
}

// layer is a bidirectional LSTM.
type layer struct {
	in    matrix // both directions
	back  [2]matrix
	gates [2]gates
}

// table is rows of bytes with a scale each.
type table struct {
	cols  int
	scale []float32
	v     []byte
}

// encode reads the words of a batch; s.x is then the states of the upper layer.
func (n *encoder) encode(s *Scratch, words int) {
	rows := pad(words, lanes)
	s.in = grow(s.in, rows*8*n.Hidden)
	n.embed(s, pad(len(s.words), lanes))
	s.self = grow(s.self, words)
	for i := range s.self {
		s.self[i] = int32(i)
	}
	of := s.of
	for l := range n.layers {
		s.h[l] = grow(s.h[l], rows*2*n.Hidden)
		n.layer(&n.layers[l], s, of, s.h[l])
		s.x, of = s.h[l], s.self // above the first layer each word stands for itself
	}
}

// find fills s.rows.
func (n *encoder) find(s *Scratch) {
	s.rows = grow(s.rows, len(s.of))
	for i, k := range s.of {
		s.rows[i] = -1
		if r, ok := n.vocabulary.find(s.words[k].Low); ok {
			s.rows[i] = int32(r)
		}
	}
}

// embed fills s.x with the vectors of the words.
func (n *encoder) embed(s *Scratch, rows int) {
	width := n.input()
	s.h[1] = grow(s.h[1], rows*max(width, 2*n.Hidden))
	s.x = s.h[1][:rows*width]
	s.input = grow(s.input, width)
	for i := range s.words {
		w := &s.words[i]
		clear(s.input)
		x := s.input
		if r, ok := n.vocabulary.find(w.Low); ok {
			n.vectors.add(x[:n.Vector], r, 1, n.kernel)
		}
		x = x[n.Vector:]
		r, _ := n.known.find(w.Plain)
		n.words.add(x[:n.Word], r, 1, n.kernel)
		x = x[n.Word:]
		for _, a := range w.Affix {
			n.affix.add(x[:n.Affix], int(a)&(len(n.affix.scale)-1), 1, n.kernel)
		}
		x = x[n.Affix:]
		if len(w.Grams) > 0 {
			f := 1 / float32(len(w.Grams))
			for _, g := range w.Grams {
				n.gram.add(x[:n.Gram], int(g)&(len(n.gram.scale)-1), f, n.kernel)
			}
		}
		if n.List > 0 {
			n.lists(x[n.Gram:], w)
		}
		for k, v := range s.input {
			s.input[k] = max(min(v, maxInput/inputUnit), -maxInput/inputUnit)
		}
		n.kernel.round(s.x[i*width:(i+1)*width], s.input, inputUnit)
	}
	clear(s.x[len(s.words)*width:])
}

// round is to the nearest whole number, halves away from zero.
func round(v float32) int32 {
	if v < 0 {
		return int32(v - 0.5)
	}
	return int32(v + 0.5)
}

// add adds f times a row.
func (t *table) add(x []float32, row int, f float32, k kernel) {
	k.addRow(x, t.v[row*t.cols:row*t.cols+len(x)], float32(f*t.scale[row]))
}

// layer reads s.x, in which word i has row of[i], and fills h.
func (n *encoder) layer(l *layer, s *Scratch, of []int32, h []int16) {
	hid := n.Hidden
	n.kernel.times(s.in, s.x, l.in.cols, int(slices.Max(of))+1, &l.in)
	sents := pad(len(s.length), lanes)
	s.sum = grow(s.sum, sents*4*hid)
	s.cell, s.state = grow(s.cell, sents*hid), grow(s.state, sents*hid)
	for dir := range 2 {
		clear(s.cell)
		clear(s.state)
		clear(s.sum)
		active := len(s.length)
		for t := range s.length[0] {
			for active > 0 && s.length[active-1] <= t {
				active--
			}
			if t > 0 {
				n.kernel.times(s.sum, s.state, hid, active, &l.back[dir])
			}
			for b := range active {
				r := s.start[b] + t
				if dir == 1 {
					r = s.start[b] + s.length[b] - 1 - t
				}
				out := h[r*2*hid+dir*hid:][:hid]
				n.kernel.cell(s.in[int(of[r])*8*hid+dir*4*hid:][:4*hid], s.sum[b*4*hid:][:4*hid], &l.gates[dir], s.cell[b*hid:][:hid], out)
				copy(s.state[b*hid:], out)
			}
		}
	}
}

// Input gives what the network makes of a form before it reads the words
// beside it. It is for training what stands beside the network.
func (n *Network) Input(form string) []float32 {
	var s Scratch
	s.words = append(s.words, s.reader.Read(form))
	n.embed(&s, pad(1, lanes))
	return s.input
}

package linear

// A Namer finds names with a linear chain over tags of the form outside,
// begin, inside, end, single (BIOES), decoded by Viterbi.
type Namer struct {
	Weights Scorer  // classes: see NameTags
	Moves   []int32 // tag before × tag, the score of the step
}

// NameTags is how many tags k kinds have: outside, then four for each kind.
func NameTags(kinds int) int { return 1 + 4*kinds }

// The places of a word in a name; tag = 1 + 4*kind + place.
const (
	begin = iota
	inside
	end
	single
)

// NameTag is the tag of a word of a name.
func NameTag(kind, i, first, last int) uint8 {
	place := inside
	switch {
	case first == last-1:
		place = single
	case i == first:
		place = begin
	case i == last-1:
		place = end
	}
	return uint8(1 + 4*kind + place)
}

// A Run is a name: words [First, Last) and the number of its kind.
type Run struct{ First, Last, Kind int }

// follows reports whether tag b may come after a: inside and end only after
// begin and inside of their kind.
func follows(a, b int) bool {
	open := a > 0 && (a-1)%4 <= inside
	going := b > 0 && ((b-1)%4 == inside || (b-1)%4 == end)
	if open != going {
		return false
	}
	return !open || (a-1)/4 == (b-1)/4
}

// viterbi is the scratch of decoding.
type viterbi struct {
	score []int32 // word × tag
	back  []uint8
	path  []uint8
	emit  []int32
}

const impossible = -1 << 28

// Decode gives the best tags of a sentence; they belong to s.
func (m *Namer) Decode(ws []Word, tags []uint8, s *Scratch) []uint8 {
	v, c := &s.vit, m.Weights.Classes()
	if cap(v.score) < len(ws)*c {
		n := 2*len(ws)*c + 64*c
		v.score, v.back, v.path = make([]int32, n), make([]uint8, n), make([]uint8, n)
	}
	if len(ws) == 0 {
		return nil
	}
	emit := s.scores[:c]
	for i := range ws {
		s.keys = nameKeys(s.keys[:0], ws, tags, i)
		m.Weights.Score(s.keys, emit)
		row := v.score[i*c : i*c+c]
		for t := range c {
			row[t] = impossible
			if i == 0 {
				if follows(0, t) {
					row[t] = emit[t] + m.Moves[t]
				}
				continue
			}
			prev := v.score[(i-1)*c : i*c]
			from := 0
			for a := range c {
				if x := prev[a] + m.Moves[a*c+t]; prev[a] > impossible && follows(a, t) && x > row[t] {
					row[t], from = x, a
				}
			}
			v.back[i*c+t] = uint8(from)
			if row[t] > impossible {
				row[t] += emit[t]
			}
		}
	}
	return v.trace(len(ws), c)
}

// trace follows the best path back from the last word, where no name may stay
// open.
func (v *viterbi) trace(n, c int) []uint8 {
	last, b := v.score[(n-1)*c:n*c], 0
	for t := range c {
		if follows(t, 0) && last[t] > last[b] {
			b = t
		}
	}
	path := v.path[:n]
	for i := n - 1; i >= 0; i-- {
		path[i] = uint8(b)
		b = int(v.back[i*c+b])
	}
	return path
}

// Names reads runs off the tags.
func Names(path []uint8, out []Run) []Run {
	first := -1
	for i, t := range path {
		if t == 0 {
			continue
		}
		kind, place := int(t-1)/4, int(t-1)%4
		if place == begin || place == single {
			first = i
		}
		if (place == end || place == single) && first >= 0 {
			out = append(out, Run{first, i + 1, kind})
			first = -1
		}
	}
	return out
}

// Train learns from one sentence; it tells whether it was right before.
func (m *Namer) Train(ws []Word, tags, gold []uint8, moves *Perceptron, s *Scratch) bool {
	p, c := m.Weights.(*Perceptron), m.Weights.Classes()
	for a := range c {
		moves.Score([]uint64{uint64(a) + 1}, m.Moves[a*c:a*c+c])
	}
	path := m.Decode(ws, tags, s)
	right := true
	for i := range path {
		a, b := uint64(0), uint64(0)
		if i > 0 {
			a, b = uint64(gold[i-1]), uint64(path[i-1])
		}
		if path[i] != gold[i] {
			right = false
			s.keys = nameKeys(s.keys[:0], ws, tags, i)
			p.Update(s.keys, int(gold[i]), 1)
			p.Update(s.keys, int(path[i]), -1)
		}
		if path[i] != gold[i] || a != b {
			moves.Update([]uint64{a + 1}, int(gold[i]), 1)
			moves.Update([]uint64{b + 1}, int(path[i]), -1)
		}
	}
	p.Step()
	moves.Step()
	return right
}

// nameKeys appends the features of word i.
func nameKeys(k []uint64, ws []Word, tags []uint8, i int) []uint64 {
	w, p, n := &ws[i], at(ws, i-1), at(ws, i+1)
	pp, nn := at(ws, i-2), at(ws, i+2)
	tag := func(i int) uint64 {
		if i < 0 || i >= len(tags) {
			return noTag
		}
		return uint64(tags[i])
	}
	first := uint64(0)
	if i == 0 {
		first = 1
	}
	sh := w.Shape
	return append(k, key1(1, 0), key1(2, w.Form), key1(3, w.Lower), key2(4, sh, first), key2(5, w.Lower, sh&0xFF),
		key1(6, w.Suf[1]), key1(7, w.Suf[2]), key1(8, w.Suf[3]), key1(9, w.Pre[1]), key1(10, w.Pre[2]),
		key1(11, p.Lower), key1(12, n.Lower), key1(13, pp.Lower), key1(14, nn.Lower),
		key2(15, p.Lower, w.Lower), key2(16, w.Lower, n.Lower), key2(17, p.Lower, n.Lower), key2(18, pp.Lower, p.Lower), key2(19, n.Lower, nn.Lower),
		key3(20, p.Shape, sh, n.Shape), key2(21, p.Shape, sh), key2(22, sh, n.Shape), key3(23, pp.Shape&0xFF, p.Shape&0xFF, sh&0xFF), key3(24, sh&0xFF, n.Shape&0xFF, nn.Shape&0xFF),
		key1(25, w.Big), key1(26, w.Mid), key1(27, w.Wide), key2(28, w.Big, sh&0xFF), key2(29, w.Mid, sh&0xFF),
		key1(30, p.Big), key1(31, n.Big), key2(32, p.Big, w.Big), key2(33, w.Big, n.Big), key2(34, p.Mid, w.Mid), key2(35, w.Mid, n.Mid),
		key1(36, pp.Big), key1(37, nn.Big), key3(38, p.Mid, w.Mid, n.Mid), key2(39, p.Lower, w.Mid), key2(40, w.Mid, n.Lower),
		key1(41, tag(i)), key2(42, tag(i-1), tag(i)), key2(43, tag(i), tag(i+1)), key3(44, tag(i-1), tag(i), tag(i+1)), key2(45, tag(i), w.Big),
		key2(46, p.Lower, sh&0xFF), key2(47, n.Lower, sh&0xFF), key3(48, p.Lower, sh&0xFF, n.Shape&0xFF), key2(49, w.Suf[2], sh&0xFF), key2(50, w.Pre[2], sh&0xFF))
}

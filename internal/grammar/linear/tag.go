package linear

// maxClasses bounds the classes of any table (one byte each).
const maxClasses = 256

// border stands for the words before the first and after the last.
var border = Word{Form: 1, Lower: 1, Shape: 1, Suf: [4]uint64{1, 1, 1, 1}}

func at(ws []Word, i int) *Word {
	if i < 0 || i >= len(ws) {
		return &border
	}
	return &ws[i]
}

// tagKeys appends the features of word i; t1 and t2 are the tags of the words
// before it.
func tagKeys(k []uint64, ws []Word, i int, t1, t2 uint64) []uint64 {
	w, p, n := &ws[i], at(ws, i-1), at(ws, i+1)
	pp, nn := at(ws, i-2), at(ws, i+2)
	first := uint64(0)
	if i == 0 {
		first = 1
	}
	k = append(k, key1(1, 0), key1(2, w.Form), key1(3, w.Lower),
		key2(4, w.Shape, first), key1(5, w.Suf[0]), key1(6, w.Suf[1]), key1(7, w.Suf[2]), key1(8, w.Suf[3]),
		key1(9, w.Pre[0]), key1(10, w.Pre[1]), key1(11, w.Pre[2]),
		key1(12, t1), key2(13, t1, t2), key2(14, t1, w.Lower), key2(15, t1, w.Suf[2]),
		key1(16, p.Lower), key1(17, n.Lower), key1(18, pp.Lower), key1(19, nn.Lower),
		key1(20, n.Suf[2]), key1(21, n.Suf[1]), key2(22, n.Shape, w.Shape), key1(23, p.Suf[2]),
		key2(24, p.Lower, w.Lower), key2(25, w.Lower, n.Lower),
		key2(26, t1, n.Lower), key2(27, w.Shape, w.Suf[2]))
	if w.Big != 0 {
		k = append(k, key1(28, w.Big), key1(29, w.Mid), key1(30, w.Wide), key2(31, t1, w.Mid), key2(32, w.Mid, w.Suf[1]),
			key2(33, w.Big, w.Shape&0xFF))
	} else {
		k = append(k, key2(33, 0, w.Shape), key2(34, t1, w.Shape&0xFF))
	}
	if n.Big != 0 {
		k = append(k, key1(35, n.Big), key1(36, n.Mid), key2(37, w.Mid, n.Mid))
	}
	if p.Big != 0 {
		k = append(k, key1(38, p.Big))
	}
	if nn.Big != 0 {
		k = append(k, key1(39, nn.Mid))
	}
	k = append(k, key1(40, w.Tags), key1(41, n.Tags), key2(42, w.Tags, t1), key2(43, w.Tags, n.Tags),
		key3(44, t1, w.Tags, n.Tags), key2(45, n.Tags, nn.Tags), key3(46, t2, t1, w.Tags))
	return k
}

// A Tagger gives each word its class, greedily from left to right.
type Tagger struct{ Weights Scorer }

// Tag fills tags for the words; s is scratch.
func (t *Tagger) Tag(ws []Word, tags []uint8, s *Scratch) {
	t1, t2 := noTag, noTag
	scores := s.scores[:t.Weights.Classes()]
	for i := range ws {
		s.keys = tagKeys(s.keys[:0], ws, i, t1, t2)
		t.Weights.Score(s.keys, scores)
		tags[i] = uint8(best(scores))
		t1, t2 = uint64(tags[i]), t1
	}
}

// noTag is the tag before the first word.
const noTag = uint64(255)

// Train learns from one sentence, with the tags it chooses itself as context.
func (t *Tagger) Train(ws []Word, gold []uint8, s *Scratch) (right int) {
	p := t.Weights.(*Perceptron)
	t1, t2 := noTag, noTag
	scores := s.scores[:p.Classes()]
	for i := range ws {
		s.keys = tagKeys(s.keys[:0], ws, i, t1, t2)
		p.Score(s.keys, scores)
		got := best(scores)
		if got == int(gold[i]) {
			right++
		} else {
			p.Update(s.keys, int(gold[i]), 1)
			p.Update(s.keys, got, -1)
		}
		p.Step()
		t1, t2 = uint64(got), t1
	}
	return right
}

// best is the class of the highest score; of equals the first.
func best(scores []int32) int {
	b := 0
	for i, v := range scores {
		if v > scores[b] {
			b = i
		}
	}
	return b
}

// Scratch is the working space of one goroutine.
type Scratch struct {
	keys   []uint64
	scores [maxClasses]int32
	labels [maxClasses]int32
	state  state
	vit    viterbi
}

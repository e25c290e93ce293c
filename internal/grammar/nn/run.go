package nn

import (
	"math"
	"slices"
)

// batchWords is about how many words are read at a time: enough to fill the
// lanes of the products, little enough to stay in the cache.
const batchWords = 640

// A Result is what the network says of the words of one sentence. Its slices
// are scratch and valid until the next call.
type Result struct {
	Tags, Rels []int32   // classes
	Heads      []int32   // −1 for the root; they form one tree
	Sure       []float32 // probability of each head
	Vectors    []int8    // of each word: its frozen vector, then its state
}

// A Text is sentences that belong together, as those of an article, and who is
// told what the network says of them.
type Text struct {
	Lengths []int                    // words of each sentence
	Form    func(i, word int) string // a word of sentence i
	Agree   bool                     // the names of words that are said again agree
	Parsed  func(i int, r *Result)   // called once for each sentence with words, in no promised order

	// Named is called for the same sentences in order, after all are parsed,
	// with the classes of names, which follow each other as they may. They are
	// scratch and valid until the next call.
	Named func(i int, classes []int32)
}

// Scratch is the work space of one goroutine. The zero value is ready.
type Scratch struct {
	reader  Reader
	words   []Word  // the different ones of a batch
	of      []int32 // for each word of a batch, its place in words
	self    []int32 // the same where each word stands for itself
	rows    []int32 // for each word of a batch, the row of its vector, or −1
	seen    []int32 // places in words by hash, −1 for none
	order   []int   // sentences, longest first
	start   []int
	length  []int
	input   []float32
	x       []int16 // input of a layer
	h       [2][]int16
	in, sum []int32
	cell    []float32
	state   []int16
	top     []float32
	names   []float32 // scores of the finder
	classes []int32   // of names
	first   []int     // for each sentence, its first word in the text
	text    agreement
	tree    trees
	result  Result
}

func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		s = make([]T, n+n/4)
	}
	return s[:n]
}

// Run reads a text. What is said of a sentence does not depend on the others,
// but for names that agree.
func (n *Network) Run(t Text, s *Scratch) {
	lengths := t.Lengths
	n.begin(lengths, s)
	s.order = grow(s.order, len(lengths))
	for i := range s.order {
		s.order[i] = i
	}
	slices.SortStableFunc(s.order, func(a, b int) int { return lengths[b] - lengths[a] })
	for from := 0; from < len(s.order); {
		to, words := from, 0
		for to < len(s.order) && (to == from || words+lengths[s.order[to]] <= batchWords) {
			words += lengths[s.order[to]]
			to++
		}
		if words == 0 {
			break
		}
		for to > from && lengths[s.order[to-1]] == 0 {
			to--
		}
		n.batch(s.order[from:to], words, &t, s)
		from = to
	}
	n.nameAll(&t, s)
}

// begin makes room for the names of a text.
func (n *Network) begin(lengths []int, s *Scratch) {
	s.first = grow(s.first, len(lengths))
	words := 0
	for i, l := range lengths {
		s.first[i] = words
		words += l
	}
	s.text.begin(words, len(n.Names))
}

// nameAll finds the names of a text whose words have scores.
func (n *Network) nameAll(t *Text, s *Scratch) {
	if t.Agree {
		s.text.agree(len(n.Names))
	}
	chain := n.chain
	if n.finder != nil {
		chain = n.finder.chain
	}
	for i, words := range t.Lengths {
		if words > 0 {
			s.classes = grow(s.classes, words)
			names(s.text.scores[s.first[i]*len(n.Names):], chain, s.classes, s)
			t.Named(i, s.classes)
		}
	}
}

// batch reads some sentences, longest first.
func (n *Network) batch(order []int, words int, t *Text, s *Scratch) {
	s.start, s.length = s.start[:0], s.length[:0]
	s.forget(words)
	for _, i := range order {
		s.start, s.length = append(s.start, len(s.of)), append(s.length, t.Lengths[i])
		for k := range t.Lengths[i] {
			w := s.reader.Read(t.Form(i, k))
			s.text.note(s.first[i]+k, &w)
			s.of = append(s.of, s.place(w))
		}
	}
	n.find(s)
	if n.finder != nil {
		n.finder.scores(s, words)
	}
	n.encode(s, words)
	n.tops(s, words)
	for b, i := range order {
		n.decode(s, b)
		n.scored(s, b, s.first[i])
		t.Parsed(i, &s.result)
	}
}

// forget empties the words of the batch before.
func (s *Scratch) forget(words int) {
	s.reader.Reset()
	s.words, s.of = s.words[:0], s.of[:0]
	s.seen = emptied(s.seen, words)
}

// place is where a word stands among the different ones of the batch: what
// the first layer makes of its input is computed once for each.
func (s *Scratch) place(w Word) int32 {
	mask := uint64(len(s.seen) - 1)
	for at := (w.Low + uint64(w.Affix[shapeAffix])) & mask; ; at = (at + 1) & mask {
		k := s.seen[at]
		if k < 0 {
			k = int32(len(s.words))
			s.seen[at], s.words = k, append(s.words, w)
			return k
		}
		if o := &s.words[k]; o.Low == w.Low && o.Affix[shapeAffix] == w.Affix[shapeAffix] {
			return k
		}
	}
}

// tops fills s.top with the scores of tags and names, and with the parts of
// heads and relations.
func (n *Network) tops(s *Scratch, words int) {
	width := n.heads.width()
	s.sum = grow(s.sum, pad(words, lanes)*width)
	n.kernel.times(s.sum, s.x, n.heads.cols, words, &n.heads)
	rows := n.heads.rows
	s.top = grow(s.top, words*rows)
	for i := range words {
		out := s.top[i*rows:][:rows]
		n.kernel.line(out, s.sum[i*width:][:rows], n.headScale, n.headBias)
		arcs := out[len(n.Tags)+len(n.Names):][:2*n.Arc]
		for k, v := range arcs {
			arcs[k] = max(v, 0)
		}
	}
}

// quantise fills q with x as whole numbers up to topUnit and gives what 1 of
// them is worth.
func (k kernel) quantise(q []int16, x []float32) float32 {
	most := k.maxAbs(x)
	if most == 0 {
		clear(q)
		return 0
	}
	k.round(q, x, topUnit/most)
	return most / topUnit
}

// topUnit is the largest number of a quantised row.
const topUnit = 2047

// exp is e^x for x ≤ 0, the same on every machine.
func exp(x float32) float32 {
	if x < -60 {
		return 0
	}
	t := float64(float64(x) * math.Log2E)
	n := math.Floor(t)
	f := float64((t - n) * math.Ln2)
	p := 1.0
	for i := 9.0; i >= 1; i-- { // Horner of the series
		p = float64(p*f)/i + 1
	}
	return float32(p * math.Float64frombits(uint64(1023+int(n))<<52)) // by 2^n
}

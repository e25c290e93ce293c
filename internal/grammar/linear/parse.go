package linear

// A Parser builds a dependency tree with the arc-eager transition system
// (Nivre 2003), trained with a dynamic oracle (Goldberg and Nivre 2012). The
// root stands as a word after the last, as in Ballesteros and Nivre 2013.
type Parser struct {
	Moves  Scorer   // shift, reduce, left, right
	Labels Scorer   // relation of an arc
	Coarse []uint64 // for each tag its coarse class
}

// The transitions.
const (
	moveShift = iota
	moveReduce
	moveLeft
	moveRight
	moveCount
)

// MoveCount is how many transitions there are.
const MoveCount = moveCount

// state is stack, buffer and the tree so far. Words are numbered from 0; word
// n is the root.
type state struct {
	n     int
	b     int // front of the buffer
	stack []int32
	head  []int32 // −1: none yet
	label []uint8
	sure  []int32 // margin of the decision that made the arc

	// The two outermost children on each side and how many there are.
	l1, l2, r1, r2 []int32
	ln, rn         []uint8

	gold []int32 // training only
}

func (s *state) reset(n int) {
	s.n, s.b, s.stack = n, 0, s.stack[:0]
	if cap(s.head) < n+1 {
		m := n + n/2 + 64
		s.head, s.label, s.sure = make([]int32, m), make([]uint8, m), make([]int32, m)
		s.l1, s.l2, s.r1, s.r2 = make([]int32, m), make([]int32, m), make([]int32, m), make([]int32, m)
		s.ln, s.rn = make([]uint8, m), make([]uint8, m)
	}
	s.head, s.label, s.sure = s.head[:n+1], s.label[:n+1], s.sure[:n+1]
	s.l1, s.l2, s.r1, s.r2 = s.l1[:n+1], s.l2[:n+1], s.r1[:n+1], s.r2[:n+1]
	s.ln, s.rn = s.ln[:n+1], s.rn[:n+1]
	for i := range n + 1 {
		s.head[i], s.l1[i], s.l2[i], s.r1[i], s.r2[i] = -1, -1, -1, -1, -1
		s.label[i], s.sure[i], s.ln[i], s.rn[i] = 0, 0, 0, 0
	}
}

// top is the i-th word of the stack from above, or −1.
func (s *state) top(i int) int {
	if k := len(s.stack) - 1 - i; k >= 0 {
		return int(s.stack[k])
	}
	return -1
}

func (s *state) done() bool { return s.b == s.n && len(s.stack) == 0 }

// can reports whether a transition is allowed.
func (s *state) can(move int) bool {
	t := s.top(0)
	switch move {
	case moveShift:
		return s.b < s.n
	case moveReduce:
		return t >= 0 && s.head[t] >= 0
	case moveLeft:
		return t >= 0 && s.head[t] < 0
	}
	return t >= 0 && s.b < s.n
}

// do makes a transition; label and margin are those of the new arc.
func (s *state) do(move int, label uint8, margin int32) {
	t := s.top(0)
	switch move {
	case moveShift:
		s.stack = append(s.stack, int32(s.b))
		s.b++
	case moveReduce:
		s.stack = s.stack[:len(s.stack)-1]
	case moveLeft:
		s.arc(s.b, t, label, margin)
		s.stack = s.stack[:len(s.stack)-1]
	case moveRight:
		s.arc(t, s.b, label, margin)
		s.stack = append(s.stack, int32(s.b))
		s.b++
	}
}

func (s *state) arc(head, dep int, label uint8, margin int32) {
	s.head[dep], s.label[dep], s.sure[dep] = int32(head), label, margin
	if dep < head {
		s.l2[head], s.l1[head] = s.l1[head], int32(dep)
		s.ln[head] = min(s.ln[head]+1, 7)
	} else {
		s.r2[head], s.r1[head] = s.r1[head], int32(dep)
		s.rn[head] = min(s.rn[head]+1, 7)
	}
}

// cost is how many gold arcs a transition makes unreachable.
func (s *state) cost(move int) int {
	t, n := s.top(0), 0
	switch move {
	case moveShift:
		n = s.lostOfFront(-1)
	case moveReduce:
		n = s.rightDeps(t, s.b)
	case moveLeft:
		n = s.rightDeps(t, s.b)
		if g := int(s.gold[t]); g > s.b {
			n++
		}
	case moveRight:
		n = s.lostOfFront(t)
		if g := int(s.gold[s.b]); g > s.b {
			n++
		}
	}
	return n
}

// lostOfFront counts the gold arcs between the front of the buffer and the
// stack that are lost when the front goes on the stack with head t.
func (s *state) lostOfFront(t int) int {
	n, g := 0, s.gold[s.b]
	for _, w := range s.stack {
		if w == g && int(w) != t {
			n++
		}
		if s.gold[w] == int32(s.b) && s.head[w] < 0 {
			n++
		}
	}
	return n
}

// rightDeps counts the words from the buffer whose gold head is t.
func (s *state) rightDeps(t, from int) int {
	n := 0
	for w := from; w < s.n; w++ {
		if s.gold[w] == int32(t) {
			n++
		}
	}
	return n
}

// A Tree is what the parser says of each word: its head (−1 for the root), the
// class of its relation, and the margin of the decision.
type Tree struct {
	Head   []int32
	Label  []uint8
	Margin []int32
}

// Parse builds the tree of a sentence. The slices of the result belong to s.
func (p *Parser) Parse(ws []Word, tags []uint8, s *Scratch) Tree {
	st := &s.state
	st.reset(len(ws))
	in := input{ws, tags, p.Coarse}
	scores := s.scores[:moveCount]
	for !st.done() {
		s.keys = moveKeys(s.keys[:0], st, &in)
		p.Moves.Score(s.keys, scores)
		move, margin := st.bestMove(scores, nil)
		label := uint8(0)
		if move == moveLeft || move == moveRight {
			label = p.label(st, &in, move, s)
		}
		st.do(move, label, margin)
	}
	return p.oneRoot(st)
}

func (p *Parser) label(st *state, in *input, move int, s *Scratch) uint8 {
	h, d := st.b, st.top(0)
	if move == moveRight {
		h, d = d, h
	}
	s.keys = labelKeys(s.keys[:0], st, in, h, d)
	labels := s.labels[:p.Labels.Classes()]
	p.Labels.Score(s.keys, labels)
	return uint8(best(labels))
}

// bestMove is the allowed transition of highest score and its lead over the
// next; with only, among those alone.
func (s *state) bestMove(scores []int32, only *[moveCount]bool) (move int, margin int32) {
	move = -1
	second := int32(-1 << 30)
	for m := range moveCount {
		if !s.can(m) || only != nil && !only[m] {
			continue
		}
		switch {
		case move < 0:
			move = m
		case scores[m] > scores[move]:
			second, move = scores[move], m
		case scores[m] > second:
			second = scores[m]
		}
	}
	if move >= 0 {
		margin = scores[move] - max(second, scores[move]-1<<20)
	}
	return move, margin
}

// oneRoot turns arcs from the root word into one root: the first root keeps
// its place, the others hang on it.
func (p *Parser) oneRoot(st *state) Tree {
	root := int32(-1)
	for i := range st.n {
		if int(st.head[i]) == st.n {
			if root < 0 {
				root = int32(i)
				st.head[i] = -1
			} else {
				st.head[i] = root
			}
		}
	}
	return Tree{st.head[:st.n], st.label[:st.n], st.sure[:st.n]}
}

// Train learns from one sentence whose gold heads are given (n for the root).
// follow says whether the parser goes where it thinks best or where the gold
// leads. It counts right moves and labels.
func (p *Parser) Train(ws []Word, tags []uint8, heads []int32, labels []uint8, follow func() bool, s *Scratch) (right int) {
	st := &s.state
	st.reset(len(ws))
	st.gold = heads
	moves, rel := p.Moves.(*Perceptron), p.Labels.(*Perceptron)
	in := input{ws, tags, p.Coarse}
	scores := s.scores[:moveCount]
	for !st.done() {
		s.keys = moveKeys(s.keys[:0], st, &in)
		moves.Score(s.keys, scores)
		got, _ := st.bestMove(scores, nil)
		free := st.free()
		want, _ := st.bestMove(scores, &free)
		if got != want {
			moves.Update(s.keys, want, 1)
			moves.Update(s.keys, got, -1)
			if !follow() {
				got = want
			}
		} else {
			right++
		}
		moves.Step()
		label := uint8(0)
		if got == moveLeft || got == moveRight {
			label = p.trainLabel(st, &in, got, labels, rel, s)
		}
		st.do(got, label, 0)
	}
	return right
}

// free marks the allowed transitions of least cost.
func (s *state) free() (is [moveCount]bool) {
	var costs [moveCount]int
	least := 1 << 30
	for m := range moveCount {
		if s.can(m) {
			costs[m] = s.cost(m)
			least = min(least, costs[m])
		}
	}
	for m := range moveCount {
		is[m] = s.can(m) && costs[m] == least
	}
	return is
}

func (p *Parser) trainLabel(st *state, in *input, move int, gold []uint8, rel *Perceptron, s *Scratch) uint8 {
	got := p.label(st, in, move, s)
	h, d := st.b, st.top(0)
	if move == moveRight {
		h, d = d, h
	}
	if int(st.gold[d]) == h {
		if want := gold[d]; got != want {
			rel.Update(s.keys, int(want), 1)
			rel.Update(s.keys, int(got), -1)
		}
		rel.Step()
	}
	return got
}

package nn

// decode turns the scores of sentence b into s.result.
func (n *Network) decode(s *Scratch, b int) {
	at, words := s.start[b], s.length[b]
	r := &s.result
	r.Tags, r.Heads, r.Rels = grow(r.Tags, words), grow(r.Heads, words), grow(r.Rels, words)
	r.Sure = grow(r.Sure, words)
	rows := n.heads.rows
	top := s.top[at*rows : (at+words)*rows]
	for i := range words {
		r.Tags[i] = int32(best(top[i*rows:][:len(n.Tags)]))
	}
	n.arcs(top, s, r)
	n.rels(top, s, r)
	n.export(at, words, s)
}

// best is the first of the largest.
func best(x []float32) int {
	b := 0
	for i, v := range x {
		if v > x[b] {
			b = i
		}
	}
	return b
}

// trees is scratch for heads and relations.
type trees struct {
	dep, own     []int16
	depScale     []float32
	acc          []int32
	query        []float32
	headScale    []float32
	heads        matrix
	scores       []float32 // [words][words+1], the root last
	label        []float32
	repair       repair
	from         []uint8
	nameA, nameB []float32
}

// arcs scores all heads of all words, takes the best ones, and repairs them
// where they form no tree.
func (n *Network) arcs(top []float32, s *Scratch, r *Result) {
	t := &s.tree
	rows, words := n.heads.rows, len(r.Heads)
	first := len(n.Tags) + len(n.Names)
	t.dep = grow(t.dep, pad(words, lanes)*n.Arc)
	t.depScale, t.headScale = grow(t.depScale, words), grow(t.headScale, words+1)
	t.own = grow(t.own, n.Arc)
	t.heads.rows, t.heads.cols = words+1, n.Arc
	t.heads.v = grow(t.heads.v, pad(words+1, strip)*n.Arc)
	for i := range words {
		t.depScale[i] = n.kernel.quantise(t.dep[i*n.Arc:][:n.Arc], top[i*rows+first:][:n.Arc])
		t.headScale[i] = n.kernel.quantise(t.own, top[i*rows+first+n.Arc:][:n.Arc])
		t.heads.setRow(i, t.own)
	}
	t.headScale[words] = n.rootArcScale
	t.heads.setRow(words, n.rootArc)
	width := n.arc.width()
	t.acc = grow(t.acc, pad(words, lanes)*max(width, t.heads.width()))
	n.kernel.times(t.acc, t.dep, n.Arc, words, &n.arc)
	t.query = grow(t.query, n.Arc)
	for i := range words {
		for k := range t.query {
			v := float32(float32(t.acc[i*width+k]) * n.arcScale[k])
			t.query[k] = float32(v*t.depScale[i]) + n.arcBias[k]
		}
		t.depScale[i] = n.kernel.quantise(t.dep[i*n.Arc:][:n.Arc], t.query)
	}
	n.kernel.times(t.acc, t.dep, n.Arc, words, &t.heads)
	width = t.heads.width()
	t.scores = grow(t.scores, words*(words+1))
	for i := range words {
		row := t.scores[i*(words+1):][:words+1]
		f := float32(t.depScale[i] * n.cooling)
		for k := range row {
			v := float32(float32(t.acc[i*width+k]) * f)
			row[k] = float32(v * t.headScale[k])
		}
		row[i] = never
		r.Heads[i] = int32(best(row))
	}
	if !t.repair.isTree(r.Heads) {
		t.repair.solve(t.scores, r.Heads)
	}
	for i := range words {
		r.Sure[i] = n.probability(share(t.scores[i*(words+1):][:words+1], int(r.Heads[i])))
		if int(r.Heads[i]) == words {
			r.Heads[i] = -1
		}
	}
}

// never is the score of what must not be.
const never = -1e9

// setRow puts a whole row of a matrix in its place.
func (m *matrix) setRow(r int, row []int16) {
	v := m.v[r/strip*strip*m.cols+r%strip*2:]
	for c := 0; c < len(row); c += 2 {
		v[c*strip], v[c*strip+1] = row[c], row[c+1]
	}
}

// share is the probability of one score among all.
func share(row []float32, of int) float32 {
	most := row[best(row)]
	sum := float32(0)
	for _, v := range row {
		if v -= most; v > -16 {
			sum += exp(v)
		}
	}
	return exp(max(row[of]-most, -20)) / sum
}

// probability reads the line between the knots.
func (n *Network) probability(share float32) float32 {
	x := float32(min(share, 1) * (SureKnots - 1))
	k := min(int(x), SureKnots-2)
	f := x - float32(k)
	return float32(n.sure[k]*(1-f)) + float32(n.sure[k+1]*f)
}

// rels finds the relation of each word to its head.
func (n *Network) rels(top []float32, s *Scratch, r *Result) {
	t := &s.tree
	rows, words := n.heads.rows, len(r.Heads)
	first := len(n.Tags) + len(n.Names) + 2*n.Arc
	t.dep = grow(t.dep, pad(words, lanes)*n.Label)
	t.label = grow(t.label, max(n.Label, len(n.Relations)))
	for i := range words {
		x := t.label[:n.Label]
		head := n.rootLabel
		if h := int(r.Heads[i]); h >= 0 {
			head = top[h*rows+first+n.Label:][:n.Label]
		}
		for k, v := range top[i*rows+first:][:n.Label] {
			x[k] = max(v+head[k], 0)
		}
		t.depScale[i] = n.kernel.quantise(t.dep[i*n.Label:][:n.Label], x)
	}
	width := n.rel.width()
	t.acc = grow(t.acc, pad(words, lanes)*width)
	n.kernel.times(t.acc, t.dep, n.Label, words, &n.rel)
	for i := range words {
		x := t.label[:len(n.Relations)]
		for k := range x {
			v := float32(float32(t.acc[i*width+k]) * n.relScale[k])
			x[k] = float32(v*t.depScale[i]) + n.relBias[k]
		}
		x[n.rootRel] = never
		if r.Heads[i] < 0 {
			r.Rels[i] = int32(n.rootRel)
			continue
		}
		r.Rels[i] = int32(best(x))
	}
}

// names finds the best row of classes where O, B and S follow O, E and S, and
// I and E follow B and I of their kind. Scores are a row for each word, chain is
// the score of each class after each other.
func names(scores []float32, chain []float32, out []int32, s *Scratch) {
	t := &s.tree
	classes, words := classesOf(chain), len(out)
	t.nameA, t.nameB = grow(t.nameA, classes), grow(t.nameB, classes)
	t.from = grow(t.from, words*classes)
	last, next := t.nameA, t.nameB
	for i := range words {
		from := t.from[i*classes:][:classes]
		for k, v := range scores[i*classes:][:classes] {
			j := (k - 1) & 3
			inside := k > 0 && (j == 1 || j == 2) // I, E
			switch {
			case i > 0:
				prev, most := bestBefore(last, chain, k, j, inside)
				next[k], from[k] = max(most, never)+v, uint8(prev)
			case inside:
				next[k] = never + v
			default:
				next[k] = v
			}
		}
		last, next = next, last
	}
	if words == 0 {
		return
	}
	k := bestClosed(last)
	for i := words - 1; i >= 0; i-- {
		out[i] = int32(k)
		k = int(t.from[i*classes+k])
	}
}

// classesOf is the square root of the length of a chain.
func classesOf(chain []float32) int {
	n := 1
	for n*n < len(chain) {
		n += 4
	}
	return n
}

// bestBefore is the best class before class k, and its score.
func bestBefore(last, chain []float32, k, j int, inside bool) (prev int, most float32) {
	n := len(last)
	most = never * 2
	try := func(c int) {
		if v := last[c] + chain[c*n+k]; v > most {
			prev, most = c, v
		}
	}
	if inside {
		try(k - j)
		try(k - j + 1)
		return prev, most
	}
	try(0)
	for c := 3; c < n; c += 4 {
		try(c)
		try(c + 1)
	}
	return prev, most
}

// bestClosed is the best class after which no name is open: O, E, S.
func bestClosed(x []float32) int {
	b := 0
	for k := 3; k < len(x); k += 4 {
		if x[k] > x[b] {
			b = k
		}
		if x[k+1] > x[b] {
			b = k + 1
		}
	}
	return b
}

package nn

// repair makes a tree of heads that form none. It is scratch.
type repair struct {
	mark  []int32
	alive []bool
	state []int32
}

// isTree reports that heads (the root is len(heads)) have one root and no
// cycle.
func (m *repair) isTree(heads []int32) bool {
	n := len(heads)
	roots := 0
	for _, h := range heads {
		if int(h) == n {
			roots++
		}
	}
	return roots == 1 && m.cycle(heads) < 0
}

// cycle gives a word on a cycle, or −1.
func (m *repair) cycle(heads []int32) int {
	n := len(heads)
	m.mark = grow(m.mark, n)
	clear(m.mark)
	for i := range heads {
		k := i
		for k < n && m.mark[k] == 0 {
			m.mark[k] = int32(i + 1)
			k = int(heads[k])
		}
		if k < n && m.mark[k] == int32(i+1) {
			return k
		}
	}
	return -1
}

// solve replaces heads by those of a good tree. scores is [n][n+1], the root
// last. One word is the root: the one that gains most from it. Then cycles are
// broken one after the other, each where it costs least, by a head that leads
// to the root; Edmonds' contraction would find the best tree, at more cost.
func (m *repair) solve(scores []float32, heads []int32) {
	n := len(heads)
	root := m.root(scores, n)
	for i := range heads {
		row := scores[i*(n+1):][:n]
		if i == root {
			heads[i] = int32(n)
			continue
		}
		heads[i] = int32(best(row))
	}
	if n == 1 {
		return
	}
	for k := m.cycle(heads); k >= 0; k = m.cycle(heads) {
		m.breakCycle(scores, heads, k)
	}
}

// root is the word that gains most from being the root.
func (m *repair) root(scores []float32, n int) int {
	r, most := 0, float32(never)*2
	for i := range n {
		row := scores[i*(n+1):][:n+1]
		if gain := row[n] - row[best(row[:n])]; gain > most {
			r, most = i, gain
		}
	}
	return r
}

// breakCycle gives the word of a cycle a head that leads to the root, where
// that costs least.
func (m *repair) breakCycle(scores []float32, heads []int32, k int) {
	n := len(heads)
	m.alive = grow(m.alive, n)
	m.reach(heads)
	word, to, least := -1, -1, float32(0)
	for i := k; ; {
		row := scores[i*(n+1):][:n]
		for h, v := range row {
			if !m.alive[h] {
				continue
			}
			if cost := row[heads[i]] - v; word < 0 || cost < least {
				word, to, least = i, h, cost
			}
		}
		if i = int(heads[i]); i == k {
			break
		}
	}
	heads[word] = int32(to)
}

// reach marks the words from which heads lead to the root.
func (m *repair) reach(heads []int32) {
	n := len(heads)
	m.state = grow(m.state, n) // 0 unknown, 1 reaches, 2 does not, 3 on the way
	clear(m.state)
	for i := range heads {
		k := i
		for k < n && m.state[k] == 0 {
			m.state[k] = 3
			k = int(heads[k])
		}
		v := int32(2)
		if k == n || m.state[k] == 1 {
			v = 1
		}
		for j := i; j < n && m.state[j] == 3; j = int(heads[j]) {
			m.state[j] = v
		}
		m.alive[i] = m.state[i] == 1
	}
}

package record

import (
	"cmp"
	"slices"

	"annals"
	"annals/internal/sys/store"
)

// A link joins two items of a list. There are as many as pairs that tell of one
// happening, so it holds no more than its weight; the bond is made again for the
// few that join.
type link struct {
	a, b   int32
	weight float64
}

// A cluster is items that are one event, and the links that joined them.
type cluster struct {
	items []*item
	why   []annals.Reason
}

// A grouping is items on their way to be parted into events.
type grouping struct {
	rules   *Rules
	items   []*item
	apart   map[[2]string]bool
	in      []int32   // cluster of each item
	member  [][]int32 // items of each cluster
	joined  [][]link
	refused map[[2]int32][2]int // how many items two clusters had that do not agree
}

// group parts the items of the reach into events, as far as anything has changed
// since that was done.
func (m *step) group() {
	items := m.changing()
	slices.SortFunc(items, func(x, y *item) int { return cmp.Compare(x.ID, y.ID) })
	at := make([]int32, len(m.pool.items)) // 1 + place in items
	for i, x := range items {
		at[x.number] = int32(i) + 1
		x.dirty = false
	}
	var ls []link
	for _, l := range m.links {
		if a, b := at[l.a], at[l.b]; a > 0 && b > 0 {
			ls = append(ls, link{min(a, b) - 1, max(a, b) - 1, l.weight})
		}
	}
	for _, c := range m.rules.group(items, ls, m.apart) {
		for _, x := range c.items {
			x.cluster = c
		}
	}
}

// changing are the items of the reach that are linked, over any number of others,
// to one that is new or has become free.
func (m *step) changing() (out []*item) {
	root := make([]int32, len(m.pool.items))
	for i := range root {
		root[i] = int32(i)
	}
	find := func(i int32) int32 {
		for root[i] != i {
			root[i] = root[root[i]]
			i = root[i]
		}
		return i
	}
	for _, l := range m.links {
		if m.pool.items[l.a].in && m.pool.items[l.b].in {
			root[find(l.a)] = find(l.b)
		}
	}
	dirty := make([]bool, len(root))
	for _, x := range m.reach {
		if x.dirty {
			dirty[find(x.number)] = true
		}
	}
	for _, x := range m.reach {
		if dirty[find(x.number)] {
			out = append(out, x)
		}
	}
	return out
}

// group parts items, in order of id, into events: links are taken from the
// strongest down, and join two groups unless a claim of one cannot be one
// happening with one of the other, or the groups as a whole do not agree. The
// result depends on the items alone, not on their order.
func (r *Rules) group(items []*item, ls []link, apart map[[2]string]bool) []*cluster {
	n := len(items)
	g := grouping{rules: r, items: items, apart: apart, in: make([]int32, n), member: make([][]int32, n), joined: make([][]link, n), refused: map[[2]int32][2]int{}}
	for i := range items {
		g.in[i], g.member[i] = int32(i), []int32{int32(i)}
	}
	slices.SortFunc(ls, func(x, y link) int {
		return cmp.Or(cmp.Compare(y.weight, x.weight), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	for _, l := range ls {
		if a, b := g.in[l.a], g.in[l.b]; a != b && g.agree(a, b) {
			g.join(a, b, l)
		}
	}
	return g.clusters()
}

func (g *grouping) join(a, b int32, l link) {
	for _, m := range g.member[b] {
		g.in[m] = a
	}
	g.member[a], g.member[b] = append(g.member[a], g.member[b]...), nil
	g.joined[a], g.joined[b] = append(append(g.joined[a], g.joined[b]...), l), nil
}

func (g *grouping) clusters() []*cluster {
	var out []*cluster
	for c, ms := range g.member {
		if len(ms) == 0 {
			continue
		}
		k := &cluster{}
		for _, l := range g.joined[c] {
			x, y := g.items[l.a], g.items[l.b]
			b := g.rules.hold(x, y)
			k.why = append(k.why, annals.Reason{Rule: g.rules.why(x, y, &b), Words: x.ID + " = " + y.ID})
		}
		slices.Sort(ms)
		for _, m := range ms {
			k.items = append(k.items, g.items[m])
		}
		out = append(out, k)
	}
	return out
}

// agree reports whether two groups can be one happening: no claim of one
// clashes with one of the other, and the mean of their bonds is high enough. A
// mean lets a claim be coded wrong among many. Groups that did not agree are not
// compared again before one has grown.
func (g *grouping) agree(a, b int32) bool {
	pair, sizes := [2]int32{a, b}, [2]int{len(g.member[a]), len(g.member[b])}
	if a > b {
		pair, sizes = [2]int32{b, a}, [2]int{sizes[1], sizes[0]}
	}
	if g.refused[pair] == sizes {
		return false
	}
	if g.compare(g.member[a], g.member[b]) {
		return true
	}
	g.refused[pair] = sizes
	return false
}

func (g *grouping) compare(a, b []int32) bool {
	sum := 0.0
	for _, i := range a {
		for _, j := range b {
			x, y := g.items[i], g.items[j]
			bond := g.rules.hold(x, y)
			if bond.clash != "" || areApart(g.apart, x, y) {
				return false
			}
			sum += bond.weight
		}
	}
	return sum >= g.rules.bounds.mean*float64(len(a)*len(b))
}

func areApart(apart map[[2]string]bool, x, y *item) bool {
	return len(apart) > 0 && apart[[2]string{min(x.ID, y.ID), max(x.ID, y.ID)}]
}

// apartOf is a person's splits as group takes them.
func apartOf(ss []store.Apart) map[[2]string]bool {
	out := map[[2]string]bool{}
	for _, s := range ss {
		out[[2]string{min(s.Claim, s.From), max(s.Claim, s.From)}] = true
	}
	return out
}

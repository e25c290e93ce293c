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
	a, b   int32 // a < b
	weight float64
}

// A cluster is items that are one event, and the links that joined them.
type cluster struct {
	items []*item
	why   []annals.Reason
}

// A grouping is items on their way to be parted into events.
type grouping struct {
	rules  *Rules
	items  []*item
	apart  map[[2]string]bool
	in     []int   // cluster of each item
	member [][]int // items of each cluster
	joined [][]link
}

// group parts items into events: links are taken from the strongest down, and
// join two groups unless a claim of one cannot be one happening with one of the
// other, or the groups as a whole do not agree. The result depends on the items
// alone, not on their order.
func (r *Rules) group(items []*item, apart map[[2]string]bool) []cluster {
	slices.SortFunc(items, func(x, y *item) int { return cmp.Compare(x.ID, y.ID) })
	g := grouping{rules: r, items: items, apart: apart, in: make([]int, len(items)), member: make([][]int, len(items)), joined: make([][]link, len(items))}
	for i := range items {
		g.in[i], g.member[i] = i, []int{i}
	}
	for _, l := range g.links() {
		if a, b := g.in[l.a], g.in[l.b]; a != b && g.agree(g.member[a], g.member[b]) {
			g.join(a, b, l)
		}
	}
	return g.clusters()
}

func (g *grouping) join(a, b int, l link) {
	for _, m := range g.member[b] {
		g.in[m] = a
	}
	g.member[a], g.member[b] = append(g.member[a], g.member[b]...), nil
	g.joined[a], g.joined[b] = append(append(g.joined[a], g.joined[b]...), l), nil
}

func (g *grouping) clusters() []cluster {
	var out []cluster
	for c, ms := range g.member {
		if len(ms) == 0 {
			continue
		}
		k := cluster{}
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

// links are the links between items, strongest first.
func (g *grouping) links() []link {
	p := newPool(g.rules)
	at := make(map[*item]int, len(g.items))
	for i, x := range g.items {
		at[x] = i
		p.shelve(x)
	}
	var ls []link
	seen := make([]int, len(g.items)) // 1 + the item that each was held against last
	for i, x := range g.items {
		for y := range p.near(x) {
			j := at[y]
			if j <= i || seen[j] == i+1 || areApart(g.apart, x, y) {
				continue
			}
			seen[j] = i + 1
			if b := g.rules.hold(x, y); g.rules.links(&b) {
				ls = append(ls, link{int32(i), int32(j), b.weight})
			}
		}
	}
	slices.SortFunc(ls, func(x, y link) int {
		return cmp.Or(cmp.Compare(y.weight, x.weight), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	return ls
}

// agree reports whether two groups can be one happening: no claim of one
// clashes with one of the other, and the mean of their bonds is high enough. A
// mean lets a claim be coded wrong among many.
func (g *grouping) agree(a, b []int) bool {
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

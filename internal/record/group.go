package record

import (
	"cmp"
	"slices"

	"annals/internal/sys/store"
)

// A link joins two items of a list.
type link struct {
	a, b int    // a < b
	x, y string // their claims' ids
	bond bond
}

// A cluster is items that are one event, and the links that joined them.
type cluster struct {
	items []*item
	links []link
}

// group parts items into events: links are taken from the strongest down, and
// join unless a claim on one side cannot be one happening with one on the
// other. The result depends on the items alone, not on their order.
func group(items []*item, apart map[[2]string]bool) []cluster {
	slices.SortFunc(items, func(x, y *item) int { return cmp.Compare(x.ID, y.ID) })
	ls := linksOf(items, apart)
	in := make([]int, len(items)) // cluster of each item
	members := make([][]int, len(items))
	for i := range items {
		in[i], members[i] = i, []int{i}
	}
	joined := make([][]link, len(items))
	for _, l := range ls {
		a, b := in[l.a], in[l.b]
		if a == b || clash(items, members[a], members[b], apart) {
			continue
		}
		for _, m := range members[b] {
			in[m] = a
		}
		members[a], members[b] = append(members[a], members[b]...), nil
		joined[a], joined[b] = append(append(joined[a], joined[b]...), l), nil
	}
	var out []cluster
	for c, ms := range members {
		if len(ms) == 0 {
			continue
		}
		k := cluster{links: joined[c]}
		slices.Sort(ms)
		for _, m := range ms {
			k.items = append(k.items, items[m])
		}
		out = append(out, k)
	}
	return out
}

// linksOf are the links between items, strongest first.
func linksOf(items []*item, apart map[[2]string]bool) []link {
	var ls []link
	for i := range items {
		for j := i + 1; j < len(items); j++ {
			if areApart(apart, items[i], items[j]) {
				continue
			}
			if b := hold(items[i], items[j]); b.links() {
				ls = append(ls, link{i, j, items[i].ID, items[j].ID, b})
			}
		}
	}
	slices.SortStableFunc(ls, func(x, y link) int { return cmp.Compare(y.bond.weight, x.bond.weight) })
	return ls
}

// clash reports whether a claim of one cluster cannot be one happening with one
// of the other.
func clash(items []*item, a, b []int, apart map[[2]string]bool) bool {
	for _, i := range a {
		for _, j := range b {
			if areApart(apart, items[i], items[j]) || hold(items[i], items[j]).clash != "" {
				return true
			}
		}
	}
	return false
}

func areApart(apart map[[2]string]bool, x, y *item) bool {
	return apart[[2]string{min(x.ID, y.ID), max(x.ID, y.ID)}]
}

// apartOf is a person's splits as group takes them.
func apartOf(ss []store.Apart) map[[2]string]bool {
	out := map[[2]string]bool{}
	for _, s := range ss {
		out[[2]string{min(s.Claim, s.From), max(s.Claim, s.From)}] = true
	}
	return out
}

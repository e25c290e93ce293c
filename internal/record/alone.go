package record

import (
	"hash/fnv"
	"slices"

	"annals/internal/sys/store"
)

// Alone are sets of claims, each set an event, by a hash of their ids: none of
// them is linked to a claim outside the set. What a new claim makes of such an
// event follows from its claims and the links of the new one, so that those of
// its claims need not be looked for again: else every report of a busy event
// would cost as much as all before it. Whatever others make of the claims, that
// stays so until a claim comes whose links this merger has not followed.
type alone map[uint64]struct{}

// keyOf is the hash of a set of claims.
func keyOf(xs []*item) uint64 {
	ids := make([]string, len(xs))
	for i, x := range xs {
		ids[i] = x.ID
	}
	slices.Sort(ids)
	h := fnv.New64a()
	for _, id := range ids {
		h.Write([]byte(id))
		h.Write([]byte{0})
	}
	return h.Sum64()
}

func (a alone) has(xs []*item) bool {
	_, ok := a[keyOf(xs)]
	return ok
}

// reopen lets claims of events that are alone come to belong to another one.
func (m *step) reopen(xs []*item) {
	for _, x := range xs {
		x.free = true
		if _, known := m.touched[x.Event]; !known {
			m.touched[x.Event] = false
		}
	}
}

// noteAlone remembers which events of the reach are alone, and which are not any more.
func (m *step) noteAlone() {
	if m.strange || slices.ContainsFunc(m.came, func(x *item) bool { return x.linkable() && !x.followed }) {
		clear(m.alone)
		return
	}
	outside := map[*cluster]bool{}
	for _, l := range m.links {
		if a, b := m.clusterOf(l.a), m.clusterOf(l.b); a != b {
			outside[a], outside[b] = true, true
		}
	}
	was := map[string]bool{}
	for id, xs := range m.taken {
		was[id] = m.alone.has(xs)
		delete(m.alone, keyOf(xs))
	}
	seen := map[*cluster]bool{}
	for _, x := range m.reach {
		c := x.cluster
		if c == nil || seen[c] {
			continue
		}
		if seen[c] = true; !outside[c] && c.allLinksKnown(was) {
			m.alone[keyOf(c.items)] = struct{}{}
		} else {
			delete(m.alone, keyOf(c.items))
		}
	}
}

// clusterOf is the cluster of an item of the reach, by its number in the pool.
func (m *step) clusterOf(number int32) *cluster {
	if x := m.pool.items[number]; x.in {
		return x.cluster
	}
	return nil
}

// allLinksKnown reports that of each claim all links are: they were looked for,
// or its event was alone.
func (c *cluster) allLinksKnown(alone map[string]bool) bool {
	return !slices.ContainsFunc(c.items, func(x *item) bool { return !x.followed && !alone[x.Event] })
}

// meet sees to it that nothing is taken for alone that one of the claims which
// have come may be linked to: the step follows its own loose ones, and what
// others merged is strange to it. So is what came while all was forgotten.
func (m *step) meet(hs []store.Hint, all bool) {
	for i := range hs {
		x := m.pool.known[hs[i].ID]
		if x == nil || x.Event != "" {
			all = false
			break
		}
		m.came = append(m.came, x)
	}
	if !all {
		m.strange = true
		clear(m.alone)
	}
}

package record

import (
	"hash/fnv"

	"annals/internal/sys/store"
)

// Alone are events, by a hash of their id, none of whose claims is linked to a
// claim of another event. What a new claim makes of such an event follows from
// its claims and the links of the new one, so that those of its claims need not
// be looked for again: else every report of a busy event would cost as much as
// all before it.
type alone map[uint64]struct{}

func eventKey(id string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(id))
	return h.Sum64()
}

func (a alone) has(id string) bool {
	_, ok := a[eventKey(id)]
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
	outside := map[*cluster]bool{}
	for _, l := range m.links {
		if a, b := m.clusterOf(l.a), m.clusterOf(l.b); a != b {
			outside[a], outside[b] = true, true
		}
	}
	was, seen := map[string]bool{}, map[*cluster]bool{}
	for _, x := range m.reach {
		if x.Event != "" {
			was[x.Event] = m.alone.has(x.Event)
		}
	}
	for id := range was {
		delete(m.alone, eventKey(id))
	}
	for _, x := range m.reach {
		if c := x.cluster; c != nil && !seen[c] {
			seen[c] = true
			if !outside[c] && c.allLinksKnown(was) {
				m.alone[eventKey(c.eventID())] = struct{}{}
			}
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
	for _, x := range c.items {
		if !x.followed && !alone[x.Event] {
			return false
		}
	}
	return true
}

// forgetIfOthers forgets what is known of events when there are claims that the
// step did not bring: others may have merged them.
func (m *step) forgetIfOthers(hs []store.Hint) {
	for i := range hs {
		if m.pool.known[hs[i].ID] == nil {
			clear(m.alone)
			return
		}
	}
}

package record

import (
	"maps"
	"slices"
)

// waveAtOnce is how many claims are looked for neighbours of at once.
const waveAtOnce = 4000

// wave finds the links of the claims of the queue, and joins the events that
// these lead to.
func (m *step) wave() error {
	queue := slices.DeleteFunc(m.queue, func(x *item) bool { return !x.linkable() })
	m.queue = nil
	for xs := range slices.Chunk(queue, waveAtOnce) {
		if err := m.look(xs); err != nil {
			return err
		}
	}
	return nil
}

// look finds the links of xs.
func (m *step) look(xs []*item) error {
	if err := m.shelve(xs); err != nil {
		return err
	}
	found, all := make([][]string, len(xs)), map[string]bool{}
	hs := &m.shelves.hints
	for i, x := range xs {
		for h := range m.shelves.near(x) {
			if h.blank || m.rules.mayHint(x, hs, h) {
				id := hs.id(h)
				found[i], all[id] = append(found[i], id), true
			}
		}
	}
	if _, err := m.load(slices.Sorted(maps.Keys(all))); err != nil {
		return err
	}
	for i, x := range xs {
		if err := m.follow(x, found[i]); err != nil {
			return err
		}
	}
	return nil
}

// follow keeps the links of x to those found and joins the events that they lead
// to. Loose claims that wait for a later step do not count yet.
func (m *step) follow(x *item, found []string) error {
	x.followed = true
	for _, id := range found {
		y := m.pool.known[id]
		if y == nil || y.followed || x.Event != "" && x.Event == y.Event {
			continue // gone, or the link is kept
		}
		if !m.link(x, y) || y.Event == "" || y.in {
			continue
		}
		if err := m.take(y.Event); err != nil {
			return err
		}
	}
	return nil
}

// link keeps the link of two claims, if there is one.
func (m *step) link(x, y *item) bool {
	b := m.rules.hold(x, y)
	if !m.rules.links(&b) || areApart(m.apart, x, y) {
		return false
	}
	m.links = append(m.links, link{x.number, y.number, b.weight})
	return true
}

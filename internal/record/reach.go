package record

import (
	"maps"
	"slices"

	"annals/internal/sys/store"
)

// waveAtOnce is how many claims are looked for neighbours of at once.
const waveAtOnce = 4000

// wave finds the links of the claims of the queue, and joins the events that
// these lead to.
func (m *merger) wave() error {
	queue := slices.DeleteFunc(m.queue, func(x *item) bool { return !x.known || len(x.blocks) == 0 })
	m.queue = nil
	for xs := range slices.Chunk(queue, waveAtOnce) {
		if err := m.look(xs); err != nil {
			return err
		}
	}
	return nil
}

// look finds the links of xs.
func (m *merger) look(xs []*item) error {
	for _, x := range xs {
		m.shelves.want(x)
	}
	err := m.shelves.read(func(s store.Shelf) ([]store.Hint, error) { return m.s.Hints(m.ctx, s) })
	if err != nil {
		return err
	}
	found, all := make([][]string, len(xs)), map[string]bool{}
	for i, x := range xs {
		for h := range m.shelves.near(x) {
			if h.blank || m.rules.may(&x.gist, &h.gist) {
				found[i], all[h.id] = append(found[i], h.id), true
			}
		}
	}
	if _, err := m.load(slices.Sorted(maps.Keys(all))); err != nil {
		return err
	}
	if err := m.keepGists(all); err != nil {
		return err
	}
	for i, x := range xs {
		if err := m.follow(x, found[i]); err != nil {
			return err
		}
	}
	return nil
}

// keepGists has the store keep the gists of claims that it has none of.
func (m *merger) keepGists(ids map[string]bool) error {
	gists := map[string][]byte{}
	for id := range ids {
		x, h := m.pool.known[id], m.shelves.hints[id]
		if x != nil && len(x.blocks) > 0 && x.known && (h == nil || h.blank) {
			gists[id] = x.gist.pack()
			if h != nil {
				h.gist, h.blank = x.gist, false
			}
		}
	}
	return m.s.SetGists(m.ctx, gists)
}

// follow keeps the links of x to those found and joins the events that they lead
// to. Loose claims that wait for a later step do not count yet.
func (m *merger) follow(x *item, found []string) error {
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
func (m *merger) link(x, y *item) bool {
	b := m.rules.hold(x, y)
	if !m.rules.links(&b) || areApart(m.apart, x, y) {
		return false
	}
	m.links = append(m.links, link{x.number, y.number, b.weight})
	return true
}

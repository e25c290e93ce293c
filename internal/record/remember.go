package record

import (
	"context"
	"math"

	"annals/internal/sys/store"
)

// Bounds on what a [Merger] does and remembers.
const (
	gistsAtOnce = 2000    // claims whose gists are made in one transaction
	mostHints   = 2 << 20 // claims, beyond which it forgets all and reads anew what it needs
)

// prepare has gists of all claims, and the shelves know those that are new.
// claims are read anyway.
func (m *step) prepare(claims []string) error {
	if _, err := m.load(claims); err != nil {
		return err
	}
	done := 0
	for after := int64(0); ; {
		blank, err := m.s.Blank(m.ctx, after, gistsAtOnce)
		if err != nil || len(blank) == 0 {
			return err
		}
		gists, others, err := m.gists(blank)
		if err == nil {
			err = m.s.SetGists(m.ctx, gists)
		}
		if err != nil {
			return err
		}
		if done += others; others > 0 && m.o.Prepared != nil {
			m.o.Prepared(done)
		}
		after = blank[len(blank)-1].N
	}
}

// gists makes the gists of claims, and says how many of them are not in the
// pool; these do not stay.
func (m *step) gists(blank []store.Hint) (out map[int64][]byte, others int, err error) {
	other := newPool(m.rules)
	var missing store.Claims
	for _, h := range blank {
		if m.pool.known[h.ID] == nil {
			missing = append(missing, h.ID)
		}
	}
	if err := store.EachRow(m.ctx, m.s, missing, func(r *store.Row) { other.add(*r) }); err != nil {
		return nil, 0, err
	}
	out = map[int64][]byte{}
	for _, h := range blank {
		x := m.pool.known[h.ID]
		if x == nil {
			x = other.known[h.ID]
		}
		if x != nil {
			out[h.N] = x.gist.pack()
		}
	}
	return out, len(missing), nil
}

// shelve has the shelves hold all that xs may be linked to.
func (m *step) shelve(xs []*item) error {
	hs, all, err := m.refresh(m.ctx, mostHints)
	if err != nil {
		return err
	}
	m.meet(hs, all)
	for _, x := range xs {
		m.shelves.want(x)
	}
	return m.shelves.read(func(s store.Shelf) ([]store.Hint, error) { return m.s.Hints(m.ctx, s) })
}

// refresh adds what has come to the store since the last time to the shelves, or
// empties them when they are too full. It gives what has come, and whether that
// is all.
func (m *Merger) refresh(ctx context.Context, most int) (came []store.Hint, all bool, err error) {
	last, err := m.s.LastNumber(ctx)
	if err != nil {
		return nil, false, err
	}
	if m.shelves == nil || len(m.shelves.hints.all) > most || last-m.last > int64(most) || len(m.shelves.hints.ids) > math.MaxInt32 {
		m.shelves, m.last = newShelves(), last
		return nil, false, nil
	}
	if last <= m.last {
		return nil, true, nil
	}
	if came, err = m.s.HintsAfter(ctx, m.last); err != nil {
		return nil, false, err
	}
	m.shelves.add(came)
	m.last = last
	return came, true, nil
}

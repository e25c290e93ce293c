package record

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"annals"
	"annals/internal/sys/store"
)

// A Store is what merging needs of one.
type Store interface {
	store.Index
	store.Ledger
	store.Verdicts
}

const (
	looseAtOnce = 20000 // claims merged in one step
	maxReach    = 60000 // claims merged with them in one step; what lies beyond waits for its own
)

// A Report says what a merging did.
type Report struct {
	Claims int      // that were loose
	Events int      // written
	IDs    []string // of these; an event that was made anew in a later step stands twice
}

// Merge puts every claim that belongs to no event into one, and makes events
// anew that a claim went out of. It can be stopped at any point and run again.
func (r *Rules) Merge(ctx context.Context, s Store, o Options) (Report, error) {
	var done Report
	splits, err := s.Splits(ctx)
	if err != nil {
		return done, err
	}
	for {
		claims, stale, err := s.Loose(ctx, looseAtOnce)
		if err != nil || len(claims)+len(stale) == 0 {
			return done, err
		}
		ids, err := newMerger(ctx, r, s, o, apartOf(splits)).step(claims, stale)
		if err != nil {
			return done, fmt.Errorf("merge claims: %w", err)
		}
		done.Claims += len(claims)
		done.Events += len(ids)
		done.IDs = append(done.IDs, ids...)
	}
}

// A merger is one step: some loose claims and all that they reach.
type merger struct {
	ctx     context.Context
	rules   *Rules
	s       Store
	o       Options
	apart   map[[2]string]bool
	pool    *pool
	reach   []*item         // what is merged
	queue   []*item         // of reach, whose neighbours are still to be looked for
	touched map[string]bool // events that are made anew; true where they must be
	taken   map[string]bool // events all of whose claims are in reach
	asked   map[ask]*asked
}

func newMerger(ctx context.Context, r *Rules, s Store, o Options, apart map[[2]string]bool) *merger {
	return &merger{ctx: ctx, rules: r, s: s, o: o, apart: apart, pool: newPool(r), touched: map[string]bool{}, taken: map[string]bool{}, asked: map[ask]*asked{}}
}

// step merges claims and writes the events that come out and are not there yet;
// it gives their ids.
func (m *merger) step(claims, stale []string) ([]string, error) {
	for _, id := range stale {
		m.touched[id] = true
		if err := m.take(id); err != nil {
			return nil, err
		}
	}
	xs, err := m.load(claims)
	if err != nil {
		return nil, err
	}
	if err := m.join(xs); err != nil {
		return nil, err
	}
	for len(m.queue) > 0 && len(m.reach) < maxReach {
		if err := m.wave(); err != nil {
			return nil, err
		}
	}
	var events []annals.Event
	for _, c := range m.changed(m.rules.group(m.reach, m.apart)) {
		e := m.rules.event(c, m.o)
		events = append(events, e)
		delete(m.touched, e.ID)
	}
	slices.SortFunc(events, func(a, b annals.Event) int { return cmp.Compare(a.ID, b.ID) })
	var ids []string
	for i := range events {
		ids = append(ids, events[i].ID)
	}
	return ids, m.s.SetEvents(m.ctx, events, slices.Sorted(maps.Keys(m.touched)))
}

// changed are the clusters that are no event yet. What an event says follows
// from its claims alone: where these are the same, so is all else.
func (m *merger) changed(cs []cluster) []cluster {
	count := map[string]int{}
	for _, x := range m.reach {
		count[x.Event]++
	}
	return slices.DeleteFunc(cs, func(c cluster) bool {
		id := c.items[0].Event
		if id == "" || m.touched[id] || count[id] != len(c.items) || slices.ContainsFunc(c.items, func(x *item) bool { return x.Event != id }) {
			return false
		}
		delete(m.touched, id)
		return true
	})
}

// join takes items into the reach, and with them the events that they are in.
func (m *merger) join(xs []*item) error {
	for _, x := range xs {
		if x.in {
			continue
		}
		x.in = true
		m.reach, m.queue = append(m.reach, x), append(m.queue, x)
		if x.Event == "" {
			continue
		}
		if _, known := m.touched[x.Event]; !known {
			m.touched[x.Event] = false
		}
		if err := m.take(x.Event); err != nil {
			return err
		}
	}
	return nil
}

// take joins all claims of an event.
func (m *merger) take(event string) error {
	if m.taken[event] {
		return nil
	}
	m.taken[event] = true
	ids, err := m.s.IDs(m.ctx, store.Equal{Column: store.EventID, Value: event})
	if err != nil {
		return err
	}
	xs, err := m.load(ids)
	if err != nil {
		return err
	}
	return m.join(xs)
}

// load gives the items of claims, and reads those that are not in the pool yet.
// Claims that are gone are left out.
func (m *merger) load(ids []string) ([]*item, error) {
	var missing store.Claims
	for _, id := range ids {
		if m.pool.known[id] == nil {
			missing = append(missing, id)
		}
	}
	if err := store.EachRow(m.ctx, m.s, missing, func(r *store.Row) { m.pool.add(*r) }); err != nil {
		return nil, err
	}
	var out []*item
	for _, id := range ids {
		if x := m.pool.known[id]; x != nil {
			out = append(out, x)
		}
	}
	return out, nil
}

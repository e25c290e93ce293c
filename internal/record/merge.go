package record

import (
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
	looseAtOnce = 200  // claims merged in one step
	maxReach    = 4000 // claims looked at in one step; what lies beyond waits for its own
)

// A Report says what a merging did.
type Report struct {
	Claims int // that were loose
	Events int // written
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
		m := &merger{ctx: ctx, rules: r, s: s, o: o, apart: apartOf(splits), items: map[string]*item{}, touched: map[string]bool{}}
		for _, e := range stale {
			m.touched[e.ID] = true
			if err := m.take(store.Equal{Column: store.EventID, Value: e.ID}); err != nil {
				return done, err
			}
		}
		n, err := m.step(claims)
		if err != nil {
			return done, fmt.Errorf("merge claims: %w", err)
		}
		done.Claims += len(claims)
		done.Events += n
	}
}

// A merger is one step: some loose claims and all that they reach.
type merger struct {
	ctx     context.Context
	rules   *Rules
	s       Store
	o       Options
	apart   map[[2]string]bool
	items   map[string]*item
	queue   []*item         // whose neighbours are still to be looked for
	touched map[string]bool // events that are made anew
}

// step merges claims and writes the events that come out; it gives their number.
func (m *merger) step(claims []store.Row) (int, error) {
	for i := range claims {
		m.add(claims[i])
	}
	for len(m.queue) > 0 && len(m.items) < maxReach {
		x := m.queue[0]
		m.queue = m.queue[1:]
		if err := m.reach(x); err != nil {
			return 0, err
		}
	}
	items := slices.Collect(maps.Values(m.items))
	var events []annals.Event
	for _, c := range m.rules.group(items, m.apart) {
		e := m.rules.event(c, m.o)
		events = append(events, e)
		delete(m.touched, e.ID)
	}
	slices.SortFunc(events, func(a, b annals.Event) int { return compareIDs(a.ID, b.ID) })
	return len(events), m.s.SetEvents(m.ctx, events, slices.Sorted(maps.Keys(m.touched)))
}

func compareIDs(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func (m *merger) add(r store.Row) {
	if m.items[r.ID] != nil {
		return
	}
	x := m.rules.itemOf(r)
	m.items[r.ID] = x
	m.queue = append(m.queue, x)
	if r.Event != "" {
		m.touched[r.Event] = true
	}
}

// take adds all claims that match.
func (m *merger) take(f store.Filter) error {
	for p := (store.Page{Limit: 1000}); ; {
		rs, next, err := m.s.Rows(m.ctx, f, p)
		if err != nil {
			return err
		}
		for i := range rs {
			m.add(rs[i])
		}
		if p.After = next; next == "" {
			return nil
		}
	}
}

// reach adds the claims that x is linked to, and the events these are in.
func (m *merger) reach(x *item) error {
	if !x.known || len(x.blocks) == 0 {
		return nil
	}
	rs, _, err := m.s.Rows(m.ctx, m.rules.near(x), store.Page{Limit: 1000})
	if err != nil {
		return err
	}
	for i := range rs {
		if m.items[rs[i].ID] != nil {
			continue
		}
		y := m.rules.itemOf(rs[i])
		if b := m.rules.hold(x, y); !m.rules.links(&b) || areApart(m.apart, x, y) {
			continue
		}
		m.add(rs[i])
		if ev := rs[i].Event; ev != "" {
			if err := m.take(store.Equal{Column: store.EventID, Value: ev}); err != nil {
				return err
			}
		}
	}
	return nil
}

// near holds for every claim that can be linked to x, and for few others.
func (r *Rules) near(x *item) store.Filter {
	var blocks store.Or
	for _, c := range x.blocks {
		blocks = append(blocks, store.Party{Country: annals.Code(c)}, store.Equal{Column: store.PlaceCountry, Value: c})
	}
	within := func(days int) store.Filter {
		return store.Range{Measure: store.ActDay, From: dateOf(x.first - days), To: dateOf(x.last + days)}
	}
	days := within(aheadDays)
	if !x.announces {
		days = store.Or{within(newsDays), store.And{announcing, days}}
	}
	return store.And{days, x.family.near, blocks}
}

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
		m := &merger{ctx: ctx, rules: r, s: s, o: o, apart: apartOf(splits), items: map[string]*item{}, touched: map[string]bool{}}
		for _, e := range stale {
			m.touched[e.ID] = true
			if err := m.take(store.Equal{Column: store.EventID, Value: e.ID}); err != nil {
				return done, err
			}
		}
		ids, err := m.step(claims)
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
	items   map[string]*item
	queue   []*item         // whose neighbours are still to be looked for
	touched map[string]bool // events that are made anew
}

// step merges claims and writes the events that come out; it gives their ids.
func (m *merger) step(claims []store.Row) ([]string, error) {
	for i := range claims {
		m.add(claims[i])
	}
	for len(m.queue) > 0 && len(m.items) < maxReach {
		if err := m.wave(); err != nil {
			return nil, err
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
	var ids []string
	for i := range events {
		ids = append(ids, events[i].ID)
	}
	return ids, m.s.SetEvents(m.ctx, events, slices.Sorted(maps.Keys(m.touched)))
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

// wave adds the claims that those of the queue are linked to, and the events
// these are in. Claims that ask for nearly the same ask once.
func (m *merger) wave() error {
	type ask struct {
		family    *family
		announces bool
		week      int
	}
	asks := map[ask][]*item{}
	var order []ask
	for _, x := range m.queue {
		if !x.known || len(x.blocks) == 0 {
			continue
		}
		a := ask{x.family, x.announces, x.first / 7}
		if asks[a] == nil {
			order = append(order, a)
		}
		asks[a] = append(asks[a], x)
	}
	m.queue = nil
	for _, a := range order {
		for _, f := range m.rules.near(asks[a]) {
			rs, err := rowsOf(m.ctx, m.s, f)
			if err != nil {
				return err
			}
			if err := m.follow(asks[a], rs); err != nil {
				return err
			}
		}
	}
	return nil
}

// follow adds those of rows that are linked to one of xs, and the events these
// are in.
func (m *merger) follow(xs []*item, rs []store.Row) error {
	for i := range rs {
		if m.items[rs[i].ID] != nil {
			continue
		}
		y := m.rules.itemOf(rs[i])
		linked := slices.ContainsFunc(xs, func(x *item) bool {
			b := m.rules.hold(x, y)
			return m.rules.links(&b) && !areApart(m.apart, x, y)
		})
		if !linked {
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

// near are conditions of which one holds for every claim that can be linked to
// one of xs, and for few others. xs are of one family, and all announce or none
// does.
func (r *Rules) near(xs []*item) []store.Filter {
	var countries []annals.Code
	first, last := xs[0].first, xs[0].last
	for _, x := range xs {
		first, last = min(first, x.first), max(last, x.last)
		for _, c := range store.Blocks(&x.Row) {
			if !slices.Contains(countries, c) {
				countries = append(countries, c)
			}
		}
	}
	within := func(days int) store.Filter {
		return store.Near{Types: xs[0].family.near, Countries: countries, From: dateOf(first - days), To: dateOf(last + days)}
	}
	if xs[0].announces {
		return []store.Filter{within(aheadDays)}
	}
	return []store.Filter{within(newsDays), store.And{within(aheadDays), announcing}}
}

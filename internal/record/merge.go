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
	looseAtOnce = 20000 // claims merged in one step
	maxReach    = 60000 // claims looked at in one step; what lies beyond waits for its own
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
		m := &merger{ctx: ctx, rules: r, s: s, o: o, apart: apartOf(splits), items: map[string]*item{}, touched: map[string]bool{}, pools: map[ask]*pool{}}
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
	pools   map[ask]*pool
	all     *pool // what a large step reads at once; nil in a small one
}

// step merges claims and writes the events that come out; it gives their ids.
func (m *merger) step(claims []store.Row) ([]string, error) {
	for i := range claims {
		m.add(claims[i])
	}
	if err := m.gather(); err != nil {
		return nil, err
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
	m.put(m.rules.itemOf(r))
}

func (m *merger) put(x *item) {
	m.items[x.ID] = x
	m.queue = append(m.queue, x)
	if x.Event != "" {
		m.touched[x.Event] = true
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

// An ask is claims that ask for nearly the same neighbours.
type ask struct {
	family    *family
	announces bool
	week      int
}

// A block is what two claims that are linked share: near types, a country.
type block struct {
	annals.Type
	annals.Code
}

// A pool is what was read: the claims of some countries within some days. What
// is in it is not read again in this step.
type pool struct {
	countries   map[annals.Code]bool
	first, last int             // days of the claims that ask
	known       map[string]bool // claims, by id
	items       map[block][]*item
}

func newPool(first, last int) *pool {
	return &pool{map[annals.Code]bool{}, first, last, map[string]bool{}, map[block][]*item{}}
}

// bulk is the number of claims of a step from which on all that they can reach
// is read at once; fewer ask each for their own.
const bulk = 100

// gather reads all that the claims of a large step can be linked to.
func (m *merger) gather() error {
	if len(m.queue) < bulk {
		return nil
	}
	first, last := 0, 0
	for _, x := range m.queue {
		if !x.known {
			continue
		}
		if first == 0 {
			first, last = x.first, x.last
		}
		first, last = min(first, x.first), max(last, min(x.last, x.first+longest))
	}
	m.all = newPool(first, last)
	all := store.Range{Measure: store.ActDay, From: dateOf(first - aheadDays), To: dateOf(last + aheadDays)}
	return m.fill(m.all, []store.Filter{all})
}

// longest is how many days of a claim that lasts are read at once with the
// others; one that lasts longer asks for itself.
const longest = 31

// fill reads claims into a pool.
func (m *merger) fill(p *pool, fs []store.Filter) error {
	for _, f := range fs {
		rs, err := rowsOf(m.ctx, m.s, f)
		if err != nil {
			return err
		}
		for i := range rs {
			if p.known[rs[i].ID] {
				continue
			}
			p.known[rs[i].ID] = true
			y := m.items[rs[i].ID]
			if y == nil {
				y = m.rules.itemOf(rs[i])
			}
			for _, c := range store.Blocks(&y.Row) {
				p.items[block{y.Type, c}] = append(p.items[block{y.Type, c}], y)
			}
		}
	}
	return nil
}

// wave adds the claims that those of the queue are linked to, and the events
// these are in.
func (m *merger) wave() error {
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
		p, err := m.read(a, asks[a])
		if err != nil {
			return err
		}
		if err := m.follow(a, asks[a], p); err != nil {
			return err
		}
	}
	return nil
}

// read gives a pool with all that xs can be linked to in it.
func (m *merger) read(a ask, xs []*item) (*pool, error) {
	first, last := a.week*7, a.week*7+6
	for _, x := range xs {
		first, last = min(first, x.first), max(last, x.last)
	}
	if m.all.holds(xs) {
		return m.all, nil
	}
	p := m.pools[a]
	if p == nil || first < p.first || last > p.last {
		p = newPool(first, last)
		m.pools[a] = p
	}
	var countries []annals.Code
	for _, x := range xs {
		for _, c := range store.Blocks(&x.Row) {
			if !p.countries[c] {
				p.countries[c] = true
				countries = append(countries, c)
			}
		}
	}
	if len(countries) == 0 {
		return p, nil
	}
	return p, m.fill(p, near(a, countries, p.first, p.last))
}

// holds reports that all that xs can be linked to is in a pool of all countries.
func (p *pool) holds(xs []*item) bool {
	if p == nil {
		return false
	}
	for _, x := range xs {
		if x.first < p.first || x.last > p.last {
			return false
		}
	}
	return true
}

// follow adds those of a pool that are linked to one of xs, and the events
// these are in. Claims that share no country are never linked, nor those whose
// days lie too far apart.
func (m *merger) follow(a ask, xs []*item, p *pool) error {
	for _, x := range xs {
		for _, c := range store.Blocks(&x.Row) {
			for _, t := range a.family.near {
				for _, y := range p.items[block{t, c}] {
					if y.first > x.last+aheadDays || y.last < x.first-aheadDays || m.items[y.ID] != nil {
						continue
					}
					if err := m.join(x, y); err != nil {
						return err
					}
				}
			}
		}
	}
	return nil
}

// join adds y, and the event that it is in, if it is linked to x.
func (m *merger) join(x, y *item) error {
	if b := m.rules.hold(x, y); !m.rules.links(&b) || areApart(m.apart, x, y) {
		return nil
	}
	m.put(y)
	if y.Event == "" {
		return nil
	}
	return m.take(store.Equal{Column: store.EventID, Value: y.Event})
}

// near are conditions of which one holds for every claim that can be linked to
// one of an ask's claims, of those countries and days, and for few others.
func near(a ask, countries []annals.Code, first, last int) []store.Filter {
	within := func(days int) store.Filter {
		return store.Near{Types: a.family.near, Countries: countries, From: dateOf(first - days), To: dateOf(last + days)}
	}
	if a.announces {
		return []store.Filter{within(aheadDays)}
	}
	return []store.Filter{within(newsDays), store.And{within(aheadDays), announcing}}
}

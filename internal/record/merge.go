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
	store.Hints
	store.Ledger
	store.Verdicts
}

// How much is merged in one step: what is more waits for the next.
const (
	looseAtOnce = 10000  // claims
	freeAtOnce  = 20000  // claims and stale events, after which it is seen how many others were read for them
	mostRead    = 60000  // claims that these are merged with; a step that has read more takes no more
	mostReached = 200000 // claims, beyond which it is not followed what else would change
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
	return r.Merger(s, o).Merge(ctx)
}

// A Merger merges what comes into a store again and again. It remembers some
// hundred bytes of each claim that may be linked to new ones, so that these are
// read once; what others do to the store meanwhile, it sees.
type Merger struct {
	rules   *Rules
	s       Store
	o       Options
	shelves *shelves
	alone   alone
	last    int64 // number of the last claim that the shelves know, if they hold its kind
}

// Merger makes a merger of a store, which nothing is read of yet.
func (r *Rules) Merger(s Store, o Options) *Merger {
	return &Merger{rules: r, s: s, o: o, alone: alone{}}
}

// Merge does what [Rules.Merge] does. One runs at a time.
func (m *Merger) Merge(ctx context.Context) (Report, error) {
	var done Report
	splits, err := m.s.Splits(ctx)
	if err != nil {
		return done, err
	}
	for {
		claims, stale, err := m.s.Loose(ctx, looseAtOnce)
		if err != nil || len(claims)+len(stale) == 0 {
			return done, err
		}
		t := newStep(ctx, m, apartOf(splits))
		ids, err := t.run(claims, stale)
		if err != nil {
			clear(m.alone) // others may merge what it has met
			return done, fmt.Errorf("merge claims: %w", err)
		}
		done.Claims += t.loose
		done.Events += len(ids)
		done.IDs = append(done.IDs, ids...)
	}
}

// A step is one part of a merging: some free claims, which may come to belong to any event,
// and the events that they are linked to. Such an event is held together as
// long as it comes out as it was; the claims of one that does not are free too.
// What comes out is what merging all claims at once gives: the links between
// events that are held were looked at when these were made, and whether a link
// joins follows from the claims alone that those before it have joined.
type step struct {
	*Merger
	ctx     context.Context
	apart   map[[2]string]bool
	pool    *pool
	loose   int                // claims that were
	reach   []*item            // what is merged
	queue   []*item            // of reach, free ones whose links are still to be found
	links   []link             // between items of the pool, by their numbers
	held    []string           // events, the items of which are together
	touched map[string]bool    // events of free claims, which are made anew; true where they must be
	taken   map[string][]*item // events all of whose claims are in reach
	came    []*item            // loose claims that the merger did not know
	strange bool               // claims came that the step did not bring
}

func newStep(ctx context.Context, m *Merger, apart map[[2]string]bool) *step {
	return &step{Merger: m, ctx: ctx, apart: apart, pool: newPool(m.rules), touched: map[string]bool{}, taken: map[string][]*item{}}
}

// run merges claims and writes the events that come out and are not there yet;
// it gives their ids.
func (m *step) run(claims, stale []string) ([]string, error) {
	if err := m.prepare(claims); err != nil {
		return nil, err
	}
	if err := m.begin(claims, stale); err != nil {
		return nil, err
	}
	for m.settle() && len(m.pool.items) < mostReached {
		if err := m.wave(); err != nil {
			return nil, err
		}
	}
	var events []annals.Event
	for _, c := range m.changed() {
		e := m.rules.event(*c, m.o)
		events = append(events, e)
		delete(m.touched, e.ID)
	}
	slices.SortFunc(events, func(a, b annals.Event) int { return cmp.Compare(a.ID, b.ID) })
	var ids []string
	for i := range events {
		ids = append(ids, events[i].ID)
	}
	if err := m.s.SetEvents(m.ctx, events, slices.Sorted(maps.Keys(m.touched))); err != nil {
		return nil, err
	}
	m.noteAlone()
	return ids, nil
}

// begin frees stale events and loose claims, part by part, until it has read
// enough, and joins what they are linked to.
func (m *step) begin(claims, stale []string) error {
	for part := range slices.Chunk(stale, freeAtOnce) {
		for _, id := range part {
			m.touched[id] = true
			if err := m.take(id); err != nil {
				return err
			}
		}
		if err := m.wave(); err != nil || m.enough() {
			return err
		}
	}
	for part := range slices.Chunk(claims, freeAtOnce) {
		xs, err := m.load(part)
		if err != nil {
			return err
		}
		m.loose += len(part)
		m.free(xs)
		if err := m.wave(); err != nil || m.enough() {
			return err
		}
	}
	return nil
}

func (m *step) enough() bool { return len(m.pool.items)-m.loose > mostRead }

// changed are the clusters of free claims that are no event yet. What an event
// says follows from its claims alone: where these are the same, so is all else.
func (m *step) changed() (out []*cluster) {
	count, seen := map[string]int{}, map[*cluster]bool{}
	for _, x := range m.reach {
		count[x.Event]++
	}
	for _, x := range m.reach {
		c := x.cluster
		if !x.free || seen[c] {
			continue
		}
		seen[c] = true
		if id := c.items[0].Event; id == "" || m.touched[id] || count[id] != len(c.items) || !c.of(id) {
			out = append(out, c)
		} else {
			delete(m.touched, id)
		}
	}
	return out
}

// of reports whether all claims of a cluster are of an event.
func (c *cluster) of(event string) bool {
	return !slices.ContainsFunc(c.items, func(x *item) bool { return x.Event != event })
}

// join takes items into the reach.
func (m *step) join(xs []*item) {
	for _, x := range xs {
		if !x.in {
			x.in, x.dirty = true, true
			m.reach = append(m.reach, x)
		}
	}
}

// free joins items that may come to belong to any event.
func (m *step) free(xs []*item) {
	m.join(xs)
	for _, x := range xs {
		if x.free {
			continue
		}
		x.free, x.dirty = true, true
		m.queue = append(m.queue, x)
		if _, known := m.touched[x.Event]; !known && x.Event != "" {
			m.touched[x.Event] = false
		}
	}
}

// take joins all claims of an event and finds the links between them. Those of
// an event that must be made anew are free.
func (m *step) take(event string) error {
	if xs, taken := m.taken[event]; taken {
		if m.touched[event] {
			m.free(xs)
		}
		return nil
	}
	ids, err := m.s.IDs(m.ctx, store.Equal{Column: store.EventID, Value: event})
	if err != nil {
		return err
	}
	xs, err := m.load(ids)
	if err != nil {
		return err
	}
	m.taken[event] = xs
	for i, x := range xs {
		for _, y := range xs[:i] {
			m.link(x, y)
		}
	}
	if m.touched[event] {
		m.free(xs)
	} else {
		m.join(xs)
		m.held = append(m.held, event)
	}
	return nil
}

// settle groups what has changed, and frees the claims of events that do not
// come out as they were; it reports whether there are any whose links are not
// known yet.
func (m *step) settle() bool {
	m.group()
	m.held = slices.DeleteFunc(m.held, func(id string) bool {
		xs := m.taken[id]
		if c := xs[0].cluster; !xs[0].free && len(c.items) == len(xs) && c.of(id) {
			return false
		}
		if m.alone.has(xs) {
			m.reopen(xs)
		} else {
			m.free(xs)
		}
		return true
	})
	return len(m.queue) > 0
}

// load gives the items of claims, and reads those that are not in the pool yet.
// Claims that are gone are left out.
func (m *step) load(ids []string) ([]*item, error) {
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

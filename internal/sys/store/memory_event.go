package store

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"annals"
)

// SetEvents implements [Ledger].
func (m *Memory) SetEvents(ctx context.Context, events []annals.Event, gone []string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.events == nil {
		m.events, m.eventOf, m.stale = map[string]annals.Event{}, map[string]string{}, map[string]bool{}
	}
	for _, id := range gone {
		m.untie(id)
		delete(m.events, id)
	}
	for _, e := range events {
		m.untie(e.ID)
		m.events[e.ID] = e
	}
	for _, e := range events {
		for _, c := range e.Claims {
			m.eventOf[c] = e.ID
		}
	}
	return nil
}

func (m *Memory) untie(event string) {
	delete(m.stale, event)
	maps.DeleteFunc(m.eventOf, func(_, e string) bool { return e == event })
}

// Event implements [Ledger].
func (m *Memory) Event(_ context.Context, id string) (annals.Event, bool, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	e, ok := m.events[id]
	return e, ok, nil
}

// Events implements [Ledger].
func (m *Memory) Events(_ context.Context, f Filter, p Page) ([]annals.Event, string, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	hit := map[string]bool{}
	for _, r := range m.rows(f) {
		hit[r.Event] = true
	}
	var es []annals.Event
	for id := range hit {
		if e, ok := m.events[id]; ok {
			es = append(es, e)
		}
	}
	slices.SortFunc(es, func(a, b annals.Event) int { return p.Order.compareEvents(&a, &b) })
	return cut(es, p, func(e *annals.Event) string { return e.ID })
}

// Loose implements [Ledger].
func (m *Memory) Loose(_ context.Context, limit int) (claims, stale []string, err error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	for _, r := range m.rows(Equal{Column: EventID, Value: ""}) {
		if len(claims) < limit {
			claims = append(claims, r.ID)
		}
	}
	return claims, slices.Sorted(maps.Keys(m.stale)), nil
}

// compareEvents orders two events.
func (o Order) compareEvents(a, b *annals.Event) int {
	c := 0
	switch o {
	case Oldest:
		c = cmp.Compare(a.Day(), b.Day())
	case Arrived:
		c = cmp.Compare(b.Last, a.Last)
	case Intense:
		c = cmp.Compare(a.Intensity, b.Intensity)
	case MostTold:
		c = cmp.Compare(len(b.Outlets), len(a.Outlets))
	}
	if c == 0 && o != Oldest {
		c = cmp.Compare(b.Day(), a.Day())
	}
	return cmp.Or(c, strings.Compare(a.ID, b.ID))
}

// Split implements [Ledger].
func (m *Memory) Split(ctx context.Context, s Apart) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	s = s.inOrder()
	if !slices.ContainsFunc(m.apart, func(o Apart) bool { return o.Claim == s.Claim && o.From == s.From }) {
		m.apart = append(m.apart, s)
	}
	return nil
}

// inOrder has the smaller claim first, so that a pair is kept once.
func (s Apart) inOrder() Apart {
	if s.From < s.Claim {
		s.Claim, s.From = s.From, s.Claim
	}
	return s
}

// Splits implements [Ledger].
func (m *Memory) Splits(context.Context) ([]Apart, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	out := slices.Clone(m.apart)
	slices.SortFunc(out, func(a, b Apart) int {
		return cmp.Or(cmp.Compare(a.Claim, b.Claim), cmp.Compare(a.From, b.From))
	})
	return out, nil
}

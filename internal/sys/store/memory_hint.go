package store

import (
	"context"
	"slices"

	"annals"
)

// Hints implements [Hints].
func (m *Memory) Hints(_ context.Context, s Shelf) (hs []Hint, err error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	for _, r := range m.rows(Equal{Column: Type, Value: string(s.Type)}) {
		from, to := Days(&r)
		first, ok := dayNumber(from)
		last, okToo := dayNumber(to)
		if !ok || !okToo || !s.has(first, last) {
			continue
		}
		for _, c := range Blocks(&r) {
			if slices.Contains(s.Countries, c) {
				hs = append(hs, Hint{r.ID, c, first, last, m.gists[r.ID]})
			}
		}
	}
	return hs, nil
}

// has reports whether a claim of these days stands in the shelf.
func (s *Shelf) has(first, last int) bool {
	if s.Long {
		return last-first > ShortDays && first <= s.To && last >= s.From
	}
	return last-first <= ShortDays && first >= s.From && first <= s.To
}

func dayNumber(d annals.Date) (int, bool) {
	t, ok := d.Time()
	n := t.Unix()
	if n < 0 {
		n -= 86399
	}
	return int(n / 86400), ok
}

// SetGists implements [Hints].
func (m *Memory) SetGists(ctx context.Context, gists map[string][]byte) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.gists == nil {
		m.gists = map[string][]byte{}
	}
	for id, g := range gists {
		m.gists[id] = g
	}
	return nil
}

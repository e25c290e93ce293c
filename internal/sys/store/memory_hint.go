package store

import (
	"context"
	"iter"
	"slices"

	"annals"
)

// Hints implements [Hints].
func (m *Memory) Hints(_ context.Context, s Shelf) (hs []Hint, err error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	for h := range m.hints() {
		if h.Type == s.Type && s.has(h.First, h.Last) && slices.Contains(s.Countries, h.Country) {
			hs = append(hs, h)
		}
	}
	return hs, nil
}

// HintsAfter implements [Hints].
func (m *Memory) HintsAfter(_ context.Context, n int64) (hs []Hint, err error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	for h := range m.hints() {
		if h.N > n {
			hs = append(hs, h)
		}
	}
	return hs, nil
}

// hints are those of all live claims.
func (m *Memory) hints() iter.Seq[Hint] {
	return func(yield func(Hint) bool) {
		for r, n := range m.numbered() {
			from, to := Days(&r)
			first, ok := dayNumber(from)
			last, okToo := dayNumber(to)
			if !ok || !okToo {
				continue
			}
			for _, c := range Blocks(&r) {
				if !yield(Hint{n, r.ID, r.Type, c, first, last, m.gists[n]}) {
					return
				}
			}
		}
	}
}

// numbered are the live claims with their numbers, without what is known of
// their events.
func (m *Memory) numbered() iter.Seq2[Row, int64] {
	return func(yield func(Row, int64) bool) {
		for _, k := range m.entries {
			if k.superseded {
				continue
			}
			for i, c := range k.Reading.Claims {
				if !yield(Row{Claim: c, Article: k.head()}, k.first+int64(i)) {
					return
				}
			}
		}
	}
}

// number gives numbers to the claims of an entry.
func (m *Memory) number(k *kept) {
	k.first = m.last + 1
	m.last += int64(len(k.Reading.Claims))
}

// LastNumber implements [Hints].
func (m *Memory) LastNumber(context.Context) (int64, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.last, nil
}

// Blank implements [Hints].
func (m *Memory) Blank(_ context.Context, after int64, limit int) (hs []Hint, err error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	for h := range m.hints() {
		if h.N > after && h.Gist == nil {
			hs = append(hs, Hint{N: h.N, ID: h.ID})
		}
	}
	slices.SortFunc(hs, func(a, b Hint) int { return int(a.N - b.N) })
	hs = slices.CompactFunc(hs, func(a, b Hint) bool { return a.N == b.N })
	return hs[:min(limit, len(hs))], nil
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
func (m *Memory) SetGists(ctx context.Context, gists map[int64][]byte) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.gists == nil {
		m.gists = map[int64][]byte{}
	}
	for n, g := range gists {
		m.gists[n] = g
	}
	return nil
}

package record

import (
	"context"
	"fmt"

	"annals/internal/sys/store"
)

// NotAlone are events that the merger takes for alone, and which are linked to
// others all the same, and how many it takes for alone.
func (m *Merger) NotAlone(ctx context.Context, s store.Store) (wrong []string, alone int, err error) {
	splits, err := s.Splits(ctx)
	if err != nil {
		return nil, 0, err
	}
	p, apart, events := newPool(m.rules), apartOf(splits), map[string][]*item{}
	rows, _, err := s.Rows(ctx, nil, store.Page{Limit: 1000})
	if err != nil {
		return nil, 0, err
	}
	for i := range rows {
		p.add(rows[i])
	}
	for _, x := range p.items {
		events[x.Event] = append(events[x.Event], x)
	}
	for id, xs := range events {
		if !m.alone.has(xs) {
			continue
		}
		alone++
		for _, x := range xs {
			for _, y := range p.items {
				b := m.rules.hold(x, y)
				if x.Event != y.Event && m.rules.links(&b) && !areApart(apart, x, y) {
					wrong = append(wrong, fmt.Sprintf("%s: %s and %s of %s", id, x.ID, y.ID, y.Event))
				}
			}
		}
	}
	return wrong, alone, nil
}

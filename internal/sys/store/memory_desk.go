package store

import (
	"context"
	"slices"
	"strings"
	"time"
)

// Notes implements [Desk].
func (m *Memory) Notes(ctx context.Context, ns ...Note) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.notes == nil {
		m.notes = map[[2]string]Note{}
	}
	for _, n := range ns {
		if n.Value == nil {
			delete(m.notes, [2]string{n.Kind, n.Key})
			continue
		}
		n.Time, n.Value = n.Time.UTC().Truncate(time.Microsecond), slices.Clone(n.Value)
		m.notes[[2]string{n.Kind, n.Key}] = n
	}
	return nil
}

// Note implements [Desk].
func (m *Memory) Note(_ context.Context, kind, key string) (Note, bool, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	n, ok := m.notes[[2]string{kind, key}]
	return n, ok, nil
}

// NotesOf implements [Desk].
func (m *Memory) NotesOf(_ context.Context, kind string) ([]Note, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	var out []Note
	for k, n := range m.notes {
		if k[0] == kind {
			out = append(out, n)
		}
	}
	slices.SortFunc(out, func(a, b Note) int { return strings.Compare(a.Key, b.Key) })
	return out, nil
}

// Forget implements [Desk].
func (m *Memory) Forget(_ context.Context, kind string, before time.Time) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	gone := 0
	for k, n := range m.notes {
		if k[0] == kind && n.Time.Before(before) {
			delete(m.notes, k)
			gone++
		}
	}
	return gone, nil
}

// DropBodies implements [Desk].
func (m *Memory) DropBodies(_ context.Context, before time.Time) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	gone := 0
	for _, k := range m.entries {
		if k.Capture.Time.Before(before) && len(k.Capture.Body) > 0 {
			k.Capture.Body = nil
			gone++
		}
	}
	return gone, nil
}

package store

import (
	"cmp"
	"context"
	"iter"
	"reflect"
	"slices"
	"sync"

	"annals"
)

// Memory is a [Store] that ends with the program: for tests, and for looking at
// files without keeping them. The zero value is empty and ready.
type Memory struct {
	mu      sync.RWMutex
	entries []*kept // in order of arrival
	lost    int     // of these: captures that gave no article
	byID    map[annals.ArticleID]*kept
	events  map[string]annals.Event
	eventOf map[string]string // by claim
	stale   map[string]bool   // events that a claim went out of
	apart   []Apart
	gists   map[int64][]byte // by the claim's number
	last    int64            // number of a claim that was given
	notes   map[[2]string]Note
}

// kept is an entry with what follows from the others.
type kept struct {
	Entry
	superseded bool
	first      int64  // number of the first claim
	failed     string // id of a capture that gave no article; "" of others
}

// Put implements [Archive].
func (m *Memory) Put(ctx context.Context, es ...Entry) ([]Outcome, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	out := make([]Outcome, len(es))
	for i := range es {
		out[i] = m.put(es[i])
	}
	return out, nil
}

func (m *Memory) put(e Entry) Outcome {
	e.Record = RecordID(&e.Capture)
	if e.Reading.Article.ID == "" {
		return m.putFailed(e)
	}
	if old := m.byID[e.Reading.Article.ID]; old != nil {
		if reflect.DeepEqual(old.Reading.Claims, e.Reading.Claims) {
			return Same
		}
		e.Capture, e.Record = old.Capture, old.Record
		m.loosen(old.Reading.Claims)
		old.Entry = e
		m.number(old)
		return Recoded
	}
	if m.byID == nil {
		m.byID = map[annals.ArticleID]*kept{}
	}
	k := &kept{Entry: e}
	m.number(k)
	m.heal(&e)
	m.entries = append(m.entries, k)
	m.byID[e.Reading.Article.ID] = k
	return m.supersede(e.Origin, k)
}

// supersede marks all versions of an origin but the newest, and says what that
// makes of k.
func (m *Memory) supersede(origin string, k *kept) Outcome {
	vs := m.versions(origin)
	for i, v := range vs {
		if i > 0 && !v.superseded {
			m.loosen(v.Reading.Claims)
		}
		v.superseded = i > 0
	}
	switch {
	case len(vs) < 2:
		return Added
	case vs[0] == k:
		return Revised
	}
	return Older
}

// loosen remembers the events of claims that are about to go.
func (m *Memory) loosen(cs []annals.Claim) {
	for _, c := range cs {
		if ev := m.eventOf[c.ID]; ev != "" {
			m.stale[ev] = true
			delete(m.eventOf, c.ID)
		}
	}
}

// versions are the articles of an origin, newest first.
func (m *Memory) versions(origin string) []*kept {
	var vs []*kept
	for _, k := range m.byID {
		if k.Origin == origin {
			vs = append(vs, k)
		}
	}
	slices.SortFunc(vs, func(a, b *kept) int {
		return -cmp.Or(a.Capture.Time.Compare(b.Capture.Time), cmp.Compare(a.Reading.Article.ID, b.Reading.Article.ID))
	})
	return vs
}

// Get implements [Archive].
func (m *Memory) Get(_ context.Context, id annals.ArticleID) (Entry, bool, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if k := m.byID[id]; k != nil {
		return k.Entry, true, nil
	}
	return Entry{}, false, nil
}

// Versions implements [Archive].
func (m *Memory) Versions(_ context.Context, origin string) ([]Head, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	var hs []Head
	for _, k := range m.versions(origin) {
		hs = append(hs, k.head())
	}
	return hs, nil
}

func (k *kept) head() Head {
	h := HeadOf(&k.Entry)
	h.Superseded = k.superseded
	return h
}

// Heads implements [Archive].
func (m *Memory) Heads(ctx context.Context) iter.Seq2[Head, error] {
	return func(yield func(Head, error) bool) {
		m.mu.RLock()
		var hs []Head
		for _, k := range m.entries {
			if k.Reading.Article.ID != "" {
				hs = append(hs, k.head())
			}
		}
		m.mu.RUnlock()
		for _, h := range hs {
			if !yield(h, nil) {
				return
			}
		}
	}
}

// Entries implements [Archive].
func (m *Memory) Entries(ctx context.Context) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		m.mu.RLock()
		es := slices.Clone(m.entries)
		m.mu.RUnlock()
		for _, k := range es {
			if err := ctx.Err(); err != nil {
				yield(Entry{}, err)
				return
			}
			if !yield(k.Entry, nil) {
				return
			}
		}
	}
}

// Check implements [Store]; memory does not rot.
func (m *Memory) Check(context.Context) ([]string, error) { return nil, nil }

// Close implements [Store].
func (m *Memory) Close() error { return nil }

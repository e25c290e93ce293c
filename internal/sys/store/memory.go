package store

import (
	"cmp"
	"context"
	"encoding/base64"
	"fmt"
	"iter"
	"maps"
	"reflect"
	"slices"
	"strings"
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
	notes   map[[2]string]Note
}

// kept is an entry with what follows from the others.
type kept struct {
	Entry
	superseded bool
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
	if e.Reading.Article.ID == "" {
		return m.putFailed(e)
	}
	if old := m.byID[e.Reading.Article.ID]; old != nil {
		if reflect.DeepEqual(old.Reading.Claims, e.Reading.Claims) {
			return Same
		}
		e.Capture = old.Capture
		m.loosen(old.Reading.Claims)
		old.Entry = e
		return Recoded
	}
	if m.byID == nil {
		m.byID = map[annals.ArticleID]*kept{}
	}
	k := &kept{Entry: e}
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

// rows are all live claims that match, in order of arrival.
func (m *Memory) rows(f Filter) []Row {
	var rs []Row
	for _, k := range m.entries {
		if k.superseded {
			continue
		}
		for _, c := range k.Reading.Claims {
			r := Row{Claim: c, Evidence: k.Evidence[c.ID], Article: k.head(), Event: m.eventOf[c.ID], Sources: 1}
			if ev, ok := m.events[r.Event]; ok {
				r.Sources = max(len(ev.Outlets), 1)
			}
			if f == nil || f.Match(&r) {
				rs = append(rs, r)
			}
		}
	}
	return rs
}

// Rows implements [Index].
func (m *Memory) Rows(_ context.Context, f Filter, p Page) ([]Row, string, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	rs := m.rows(f)
	if p.Order == Arrived {
		slices.Reverse(rs)
	} else {
		slices.SortStableFunc(rs, func(a, b Row) int { return p.Order.compare(&a, &b) })
	}
	return cut(rs, p, func(r *Row) string { return r.ID })
}

// IDs implements [Index].
func (m *Memory) IDs(_ context.Context, f Filter) (ids []string, err error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	for _, r := range m.rows(f) {
		ids = append(ids, r.ID)
	}
	return ids, nil
}

// cut is the part of a sorted list that a page wants.
func cut[T any](all []T, p Page, id func(*T) string) ([]T, string, error) {
	if p.After != "" {
		after, err := base64.RawURLEncoding.DecodeString(p.After)
		at := slices.IndexFunc(all, func(x T) bool { return id(&x) == string(after) })
		if err != nil || at < 0 {
			return nil, "", fmt.Errorf("read page after %q: %w", p.After, ErrCursor)
		}
		all = all[at+1:]
	}
	if len(all) <= p.Size() {
		return all, "", nil
	}
	all = all[:p.Size()]
	return all, base64.RawURLEncoding.EncodeToString([]byte(id(&all[len(all)-1]))), nil
}

// compare orders two rows.
func (o Order) compare(a, b *Row) int {
	var c int
	switch o {
	case Oldest:
		c = cmp.Compare(a.Day(), b.Day())
	case Intense:
		c = cmp.Compare(a.Intensity, b.Intensity)
	case Surest:
		c = cmp.Compare(b.Confidence, a.Confidence)
	case MostTold:
		c = cmp.Compare(b.Sources, a.Sources)
	}
	if c == 0 && o != Oldest {
		c = cmp.Compare(b.Day(), a.Day())
	}
	return cmp.Or(c, cmp.Compare(a.ID, b.ID))
}

// Count implements [Index].
func (m *Memory) Count(_ context.Context, f Filter, by By) ([]Bucket, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	sums := map[string]*Bucket{}
	for _, r := range m.rows(f) {
		for _, v := range by.values(&r) {
			if sums[v] == nil {
				sums[v] = &Bucket{Value: v}
			}
			sums[v].add(&r)
		}
	}
	var out []Bucket
	for _, v := range slices.Sorted(maps.Keys(sums)) {
		b := *sums[v]
		b.Intensity /= float64(b.Claims)
		out = append(out, b)
	}
	return out, nil
}

// add counts a row; Intensity is a sum until all are added.
func (b *Bucket) add(r *Row) {
	b.Claims++
	if r.Quad <= 2 {
		b.Cooperation++
	} else {
		b.Conflict++
	}
	b.Intensity += r.Intensity
}

// values are the buckets that a row belongs to, each once.
func (by By) values(r *Row) []string {
	day := string(r.Day())
	switch by {
	case ByDay:
		return []string{day}
	case ByMonth:
		return []string{day[:min(7, len(day))]}
	case ByYear:
		return []string{day[:min(4, len(day))]}
	case ByType:
		return []string{string(r.Type)}
	case ByQuad:
		return []string{Quad.of(r)}
	case ByStatus:
		return []string{string(r.Status)}
	case ByActor:
		return countries(r.Actor)
	case ByRecipient:
		return countries(r.Claim.Recipient)
	case ByPair:
		return Pairs(&r.Claim)
	case ByPlace:
		return []string{PlaceCountry.of(r)}
	case ByOutlet:
		return []string{r.Article.Outlet}
	case BySpeaker:
		return speakers(r.Attribution)
	}
	return []string{""}
}

func countries(ps []annals.Participant) []string {
	var cs []string
	for _, p := range ps {
		cs = append(cs, string(p.Country))
	}
	slices.Sort(cs)
	return orNone(slices.Compact(cs))
}

func speakers(as []annals.Attribution) []string {
	var ss []string
	for _, a := range as {
		ss = append(ss, a.Speaker)
	}
	slices.Sort(ss)
	return orNone(slices.Compact(ss))
}

func orNone(vs []string) []string {
	if len(vs) == 0 {
		return []string{""}
	}
	return vs
}

// Pairs are the pairs of countries that a claim is between, as PRK-RUS: those
// of an actor and a recipient, or of two actors where there is no recipient.
func Pairs(c *annals.Claim) []string {
	from, to := c.Actor, c.Recipient
	if len(to) == 0 {
		to = from
	}
	var out []string
	for _, a := range from {
		for _, b := range to {
			if a.Country != "" && b.Country != "" && a.Country != b.Country {
				x, y := min(a.Country, b.Country), max(a.Country, b.Country)
				out = append(out, string(x)+"-"+string(y))
			}
		}
	}
	slices.Sort(out)
	return orNone(slices.Compact(out))
}

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

// Check implements [Store]; memory does not rot.
func (m *Memory) Check(context.Context) ([]string, error) { return nil, nil }

// Close implements [Store].
func (m *Memory) Close() error { return nil }

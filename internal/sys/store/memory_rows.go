package store

import (
	"cmp"
	"context"
	"encoding/base64"
	"fmt"
	"maps"
	"slices"

	"annals"
)

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

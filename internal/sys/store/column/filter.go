package column

import (
	"context"
	"slices"
	"strings"

	"annals/internal/sys/store"
)

// Other gives the numbers of the claims that meet a condition on what the
// columns do not hold. It may give claims that are gone or not known here.
type Other func(f store.Filter) ([]int64, error)

// Select is the claims that meet f. It ends with the error of ctx when that
// ends first.
func (v *View) Select(ctx context.Context, f store.Filter, other Other) (Set, error) {
	q := &query{v, ctx, other}
	s, err := q.eval(f)
	if err != nil {
		return nil, err
	}
	and(s, v.live)
	return s, nil
}

// A query is one call of Select.
type query struct {
	*View
	ctx   context.Context
	other Other
}

// eval may give gone claims too, and bits behind the last claim.
func (q *query) eval(f store.Filter) (Set, error) {
	if err := q.ctx.Err(); err != nil {
		return nil, err
	}
	if noFilter(f) {
		return slices.Clone(q.live), nil
	}
	switch f := f.(type) {
	case store.And:
		return q.all(f)
	case store.Or:
		return q.any(f)
	case store.Not:
		s, err := q.eval(f.Filter)
		for i := range s {
			s[i] = ^s[i]
		}
		return s, err
	case store.Pair:
		return q.all(store.And{store.Party{Country: f.A}, store.Party{Country: f.B}})
	case store.Party:
		return q.party(f), nil
	case store.Said:
		return q.said(f), nil
	case store.Named:
		name := store.Fold(f.Place)
		return scan(q.place, q.places.which(func(p string) bool { return p != "" && strings.Contains(p, name) })), nil
	case store.Range:
		return q.within(f), nil
	case store.Equal:
		if s := q.equal(f); s != nil {
			return s, nil
		}
	}
	return q.ask(f)
}

// ask has the condition met elsewhere.
func (q *query) ask(f store.Filter) (Set, error) {
	ns, err := q.other(f)
	if err != nil {
		return nil, err
	}
	s := q.empty()
	for _, n := range ns {
		if i := q.at(n); i >= 0 {
			s.add(i)
		}
	}
	return s, nil
}

func (q *query) any(fs store.Or) (Set, error) {
	out := q.empty()
	for _, f := range fs {
		s, err := q.eval(f)
		if err != nil {
			return nil, err
		}
		for i, w := range s {
			out[i] |= w
		}
	}
	return out, nil
}

// all asks elsewhere last, and only while something is left.
func (q *query) all(fs store.And) (Set, error) {
	out := slices.Clone(q.live)
	for _, late := range []bool{false, true} {
		for _, f := range fs {
			if asks(f) != late {
				continue
			}
			if late && !slices.ContainsFunc(out, func(w uint64) bool { return w != 0 }) {
				return out, nil
			}
			s, err := q.eval(f)
			if err != nil {
				return nil, err
			}
			and(out, s)
		}
	}
	return out, nil
}

func and(s, t Set) {
	for i := range s {
		s[i] &= t[i]
	}
}

// asks reports whether a condition needs what the columns do not hold.
func asks(f store.Filter) bool {
	switch f := f.(type) {
	case store.And:
		return slices.ContainsFunc(f, asks)
	case store.Or:
		return slices.ContainsFunc(f, asks)
	case store.Not:
		return asks(f.Filter)
	case store.Words:
		return true
	case store.Equal:
		return f.Column == store.EventID || f.Column == store.Article || f.Column == store.ClaimID
	}
	return false
}

// scan is the claims whose code in a column is hit.
func scan[T uint8 | uint16 | uint32](col []T, hit []bool) Set {
	return collect(col, func(c T) bool { return hit[c] })
}

// collect is the claims whose value in a column meets a condition.
func collect[T any](col []T, is func(T) bool) Set {
	s := make(Set, (len(col)+63)/64)
	for at := range s {
		var w uint64
		for b, c := range col[at<<6 : min(len(col), at<<6+64)] {
			if is(c) {
				w |= 1 << b
			}
		}
		s[at] = w
	}
	return s
}

// tagged is the claims that have a tag beside them that meets a condition.
func (v *View) tagged(is func(*tag) bool) Set {
	hit, some := make([]bool, len(v.known.values)), false
	for i := range v.known.values {
		if is(&v.known.values[i]) {
			hit[i], some = true, true
		}
	}
	s := v.empty()
	if !some {
		return s
	}
	from := uint32(0)
	for i, end := range v.ends {
		for _, c := range v.tags[from:end] {
			if hit[c] {
				s.add(i)
			}
		}
		from = end
	}
	return s
}

// code is the code of a value that is looked for; ok is false when it does not
// occur, and "" stands for any.
func code(d *dict[string], value string) (c uint32, anything, ok bool) {
	if value == "" {
		return 0, true, true
	}
	i := slices.Index(d.values, value)
	return uint32(max(i, 0)), false, i >= 0
}

func (v *View) party(f store.Party) Set {
	country, anyCountry, ok := code(&v.countries, string(f.Country))
	sector, anySector, okToo := code(&v.values, f.Sector)
	if !ok || !okToo {
		return v.empty()
	}
	name := store.Fold(f.Name)
	return v.tagged(func(t *tag) bool {
		in := t.kind == Actor && f.Role != store.Recipient || t.kind == Recipient && f.Role != store.Actor
		return in && (anyCountry || t.country == country) && (anySector || t.value == sector) && (name == "" || strings.Contains(t.key, name))
	})
}

func (v *View) said(f store.Said) Set {
	country, anywhere, ok := code(&v.countries, string(f.Country))
	if !ok {
		return v.empty()
	}
	name := store.Fold(f.Name)
	return v.tagged(func(t *tag) bool {
		return t.kind == Speaker && (anywhere || t.country == country) && strings.Contains(t.key, name)
	})
}

// equal is nil for a column that is not held here.
func (v *View) equal(f store.Equal) Set {
	is := func(s string) bool { return s == f.Value }
	switch f.Column {
	case store.Type:
		return scan(v.kind, v.types.which(is))
	case store.Underlying:
		return scan(v.underlying, v.types.which(is))
	case store.Status:
		return scan(v.status, v.statuses.which(is))
	case store.Quad:
		return v.flagged(func(b uint8) bool { return is(string('0' + rune(b&quadMask))) })
	case store.Hedged:
		return v.flagged(func(b uint8) bool { return is(yes(b&hedged != 0)) })
	case store.Reserved:
		return v.flagged(func(b uint8) bool { return is(yes(b&reserved != 0)) })
	case store.PlaceCountry:
		return scan(v.country, v.countries.which(is))
	case store.Outlet:
		key := store.Fold(f.Value)
		return scan(v.outlet, v.outlets.which(func(s string) bool { return store.Fold(s) == key }))
	case store.Mode:
		return v.detailed(Mode, f.Value)
	case store.Context:
		return v.detailed(Context, f.Value)
	}
	return nil
}

func (v *View) detailed(k Kind, value string) Set {
	return v.tagged(func(t *tag) bool { return t.kind == k && v.values.values[t.value] == value })
}

func (v *View) flagged(is func(uint8) bool) Set {
	hit := make([]bool, 256)
	for b := range hit {
		hit[b] = is(uint8(b))
	}
	return scan(v.flags, hit)
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func (v *View) within(f store.Range) Set {
	holds := func(x float64) bool { return (f.Min == nil || x >= *f.Min) && (f.Max == nil || x <= *f.Max) }
	switch f.Measure {
	case store.ActDay:
		return v.between(v.day, v.last, f)
	case store.FirstDay:
		return v.between(v.day, v.day, f)
	case store.Published:
		return v.between(v.published, v.published, f)
	case store.Intensity:
		return scan(v.intensity, v.intensities.which(holds))
	case store.Confidence:
		return collect(v.confidence, holds)
	case store.Sources:
		return collect(v.sources, func(n uint16) bool { return holds(float64(n)) })
	}
	s := v.empty()
	hit := v.whats.which(func(w string) bool { return w == string(f.Measure) })
	for _, x := range v.sizes {
		if hit[x.what] && (f.Min == nil || x.high >= *f.Min) && (f.Max == nil || x.low <= *f.Max) {
			s.add(int(x.at))
		}
	}
	return s
}

// between is the claims whose days from first to last share one with a range.
func (v *View) between(first, last []uint16, f store.Range) Set {
	from, okFrom := dayOf(f.From)
	to, okTo := dayOf(f.To)
	if f.From != "" && !okFrom || f.To != "" && !okTo {
		return v.empty()
	}
	begins := scan(first, v.days.which(func(d int32) bool { return d != NoDay && (f.To == "" || d <= to) }))
	if f.From != "" {
		and(begins, scan(last, v.days.which(func(d int32) bool { return d != NoDay && d >= from })))
	}
	return begins
}

package column

import (
	"fmt"
	"math"
	"slices"
	"unsafe"
)

// A Table is columns that grow. One goroutine at a time may change it; the
// views it gave stay as they are, because it only ever writes behind their end
// or into a copy.
type Table struct {
	v      View
	shared bool // a view has the same live and sources
}

// New is an empty table with room for n claims.
func New(n int) *Table {
	t := &Table{}
	v := &t.v
	room(&v.ids, n)
	room(&v.sources, n)
	room(&v.day, n)
	room(&v.last, n)
	room(&v.published, n)
	room(&v.kind, n)
	room(&v.underlying, n)
	room(&v.status, n)
	room(&v.flags, n)
	room(&v.intensity, n)
	room(&v.confidence, n)
	room(&v.outlet, n)
	room(&v.country, n)
	room(&v.place, n)
	room(&v.ends, n)
	v.days.code(NoDay)
	v.countries.code("")
	v.values.code("")
	v.places.code("")
	return t
}

// room makes place for n values and a few that come later.
func room[T any](s *[]T, n int) { *s = slices.Grow(*s, n+n/50) }

// View is the present state.
func (t *Table) View() *View {
	t.shared = true
	v := t.v
	return &v
}

// own makes sure that no view has the columns that are changed in place.
func (t *Table) own() {
	if t.shared {
		t.v.live, t.v.sources, t.shared = slices.Clone(t.v.live), slices.Clone(t.v.sources), false
	}
}

// Add puts a claim behind all others.
func (t *Table) Add(c *Claim) error {
	t.own()
	v := &t.v
	if c.Quad < 0 || c.Quad > quadMask || len(v.tags)+len(c.Beside) > math.MaxUint32 {
		return fmt.Errorf("claim %s: %w", c.ID, ErrTooMany)
	}
	i := v.Len()
	if k := len(v.runs) - 1; k < 0 || v.runs[k].n+int64(i)-int64(v.runs[k].at) != c.N {
		v.runs = append(v.runs, run{int32(i), c.N})
	}
	if i&63 == 0 {
		v.live = append(v.live, 0)
	}
	v.live.add(i)
	v.ids = append(v.ids, idKey(c.ID))
	v.sources = append(v.sources, uint16(min(c.Sources, math.MaxUint16)))
	v.flags = append(v.flags, flagsOf(c))
	v.confidence = append(v.confidence, c.Confidence)
	v.outlet = append(v.outlet, v.outlets.code(c.Outlet))
	v.place = append(v.place, v.places.code(c.Place))
	t.beside(i, c)
	fits := push(&v.day, v.days.code(c.Day)) && push(&v.last, v.days.code(c.Last)) && push(&v.published, v.days.code(c.Published)) &&
		push(&v.kind, v.types.code(c.Type)) && push(&v.underlying, v.types.code(c.Underlying)) && push(&v.status, v.statuses.code(c.Status)) &&
		push(&v.country, v.countries.code(c.Country)) && push(&v.intensity, v.intensities.code(c.Intensity)) && len(v.whats.values) <= math.MaxUint8
	if !fits {
		return fmt.Errorf("claim %s: %w", c.ID, ErrTooMany)
	}
	return nil
}

// push appends a code where it fits into the column.
func push[T uint8 | uint16](col *[]T, code uint32) bool {
	*col = append(*col, T(code))
	return code <= uint32(^T(0))
}

func flagsOf(c *Claim) uint8 {
	f := uint8(c.Quad)
	if c.Hedged {
		f |= hedged
	}
	if c.Reserved {
		f |= reserved
	}
	return f
}

func (t *Table) beside(i int, c *Claim) {
	v := &t.v
	for _, b := range c.Beside {
		v.tags = append(v.tags, v.known.code(tag{b.Kind, v.countries.code(b.Country), v.values.code(b.Value), b.Key}))
	}
	v.ends = append(v.ends, uint32(len(v.tags)))
	for _, s := range c.Sizes {
		v.sizes = append(v.sizes, sized{uint32(i), uint8(v.whats.code(s.What)), s.Low, s.High})
	}
}

// Set changes what can change of a claim; known is false when there is no claim
// of that number.
func (t *Table) Set(n int64, live bool, sources int) (known bool) {
	i := t.v.at(n)
	if i < 0 {
		return false
	}
	t.own()
	if live {
		t.v.live.add(i)
	} else {
		t.v.live.remove(i)
	}
	t.v.sources[i] = uint16(min(sources, math.MaxUint16))
	return true
}

// idKey is the first bytes of an id; they sort as ids do, but for ties.
func idKey(id string) (key uint64) {
	for i := range 8 {
		key <<= 8
		if i < len(id) {
			key |= uint64(id[i])
		}
	}
	return key
}

// Bytes is roughly what the columns take in memory, and what of it are the
// different values that occur.
func (v *View) Bytes() (all, values int) {
	columns := of(v.ids) + of(v.runs) + of([]uint64(v.live)) + of(v.sources) + of(v.day) + of(v.last) + of(v.published) + of(v.kind) +
		of(v.underlying) + of(v.status) + of(v.flags) + of(v.intensity) + of(v.confidence) + of(v.outlet) + of(v.country) + of(v.place) + of(v.ends) +
		of(v.tags) + of(v.sizes)
	const entry = 16 // of a map beside the value itself
	values = 2*of(v.known.values) + 2*of(v.outlets.values) + 2*of(v.places.values) + 2*of(v.values.values)
	values += entry * (len(v.known.values) + len(v.outlets.values) + len(v.places.values) + len(v.values.values))
	for _, t := range v.known.values {
		values += len(t.key)
	}
	for _, p := range v.places.values {
		values += len(p)
	}
	return columns + values, values
}

func of[T any](s []T) int {
	var zero T
	return cap(s) * int(unsafe.Sizeof(zero))
}

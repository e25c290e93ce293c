package column

import (
	"cmp"
	"fmt"
	"slices"

	"annals/internal/sys/store"
)

// Count counts the claims of a set in buckets, as [store.Index] does.
func (v *View) Count(s Set, by store.By) ([]store.Bucket, error) {
	c := &counter{View: v, set: s, slots: map[string]int32{}}
	switch by {
	case store.ByAll:
		tally(c, v.status, make([]string, len(v.statuses.values)))
	case store.ByDay:
		tally(c, v.day, c.dates(10))
	case store.ByMonth:
		tally(c, v.day, c.dates(7))
	case store.ByYear:
		tally(c, v.day, c.dates(4))
	case store.ByType:
		tally(c, v.kind, v.types.values)
	case store.ByQuad:
		tally(c, v.flags, quads())
	case store.ByStatus:
		tally(c, v.status, v.statuses.values)
	case store.ByPlace:
		tally(c, v.country, v.countries.values)
	case store.ByOutlet:
		tally(c, v.outlet, v.outlets.values)
	case store.ByActor:
		c.beside(Actor, v.countries.values, func(t *tag) uint32 { return t.country })
	case store.ByRecipient:
		c.beside(Recipient, v.countries.values, func(t *tag) uint32 { return t.country })
	case store.BySpeaker:
		c.beside(Speaker, v.values.values, func(t *tag) uint32 { return t.value })
	case store.ByPair:
		c.pairs()
	default:
		return nil, fmt.Errorf("count by %q: no such value", by)
	}
	return c.buckets(), nil
}

// A counter sums up the claims of a set in slots, one for each value.
type counter struct {
	*View
	set    Set
	values []string // by slot
	slots  map[string]int32
	sums   []sum
}

type sum struct {
	claims, cooperation int
	intensity           float64
}

func (c *counter) slot(value string) int32 {
	n, ok := c.slots[value]
	if !ok {
		n = int32(len(c.values))
		c.slots[value] = n
		c.values, c.sums = append(c.values, value), append(c.sums, sum{})
	}
	return n
}

func (c *counter) add(slot int32, i int) {
	x := &c.sums[slot]
	x.claims++
	if c.flags[i]&quadMask <= 2 {
		x.cooperation++
	}
	x.intensity += c.intensities.values[c.intensity[i]]
}

// tally counts by a column whose codes have labels; codes with the same label
// share a bucket.
func tally[T uint8 | uint16 | uint32](c *counter, col []T, labels []string) {
	slots := make([]int32, len(labels))
	for i, l := range labels {
		slots[i] = c.slot(l)
	}
	c.set.each(func(i int) { c.add(slots[col[i]], i) })
}

func labels[T comparable](d *dict[T], of func(T) string) []string {
	out := make([]string, len(d.values))
	for i, v := range d.values {
		out[i] = of(v)
	}
	return out
}

// dates are the first letters of each day.
func (c *counter) dates(letters int) []string {
	return labels(&c.days, func(d int32) string {
		s := dateOf(d)
		return s[:min(letters, len(s))]
	})
}

func quads() []string {
	out := make([]string, 256)
	for b := range out {
		out[b] = string('0' + rune(b&quadMask))
	}
	return out
}

// tagsOf are the tags of the claim at a position.
func (v *View) tagsOf(i int) []uint32 {
	from := uint32(0)
	if i > 0 {
		from = v.ends[i-1]
	}
	return v.tags[from:v.ends[i]]
}

// beside counts by what tags of a kind have, each value once a claim.
func (c *counter) beside(k Kind, values []string, of func(*tag) uint32) {
	const none = -1
	slots := make([]int32, len(values))
	for i, l := range values {
		slots[i] = c.slot(l)
	}
	codes := make([]int32, len(c.known.values)) // what each tag counts as
	for i := range codes {
		codes[i] = none
		if t := &c.known.values[i]; t.kind == k {
			codes[i] = int32(of(t))
		}
	}
	seen := make([]int, len(values)) // the last claim that had the value, from 1
	c.set.each(func(i int) {
		found := false
		for _, t := range c.tagsOf(i) {
			if code := codes[t]; code != none {
				if found = true; seen[code] != i+1 {
					seen[code] = i + 1
					c.add(slots[code], i)
				}
			}
		}
		if !found {
			c.add(slots[0], i) // "" has code 0
		}
	})
}

// pairs counts by pair of countries as [store.Pairs] has them.
func (c *counter) pairs() {
	noPair := c.slot("")
	rows := make([][]int32, len(c.countries.values)) // slot+1 of each pair of countries
	slot := func(a, b uint32) int32 {
		if rows[a] == nil {
			rows[a] = make([]int32, len(rows))
		}
		if rows[a][b] == 0 {
			x, y := c.countries.values[a], c.countries.values[b]
			rows[a][b] = c.slot(min(x, y)+"-"+max(x, y)) + 1
		}
		return rows[a][b] - 1
	}
	var seen []int // the last claim of each pair, from 1
	var from, to []uint32
	c.set.each(func(i int) {
		from, to = c.sides(i, from[:0], to[:0])
		with := to
		if len(to) == 0 {
			with = from
		}
		found := false
		for _, a := range from {
			for _, b := range with {
				if a == b || a == 0 || b == 0 {
					continue
				}
				n := slot(a, b)
				if found = true; int(n) >= len(seen) {
					seen = append(seen, make([]int, int(n)+64-len(seen))...)
				}
				if seen[n] != i+1 {
					seen[n] = i + 1
					c.add(n, i)
				}
			}
		}
		if !found {
			c.add(noPair, i)
		}
	})
}

// sides adds the countries of the actors and recipients of a claim.
func (v *View) sides(i int, from, to []uint32) (actors, recipients []uint32) {
	for _, code := range v.tagsOf(i) {
		switch t := &v.known.values[code]; t.kind {
		case Actor:
			from = append(from, t.country)
		case Recipient:
			to = append(to, t.country)
		}
	}
	return from, to
}

// buckets are the slots that have claims, in order of value.
func (c *counter) buckets() []store.Bucket {
	var out []store.Bucket
	for i, x := range c.sums {
		if x.claims > 0 {
			out = append(out, store.Bucket{Value: c.values[i], Claims: x.claims, Cooperation: x.cooperation,
				Conflict: x.claims - x.cooperation, Intensity: x.intensity / float64(x.claims)})
		}
	}
	slices.SortFunc(out, func(a, b store.Bucket) int { return cmp.Compare(a.Value, b.Value) })
	return out
}

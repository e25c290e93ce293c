// Package column answers queries about claims from columns in memory.
//
// In go [Claim]s in order of their numbers, and word that some have gone; out
// come [View]s, each the state of one moment, which turn a [store.Filter] into a
// [Set], a set into counts, and a set into the numbers of the claims that a page
// of it shows. A million claims take some 60 bytes each, and a pass over one
// column a millisecond.
//
// What the columns do not hold (words, ids, events) is asked of whoever keeps
// the claims. Nothing here reads a file or remembers a query.
package column

import (
	"errors"
	"math"
	"math/bits"
	"sort"
	"time"

	"annals"
	"annals/internal/sys/store"
)

// ErrTooMany says that a column has more different values than it has room for.
var ErrTooMany = errors.New("too many different values")

// NoDay stands for a day that is not known; it comes before all others.
const NoDay int32 = math.MinInt32

// A Claim is what is kept of one; days are counted from 1970-01-01.
type Claim struct {
	N                     int64 // larger than that of every claim before it
	ID                    string
	Day, Last, Published  int32 // store.Row.Day, the second of store.Days, day of publication
	Type, Underlying      string
	Status, Country       string // Country is that of the place
	Place, Outlet         string // Place is store.PlaceKey; "" when there is none
	Quad                  int
	Hedged, Reserved      bool
	Intensity, Confidence float64
	Sources               int
	Beside                []Beside
	Sizes                 []Size
}

// A Kind says what stands beside a claim.
type Kind uint8

// The kinds.
const (
	Actor Kind = iota
	Recipient
	Speaker
	Mode
	Context
)

// Beside is a party or speaker of a claim, a mode or a context.
type Beside struct {
	Kind    Kind
	Country string
	Value   string // sector, name of the speaker, mode or context
	Key     string // store.NameKey, store.SpeakerKey
}

// A Size is a number of a claim, with store.Bounds.
type Size struct {
	What      string
	Low, High float64
}

// A View is the claims of one moment. It never changes.
type View struct {
	ids        []uint64 // the first bytes of the id
	runs       []run
	live       Set
	sources    []uint16
	day        []uint16 // code in days, as are last and published
	last       []uint16
	published  []uint16
	kind       []uint8 // type, code in types, as is underlying
	underlying []uint8
	status     []uint8
	flags      []uint8
	intensity  []uint16
	confidence []float64
	outlet     []uint32
	country    []uint16 // of the place
	place      []uint32 // its names
	ends       []uint32 // where the tags of a claim end in tags
	tags       []uint32
	sizes      []sized

	days        dict[int32]
	types       dict[string]
	statuses    dict[string]
	intensities dict[float64]
	outlets     dict[string]
	places      dict[string]
	whats       dict[string]
	countries   dict[string]
	values      dict[string]
	known       dict[tag]
}

// A run is claims whose numbers follow each other: the first stands at a
// position and has a number.
type run struct {
	at int32
	n  int64
}

type sized struct {
	at        uint32
	what      uint8
	low, high float64
}

// A tag is a Beside with codes.
type tag struct {
	kind    Kind
	country uint32 // in countries
	value   uint32 // in values
	key     string
}

// The bits of a flag byte.
const (
	hedged   = 1 << 3
	reserved = 1 << 4
	quadMask = hedged - 1
)

// A dict gives each value that occurs a code, in order of occurrence. Only the
// table that grows it may use codes.
type dict[T comparable] struct {
	values []T
	codes  map[T]uint32
}

func (d *dict[T]) code(v T) uint32 {
	if c, ok := d.codes[v]; ok {
		return c
	}
	if d.codes == nil {
		d.codes = map[T]uint32{}
	}
	c := uint32(len(d.values))
	d.values = append(d.values, v)
	d.codes[v] = c
	return c
}

// which says of each code whether its value meets a condition.
func (d *dict[T]) which(is func(T) bool) []bool {
	hit := make([]bool, len(d.values))
	for i, v := range d.values {
		hit[i] = is(v)
	}
	return hit
}

// A Set is positions of claims, one bit each.
type Set []uint64

func (s Set) add(i int)    { s[i>>6] |= 1 << (i & 63) }
func (s Set) remove(i int) { s[i>>6] &^= 1 << (i & 63) }

// Len is how many claims are in the set.
func (s Set) Len() int {
	n := 0
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

// each calls do with every position, the first ones first.
func (s Set) each(do func(i int)) {
	for at, w := range s {
		for ; w != 0; w &= w - 1 {
			do(at<<6 + bits.TrailingZeros64(w))
		}
	}
}

// Len is how many claims there are, gone ones too.
func (v *View) Len() int { return len(v.ids) }

func (v *View) empty() Set { return make(Set, (v.Len()+63)/64) }

// number is the number of the claim at a position.
func (v *View) number(i int) int64 {
	r := v.runs[sort.Search(len(v.runs), func(k int) bool { return int(v.runs[k].at) > i })-1]
	return r.n + int64(i) - int64(r.at)
}

// at is the position of a claim, -1 when there is none of that number.
func (v *View) at(n int64) int {
	k := sort.Search(len(v.runs), func(k int) bool { return v.runs[k].n > n }) - 1
	if k < 0 {
		return -1
	}
	end := v.Len()
	if k+1 < len(v.runs) {
		end = int(v.runs[k+1].at)
	}
	if i := int64(v.runs[k].at) + n - v.runs[k].n; i < int64(end) {
		return int(i)
	}
	return -1
}

// Numbers are the numbers of the claims of a set, in order.
func (v *View) Numbers(s Set) []int64 {
	out := make([]int64, 0, s.Len())
	s.each(func(i int) { out = append(out, v.number(i)) })
	return out
}

// dayOf is d as it is kept here.
func dayOf(d annals.Date) (day int32, ok bool) {
	t, ok := d.Time()
	if !ok {
		return NoDay, false
	}
	const seconds = 24 * 60 * 60
	return int32(math.Floor(float64(t.Unix()) / seconds)), true
}

func dateOf(day int32) string {
	if day == NoDay {
		return ""
	}
	return time.Unix(int64(day)*24*60*60, 0).UTC().Format(time.DateOnly)
}

// noFilter is a filter that holds for all.
func noFilter(f store.Filter) bool {
	w, words := f.(store.Words)
	return f == nil || words && len(store.WordsOf(w.Text)) == 0
}

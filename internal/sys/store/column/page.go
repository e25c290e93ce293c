package column

import (
	"cmp"
	"math"
	"math/bits"
	"slices"

	"annals/internal/sys/store"
)

// A Key is what claims are sorted by, small ones first. Two claims may have the
// same one: of an id it has the first bytes only.
type Key struct {
	first uint64
	day   uint32
	id    uint64
}

func (k Key) less(o Key) bool {
	if k.first != o.first {
		return k.first < o.first
	}
	if k.day != o.day {
		return k.day < o.day
	}
	return k.id < o.id
}

func (k Key) compare(o Key) int {
	return cmp.Or(cmp.Compare(k.first, o.first), cmp.Compare(k.day, o.day), cmp.Compare(k.id, o.id))
}

// KeyOf is the key of a claim in an order; first is its number, intensity,
// confidence or sources where the order goes by one of these.
func KeyOf(o store.Order, first float64, day int64, id string) Key {
	d := int32(max(day, int64(NoDay)))
	switch o {
	case store.Arrived:
		return Key{first: ^uint64(int64(first))}
	case store.Oldest:
		return Key{day: risingDay(d), id: idKey(id)}
	case store.Intense:
		return Key{rising(first), ^risingDay(d), idKey(id)}
	case store.Surest, store.MostTold:
		return Key{^rising(first), ^risingDay(d), idKey(id)}
	}
	return Key{day: ^risingDay(d), id: idKey(id)}
}

// risingDay and rising are numbers that sort as what they are made of.
func risingDay(d int32) uint32 { return uint32(d) ^ 1<<31 }

func rising(x float64) uint64 {
	b := math.Float64bits(x + 0) // no negative zero
	if b>>63 != 0 {
		return ^b
	}
	return b | 1<<63
}

// keys gives the key of every position in an order.
func (v *View) keys(o store.Order) func(i int) Key {
	days := v.days.values
	switch o {
	case store.Arrived:
		return func(i int) Key { return Key{first: ^uint64(v.number(i))} }
	case store.Oldest:
		return func(i int) Key { return Key{day: risingDay(days[v.day[i]]), id: v.ids[i]} }
	case store.Intense:
		return func(i int) Key {
			return Key{rising(v.intensities.values[v.intensity[i]]), ^risingDay(days[v.day[i]]), v.ids[i]}
		}
	case store.Surest:
		return func(i int) Key { return Key{^rising(v.confidence[i]), ^risingDay(days[v.day[i]]), v.ids[i]} }
	case store.MostTold:
		return func(i int) Key {
			return Key{^rising(float64(v.sources[i])), ^risingDay(days[v.day[i]]), v.ids[i]}
		}
	}
	return func(i int) Key { return Key{day: ^risingDay(days[v.day[i]]), id: v.ids[i]} }
}

// Page gives numbers of claims of a set among which are the first n in an
// order; with after, the first n behind that key, and all that have the key
// itself. It gives more than n only where keys are the same.
func (v *View) Page(s Set, o store.Order, after *Key, n int) []int64 {
	t := &top{n: n}
	key := v.keys(o)
	for at := len(s) - 1; at >= 0; at-- { // late claims are what most lists begin with
		for w := s[at]; w != 0; {
			b := bits.Len64(w) - 1
			w &^= 1 << b
			i := at<<6 + b
			k := key(i)
			switch {
			case after != nil && k.less(*after):
			case after != nil && k == *after:
				t.same = append(t.same, i)
			case !t.full || !t.worst.less(k):
				t.add(k, i)
			}
		}
	}
	t.cut()
	out := make([]int64, 0, len(t.best)+len(t.same))
	for _, x := range t.best {
		out = append(out, v.number(x.at))
	}
	for _, i := range t.same {
		out = append(out, v.number(i))
	}
	return out
}

// A top keeps the n smallest keys that it is given, and those that are as
// large as the last of them.
type top struct {
	n     int
	best  []keyed
	same  []int
	full  bool
	worst Key // the n-th, when full
	room  int // how many may be there before they are cut
}

type keyed struct {
	Key
	at int
}

func (t *top) add(k Key, i int) {
	if t.best = append(t.best, keyed{k, i}); len(t.best) >= max(t.room, 4*t.n) {
		t.cut()
		t.room = 4 * len(t.best)
	}
}

func (t *top) cut() {
	if len(t.best) <= t.n {
		return
	}
	slices.SortFunc(t.best, func(a, b keyed) int { return a.compare(b.Key) })
	t.full, t.worst = true, t.best[t.n-1].Key
	end := t.n
	for end < len(t.best) && t.best[end].Key == t.worst {
		end++
	}
	t.best = t.best[:end]
}

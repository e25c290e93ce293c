package classify

// A table finds the rows of a feature in all members: open addressing, each
// slot the key and behind it the rows, so that a look-up costs one line of cache.
type table struct {
	width int // of a slot
	slots []int32
	mask  uint32
}

// newTable has room for so many keys.
func newTable(keys, members int) table {
	size := 16
	for size < 2*keys {
		size *= 2
	}
	t := table{width: 1 + members, slots: make([]int32, size*(1+members)), mask: uint32(size - 1)}
	for i := range t.slots {
		t.slots[i] = empty
	}
	return t
}

// empty is the row where there is none: a slot without any is free.
const empty = -1

// slot is the slot of a key, or the free one where it would stand.
func (t *table) slot(key uint32) []int32 {
	for at := key; ; at++ {
		s := t.slots[int(at&t.mask)*t.width:][:t.width]
		if s[0] == int32(key) || free(s) {
			return s
		}
	}
}

func free(slot []int32) bool {
	for _, r := range slot[1:] {
		if r != empty {
			return false
		}
	}
	return true
}

// set keeps the row of a key in a member.
func (t *table) set(key uint32, member int, row int32) {
	s := t.slot(key)
	s[0], s[1+member] = int32(key), row
}

// find gives the row of a key in each member, or -1; none for an unknown key.
func (t *table) find(key uint32) []int32 {
	s := t.slot(key)
	if free(s) {
		return nil
	}
	return s[1:]
}

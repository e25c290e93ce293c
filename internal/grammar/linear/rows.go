package linear

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
)

// errRows reports bytes that are no table of weights.
var errRows = errors.New("table of weights is damaged")

// Rows is a frozen table from features to rows of weights, one for each class
// that has any. It is a view of its bytes:
//
//	classes uint32, number of slots uint32, size of rows uint32
//	slots × (fingerprint uint16, offset uint24)   open addressing; 0xFFFFFF: free
//	rows: count uint8, shift uint8, count × (class uint8, weight int8)
//
// A weight is worth weight<<shift. All integers are little-endian.
type Rows struct {
	classes int
	count   uint64
	slots   []byte
	rows    []byte
}

const (
	slotSize = 5
	freeSlot = 1<<24 - 1
	maxShift = 16
	maxSlots = 1 << 24
	rowsHead = 12
)

// Classes is how many classes the rows speak of.
func (r *Rows) Classes() int { return r.classes }

// OpenRows checks a table and gives a view of it.
func OpenRows(b []byte) (*Rows, error) {
	if len(b) < rowsHead {
		return nil, fmt.Errorf("%w: %d bytes", errRows, len(b))
	}
	classes := int(binary.LittleEndian.Uint32(b))
	count := int(binary.LittleEndian.Uint32(b[4:]))
	size := int(binary.LittleEndian.Uint32(b[8:]))
	if classes < 1 || classes > 256 || count < 1 || count > maxSlots || len(b) != rowsHead+slotSize*count+size {
		return nil, fmt.Errorf("%w: sizes do not fit", errRows)
	}
	cut := rowsHead + slotSize*count
	r := &Rows{classes: classes, count: uint64(count), slots: b[rowsHead:cut], rows: b[cut:]}
	return r, r.check()
}

// check walks over all slots, so that a lookup need not: offsets lie in the
// rows, classes exist, and a free slot ends every search.
func (r *Rows) check() error {
	free := false
	for i := 0; i < len(r.slots); i += slotSize {
		off := int(offset(r.slots[i:]))
		if off == freeSlot {
			free = true
			continue
		}
		if off+2 > len(r.rows) {
			return fmt.Errorf("%w: row at %d", errRows, off)
		}
		n, shift := int(r.rows[off]), r.rows[off+1]
		if off+2+2*n > len(r.rows) || shift > maxShift {
			return fmt.Errorf("%w: row at %d", errRows, off)
		}
		for k := range n {
			if int(r.rows[off+2+2*k]) >= r.classes {
				return fmt.Errorf("%w: class in row at %d", errRows, off)
			}
		}
	}
	if !free {
		return fmt.Errorf("%w: no free slot", errRows)
	}
	return nil
}

func offset(s []byte) uint32 { return uint32(s[2]) | uint32(s[3])<<8 | uint32(s[4])<<16 }

// Score adds the weights of the features to the scores of the classes.
func (r *Rows) Score(keys []uint64, scores []int32) {
	clear(scores)
	for _, k := range keys {
		if off := r.find(k); off != freeSlot {
			row := r.rows[off:]
			n, shift := int(row[0]), row[1]
			row = row[2 : 2+2*n]
			for i := 0; i+1 < len(row); i += 2 {
				scores[row[i]] += int32(int8(row[i+1])) << shift
			}
		}
	}
}

func (r *Rows) find(k uint64) uint32 {
	i := slotOf(k, r.count)
	for {
		s := r.slots[i*slotSize : i*slotSize+slotSize : i*slotSize+slotSize]
		off := offset(s)
		if off == freeSlot || uint16(s[0])|uint16(s[1])<<8 == uint16(k) {
			return off
		}
		if i++; i == r.count {
			i = 0
		}
	}
}

// slotOf is where the search for a key starts. The fingerprint is in the low
// bits, which have no part in it.
func slotOf(k, count uint64) uint64 { return (k >> 32) * count >> 32 }

// A Weight is what a feature says about a class.
type Weight struct {
	Class uint8
	Value float64
}

// FreezeRows packs weights into the bytes of a [Rows]. Values are divided by
// unit, the value of weight 1; rows whose weights all round to nothing are
// left out, and rows of the least weight too when there are more than limit.
func FreezeRows(classes int, weights map[uint64][]Weight, unit float64, limit int) []byte {
	type packed struct {
		key  uint64
		row  []byte
		most float64
	}
	var all []packed
	for k, ws := range weights {
		if row, most := packRow(ws, unit); row != nil {
			all = append(all, packed{k, row, most})
		}
	}
	slices.SortFunc(all, func(a, b packed) int {
		if a.most != b.most {
			if a.most > b.most {
				return -1
			}
			return 1
		}
		if a.key < b.key {
			return -1
		}
		return 1
	})
	if limit > 0 && len(all) > limit {
		all = all[:limit]
	}
	count := uint64(len(all) + len(all)/6 + 1)
	slots := make([]byte, slotSize*count)
	for i := range slots {
		slots[i] = 0xFF
	}
	var rows []byte
	seen := map[string]int{} // equal rows are stored once
	for _, p := range all {
		i := slotOf(p.key, count)
		for offset(slots[i*slotSize:]) != freeSlot {
			i = (i + 1) % count
		}
		off, ok := seen[string(p.row)]
		if !ok {
			off = len(rows)
			seen[string(p.row)] = off
			rows = append(rows, p.row...)
		}
		binary.LittleEndian.PutUint16(slots[i*slotSize:], uint16(p.key))
		slots[i*slotSize+2], slots[i*slotSize+3], slots[i*slotSize+4] = byte(off), byte(off>>8), byte(off>>16)
	}
	var b []byte
	for _, n := range []int{classes, int(count), len(rows)} {
		b = binary.LittleEndian.AppendUint32(b, uint32(n))
	}
	return append(append(b, slots...), rows...)
}

// packRow rounds one row to eight bits and a shift; nil when all is zero.
func packRow(ws []Weight, unit float64) (row []byte, most float64) {
	ws = slices.Clone(ws)
	slices.SortFunc(ws, func(a, b Weight) int { return int(a.Class) - int(b.Class) })
	for _, w := range ws {
		most = max(most, math.Abs(w.Value/unit))
	}
	shift := 0
	for math.Round(most/float64(int(1)<<shift)) > 127 && shift < maxShift {
		shift++
	}
	row = []byte{0, byte(shift)}
	for _, w := range ws {
		v := int(math.Round(w.Value / unit / float64(int(1)<<shift)))
		if v = max(-127, min(127, v)); v != 0 && row[0] < 255 {
			row = append(row, w.Class, byte(int8(v)))
			row[0]++
		}
	}
	if row[0] == 0 {
		return nil, 0
	}
	return row, most
}

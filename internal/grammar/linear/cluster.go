package linear

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
)

// errTable reports bytes that are no table of words.
var errTable = errors.New("table of words is damaged")

// Clusters maps words to classes of words used alike, at three levels.
type Clusters struct {
	words *lookup
	mid   []byte // of each big cluster, counted from 1
	wide  []byte // of each mid cluster
}

// bigClusters is how many clusters the lowest level may have.
const bigClusters = 1024

// OpenClusters reads clusters: two tables of bytes (big to mid, mid to wide)
// with their lengths before them, then the words.
func OpenClusters(b []byte) (*Clusters, error) {
	var parts [2][]byte
	for i := range parts {
		if len(b) < 2 {
			return nil, fmt.Errorf("%w: clusters", errTable)
		}
		n := int(binary.LittleEndian.Uint16(b))
		if len(b) < 2+n {
			return nil, fmt.Errorf("%w: clusters", errTable)
		}
		parts[i], b = b[2:2+n], b[2+n:]
	}
	words, err := openLookup(b)
	if err != nil {
		return nil, fmt.Errorf("clusters: %w", err)
	}
	c := &Clusters{words, parts[0], parts[1]}
	for _, m := range c.mid {
		if int(m) >= len(c.wide) {
			return nil, fmt.Errorf("%w: clusters", errTable)
		}
	}
	return c, nil
}

// PackClusters writes what [OpenClusters] reads; big has the cluster of each
// word from 0.
func PackClusters(big map[string]int, mid, wide []byte) []byte {
	var b []byte
	for _, p := range [][]byte{mid, wide} {
		b = binary.LittleEndian.AppendUint16(b, uint16(len(p)))
		b = append(b, p...)
	}
	words := map[uint64]uint16{}
	for w, c := range big {
		low, _ := lowered(w, nil)
		words[hashBytes(low)] = uint16(c + 1)
	}
	return append(b, packLookup(words)...)
}

// Find gives the three clusters of a lower-cased word, counted from 1; 0 for
// an unknown word.
func (c *Clusters) Find(lower uint64) (big, mid, wide uint64) {
	n := int(c.words.find(lower))
	if n == 0 || n > len(c.mid) {
		return 0, 0, 0
	}
	m := c.mid[n-1]
	return uint64(n), uint64(m) + 1, uint64(c.wide[m]) + 1
}

// A Lexicon maps frequent words to the set of tags they were seen with.
type Lexicon struct{ words *lookup }

// OpenLexicon reads a lexicon.
func OpenLexicon(b []byte) (*Lexicon, error) {
	l, err := openLookup(b)
	if err != nil {
		return nil, fmt.Errorf("lexicon: %w", err)
	}
	return &Lexicon{l}, nil
}

// PackLexicon writes what [OpenLexicon] reads.
func PackLexicon(words map[uint64]uint16) []byte { return packLookup(words) }

// Find is the class of a word; 0 for an unknown one.
func (l *Lexicon) Find(lower uint64) uint64 { return uint64(l.words.find(lower)) }

// HashForm is the hash that tables of words go by.
func HashForm(form string) uint64 {
	low, _ := lowered(form, nil)
	return hashBytes(low)
}

// lookup maps hashes to small numbers: log2 of slots as uint32, then slots of
// a 32-bit fingerprint and a uint16 value, 0 for a free slot.
type lookup struct {
	mask  uint64
	slots []byte
}

const lookupSlot = 6

func openLookup(b []byte) (*lookup, error) {
	if len(b) < 4 {
		return nil, errTable
	}
	log2 := binary.LittleEndian.Uint32(b)
	if log2 > 24 || len(b) != 4+lookupSlot<<log2 {
		return nil, errTable
	}
	l := &lookup{mask: 1<<log2 - 1, slots: b[4:]}
	for i := 4; i < len(l.slots); i += lookupSlot {
		if l.slots[i] == 0 && l.slots[i+1] == 0 {
			return l, nil
		}
	}
	return nil, fmt.Errorf("%w: no free slot", errTable)
}

func (l *lookup) find(h uint64) uint16 {
	for i := (h >> 32) & l.mask; ; i = (i + 1) & l.mask {
		s := l.slots[i*lookupSlot : i*lookupSlot+lookupSlot]
		v := binary.LittleEndian.Uint16(s[4:])
		if v == 0 || binary.LittleEndian.Uint32(s) == uint32(h) {
			return v
		}
	}
}

func packLookup(words map[uint64]uint16) []byte {
	log2 := bits.Len(uint(len(words) + len(words)/6))
	b := binary.LittleEndian.AppendUint32(nil, uint32(log2))
	slots := make([]byte, lookupSlot<<log2)
	mask := uint64(1)<<log2 - 1
	for _, h := range sortedKeys(words) {
		i := (h >> 32) & mask
		for slots[i*lookupSlot+4] != 0 || slots[i*lookupSlot+5] != 0 {
			i = (i + 1) & mask
		}
		binary.LittleEndian.PutUint32(slots[i*lookupSlot:], uint32(h))
		binary.LittleEndian.PutUint16(slots[i*lookupSlot+4:], words[h])
	}
	return append(b, slots...)
}

package record

import (
	"encoding/binary"
	"hash/fnv"
	"math"

	"annals/internal/sys/store"
)

const (
	sketchBins  = 128 // of one-permutation MinHash
	shingle     = 5   // words
	minShingles = 20  // below this a text has no sketch: it is too short to tell
	copyAlike   = 0.5 // share of bins from which one article is a copy of another
	cutAlike    = 0.8 // share of the shorter one's shingles found in the longer
)

// Sketch is a fingerprint of a text by which near copies are found: for each of
// 128 bins the least hash of a run of five folded words that falls into it, and
// the number of such runs (one-permutation MinHash: Li, Owen and Zhang 2012).
// nil for a text of fewer than 24 words.
func Sketch(text string) []byte {
	words := store.WordsOf(text)
	n := len(words) - shingle + 1
	if n < minShingles {
		return nil
	}
	var bins [sketchBins]uint32
	for i := range bins {
		bins[i] = math.MaxUint32
	}
	h := fnv.New64a()
	for i := range n {
		h.Reset()
		for _, w := range words[i : i+shingle] {
			h.Write([]byte(w))
			h.Write([]byte{0})
		}
		x := mix(h.Sum64())
		b := x % sketchBins
		bins[b] = min(bins[b], uint32(x>>32))
	}
	out := binary.LittleEndian.AppendUint32(nil, uint32(n))
	for _, b := range bins {
		out = binary.LittleEndian.AppendUint32(out, b)
	}
	return out
}

// mix spreads the bits of a hash, so that all of them depend on all
// (the finaliser of SplitMix64; Steele, Lea and Flood 2014).
func mix(x uint64) uint64 {
	x ^= x >> 30
	x *= 0xbf58476d1ce4e5b9
	x ^= x >> 27
	x *= 0x94d049bb133111eb
	return x ^ x>>31
}

// Copies reports whether the texts of two sketches are copies: nearly the same,
// or one cut from the other. No sketch is a copy of nothing.
func Copies(a, b []byte) bool {
	if len(a) != 4*(sketchBins+1) || len(b) != len(a) {
		return false
	}
	same, either := 0, 0
	for i := 4; i < len(a); i += 4 {
		x, y := binary.LittleEndian.Uint32(a[i:]), binary.LittleEndian.Uint32(b[i:])
		if x == math.MaxUint32 && y == math.MaxUint32 {
			continue
		}
		if either++; x == y {
			same++
		}
	}
	alike := float64(same) / float64(max(either, 1))
	if alike >= copyAlike {
		return true
	}
	// What the shorter one would share with the longer one if all of it stood there.
	short, long := binary.LittleEndian.Uint32(a), binary.LittleEndian.Uint32(b)
	if short > long {
		short, long = long, short
	}
	within := alike * float64(short+long) / (1 + alike) / float64(short)
	return within >= cutAlike
}

package linear

import (
	"maps"
	"slices"
)

// Hash constants: odd 64-bit numbers without structure.
const (
	fnvBasis = 14695981039346656037
	fnvPrime = 1099511628211
	mixA     = 0x9E3779B97F4A7C15
	mixB     = 0xBF58476D1CE4E5B9
	mixC     = 0x94D049BB133111EB
)

// hashBytes is FNV-1a with a final mix.
func hashBytes(b []byte) uint64 {
	h := uint64(fnvBasis)
	for _, c := range b {
		h = (h ^ uint64(c)) * fnvPrime
	}
	return mix(h)
}

// mix scatters the bits of h (the finish of splitmix64).
func mix(h uint64) uint64 {
	h = (h ^ h>>30) * mixB
	h = (h ^ h>>27) * mixC
	return h ^ h>>31
}

// key1, key2 and key3 make a feature of template t and its values.
func key1(t uint64, a uint64) uint64 { return mix(a + t*mixA) }

func key2(t uint64, a, b uint64) uint64 {
	h := (a + t*mixA) * mixB
	return mix(h ^ h>>32 + b*mixC)
}

func key3(t uint64, a, b, c uint64) uint64 {
	h := (a + t*mixA) * mixB
	h = (h ^ h>>32 + b*mixC) * mixB
	return mix(h ^ h>>29 + c*mixC)
}

func sortedKeys[V any](m map[uint64]V) []uint64 {
	return slices.Sorted(maps.Keys(m))
}

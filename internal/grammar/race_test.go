//go:build race

package grammar

// raced is true under the race detector, where pools throw scratch away at
// random and allocations cannot be counted.
const raced = true

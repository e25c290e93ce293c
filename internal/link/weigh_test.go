package link

import (
	"math"
	"testing"

	"annals"
)

// TestWeights chooses by the clues of a table of two rows.
func TestWeights(t *testing.T) {
	w := Weights{}
	for _, row := range [][]string{{"here", "", "1.00"}, {"here", "MIL", "-2.00"}} {
		if err := w.weight(row); err != nil {
			t.Fatal(err)
		}
	}
	options := []Option{
		{Clues: []Clue{{"here", ""}, {"here", "MIL"}}},
		{Clues: []Clue{{"here", ""}, {"unknown", ""}}, Entities: []annals.Entity{{Country: "MLI"}}},
		{Clues: []Clue{{"here", ""}}},
	}
	best, p := w.Best(options)
	if want := math.E / (math.E + math.E + 1/math.E); best != 1 || math.Abs(p-want) > 1e-9 {
		t.Errorf("Best = %d, %.3f, want 1, %.3f", best, p, want)
	}
	if got := w.Shares(options, []bool{true, false, false}); got[0] != 1 || got[1] != 0 {
		t.Errorf("Shares of one allowed = %v", got)
	}
	if best, _ := w.Best(nil); best >= 0 {
		t.Errorf("Best of none = %d", best)
	}
	for _, row := range [][]string{{"here", ""}, {"here", "", "much"}} {
		if w.weight(row) == nil {
			t.Errorf("row %q is taken", row)
		}
	}
}

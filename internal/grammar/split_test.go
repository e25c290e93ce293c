package grammar

import (
	"strings"
	"testing"
)

// The judge is there; without its weights rules would decide alone.
func TestSplitWeights(t *testing.T) {
	if len(splitWeights) != SplitRows {
		t.Errorf("%d weights, want %d: train it again", len(splitWeights), SplitRows)
	}
}

// The same text without line ends has nearly the same sentences, and one that
// is wrapped at some width has exactly the same.
func TestSplitWrapped(t *testing.T) {
	plain := strings.ReplaceAll(news, "\n\n", " ")
	want := Split(plain)
	if n := len(Split(news)); n != len(want) {
		t.Errorf("%d sentences without line ends, %d with them", len(want), n)
	}
	wrapped := []byte(plain)
	for i, last := 0, 0; i < len(plain); i++ {
		if plain[i] == ' ' && i-last > 60 {
			wrapped[i], last = '\n', i
		}
	}
	got := Split(string(wrapped))
	if len(got) != len(want) {
		t.Fatalf("%d sentences when wrapped, want %d", len(got), len(want))
	}
	for i := range got {
		if got[i] != want[i] {
			t.Errorf("sentence %d: %v when wrapped, want %v", i, got[i], want[i])
		}
	}
}

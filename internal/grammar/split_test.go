package grammar

import (
	"errors"
	"strings"
	"testing"

	"annals/internal/sys/model"
)

// A judge that does not fit the grammar is refused.
func TestSplitRefused(t *testing.T) {
	for _, cut := range []int{10, len(splitFile) / 2, len(splitFile) - 1} {
		if _, err := Open(Files{Grammar: weights, Split: splitFile[:cut]}, Options{}); !errors.Is(err, model.ErrCorrupt) {
			t.Errorf("%d bytes of the judge: error %v", cut, err)
		}
	}
}

// The same text without line ends has nearly the same sentences, and one that
// is wrapped at some width has exactly the same.
func TestSplitWrapped(t *testing.T) {
	plain := strings.ReplaceAll(news, "\n\n", " ")
	want := load(t).Split(plain)
	if n := len(load(t).Split(news)); n != len(want) {
		t.Errorf("%d sentences without line ends, %d with them", len(want), n)
	}
	wrapped := []byte(plain)
	for i, last := 0, 0; i < len(plain); i++ {
		if plain[i] == ' ' && i-last > 60 {
			wrapped[i], last = '\n', i
		}
	}
	got := load(t).Split(string(wrapped))
	if len(got) != len(want) {
		t.Fatalf("%d sentences when wrapped, want %d", len(got), len(want))
	}
	for i := range got {
		if got[i] != want[i] {
			t.Errorf("sentence %d: %v when wrapped, want %v", i, got[i], want[i])
		}
	}
}

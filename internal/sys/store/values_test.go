package store_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"annals/internal/sys/store"
)

// Notes are read in order of key; one that cannot be read is named.
func TestValues(t *testing.T) {
	ctx, m := context.Background(), new(store.Memory)
	put := func(key, value string) {
		t.Helper()
		if err := m.Notes(ctx, store.Note{Kind: "number", Key: key, Value: []byte(value)}); err != nil {
			t.Fatal(err)
		}
	}
	put("b", "2")
	put("a", "1")
	if got, err := store.Values[int](ctx, m, "number"); err != nil || !slices.Equal(got, []int{1, 2}) {
		t.Errorf("%v, %v", got, err)
	}
	if got, err := store.Values[int](ctx, m, "other"); err != nil || got != nil {
		t.Errorf("of a kind without notes: %v, %v", got, err)
	}
	put("c", `{"cut":`)
	if _, err := store.Values[int](ctx, m, "number"); !errors.Is(err, store.ErrCorrupt) || !strings.Contains(err.Error(), `note number "c"`) {
		t.Errorf("a cut note: %v", err)
	}
}

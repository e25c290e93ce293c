package store_test

import (
	"testing"

	"annals/internal/sys/store"
	"annals/internal/sys/store/storetest"
)

func TestMemory(t *testing.T) {
	storetest.Run(t, func(*testing.T) store.Store { return new(store.Memory) })
}

func TestFold(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"  Łódź \t Müller", "lodz muller"},
		{"ĐORĐE Øster", "dorde oster"},
		{"İstanbul", "istanbul"},
		{"", ""},
		{"\xff", "\ufffd"},
	} {
		if got := store.Fold(c.in); got != c.want {
			t.Errorf("Fold(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

package store

import (
	"testing"
	"unicode/utf8"
)

// FuzzFold holds the quick way for ASCII to the way for all texts.
func FuzzFold(f *testing.F) {
	for _, s := range []string{"", "  Klaus\t\nMUELLER ", "\v\f\r", "a-b C.D.", "\x00[Z]{z}@`"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for i := range s {
			if s[i] >= utf8.RuneSelf {
				return
			}
		}
		if got, want := Fold(s), foldAny(s); got != want {
			t.Errorf("Fold(%q) = %q, want %q", s, got, want)
		}
	})
}

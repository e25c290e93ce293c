package sqlite

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"

	"annals"
)

// TestDictionaryStays holds the bytes that every packed claim depends on.
func TestDictionaryStays(t *testing.T) {
	const want = "925717285f533189"
	if got := fmt.Sprintf("%x", sha256.Sum256(dictionary))[:16]; got != want {
		t.Errorf("dictionary/1.txt has digest %s, not %s: files written with it cannot be read", got, want)
	}
}

// TestPack packs the claims and events of the dictionary, and reads plain JSON.
func TestPack(t *testing.T) {
	p, err := newPacker()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(dictionary)) {
		var was, packed annals.Event // or a claim, in part
		if err := p.unpack([]byte(line), &was); err != nil {
			t.Fatal(err)
		}
		b, err := p.pack(&was)
		if err != nil || len(b) > len(line)/2 {
			t.Errorf("%d bytes packed to %d, %v", len(line), len(b), err)
		}
		if err := p.unpack(b, &packed); err != nil || packed.ID != was.ID {
			t.Errorf("%q became %q, %v", was.ID, packed.ID, err)
		}
		if err := p.unpack(b[:len(b)/2], &packed); err == nil {
			t.Error("half of a packed claim is read without an error")
		}
	}
}

package model

import (
	"bytes"
	"errors"
	"testing"
)

func sample(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	err := Write(&b, Manifest{Name: "sample", Seed: 7}, []Section{{"rows", []byte("abc")}, {"empty", nil}})
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestRoundTrip(t *testing.T) {
	f, err := Parse(sample(t))
	if err != nil {
		t.Fatal(err)
	}
	if rows, err := f.Section("rows"); err != nil || string(rows) != "abc" || f.Manifest.Seed != 7 {
		t.Errorf("rows %q, error %v, manifest %+v", rows, err, f.Manifest)
	}
	if _, err := f.Section("none"); !errors.Is(err, ErrCorrupt) {
		t.Errorf("absent section: error %v", err)
	}
}

// Every byte counts: a file with any one changed, or cut anywhere, is refused.
func TestCorrupt(t *testing.T) {
	good := sample(t)
	for i := range good {
		bad := bytes.Clone(good)
		bad[i] ^= 0x40
		if f, err := Parse(bad); err == nil {
			if _, err := f.Section("rows"); err == nil {
				if _, err = f.Section("empty"); err == nil {
					t.Errorf("byte %d changed: no error", i)
				}
			}
		} else if !errors.Is(err, ErrCorrupt) {
			t.Errorf("byte %d changed: error %v", i, err)
		}
		if _, err := Parse(good[:i]); !errors.Is(err, ErrCorrupt) {
			t.Errorf("cut at %d: error %v", i, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(sample(f))
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := Parse(data); err != nil && !errors.Is(err, ErrCorrupt) {
			t.Errorf("error %v is not ErrCorrupt", err)
		}
	})
}

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"annals/internal/sys/store"
	"annals/internal/sys/store/sqlite"
)

// What is older than `keep` loses its bytes, also where the watcher runs once and
// ends; hash, headers, article and claims stay.
func TestKeepDropsBytes(t *testing.T) {
	var hooked []string
	host := newsroom(t, &hooked)
	conf, record := watchFile(t, host, "Expulsions")
	ran(t, host, "watch", conf, "--once", "--store", record)
	old := filepath.Join(t.TempDir(), "old.annals")
	before := entriesOf(t, record)
	aged(t, old, before, 36*time.Hour)
	for _, c := range []struct {
		keep string
		gone bool
	}{{"", false}, {"keep: 30d\n", false}, {"keep: 24h\n", true}} {
		yaml := c.keep + "delay: 100ms\nprivate: [127.0.0.0/8]\noutlets:\n  - name: Nobody\n    feeds: " + host + "/none\n"
		if err := os.WriteFile(conf, []byte(yaml), 0o666); err != nil {
			t.Fatal(err)
		}
		ran(t, host, "watch", conf, "--once", "--store", old)
		after := entriesOf(t, old)
		if len(after) != len(before) || len(before) == 0 {
			t.Fatalf("%q: %d entries, want %d", c.keep, len(after), len(before))
		}
		for k, e := range after {
			b := before[k]
			if had := len(b.Capture.Body) > 0 && !c.gone; len(e.Capture.Body) > 0 != had {
				t.Errorf("%q: %s has %d bytes", c.keep, e.Capture.URL, len(e.Capture.Body))
			}
			if e.Record == "" || len(e.Capture.Header) != len(b.Capture.Header) || e.Reading.Article.Text != b.Reading.Article.Text || len(e.Reading.Claims) != len(b.Reading.Claims) || e.Err != b.Err {
				t.Errorf("%q: %s is %+v, was %+v", c.keep, e.Capture.URL, e, b)
			}
		}
	}
	if out := ran(t, host, "search", "actor:POL", "--store", old); !strings.Contains(out, "diplomats") {
		t.Errorf("the claims are gone: %s", out)
	}
	if out := ran(t, host, "export", filepath.Join(t.TempDir(), "out.warc.gz"), "--store", old); !strings.Contains(out, "without their bytes") {
		t.Errorf("an export says %s", out)
	}
}

func entriesOf(t *testing.T, record string) (out []store.Entry) {
	t.Helper()
	s, err := sqlite.Open(t.Context(), record, sqlite.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for e, err := range s.Entries(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, e)
	}
	return out
}

// aged writes a record of entries that were read that much earlier.
func aged(t *testing.T, record string, es []store.Entry, by time.Duration) {
	t.Helper()
	s, err := sqlite.Open(t.Context(), record, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, e := range es {
		e.Capture.Time = e.Capture.Time.Add(-by)
		if _, err := s.Put(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
}

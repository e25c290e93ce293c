package events_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"annals/corpus/events"
)

// TestArticles holds that the set is as large as its README says, that every
// outlet has a place, and that sentences stand whole in the text.
func TestArticles(t *testing.T) {
	as, err := events.Articles()
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]int{}
	for _, a := range as {
		parts[a.Part]++
		if a.URL == "" {
			t.Errorf("%s: outlet %q has no domain in outlets.tsv", a.ID, a.Outlet)
		}
		for _, b := range a.Blocks {
			if text := b.Of(a.Text); text == "" || text != strings.TrimSpace(text) {
				t.Errorf("%s: paragraph %q", a.ID, text)
			}
		}
	}
	if parts[events.Dev] < 44 || parts[events.Test] < 22 || len(parts) != 2 {
		t.Errorf("articles by part: %v", parts)
	}
}

// TestParseErrors names the line of what is wrong.
func TestParseErrors(t *testing.T) {
	const head = "%happening raid | ASSAULT | a raid\n== a | Outlet | 2026-01-02 | Title\n"
	for _, c := range []struct{ text, want string }{
		{"raid\tA sentence.", "x.txt:1: a line before any article"},
		{"== a | Outlet | Title", "x.txt:1: want == id"},
		{"== a | Outlet | 2026-13-02 | Title", `x.txt:1: "2026-13-02" is no date`},
		{"%happening raid | RAID | a raid", `x.txt:1: "RAID" is no type`},
		{"%happening raid", "x.txt:1: want %happening"},
		{head + "%happening raid | ASSAULT | again", "x.txt:3: happening \"raid\" has no name"},
		{head + "A sentence.", "x.txt:3: want a label, a tab"},
		{head + "other\tA sentence.", `x.txt:3: no %happening "other"`},
	} {
		if _, err := events.Parse(strings.NewReader(c.text), "x.txt"); err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%q: error %v, want %q", c.text, err, c.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	names, err := filepath.Glob("*.txt")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		as, err := events.Parse(bytes.NewReader(b), "fuzz.txt")
		if err != nil {
			return
		}
		for _, a := range as {
			for _, b := range a.Blocks {
				if b.Start < 0 || b.End > len(a.Text) || b.Start >= b.End {
					t.Fatalf("paragraph %v of %d bytes", b.Span, len(a.Text))
				}
			}
		}
	})
}

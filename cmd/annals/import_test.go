package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"annals/internal/sys/store"
)

// An import that is stopped in the middle, again and again, goes on where it
// was: each article is kept once, and what is rejected is listed once.
func TestImportResumes(t *testing.T) {
	var b strings.Builder
	const articles = 150
	for k := range articles {
		if k%50 == 7 {
			b.WriteString("bad line\n")
		}
		fmt.Fprintf(&b, `{"url":"https://a.example/%d","title":"Talks %d","published":"2026-03-04","text":"Poland expelled %d Belarusian diplomats on Tuesday, the ministry said."}`+"\n", k, k, k+2)
	}
	name := filepath.Join(t.TempDir(), "a.jsonl")
	if err := os.WriteFile(name, []byte(b.String()), 0o666); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	p, err := loadPath()
	if err != nil {
		t.Fatal(err)
	}
	s := new(store.Memory)
	runs := 0
	for done := false; !done && runs < 20; runs++ {
		ctx, cancel := context.WithCancel(t.Context())
		var out bytes.Buffer
		c := &console{out: &out, err: &out}
		m := importer{cmd: &importCmd{}, c: c, store: s, add: newAdder(ctx, c, s, p, true), stop: cancel, left: 40}
		m.bar = newBar(c, 1, &m.read)
		m.file(ctx, importFile{name: name, size: info.Size(), changed: info.ModTime()})
		if done = m.at.Done; m.add.err != nil {
			t.Fatal(m.add.err)
		}
		cancel()
	}
	if runs < 3 {
		t.Errorf("%d runs: it never stopped in the middle", runs)
	}
	got := 0
	for e, err := range s.Entries(t.Context()) {
		if err != nil || e.Reading.Article.URL == "" {
			t.Errorf("%+v, %v", e.Capture, err)
		}
		got++
	}
	rejects, err := os.ReadFile(name + ".rejects")
	if n := strings.Count(string(rejects), "\n"); got != articles || err != nil || n != 3 {
		t.Errorf("%d articles of %d, %d rejects of 3, after %d runs, %v", got, articles, n, runs, err)
	}
}

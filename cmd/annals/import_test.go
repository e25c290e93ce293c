package main

import (
	"bytes"
	"compress/gzip"
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
	p, err := loadPath()
	if err != nil {
		t.Fatal(err)
	}
	const text = "Poland expelled %d Belarusian diplomats on Tuesday, the ministry said."
	var lines, table, box, warc, together, each strings.Builder
	table.WriteString("title,text,url\n")
	for k := range resumed {
		if k%50 == 7 {
			lines.WriteString("bad line\n")
			table.WriteString("no text\n")
			box.WriteString("From a@a.example Wed Mar  4 10:00:00 2026\nSubject: no text\n\n\n")
		}
		words := fmt.Sprintf(text, k+2)
		fmt.Fprintf(&lines, `{"url":"https://a.example/%d","title":"Talks","published":"2026-03-04","text":"%s"}`+"\n", k, words)
		fmt.Fprintf(&table, "Talks,\"%s\",https://a.example/%d\n", words, k)
		fmt.Fprintf(&box, "From a@a.example Wed Mar  4 10:00:00 2026\nSubject: Talks\nDate: Wed, 04 Mar 2026 10:00:00 +0100\n\n%s\n\n", words)
		page := fmt.Sprintf(`{"url":"https://a.example/%d","title":"Talks","text":"%s"}`, k, words)
		record := fmt.Sprintf("WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: https://a.example/%d\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", k, len(page), page)
		if k%50 == 7 {
			record = strings.Replace(record, `"text"`, `"none"`, 1) + record
		}
		warc.WriteString(record)
		each.WriteString(gzipped(record))
	}
	together.WriteString(gzipped(warc.String()))
	for name, file := range map[string]string{"a.jsonl": lines.String(), "a.csv": table.String(), "a.mbox": box.String(), "a.jsonl.gz": gzipped(lines.String()),
		"a.warc": warc.String(), "each.warc.gz": each.String(), "together.warc.gz": together.String()} {
		t.Run(name, func(t *testing.T) { resumes(t, p, name, file) })
	}
}

const resumed = 110 // articles of an archive

func gzipped(s string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write([]byte(s))
	z.Close()
	return b.String()
}

func resumes(t *testing.T, p *path, file, text string) {
	name := filepath.Join(t.TempDir(), file)
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(name)
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
	got, origins := 0, map[string]bool{}
	for e, err := range s.Entries(t.Context()) {
		if err != nil || e.Reading.Article.Title != "Talks" || origins[e.Origin] {
			t.Errorf("%+v, %q, %v", e.Capture, e.Origin, err)
		}
		origins[e.Origin] = true // two of one would be versions of one article
		got++
	}
	rejects, err := os.ReadFile(name + ".rejects")
	if n := strings.Count(string(rejects), "\n"); got != resumed || err != nil || n != 3 {
		t.Errorf("%d articles of %d, %d rejects of 3, after %d runs, %v", got, resumed, n, runs, err)
	}
}

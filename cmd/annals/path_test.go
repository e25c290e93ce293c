package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"annals"
	"annals/internal/extract"
	"annals/internal/grammar"
	"annals/internal/sys/golden"

	"github.com/rogpeppe/go-internal/txtar"
)

// TestPath takes the page of testdata/path/border.txtar down the path and
// compares what comes out of each stage with the file.
func TestPath(t *testing.T) {
	const file = "../../testdata/path/border.txtar"
	tour, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	got := &txtar.Archive{Comment: tour.Comment, Files: afterStages(t, tour.Files[0])}
	if golden.Updating() {
		if err := os.WriteFile(file, txtar.Format(got), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	if len(tour.Files) != len(got.Files) {
		t.Fatalf("%s has %d files, want %d: remake it with -update", file, len(tour.Files), len(got.Files))
	}
	for i, f := range got.Files {
		if want := tour.Files[i]; string(f.Data) != string(want.Data) {
			t.Errorf("%s: after this stage got:\n%s\nwant:\n%s", f.Name, f.Data, want.Data)
		}
	}
}

// afterStages is the page, and what each stage makes of it.
func afterStages(t *testing.T, page txtar.File) []txtar.File {
	p, err := loadPath()
	if err != nil {
		t.Fatal(err)
	}
	as, err := extract.Extract(&annals.Capture{File: page.Name, Body: page.Data}, extract.Options{})
	if err != nil {
		t.Fatal(err)
	}
	ss, _ := p.grammar.Read(&as[0])
	ms, _ := p.link.Link(&as[0], ss)
	r := p.read(&as[0])
	var conllu, text strings.Builder
	if err := grammar.WriteCoNLLU(&conllu, ss); err != nil {
		t.Fatal(err)
	}
	w := &textWriter{sheet: sheet{&text, 80, ink{}}}
	if err := w.reading(&r, page.Name); err != nil {
		t.Fatal(err)
	}
	return []txtar.File{page,
		{Name: "2-article.json", Data: indented(t, as[0])},
		{Name: "3-sentences.conllu", Data: []byte(conllu.String())},
		{Name: "4-mentions.txt", Data: mentionLines(ms)},
		{Name: "5-claims.txt", Data: []byte(text.String())},
	}
}

func indented(t *testing.T, v any) []byte {
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return append(b, '\n')
}

// mentionLines shows one mention a line: where it stands, its words, how it
// was resolved, and to what.
func mentionLines(ms []annals.Mention) []byte {
	var b strings.Builder
	for _, m := range ms {
		fmt.Fprintf(&b, "%-5s %4d–%-4d %-28q %-11s %s\n", m.In, m.Start, m.End, m.Text, m.Via, resolved(m))
	}
	return []byte(b.String())
}

func resolved(m annals.Mention) string {
	var parts []string
	for _, e := range m.Entities {
		parts = append(parts, fmt.Sprintf("%s (%s %s)", e.Name, oneLine(string(e.Country), "–"), e.Sector))
	}
	if w := m.When; w != nil {
		parts = append(parts, string(w.Start)+".."+string(w.End))
	}
	if w := m.Where; w != nil {
		parts = append(parts, fmt.Sprintf("%s, %s %.2f %.2f", w.Name, w.Country, w.Lat, w.Lon))
	}
	if q := m.Number; q != nil {
		parts = append(parts, rangeWords(q.Min, q.Max, q.Approx)+" "+q.Unit)
	}
	return strings.Join(parts, "; ")
}

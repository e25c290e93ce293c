package archive

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"
	"github.com/rogpeppe/go-internal/txtar"
	"golang.org/x/text/encoding/unicode"
)

// Each archive of testdata is a file, named as it is read, and the records in
// it. Lines before the first file are options: map.
func TestRead(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) < 5 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		ar, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for k := 0; k+1 < len(ar.Files); k += 2 {
			in := ar.Files[k]
			o := Options{Map: map[string]string{}}
			name, mapping, _ := strings.Cut(in.Name, " ")
			for pair := range strings.FieldsSeq(mapping) {
				f, n, _ := strings.Cut(pair, "=")
				o.Map[f] = n
			}
			if strings.Contains(name, ".warc") || strings.Contains(name, ".eml") || strings.Contains(name, ".mbox") {
				in.Data = bytes.ReplaceAll(in.Data, []byte("\n"), []byte("\r\n"))
				in.Data = lengths(in.Data)
			}
			for _, pack := range []string{"", ".gz", ".zst"} {
				if pack == ".zst" && strings.Contains(name, ".warc") {
					continue
				}
				got := shown(Read(bytes.NewReader(packed(t, in.Data, pack)), name+pack, o))
				if os.Getenv("UPDATE") != "" && pack == "" {
					ar.Files[k+1].Data = []byte(got)
				}
				if diff := cmp.Diff(string(ar.Files[k+1].Data), got); diff != "" {
					t.Errorf("%s: %s%s: want (-) got (+):\n%s", file, in.Name, pack, diff)
				}
			}
		}
		if os.Getenv("UPDATE") != "" {
			if err := os.WriteFile(file, txtar.Format(ar), 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// lengths fills in "Content-Length: ?" with what follows up to the next record.
func lengths(b []byte) []byte {
	parts := strings.SplitAfter(string(b), "Content-Length: ?\r\n\r\n")
	for k := 0; k+1 < len(parts); k++ {
		block := parts[k+1]
		if i := strings.Index(block, "\r\n\r\nWARC/"); i >= 0 {
			block = block[:i]
		} else {
			block = strings.TrimSuffix(block, "\r\n")
		}
		parts[k] = strings.Replace(parts[k], "Content-Length: ?\r\n\r\n", fmt.Sprintf("Content-Length: %d\r\n\r\n", len(block)), 1)
	}
	return []byte(strings.Join(parts, ""))
}

func packed(t *testing.T, b []byte, how string) []byte {
	t.Helper()
	var out bytes.Buffer
	switch how {
	case "":
		return b
	case ".gz":
		z := gzip.NewWriter(&out)
		z.Write(b)
		z.Close()
	case ".zst":
		z, err := zstd.NewWriter(&out)
		if err != nil {
			t.Fatal(err)
		}
		z.Write(b)
		z.Close()
	}
	return out.Bytes()
}

func shown(rs iter.Seq[Record], err error) string {
	if err != nil {
		return "error " + err.Error() + "\n"
	}
	var b strings.Builder
	for r := range rs {
		if r.Err != nil {
			fmt.Fprintf(&b, "bad: %v\n", r.Err)
			continue
		}
		c := &r.Capture
		when := ""
		if !c.Time.IsZero() {
			when = c.Time.UTC().Format(" 2006-01-02T15:04Z")
		}
		body := strings.Join(strings.Fields(string(c.Body)), " ")
		fmt.Fprintf(&b, "%s%s %s %s\n", c.URL, when, c.ContentType, body)
	}
	return b.String()
}

// Every record begins where its offset says: reading on from there gives it.
func TestOffsets(t *testing.T) {
	lines := "{\"text\":\"one\"}\n\n{\"text\":\"two\"}\nbad\n{\"text\":\"three\"}"
	rs, err := Read(strings.NewReader(lines), "a.jsonl", Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{`{"text":"one"}`, `{"text":"two"}`, "bad", `{"text":"three"}`}
	k := 0
	for r := range rs {
		if !strings.HasPrefix(lines[r.Offset:], want[k]) {
			t.Errorf("record %d at byte %d", k, r.Offset)
		}
		k++
	}
	if k != len(want) {
		t.Errorf("%d records", k)
	}
}

// A mark of the byte order belongs to no record, and offsets count it; what is
// UTF-16 is read.
func TestMarks(t *testing.T) {
	wide := func(s string) string {
		out, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	for _, c := range []struct{ name, in, want string }{
		{"a.jsonl", "\uFEFF{\"text\":\"Hé\"}\n{\"text\":\"two\"}", `3 {"text":"Hé"}; 18 {"text":"two"}`},
		{"a.csv", "\uFEFFtitle,text\n\none,Hé\ntwo,2\n", `14 {"text":"Hé","title":"one"}; 23 {"text":"2","title":"two"}`},
		{"a.csv", "\uFEFF\"text\"\nHé\n", `10 {"text":"Hé"}`},
		{"a.tsv", wide("title\ttext\none\tHé\n"), `11 {"text":"Hé","title":"one"}`},
		{"a.eml", "\uFEFFSubject: S\n\nHé", `0 <!doctype html><html><head><meta charset="utf-8"><title>S</title><meta property="og:title" content="S"><meta property="og:site_name" content=""></head><body><article><h1>S</h1><p>Hé</p>; </article></body></html>`},
	} {
		rs, err := Read(strings.NewReader(c.in), c.name, Options{})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for r := range rs {
			got = append(got, fmt.Sprintf("%d %s", r.Offset, strings.ReplaceAll(string(r.Capture.Body), "\n", "; ")))
		}
		if s := strings.Join(got, "; "); s != c.want {
			t.Errorf("%q: %s\nwant %s", c.in, s, c.want)
		}
	}
}

// Records of a WARC file begin where their offset says, in the file as it is
// unpacked, however they are packed.
func TestPacked(t *testing.T) {
	record := lengths([]byte("WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: http://a.example/\r\nContent-Type: text/html\r\nContent-Length: ?\r\n\r\n<p>One</p>\r\n\r\n"))
	one := packed(t, record, ".gz")
	for name, file := range map[string][]byte{
		"each":     bytes.Repeat(one, 3),
		"together": packed(t, bytes.Repeat(record, 3), ".gz"),
		"not":      bytes.Repeat(record, 3),
		"filled":   append(bytes.Repeat(one, 3), make([]byte, 1000)...),
	} {
		rs, err := Read(bytes.NewReader(file), "a.warc.gz", Options{})
		if err != nil {
			t.Fatal(err)
		}
		k := 0
		for r := range rs {
			if r.Err != nil || r.Offset != int64(k*len(record)) {
				t.Errorf("%s: record %d at byte %d, want %d, %v", name, k, r.Offset, k*len(record), r.Err)
			}
			k++
		}
		if k != 3 {
			t.Errorf("%s: %d records", name, k)
		}
	}
}

// A record that is too large is told, and the next one is read.
func TestLarge(t *testing.T) {
	huge := `{"text":"` + strings.Repeat("x", MaxRecord) + "\"}\n{\"text\":\"two\"}\n"
	var got []string
	rs, err := Read(strings.NewReader(huge), "a.jsonl", Options{})
	if err != nil {
		t.Fatal(err)
	}
	for r := range rs {
		got = append(got, fmt.Sprint(r.Err))
	}
	if diff := cmp.Diff([]string{ErrLarge.Error(), "<nil>"}, got); diff != "" {
		t.Error(diff)
	}
}

func FuzzRead(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.txtar")
	for _, file := range files {
		if ar, err := txtar.ParseFile(file); err == nil {
			for _, x := range ar.Files {
				for k := range 5 {
					f.Add(x.Data, uint8(k))
				}
			}
		}
	}
	f.Fuzz(func(t *testing.T, b []byte, kind uint8) {
		format := []Format{JSONL, CSV, WARC, Mbox, EML}[kind%5]
		rs, err := Read(bytes.NewReader(b), "a", Options{Format: format})
		if err != nil {
			return
		}
		last := int64(-1)
		for r := range rs {
			if r.Offset < last {
				t.Errorf("record at %d after one at %d", r.Offset, last)
			}
			last = r.Offset
		}
	})
}

// An endless is a stream that repeats itself for a gigabyte, and counts what is
// read of it.
type endless struct {
	text string
	n    int
}

func (e *endless) Read(b []byte) (int, error) {
	if e.n > 1<<30 {
		return 0, io.EOF
	}
	n := copy(b, e.text[e.n%len(e.text):])
	e.n += n
	return n, nil
}

// What nothing ends in a hostile or cut-off archive is not read to the end of
// the file, or not kept: a row, a name, a header.
func TestEndless(t *testing.T) {
	for _, c := range []struct {
		format     Format
		head, text string
		most       int // bytes read of the rest, in MB
		want       string
	}{
		{CSV, "title,text\na,\"", strings.Repeat("x", 1000) + "\n", 24, "reading stops here: record is larger than 20 MB"},
		{CSV, "title,text", strings.Repeat("x", 1000), 24, "reading stops here: record is larger than 20 MB"},
		{WARC, "WARC/1.0\r\nA: ", strings.Repeat("x", 1000), 28, "reading stops here: header of a WARC record: it is larger than 1 MB"},
		{WARC, "WARC/1.0\r\n", "A: " + strings.Repeat("x", 1000) + "\r\n", 28, "reading stops here: header of a WARC record: it is larger than 1 MB"},
		{WARC, "", "x", 28, "reading stops here: bufio: buffer full"},
	} {
		in := &endless{text: c.text}
		rs, err := Read(io.MultiReader(strings.NewReader(c.head), in), "a", Options{Format: c.format})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for r := range rs {
			got = append(got, fmt.Sprint(r.Err))
		}
		if len(got) != 1 || got[0] != c.want || in.n > c.most<<20 {
			t.Errorf("%s, %q: %q after %d bytes, want %q", c.format, c.head, got, in.n, c.want)
		}
	}
}

// A mail of more parts than are read is read up to there, however they are put
// into each other.
func TestMailParts(t *testing.T) {
	const head = "From: a@a.example\r\nSubject: Talks\r\n"
	for name, mail := range map[string]string{
		"beside":  head + "Content-Type: multipart/mixed; boundary=a\r\n\r\n" + strings.Repeat("--a\r\nContent-Type: text/x\r\n\r\nx\r\n", 50_000) + "--a\r\nContent-Type: text/plain\r\n\r\nlate\r\n--a--",
		"within":  head + strings.Repeat("Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n", 50_000) + "Content-Type: text/plain\r\n\r\nlate",
		"nothing": head + "Content-Type: multipart/mixed\r\n\r\nx",
	} {
		rs, err := Read(strings.NewReader(mail), "a.eml", Options{})
		if err != nil {
			t.Fatal(err)
		}
		for r := range rs {
			if r.Err == nil || !strings.Contains(r.Err.Error(), "a mail without text") {
				t.Errorf("%s: %q, %v", name, r.Capture.Body, r.Err)
			}
		}
	}
}

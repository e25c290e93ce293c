package archive

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"annals"
)

var written = time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)

// kept are captures of every kind.
func kept() []Kept {
	at := time.Date(2026, 3, 4, 8, 30, 0, 125000, time.UTC)
	page := []byte("<html><h1>Talks</h1><p>Łódź.</p></html>")
	signals := []annals.Signal{{Kind: "tdm-reservation", Value: "0", Where: "tdmrep.json", Time: at}, {Kind: "license", Value: "a\nb", Where: "header"}}
	header := map[string][]string{"Content-Encoding": {"gzip"}, "Content-Length": {"77"}, "Content-Type": {"text/html; charset=utf-8"}, "Set-Cookie": {"a=1", "b=2"}}
	return []Kept{
		{Record: "<urn:uuid:1>", Outlet: "Gazeta Łódzka", Published: "2026-03-04", Capture: annals.Capture{URL: "https://a.example/1?q=%C5%82", Time: at,
			ContentType: "text/html; charset=utf-8", Status: 200, Header: header, Body: page, Signals: signals}},
		{Record: "<urn:uuid:2>", Capture: annals.Capture{URL: "https://a.example/2", Time: at, ContentType: "text/html", Status: 200,
			Header: map[string][]string{"Content-Length": {fmt.Sprint(len(page))}, "Content-Type": {"text/html"}}, Body: page}},
		{Record: "<urn:uuid:3>", Capture: annals.Capture{File: "/data/my news #1.jsonl", Time: at, ContentType: "application/json", Body: []byte(`{"text":"x"}`)}},
		{Record: "<urn:uuid:4>", Capture: annals.Capture{File: "a/b.html", Time: at, Body: bytes.Repeat([]byte("x"), MaxRecord)}},
		{Record: "<urn:uuid:5>", Capture: annals.Capture{URL: "https://a.example/full", Time: at, Status: 200, Header: map[string][]string{"X": {strings.Repeat("y", 200<<10)}},
			Body: bytes.Repeat([]byte("x"), MaxRecord)}},
		{Record: "<urn:uuid:6>", Withheld: "rights are reserved", Title: "Kept\r\nWARC-Type: response", Capture: annals.Capture{URL: "https://a.example/kept", Time: at, Status: 200, Body: []byte("SECRET")}},
		{Record: "<urn:uuid:7>", Capture: annals.Capture{URL: "https://a.example/\r\nWARC-Type: x", Time: at, Status: 404}},
	}
}

func writeAll(t testing.TB, ks []Kept) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := NewWriter(&b, "a.warc.gz", "<urn:uuid:0>", written)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range ks {
		if err := w.Write(k); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

// What is written is read again as it was; what is withheld is not.
func TestWriteRead(t *testing.T) {
	rs, err := Read(bytes.NewReader(writeAll(t, kept())), "a.warc.gz", Options{})
	if err != nil {
		t.Fatal(err)
	}
	var want, got []Record
	for _, k := range kept()[:5] {
		want = append(want, Record{Capture: k.Capture, Outlet: k.Outlet, Published: k.Published})
	}
	for r := range rs {
		r.Offset = 0
		got = append(got, r)
	}
	want[4].Capture.ContentType = ""
	if d := cmp.Diff(want, got, cmp.Transformer("size", func(b []byte) string { return fmt.Sprintf("%d %.60s", len(b), b) })); d != "" {
		t.Errorf("want (-) got (+):\n%s", d)
	}
}

// A record is a gzip member of its own, the first that of the file; what is
// withheld and what is no address cannot break out of its line.
func TestWriteMembers(t *testing.T) {
	ks := kept()
	in := bufio.NewReader(bytes.NewReader(writeAll(t, append(ks[:3], ks[5:]...))))
	var types []string
	for z := new(gzip.Reader); ; {
		if err := z.Reset(in); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		z.Multistream(false)
		b, err := io.ReadAll(z)
		if err != nil {
			t.Fatal(err)
		}
		head, block, ok := strings.Cut(string(b), "\r\n\r\n")
		if !ok || !strings.HasPrefix(head, "WARC/1.1\r\n") || !strings.HasSuffix(block, "\r\n\r\n") || strings.Contains(block, "SECRET") {
			t.Errorf("member %d: %q", len(types), b)
		}
		for _, must := range []string{"WARC-Record-ID: <urn:uuid:", "WARC-Date: 2026-", "WARC-Block-Digest: sha1:", fmt.Sprintf("Content-Length: %d", len(block)-4)} {
			if !strings.Contains(head, "\r\n"+must) {
				t.Errorf("member %d has no %q:\n%s", len(types), must, head)
			}
		}
		for line := range strings.SplitSeq(head, "\r\n") {
			if kind, ok := strings.CutPrefix(line, "WARC-Type: "); ok {
				types = append(types, kind)
			}
		}
	}
	if want := []string{"warcinfo", "response", "response", "resource", "metadata", "metadata"}; !cmp.Equal(want, types) {
		t.Errorf("records are %q, want %q", types, want)
	}
}

// A body can be anything.
func FuzzWriteRead(f *testing.F) {
	f.Add([]byte("<html>"), "https://a.example/1", "x.html", 200, "Content-Encoding", "gzip")
	f.Add([]byte("WARC/1.1\r\n\r\n"), "", "file with spaces", 0, "Content-Length", "0")
	f.Fuzz(func(t *testing.T, body []byte, address, file string, status int, name, value string) {
		if len(body) == 0 || status != 0 && status != 200 || strings.HasPrefix(address, fileScheme) {
			return
		}
		k := Kept{Record: "<urn:uuid:1>", Capture: annals.Capture{URL: address, File: file, Time: written, Status: status, Body: body, Header: map[string][]string{name: {value}}}}
		rs, err := Read(bytes.NewReader(writeAll(t, []Kept{k})), "a.warc.gz", Options{})
		if err != nil {
			t.Fatal(err)
		}
		for r := range rs {
			if r.Err == nil && !bytes.Equal(r.Capture.Body, body) {
				t.Errorf("%q is read as %q", body, r.Capture.Body)
			}
		}
	})
}

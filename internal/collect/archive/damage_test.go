package archive

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// What is damaged in a WARC file is told, and the records behind it are read.
func TestDamage(t *testing.T) {
	record := func(n int, fields string) []byte {
		http := fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Page %d</p>", n)
		return fmt.Appendf(nil, "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/%d\r\nContent-Type: application/http\r\n%s\r\n%s\r\n\r\n",
			n, strings.ReplaceAll(fields, "?", fmt.Sprint(len(http))), http)
	}
	whole := func(n int) []byte { return record(n, "Content-Length: ?\r\n") }
	z := func(b []byte) []byte { return packed(t, b, ".gz") }
	bent := z(whole(2))
	for k := range bent[20:40] {
		bent[20+k] ^= 0xff
	}
	for name, c := range map[string]struct {
		file []byte
		want string
	}{
		"too short":      {slices.Concat(whole(1), record(2, "Content-Length: 50\r\n"), whole(3)), `1; 2; "e 2</p>" is no WARC record; 3`},
		"too long":       {slices.Concat(whole(1), record(2, "Content-Length: 9999\r\n"), whole(3)), "1; reading stops here: a WARC record is cut off: unexpected EOF"},
		"far too long":   {slices.Concat(whole(1), record(2, "Content-Length: 99999999999\r\n"), whole(3)), "1; reading stops here: a WARC record is cut off: unexpected EOF"},
		"less than none": {slices.Concat(whole(1), record(2, "Content-Length: -1\r\n"), whole(3)), `1; a WARC record of "-1" bytes; 3`},
		"no length":      {slices.Concat(whole(1), record(2, ""), whole(3)), `1; a WARC record of "" bytes; 3`},
		"other bytes":    {slices.Concat(whole(1), record(2, "WARC-Block-Digest: sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\nContent-Length: ?\r\n"), whole(3)), "1; 2 (the bytes are others than the WARC record's digest says); 3"},
		"bent member":    {slices.Concat(z(whole(1)), bent, z(whole(3))), "1; unpack the gzip member at byte N of the file: flate: corrupt input before offset N; 3"},
		// what unpacks has run into the next member, which is lost with it
		"cut member":  {slices.Concat(z(whole(1)), z(whole(2))[:80], z(whole(3)), z(whole(4))), "1; unpack the gzip member at byte N of the file: flate: corrupt input before offset N; 4"},
		"last is cut": {slices.Concat(z(whole(1)), z(whole(2))[:80]), "1; reading stops here: unpack the gzip member at byte N of the file: unexpected EOF"},
		"between":     {slices.Concat(z(whole(1)), []byte("garbage"), z(whole(3))), "1; unpack the gzip member at byte N of the file: gzip: invalid header; 3"},
		"in a member": {slices.Concat(z(whole(1)), z(record(2, "")), z(whole(3))), `1; a WARC record of "" bytes; 3`},
	} {
		rs, err := Read(bytes.NewReader(c.file), "a.warc", Options{})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		last := int64(-1)
		for r := range rs {
			if r.Offset <= last {
				t.Errorf("%s: a record at byte %d after one at %d", name, r.Offset, last)
			}
			last = r.Offset
			s := strings.TrimPrefix(r.Capture.URL, "http://a.example/")
			if r.Err != nil {
				s = places.ReplaceAllString(r.Err.Error(), "$1 N")
			} else if r.Doubt != "" {
				s += " (" + r.Doubt + ")"
			}
			got = append(got, s)
		}
		if s := strings.Join(got, "; "); s != c.want {
			t.Errorf("%s:\n have %s\n want %s", name, s, c.want)
		}
	}
}

var places = regexp.MustCompile(`(byte|offset) \d+`)

// Headers that are no longer true of a body, as programs leave them, do not stand
// in its way.
func TestLeftHeaders(t *testing.T) {
	page := "<p>A page of some words</p>"
	deflated := func() string {
		var b bytes.Buffer
		w := zlib.NewWriter(&b)
		w.Write([]byte(page))
		w.Close()
		return b.String()
	}()
	for _, c := range []struct{ headers, body, want string }{
		{"Content-Length: 5", page, page},
		{"Content-Length: 500", page, page},
		{"Transfer-Encoding: chunked", page, page},
		{"Transfer-Encoding: chunked", "6\r\n<p>One\r\n5\r\n two.\r\n0\r\n\r\n", "<p>One two."},
		{"Transfer-Encoding: chunked", "ffffff\r\n<p>cut off", "<p>cut off"},
		{"Content-Encoding: gzip", page, page},
		{"Content-Encoding: gzip", string(packed(t, []byte(page), ".gz")), page},
		{"Content-Encoding: gzip\r\nContent-Encoding: gzip", string(packed(t, packed(t, []byte(page), ".gz"), ".gz")), page},
		{"Content-Encoding: zstd", string(packed(t, []byte(page), ".zst")), page},
		{"Content-Encoding: deflate", deflated, page},
		{"Content-Encoding: deflate", page, page},
		{"Content-Encoding: br", page, page},
		{"Content-Encoding: none-such", page, page},
		{"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\nContent-Length: 3", page, page},
	} {
		file := lengths([]byte("WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\nContent-Type: application/http\r\nContent-Length: ?\r\n\r\n" +
			"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + c.headers + "\r\n\r\n" + c.body + "\r\n"))
		rs, err := Read(bytes.NewReader(file), "a.warc", Options{})
		if err != nil {
			t.Fatal(err)
		}
		for r := range rs {
			if got := strings.TrimRight(string(r.Capture.Body), "\r\n"); got != c.want || r.Err != nil {
				t.Errorf("%s, %q: %q, %v", c.headers, c.body, got, r.Err)
			}
		}
	}
}

package archive

import (
	"bytes"
	"compress/gzip"
	"crypto/sha1"
	"encoding/base32"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/textproto"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/http/httpguts"

	"annals"
)

// A Kept is a capture as it is written to a WARC file.
type Kept struct {
	Record  string // its identifier: <urn:uuid:…>
	Capture annals.Capture

	// What the capture itself does not say, or not alone.
	Outlet    string
	Title     string
	Published annals.Date

	// Withheld says why the bytes are not written; "" where they are. A capture
	// without bytes is withheld, too.
	Withheld string
}

// A Writer writes captures as a WARC/1.1 file (ISO 28500:2017): one gzip member
// a record, that of the file first.
//
// A capture with an answer's status becomes a response, whose body is unpacked;
// headers that told how it was packed are called X-Archive-Orig-… there. Other
// captures become resources. What is withheld becomes metadata: headline, link,
// day and reason. [Read] gives the same captures again.
type Writer struct {
	w    io.Writer
	info string // record of the file
}

// NewWriter begins a file. The name of the file, and when it is written, stand in
// its first record.
func NewWriter(w io.Writer, name, record string, now time.Time) (*Writer, error) {
	x := &Writer{w: w}
	h := namedFields{{"WARC-Type", "warcinfo"}, {"WARC-Record-ID", record}, {"WARC-Date", dateOf(now)}, {"WARC-Filename", name}, {"Content-Type", warcFields}}
	block := namedFields{{"software", "Annals"}, {"format", "WARC File Format 1.1"},
		{"conformsTo", "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"},
		{"description", "captures of a record; those whose publisher reserves rights are metadata alone"}}
	x.info = record
	return x, x.record(h, block.bytes(), nil)
}

const warcFields = "application/warc-fields"

// namedFields are named fields in order.
type namedFields [][2]string

// bytes are the fields as lines; a value is kept in its line.
func (f namedFields) bytes() []byte {
	var b bytes.Buffer
	for _, x := range f {
		if x[1] != "" {
			fmt.Fprintf(&b, "%s: %s\r\n", x[0], oneLine(x[1]))
		}
	}
	return b.Bytes()
}

// oneLine is a value without what would end its line.
func oneLine(s string) string {
	return strings.ToValidUTF8(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, s), "\uFFFD")
}

// Write writes a capture.
func (x *Writer) Write(k Kept) error {
	c := &k.Capture
	h := namedFields{{"WARC-Record-ID", k.Record}, {"WARC-Date", dateOf(c.Time)}, {"WARC-Target-URI", targetOf(c)}, {"WARC-Warcinfo-ID", x.info}}
	switch {
	case k.Withheld != "" || len(c.Body) == 0:
		return x.record(append(h, [2]string{"WARC-Type", "metadata"}, [2]string{"Content-Type", warcFields}), k.about(), nil)
	case c.Status != 0:
		h = append(h, [2]string{"WARC-Type", "response"}, [2]string{"Content-Type", "application/http;msgtype=response"})
		return x.record(append(h, k.extra()...), slices.Concat(httpHead(c), c.Body), c.Body)
	}
	h = append(h, [2]string{"WARC-Type", "resource"}, [2]string{"Content-Type", c.ContentType})
	return x.record(append(h, k.extra()...), c.Body, c.Body)
}

// Fields of our own, which others pass over (ISO 28500, section 4: "extension
// fields"): what the capture was known by besides its bytes.
const (
	outletField    = "Annals-Outlet"
	publishedField = "Annals-Published"
	signalField    = "Annals-Signal" // JSON, one for each
)

// extra are the fields of our own.
func (k *Kept) extra() namedFields {
	out := namedFields{{outletField, k.Outlet}, {publishedField, string(k.Published)}}
	for _, s := range k.Capture.Signals {
		b, err := json.Marshal(s)
		if err != nil {
			panic("archive: " + err.Error())
		}
		out = append(out, [2]string{signalField, string(b)})
	}
	return out
}

// about is what is said of a capture whose bytes are withheld.
func (k *Kept) about() []byte {
	why := k.Withheld
	if why == "" {
		why = "there are none"
	}
	f := namedFields{{"title", k.Title}, {"outlet", k.Outlet}, {"published", string(k.Published)}, {"withheld", why}}
	if k.Capture.Status != 0 {
		f = append(f, [2]string{"status", fmt.Sprint(k.Capture.Status)})
	}
	return f.bytes()
}

// record writes one record; payload is nil where the digest of the block says it
// all.
func (x *Writer) record(h namedFields, block, payload []byte) error {
	h = append(h, [2]string{"WARC-Block-Digest", digest(block)})
	if payload != nil {
		h = append(h, [2]string{"WARC-Payload-Digest", digest(payload)})
	}
	h = append(h, [2]string{"Content-Length", fmt.Sprint(len(block))})
	z := gzip.NewWriter(x.w)
	for _, part := range [][]byte{[]byte("WARC/1.1\r\n"), h.bytes(), []byte("\r\n"), block, []byte("\r\n\r\n")} {
		if _, err := z.Write(part); err != nil {
			return fmt.Errorf("write WARC: %w", err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("write WARC: %w", err)
	}
	return nil
}

// digest is a labelled digest as readers of WARC files expect it.
func digest(b []byte) string {
	sum := sha1.Sum(b)
	return "sha1:" + base32.StdEncoding.EncodeToString(sum[:])
}

func dateOf(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.999999Z") }

// targetOf is the address of a capture; of one that is from a file, its path.
func targetOf(c *annals.Capture) string {
	if c.URL != "" {
		return escaped(c.URL)
	}
	return fileScheme + (&url.URL{Path: c.File}).EscapedPath()
}

const fileScheme = "file:"

// escaped is an address without characters that none may have (RFC 3986); what
// is escaped already stays.
func escaped(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c >= 0x7f || strings.IndexByte(`<>"`, c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// original is what headers are called that are not true of the body as it is
// kept.
const original = "X-Archive-Orig-"

// packing are the headers that say how a body was sent.
var packing = []string{"Content-Encoding", "Content-Length", "Transfer-Encoding"}

// httpHead is the head of an answer whose body was unpacked.
func httpHead(c *annals.Capture) []byte {
	var h namedFields
	size := fmt.Sprint(len(c.Body))
	for _, name := range slices.Sorted(maps.Keys(c.Header)) {
		if !httpguts.ValidHeaderFieldName(name) {
			continue
		}
		key := textproto.CanonicalMIMEHeaderKey(name)
		for _, v := range c.Header[name] {
			if slices.Contains(packing, key) && (key != "Content-Length" || v != size) {
				h = append(h, [2]string{original + name, v})
			} else {
				h = append(h, [2]string{name, v})
			}
		}
	}
	return fmt.Appendf(nil, "HTTP/1.1 %d %s\r\n%s\r\n", c.Status, http.StatusText(c.Status), h.bytes())
}

// asSent gives headers that [httpHead] renamed their names back.
func asSent(h http.Header) {
	for _, name := range packing {
		if vs := h[original+name]; len(vs) > 0 {
			h[name] = vs
			delete(h, original+name)
		}
	}
}

// Package archive reads what people have already: JSONL, CSV, WARC files, mail
// boxes and single mails.
//
// In goes a stream of bytes, packed with gzip or zstd or not; out come
// [Record]s in order, each a capture as the extracting stage takes it, with the
// place where it begins. A record that is bad is told with the reason, and the
// next one is read.
//
// Nothing here opens files, reads the network or the clock, and no more than one
// record is held in memory.
package archive

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"iter"
	"path"
	"strings"

	"github.com/klauspost/compress/zstd"
	"golang.org/x/text/encoding/unicode"

	"annals"
)

// A Format is how records are written.
type Format string

// The formats.
const (
	JSONL Format = "jsonl" // an object a line
	CSV   Format = "csv"   // with a line of names first; also with tabs or semicolons
	WARC  Format = "warc"  // ISO 28500, 1.0 and 1.1
	Mbox  Format = "mbox"
	EML   Format = "eml" // one mail
)

// MaxRecord bounds a record, unpacked.
const MaxRecord = 20 << 20

// Errors.
var (
	ErrFormat = errors.New("no format that is known: give --format jsonl, csv, warc, mbox or eml")
	ErrColumn = errors.New("no column") // of a table, or field of any JSONL record, for a field of Options.Map: nothing is to be read
	ErrLarge  = fmt.Errorf("record is larger than %d MB", MaxRecord>>20)
)

// A Record is one entry of an archive.
type Record struct {
	Offset  int64 // where it begins, in bytes of the unpacked stream (of UTF-16, as UTF-8)
	Capture annals.Capture
	Doubt   string // that there is about it; "" for none

	// Outlet and Published are what a WARC file that was written here says besides
	// the page: who published it, and when, where the page itself does not say.
	Outlet    string
	Published annals.Date

	Err error // why the record cannot be used; Capture is empty then
}

// Options say how to read.
type Options struct {
	Format Format
	// Map gives the names of fields: of title, text, url, published, modified,
	// outlet, section, byline, language, id, html. What is not named is guessed.
	Map map[string]string
}

// Known reports the format of a file by its name and first bytes, "" when
// neither tells.
func Known(name string, head []byte) Format {
	name = strings.ToLower(name)
	for _, packed := range []string{".gz", ".zst", ".gzip"} {
		name = strings.TrimSuffix(name, packed)
	}
	switch path.Ext(name) {
	case ".jsonl", ".ndjson":
		return JSONL
	case ".csv", ".tsv":
		return CSV
	case ".warc":
		return WARC
	case ".mbox", ".mbx":
		return Mbox
	case ".eml":
		return EML
	}
	text := string(head)
	switch {
	case strings.HasPrefix(text, "WARC/"):
		return WARC
	case strings.HasPrefix(text, "From "):
		return Mbox
	}
	return ""
}

// Read gives the records of a stream. name stands in captures.
func Read(in io.Reader, name string, o Options) (iter.Seq[Record], error) {
	s, err := open(in, name, o)
	if err != nil {
		return nil, err
	}
	switch s.o.Format {
	case JSONL:
		return s.jsonl, nil
	case CSV:
		return s.csv, nil
	case WARC:
		return s.warc, nil
	case Mbox:
		return s.mbox, nil
	case EML:
		return s.eml, nil
	}
	return nil, ErrFormat
}

// open unpacks a stream and finds its format; "" for none that is known.
func open(in io.Reader, name string, o Options) (*stream, error) {
	s := &stream{name: name, o: o}
	b := bufio.NewReaderSize(&counter{r: in, n: &s.raw}, 64<<10)
	head, _ := b.Peek(8)
	switch {
	case strings.HasPrefix(string(head), "\x1f\x8b") && Known(name, nil) != WARC && o.Format != WARC:
		z, err := gzip.NewReader(b)
		if err != nil {
			return nil, fmt.Errorf("unpack gzip: %w", err)
		}
		b = bufio.NewReaderSize(z, 64<<10)
	case strings.HasPrefix(string(head), "\x28\xb5\x2f\xfd"):
		z, err := zstd.NewReader(b, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(128<<20))
		if err != nil {
			return nil, fmt.Errorf("unpack zstd: %w", err)
		}
		b = bufio.NewReaderSize(z, 64<<10)
	}
	s.in = s.unmarked(b)
	b = s.in
	if s.o.Format == "" {
		head, _ = b.Peek(512)
		s.o.Format = Known(name, head)
	}
	return s, nil
}

// unmarked passes over a mark of the byte order; what is UTF-16 is read as UTF-8.
func (s *stream) unmarked(b *bufio.Reader) *bufio.Reader {
	head, _ := b.Peek(3)
	switch {
	case string(head) == "\xef\xbb\xbf":
		n, _ := b.Discard(3)
		s.at = int64(n)
	case strings.HasPrefix(string(head), "\xff\xfe"), strings.HasPrefix(string(head), "\xfe\xff"):
		return bufio.NewReaderSize(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Reader(b), 64<<10)
	}
	return b
}

// stream is an archive that is being read.
type stream struct {
	name string
	o    Options
	in   *bufio.Reader
	at   int64 // bytes read of the unpacked stream
	raw  int64 // bytes read of the file
}

// counter counts what is read of a file.
type counter struct {
	r io.Reader
	n *int64
}

func (c *counter) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	*c.n += int64(n)
	return n, err
}

// line reads a line with its end. What is longer than a record may be is read
// to its end and gives [ErrLarge].
func (s *stream) line() ([]byte, error) {
	var out []byte
	large := false
	for {
		part, err := s.in.ReadSlice('\n')
		s.at += int64(len(part))
		if large = large || len(out)+len(part) > MaxRecord; !large {
			out = append(out, part...)
		}
		switch {
		case err == bufio.ErrBufferFull:
			continue
		case large && (err == nil || err == io.EOF):
			return nil, ErrLarge
		case err == io.EOF && len(out) > 0:
			return out, nil
		}
		return out, err
	}
}

// broken is the last record of a stream that cannot be read further.
func (s *stream) broken(err error) Record {
	return Record{Offset: s.at, Err: fmt.Errorf("reading stops here: %w", err)}
}

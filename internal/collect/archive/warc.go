package archive

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/textproto"
	"net/url"
	"strconv"
	"strings"
	"time"

	"annals"
)

const (
	maxHead    = 1 << 20 // bytes of the head of an answer, beside those of a record
	maxSignals = 200     // of one record
)

var errCutOff = fmt.Errorf("a WARC record is cut off: %w", io.ErrUnexpectedEOF)

var errHead = fmt.Errorf("it is larger than %d MB", maxHead>>20)

// warc reads the responses of a WARC file (ISO 28500:2017); other records are
// passed over. Records may be packed with gzip, each or all together. What is
// damaged is told, and reading goes on with the next record that is found.
func (s *stream) warc(yield func(Record) bool) {
	if head, _ := s.in.Peek(2); string(head) == "\x1f\x8b" {
		s.members(yield)
		return
	}
	in := bufio.NewReaderSize(&counter{r: s.in, n: &s.at}, 64<<10)
	if lost, going := s.warcRecords(in, yield); going && lost.Err != nil {
		lost.Err = fmt.Errorf("reading stops here: %w", lost.Err)
		yield(lost)
	}
}

// warcRecords reads records that follow each other. It gives the one that cannot be
// read and that no other is found behind, and whether to go on.
func (s *stream) warcRecords(in *bufio.Reader, yield func(Record) bool) (lost Record, going bool) {
	for {
		r, use, err := s.warcRecord(in)
		if err == io.EOF {
			return Record{Offset: r.Offset}, true
		}
		if err != nil {
			r, use = Record{Offset: r.Offset, Err: err}, true
			if !nextRecord(in) {
				return r, true
			}
		}
		if use && !yield(r) {
			return Record{}, false
		}
	}
}

// nextRecord goes on to a line that begins a record, within what a record may be,
// and reports whether there is one.
func nextRecord(in *bufio.Reader) bool {
	fresh := true
	for passed := 0; passed < MaxRecord+maxHead; {
		if b, _ := in.Peek(len("WARC/1.")); fresh && string(b) == "WARC/1." {
			return true
		}
		line, err := in.ReadSlice('\n')
		if err != nil && err != bufio.ErrBufferFull {
			return false
		}
		fresh, passed = err == nil, passed+len(line)
	}
	return false
}

// warcRecord reads one record; use is false for one that is no page. Its offset is
// there also with an error.
func (s *stream) warcRecord(in *bufio.Reader) (r Record, use bool, err error) {
	version := ""
	for version == "" {
		r.Offset = s.at - int64(in.Buffered())
		line, err := readLine(in)
		if err != nil {
			return r, false, err
		}
		version = strings.TrimSpace(line)
	}
	if !strings.HasPrefix(version, "WARC/") {
		return r, false, fmt.Errorf("%q is no WARC record", clip(version))
	}
	h, err := header(in)
	if err != nil {
		return r, false, fmt.Errorf("header of a WARC record: %w", err)
	}
	size, err := strconv.ParseInt(strings.TrimSpace(h.Get("Content-Length")), 10, 64)
	if err != nil || size < 0 {
		return r, false, fmt.Errorf("a WARC record of %q bytes", h.Get("Content-Length"))
	}
	block := &io.LimitedReader{R: in, N: size}
	defer func() {
		if _, e := io.Copy(io.Discard, block); err == nil {
			err = e
		}
		if err == nil && block.N > 0 {
			err = errCutOff
		}
	}()
	kind := h.Get("Warc-Type")
	if kind != "response" && kind != "resource" {
		return r, false, nil
	}
	if size > MaxRecord+maxHead {
		r.Err = ErrLarge
		return r, true, nil
	}
	body, err := io.ReadAll(block)
	if err != nil {
		return r, false, err
	}
	if int64(len(body)) < size {
		return r, false, errCutOff
	}
	c := annals.Capture{ContentType: h.Get("Content-Type"), Body: body, Time: warcTime(h.Get("Warc-Date"))}
	c.URL, c.File = sourceOf(strings.Trim(h.Get("Warc-Target-Uri"), "<>"))
	c.Signals = signalsOf(h[signalField])
	if kind == "response" {
		if !strings.HasPrefix(c.ContentType, "application/http") {
			return r, false, nil // of dns or ftp
		}
		if r.Err = httpResponse(&c); r.Err != nil {
			return r, true, nil
		}
	} else if size > MaxRecord {
		r.Err = ErrLarge
		return r, true, nil
	}
	if !page(&c) {
		return r, false, nil
	}
	if c.File == "" {
		c.File = s.file(c.URL, c.Body)
	}
	if !intact(h.Get("Warc-Block-Digest"), body) {
		r.Doubt = "the bytes are others than the WARC record's digest says"
	}
	r.Capture, r.Outlet, r.Published = c, h.Get(outletField), annals.Date(h.Get(publishedField))
	return r, true, nil
}

// warcTime reads a date of a record: since WARC 1.1 it may be as short as a year.
func warcTime(s string) time.Time {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", time.DateOnly, "2006-01", "2006", "20060102150405"} {
		if t, err := time.Parse(layout, strings.TrimSpace(s)); err == nil {
			return t
		}
	}
	return time.Time{}
}

// intact reports whether a block is what its digest says; of a digest that is not
// known here, it is.
func intact(said string, block []byte) bool {
	algorithm, sum, ok := strings.Cut(strings.TrimSpace(said), ":")
	return !ok || !strings.EqualFold(algorithm, "sha1") || len(sum) != 32 || strings.EqualFold(said, digest(block))
}

// sourceOf is what an address of a record stands for: an address of the web, or
// the path of a file.
func sourceOf(target string) (address, file string) {
	u, err := url.Parse(target)
	if err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" {
		if u.User == nil {
			return target, ""
		}
		u.User = nil
		return u.String(), ""
	}
	path := strings.TrimPrefix(strings.TrimPrefix(target, fileScheme), "//") // of file:///path
	if p, err := url.PathUnescape(path); err == nil {
		path = p
	}
	return "", path
}

// signalsOf are the signals of rights that fields of our own hold. What is none
// is passed over.
func signalsOf(fields []string) (out []annals.Signal) {
	for _, f := range fields[:min(len(fields), maxSignals)] {
		var s annals.Signal
		if json.Unmarshal([]byte(f), &s) == nil && s.Kind != "" {
			out = append(out, s)
		}
	}
	return out
}

// header reads the header of a record, of at most maxHead bytes.
func header(in *bufio.Reader) (textproto.MIMEHeader, error) {
	var text []byte
	for {
		line, err := in.ReadSlice('\n')
		text = append(text, line...)
		switch {
		case len(text) > maxHead:
			return nil, errHead
		case err == bufio.ErrBufferFull:
			continue
		case err == io.EOF:
			return nil, io.ErrUnexpectedEOF
		case err != nil:
			return nil, err
		case len(bytes.TrimRight(line, "\r\n")) == 0 && (len(text) == len(line) || text[len(text)-len(line)-1] == '\n'):
			return textproto.NewReader(bufio.NewReader(bytes.NewReader(text))).ReadMIMEHeader()
		}
	}
}

func readLine(in *bufio.Reader) (string, error) {
	line, err := in.ReadSlice('\n')
	if err == io.EOF && len(line) > 0 {
		err = nil
	}
	return string(line), err
}

// page reports a capture that may be an article: an answer with text.
func page(c *annals.Capture) bool {
	kind, _, _ := strings.Cut(strings.ToLower(c.ContentType), ";")
	switch strings.TrimSpace(kind) {
	case "text/html", "application/xhtml+xml", "text/plain", "application/json", "":
	default:
		return false
	}
	return c.Status == 0 || c.Status == http.StatusOK
}

func clip(s string) string {
	if len(s) > 40 {
		return strings.ToValidUTF8(s[:40], "") + "…"
	}
	return s
}

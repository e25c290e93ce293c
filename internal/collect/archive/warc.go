package archive

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/textproto"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/andybalholm/brotli"

	"annals"
)

const (
	maxHead    = 1 << 20 // bytes of the head of an answer, beside those of a record
	maxSignals = 200     // of one record
)

var errHead = fmt.Errorf("it is larger than %d MB", maxHead>>20)

// warc reads the responses of a WARC file (ISO 28500:2017); other records are
// passed over. Records may be packed with gzip, each or all together.
func (s *stream) warc(yield func(Record) bool) {
	head, _ := s.in.Peek(2)
	packed := string(head) == "\x1f\x8b"
	var z *gzip.Reader
	for {
		at := s.raw - int64(s.in.Buffered())
		in := s.in
		if packed {
			if _, err := s.in.Peek(1); err == io.EOF {
				return
			}
			var err error
			if z == nil {
				z, err = gzip.NewReader(s.in)
			} else {
				err = z.Reset(s.in)
			}
			if err != nil {
				yield(Record{Offset: at, Err: fmt.Errorf("reading stops here: unpack gzip: %w", err)})
				return
			}
			z.Multistream(false)
			in = bufio.NewReader(z)
		}
		for {
			r, more, err := s.warcRecord(in, at)
			if err == io.EOF {
				break
			}
			if err != nil {
				yield(Record{Offset: at, Err: fmt.Errorf("reading stops here: %w", err)})
				return
			}
			if more && !yield(r) {
				return
			}
			if !packed {
				at = s.raw - int64(s.in.Buffered())
			}
		}
		if !packed {
			return
		}
		if _, err := io.Copy(io.Discard, in); err != nil && !errors.Is(err, io.EOF) {
			yield(Record{Offset: at, Err: fmt.Errorf("reading stops here: %w", err)})
			return
		}
	}
}

// warcRecord reads one record; use is false for one that is no page.
func (s *stream) warcRecord(in *bufio.Reader, at int64) (r Record, use bool, err error) {
	version := ""
	for version == "" {
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
	block := io.LimitReader(in, size)
	defer func() {
		if _, e := io.Copy(io.Discard, block); err == nil && e != nil {
			err = e
		}
	}()
	r.Offset = at
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
		return r, false, fmt.Errorf("a WARC record is cut off: %w", io.ErrUnexpectedEOF)
	}
	c := annals.Capture{ContentType: h.Get("Content-Type"), Body: body}
	c.URL, c.File = sourceOf(strings.Trim(h.Get("Warc-Target-Uri"), "<>"))
	c.Time, _ = time.Parse(time.RFC3339, h.Get("Warc-Date"))
	c.Signals = signalsOf(h[signalField])
	if kind == "response" {
		if !strings.HasPrefix(c.ContentType, "application/http") {
			return r, false, nil // of dns or ftp
		}
		if r.Err = httpResponse(&c); r.Err != nil {
			return Record{Offset: at, Err: r.Err}, true, nil
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
	r.Capture, r.Outlet, r.Published = c, h.Get(outletField), annals.Date(h.Get(publishedField))
	return r, true, nil
}

// sourceOf is what an address of a record stands for: an address of the web, or
// the path of a file.
func sourceOf(target string) (address, file string) {
	path, ok := strings.CutPrefix(target, fileScheme)
	if !ok {
		return target, ""
	}
	path = strings.TrimPrefix(path, "//") // of file:///path
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

// httpResponse takes the HTTP message of a capture apart.
func httpResponse(c *annals.Capture) error {
	resp, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(c.Body)), nil)
	if err != nil {
		return fmt.Errorf("read HTTP response: %w", err)
	}
	defer resp.Body.Close()
	var in io.Reader = resp.Body
	switch strings.ToLower(resp.Header.Get("Content-Encoding")) {
	case "gzip", "x-gzip":
		if in, err = gzip.NewReader(resp.Body); err != nil {
			return fmt.Errorf("unpack gzip: %w", err)
		}
	case "br":
		in = brotli.NewReader(resp.Body)
	}
	body, err := io.ReadAll(io.LimitReader(in, MaxRecord+1))
	if len(body) > MaxRecord {
		return ErrLarge
	}
	if err != nil && len(body) == 0 {
		return fmt.Errorf("read HTTP response: %w", err)
	}
	asSent(resp.Header)
	c.Status, c.Header, c.ContentType, c.Body = resp.StatusCode, resp.Header, resp.Header.Get("Content-Type"), body
	return nil
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

package archive

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"fmt"
	"io"
	"net/http"
	"net/http/httputil"
	"slices"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"annals"
)

// httpResponse takes the HTTP message of a capture apart. Programs that unpack
// bodies often leave the headers as they came: the record's length counts, and what
// is not packed as they say is taken as it is.
func httpResponse(c *annals.Capture) error {
	head, body := cutHead(c.Body)
	resp, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(head)), nil)
	if err != nil {
		return fmt.Errorf("read HTTP response: %w", err)
	}
	resp.Body.Close()
	if slices.Contains(resp.TransferEncoding, "chunked") {
		if whole, err := io.ReadAll(io.LimitReader(httputil.NewChunkedReader(bytes.NewReader(body)), MaxRecord+1)); err == nil || len(whole) > 0 {
			body = whole
		}
	}
	if body, err = unpacked(body, resp.Header.Values("Content-Encoding")); err != nil {
		return err
	}
	asSent(resp.Header)
	c.Status, c.Header, c.ContentType, c.Body = resp.StatusCode, resp.Header, resp.Header.Get("Content-Type"), body
	return nil
}

// cutHead parts the head of a message, with the empty line that ends it, from what
// follows.
func cutHead(b []byte) (head, body []byte) {
	for k := 0; k < len(b); {
		n := bytes.IndexByte(b[k:], '\n')
		if n < 0 {
			break
		}
		line := b[k : k+n]
		if k += n + 1; len(bytes.TrimRight(line, "\r")) == 0 {
			return b[:k], b[k:]
		}
	}
	return b, nil
}

// unpacked is a body as it was before it was packed; of one that is cut off, what
// there is.
func unpacked(body []byte, encodings []string) ([]byte, error) {
	encodings = strings.Split(strings.ToLower(strings.Join(encodings, ",")), ",")
	for _, e := range slices.Backward(encodings[:min(len(encodings), maxPacked)]) { // the last was applied last
		in, err := unpacker(strings.TrimSpace(e), body)
		if err != nil {
			return nil, err
		}
		out, err := io.ReadAll(io.LimitReader(in, MaxRecord+1))
		switch {
		case len(out) > MaxRecord:
			return nil, ErrLarge
		case err != nil && len(out) == 0:
			return nil, fmt.Errorf("unpack %s: %w", strings.TrimSpace(e), err)
		}
		body = out
	}
	return body, nil
}

const maxPacked = 3 // encodings of one body

func unpacker(encoding string, body []byte) (io.Reader, error) {
	in := bytes.NewReader(body)
	switch {
	case strings.HasSuffix(encoding, "gzip") && bytes.HasPrefix(body, []byte("\x1f\x8b")):
		return gzip.NewReader(in)
	case encoding == "br" && !looksText(body):
		return brotli.NewReader(in), nil
	case encoding == "zstd" && bytes.HasPrefix(body, []byte("\x28\xb5\x2f\xfd")):
		d, err := zstd.NewReader(in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(8<<20))
		if err != nil {
			return nil, err
		}
		return d.IOReadCloser(), nil
	case encoding == "deflate" && len(body) > 1 && body[0]&15 == 8 && (int(body[0])<<8|int(body[1]))%31 == 0:
		return zlib.NewReader(in)
	case encoding == "deflate" && !looksText(body):
		return flate.NewReader(in), nil
	}
	return in, nil
}

// looksText reports whether a body begins as a page does.
func looksText(b []byte) bool {
	b = bytes.TrimLeft(b, " \t\r\n\xef\xbb\xbf")
	return len(b) == 0 || b[0] == '<' || b[0] == '{'
}

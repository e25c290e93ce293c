package fetch

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
	"golang.org/x/net/http/httpguts"
)

// accepted is what pages are asked for, unless a request says otherwise.
const accepted = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5"

// exchange makes one request and reads the answer within the bounds.
func (c *Client) exchange(ctx context.Context, u *url.URL, q Request) (Response, error) {
	ctx, cancel := context.WithTimeout(ctx, c.o.Timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return Response{}, err
	}
	headers(req.Header, c.o.Agent, q)
	resp, err := c.http.Do(req)
	if err != nil {
		return Response{}, plainly(err)
	}
	defer resp.Body.Close()
	named := *u
	named.User = nil // is for the host alone, and nobody is shown it
	r := Response{URL: named.String(), Status: resp.StatusCode, Header: resp.Header, Time: c.o.Now(), NotModified: resp.StatusCode == http.StatusNotModified}
	limit := q.MaxBytes
	if limit <= 0 {
		limit = MaxBytes
	}
	if resp.ContentLength > limit && !q.head {
		return r, fmt.Errorf("%w: %d bytes, at most %d are read", ErrTooLarge, resp.ContentLength, limit)
	}
	w := watch(resp.Body, c.o.Idle, cancel)
	defer w.timer.Stop()
	r.Body, err = unpacked(w, strings.Join(resp.Header.Values("Content-Encoding"), ","), limit, q.head)
	if err != nil && (w.idle.Load() || ctx.Err() != nil) {
		return r, ErrSlow
	}
	return r, err
}

func headers(h http.Header, agent string, q Request) {
	h.Set("User-Agent", agent)
	h.Set("Accept", accepted)
	if q.Accept != "" {
		h.Set("Accept", q.Accept)
	}
	h.Set("Accept-Encoding", "gzip, br, zstd")
	if q.ETag != "" && httpguts.ValidHeaderFieldValue(q.ETag) { // a server may send what no client may
		h.Set("If-None-Match", q.ETag)
	}
	if q.LastModified != "" && httpguts.ValidHeaderFieldValue(q.LastModified) {
		h.Set("If-Modified-Since", q.LastModified)
	}
}

// plainly is an error of the transport without the address, which stands
// around it, and with time-outs as [ErrSlow].
func plainly(err error) error {
	var ue *url.Error
	if errors.As(err, &ue) {
		if ue.Timeout() {
			return ErrSlow
		}
		err = ue.Err
	}
	var ne net.Error
	if errors.Is(err, context.DeadlineExceeded) || errors.As(err, &ne) && ne.Timeout() {
		return ErrSlow
	}
	return err
}

// watched ends a request whose answer brings no byte for too long, and counts
// bytes.
type watched struct {
	io.Reader
	timer *time.Timer
	after time.Duration
	idle  atomic.Bool
	n     int64
}

func watch(r io.Reader, after time.Duration, cancel func()) *watched {
	w := &watched{Reader: r, after: after}
	w.timer = time.AfterFunc(after, func() { w.idle.Store(true); cancel() })
	return w
}

func (w *watched) Read(b []byte) (int, error) {
	n, err := w.Reader.Read(b)
	w.n += int64(n)
	if n > 0 {
		w.timer.Reset(w.after)
	}
	return n, err
}

// unpacked reads a body of some content encodings, within bounds; head: what is
// beyond the limit is left. One that is cut off gives what came.
func unpacked(w *watched, encoding string, limit int64, head bool) ([]byte, error) {
	var r io.Reader = w
	encodings := strings.Split(encoding, ",")
	if len(encodings) > MaxEncodings {
		return nil, fmt.Errorf("%w: packed %d times", ErrBomb, len(encodings))
	}
	for _, e := range slices.Backward(encodings) { // the last was applied last
		var err error
		if r, err = unpack(r, strings.ToLower(strings.TrimSpace(e))); err != nil {
			return nil, fmt.Errorf("unpack %s: %w", e, err)
		}
	}
	var out bytes.Buffer
	for {
		n, err := io.CopyN(&out, r, 256<<10)
		switch size := int64(out.Len()); {
		case size > limit && head:
			return out.Bytes()[:limit], nil
		case size > limit && size > w.n*MaxRatio/10:
			return nil, fmt.Errorf("%w: more than %d bytes of %d", ErrBomb, limit, w.n)
		case size > limit:
			return nil, fmt.Errorf("%w: more than %d bytes", ErrTooLarge, limit)
		case size > 1<<20 && size > w.n*MaxRatio:
			return nil, fmt.Errorf("%w: %d bytes of %d", ErrBomb, size, w.n)
		}
		if err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF) && out.Len() > 0 {
			return out.Bytes(), nil
		}
		if err != nil {
			return nil, err
		}
		if n == 0 {
			return out.Bytes(), nil
		}
	}
}

func unpack(r io.Reader, encoding string) (io.Reader, error) {
	switch encoding {
	case "", "identity":
		return r, nil
	case "gzip", "x-gzip":
		return gzip.NewReader(r)
	case "br":
		return brotli.NewReader(r), nil
	case "zstd":
		d, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(8<<20))
		if err != nil {
			return nil, err
		}
		return d.IOReadCloser(), nil
	case "deflate":
		return deflated(r)
	}
	return nil, errors.New("unknown encoding")
}

// deflated reads deflate with its zlib frame, or without as some servers send it.
func deflated(r io.Reader) (io.Reader, error) {
	var head [2]byte
	n, err := io.ReadFull(r, head[:])
	if err != nil {
		return nil, err
	}
	whole := io.MultiReader(bytes.NewReader(head[:n]), r)
	if head[0]&15 == 8 && (int(head[0])<<8|int(head[1]))%31 == 0 {
		return zlib.NewReader(whole)
	}
	return flate.NewReader(whole), nil
}

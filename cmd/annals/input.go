package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"annals"
	"annals/internal/sys/rights"
)

const (
	maxInput     = 20 << 20 // bytes of one input, after unpacking
	maxRedirects = 10
	fetchTimeout = 20 * time.Second
	userAgent    = "annals (news event coder)"
)

// inputs are what a command line names: files, folders, addresses, and "-".
// The zero value reads nothing; unset fields mean what production uses.
type inputs struct {
	names   []string
	stdin   io.Reader
	max     int           // bytes of one input; 0 means maxInput
	timeout time.Duration // of one fetch; 0 means fetchTimeout
	now     func() time.Time
}

// captures reads the inputs one at a time, in the order named, folders in the
// order of their file names. What cannot be read gives an error that names it,
// and the next is read all the same.
func (in inputs) captures(ctx context.Context) iter.Seq2[*annals.Capture, error] {
	return func(yield func(*annals.Capture, error) bool) {
		for _, name := range in.names {
			if !in.one(ctx, name, yield) {
				return
			}
		}
	}
}

func (in inputs) one(ctx context.Context, name string, yield func(*annals.Capture, error) bool) bool {
	switch {
	case name == "-":
		b, err := in.read(in.stdin)
		return yield(named(&annals.Capture{File: "-", Body: b}, "standard input", err))
	case strings.HasPrefix(name, "http://"), strings.HasPrefix(name, "https://"):
		c, err := in.fetch(ctx, name)
		return yield(named(c, name, err))
	}
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return yield(named(nil, name, err))
	case info.IsDir():
		return in.folder(ctx, name, yield)
	}
	return yield(in.file(name))
}

// named gives the capture, or the error with the name of what was read.
func named(c *annals.Capture, name string, err error) (*annals.Capture, error) {
	if err == nil {
		return c, nil
	}
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	return nil, fmt.Errorf("read %s: %w", name, err)
}

// beside are endings of files that lie in folders of saved pages and are no
// pages themselves.
var beside = map[string]bool{".css": true, ".js": true, ".mjs": true, ".map": true, ".png": true, ".jpg": true, ".jpeg": true,
	".gif": true, ".webp": true, ".avif": true, ".svg": true, ".ico": true, ".woff": true, ".woff2": true, ".ttf": true, ".md": true}

// folder reads every file below a folder, but hidden ones and those that
// belong to a page.
func (in inputs) folder(ctx context.Context, root string, yield func(*annals.Capture, error) bool) bool {
	going, found := true, 0
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			going = yield(named(nil, name, err))
		case name != root && strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return filepath.SkipDir
			}
		case d.Type().IsRegular() && !beside[strings.ToLower(filepath.Ext(name))]:
			found++
			going = yield(in.file(name))
		}
		if !going {
			return filepath.SkipAll
		}
		return nil
	})
	if err == nil && going && found == 0 {
		err = errors.New("no file to read in this folder")
	}
	if err != nil {
		return yield(named(nil, root, err))
	}
	return going
}

func (in inputs) file(name string) (*annals.Capture, error) {
	f, err := os.Open(name)
	if err != nil {
		return named(nil, name, err)
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && !info.Mode().IsRegular() && !info.IsDir() && info.Mode()&fs.ModeNamedPipe == 0 {
		return named(nil, name, errors.New("neither a file nor a folder"))
	} else if err == nil && info.Size() > int64(in.limit()) {
		return named(nil, name, in.tooLarge(info.Size()))
	}
	b, err := in.read(f)
	return named(&annals.Capture{File: name, Body: b}, name, err)
}

func (in inputs) limit() int {
	if in.max > 0 {
		return in.max
	}
	return maxInput
}

func (in inputs) tooLarge(n int64) error {
	if n > 0 {
		return fmt.Errorf("too large: %.1f MB, at most %.0f MB are read", float64(n)/(1<<20), float64(in.limit())/(1<<20))
	}
	return fmt.Errorf("too large: more than %.0f MB", float64(in.limit())/(1<<20))
}

// read reads all of r, and unpacks gzip, within the bound.
func (in inputs) read(r io.Reader) ([]byte, error) {
	if r == nil {
		return nil, errors.New("nothing to read from")
	}
	b, err := in.bounded(r)
	if err != nil || !bytes.HasPrefix(b, []byte("\x1f\x8b")) {
		return b, err
	}
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, fmt.Errorf("unpack gzip: %w", err)
	}
	b, err = in.bounded(z)
	if errors.Is(err, io.ErrUnexpectedEOF) && len(b) > 0 {
		return b, nil // cut off: what is there is read
	}
	if err != nil {
		return nil, fmt.Errorf("unpack gzip: %w", err)
	}
	return b, nil
}

func (in inputs) bounded(r io.Reader) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r, int64(in.limit())+1))
	if len(b) > in.limit() {
		return nil, in.tooLarge(0)
	}
	return b, err
}

// fetch reads an address, following redirects, and notes the rights signals of
// the answer's headers.
func (in inputs) fetch(ctx context.Context, address string) (*annals.Capture, error) {
	timeout := in.timeout
	if timeout == 0 {
		timeout = fetchTimeout
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, why(err, timeout)
	}
	req.Header.Set("User-Agent", userAgent)
	req.Header.Set("Accept", "text/html,application/xhtml+xml,application/json,text/plain;q=0.9,*/*;q=0.5")
	client := http.Client{CheckRedirect: noLoop}
	resp, err := client.Do(req)
	if err != nil {
		return nil, why(err, timeout)
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 400 {
		return nil, fmt.Errorf("the server answers %s", resp.Status)
	}
	b, err := in.read(resp.Body)
	if err != nil {
		return nil, why(err, timeout)
	}
	c := &annals.Capture{URL: resp.Request.URL.String(), ContentType: resp.Header.Get("Content-Type"), Body: b, Signals: rights.HeaderSignals(resp.Header)}
	if in.now != nil {
		c.Time = in.now()
	}
	return c, nil
}

func noLoop(req *http.Request, via []*http.Request) error {
	if len(via) >= maxRedirects {
		return fmt.Errorf("redirected %d times", len(via))
	}
	return nil
}

// why is a fetch's error without the words that name the address again.
func why(err error, timeout time.Duration) error {
	var ue *url.Error
	if errors.As(err, &ue) {
		if ue.Timeout() {
			return fmt.Errorf("timed out after %v", timeout)
		}
		err = ue.Err
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("timed out after %v", timeout)
	}
	return err
}

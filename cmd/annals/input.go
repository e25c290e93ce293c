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
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"annals"
	"annals/internal/collect/fetch"
)

const (
	maxInput     = 20 << 20 // bytes of one input, after unpacking
	fetchTimeout = 20 * time.Second
	fetchDelay   = 100 * time.Millisecond // between a page and its site's files
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
		return yield(named(&annals.Capture{File: "-", Time: in.time(), Body: b}, "standard input", err))
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
	return nil, fmt.Errorf("read %s: %w", shown(name), err)
}

// beside are endings of files that lie in folders of saved pages and are no
// pages themselves.
var beside = map[string]bool{".css": true, ".js": true, ".mjs": true, ".map": true, ".png": true, ".jpg": true, ".jpeg": true,
	".gif": true, ".webp": true, ".avif": true, ".svg": true, ".ico": true, ".woff": true, ".woff2": true, ".ttf": true, ".md": true}

// folder reads every file below a folder, but hidden ones and those that
// belong to a page.
func (in inputs) folder(ctx context.Context, root string, yield func(*annals.Capture, error) bool) bool {
	going, found := true, 0
	root += string(filepath.Separator) // a link to a folder is that folder
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
		return yield(named(nil, filepath.Clean(root), err))
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
	return named(&annals.Capture{File: name, Time: in.time(), Body: b}, name, err)
}

// time is when something is read: days after it are not believed. Zero where nobody
// tells.
func (in inputs) time() time.Time {
	if in.now == nil {
		return time.Time{}
	}
	return in.now()
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
// the answer's headers and of the site. A person named this page, so robots.txt
// is noted and not obeyed, and a private network may be meant.
func (in inputs) fetch(ctx context.Context, address string) (*annals.Capture, error) {
	o := fetch.Options{Agent: userAgent, Now: in.now, Timeout: in.timeout, Delay: fetchDelay, Insist: true, Private: inside(ctx, address)}
	if o.Timeout == 0 {
		o.Timeout = fetchTimeout
	}
	client := fetch.New(o)
	defer client.Close()
	r, err := client.Get(ctx, fetch.Request{URL: address, MaxBytes: int64(in.limit()), Page: true,
		Accept: "text/html,application/xhtml+xml,application/json,text/plain;q=0.9,*/*;q=0.5"})
	var later *fetch.Later
	switch {
	case errors.As(err, &later):
		return nil, fmt.Errorf("the server answers %s", later.Why)
	case err != nil:
		return nil, why(err, o.Timeout)
	case r.Status >= 400:
		return nil, fmt.Errorf("the server answers %d %s", r.Status, http.StatusText(r.Status))
	}
	c := &annals.Capture{URL: r.URL, Time: in.time(), ContentType: r.Header.Get("Content-Type"), Status: r.Status, Header: r.Header, Body: r.Body, Signals: r.Signals}
	if bytes.HasPrefix(c.Body, []byte("\x1f\x8b")) { // a file that is packed itself
		c.Body, err = in.read(bytes.NewReader(c.Body))
	}
	return c, err
}

// inside is the addresses of the host that a person named, where they are of a
// private network: it is meant then, and no other that a redirect may lead to.
func inside(ctx context.Context, address string) (out []netip.Prefix) {
	u, err := url.Parse(address)
	if err != nil {
		return nil
	}
	addrs, err := net.DefaultResolver.LookupNetIP(ctx, "ip", u.Hostname())
	if err != nil {
		return nil
	}
	for _, a := range addrs {
		a = a.Unmap()
		out = append(out, netip.PrefixFrom(a, a.BitLen()))
	}
	return out
}

// why is a fetch's error without the words that name the address again.
func why(err error, timeout time.Duration) error {
	if errors.Is(err, fetch.ErrSlow) || errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("timed out after %v", timeout)
	}
	for errors.Unwrap(err) != nil && strings.HasPrefix(err.Error(), "get ") {
		err = errors.Unwrap(err)
	}
	return err
}

package fetch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// web is a network of one server that answers for every name.
type web struct {
	conns chan net.Conn
	done  chan struct{}
	mu    sync.Mutex
	asked []string // "host path", in order
	at    []time.Time
}

// serve starts a web and gives options for a client of it; the test ends it.
func serve(t *testing.T, handler http.HandlerFunc) (*web, Options) {
	t.Helper()
	w := &web{conns: make(chan net.Conn), done: make(chan struct{})}
	srv := &http.Server{Handler: http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		w.mu.Lock()
		w.asked, w.at = append(w.asked, r.Host+" "+r.URL.RequestURI()), append(w.at, time.Now())
		w.mu.Unlock()
		handler(rw, r)
	})}
	go srv.Serve(w)
	t.Cleanup(func() { srv.Close() })
	return w, Options{
		Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
			ours, theirs := net.Pipe()
			select {
			case w.conns <- theirs:
				return ours, nil
			case <-ctx.Done():
				return nil, ctx.Err()
			case <-w.done:
				return nil, net.ErrClosed
			}
		},
		Resolve: func(_ context.Context, host string) ([]netip.Addr, error) {
			if host == "localhost" {
				return []netip.Addr{netip.MustParseAddr("127.0.0.1"), netip.MustParseAddr("::1")}, nil
			}
			if strings.HasPrefix(host, "inside") {
				return []netip.Addr{netip.MustParseAddr("10.0.0.7")}, nil
			}
			return []netip.Addr{netip.MustParseAddr("93.184.215.14")}, nil
		},
	}
}

func (w *web) Accept() (net.Conn, error) {
	select {
	case c := <-w.conns:
		return c, nil
	case <-w.done:
		return nil, net.ErrClosed
	}
}

func (w *web) Close() error {
	select {
	case <-w.done:
	default:
		close(w.done)
	}
	return nil
}

func (w *web) Addr() net.Addr { return &net.IPAddr{} }

// in runs a test in a bubble with a client of a handler.
func in(t *testing.T, o Options, handler http.HandlerFunc, f func(t *testing.T, c *Client, w *web)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w, base := serve(t, handler)
		base.Private, base.Delay, base.Timeout, base.Jitter, base.Insist = o.Private, o.Delay, o.Timeout, o.Jitter, o.Insist
		c := New(base)
		defer c.Close()
		f(t, c, w)
	})
}

func page(w http.ResponseWriter, r *http.Request) {
	if strings.HasSuffix(r.URL.Path, ".txt") || strings.HasSuffix(r.URL.Path, ".json") {
		http.NotFound(w, r)
		return
	}
	fmt.Fprintf(w, "page %s", r.URL.Path)
}

// pause waits as a slow server does, until its client is gone.
func pause(r *http.Request, d time.Duration) {
	select {
	case <-time.After(d):
	case <-r.Context().Done():
	}
}

// What is refused, and with which error.
func TestRefused(t *testing.T) {
	zeros := packed(t, "gzip", make([]byte, 60<<20))
	answers := func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/loop":
			http.Redirect(w, r, "/loop?"+r.URL.RawQuery+"x", http.StatusFound)
		case "/inside":
			http.Redirect(w, r, "http://inside.example/secret", http.StatusFound)
		case "/metadata":
			http.Redirect(w, r, "http://169.254.169.254/latest", http.StatusFound)
		case "/file":
			http.Redirect(w, r, "file:///etc/passwd", http.StatusFound)
		case "/ftp":
			http.Redirect(w, r, "ftp://a.example/x", http.StatusFound)
		case "/mapped":
			http.Redirect(w, r, "http://[::ffff:10.0.0.1]/", http.StatusFound)
		case "/large":
			for range 100 {
				w.Write(make([]byte, 1<<20))
			}
		case "/declared":
			w.Header().Set("Content-Length", "99999999999")
		case "/bomb":
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(zeros)
		case "/double":
			w.Header().Set("Content-Encoding", "gzip, gzip")
			w.Write(packed(t, "gzip", zeros))
		case "/layers":
			w.Header().Set("Content-Encoding", strings.Repeat("gzip, ", 1000)+"gzip")
			w.Write(zeros)
		case "/brotli":
			w.Header().Set("Content-Encoding", "br")
			w.Write(packed(t, "br", make([]byte, 60<<20)))
		case "/zstd":
			w.Header().Set("Content-Encoding", "zstd")
			w.Write(packed(t, "zstd", make([]byte, 60<<20)))
		case "/local":
			http.Redirect(w, r, "//localhost/", http.StatusFound)
		case "/nowhere":
			w.WriteHeader(http.StatusFound)
		case "/odd":
			w.Header().Set("Location", "http://[::1")
			w.WriteHeader(http.StatusMovedPermanently)
		case "/slash":
			http.Redirect(w, r, "http:///etc/passwd", http.StatusFound)
		case "/never":
			pause(r, time.Hour)
		case "/drip":
			for range 100_000 {
				if _, err := w.Write([]byte(".")); err != nil {
					return
				}
				w.(http.Flusher).Flush()
				pause(r, 5*time.Second)
			}
		case "/stall":
			w.Write([]byte("<html>"))
			w.(http.Flusher).Flush()
			pause(r, time.Hour)
		case "/header":
			for k := range 5000 {
				w.Header().Set(fmt.Sprintf("X-%d", k), strings.Repeat("x", 100))
			}
		case "/unknown":
			w.Header().Set("Content-Encoding", "rot13")
			w.Write([]byte("cntr"))
		case "/robots.txt":
			fmt.Fprint(w, "User-agent: *\nDisallow: /private\n")
		default:
			page(w, r)
		}
	}
	for _, c := range []struct {
		url  string
		want error
	}{
		{"http://inside.example/", ErrPrivate}, {"http://127.0.0.1/", ErrPrivate}, {"http://[::1]/", ErrPrivate}, {"http://10.1.2.3/", ErrPrivate},
		{"http://192.168.0.1/", ErrPrivate}, {"http://172.20.0.1:8080/", ErrPrivate}, {"http://100.64.1.1/", ErrPrivate}, {"http://169.254.169.254/", ErrPrivate},
		{"http://0.0.0.0/", ErrPrivate}, {"http://[fd00::1]/", ErrPrivate}, {"http://[fe80::1]/", ErrPrivate}, {"http://[::ffff:127.0.0.1]/", ErrPrivate},
		{"http://[64:ff9b::7f00:1]/", ErrPrivate}, {"http://[2002:7f00:1::]/", ErrPrivate}, {"http://224.0.0.1/", ErrPrivate}, {"http://255.255.255.255/", ErrPrivate},
		{"http://a.example/inside", ErrPrivate}, {"http://a.example/metadata", ErrPrivate}, {"http://a.example/file", ErrScheme}, {"http://a.example/ftp", ErrScheme}, {"http://a.example/mapped", ErrPrivate}, {"http://１２７.０.０.１/", ErrPrivate},
		{"ftp://a.example/", ErrScheme}, {"file:///etc/passwd", ErrScheme}, {"gopher://a.example/", ErrScheme}, {"//a.example/", ErrScheme}, {"http://", ErrScheme},
		{"http://a.example/loop", ErrRedirects}, {"http://a.example/large", ErrTooLarge}, {"http://a.example/declared", ErrTooLarge},
		{"http://a.example/bomb", ErrBomb}, {"http://a.example/double", ErrBomb},
		{"http://a.example/layers", ErrBomb}, {"http://a.example/brotli", ErrBomb}, {"http://a.example/zstd", ErrBomb},
		{"http://a.example/nowhere", ErrNowhere}, {"http://a.example/odd", nil}, {"http://a.example/" + strings.Repeat("a", MaxAddress), ErrTooLarge},
		{"http://a.example/slash", ErrScheme}, {"http://a.example/local", ErrPrivate}, {"http://localhost/", ErrPrivate}, {"http://user:pw@127.0.0.1/", ErrPrivate},
		{"http://[64:ff9b:1::a00:1]/", ErrPrivate}, {"http://[64:ff9b:1:fffe::1]/", ErrPrivate}, {"http://[::10.0.0.1]/", ErrPrivate}, {"http://[2001:0:7f00:1::]/", ErrPrivate},
		{"http://[fe80::1%25eth0]/", ErrPrivate}, {"http://198.18.0.1/", ErrPrivate}, {"http://192.0.0.192/", ErrPrivate}, {"http://[::]/", ErrPrivate}, {"javascript:alert(1)", ErrScheme},
		{"http://a.example/never", ErrSlow}, {"http://a.example/drip", ErrSlow}, {"http://a.example/stall", ErrSlow},
		{"http://a.example/private/x", ErrRobots}, {"http://a.example/header", nil}, {"http://a.example/unknown", nil},
	} {
		in(t, Options{}, answers, func(t *testing.T, client *Client, _ *web) {
			start := time.Now()
			r, err := client.Get(t.Context(), Request{URL: c.url})
			switch {
			case err == nil:
				t.Errorf("%s: no error, status %d", c.url, r.Status)
			case c.want != nil && !errors.Is(err, c.want):
				t.Errorf("%s: error %v, want %v", c.url, err, c.want)
			}
			if d := time.Since(start); d > 2*Timeout {
				t.Errorf("%s: took %v", c.url, d)
			}
		})
	}
}

// Private networks that are configured are reached, and no others.
func TestPrivateAllowed(t *testing.T) {
	in(t, Options{Private: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/24")}}, page, func(t *testing.T, c *Client, _ *web) {
		if r, err := c.Get(t.Context(), Request{URL: "http://inside.example/a"}); err != nil || string(r.Body) != "page /a" {
			t.Errorf("%q, error %v", r.Body, err)
		}
		if _, err := c.Get(t.Context(), Request{URL: "http://10.0.1.1/"}); !errors.Is(err, ErrPrivate) {
			t.Errorf("another network: error %v", err)
		}
	})
}

// A name that leads elsewhere when it is asked again is checked again, and the
// address that was checked is the one connected to.
func TestRebinding(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, o := serve(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Connection", "close")
			page(w, r)
		})
		asked, dial := 0, o.Dial
		open, inner := netip.MustParseAddr("93.184.215.14"), netip.MustParseAddr("10.0.0.7")
		o.Resolve = func(context.Context, string) ([]netip.Addr, error) {
			asked++
			return [][]netip.Addr{{open}, {inner, open}, {inner}}[min(asked, 3)-1], nil
		}
		o.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
			if address != "93.184.215.14:80" {
				t.Errorf("dialled %s", address)
			}
			return dial(ctx, network, address)
		}
		c := New(o)
		defer c.Close()
		if _, err := c.Get(t.Context(), Request{URL: "http://a.example/1"}); err != nil { // robots.txt, and the page
			t.Error(err)
		}
		if _, err := c.Get(t.Context(), Request{URL: "http://a.example/2"}); !errors.Is(err, ErrPrivate) || asked != 3 {
			t.Errorf("error %v, resolved %d times", err, asked)
		}
	})
}

// Validators are sent back; permanent redirects are told.
func TestConditional(t *testing.T) {
	in(t, Options{}, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/old":
			http.Redirect(w, r, "/new", http.StatusMovedPermanently)
		case r.URL.Path == "/short":
			http.Redirect(w, r, "/new", http.StatusFound)
		case r.Header.Get("If-None-Match") == `"1"` && r.Header.Get("If-Modified-Since") != "":
			w.WriteHeader(http.StatusNotModified)
		default:
			page(w, r)
		}
	}, func(t *testing.T, c *Client, _ *web) {
		r, err := c.Get(t.Context(), Request{URL: "http://a.example/x", ETag: `"1"`, LastModified: "Wed, 04 Mar 2026 10:00:00 GMT"})
		if err != nil || !r.NotModified || len(r.Body) != 0 {
			t.Errorf("%+v, error %v", r, err)
		}
		if r, err := c.Get(t.Context(), Request{URL: "http://a.example/x", ETag: "\"\x01\r\n\"", LastModified: "\x00"}); err != nil || r.NotModified {
			t.Errorf("odd validators: %+v, error %v", r, err)
		}
		for path, want := range map[string]string{"/old": "http://a.example/new", "/short": "", "/new": ""} {
			r, err := c.Get(t.Context(), Request{URL: "http://a.example" + path})
			if err != nil || r.Moved != want || r.URL != "http://a.example/new" {
				t.Errorf("%s: moved to %q, read %s, error %v", path, r.Moved, r.URL, err)
			}
		}
	})
}

// Two requests to one host are never made at once, and never closer than the
// delay, robots.txt's own among them; hosts do not wait for each other.
func TestOneAtATime(t *testing.T) {
	var mu sync.Mutex
	running := map[string]int{}
	in(t, Options{Delay: 3 * time.Second}, func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		running[r.Host]++
		if running[r.Host] > 1 {
			t.Errorf("%d requests at once", running[r.Host])
		}
		mu.Unlock()
		time.Sleep(time.Second)
		mu.Lock()
		running[r.Host]--
		mu.Unlock()
		if r.URL.Path == "/robots.txt" && r.Host == "slow.example" {
			fmt.Fprint(w, "User-agent: *\nCrawl-delay: 10\n")
			return
		}
		page(w, r)
	}, func(t *testing.T, c *Client, w *web) {
		var wg sync.WaitGroup
		for k := range 12 {
			wg.Go(func() {
				name := []string{"a", "b", "slow"}[k%3]
				if _, err := c.Get(t.Context(), Request{URL: fmt.Sprintf("http://%s.example/%d", name, k)}); err != nil {
					t.Error(err)
				}
			})
		}
		start := time.Now()
		wg.Wait()
		if d := time.Since(start); d > 60*time.Second {
			t.Errorf("took %v", d)
		}
		last, least := map[string]time.Time{}, map[string]time.Duration{}
		for k, a := range w.asked {
			host, path, _ := strings.Cut(a, " ")
			if gap := w.at[k].Sub(last[host]); gap < least[host] {
				t.Errorf("%s after %v", a, gap)
			}
			if last[host], least[host] = w.at[k], 3*time.Second; host == "slow.example" && path != "/robots.txt" {
				least[host] = 10 * time.Second
			}
		}
	})
}

// A host that says when to come back is left alone until then, by its own
// clock; one that fails, for longer each time.
func TestRetryAfter(t *testing.T) {
	for _, c := range []struct {
		header, date string
		want         time.Duration
	}{
		{"120", "", 2 * time.Minute},
		{"", "", firstPause},
		{"999999999", "", MaxLater},
		{"-5", "", firstPause},
		{"nonsense", "", firstPause},
		{"Sat, 01 Jan 2000 01:00:00 GMT", "Sat, 01 Jan 2000 00:00:00 GMT", time.Hour},
		{"Sat, 01 Jan 2000 05:10:00 GMT", "Sat, 01 Jan 2000 05:00:00 GMT", 10 * time.Minute}, // a clock five hours ahead
	} {
		in(t, Options{Insist: true}, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Retry-After", c.header)
			if c.date != "" {
				w.Header().Set("Date", c.date)
			}
			w.WriteHeader(http.StatusTooManyRequests)
		}, func(t *testing.T, client *Client, w *web) {
			start := time.Now()
			_, err := client.Get(t.Context(), Request{URL: "http://a.example/"})
			var later *Later
			if !errors.As(err, &later) || later.Until.Sub(start) != c.want {
				t.Errorf("%q: error %v, want %v later", c.header, err, c.want)
			}
			time.Sleep(c.want - time.Second)
			if _, err := client.Get(t.Context(), Request{URL: "http://a.example/"}); !errors.As(err, &later) || len(w.asked) != 1 {
				t.Errorf("%q: asked %d times, error %v", c.header, len(w.asked), err)
			}
			time.Sleep(2 * time.Second)
			if client.Get(t.Context(), Request{URL: "http://a.example/"}); len(w.asked) != 2 {
				t.Errorf("%q: asked %d times afterwards", c.header, len(w.asked))
			}
		})
	}
}

// A client that is told to stop stops at once, wherever it is.
func TestStops(t *testing.T) {
	in(t, Options{Delay: time.Hour}, page, func(t *testing.T, c *Client, _ *web) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		start := time.Now()
		for range 3 {
			c.Get(ctx, Request{URL: "http://a.example/"})
		}
		if d := time.Since(start); d > 2*time.Second {
			t.Errorf("stopped after %v", d)
		}
	})
}

// A host is one however its name is written: its files are asked for once, and
// its wish to be left alone counts.
func TestOneHost(t *testing.T) {
	in(t, Options{}, page, func(t *testing.T, client *Client, w *web) {
		for _, a := range []string{"http://b\u00fccher.example/1", "http://B\u00dcCHER.example/2", "http://xn--bcher-kva.example/3", "http://xn--bcher-kva.example./4", "http://xn--bcher-kva.example:80/5"} {
			before := time.Now()
			if _, err := client.Get(t.Context(), Request{URL: a}); err != nil {
				t.Errorf("%s: %v", a, err)
			}
			if d := time.Since(before); d < Delay {
				t.Errorf("%s: asked after %v", a, d)
			}
		}
		robots := 0
		for _, a := range w.asked {
			if strings.HasPrefix(a, "xn--bcher-kva.example ") && strings.HasSuffix(a, "/robots.txt") {
				robots++
			}
		}
		if robots != 1 || len(w.asked) != 6 {
			t.Errorf("asked for %q", w.asked)
		}
	})
}

// Names and passwords that a configured address holds go to its host alone, are
// not shown, and those that answers give are not sent.
func TestPasswords(t *testing.T) {
	sent := map[string]string{}
	in(t, Options{}, func(w http.ResponseWriter, r *http.Request) {
		if user, pw, ok := r.BasicAuth(); ok {
			sent[r.Host+r.URL.Path] = user + ":" + pw
		}
		switch r.URL.Path {
		case "/here":
			http.Redirect(w, r, "/there", http.StatusFound)
		case "/away":
			http.Redirect(w, r, "http://b.example/there", http.StatusFound)
		case "/given":
			http.Redirect(w, r, "http://evil:given@b.example/there2", http.StatusFound)
		default:
			page(w, r)
		}
	}, func(t *testing.T, client *Client, w *web) {
		for _, path := range []string{"/here", "/away", "/given"} {
			r, err := client.Get(t.Context(), Request{URL: "http://me:mine@a.example" + path})
			if err != nil || strings.Contains(r.URL, "mine") || strings.Contains(r.URL, "given") {
				t.Errorf("%s: %s, %v", path, r.URL, err)
			}
		}
		delete(sent, "a.example/robots.txt")
		want := map[string]string{"a.example/here": "me:mine", "a.example/there": "me:mine", "a.example/away": "me:mine", "a.example/given": "me:mine"}
		if d := cmp.Diff(want, sent); d != "" {
			t.Errorf("want (-) sent (+):\n%s", d)
		}
	})
}

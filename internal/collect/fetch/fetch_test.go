package fetch

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"annals/internal/sys/rights"
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
		{"http://a.example/inside", ErrPrivate}, {"http://a.example/metadata", ErrPrivate}, {"http://a.example/file", ErrScheme},
		{"ftp://a.example/", ErrScheme}, {"file:///etc/passwd", ErrScheme}, {"gopher://a.example/", ErrScheme}, {"//a.example/", ErrScheme}, {"http://", ErrScheme},
		{"http://a.example/loop", ErrRedirects}, {"http://a.example/large", ErrTooLarge}, {"http://a.example/declared", ErrTooLarge},
		{"http://a.example/bomb", ErrBomb}, {"http://a.example/double", ErrBomb},
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

func packed(t *testing.T, encoding string, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	switch encoding {
	case "gzip":
		z := gzip.NewWriter(&out)
		z.Write(b)
		z.Close()
	case "br":
		z := brotli.NewWriter(&out)
		z.Write(b)
		z.Close()
	case "zstd":
		z, err := zstd.NewWriter(&out)
		if err != nil {
			t.Fatal(err)
		}
		z.Write(b)
		z.Close()
	}
	return out.Bytes()
}

// Encodings are unpacked, and one that is cut off gives what came.
func TestEncodings(t *testing.T) {
	text := []byte(strings.Repeat("The ministry said talks would resume. ", 50))
	for _, e := range []string{"gzip", "br", "zstd"} {
		b := packed(t, e, text)
		in(t, Options{}, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/a" {
				http.NotFound(w, r)
				return
			}
			w.Header().Set("Content-Encoding", e)
			w.Write(b)
		}, func(t *testing.T, c *Client, _ *web) {
			if r, err := c.Get(t.Context(), Request{URL: "http://a.example/a"}); err != nil || !bytes.Equal(r.Body, text) {
				t.Errorf("%s: %d bytes, error %v", e, len(r.Body), err)
			}
		})
	}
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

// robots.txt is asked for once a day; what it forbids is not fetched, and when
// it cannot be had nothing is.
func TestRobotsGate(t *testing.T) {
	var mu sync.Mutex
	answer := func(w http.ResponseWriter) { fmt.Fprint(w, "User-agent: annals\nDisallow: /no") }
	in(t, Options{}, func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		if r.URL.Path == "/robots.txt" {
			answer(w)
			return
		}
		page(w, r)
	}, func(t *testing.T, c *Client, w *web) {
		get := func(path string, want error) {
			t.Helper()
			if _, err := c.Get(t.Context(), Request{URL: "http://a.example" + path}); !errors.Is(err, want) {
				t.Errorf("%s: error %v, want %v", path, err, want)
			}
		}
		get("/yes", nil)
		get("/no", ErrRobots)
		get("/no/more", ErrRobots)
		mu.Lock()
		answer = func(w http.ResponseWriter) { w.WriteHeader(http.StatusInternalServerError) }
		mu.Unlock()
		time.Sleep(20 * time.Hour)
		get("/yes", nil) // still believed
		time.Sleep(5 * time.Hour)
		get("/yes", ErrRobots)
		time.Sleep(siteRetry + time.Minute)
		mu.Lock()
		answer = func(w http.ResponseWriter) { w.WriteHeader(http.StatusForbidden) }
		mu.Unlock()
		get("/no", nil) // 4xx: there is none
		times := 0
		for _, a := range w.asked {
			if strings.HasSuffix(a, "/robots.txt") {
				times++
			}
			if strings.Contains(a, "/no/more") {
				t.Errorf("fetched against robots.txt: %s", a)
			}
		}
		if times != 3 {
			t.Errorf("robots.txt asked for %d times", times)
		}
	})
}

// A page brings the signals of its headers and of the files of its site.
func TestSignals(t *testing.T) {
	in(t, Options{}, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/robots.txt":
			fmt.Fprint(w, "License: http://a.example/l.xml\nUser-agent: *\nContent-Signal: search=yes, ai-train=no\n")
		case "/.well-known/tdmrep.json":
			fmt.Fprint(w, `[{"location":"/","tdm-reservation":1}]`)
		case "/trust.txt":
			fmt.Fprint(w, "datatrainingallowed=no\n")
		case "/l.xml":
			fmt.Fprint(w, `<rsl><content url="/"><license><prohibits type="usage">ai-train</prohibits></license></content></rsl>`)
		default:
			w.Header().Set("Tdm-Reservation", "1")
			page(w, r)
		}
	}, func(t *testing.T, c *Client, _ *web) {
		r, err := c.Get(t.Context(), Request{URL: "http://a.example/1", Page: true})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, s := range r.Signals {
			got = append(got, rights.Words(s))
		}
		want := "tdm-reservation: 1 (header); content-signal: search=yes, ai-train=no (robots.txt); tdm-reservation: 1 (tdmrep.json); " +
			"data-training: no (trust.txt); rsl: prohibits=ai-train (rsl)"
		if s := strings.Join(got, "; "); s != want {
			t.Errorf("got  %s\nwant %s", s, want)
		}
	})
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

func FuzzUnpacked(f *testing.F) {
	f.Add([]byte("\x1f\x8b"), "gzip")
	f.Add([]byte("text"), "")
	f.Add([]byte("x\x9c"), "deflate, br")
	f.Fuzz(func(t *testing.T, b []byte, encoding string) {
		if strings.Count(encoding, ",") > 4 {
			return
		}
		w := watch(bytes.NewReader(b), time.Hour, func() {})
		defer w.timer.Stop()
		if out, err := unpacked(w, encoding, 1<<20); err == nil && len(out) > 1<<20 {
			t.Errorf("%d bytes", len(out))
		}
	})
}

// The open web, against what there is: only when asked for.
func TestOpenWeb(t *testing.T) {
	if os.Getenv("ANNALS_OPEN_WEB") == "" {
		t.Skip("set ANNALS_OPEN_WEB to an address to fetch it")
	}
	r, err := New(Options{}).Get(t.Context(), Request{URL: os.Getenv("ANNALS_OPEN_WEB"), Page: true})
	t.Logf("%d, %d bytes, %v, error %v", r.Status, len(r.Body), r.Signals, err)
}

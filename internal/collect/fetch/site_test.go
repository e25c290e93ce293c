package fetch

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"annals/internal/sys/rights"
)

// What answers to robots.txt mean for /no and /yes.
func TestRobotsAnswers(t *testing.T) {
	rules := "User-agent: *\nDisallow: /no\n"
	for _, c := range []struct {
		name    string
		answer  func(w http.ResponseWriter, r *http.Request)
		no, yes bool   // may be fetched
		why     string // why neither may
	}{
		{"rules", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, rules) }, false, true, ""},
		{"packed", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(packed(t, "gzip", []byte(rules)))
		}, false, true, ""},
		{"none", http.NotFound, true, true, ""},
		{"forbidden", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusForbidden) }, true, true, ""},
		{"a web page", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "<html><p>Not found") }, true, true, ""},
		{"odd bytes", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "\x00\xff\xfe\n"+rules+"\xff: \xff\n") }, false, true, ""},
		{"endless", func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprint(w, rules)
			for range 5000 {
				w.Write(bytes.Repeat([]byte("# more\n"), 1000))
			}
			fmt.Fprint(w, "Disallow: /\n")
		}, false, true, ""},
		{"large and declared", func(w http.ResponseWriter, r *http.Request) {
			b := rules + strings.Repeat("# more\n", 1<<20)
			w.Header().Set("Content-Length", fmt.Sprint(len(b)))
			fmt.Fprint(w, b)
		}, false, true, ""},
		{"five redirects", hops(5, rules), false, true, ""},
		{"six redirects", hops(6, rules), true, true, ""},
		{"into a private network", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://inside.example/robots.txt", http.StatusFound)
		}, false, false, "private"},
		{"bomb", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", "gzip, gzip, gzip, gzip")
			w.Write([]byte{0})
		}, false, false, "unpacks"},
		{"error", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusBadGateway) }, false, false, "the server answers 502 Bad Gateway; nothing is fetched until it can be"},
		{"busy", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusTooManyRequests) }, false, false, "the server answers 503 Service Unavailable"},
		{"no answer", func(w http.ResponseWriter, r *http.Request) { pause(r, time.Hour) }, false, false, "timed out"},
		{"cut off at once", func(w http.ResponseWriter, r *http.Request) { panic(http.ErrAbortHandler) }, false, false, "EOF"},
	} {
		t.Run(c.name, func(t *testing.T) {
			in(t, Options{}, func(w http.ResponseWriter, r *http.Request) {
				if strings.HasPrefix(r.URL.Path, "/robots") {
					c.answer(w, r)
					return
				}
				page(w, r)
			}, func(t *testing.T, client *Client, w *web) {
				for path, want := range map[string]bool{"/no": c.no, "/yes": c.yes} {
					_, err := client.Get(t.Context(), Request{URL: "http://a.example" + path})
					forbids := ErrRobots
					if c.why != "" {
						forbids = ErrNoRobots
					}
					if want && err != nil || !want && (!errors.Is(err, forbids) || !strings.Contains(err.Error(), c.why)) {
						t.Errorf("%s: error %v, may be fetched: %v", path, err, want)
					}
				}
			})
		})
	}
}

// hops answers after n redirects.
func hops(n int, text string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if q := r.URL.RawQuery; len(q) < n {
			http.Redirect(w, r, "/robots.txt?"+q+"x", http.StatusMovedPermanently)
			return
		}
		fmt.Fprint(w, text)
	}
}

// A chain of slow answers ends, all told, and does no harm to the sites in it.
func TestWhole(t *testing.T) {
	in(t, Options{}, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.Host, "slow") {
			pause(r, 14*time.Second)
			http.Redirect(w, r, "http://slow"+r.Host[4:5]+"x"+r.Host[5:]+r.URL.Path, http.StatusFound)
			return
		}
		page(w, r)
	}, func(t *testing.T, c *Client, w *web) {
		start := time.Now()
		if _, err := c.Get(t.Context(), Request{URL: "http://slow1.example/a", Page: true}); !errors.Is(err, ErrSlow) && !errors.Is(err, ErrRedirects) {
			t.Errorf("error %v", err)
		}
		if d := time.Since(start); d > 2*Whole {
			t.Errorf("took %v", d)
		}
		if _, err := c.Get(t.Context(), Request{URL: "http://b.example/a"}); err != nil {
			t.Error(err)
		}
	})
}

// Site files that lead into a private network, or that break, are as if they
// were not there; a licence that is named counts.
func TestSiteFiles(t *testing.T) {
	in(t, Options{}, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/robots.txt":
			fmt.Fprint(w, "License: http://inside.example/l.xml\n")
		case "/.well-known/tdmrep.json":
			http.Redirect(w, r, "http://169.254.169.254/latest", http.StatusFound)
		case "/trust.txt":
			w.Write(make([]byte, 3<<20))
		default:
			page(w, r)
		}
	}, func(t *testing.T, c *Client, w *web) {
		r, err := c.Get(t.Context(), Request{URL: "http://a.example/1", Page: true})
		if err != nil || len(r.Signals) != 1 || rights.Words(r.Signals[0]) != "rsl-licence: http://inside.example/l.xml (robots.txt)" {
			t.Errorf("%+v, error %v", r.Signals, err)
		}
	})
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
		get("/yes", ErrNoRobots)
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

// What a site's file said counts on while it cannot be had, and no longer once
// it is gone.
func TestReservationOutlivesFailures(t *testing.T) {
	var status atomic.Int64
	in(t, Options{}, func(w http.ResponseWriter, r *http.Request) {
		switch s := int(status.Load()); {
		case r.URL.Path != "/.well-known/tdmrep.json":
			page(w, r)
		case s != 0:
			w.WriteHeader(s)
		default:
			fmt.Fprint(w, `[{"location":"/","tdm-reservation":1}]`)
		}
	}, func(t *testing.T, c *Client, w *web) {
		for _, step := range []struct {
			wait   time.Duration
			status int
			want   int // signals
		}{{0, 0, 1}, {25 * time.Hour, 503, 1}, {2 * time.Hour, 500, 1}, {2 * time.Hour, 404, 0}, {2 * time.Hour, 0, 0}, {25 * time.Hour, 0, 1}, {25 * time.Hour, 404, 0}, {25 * time.Hour, 503, 0}} {
			time.Sleep(step.wait)
			status.Store(int64(step.status))
			s, err := c.Site(t.Context(), "http://a.example/x")
			if got := s.Signals("http://a.example/x"); err != nil || len(got) != step.want {
				t.Errorf("%+v: %v, error %v", step, got, err)
			}
		}
	})
}

// A licence that a feed names is read once a day; one that cannot be had counts.
func TestLicence(t *testing.T) {
	in(t, Options{}, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/free.xml":
			fmt.Fprint(w, `<rsl><content url="/"><license><permits type="usage">all</permits></license></content><content url="/paid/"><license><payment type="crawl"/></license></content></rsl>`)
		default:
			http.NotFound(w, r)
		}
	}, func(t *testing.T, c *Client, w *web) {
		for _, x := range [][3]string{
			{"http://a.example/free.xml", "/1", "rsl: permits=all (rsl)"}, {"http://a.example/free.xml", "/paid/1", "rsl: payment=crawl (rsl)"},
			{"http://a.example/none.xml", "/1", "rsl-licence: http://a.example/none.xml (feed)"}, {"ftp://a.example/l", "/1", "rsl-licence: ftp://a.example/l (feed)"},
			{"http://inside.example/l.xml", "/1", "rsl-licence: http://inside.example/l.xml (feed)"},
		} {
			got, err := c.Licence(t.Context(), x[0], "http://a.example"+x[1])
			if err != nil || len(got) != 1 || rights.Words(got[0]) != x[2] {
				t.Errorf("%v: %+v, error %v", x, got, err)
			}
		}
		if len(w.asked) != 2 {
			t.Errorf("asked %q", w.asked)
		}
	})
}

// trust.txt counts where it stands: at the root, else below /.well-known.
func TestTrustPlaces(t *testing.T) {
	for _, c := range []struct{ root, known, want string }{ // bodies; a number is a status alone
		{"datatrainingallowed=no", "datatrainingallowed=yes", "data-training: no (trust.txt)"},
		{"404", "datatrainingallowed=no", "data-training: no (trust.txt)"},
		{"410", "datatrainingallowed=no", "data-training: no (trust.txt)"},
		{"\n<!DOCTYPE html><p>Not found", "datatrainingallowed=no", "data-training: no (trust.txt)"},
		{"datatrainingallowed=yes", "<html>", "data-training: yes (trust.txt)"},
		{"404", "404", ""},
		{"404", "500", ""},
		{"500", "datatrainingallowed=no", ""}, // there may be one
		{"member=https://press.example/", "datatrainingallowed=no", ""},
	} {
		answer := func(w http.ResponseWriter, text string) {
			if status, err := strconv.Atoi(text); err == nil {
				w.WriteHeader(status)
				return
			}
			fmt.Fprintln(w, text)
		}
		in(t, Options{}, func(w http.ResponseWriter, r *http.Request) {
			switch r.URL.Path {
			case rights.TrustPath:
				answer(w, c.root)
			case rights.TrustKnown:
				answer(w, c.known)
			default:
				http.NotFound(w, r)
			}
		}, func(t *testing.T, client *Client, w *web) {
			for range 2 {
				s, err := client.Site(t.Context(), "http://a.example/1")
				var got []string
				for _, x := range s.Signals("http://a.example/1") {
					got = append(got, rights.Words(x))
				}
				if err != nil || strings.Join(got, "; ") != c.want {
					t.Errorf("%+v: %q, error %v", c, got, err)
				}
			}
			if len(w.asked) > 4 { // robots.txt, tdmrep.json, and trust.txt at two places, once each
				t.Errorf("%+v: asked %q", c, w.asked)
			}
		})
	}
}

// Of several licences that robots.txt names each counts, also one that cannot be
// read.
func TestRobotsLicences(t *testing.T) {
	in(t, Options{}, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/robots.txt":
			fmt.Fprint(w, "User-agent: *\nLicense: /free.xml\nLicense: http://a.example/paid.xml\nLicense: /none.xml\n")
		case "/free.xml":
			fmt.Fprint(w, `<rsl><content url="/"><license><permits type="usage">all</permits></license></content></rsl>`)
		case "/paid.xml":
			fmt.Fprint(w, `<rsl><content url="/"><license><payment type="crawl"/></license></content></rsl>`)
		default:
			http.NotFound(w, r)
		}
	}, func(t *testing.T, c *Client, w *web) {
		for range 2 {
			s, err := c.Site(t.Context(), "http://a.example/1")
			var got []string
			for _, x := range s.Signals("http://a.example/1") {
				got = append(got, rights.Words(x))
			}
			if want := "rsl: permits=all (rsl); rsl: payment=crawl (rsl); rsl-licence: /none.xml (robots.txt)"; err != nil || strings.Join(got, "; ") != want {
				t.Errorf("%q, error %v", got, err)
			}
		}
		if len(w.asked) != 7 {
			t.Errorf("asked %q", w.asked)
		}
	})
}

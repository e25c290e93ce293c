package collect

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"annals/internal/collect/config"
	"annals/internal/collect/fetch"
	"annals/internal/sys/store"
)

// Sites in memory are bounded, by number and by bytes; the store knows them all.
func TestSitesBounded(t *testing.T) {
	for _, c := range []struct{ sites, bytes int }{{5 * maxSites / 2, 10}, {60, maxSiteBytes / 20}} {
		s := Sites(t.Context(), new(store.Memory)).(*sites)
		for k := range c.sites {
			s.Save(fmt.Sprintf("http://%d.example", k), fetch.Site{Robots: fetch.File{Body: make([]byte, c.bytes), Status: 200 + k, Time: time.Unix(int64(k), 0)}})
		}
		held := 0
		for _, m := range []map[string]fetch.Site{s.young, s.old} {
			for _, x := range m {
				held += x.Bytes()
			}
		}
		if n := len(s.young) + len(s.old); n > 2*maxSites || held > 2*maxSiteBytes+2*c.bytes {
			t.Errorf("%+v: %d sites, %d bytes in memory", c, n, held)
		}
		for k := range c.sites {
			if x, ok := s.Load(fmt.Sprintf("http://%d.example", k)); !ok || x.Robots.Status != 200+k {
				t.Errorf("%+v: site %d: %v, %d", c, k, ok, x.Robots.Status)
			}
		}
	}
}

// Hosts that wanted to be left alone are forgotten when their time has passed.
func TestLaterForgets(t *testing.T) {
	now := time.Unix(0, 0)
	w := &Watcher{o: Options{Now: func() time.Time { return now }}, next: map[string]time.Time{}}
	for k := range 10_000 {
		now = now.Add(time.Minute)
		w.later(fmt.Sprint(k), now.Add(time.Hour))
	}
	if n := len(w.next); n > 61 {
		t.Errorf("%d hosts are remembered", n)
	}
}

// A feed that nothing names any more is left, and taken up when something does
// again.
func TestFeedsLeft(t *testing.T) {
	client := fetch.New(fetch.Options{})
	defer client.Close()
	desk := new(store.Memory)
	watch := func(urls ...string) map[string]bool {
		t.Helper()
		o := config.Outlet{Name: "A"}
		for _, u := range urls {
			o.Feeds = append(o.Feeds, config.Feed{URL: u})
		}
		w, err := New(t.Context(), Options{Config: config.Config{Outlets: []config.Outlet{o}}, Client: client, Desk: desk})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range w.feeds {
			w.saveFeed(t.Context(), f, f, nil, time.Now())
		}
		left := map[string]bool{}
		fs, err := Feeds(t.Context(), desk)
		for _, f := range fs {
			left[f.URL] = f.Left
		}
		if err != nil {
			t.Fatal(err)
		}
		return left
	}
	const a, b = "http://a.example/", "http://b.example/"
	for n, c := range []struct {
		watch []string
		left  map[string]bool
	}{
		{[]string{a, b}, map[string]bool{a: false, b: false}},
		{[]string{a}, map[string]bool{a: false, b: true}},
		{nil, map[string]bool{a: true, b: true}},
		{[]string{b}, map[string]bool{a: true, b: false}},
	} {
		if got := watch(c.watch...); !maps.Equal(got, c.left) {
			t.Errorf("step %d: left %v, want %v", n, got, c.left)
		}
	}
}

// A feed that moved for good and breaks there is looked for at the configured
// address, and read there.
func TestMovedBreaks(t *testing.T) {
	var broken atomic.Int64 // status at the new address; 0: it is well, and the old one leads there
	mux := http.NewServeMux()
	feed := func(w http.ResponseWriter) {
		fmt.Fprint(w, `<rss version="2.0"><channel><title>A</title></channel></rss>`)
	}
	mux.HandleFunc("/old", func(w http.ResponseWriter, r *http.Request) {
		if broken.Load() == 0 {
			http.Redirect(w, r, "/new", http.StatusMovedPermanently)
			return
		}
		feed(w)
	})
	mux.HandleFunc("/new", func(w http.ResponseWriter, r *http.Request) {
		if n := broken.Load(); n != 0 {
			w.WriteHeader(int(n))
			return
		}
		feed(w)
	})
	for _, c := range []struct{ status, readings int }{{http.StatusGone, 1}, {http.StatusNotFound, 2}} {
		t.Run(fmt.Sprint(c.status), func(t *testing.T) {
			broken.Store(0)
			server := httptest.NewServer(mux)
			defer server.Close()
			client := fetch.New(fetch.Options{Private: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, Delay: time.Millisecond})
			defer client.Close()
			var told []string
			conf := config.Config{Outlets: []config.Outlet{{Name: "A", Feeds: []config.Feed{{URL: server.URL + "/old"}}}}}
			w, err := New(t.Context(), Options{Config: conf, Client: client, Desk: new(store.Memory), Tell: func(e Event) { told = append(told, e.Text) }})
			if err != nil {
				t.Fatal(err)
			}
			read := func() Feed {
				w.feeds[0].Next = time.Time{}
				if err := w.Run(t.Context(), true); err != nil {
					t.Fatal(err)
				}
				return *w.feeds[0]
			}
			if f := read(); f.Moved != server.URL+"/new" || f.Problem != "" {
				t.Fatalf("at first: %+v", f)
			}
			broken.Store(int64(c.status))
			for n := 1; n < c.readings; n++ {
				if f := read(); f.Moved == "" {
					t.Errorf("given up after %d readings", n)
				}
			}
			if f := read(); f.Moved != "" || f.Problem == "" || time.Until(f.Next) > 2*leastEvery {
				t.Errorf("broken: %+v", f)
			}
			if last := told[len(told)-1]; !strings.HasSuffix(last, "; looked for again at "+server.URL+"/old") {
				t.Errorf("told %q", last)
			}
			if f := read(); f.Moved != "" || f.Problem != "" || f.Failures != 0 {
				t.Errorf("at last: %+v", f)
			}
		})
	}
}

// An index of sitemaps that names others without end does not fill the watcher.
func TestIndexesWithoutEnd(t *testing.T) {
	client := fetch.New(fetch.Options{})
	defer client.Close()
	w, err := New(t.Context(), Options{Client: client, Desk: new(store.Memory), Config: config.Config{Outlets: []config.Outlet{{Name: "A", Site: "http://a.example/"}}}})
	if err != nil {
		t.Fatal(err)
	}
	for n := range 50 {
		for _, f := range slices.Clone(w.feeds) {
			f.Found = []string{fmt.Sprintf("%snews%d/", f.URL, n), f.URL}
			w.found(nil, f)
		}
	}
	if n := len(w.feeds); n > 10 {
		t.Errorf("%d feeds are watched", n)
	}
}

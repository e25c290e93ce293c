// Package world is a news world for tests: fifty outlets on an invented network,
// whose feeds bring new articles as time goes by, and which misbehave in the
// ways of the real one. It counts what is asked of it and notes what it should
// not have been asked.
//
// In go a seed and the clock of a synctest bubble; out comes the network, as the
// functions that package fetch takes. Only tests import it.
package world

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"annals/internal/sys/rights"
)

// A World is the network with its outlets.
type World struct {
	Start time.Time
	conns chan net.Conn
	done  chan struct{}
	srv   *http.Server

	mu       sync.Mutex
	asked    map[string]int // by address
	last     map[string]time.Time
	Against  []string // requests that robots.txt forbade, or that came sooner than a Retry-After
	Closest  time.Duration
	running  map[string]int
	AtOnce   int // the most requests to one host at one time
	notUntil map[string]time.Time
}

// Outlets is how many outlets there are; outlet n is n.news.example.
const Outlets = 50

// A Kind is how an outlet behaves.
type Kind int

// What outlets do besides publishing.
const (
	Plain       Kind = iota
	Atom             // feed in Atom
	JSONFeed         // feed in JSON
	Sitemap          // a news sitemap
	Index            // an index of sitemaps
	Listing          // a page of links
	Found            // feeds are found on the home page
	Moved            // the feed has moved for good
	Gone             // the feed is gone from the second day on
	Limited          // answers 429 with a Retry-After every third time
	Down             // 503 for the third day
	Robots           // robots.txt forbids what begins with /closed
	Changing         // robots.txt forbids everything from the third day on
	NoRobots         // robots.txt answers 500
	TDM              // reserves mining in tdmrep.json
	Header           // reserves it in a header
	Meta             // reserves it in the page
	Words            // reserves it in words on the page
	Slow             // every fifth page drips
	Bomb             // every fifth page is a gzip bomb
	Endless          // every fifth page never ends
	Inside           // every fifth page redirects to a private network
	Loop             // every fifth page redirects to itself
	Charset          // pages in Windows-1252, declared as such
	Skewed           // a clock that is a day ahead
	Twice            // every article at two addresses, in two feeds
	Tracked          // addresses with marks of campaigns that change
	Licensed         // the feed names a licence in RSL that lets nothing be mined but /news/story-0
	Linked           // pages name a licence in RSL that lets nothing be mined
	Cut              // the feed is cut off in the middle of an item
	Web              // a web page where the feed was, from the second day on
	SlowFeed         // the feed drips from the second day on
	BombFeed         // the feed is a gzip bomb from the second day on
	EndlessFeed      // the feed never ends from the second day on
	Mislabelled      // feed and pages in Windows-1252, declared as UTF-8
	Opening          // robots.txt forbids everything on the third day alone
	Forever          // 429 from the third day on, with a Retry-After of a year
	Bought           // reserves mining in tdmrep.json, and has sold a licence
	kinds
)

// Kinds is how many there are.
const Kinds = int(kinds)

// KindOf is how outlet n behaves.
func KindOf(n int) Kind { return Kind(n % int(kinds)) }

// New starts a world; Close ends it.
func New(start time.Time) *World {
	w := &World{Start: start, conns: make(chan net.Conn), done: make(chan struct{}), asked: map[string]int{}, last: map[string]time.Time{},
		running: map[string]int{}, notUntil: map[string]time.Time{}, Closest: time.Hour}
	w.srv = &http.Server{Handler: w}
	go w.srv.Serve(w)
	return w
}

// Close ends the world.
func (w *World) Close() error {
	select {
	case <-w.done:
		return nil
	default:
		close(w.done)
	}
	if w.srv != nil {
		w.srv.Close()
	}
	return nil
}

// Accept implements [net.Listener].
func (w *World) Accept() (net.Conn, error) {
	select {
	case c := <-w.conns:
		return c, nil
	case <-w.done:
		return nil, net.ErrClosed
	}
}

// Addr implements [net.Listener].
func (w *World) Addr() net.Addr { return &net.IPAddr{} }

// Dial connects to the world, whatever the address.
func (w *World) Dial(ctx context.Context, _, _ string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	select {
	case w.conns <- theirs:
		return ours, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-w.done:
		return nil, net.ErrClosed
	}
}

// Resolve gives names addresses: those of inside.example are of a private
// network.
func (w *World) Resolve(_ context.Context, host string) ([]netip.Addr, error) {
	if strings.HasPrefix(host, "inside") {
		return []netip.Addr{netip.MustParseAddr("10.0.0.7")}, nil
	}
	return []netip.Addr{netip.MustParseAddr("93.184.215.14")}, nil
}

// Asked is how often an address was asked for.
func (w *World) Asked(address string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.asked[address]
}

// Requests is how many requests were made in all.
func (w *World) Requests() (n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, k := range w.asked {
		n += k
	}
	return n
}

// Published is how many articles an outlet has published: one every three hours
// from an hour before the start.
func (w *World) Published(now time.Time) int {
	return int(now.Sub(w.Start)/(3*time.Hour)) + 2
}

// ServeHTTP implements [http.Handler].
func (w *World) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	var n int
	if _, err := fmt.Sscanf(r.Host, "%d.news.example", &n); err != nil {
		http.NotFound(rw, r)
		return
	}
	o := outlet{w, n, KindOf(n), time.Now()}
	w.enter(&o, r)
	defer w.leave(r)
	o.answer(rw, r)
}

// enter counts a request and notes what should not have been asked.
func (w *World) enter(o *outlet, r *http.Request) {
	w.mu.Lock()
	defer w.mu.Unlock()
	address := "http://" + r.Host + r.URL.RequestURI()
	w.asked[address]++
	w.running[r.Host]++
	w.AtOnce = max(w.AtOnce, w.running[r.Host])
	if t, ok := w.last[r.Host]; ok {
		w.Closest = min(w.Closest, o.now.Sub(t))
	}
	w.last[r.Host] = o.now
	// A day of grace: robots.txt may be believed for so long.
	if r.URL.Path != "/robots.txt" && o.forbids(o.now, r) && o.forbids(o.now.Add(-24*time.Hour), r) {
		w.Against = append(w.Against, "robots: "+address)
	}
	if o.kind == NoRobots && r.URL.Path != "/robots.txt" {
		w.Against = append(w.Against, "no robots.txt: "+address)
	}
	if o.now.Before(w.notUntil[r.Host]) {
		w.Against = append(w.Against, "too soon: "+address)
	}
}

// forbids reports whether robots.txt forbade a request at a time.
func (o *outlet) forbids(at time.Time, r *http.Request) bool {
	text, status := o.robots(at)
	ok, _ := rights.ParseRobots([]byte(text)).Allows(r.URL)
	return status == http.StatusOK && !ok
}

func (w *World) leave(r *http.Request) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.running[r.Host]--
}

// count is how many requests a host has had.
func (w *World) count(host string) (n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for a, k := range w.asked {
		if strings.HasPrefix(a, "http://"+host+"/") {
			n += k
		}
	}
	return n
}

// ByHost is how many requests each host has had.
func (w *World) ByHost() map[string]int {
	w.mu.Lock()
	defer w.mu.Unlock()
	out := map[string]int{}
	for a, k := range w.asked {
		host, _, _ := strings.Cut(strings.TrimPrefix(a, "http://"), "/")
		out[host] += k
	}
	return out
}

// Package world is a news world for tests: fifty outlets on an invented network,
// whose feeds bring new articles as time goes by, and which misbehave in the
// ways of the real one. It counts what is asked of it and notes what it should
// not have been asked.
//
// In go a seed and the clock of a synctest bubble; out comes the network, as the
// functions that package fetch takes. Only tests import it.
package world

import (
	"compress/gzip"
	"context"
	"fmt"
	"io"
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
	Plain    Kind = iota
	Atom          // feed in Atom
	JSONFeed      // feed in JSON
	Sitemap       // a news sitemap
	Index         // an index of sitemaps
	Listing       // a page of links
	Found         // feeds are found on the home page
	Moved         // the feed has moved for good
	Gone          // the feed is gone from the second day on
	Limited       // answers 429 with a Retry-After every third time
	Down          // 503 for the third day
	Robots        // robots.txt forbids what begins with /closed
	Changing      // robots.txt forbids everything from the third day on
	NoRobots      // robots.txt answers 500
	TDM           // reserves mining in tdmrep.json
	Header        // reserves it in a header
	Meta          // reserves it in the page
	Words         // reserves it in words on the page
	Slow          // every fifth page drips
	Bomb          // every fifth page is a gzip bomb
	Endless       // every fifth page never ends
	Inside        // every fifth page redirects to a private network
	Loop          // every fifth page redirects to itself
	Charset       // pages in Windows-1252, declared as such
	Skewed        // a clock that is a day ahead
	Twice         // every article at two addresses, in two feeds
	Tracked       // addresses with marks of campaigns that change
	Licensed      // the feed names a licence in RSL that lets nothing be mined but /news/story-0
	kinds
)

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
	text, status := o.robots(o.now.Add(-24 * time.Hour))
	if status == http.StatusOK && r.URL.Path != "/robots.txt" {
		if ok, _ := rights.ParseRobots([]byte(text)).Allows(r.URL); !ok {
			w.Against = append(w.Against, "robots: "+address)
		}
	}
	if o.kind == NoRobots && r.URL.Path != "/robots.txt" {
		w.Against = append(w.Against, "no robots.txt: "+address)
	}
	if o.now.Before(w.notUntil[r.Host]) {
		w.Against = append(w.Against, "too soon: "+address)
	}
}

func (w *World) leave(r *http.Request) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.running[r.Host]--
}

// An outlet answers one request.
type outlet struct {
	w    *World
	n    int
	kind Kind
	now  time.Time
}

func (o *outlet) day() int { return int(o.now.Sub(o.w.Start) / (24 * time.Hour)) }

// robots is robots.txt at a time.
func (o *outlet) robots(at time.Time) (string, int) {
	switch {
	case o.kind == Robots:
		return "User-agent: *\nDisallow: /closed\nCrawl-delay: 5\n", http.StatusOK
	case o.kind == Changing && at.Sub(o.w.Start) >= 2*24*time.Hour:
		return "User-agent: annals\nDisallow: /\n", http.StatusOK
	case o.kind == NoRobots:
		return "", http.StatusInternalServerError
	}
	return "", http.StatusNotFound
}

func (o *outlet) answer(rw http.ResponseWriter, r *http.Request) {
	switch {
	case r.URL.Path == "/robots.txt":
		text, status := o.robots(o.now)
		rw.WriteHeader(status)
		io.WriteString(rw, text)
		return
	case r.URL.Path == "/.well-known/tdmrep.json" && o.kind == TDM:
		io.WriteString(rw, `[{"location":"/","tdm-reservation":1}]`)
		return
	case r.URL.Path == "/licence.xml" && o.kind == Licensed:
		io.WriteString(rw, `<rsl><content url="/"><license><prohibits type="usage">ai-all</prohibits></license></content>`+
			`<content url="/news/story-0$"><license><permits type="usage">all</permits></license></content></rsl>`)
		return
	case o.kind == Down && o.day() == 2:
		rw.WriteHeader(http.StatusServiceUnavailable)
		return
	case o.kind == Limited && o.w.count(r.Host)%3 == 0:
		o.w.mu.Lock()
		o.w.notUntil[r.Host] = o.now.Add(5 * time.Minute)
		o.w.mu.Unlock()
		rw.Header().Set("Retry-After", "300")
		rw.WriteHeader(http.StatusTooManyRequests)
		return
	}
	var k int
	if _, err := fmt.Sscanf(r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:], "story-%d", &k); err == nil {
		o.story(rw, r, k)
		return
	}
	o.feed(rw, r)
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

// path is the path of story k.
func (o *outlet) path(k int) string {
	switch {
	case o.kind == Robots && k%2 == 0:
		return fmt.Sprintf("/closed/story-%d", k)
	case o.kind == Tracked:
		return fmt.Sprintf("/news/story-%d?utm_source=feed&utm_term=%d", k, o.now.Unix()/3600)
	}
	return fmt.Sprintf("/news/story-%d", k)
}

// address is that of story k.
func (o *outlet) address(k int) string {
	return fmt.Sprintf("http://%d.news.example%s", o.n, o.path(k))
}

func (o *outlet) title(k int) string {
	return fmt.Sprintf("%s talks number %d, outlet %d", []string{"Harbour", "Border", "Grain", "Ceasefire"}[k%4], k, o.n)
}

// story is the page of an article.
func (o *outlet) story(rw http.ResponseWriter, r *http.Request, k int) {
	if k%5 == 1 {
		switch o.kind {
		case Slow:
			for range 10_000 {
				io.WriteString(rw, ".")
				rw.(http.Flusher).Flush()
				select {
				case <-time.After(5 * time.Second):
				case <-r.Context().Done():
					return
				}
			}
		case Bomb:
			rw.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(rw)
			for range 64 {
				z.Write(make([]byte, 1<<20))
			}
			z.Close()
			return
		case Endless:
			for range 1 << 12 {
				if _, err := rw.Write(make([]byte, 64<<10)); err != nil {
					return
				}
			}
		case Inside:
			http.Redirect(rw, r, "http://inside.example/secret", http.StatusFound)
			return
		case Loop:
			http.Redirect(rw, r, r.URL.Path, http.StatusFound)
			return
		}
	}
	if o.kind == Twice && strings.HasPrefix(r.URL.Path, "/short/") {
		http.Redirect(rw, r, fmt.Sprintf("/news/story-%d", k), http.StatusMovedPermanently)
		return
	}
	meta, foot, quote := "", "", "\u2019"
	rw.Header().Set("Content-Type", "text/html; charset=utf-8")
	switch o.kind {
	case Header:
		rw.Header().Set("Tdm-Reservation", "1")
	case Meta:
		meta = `<meta name="robots" content="noai">`
	case Words:
		foot = "<footer><p>All rights reserved. Text and data mining is not permitted without consent.</p></footer>"
	case Charset:
		rw.Header().Set("Content-Type", "text/html; charset=windows-1252")
		quote = "\x92"
	}
	fmt.Fprintf(rw, `<!doctype html><html lang="en"><head><title>%s</title>%s<meta property="article:published_time" content="%s"></head>
<body><article><h1>%s</h1><p>The foreign ministers of Ruritania and Syldavia met in Klow on story %d to discuss the harbour%ss future, officials of outlet %d said.</p>
<p>Police arrested %d protesters outside the building, a spokesman said. The opposition demanded their release.</p></article>%s</body></html>`,
		o.title(k), meta, o.published(k).Format(time.RFC3339), o.title(k), k, quote, o.n, k+2, foot)
}

func (o *outlet) published(k int) time.Time {
	at := o.w.Start.Add(time.Duration(k-1) * 3 * time.Hour)
	if o.kind == Skewed {
		at = at.Add(24 * time.Hour)
	}
	return at
}

// FeedURL is the address of an outlet's feed.
func FeedURL(n int) string { return fmt.Sprintf("http://%d.news.example/feed", n) }

// Latest is how many articles a feed holds.
const Latest = 20

// feed answers for feeds, sitemaps, lists and home pages.
func (o *outlet) feed(rw http.ResponseWriter, r *http.Request) {
	switch {
	case o.kind == Moved && r.URL.Path == "/feed":
		http.Redirect(rw, r, "/new-feed", http.StatusMovedPermanently)
		return
	case o.kind == Gone && o.day() >= 1 && r.URL.Path == "/feed":
		rw.WriteHeader(http.StatusGone)
		return
	case r.URL.Path == "/":
		io.WriteString(rw, `<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head><body>Home</body></html>`)
		return
	case o.kind == Index && r.URL.Path == "/feed":
		fmt.Fprintf(rw, `<sitemapindex><sitemap><loc>http://%s/news-sitemap.xml</loc></sitemap></sitemapindex>`, r.Host)
		return
	case r.URL.Path != "/feed" && r.URL.Path != "/new-feed" && r.URL.Path != "/short-feed" && r.URL.Path != "/news-sitemap.xml":
		http.NotFound(rw, r)
		return
	}
	last := o.w.Published(o.now)
	tag := fmt.Sprintf(`"%d"`, last)
	rw.Header().Set("Etag", tag)
	if r.Header.Get("If-None-Match") == tag {
		rw.WriteHeader(http.StatusNotModified)
		return
	}
	o.list(rw, r, max(0, last-Latest), last)
}

// list is the stories [from, to) in the outlet's format.
func (o *outlet) list(rw http.ResponseWriter, r *http.Request, from, to int) {
	var item func(k int, address string) string
	head, foot := `<rss version="2.0"><channel><title>Outlet</title>`, `</channel></rss>`
	switch {
	case o.kind == Atom:
		head, foot = `<feed xmlns="http://www.w3.org/2005/Atom"><title>Outlet</title>`, `</feed>`
		item = func(k int, a string) string {
			return fmt.Sprintf(`<entry><title>%s</title><link href="%s"/><updated>%s</updated></entry>`, o.title(k), a, o.published(k).Format(time.RFC3339))
		}
	case o.kind == JSONFeed:
		head, foot = `{"version":"https://jsonfeed.org/version/1.1","title":"Outlet","items":[{"id":"0"}`, `]}`
		item = func(k int, a string) string {
			return fmt.Sprintf(`,{"id":"%d","url":"%s","title":"%s"}`, k, a, o.title(k))
		}
	case o.kind == Sitemap || o.kind == Index:
		head, foot = `<urlset>`, `</urlset>`
		item = func(k int, a string) string {
			return fmt.Sprintf(`<url><loc>%s</loc><news><title>%s</title></news></url>`, a, o.title(k))
		}
	case o.kind == Listing:
		head, foot = `<html><body><ul class="news">`, `</ul></body></html>`
		item = func(k int, a string) string { return fmt.Sprintf(`<li><a href="%s">%s</a></li>`, a, o.title(k)) }
	default:
		if o.kind == Licensed {
			head = `<rss version="2.0" xmlns:rsl="https://rslstandard.org/rsl"><channel><title>Outlet</title><rsl:license href="/licence.xml"/>`
		}
		item = func(k int, a string) string {
			return fmt.Sprintf(`<item><title>%s</title><link>%s</link><pubDate>%s</pubDate></item>`, o.title(k), strings.ReplaceAll(a, "&", "&amp;"), o.published(k).Format(time.RFC1123Z))
		}
	}
	io.WriteString(rw, head)
	for k := to - 1; k >= from; k-- {
		a := o.address(k)
		if o.kind == Twice && r.URL.Path == "/short-feed" {
			a = fmt.Sprintf("http://%s/short/story-%d", r.Host, k)
		}
		io.WriteString(rw, item(k, a))
	}
	io.WriteString(rw, foot)
}

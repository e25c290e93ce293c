package world

import (
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

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
	case o.kind == Opening && at.Sub(o.w.Start)/(24*time.Hour) == 2:
		return "User-agent: *\nDisallow: /\n", http.StatusOK
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
	case r.URL.Path == "/.well-known/tdmrep.json" && (o.kind == TDM || o.kind == Bought):
		io.WriteString(rw, `[{"location":"/","tdm-reservation":1}]`)
		return
	case r.URL.Path == "/licence.xml" && o.kind == Linked:
		io.WriteString(rw, `<rsl><content url="/"><license><prohibits type="usage">ai-all</prohibits></license></content></rsl>`)
		return
	case r.URL.Path == "/licence.xml" && o.kind == Licensed:
		io.WriteString(rw, `<rsl><content url="/"><license><prohibits type="usage">ai-all</prohibits></license></content>`+
			`<content url="/news/story-0$"><license><permits type="usage">all</permits></license></content></rsl>`)
		return
	case o.kind == Down && o.day() == 2:
		rw.WriteHeader(http.StatusServiceUnavailable)
		return
	case o.kind == Forever && o.day() >= 2:
		rw.Header().Set("Retry-After", "31536000")
		rw.WriteHeader(http.StatusTooManyRequests)
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

// drip sends a byte every five seconds.
func drip(rw http.ResponseWriter, r *http.Request) {
	for range 10_000 {
		io.WriteString(rw, ".")
		rw.(http.Flusher).Flush()
		select {
		case <-time.After(5 * time.Second):
		case <-r.Context().Done():
			return
		}
	}
}

// bomb sends what unpacks to a thousand times as much.
func bomb(rw http.ResponseWriter) {
	rw.Header().Set("Content-Encoding", "gzip")
	z := gzip.NewWriter(rw)
	for range 64 {
		z.Write(make([]byte, 1<<20))
	}
	z.Close()
}

// endless sends more than anybody reads.
func endless(rw http.ResponseWriter) {
	for range 1 << 12 {
		if _, err := rw.Write(make([]byte, 64<<10)); err != nil {
			return
		}
	}
}

// story is the page of an article.
func (o *outlet) story(rw http.ResponseWriter, r *http.Request, k int) {
	if k%5 == 1 {
		switch o.kind {
		case Slow:
			drip(rw, r)
			return
		case Bomb:
			bomb(rw)
			return
		case Endless:
			endless(rw)
			return
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
	case Linked:
		meta = `<link rel="license" type="application/rsl+xml" href="/licence.xml">`
	case Mislabelled:
		quote = "\x92"
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

package world

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

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
	case r.URL.Path == "/feed" && o.day() >= 1 && o.spoilt(rw, r):
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

// spoilt answers for feeds that are none any more.
func (o *outlet) spoilt(rw http.ResponseWriter, r *http.Request) bool {
	switch o.kind {
	case Web:
		rw.Header().Set("Content-Type", "application/rss+xml")
		io.WriteString(rw, "<!doctype html><html><body>We have a new site.</body></html>")
	case SlowFeed:
		drip(rw, r)
	case BombFeed:
		bomb(rw)
	case EndlessFeed:
		endless(rw)
	default:
		return false
	}
	return true
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
		s := item(k, a)
		if o.kind == Mislabelled {
			s = strings.Replace(s, "talks", "talks\x92", 1)
		}
		io.WriteString(rw, s)
	}
	if o.kind == Cut {
		foot = "<item><title>Cut"
	}
	io.WriteString(rw, foot)
}

package feed

import (
	"bytes"
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A Found feed is one that a page names.
type Found struct {
	URL   string
	Kind  Kind // "" when the page does not say
	Title string
}

// maxFound is how many feeds of a page are listed.
const maxFound = 50

// Discover finds the feeds and sitemaps that a page names: first those of its
// head, then those that it links to. base is the address of the page.
func Discover(body []byte, contentType, base string) []Found {
	from, err := url.Parse(base)
	if err != nil {
		return nil
	}
	doc, err := html.Parse(bytes.NewReader(utf8Of(body[:min(len(body), MaxBytes)], contentType)))
	if err != nil {
		return nil
	}
	d := discovery{reader: reader{base: from, known: map[string]bool{}}}
	d.rebase(doc)
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && n.DataAtom == atom.Link {
			d.head(n)
		}
	}
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && n.DataAtom == atom.A {
			d.anchor(n)
		}
	}
	return d.found
}

type discovery struct {
	reader
	found []Found
}

func (d *discovery) add(href string, kind Kind, title string) {
	u := d.absolute(href)
	if u == "" || d.known[u] || len(d.found) >= maxFound {
		return
	}
	d.known[u] = true
	d.found = append(d.found, Found{u, kind, plain(title)})
}

// head reads a link element.
func (d *discovery) head(n *html.Node) {
	rel := " " + strings.ToLower(attr(n, "rel")) + " "
	switch {
	case strings.Contains(rel, " sitemap "):
		d.add(attr(n, "href"), Sitemap, attr(n, "title"))
	case strings.Contains(rel, " alternate ") || strings.Contains(rel, " feed "):
		if kind, ok := feedTypes[strings.ToLower(strings.TrimSpace(attr(n, "type")))]; ok {
			d.add(attr(n, "href"), kind, attr(n, "title"))
		}
	}
}

var feedTypes = map[string]Kind{"application/rss+xml": RSS, "application/rdf+xml": RSS, "application/atom+xml": Atom,
	"application/feed+json": JSON, "application/json+feed": JSON}

// anchor reads a link whose address or words speak of a feed.
func (d *discovery) anchor(n *html.Node) {
	href := attr(n, "href")
	u, err := url.Parse(href)
	if err != nil {
		return
	}
	path := strings.ToLower(strings.TrimSuffix(u.Path, "/"))
	last := path[strings.LastIndexByte(path, '/')+1:]
	switch {
	case last == "rss", last == "feed", last == "rss.xml", last == "feed.xml", last == "index.rdf", last == "index.rss", strings.HasSuffix(last, ".rss"):
		d.add(href, RSS, words(n))
	case last == "atom.xml", last == "atom", strings.HasSuffix(last, ".atom"):
		d.add(href, Atom, words(n))
	case last == "feed.json":
		d.add(href, JSON, words(n))
	case strings.HasPrefix(last, "sitemap") && strings.HasSuffix(last, ".xml"), strings.HasSuffix(last, "news-sitemap.xml"):
		d.add(href, Sitemap, words(n))
	}
}

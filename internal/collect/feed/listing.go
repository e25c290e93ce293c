package feed

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxListed is how many links of a page are looked at.
const maxListed = 2000

// listing reads a page whose links a selector finds: links themselves, or
// elements with a link inside.
func (r *reader) listing(text []byte) error {
	sel, err := cascadia.ParseGroup(r.Select)
	if err != nil {
		return fmt.Errorf("selector %q: %w", r.Select, err)
	}
	doc, err := html.Parse(bytes.NewReader(text))
	if err != nil {
		return fmt.Errorf("read page: %w", err)
	}
	r.rebase(doc)
	r.out.Kind, r.out.Home = Listing, r.base.String()
	if t := find(doc, atom.Title); t != nil {
		r.out.Title = plain(words(t))
	}
	nodes := cascadia.QueryAll(doc, sel)
	if len(nodes) == 0 {
		r.warn("selector %q finds nothing on the page", r.Select)
	}
	for _, n := range nodes[:min(len(nodes), maxListed)] {
		a := find(n, atom.A)
		if a == nil {
			continue
		}
		if u := r.absolute(attr(a, "href")); u != "" {
			r.take(Item{URL: u, Title: plain(words(a))})
		}
	}
	r.close()
	return nil
}

// rebase counts addresses from the page's base element, if it has one.
func (r *reader) rebase(doc *html.Node) {
	if b := find(doc, atom.Base); b != nil {
		if u, err := r.base.Parse(attr(b, "href")); err == nil && u.Host != "" {
			r.base = u
		}
	}
}

// find is the first element of a kind at or below n.
func find(n *html.Node, kind atom.Atom) *html.Node {
	if n.Type == html.ElementNode && n.DataAtom == kind {
		return n
	}
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && d.DataAtom == kind {
			return d
		}
	}
	return nil
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}

// words is the text below n.
func words(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
			b.WriteByte(' ')
		}
	}
	return b.String()
}

package extract

import (
	"fmt"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

const (
	maxDepth    = 200       // open elements kept when a page nests deeper than the parser allows
	maxNodes    = 1_500_000 // nodes of a tree; a page above it is refused
	maxReadable = 150_000   // nodes above which the library is not asked for the body
	maxReopened = 2_000_000 // nodes that the parser may add by opening unclosed <b>, <i>, … again
)

// parse builds the tree of a page. A page that nests too deep is flattened
// first: the tags below the bound are left out and their text stays.
func parse(text string) (*html.Node, error) {
	if reopens(text) {
		text = flatten(text, formatting)
	}
	doc, err := html.Parse(strings.NewReader(text))
	if err != nil {
		doc, err = html.Parse(strings.NewReader(flatten(text, nil)))
	}
	if err != nil {
		return nil, fmt.Errorf("parse html: %w", err)
	}
	if n := countNodes(doc); n > maxNodes {
		return nil, fmt.Errorf("%w: %d elements, at most %d are read", ErrTooLarge, n, maxNodes)
	}
	return doc, nil
}

// formatting are the elements that the parser opens again in each block until
// they are closed (HTML standard, "active formatting elements").
var formatting = map[string]bool{"b": true, "big": true, "code": true, "em": true, "font": true, "i": true,
	"nobr": true, "s": true, "small": true, "strike": true, "strong": true, "tt": true, "u": true}

// reopens reports whether formatting elements that are not closed would make
// the tree many times larger than the page: a kilobyte could become a gigabyte.
func reopens(text string) bool {
	open, cost := 0, 0
	for {
		i := strings.IndexByte(text, '<')
		if i < 0 {
			return false
		}
		text = text[i+1:]
		end := strings.HasPrefix(text, "/")
		name := tagName(strings.TrimPrefix(text, "/"))
		switch {
		case name == "":
		case !formatting[name]:
			cost += open
		case end:
			open = max(0, open-1)
		default:
			open++
		}
		if cost > maxReopened {
			return true
		}
	}
}

// tagName is the tag name that s begins with, in lower case, if it is as
// short as those of formatting elements; else something longer.
func tagName(s string) string {
	n := 0
	for n < len(s) && n < 8 && (s[n]|0x20 >= 'a' && s[n]|0x20 <= 'z' || s[n] >= '0' && s[n] <= '9') {
		n++
	}
	return strings.ToLower(s[:n])
}

// flatten writes the page again without the tags named and without those that
// lie deeper than maxDepth. End tags of what was left out are left out too.
func flatten(text string, without map[string]bool) string {
	var out strings.Builder
	z := html.NewTokenizer(strings.NewReader(text))
	depth, dropped := 0, 0
	for {
		kind := z.Next()
		raw := z.Raw() // before TagName, which lowers the name in place
		name, _ := z.TagName()
		if without[string(name)] {
			continue
		}
		switch kind {
		case html.ErrorToken:
			return out.String()
		case html.StartTagToken:
			if void(atom.Lookup(name)) {
				break
			}
			if depth >= maxDepth {
				dropped++
				out.WriteByte(' ')
				continue
			}
			depth++
		case html.EndTagToken:
			if dropped > 0 {
				dropped--
				out.WriteByte(' ')
				continue
			}
			depth = max(0, depth-1)
		}
		out.Write(raw)
	}
}

// void reports whether an element never has an end tag.
func void(a atom.Atom) bool {
	switch a {
	case atom.Br, atom.Hr, atom.Img, atom.Input, atom.Meta, atom.Link, atom.Area, atom.Base,
		atom.Col, atom.Embed, atom.Source, atom.Track, atom.Wbr, atom.Param:
		return true
	}
	return false
}

func countNodes(n *html.Node) int {
	count := 0
	for range n.Descendants() {
		count++
	}
	return count
}

// attr is the value of an attribute, or "".
func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func hasAttr(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

// isElement reports whether n is an element of one of the names.
func isElement(n *html.Node, names ...atom.Atom) bool {
	if n == nil || n.Type != html.ElementNode {
		return false
	}
	for _, a := range names {
		if n.DataAtom == a {
			return true
		}
	}
	return false
}

// within is the nearest element above n, n included, that has one of the
// names, or nil.
func within(n *html.Node, names ...atom.Atom) *html.Node {
	for ; n != nil; n = n.Parent {
		if isElement(n, names...) {
			return n
		}
	}
	return nil
}

// elements lists the elements below n that want accepts, in document order.
func elements(n *html.Node, want func(*html.Node) bool) []*html.Node {
	var found []*html.Node
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && want(d) {
			found = append(found, d)
		}
	}
	return found
}

// innerText is the text below n with blanks squeezed; elements that are not
// shown are skipped and block elements part words.
func innerText(n *html.Node) string {
	var b strings.Builder
	writeText(&b, n)
	return squeeze(b.String())
}

func writeText(b *strings.Builder, n *html.Node) {
	switch {
	case n.Type == html.TextNode:
		b.WriteString(n.Data)
		return
	case unshown(n):
		return
	}
	part := isBlock(n) || isElement(n, atom.Br, atom.Td, atom.Th)
	if part {
		b.WriteByte(' ')
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		writeText(b, c)
	}
	if part {
		b.WriteByte(' ')
	}
}

// unshown reports whether browsers never draw the text of the element.
func unshown(n *html.Node) bool {
	return isElement(n, atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Svg, atom.Head, atom.Iframe,
		atom.Object, atom.Math, atom.Select, atom.Textarea, atom.Canvas, atom.Audio, atom.Video, atom.Map)
}

// isBlock reports whether the element begins and ends a line of its own.
func isBlock(n *html.Node) bool {
	if n.Type != html.ElementNode {
		return false
	}
	switch n.DataAtom {
	case atom.P, atom.Div, atom.Section, atom.Article, atom.Main, atom.Aside, atom.Header, atom.Footer, atom.Nav,
		atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Ul, atom.Ol, atom.Li, atom.Dl, atom.Dt, atom.Dd,
		atom.Blockquote, atom.Pre, atom.Figure, atom.Figcaption, atom.Table, atom.Tbody, atom.Thead, atom.Tfoot,
		atom.Tr, atom.Caption, atom.Form, atom.Fieldset, atom.Address, atom.Hr, atom.Details, atom.Summary,
		atom.Center, atom.Body, atom.Hgroup, atom.Dialog:
		return true
	}
	return false
}

// isPlain reports whether squeeze would only trim s.
func isPlain(s string) bool {
	space := false
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c < ' ' || c == 0x7f || c == 0xc2 || c == 0xe2 || c == 0xe3 || c == 0xef: // lead bytes of the odd blanks
			return false
		case c == ' ' && space:
			return false
		}
		space = c == ' '
	}
	return true
}

// squeeze makes every run of blanks one space and drops those at the ends,
// zero-width characters and soft hyphens.
func squeeze(s string) string {
	if isPlain(s) {
		return strings.TrimSpace(s)
	}
	s = strings.Map(func(r rune) rune {
		switch r {
		case '\u00a0', '\u2009', '\u202f', '\u2007', '\u3000':
			return ' '
		case '\u00ad', '\u200b', '\u2060', '\ufeff', '\u200c', '\u200e', '\u200f':
			return -1
		}
		if r < ' ' || r >= 0x7f && r < 0xa0 {
			return ' '
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

package extract

import (
	"net/url"
	"strings"

	readability "codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"annals"
)

const (
	smallText   = 60   // bytes of text below which a suspect element is not looked into
	bigShare    = 0.5  // share of a page's text above which an element is never boilerplate
	bigProse    = 0.25 // share of its running text above which it is not
	minProse    = 150  // bytes of running text that must be left when comments are taken out
	minFit      = 0.34 // share of the headline's words that a body should have
	climb       = 5    // elements above the headline that are looked at for its text
	fairShare   = 0.55 // share of the longest candidate's text that a marked-up body must have
	minBody     = 250  // bytes; a shorter body makes the other ways be tried
	minLDBody   = 400  // bytes of articleBody that are worth comparing with
	trustedLD   = 0.90 // F1 with articleBody at which a candidate is as good as sure
	uselessBody = 0.30 // F1 with articleBody below which the page's own text is not shown in it
)

// strip takes out of the tree what is not the article by its name or class:
// scripts, menus, forms, share bars, lists of other articles.
func strip(doc *html.Node) {
	whole := measureOf(doc)
	var drop []*html.Node
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if junk(c, whole) {
				drop = append(drop, c)
				continue
			}
			if isElement(c, atom.Span, atom.Strong, atom.B, atom.Em) && strings.Contains(attr(c, "class"), "dateline") {
				c.Attr = nil // "CAIRO —" begins the text; the library would take it for a byline
			}
			walk(c)
		}
	}
	walk(doc)
	for _, n := range drop {
		n.Parent.RemoveChild(n)
	}
}

// A measure is how much text an element has, and how much of it is running
// text, in bytes.
type measure struct{ text, prose int }

func measureOf(n *html.Node) measure {
	var m measure
	for _, b := range blocksOf(n) {
		m.text += len(b.text)
		if len(b.text) > proseBytes && b.kind != annals.Caption && isSentence(b.text) && b.linked() < 0.3 {
			m.prose += len(b.text)
		}
	}
	return m
}

// junk reports whether an element is boilerplate by its name, role or class
// and small enough to be it.
func junk(n *html.Node, whole measure) bool {
	if n.Type == html.CommentNode {
		return true
	}
	if n.Type != html.ElementNode || isElement(n, atom.Html, atom.Body, atom.Head, atom.Main, atom.Article, atom.H1) {
		return false
	}
	if isElement(n, atom.Script, atom.Style, atom.Template, atom.Svg, atom.Iframe, atom.Button, atom.Select, atom.Input,
		atom.Textarea, atom.Object, atom.Dialog, atom.Audio, atom.Link, atom.Noscript) {
		return true
	}
	if !suspect(n) {
		return false
	}
	m := measureOf(n)
	if m.text < smallText {
		return true
	}
	if classed(n, "others") { // comments can be longer than the article
		return whole.prose-m.prose >= minProse
	}
	return float64(m.prose) <= bigProse*float64(whole.prose) && (float64(m.text) < bigShare*float64(whole.text) || m.prose == 0)
}

func suspect(n *html.Node) bool {
	switch {
	case isElement(n, atom.Nav, atom.Footer, atom.Aside, atom.Form):
		return true
	case isElement(n, atom.Figure, atom.Figcaption), isCaption(n):
		return false
	case isElement(n, atom.A, atom.Em, atom.Strong, atom.B, atom.I, atom.Mark) && isElement(n.Parent, atom.P):
		return false // words of a paragraph, whatever they are classed as
	case hidden(n):
		return true
	}
	switch strings.ToLower(attr(n, "role")) {
	case "navigation", "menu", "menubar", "complementary", "dialog", "alertdialog", "banner", "contentinfo", "search", "toolbar":
		return true
	}
	return classed(n, "drop", "others", "meta") && !classed(n, "body")
}

// hidden reports whether a browser would not show the element.
func hidden(n *html.Node) bool {
	if hasAttr(n, "hidden") || attr(n, "aria-hidden") == "true" {
		return true
	}
	style := strings.ReplaceAll(strings.ToLower(attr(n, "style")), " ", "")
	return strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden")
}

// A candidate is one answer to what the body is.
type candidate struct {
	from   string
	blocks []block
	text   string // of the blocks that are body
	prose  int    // bytes of the blocks that are running text
}

func newCandidate(from string, n *html.Node, h *heads) candidate {
	c := candidate{from: from, blocks: cleanBlocks(blocksOf(n), h)}
	var b strings.Builder
	for _, bl := range c.blocks {
		if bl.kind != annals.Caption {
			b.WriteString(bl.text)
			b.WriteString("\n\n")
		}
		if (bl.kind == annals.Paragraph || bl.kind == annals.Quote) && bl.linked() < 0.4 && isSentence(bl.text) {
			c.prose += len(bl.text)
		}
	}
	c.text = b.String()
	return c
}

// findBody gives the blocks of a page's body. The library's choice is the
// rule; an element marked as the body by the page is taken when it agrees with
// it and is cleaner; the page's JSON-LD articleBody, where there is one, is the
// judge between them.
func findBody(p *page, h *heads) []block {
	readable := p.readable(h)
	cs := append([]candidate{readable}, p.marked(h)...)
	if ld := squeeze(stripTags(p.art.body)); len(ld) >= minLDBody {
		if c, ok := judged(cs, ld, p, h); ok {
			return c.blocks
		}
	}
	best := readable
	for _, c := range cs[1:] {
		if better(c, best) {
			best = c
		}
	}
	best = p.fitting(best, cs, h)
	if len(best.text) < minBody/2 {
		if c := newCandidate("page", p.doc, h); c.prose > best.prose && len(c.text) > 2*len(best.text) {
			best = c
		}
	}
	return best.blocks
}

// fitting replaces a body that has next to none of the headline's words, such
// as a list of other articles below a short one, by one that has them.
func (p *page) fitting(best candidate, cs []candidate, h *heads) candidate {
	fit := titleFit(h.title, best.text)
	if fit >= minFit {
		return best
	}
	for _, c := range append(cs, p.nearHeadline(h)...) {
		if f := titleFit(h.title, c.text); f > fit+0.3 && (c.prose > 0 || best.prose == 0) {
			best, fit = c, f
		}
	}
	return best
}

// titleFit is the share of the headline's longer words that a text has; 1 when
// there are too few to tell.
func titleFit(title, text string) float64 {
	have := map[string]bool{}
	for _, w := range words(strings.ToLower(text)) {
		have[stem(w)] = true
	}
	n, found := 0, 0
	for _, w := range words(strings.ToLower(title)) {
		if len(w) < 4 || stopWords[w] {
			continue
		}
		n++
		if have[stem(w)] {
			found++
		}
	}
	if n < 3 {
		return 1
	}
	return float64(found) / float64(n)
}

// stem is the first letters of a word: Serbia and Serbian, recalls and recalled.
func stem(w string) string { return w[:min(len(w), 5)] }

// nearHeadline is the smallest element around the headline that has running
// text.
func (p *page) nearHeadline(h *heads) []candidate {
	for _, n := range elements(p.doc, func(n *html.Node) bool { return n.DataAtom == atom.H1 }) {
		q := n.Parent
		for i := 0; i < climb && q != nil; i, q = i+1, q.Parent {
			if c := newCandidate("headline", q, h); c.prose > 0 {
				return []candidate{c}
			}
		}
	}
	return nil
}

// judged picks the candidate nearest to the articleBody of the JSON-LD, or
// that text itself when the page does not show it.
func judged(cs []candidate, ld string, p *page, h *heads) (candidate, bool) {
	best, score := candidate{}, -1.0
	for _, c := range cs {
		if f := shingleF1(c.text, ld); f > score+0.005 {
			best, score = c, f
		}
	}
	switch {
	case score >= uselessBody && (score >= trustedLD || len(best.text) < 3*len(ld)):
		return best, true
	case score < uselessBody && len(best.text) < len(ld):
		return candidate{from: "json-ld", blocks: cleanBlocks(textBlocks(p.art.body), h)}, true
	}
	return candidate{}, false
}

// better reports whether a marked-up body c should replace b: it has most of
// its text, or b has next to none.
func better(c, b candidate) bool {
	lc, lb := float64(len(c.text)), float64(len(b.text))
	if lb < minBody {
		return lc > lb*1.5
	}
	if float64(c.prose) > 1.3*float64(b.prose) {
		return overlapRun(b.text, c.text) > 0.8 && c.from != "article"
	}
	return false
}

// overlapRun is the share of the shingles of a that b has.
func overlapRun(a, b string) float64 {
	sa, sb := shingles(a), shingles(b)
	common, n := 0, 0
	for s, k := range sa {
		n += k
		common += min(k, sb[s])
	}
	if n == 0 {
		return 0
	}
	return float64(common) / float64(n)
}

// readable asks the library. It works on a copy, for it changes the tree.
func (p *page) readable(h *heads) candidate {
	if countNodes(p.doc) > maxReadable {
		return candidate{from: "readability"}
	}
	ps := readability.NewParser()
	ps.KeepClasses = true
	ps.DisableJSONLD = true
	base := p.url
	if base == nil {
		base = &url.URL{}
	}
	art, err := ps.ParseDocument(p.doc, base)
	if err != nil || art.Node == nil {
		return candidate{from: "readability"}
	}
	for n := range art.Node.Descendants() { // the library renames elements without their atoms
		if n.Type == html.ElementNode {
			n.DataAtom = atom.Lookup([]byte(n.Data))
		}
	}
	return newCandidate("readability", art.Node, h)
}

// marked are the elements that the page's template marks as its body.
func (p *page) marked(h *heads) []candidate {
	var cs []candidate
	for _, n := range elements(p.doc, isBodyElement) {
		if len(cs) >= maxMarked {
			break
		}
		if c := newCandidate(bodyMark(n), n, h); c.text != "" {
			cs = append(cs, c)
		}
	}
	return cs
}

const maxMarked = 12 // candidates looked at in a page

func isBodyElement(n *html.Node) bool { return bodyMark(n) != "" }

// bodyMark says what marks an element as the body of an article, or "".
func bodyMark(n *html.Node) string {
	switch {
	case strings.EqualFold(attr(n, "itemprop"), "articleBody"), strings.HasSuffix(attr(n, "property"), "articleBody"):
		return "itemprop"
	case isElement(n, atom.Div, atom.Section, atom.Td, atom.Main) && classed(n, "body"):
		return "class"
	case isElement(n, atom.Article), isElement(n, atom.Main):
		return "article"
	}
	return ""
}

package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"annals"
)

// A block is a paragraph-like piece of a page before it is decided whether it
// belongs to the article.
type block struct {
	kind  annals.BlockKind
	text  string
	links int        // bytes of text within links
	bold  int        // bytes of text within <b> and <strong>
	node  *html.Node // the element it came from
	list  *html.Node // the list it is an item of, or nil
}

// linked is the share of the block's text that lies in links.
func (b *block) linked() float64 {
	if len(b.text) == 0 {
		return 0
	}
	return float64(b.links) / float64(len(b.text))
}

// blocker walks a tree and cuts its text into blocks.
type blocker struct {
	blocks []block
	text   strings.Builder
	links  int
	bold   int
	brs    int // line breaks since the last text
	inLink int
	inBold int
	top    *html.Node // the block element that the text stands in
	list   *html.Node
	quote  int
	pre    int
}

// blocksOf are the blocks below n in reading order.
func blocksOf(n *html.Node) []block {
	b := &blocker{top: n}
	b.walk(n)
	b.flush()
	return b.blocks
}

func (b *blocker) walk(n *html.Node) {
	switch {
	case n.Type == html.TextNode:
		b.add(n.Data)
		return
	case n.Type != html.ElementNode && n.Type != html.DocumentNode, unshown(n):
		return
	}
	switch n.DataAtom {
	case atom.Br:
		b.lineBreak()
	case atom.A:
		b.inLink++
		b.children(n)
		b.inLink--
	case atom.B, atom.Strong:
		b.inBold++
		b.children(n)
		b.inBold--
	case atom.Figure:
		b.figure(n)
	case atom.Table:
		b.table(n)
	case atom.Blockquote:
		b.quote++
		b.block(n)
		b.quote--
	case atom.Ul, atom.Ol:
		outer := b.list
		b.list = n
		b.block(n)
		b.list = outer
	default:
		switch {
		case isCaption(n):
			b.caption(n)
		case isBlock(n):
			b.block(n)
		default:
			b.children(n)
		}
	}
}

func (b *blocker) children(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		b.walk(c)
	}
}

// block walks an element that stands on lines of its own.
func (b *blocker) block(n *html.Node) {
	b.flush()
	outer := b.top
	b.top = n
	if n.DataAtom == atom.Pre {
		b.pre++
	}
	b.children(n)
	b.flush()
	if n.DataAtom == atom.Pre {
		b.pre--
	}
	b.top = outer
}

// lineBreak ends the paragraph at the second <br> in a row; one is a blank.
func (b *blocker) lineBreak() {
	if b.brs++; b.brs >= 2 || b.inLink == 0 && lineEnds(b.text.String()) {
		b.flush()
		return
	}
	b.text.WriteByte(' ')
}

// lineEnds reports whether a line before a single <br> is whole: a sentence, or
// a line so short that no width broke it.
func lineEnds(s string) bool {
	s = strings.TrimSpace(s)
	return isSentence(s) || len(s) < wrappedMin-5 && s != "" && !strings.HasSuffix(s, ",")
}

func (b *blocker) add(s string) {
	if b.pre > 0 && strings.Contains(s, "\n\n") {
		for i, part := range strings.Split(s, "\n\n") {
			if i > 0 {
				b.flush()
			}
			b.write(part)
		}
		return
	}
	b.write(s)
}

func (b *blocker) write(s string) {
	b.text.WriteString(s)
	if strings.TrimSpace(s) == "" {
		return
	}
	b.brs = 0
	if b.inLink > 0 {
		b.links += len(squeeze(s))
	}
	if b.inBold > 0 {
		b.bold += len(squeeze(s))
	}
}

// flush ends the block that is being read.
func (b *blocker) flush() {
	text := strings.TrimRight(squeeze(b.text.String()), " ■∎◼")
	if text != "" {
		b.blocks = append(b.blocks, block{kind: b.kind(), text: text, links: b.links, bold: b.bold, node: b.top, list: b.list})
	}
	b.text.Reset()
	b.links, b.bold = 0, 0
}

func (b *blocker) kind() annals.BlockKind {
	switch {
	case within(b.top, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6) != nil:
		return annals.Heading
	case b.list != nil || isElement(b.top, atom.Li, atom.Dd, atom.Dt):
		return annals.ListItem
	case b.quote > 0:
		return annals.Quote
	}
	return annals.Paragraph
}

// figure gives the caption of a picture. A figure that holds a quotation, a
// table or running text (some templates) is read as what it holds.
func (b *blocker) figure(n *html.Node) {
	b.flush()
	quotes := elements(n, func(e *html.Node) bool { return isElement(e, atom.Blockquote, atom.Table) })
	captions := elements(n, func(e *html.Node) bool { return e.DataAtom == atom.Figcaption })
	switch {
	case len(quotes) > 0:
		b.children(n)
	case len(captions) > 0:
		for _, c := range captions {
			b.caption(c)
		}
	case strings.Count(innerText(n), ". ") < 3:
		b.caption(n)
	default:
		b.children(n)
	}
	b.flush()
}

func (b *blocker) caption(n *html.Node) {
	b.flush()
	if s := innerText(n); s != "" {
		b.blocks = append(b.blocks, block{kind: annals.Caption, text: s, node: n})
	}
}

// isCaption reports whether an element is a caption by its name or class.
func isCaption(n *html.Node) bool {
	if isElement(n, atom.Figcaption, atom.Figure) {
		return true
	}
	return classed(n, "caption", "credit") && len(innerText(n)) < maxCaption
}

const (
	maxCaption    = 1000 // bytes above which an element classed as caption is body text
	maxClassWords = 5    // words of a class or id that is a name
	maxTableText  = 400  // bytes above which a cell is a column of the layout
)

// table reads a table: one that lays out the page as what its cells hold, one
// of data as a list of rows.
func (b *blocker) table(n *html.Node) {
	if layoutTable(n) {
		b.block(n)
		return
	}
	b.flush()
	outer := b.list
	b.list = n
	for _, tr := range elements(n, func(e *html.Node) bool { return e.DataAtom == atom.Tr }) {
		for c := tr.FirstChild; c != nil; c = c.NextSibling {
			if s := innerText(c); s != "" {
				if b.text.Len() > 0 {
					b.text.WriteString(" | ")
				}
				b.text.WriteString(s)
			}
		}
		b.flush()
	}
	b.list = outer
}

// layoutTable reports whether a table's cells hold paragraphs.
func layoutTable(n *html.Node) bool {
	rows := 0
	for d := range n.Descendants() {
		switch {
		case isElement(d, atom.P, atom.Div, atom.Table, atom.Blockquote, atom.H1, atom.H2, atom.Ul):
			if len(innerText(d)) > 80 {
				return true
			}
		case isElement(d, atom.Tr):
			rows++
		case isElement(d, atom.Td) && (len(innerText(d)) > maxTableText || countBreaks(d) > 2):
			return true
		}
	}
	return rows < 2
}

func countBreaks(n *html.Node) int {
	return len(elements(n, func(e *html.Node) bool { return e.DataAtom == atom.Br }))
}

// classed reports whether the class or id of n has a phrase of one of the
// sections of the table of classes.
func classed(n *html.Node, sections ...string) bool {
	if n.Type != html.ElementNode || len(n.Attr) == 0 {
		return false
	}
	for _, key := range []string{"class", "id", "data-component", "data-testid"} {
		v := attr(n, key)
		if v == "" || len(v) > 2000 {
			continue
		}
		for _, name := range strings.Fields(v) {
			ws := classWords(name)
			if len(ws) > maxClassWords { // a headline made into an anchor
				continue
			}
			for _, s := range sections {
				if classTable().phrases[s].in(ws) {
					return true
				}
			}
		}
	}
	return false
}

// classWords splits a class name into words: relatedArticles, related_articles
// and related-articles are all related, articles.
func classWords(name string) []string {
	var b strings.Builder
	lower := false
	for _, r := range name {
		switch {
		case r >= 'A' && r <= 'Z':
			if lower {
				b.WriteByte(' ')
			}
			b.WriteRune(r + 'a' - 'A')
			lower = false
		case r >= 'a' && r <= 'z':
			b.WriteRune(r)
			lower = true
		default:
			b.WriteByte(' ')
			lower = false
		}
	}
	return strings.Fields(b.String())
}

package extract

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"annals"
)

const (
	linkBlock  = 0.9 // share of link text at which a block is a link and no text
	linkList   = 0.6 // share of link text at which a list is a list of links
	leadBlocks = 40  // blocks at the head of a body that may repeat headline, byline, date
	leadProse  = 2   // paragraphs after which they do not
	scrapWords = 3   // words of a line before the first paragraph that is no text
	endShare   = 0.5 // share of the body that must come before a line that ends it
	initialsAt = 3   // blocks from the end in which initials are looked for
)

// heads are what the page says stands above its body: lines of the body that
// only repeat them are dropped.
type heads struct {
	title   string
	titles  []string // folded
	bylines []string // folded
	section string   // folded
	outlet  string   // folded
}

// cleanBlocks drops the blocks that are not the article.
func cleanBlocks(bs []block, h *heads) []block {
	bs = dropGallery(dropLinkLists(bs))
	bs = cutLead(bs, h)
	bs = cutEnd(bs)
	kept := make([]block, 0, len(bs))
	for i := range bs {
		if isBoldHeading(bs, i) {
			bs[i].kind = annals.Heading
		}
		if bs[i].kind == annals.Paragraph && captionLine(bs[i].text) && !isCredit(bs[i].text) {
			bs[i].kind = annals.Caption
		}
		if keep(&bs[i]) && !repeats(kept, &bs[i]) {
			kept = append(kept, bs[i])
		}
	}
	return trimHeadings(dropNotices(kept))
}

// isBoldHeading reports whether a short bold line stands over prose: a heading
// by its looks.
func isBoldHeading(bs []block, i int) bool {
	b := &bs[i]
	return b.kind == annals.Paragraph && b.bold >= len(b.text)-2 && len(b.text) < proseBytes && !endsSentence(b.text) && i+1 < len(bs)
}

// dropLinkLists drops lists most of whose text is links.
func dropLinkLists(bs []block) []block {
	type sums struct{ text, links, items int }
	lists := map[*html.Node]*sums{}
	for _, b := range bs {
		if b.list == nil {
			continue
		}
		s := lists[b.list]
		if s == nil {
			s = &sums{}
			lists[b.list] = s
		}
		s.text += len(b.text)
		s.links += b.links
		s.items++
	}
	kept := bs[:0:0]
	for _, b := range bs {
		if s := lists[b.list]; b.list == nil || float64(s.links) <= linkList*float64(s.text) {
			kept = append(kept, b)
		}
	}
	return kept
}

// cutLead drops the blocks before the first real paragraphs that repeat the
// headline, the byline, the date or the section, and scraps of menus there.
func cutLead(bs []block, h *heads) []block {
	kept := bs[:0:0]
	prose := 0
	for i, b := range bs {
		lead := prose < leadProse && i < leadBlocks
		if b.kind != annals.Caption && isSentence(b.text) && len(b.text) > proseBytes {
			prose++
		}
		if lead && b.kind != annals.Caption && leading(&b, h) {
			continue
		}
		if lead && prose == 0 && b.kind != annals.Caption && b.kind != annals.Heading && !isSentence(b.text) && len(words(b.text)) <= scrapWords {
			continue
		}
		kept = append(kept, b)
	}
	return kept
}

func leading(b *block, h *heads) bool {
	f := fold(b.text)
	if f == "" {
		return true
	}
	for _, t := range h.titles {
		if t != "" && (f == t || b.kind == annals.Heading && (overlap(f, t) > 0.9 && 3*len(f) < 4*len(t) && 3*len(t) < 4*len(f))) {
			return true
		}
	}
	if f == h.section || f == h.outlet || isElement(b.node, atom.H1) {
		return true
	}
	if len(f) > 160 {
		return false
	}
	for _, n := range h.bylines {
		if n != "" && strings.Contains(f, n) && len(f) < len(n)+60 && !isSentence(b.text) {
			return true
		}
	}
	return bylineLine.MatchString(b.text) || dateLine(b.text)
}

var bylineLine = regexp.MustCompile(`^(?i:by|from|written by|words by|text by|story by|author:?|reporter:?)\s+\p{Lu}[\p{L}.'’-]+(\s+(and\s+)?[\p{L}.'’,&|/-]+){0,12}$`)

// cutEnd drops everything from the first line that ends an article, such as
// "Related stories", if most of the body stands before it.
func cutEnd(bs []block) []block {
	total := 0
	for _, b := range bs {
		total += len(b.text)
	}
	before := 0
	for i, b := range bs {
		if float64(before) >= endShare*float64(total) && ends(bs, i) {
			return bs[:i]
		}
		before += len(b.text)
	}
	return bs
}

// ends reports whether block i is a line that ends the article and no prose
// follows it that would be lost.
func ends(bs []block, i int) bool {
	b := &bs[i]
	if b.kind == annals.Caption || isSentence(b.text) {
		return false
	}
	ws := words(strings.ToLower(b.text))
	t := lineTable()
	if len(ws) > 1 && strings.Trim(ws[0], "0123456789") == "" { // "7 comments"
		ws = ws[1:]
	}
	if len(ws) > t.limit["end"] {
		return false
	}
	whole := t.phrases["end"].is(ws)
	if !whole && !(b.kind == annals.Heading && t.phrases["end"].at(ws)) {
		return false
	}
	prose := 0
	for _, c := range bs[i+1:] {
		if c.kind == annals.Paragraph && len(c.text) > 120 && isSentence(c.text) && c.linked() < 0.3 {
			prose++
		}
	}
	return prose == 0 || whole && prose <= 3
}

// keep reports whether a block may be part of an article by itself.
func keep(b *block) bool {
	if b.kind == annals.Caption {
		return true
	}
	if !strings.ContainsFunc(b.text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		return false
	}
	if isCredit(b.text) {
		return true // takeCredits takes it out
	}
	if clockOnly.MatchString(b.text) || tweetEnd.MatchString(b.text) {
		return false
	}
	if b.linked() >= linkBlock && !(isSentence(b.text) && len(b.text) > 200) {
		return false
	}
	if b.linked() >= linkList && !isSentence(b.text) && b.kind != annals.ListItem {
		return false
	}
	return !boilerplate(b.text, b.linked())
}

var (
	clockOnly = regexp.MustCompile(`^\d{1,2}[:.h]\d{2}( ?[ap]\.?m\.?| ?[A-Z]{3,4})?$`)
	tweetEnd  = regexp.MustCompile(`^[—–-] .{1,60}\(@\w{1,20}\)`)
	slide     = regexp.MustCompile(`^\d{1,3} ?(/|of) ?\d{1,3}\b`)
)

// dropGallery drops a series of pictures: headings such as "3/12 The bridge",
// what stands under each, up to the last.
func dropGallery(bs []block) []block {
	first, last, n := -1, -1, 0
	for i, b := range bs {
		if b.kind != annals.Caption && len(b.text) < 200 && slide.MatchString(b.text) {
			if first < 0 {
				first = i
			}
			last = i
			n++
		}
	}
	if n < 3 || last-first > 4*n {
		return bs
	}
	end := last + 1
	if end < len(bs) && bs[end].kind != annals.Heading && len(bs[end].text) < 400 && last > first+n-1 {
		end++
	}
	return append(bs[:first:first], bs[end:]...)
}

// boilerplate reports whether a line is one of those that the table of lines
// lists.
func boilerplate(text string, linked float64) bool {
	if len(text) > 400 {
		return false
	}
	t := lineTable()
	ws := words(strings.ToLower(text))
	if t.phrases["is"].is(ws) {
		return true
	}
	if len(ws) <= t.limit["begins"] && t.phrases["begins"].at(ws) || len(ws) <= t.limit["has"] && t.phrases["has"].in(ws) {
		return true
	}
	if isSentence(text) && linked < 0.5 {
		return false
	}
	return len(ws) <= t.limit["opens"] && t.phrases["opens"].at(ws) || len(ws) <= t.limit["holds"] && t.phrases["holds"].in(ws)
}

// isSentence reports whether a line ends as sentences do.
func isSentence(s string) bool {
	s = strings.TrimRight(s, " \"'”’)]»")
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".!?…", r) && strings.Count(s, " ") >= 3
}

// repeats reports whether a block says again what a block shortly before it
// said: teasers and pull quotes.
func repeats(before []block, b *block) bool {
	if len(b.text) < 30 {
		return false
	}
	for i := len(before) - 1; i >= 0 && i > len(before)-40; i-- {
		c := before[i]
		if c.text == b.text {
			return true
		}
		if b.kind == annals.Quote && len(b.text) > 40 && strings.Contains(fold(c.text), fold(b.text)) {
			return true
		}
	}
	return false
}

// trimHeadings drops the headings under which nothing is left.
func trimHeadings(bs []block) []block {
	for len(bs) > 0 && (bs[len(bs)-1].kind == annals.Heading) {
		bs = bs[:len(bs)-1]
	}
	return bs
}

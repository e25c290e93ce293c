package extract

import (
	"fmt"
	"strings"
	"time"

	"golang.org/x/net/html"

	"annals"
)

// fromHTML extracts the article of a page within the deadline. A page that
// takes longer is given up; the work on it ends by itself, since the sizes of
// all that it loops over are bounded.
func fromHTML(c *annals.Capture, text string, o Options) (annals.Article, error) {
	type result struct {
		article annals.Article
		err     error
	}
	done := make(chan result, 1)
	go func() {
		var r result
		defer func() {
			if bad := recover(); bad != nil { // the parser and the body library panic on some trees
				r = result{err: fmt.Errorf("read html: %v", bad)}
			}
			done <- r
		}()
		r.article, r.err = readHTML(c, text)
	}()
	timer := time.NewTimer(o.deadline())
	defer timer.Stop()
	select {
	case r := <-done:
		return r.article, r.err
	case <-timer.C:
		return annals.Article{}, fmt.Errorf("%w: more than %v", ErrDeadline, o.deadline())
	}
}

func readHTML(c *annals.Capture, text string) (annals.Article, error) {
	doc, err := parse(text)
	if err != nil {
		return annals.Article{}, err
	}
	p := readPage(c, doc)
	a := annals.Article{Language: p.lang}
	if p.url != nil {
		a.URL = p.url.String()
	}
	notes := pageNotes(doc)
	a.Outlet = p.outlet(notes.copyright)
	a.Section = p.section()
	a.Title = p.title(a.Outlet, a.Section)
	a.Byline = p.byline(a.Outlet)
	p.dates(&a)
	captions := pageCaptions(p)
	wall := wallWords(doc)
	strip(doc)
	h := newHeads(p, &a)
	blocks := findBody(p, h)
	fill(&a, blocks, captions)
	p.rights(&a, notes)
	setLanguage(&a)
	return a, judge(&a, wall, len(innerText(doc)))
}

func newHeads(p *page, a *annals.Article) *heads {
	h := &heads{title: a.Title, section: fold(a.Section), outlet: fold(a.Outlet)}
	for _, t := range append([]string{a.Title, p.art.headline, p.get("og:title"), p.get("twitter:title"), p.head}, p.h1...) {
		h.titles = append(h.titles, fold(t))
	}
	for _, n := range a.Byline {
		h.bylines = append(h.bylines, fold(n))
	}
	return h
}

// fill sets text and blocks of the article, takes the initials at its end and
// the credits out of it.
func fill(a *annals.Article, bs []block, captions []string) {
	bs = takeInitials(a, bs)
	bs = takeCredits(a, bs)
	var text strings.Builder
	seen := map[string]bool{}
	for _, b := range bs {
		if b.kind == annals.Caption {
			addCaption(a, b.text, text.Len(), seen)
			continue
		}
		if b.text == "" {
			continue // a heading mark with nothing behind it
		}
		if text.Len() > 0 {
			text.WriteString("\n\n")
		}
		start := text.Len()
		text.WriteString(b.text)
		a.Blocks = append(a.Blocks, annals.Block{Kind: b.kind, Span: annals.Span{Start: start, End: text.Len()}})
	}
	a.Text = text.String()
	var lead []annals.Block
	for _, c := range captions { // captions outside what was found as body stand above it
		own := annals.Article{}
		addCaption(&own, c, 0, seen)
		lead = append(lead, own.Blocks...)
		a.Credits = addNew(a.Credits, own.Credits...)
	}
	a.Blocks = append(lead, a.Blocks...)
}

// addCaption adds a caption block and the credit that the caption names.
func addCaption(a *annals.Article, s string, at int, seen map[string]bool) {
	caption, credit := splitCredit(s)
	if credit != "" {
		a.Credits = addNew(a.Credits, credit)
	}
	if f := fold(caption); f != "" && !seen[f] && caption != "" {
		seen[f] = true
		a.Blocks = append(a.Blocks, annals.Block{Kind: annals.Caption, Span: annals.Span{Start: at, End: at}, Text: caption})
	}
}

func addNew(list []string, ss ...string) []string {
	for _, s := range ss {
		found := false
		for _, l := range list {
			found = found || fold(l) == fold(s)
		}
		if !found && s != "" && len(list) < 50 {
			list = append(list, s)
		}
	}
	return list
}

// wallWords is what a cookie or pay wall says of itself, or "".
func wallWords(doc *html.Node) string {
	s := strings.ToLower(innerText(doc))
	if len(s) > 6000 {
		return ""
	}
	for _, w := range walls {
		for _, phrase := range w.phrases {
			if strings.Contains(s, phrase) {
				return w.name
			}
		}
	}
	return ""
}

// walls are the pages that sites show in place of an article.
var walls = []struct {
	name    string
	phrases []string
}{
	{"cookie consent", []string{"accept all cookies", "we use cookies", "we and our partners", "before you continue", "uses cookies", "cookie consent", "your privacy", "accept cookies", "consent to"}},
	{"a robot check", []string{"verify you are human", "verify that you are human", "are you a robot", "not a robot", "captcha", "checking your browser", "unusual traffic", "enable javascript and cookies to continue", "access denied", "ddos protection"}},
	{"a subscription", []string{"subscribe to continue", "to continue reading", "subscribers only", "already a subscriber", "for subscribers", "register to read", "sign in to read", "log in to read"}},
	{"a page not found", []string{"page not found", "404 not found", "page you requested", "page you are looking for", "no longer available"}},
	{"JavaScript", []string{"enable javascript", "javascript is disabled", "requires javascript", "turn on javascript"}},
}

// Bounds below which what was found is no article.
const (
	minWords     = 25 // words of a body
	minWallWords = 90 // words of a body on a page that speaks of a wall
	minCutWords  = 15 // words of a body without a date
)

// judge says why what was found is no article, if it is none.
func judge(a *annals.Article, wall string, shown int) error {
	n := len(words(a.Text))
	switch {
	case wall != "" && n < minWallWords && !proseBody(a, wall):
		return fmt.Errorf("%w: the page shows %s (%d words of text)", ErrWall, wall, n)
	case n == 0 && shown == 0:
		return fmt.Errorf("%w: the page has no text", ErrNoArticle)
	case n < minWords && !proseBody(a, wall):
		return fmt.Errorf("%w: only %d words of running text on the page", ErrNoArticle, n)
	case wall != "" && n < minWallWords:
		warn(a, "the page shows "+wall+": the text may be cut")
	}
	return nil
}

// proseBody reports whether a short body is prose all the same: a flash of a
// sentence or two under a headline and a date, or what is left of a page that
// was cut off.
func proseBody(a *annals.Article, wall string) bool {
	for _, b := range a.Blocks {
		s := b.Of(a.Text)
		if b.Kind == annals.Paragraph && isSentence(s) && len(words(s)) >= 8 {
			return a.Title != "" && (a.Published != "" || wall == "" && len(words(a.Text)) >= minCutWords)
		}
	}
	return false
}

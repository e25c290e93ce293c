package extract

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"annals"
)

const (
	maxNames   = 12 // authors of one article
	maxNameLen = 60 // bytes of a name
)

// byline is the names of the authors.
func (p *page) byline(outlet string) []string {
	for _, list := range [][]string{p.art.authors, p.meta["author"], p.meta["article:author"], p.meta["dc.creator"],
		p.meta["parsely-author"], p.meta["sailthru.author"], p.meta["byl"], p.meta["dcterms.creator"], p.meta["cxenseparse:author"], p.markedAuthors()} {
		var names []string
		for _, s := range list {
			for _, n := range splitNames(s) {
				if fold(n) != fold(outlet) && !p.isSite(n) {
					names = addNew(names, n)
				}
			}
		}
		if len(names) > 0 {
			return names[:min(len(names), maxNames)]
		}
	}
	return nil
}

// markedAuthors are the texts of elements that say they name the author.
func (p *page) markedAuthors() []string {
	var sure, likely []string
	for _, n := range elements(p.doc, func(n *html.Node) bool { return true }) {
		switch {
		case strings.EqualFold(attr(n, "itemprop"), "author"), isElement(n, atom.A) && strings.Contains(attr(n, "rel"), "author"):
			if s := innerText(n); len(s) < 200 && s != "" {
				sure = append(sure, s)
			}
		case isByline(n) && len(likely) < 20:
			if s := innerText(n); len(s) < 200 && s != "" {
				likely = append(likely, s)
			}
		}
	}
	if len(sure) > 0 && len(sure) <= 4 {
		return sure
	}
	for _, s := range likely { // the first that says "by"; else the first
		if byWord.MatchString(s) {
			return []string{s}
		}
	}
	if len(likely) > 0 {
		return likely[:1]
	}
	return nil
}

func isByline(n *html.Node) bool {
	for _, name := range strings.Fields(attr(n, "class")) {
		for _, w := range classWords(name) {
			if w == "byline" || w == "author" || w == "authors" {
				return !isElement(n, atom.Img) && within(n, atom.Aside, atom.Footer, atom.Nav) == nil
			}
		}
	}
	return false
}

var (
	byWord    = regexp.MustCompile(`(?i)^\s*(by|written by|reported by|text by|words by|story by|author|authors|reporter|posted by)\b[:\s]+`)
	nameCut   = regexp.MustCompile(`(?i)\s+(\||•|·|-|–|—)\s+.*$|\s+in\s+\p{Lu}.*$|\s*,?\s*(updated|published|posted|last updated|on \w+day|\d{1,2}[ /.:-]).*$|\s*\([^)]*\)\s*$|\S+@\S+`)
	nameSplit = regexp.MustCompile(`\s*(?:,|;|\band\b|&|\+|/|\bwith\b)\s*`)
	notName   = regexp.MustCompile(`(?i)\b(staff|reporter|correspondent|editor|editors|writer|news desk|newsroom|desk|team|agency|agencies|service|admin|administrator|bureau|columnist|contributor|producer|journalist|online|web|published|updated|news|times|posts|share|follow|photographer|redakcja|redaction|media|guest|special to|for the)\b|https?:|www\.|[@#<>{}|]|\d`)
)

// splitNames takes a byline apart: "By Ann Lee and Bo Chan in Oslo" is two
// names. Offices, places, dates and addresses are left out.
func splitNames(s string) []string {
	s = squeeze(s)
	if strings.Contains(s, "://") || len(s) > 300 {
		return nil
	}
	s = byWord.ReplaceAllString(s, "")
	s = nameCut.ReplaceAllString(s, "")
	var names []string
	for _, n := range nameSplit.Split(s, -1) {
		n = strings.Trim(n, " .,:;–—-•·|")
		if isName(n) && len(names) < maxNames {
			names = append(names, lowerCaps(n))
		}
	}
	return names
}

// lowerCaps writes a name that is set in capitals with one capital a word.
func lowerCaps(s string) string {
	if s != strings.ToUpper(s) || !strings.Contains(s, " ") {
		return s
	}
	rs := []rune(strings.ToLower(s))
	for i, r := range rs {
		if i == 0 || strings.ContainsRune(" -'’.", rs[i-1]) {
			rs[i] = unicode.ToUpper(r)
		}
	}
	return string(rs)
}

// isName reports whether s may be the name of a person, or the name of an
// agency of one word (Reuters, AFP) that signs as author.
func isName(s string) bool {
	if s == "" || len(s) > maxNameLen || notName.MatchString(s) {
		return false
	}
	ws := strings.Fields(s)
	if len(ws) > 6 || len(s) < 2 {
		return false
	}
	upper := 0
	for _, w := range ws {
		if r := []rune(w)[0]; unicode.IsUpper(r) || !unicode.IsLower(r) {
			upper++
		}
	}
	return upper*2 >= len(ws) && upper > 0 || len(ws) == 1 && initialsOnly.MatchString("("+s+")")
}

var initialsOnly = regexp.MustCompile(`^[(\[](\p{Ll}{2,4}|\p{Lu}{2,4}|\p{Lu}\.\p{Lu}\.)(\s*[/,;–-]\s*(\p{Ll}{2,4}|\p{Lu}{2,4}))*[)\]]\.?$`)
var initialsEnd = regexp.MustCompile(`\s[(\[](\p{Ll}{2,3}(\s*[/,–-]\s*\p{Ll}{2,3})*)[)\]]\.?$`)

// takeInitials takes the initials of the editor, which stand alone in brackets
// at the end of the body, into the byline.
func takeInitials(a *annals.Article, bs []block) []block {
	for i := len(bs) - 1; i >= 0 && i >= len(bs)-initialsAt; i-- {
		if bs[i].kind == annals.Caption {
			continue
		}
		if initialsOnly.MatchString(bs[i].text) {
			a.Byline = addNew(a.Byline, initialsIn(bs[i].text)...)
			return append(bs[:i:i], bs[i+1:]...)
		}
		if m := initialsEnd.FindString(bs[i].text); m != "" && isSentence(strings.TrimSuffix(bs[i].text, m)) {
			a.Byline = addNew(a.Byline, initialsIn(strings.TrimSpace(m))...)
			bs[i].text = strings.TrimSuffix(bs[i].text, m)
			return bs
		}
	}
	return bs
}

func initialsIn(s string) []string {
	return strings.FieldsFunc(strings.Trim(s, "()[]. "), func(r rune) bool { return strings.ContainsRune("/,;–- ", r) })
}

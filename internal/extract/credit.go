package extract

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"annals"
)

const maxCredit = 120 // bytes of a credit

var (
	// creditLine is a line that is a credit and nothing else.
	creditLine = regexp.MustCompile(`(?i)^\(?\s*(photos?|photography|photographs?|pictures?|images?|pics?|fot\.|foto|video|illustrations?|graphics?|file photo|image credits?|photo credits?|picture credits?|credits?|image source|photo source|source|sources)\s*(by|courtesy( of)?|credits?|source)?\s*(?:[:,/©]\s*|\s[–—-]\s)(\S.{0,110})$|^(?:©|\(c\)) ?(\S.{0,60})$|^(photos?|pictures?|images?|photograph) (by|courtesy of) (.{2,100})$`)
	// agencyLine is the line at the end that says who reported and edited.
	agencyLine = regexp.MustCompile(`(?i)^[(\[]?\s*((additional )?reporting by|writing by|editing by|with (reporting|files|inputs?) (by|from)|source:|sources:|with agencies|agencies)\b.{0,300}$`)
	// creditEnd is a credit at the end of a caption.
	creditEnd = regexp.MustCompile(`(?i)\s*[(\[]((?:photo|image|picture|credit|source|ap|afp|reuters|epa|getty|file|via)\b[^()\[\]]{0,100}|[^()\[\]]{0,60}\b(?:photo|via ap|images|afp|reuters|epa|getty|pap|ap))[)\]]\.?$|(?:^|[.!?"”’)]?\s+|\s*[|–—-]\s*)((?:photo|image|picture|foto|fot\.)s?(?: credits?| source| courtesy)?\s*(?:by|:|/|©)\s*.{2,100}|(?:credit|source|image source|image copyright|photograph|copyright|©)s?\s*[:,©]?\s*.{2,90}|[\p{L} .'-]{2,40}/(?:ap|afp|reuters|epa|epa-efe|getty(?: images)?|pap|anadolu|bloomberg|tass|xinhua|handout|the new york times|zuma|shutterstock|ap photo)\b.{0,40}|(?:ap|afp|reuters|epa|epa-efe|pap|getty(?: images)?|anadolu)(?:/.{2,60}|\s+images?|\s+photo)?)\.?$`)
	// creditBracket is an agency in brackets: (PTI/File).
	creditBracket = regexp.MustCompile(`\(([A-Z]{2,8}(?:[/ -]+\p{Lu}[\p{L}.' -]{1,40})*)\)\.?$`)
	// creditGlue is a credit that stands without a blank after the caption.
	creditGlue = regexp.MustCompile(`(?i)([.!?"”’])\s*credit(?:\.{2,3}|…)?:?\s*`)
	// captionPrefix is what pages say to those who hear the caption read.
	captionPrefix = regexp.MustCompile(`^(?i:image|media|photo|video) caption[,:]\s+`)
	creditWord    = regexp.MustCompile(`(?i)^\s*\(?(file|photo(graph)?s?|images?|pictures?|fot\.|foto|illustration)?\s*(credits?|sources?|copyright|courtesy( of)?|by)?\s*[:,/©-]?\s*(by )?`)
)

// splitCredit parts the credit from a caption: "The bridge. Photo: Ann Lee/AFP".
func splitCredit(s string) (caption, credit string) {
	s = captionPrefix.ReplaceAllString(squeeze(s), "")
	if !mayCredit(s) {
		return s, ""
	}
	if m := creditLine.FindString(s); m != "" {
		return "", creditName(s)
	}
	s = creditGlue.ReplaceAllString(s, "$1 Credit: ")
	if m := creditBracket.FindStringSubmatchIndex(s); m != nil {
		return strings.TrimSpace(s[:m[0]]), s[m[2]:m[3]]
	}
	if at := creditEnd.FindStringIndex(s); at != nil {
		end := s[at[0]:]
		caption = strings.TrimSpace(s[:at[0]])
		if end != "" && strings.ContainsRune(".!?\"”’)", []rune(end)[0]) {
			caption += string([]rune(end)[0])
			end = end[len(string([]rune(end)[0])):]
		}
		if caption = strings.TrimRight(caption, " |–—-("); len(words(end)) <= 14 {
			return caption, creditName(strings.Trim(end, " ()[]|–—-"))
		}
	}
	return s, ""
}

// mayCredit reports whether the end of s has a word that credits have; the
// patterns are slow.
func mayCredit(s string) bool {
	tail := strings.ToLower(s[max(0, len(s)-maxCredit-40):])
	return slices.ContainsFunc(creditWords, func(w string) bool { return strings.Contains(tail, w) })
}

var creditWords = []string{"photo", "image", "picture", "fot", "credit", "source", "courtesy", "copyright", "©", "ap", "afp",
	"reuters", "epa", ")", "getty", "pap", "anadolu", "bloomberg", "tass", "xinhua", "handout", "new york times", "zuma", "shutterstock", "file", "video", "illustration", "graphic", "pic"}

// creditName is a credit without the word that says it is one.
func creditName(s string) string {
	s = strings.Trim(squeeze(s), " ()[].|")
	name := strings.TrimSpace(strings.TrimPrefix(s, creditWord.FindString(s)))
	if name == "" || len(name) < 2 {
		name = s
	}
	if len(name) > maxCredit {
		return ""
	}
	return name
}

// takeCredits takes lines that are credits out of the body: a photo credit
// that is no caption, and who reported and edited.
func takeCredits(a *annals.Article, bs []block) []block {
	kept := bs[:0:0]
	for _, b := range bs {
		switch {
		case b.kind == annals.Caption || !isCredit(b.text):
			kept = append(kept, b)
		default:
			a.Credits = addNew(a.Credits, creditName(b.text))
		}
	}
	return kept
}

// isCredit reports whether a line says who took the picture or who reported.
func isCredit(s string) bool {
	if len(s) > 300 {
		return false
	}
	return agencyLine.MatchString(s) && len(words(s)) <= 40 || len(s) <= maxCredit && !isSentence(s) && creditLine.MatchString(s)
}

// pageCaptions are the captions and credits of the page that stand near the
// article: not in menus, not in lists of other articles.
func pageCaptions(p *page) []string {
	var out []string
	seenTitle := false
	for n := range p.doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		seenTitle = seenTitle || n.Data == "h1" || n.Data == "article"
		if !seenTitle || !isCaption(n) || len(out) >= 40 || inJunk(n) {
			continue
		}
		if n.Data == "figure" {
			if s := besideCaption(n); isCredit(s) {
				out = append(out, s)
			}
			continue
		}
		if s := innerText(n); s != "" && len(s) < maxCaption {
			if _, credit := splitCredit(s); classed(n, "credit") && credit == "" && len(s) < maxCredit {
				s = "Photo: " + s
			}
			out = append(out, s)
		}
	}
	return out
}

// besideCaption is the text of a figure that is not its caption: some pages
// put the credit there.
func besideCaption(figure *html.Node) string {
	s := innerText(figure)
	for _, c := range elements(figure, func(n *html.Node) bool { return n.Data == "figcaption" }) {
		s = strings.Replace(s, innerText(c), "", 1)
	}
	return squeeze(s)
}

// inJunk reports whether an element stands in a menu, an aside or a list of
// other articles.
func inJunk(n *html.Node) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		if p.Data == "body" || p.Data == "article" || p.Data == "main" {
			return false
		}
		if p.Type == html.ElementNode && (p.Data == "a" || suspect(p)) {
			return true
		}
	}
	return false
}

// clip cuts s after at most n bytes, at a rune.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "")
}

package extract

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"annals"
	"annals/internal/sys/rights"
)

const (
	wrappedMin  = 50    // bytes of a line that was broken to fit a width
	wrappedMax  = 110   // and of the longest of such lines
	proseBytes  = 80    // bytes of a line that is prose if it ends as sentences do
	headLines   = 60    // lines above the body among which headline, byline, date are looked for
	menuRun     = 3     // short lines in a row that are a menu
	titleWords  = 3     // words of the shortest headline
	titleMax    = 30    // words of the longest
	lineEndings = ".!?" // what prose ends with
)

// fromText reads plain text: written as such, or saved from a page with what
// stands around its article.
func fromText(c *annals.Capture, text string, o Options) (annals.Article, error) {
	lines := textBlocks(text)
	t := textPage{capture: c, lines: lines}
	t.first, t.last = prose(lines)
	if t.first < 0 {
		return t.short()
	}
	var a annals.Article
	var n notes
	for i, b := range lines {
		n.add(b.text, i > t.last-lastBlocks)
	}
	t.head(&a)
	a.Outlet = firstOf(a.Outlet, outletOf(n.copyright))
	h := &heads{titles: []string{fold(a.Title)}, outlet: fold(a.Outlet), section: fold(a.Section)}
	for _, name := range a.Byline {
		h.bylines = append(h.bylines, fold(name))
	}
	fill(&a, cleanBlocks(t.body(&a), h), nil)
	a.Copyright = n.copyright
	for _, s := range n.notices {
		a.Rights = rights.Add(a.Rights, annals.Signal{Kind: "notice", Value: firstSentence(s), Where: "file"})
	}
	setLanguage(&a)
	if a.Text == "" {
		return a, fmt.Errorf("%w: no line of the text is running text", ErrNoArticle)
	}
	return a, nil
}

// textBlocks cuts plain text into lines that are blocks: lines broken to fit a
// width are joined again.
func textBlocks(text string) []block {
	wrapped := isWrapped(text)
	var bs []block
	var b strings.Builder
	flush := func() {
		if s := squeeze(b.String()); s != "" {
			bs = append(bs, lineBlock(s))
		}
		b.Reset()
	}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" {
			flush()
			continue
		}
		if listMark.MatchString(line) {
			flush()
		}
		b.WriteString(line + " ")
		if !wrapped || len(line) < wrappedMin {
			flush()
		}
	}
	flush()
	return bs
}

// isWrapped reports whether the lines of a text were broken to fit a width:
// many long lines do not end a sentence and are followed by one that goes on
// in lower case.
func isWrapped(text string) bool {
	inner, goesOn := 0, 0
	lines := strings.Split(text, "\n")
	for i := 0; i+1 < len(lines); i++ {
		line, next := strings.TrimSpace(lines[i]), strings.TrimSpace(lines[i+1])
		if len(line) < wrappedMin || next == "" {
			continue
		}
		inner++
		if r, _ := utf8.DecodeRuneInString(next); len(line) <= wrappedMax && unicode.IsLower(r) && !strings.ContainsAny(line[len(line)-1:], lineEndings) {
			goesOn++
		}
	}
	return goesOn >= 2 && goesOn*3 >= inner
}

var listMark = regexp.MustCompile(`^([-*•‣▪–]|\d{1,2}[.)])\s+`)

func lineBlock(s string) block {
	switch {
	case strings.HasPrefix(s, "#"):
		return block{kind: annals.Heading, text: strings.TrimLeft(s, "# ")}
	case strings.HasPrefix(s, "> "):
		return block{kind: annals.Quote, text: s[2:]}
	case listMark.MatchString(s) && len(s) > 20:
		return block{kind: annals.ListItem, text: s[len(listMark.FindString(s)):]}
	}
	return block{kind: annals.Paragraph, text: s}
}

// A textPage is a text with the range of its lines that holds the prose.
type textPage struct {
	capture     *annals.Capture
	lines       []block
	first, last int // first and last line of prose
}

// isProse reports whether a line is running text.
func isProse(b *block) bool {
	return len(b.text) >= proseBytes && isSentence(b.text) && !boilerplate(b.text, 0) && notice(b.text, true) == "" &&
		copyrightLine(b.text) == "" && !captionLine(b.text)
}

// prose is the first and the last line of running text; −1 if there is none.
func prose(lines []block) (first, last int) {
	first, last = -1, -1
	for i := range lines {
		if !isProse(&lines[i]) {
			continue
		}
		if first < 0 {
			first = i
		}
		last = i
	}
	return first, last
}

// short reads a text that has no long line: a sentence or two typed in.
func (t *textPage) short() (annals.Article, error) {
	var kept []block
	sentences := 0
	for _, b := range t.lines {
		if b.text != "" && !boilerplate(b.text, 0) && notice(b.text, true) == "" && copyrightLine(b.text) == "" {
			kept = append(kept, b)
			if sentenceEnds(b.text) && len(words(b.text)) > 1 {
				sentences++
			}
		}
	}
	if sentences == 0 && (len(kept) > 2 || len(kept) == 0 || len(words(kept[0].text)) < titleWords) {
		return annals.Article{}, fmt.Errorf("%w: no line of the text is running text", ErrNoArticle)
	}
	var a annals.Article
	if len(kept) > 1 && !isSentence(kept[0].text) && sentences > 0 {
		a.Title, kept = kept[0].text, kept[1:]
	}
	fill(&a, kept, nil)
	setLanguage(&a)
	return a, nil
}

// sentenceEnds reports whether s ends as a sentence does; a line may be empty
// once its heading mark is off.
func sentenceEnds(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return s != "" && strings.ContainsRune(lineEndings, r)
}

// head finds headline, byline and date in the lines above the body.
func (t *textPage) head(a *annals.Article) {
	from := max(0, t.first-headLines)
	title := t.title(from)
	if title >= 0 {
		a.Title = t.cleanTitle(a, t.lines[title].text)
	}
	for i := from; i < min(len(t.lines), t.last+4); i++ {
		s := t.lines[i].text
		near := i < t.first+2 || i > t.last
		if near && a.Published == "" && dateLine(s) && !strings.Contains(strings.ToLower(s), "updated") {
			if a.Published = parseDay(s, -1*european(s), t.capture.Time); a.Published != "" {
				a.PublishedFrom = "text"
			} else if d := unbelieved(s, -1*european(s), t.capture.Time); d != "" {
				warn(a, notBelieved(d))
			}
		}
		if i < t.first+2 && len(a.Byline) == 0 && len(s) < 120 && byWord.MatchString(s) && !isSentence(s) {
			a.Byline = splitNames(s)
		}
	}
}

// european is 1 for dates with dots, which are written day first, else 0.
func european(s string) int {
	if strings.Count(s, ".") >= 2 {
		return 1
	}
	return 0
}

// title is the line that is the headline: one that is there twice, or else the
// last above the body that is long enough.
func (t *textPage) title(from int) int {
	seen := map[string]int{}
	best := -1
	for i := from; i < min(t.first+3, len(t.lines)); i++ {
		if i >= t.first && isProse(&t.lines[i]) || !t.titleLike(i) {
			continue
		}
		stem := fold(titleSeparator.Split(t.lines[i].text, 2)[0])
		f := fold(t.lines[i].text)
		for _, key := range []string{f, stem} {
			if j, ok := seen[key]; ok && len(words(key)) >= titleWords {
				if len(t.lines[j].text) < len(t.lines[i].text) {
					return j
				}
				return i
			}
		}
		seen[f], seen[stem] = i, i
		if i < t.first && (best < 0 || !t.better(best, i)) {
			best = i
		}
	}
	return best
}

// better reports whether line i is more of a headline than the later line j.
func (t *textPage) better(i, j int) bool {
	wi, wj := len(words(t.lines[i].text)), len(words(t.lines[j].text))
	return wj < 5 && wi > wj
}

func (t *textPage) titleLike(i int) bool {
	s := t.lines[i].text
	n := len(words(s))
	return n >= titleWords && n <= titleMax && len(s) < maxTitle && !strings.HasSuffix(s, ".") && !dateLine(s) &&
		!byWord.MatchString(s) && !boilerplate(s, 0) && !captionLine(s) && copyrightLine(s) == "" && !isMenu(s)
}

// isMenu reports whether a line is a row of menu words or a breadcrumb trail.
func isMenu(s string) bool {
	return strings.Count(s, " | ") >= 2 || strings.Count(s, " > ") >= 1 || strings.Count(s, " / ") >= 2 ||
		strings.Count(s, " » ") >= 1 || strings.Count(s, " · ") >= 2 || strings.Count(s, " • ") >= 2
}

// cleanTitle takes outlet and section off a headline.
func (t *textPage) cleanTitle(a *annals.Article, s string) string {
	p := &page{capture: t.capture}
	for i, other := range t.lines { // "Headline - Outlet" somewhere, "Headline" elsewhere
		rest, ok := strings.CutPrefix(other.text, s)
		if !ok || i > t.first || rest == "" || len(words(rest)) > 6 {
			continue
		}
		if at := titleSeparator.FindStringIndex(rest); at != nil && at[0] == 0 {
			parts := titleSeparator.Split(rest[at[1]:], -1)
			a.Outlet = parts[len(parts)-1]
		}
	}
	for i := range t.first { // a label printed as a line of its own
		if l := t.lines[i].text; len(words(l)) <= 3 && (strings.HasPrefix(s, l+": ") || strings.HasPrefix(s, l+" | ")) {
			a.Section = l
		}
	}
	tl := titler{outlet: a.Outlet, section: a.Section, page: p}
	if before, after, ok := strings.Cut(s, " | "); ok && len(words(after)) <= 4 && a.Outlet == "" && len(words(before)) >= titleWords {
		a.Outlet, s = after, before
	}
	return tl.clean(s)
}

// captionLine reports whether a line is a caption or a credit.
func captionLine(s string) bool {
	if len(s) > 400 || !mayCredit(s) && !strings.Contains(s[:min(len(s), 20)], "aption") {
		return false
	}
	if creditLine.MatchString(s) {
		return true
	}
	caption, credit := splitCredit(s)
	return credit != "" && caption != "" && strings.Contains(strings.ToLower(s[len(caption):]), "photo") || captionStart.MatchString(s)
}

var captionStart = regexp.MustCompile(`(?i)^(image caption|media caption|file photo|photo caption|caption|pictured)\s*[:,–—-]`)

// body is the lines from the first of prose to the end, with captions marked
// and menus left out.
func (t *textPage) body(a *annals.Article) []block {
	var bs []block
	for i := 0; i < len(t.lines); i++ {
		b := t.lines[i]
		switch {
		case captionLine(b.text):
			b.kind = annals.Caption
			if i > t.first-headLines {
				bs = append(bs, b)
			}
		case i < t.first:
		case i <= t.last && t.shortRun(i) >= menuRun:
			i += t.shortRun(i) - 1
		case i > t.last && !t.tail(i):
		case i < t.last && t.heading(i) && !boilerplate(b.text, 1):
			b.kind = annals.Heading
			bs = append(bs, b)
		default:
			bs = append(bs, b)
		}
	}
	return bs
}

// shortRun is how many lines from i on are short and no sentences.
func (t *textPage) shortRun(i int) int {
	n := 0
	for i+n < len(t.lines) && t.lines[i+n].kind == annals.Paragraph && len(t.lines[i+n].text) < proseBytes && !endsSentence(t.lines[i+n].text) {
		n++
	}
	return n
}

func endsSentence(s string) bool {
	s = strings.TrimRight(s, " \"'”’)]»")
	return s != "" && strings.ContainsAny(s[len(s)-1:], lineEndings+":;,")
}

// heading reports whether a short line stands over prose.
func (t *textPage) heading(i int) bool {
	b := &t.lines[i]
	return b.kind == annals.Paragraph && len(b.text) < proseBytes && !endsSentence(b.text) && !dateLine(b.text) && i+1 < len(t.lines)
}

// tail reports whether a line below the last long one is still the article: a
// short last sentence, initials, or the agency line.
func (t *textPage) tail(i int) bool {
	if i > t.last+4 {
		return false
	}
	s := t.lines[i].text
	return initialsOnly.MatchString(s) || agencyLine.MatchString(s) || isSentence(s) && i == t.last+1
}

// outletOf is the holder that a copyright line names.
func outletOf(line string) string {
	s := copyrightMark.ReplaceAllString(line, "")
	s, _, _ = strings.Cut(s, ". ")
	s, _, _ = strings.Cut(s, ", ")
	s = strings.Trim(allRights.ReplaceAllString(s, ""), " .,–—-|©")
	if len(words(s)) > 5 || len(words(s)) == 0 {
		return ""
	}
	return s
}

var (
	copyrightMark = regexp.MustCompile(`(?i)©|\(c\)|copyright|by |(19|20)\d\d(\s*[-–]\s*((19|20)\d\d|present))?`)
	allRights     = regexp.MustCompile(`(?i)all rights reserved.*$`)
)

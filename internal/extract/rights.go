package extract

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"annals"
	"annals/internal/sys/rights"
)

const (
	maxNotice  = 3000 // bytes above which a block is no notice
	maxValue   = 300  // bytes of a signal that are kept
	maxTerms   = 2000 // bytes of one that is a list of terms, of which each counts
	lastBlocks = 3    // blocks at the end of a body where weak patterns count
)

// noticeWords must be in a block for the patterns to be tried on it.
var noticeWords = []string{"permi", "consent", "prohibit", "forbid", "reserv", "authori", "licen", "agreement", "mining",
	"copyright", "unauthori", "not be ", "may be ", "allowed", "44b", "opt", "syndication", "reprint", "copied", "approval", "unlawful"}

// notice is the words of a rights notice in a block, "" if it is none. near
// says that the block stands where notices stand.
func notice(s string, near bool) string {
	if len(s) > maxNotice || len(s) < 20 {
		return ""
	}
	lower := strings.ToLower(s)
	if !slices.ContainsFunc(noticeWords, func(w string) bool { return strings.Contains(lower, w) }) {
		return ""
	}
	t := rightsTable()
	self := t.find("self", lower) != ""
	if !self && t.find("report", lower) != "" {
		return ""
	}
	if isQuoted(s) {
		return ""
	}
	if t.find("sure", lower) != "" || (near || self && len(s) < 400) && t.find("near", lower) != "" {
		return s
	}
	return ""
}

// isQuoted reports whether somebody says it: quotation marks and a verb of
// saying.
func isQuoted(s string) bool {
	return strings.ContainsAny(s, "“”\"") && regexpSaid.MatchString(s)
}

var regexpSaid = regexp.MustCompile(`(?i)\b(said|told|says|added|argued|wrote)\b`)

// dropNotices leaves the notices and copyright lines out of a body.
func dropNotices(bs []block) []block {
	kept := bs[:0:0]
	for i, b := range bs {
		if b.kind != annals.Caption && (notice(b.text, i >= len(bs)-lastBlocks) != "" || copyrightLine(b.text) != "") {
			continue
		}
		kept = append(kept, b)
	}
	return kept
}

// notes are what a page says of its rights in words.
type notes struct {
	notices   []string
	copyright string
}

// pageNotes looks for notices and the copyright line in the whole page, body
// and footer, before anything is taken out of it.
func pageNotes(doc *html.Node) notes {
	var n notes
	bs := blocksOf(doc)
	for i, b := range bs {
		footer := within(b.node, atom.Footer) != nil || i >= len(bs)-lastBlocks*4
		n.add(b.text, footer)
	}
	return n
}

func (n *notes) add(text string, near bool) {
	if s := notice(text, near); s != "" && len(n.notices) < 10 {
		n.notices = addNew(n.notices, clip(s, maxNotice))
	}
	if s := copyrightLine(text); s != "" && n.copyright == "" {
		n.copyright = s
	}
}

var copyrightStart = regexp.MustCompile(`(?i)(©|&copy;|\(c\)|copyright)\s*(©|\(c\)|by)?\s*(copyright)?\s*([–—-]?\s*(19|20)\d\d|[\p{L}])`)

// copyrightLine is the line that names who holds the copyright, "" if s is none:
// it begins with the mark, or is short and has mark and year.
func copyrightLine(s string) string {
	if len(s) > 600 || !strings.Contains(s, "©") && !strings.Contains(s, "(c)") && !strings.Contains(s, "(C)") && !strings.Contains(s, "opyright") && !strings.Contains(s, "OPYRIGHT") {
		return ""
	}
	at := copyrightStart.FindStringIndex(s)
	if at == nil {
		return ""
	}
	marked := strings.Contains(s[at[0]:at[1]], "©") || strings.ContainsAny(s[at[0]:at[1]], "0123456789")
	rest := s[at[0]:]
	if i := strings.Index(rest[min(len(rest), 12):], ". "); i > 0 {
		rest = rest[:i+13]
	}
	rest, _, _ = strings.Cut(rest, " | ")
	switch {
	case at[0] == 0 && (marked || !isSentence(s) && len(words(s)) < 12 && strings.ContainsAny(s, "0123456789")):
		return clip(noStop(rest), maxValue)
	case at[0] < 60 && marked && len(s) < 200 && hasYear.MatchString(s):
		return clip(noStop(s), maxValue)
	}
	return ""
}

// noStop drops the full stop at the end of a line, but not that of "S.A.".
func noStop(s string) string {
	s = strings.TrimSpace(s)
	if last := s[strings.LastIndexByte(s, ' ')+1:]; strings.Count(last, ".") == 1 {
		return strings.TrimSuffix(s, ".")
	}
	return s
}

var hasYear = regexp.MustCompile(`\b(19|20)\d\d\b`)

// rights sets what the page says may be done with it: notices in words, meta
// elements and JSON-LD.
func (p *page) rights(a *annals.Article, n notes) {
	a.Copyright = firstOf(n.copyright, p.art.copyright, p.get("copyright", "dcterms.rights", "dc.rights", "rights"))
	var signals []annals.Signal
	for _, s := range n.notices {
		signals = append(signals, annals.Signal{Kind: "notice", Value: firstSentence(s), Where: "body"})
	}
	if s := notice(p.art.copyright, true); s != "" {
		signals = append(signals, annals.Signal{Kind: "notice", Value: firstSentence(s), Where: "json-ld"})
	}
	for _, name := range []string{"robots", rights.Token, "googlebot", "bingbot"} {
		for _, v := range p.meta[name] {
			signals = append(signals, rights.RobotsValue(v, "meta")...)
		}
	}
	for _, name := range []string{"tdm-reservation", "tdm-policy", "content-usage", "content-signal", "ai-usage"} {
		for _, v := range p.meta[name] {
			signals = append(signals, annals.Signal{Kind: name, Value: clip(v, maxTerms), Where: "meta"})
		}
	}
	for _, l := range []struct{ kind, value, where string }{
		{"license", p.art.license, "json-ld"}, {"usage-info", p.art.usage, "json-ld"},
	} {
		if l.value != "" {
			signals = append(signals, annals.Signal{Kind: l.kind, Value: clip(l.value, maxValue), Where: l.where})
		}
	}
	a.Rights = rights.Add(annals.Rights{}, slices.Concat(signals, p.named, p.licences())...)
}

// licences are what licences in RSL within the page say of it; one that cannot
// be read is a signal itself.
func (p *page) licences() (out []annals.Signal) {
	at := p.url
	if at == nil {
		at = &url.URL{Path: "/"}
	}
	for _, l := range p.rsl {
		found, err := rights.ParseRSL([]byte(l), at)
		if err != nil {
			found = []annals.Signal{{Kind: rights.LicenceUnread, Value: clip(squeeze(l), maxValue), Where: "script"}}
		}
		out = append(out, found...)
	}
	return out
}

// firstSentence is the first sentence of a notice that has what makes it one,
// shortened.
func firstSentence(s string) string {
	t := rightsTable()
	for _, part := range strings.SplitAfter(s, ". ") {
		if part = strings.TrimSpace(part); t.find("sure", strings.ToLower(part)) != "" || t.find("near", strings.ToLower(part)) != "" {
			return clip(part, maxValue)
		}
	}
	return clip(s, maxValue)
}

package extract

import (
	"html"
	"regexp"
	"strings"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

const maxTitle = 400 // bytes above which a headline is no headline

var titleSeparator = regexp.MustCompile(`\s+[|–—\-»·•/:]{1,2}\s+|\s*\|\s*|\s+::\s+|\s*»\s*`)

// outlet is the name of who publishes the page; holder is its copyright line.
func (p *page) outlet(holder string) string {
	for _, s := range []string{p.get("og:site_name"), p.art.publisher, p.get("application-name"), p.get("al:ios:app_name"), p.get("dc.publisher", "publisher", "dcterms.publisher")} {
		if s = cleanOutlet(s); s != "" {
			return s
		}
	}
	parts := titleSeparator.Split(strings.Trim(p.head, " :|-–—•"), -1)
	if len(parts) > 1 {
		if last := parts[len(parts)-1]; p.isSite(last) {
			return last
		}
	}
	for _, part := range parts { // "Outlet | Headline", borne out by the copyright line
		if f := fold(part); f != "" && len(words(f)) <= 5 && strings.Contains(" "+fold(holder)+" ", " "+f+" ") {
			return part
		}
	}
	for _, s := range p.ld.sites {
		if s = cleanOutlet(s); s != "" && len(p.ld.sites) == 1 {
			return s
		}
	}
	return p.domain
}

// cleanOutlet drops what is no name: addresses, and slogans after a bar.
func cleanOutlet(s string) string {
	s = strings.Trim(s, " :|-–—•")
	s, _, _ = strings.Cut(s, " | ")
	s, _, _ = strings.Cut(s, " - ")
	s = strings.TrimSpace(html.UnescapeString(s))
	if strings.Contains(s, "://") || len(s) > 80 || strings.HasPrefix(s, "@") {
		return ""
	}
	return s
}

// isSite reports whether a piece of a title names the site: its domain without
// its ending has the same letters, or is its initials.
func (p *page) isSite(s string) bool {
	name := strings.ReplaceAll(fold(s), " ", "")
	host, _, _ := strings.Cut(p.domain, ".")
	host = strings.ReplaceAll(host, "-", "")
	if name == "" || host == "" || len(host) < 3 {
		return false
	}
	return name == host || strings.HasPrefix(name, host) || strings.HasPrefix(host, name) && len(name) > 3 ||
		strings.TrimPrefix(name, "the") == host || name == strings.ReplaceAll(p.domain, ".", "") || initialsOf(s) == host
}

func initialsOf(s string) string {
	var b strings.Builder
	for _, w := range words(strings.ToLower(s)) {
		b.WriteByte(w[0])
	}
	return b.String()
}

// section is the part of the outlet that the page stands in.
func (p *page) section() string {
	s := firstOf(p.art.section, p.get("article:section", "section", "og:section", "dc.subject.section", "parsely-section", "cxenseparse:section"))
	if s == "" {
		s = p.crumb()
	}
	s, _, _ = strings.Cut(s, ",")
	if strings.HasPrefix(s, "/") {
		s = strings.NewReplacer("_", " ", "-", " ").Replace(s[strings.LastIndex(strings.TrimRight(s, "/"), "/")+1:])
	}
	if len(s) > 60 || strings.Contains(s, "://") {
		return ""
	}
	if s == strings.ToLower(s) && !strings.Contains(s, " ") {
		s = strings.ReplaceAll(s, "-", " ")
	}
	return s
}

// crumb is the last step of the breadcrumb trail that is not the headline or
// the front page.
func (p *page) crumb() string {
	crumbs := p.ld.crumbs
	if len(crumbs) == 0 {
		if trails := elements(p.doc, isCrumbs); len(trails) > 0 {
			for _, a := range elements(trails[0], func(e *xhtml.Node) bool { return e.DataAtom == atom.A }) {
				crumbs = append(crumbs, innerText(a))
			}
		}
	}
	title := fold(p.head + " | " + strings.Join(p.h1, " | "))
	for i := len(crumbs) - 1; i >= 0; i-- {
		f := fold(crumbs[i])
		if f != "" && f != "home" && len(words(f)) <= 4 && !(len(words(f)) > 2 && strings.Contains(title, f)) && !p.isSite(crumbs[i]) {
			return crumbs[i]
		}
	}
	return p.kicker()
}

func isCrumbs(n *xhtml.Node) bool {
	for _, key := range []string{"class", "id", "aria-label", "typeof"} {
		if strings.Contains(strings.ToLower(attr(n, key)), "breadcrumb") {
			return true
		}
	}
	return false
}

// kicker is the label over the headline.
func (p *page) kicker() string {
	for _, n := range elements(p.doc, func(n *xhtml.Node) bool { return isKicker(n) }) {
		if s := innerText(n); s != "" && len(words(s)) <= 4 {
			return s
		}
	}
	return ""
}

func isKicker(n *xhtml.Node) bool {
	for _, name := range strings.Fields(attr(n, "class")) {
		ws := strings.Join(classWords(name), " ")
		for _, k := range []string{"kicker", "overline", "eyebrow", "section label", "section name", "article section", "rubric"} {
			if strings.Contains(ws, k) {
				return true
			}
		}
	}
	return false
}

// title is the headline: of what the page gives as one, what is printed
// (h1) when the rest bears it out, without section and outlet.
func (p *page) title(outlet, section string) string {
	t := titler{outlet: outlet, section: section, page: p}
	printed := t.printed()
	var told []string
	for _, s := range []string{p.art.headline, p.get("og:title"), p.get("twitter:title"), p.get("dc.title", "headline", "title"), p.head} {
		if s = t.clean(s); s != "" {
			told = append(told, s)
		}
	}
	for _, h := range printed {
		for _, s := range told {
			if overlap(h, s) >= 0.6 && len(words(s)) >= 2 {
				return t.agree(h, s, told)
			}
		}
	}
	if len(told) > 0 {
		return t.longer(told[0], told)
	}
	if len(printed) > 0 {
		return printed[0]
	}
	return ""
}

type titler struct {
	outlet, section string
	page            *page
}

// printed are the headings of first order, cleaned; those inside headers of
// the site are there too, so they are only believed when something agrees.
func (t *titler) printed() []string {
	var hs []string
	for _, n := range elements(t.page.doc, func(n *xhtml.Node) bool { return n.DataAtom == atom.H1 }) {
		if s := t.clean(headText(n)); s != "" && !t.page.isSite(s) && fold(s) != fold(t.outlet) {
			hs = append(hs, s)
		}
	}
	for _, n := range elements(t.page.doc, func(n *xhtml.Node) bool {
		return strings.EqualFold(attr(n, "itemprop"), "headline") && n.DataAtom != atom.Meta
	}) {
		if s := t.clean(headText(n)); s != "" {
			hs = append(hs, s)
		}
	}
	return hs
}

// headText is the text of a heading without the labels put into it.
func headText(n *xhtml.Node) string {
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == xhtml.ElementNode && (isKicker(c) || classed(c, "meta", "drop") || hidden(c)) && len(innerText(c))*2 < len(innerText(n)) {
			continue
		}
		writeText(&b, c)
	}
	return squeeze(b.String())
}

// agree chooses between what is printed and what is told when they are nearly
// the same: the one without an addition at head or end, unless that cut it.
func (t *titler) agree(printed, told string, all []string) string {
	fp, ft := fold(printed), fold(told)
	switch {
	case fp == ft:
		return printed
	case strings.HasSuffix(fp, " "+ft) && len(words(fp))-len(words(ft)) <= 3: // a label before it
		return told
	case cut(told):
		return printed
	case len(fp) > maxTitle:
		return told
	}
	return printed
}

// longer undoes the cutting of headlines: a told headline that begins with
// first, when first ends in dots.
func (t *titler) longer(first string, told []string) string {
	if !cut(first) {
		return first
	}
	stem := fold(strings.TrimRight(first, ".… "))
	for _, s := range told {
		if strings.HasPrefix(fold(s), stem) && len(s) > len(first) && !cut(s) {
			return s
		}
	}
	return first
}

func cut(s string) bool { return strings.HasSuffix(s, "...") || strings.HasSuffix(s, "…") }

// clean takes outlet and section off both ends of a headline, and the second
// printing of one that is printed twice.
func (t *titler) clean(s string) string {
	s = squeeze(stripTags(html.UnescapeString(s)))
	if len(s) > 2*maxTitle {
		return ""
	}
	for range 4 {
		u := t.cutEnds(s)
		if u == s {
			break
		}
		s = u
	}
	return once(s)
}

func (t *titler) cutEnds(s string) string {
	at := titleSeparator.FindAllStringIndex(s, -1)
	if len(at) > 0 {
		last, head := at[len(at)-1], at[0]
		if t.label(s[last[1]:]) && last[0] > 0 {
			return strings.TrimSpace(s[:last[0]])
		}
		if t.label(s[:head[0]]) && head[1] < len(s) {
			return strings.TrimSpace(s[head[1]:])
		}
	}
	if before, after, ok := strings.Cut(s, ": "); ok && t.sectionLabel(before) && len(words(after)) >= 3 {
		return strings.TrimSpace(after)
	}
	if t.section != "" && len(words(t.section)) <= 3 { // "POLITICS Leaders exchange wishes"
		if rest, ok := strings.CutPrefix(s, strings.ToUpper(t.section)+" "); ok && strings.ToUpper(t.section) != t.section[:0] && len(words(rest)) >= 3 {
			return rest
		}
	}
	return s
}

// label reports whether a piece of a title is outlet, section or another label
// of a template.
func (t *titler) label(s string) bool {
	f := fold(s)
	if f == "" {
		return true
	}
	if f == fold(t.outlet) || t.page.isSite(s) || f == strings.ReplaceAll(t.page.domain, ".", " ") || t.sectionLabel(s) {
		return true
	}
	for _, site := range t.page.ld.sites {
		if f == fold(site) {
			return true
		}
	}
	return t.outlet != "" && len(words(f)) <= 5 && strings.HasPrefix(f+" ", fold(t.outlet)+" ")
}

func (t *titler) sectionLabel(s string) bool {
	f := fold(s)
	return t.section != "" && f == fold(t.section) || commonLabels[f]
}

// commonLabels are the words that templates put before or after headlines.
var commonLabels = map[string]bool{"news": true, "world": true, "world news": true, "politics": true, "international": true,
	"breaking": true, "breaking news": true, "live": true, "live updates": true, "update": true, "updated": true, "latest": true,
	"exclusive": true, "watch": true, "video": true, "photos": true, "africa": true, "asia": true, "europe": true, "middle east": true,
	"americas": true, "latin america": true, "uk": true, "us news": true, "business": true, "economy": true, "opinion": true,
	"analysis": true, "news analysis": true, "local news": true, "national": true, "top news": true, "home": true, "foreign affairs": true,
	"security": true, "defence": true, "diplomacy": true, "society": true, "metro": true, "region": true, "asia pacific": true,
	"world politics": true, "in brief": true, "article": true, "press release": true, "amp": true, "just in": true, "developing": true}

// once undoes a headline printed twice in a row.
func once(s string) string {
	ws := strings.Fields(s)
	if n := len(ws); n >= 6 && n%2 == 0 && strings.Join(ws[:n/2], " ") == strings.Join(ws[n/2:], " ") {
		return strings.Join(ws[:n/2], " ")
	}
	return s
}

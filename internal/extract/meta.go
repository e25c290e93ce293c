package extract

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"annals"
	"annals/internal/sys/rights"
)

const (
	maxMeta     = 2000 // meta elements read in a page
	maxLicences = 50   // licences that a page links to, and that stand in it
)

// A page is a parsed page with what it says about itself.
type page struct {
	capture *annals.Capture
	doc     *html.Node
	meta    map[string][]string // contents by name or property, lower case, in page order
	links   map[string]string   // href by rel
	rsl     []string            // licences in RSL that stand in the page
	named   []annals.Signal     // licences that it links to
	ld      ldPage
	art     ldArticle // the JSON-LD object of this article; zero if none
	url     *url.URL  // canonical, or nil
	lang    string    // as the html element says, primary tag
	head    string    // the title element
	h1      []string
	domain  string
}

func readPage(c *annals.Capture, doc *html.Node) *page {
	p := &page{capture: c, doc: doc, meta: map[string][]string{}, links: map[string]string{}, ld: readLD(doc)}
	count := 0
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.DataAtom {
		case atom.Html:
			p.lang = primary(firstOf(attr(n, "lang"), attr(n, "xml:lang")))
		case atom.Meta:
			if count++; count <= maxMeta {
				p.addMeta(n)
			}
		case atom.Link:
			p.addLink(n)
		case atom.Script:
			if strings.Contains(strings.ToLower(attr(n, "type")), "rsl+xml") && n.FirstChild != nil && len(p.rsl) < maxLicences {
				p.rsl = append(p.rsl, n.FirstChild.Data)
			}
		case atom.Title:
			if p.head == "" && n.FirstChild != nil && within(n, atom.Svg) == nil {
				p.head = squeeze(n.FirstChild.Data)
			}
		case atom.H1:
			if s := innerText(n); s != "" && len(p.h1) < 10 {
				p.h1 = append(p.h1, s)
			}
		}
	}
	p.url = p.canonical()
	if p.url != nil {
		p.domain = strings.TrimPrefix(strings.ToLower(p.url.Hostname()), "www.")
	}
	p.art = p.ownArticle()
	return p
}

func (p *page) addMeta(n *html.Node) {
	content := squeeze(attr(n, "content"))
	if content == "" {
		return
	}
	for _, key := range []string{"property", "name", "itemprop", "http-equiv"} {
		for _, name := range strings.Fields(strings.ToLower(attr(n, key))) {
			p.meta[name] = append(p.meta[name], content)
		}
	}
}

func (p *page) addLink(n *html.Node) {
	if s, ok := rights.LinkSignal(attr(n, "rel"), attr(n, "type"), attr(n, "href"), "link"); ok && len(p.named) < maxLicences {
		p.named = append(p.named, s)
	}
	for _, rel := range strings.Fields(strings.ToLower(attr(n, "rel"))) {
		if p.links[rel] == "" {
			p.links[rel] = strings.TrimSpace(attr(n, "href"))
		}
	}
}

// get is the first content of the first of the names that has one.
func (p *page) get(names ...string) string {
	for _, name := range names {
		if vs := p.meta[name]; len(vs) > 0 {
			return vs[0]
		}
	}
	return ""
}

// canonical is the address that the page gives itself, if it is a whole one
// on the web; else the address it was fetched from.
func (p *page) canonical() *url.URL {
	base, _ := url.Parse(p.capture.URL)
	for _, s := range []string{p.links["canonical"], p.get("og:url"), p.get("parsely-link"), p.capture.URL} {
		u, err := url.Parse(s)
		if s == "" || err != nil {
			continue
		}
		if base != nil && base.Host != "" {
			u = base.ResolveReference(u)
		}
		if (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && !frontPage(u, base) {
			u.Fragment = ""
			return u
		}
	}
	for _, a := range p.ld.articles {
		if u, err := url.Parse(a.url); err == nil && u.Host != "" {
			return u
		}
	}
	return nil
}

// frontPage reports whether u is a site's front page although the page was
// fetched from below it: a template's mistake.
func frontPage(u, base *url.URL) bool {
	return strings.Trim(u.Path, "/") == "" && u.RawQuery == "" && base != nil && strings.Trim(base.Path, "/") != ""
}

// ownArticle is the JSON-LD object that is about this page: the one with its
// address or headline, else the first that has a headline, for related
// articles come after it.
func (p *page) ownArticle() ldArticle {
	for _, a := range p.ld.articles {
		if p.url != nil && a.url != "" && sameURL(a.url, p.url) && a.headline != "" {
			return a
		}
	}
	title := fold(strings.Join(append([]string{p.head, p.get("og:title")}, p.h1...), " | "))
	for _, a := range p.ld.articles {
		if a.headline != "" && strings.Contains(title, fold(a.headline)) {
			return a
		}
	}
	if len(p.ld.articles) > 0 {
		return p.ld.articles[0]
	}
	return ldArticle{}
}

func sameURL(s string, u *url.URL) bool {
	v, err := url.Parse(s)
	return err == nil && strings.TrimRight(v.Path, "/") == strings.TrimRight(u.Path, "/") && v.Path != "" && v.Path != "/" && v.RawQuery == u.RawQuery
}

func firstOf(ss ...string) string {
	for _, s := range ss {
		if s != "" {
			return s
		}
	}
	return ""
}

// primary is the first part of a language tag: en of en-GB.
func primary(tag string) string {
	tag, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
	tag, _, _ = strings.Cut(tag, "_")
	if len(tag) < 2 || len(tag) > 3 {
		return ""
	}
	return tag
}

// fold is s with letters in lower case and everything but letters and digits
// made one space: two headlines that fold alike are the same.
func fold(s string) string {
	return strings.Join(words(strings.ToLower(s)), " ")
}

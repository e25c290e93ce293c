package extract

import (
	"encoding/json"
	"html"
	"regexp"
	"strings"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

const (
	maxLDBytes   = 2 << 20 // bytes of one JSON-LD script that are read
	maxLDObjects = 2000    // objects looked at in a page
	maxLDDepth   = 20
)

// An ldArticle is what a page's JSON-LD says of its article.
type ldArticle struct {
	kind, headline, body, section, published, modified string
	url, language, copyright, license, usage           string
	authors                                            []string
	publisher                                          string
	live                                               bool
}

// ldPage is all that the JSON-LD of a page says.
type ldPage struct {
	articles  []ldArticle
	sites     []string // names of WebSite, Organization, NewsMediaOrganization
	crumbs    []string // names of the breadcrumb trail
	published string   // of a WebPage, when no article says it
	modified  string
}

var articleTypes = map[string]bool{"article": true, "newsarticle": true, "reportagenewsarticle": true,
	"analysisnewsarticle": true, "backgroundnewsarticle": true, "opinionnewsarticle": true, "reviewnewsarticle": true,
	"askpublicnewsarticle": true, "liveblogposting": true, "blogposting": true, "report": true, "satiricalarticle": true,
	"advertisercontentarticle": true, "socialmediaposting": true, "scholarlyarticle": true, "techarticle": true}

// readLD reads every JSON-LD script of a page. What is broken beyond repair
// is passed over.
func readLD(doc *xhtml.Node) ldPage {
	var p ldPage
	r := ldReader{page: &p, byID: map[string]map[string]any{}}
	var roots []any
	for _, s := range elements(doc, func(n *xhtml.Node) bool {
		return n.DataAtom == atom.Script && strings.Contains(strings.ToLower(attr(n, "type")), "ld+json")
	}) {
		if s.FirstChild != nil {
			roots = append(roots, parseLD(s.FirstChild.Data))
		}
	}
	for _, v := range roots {
		r.index(v, 0)
	}
	r.left = maxLDObjects
	for _, v := range roots {
		r.walk(v, 0)
	}
	return p
}

var (
	ldComment  = regexp.MustCompile(`(?s)^\s*(<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)\s*;?\s*$`)
	ldTrailing = regexp.MustCompile(`,(\s*[}\]])`)
)

// parseLD decodes a script, mending what pages get wrong most often: comment
// marks around it, raw line breaks in strings, commas before a bracket, a
// missing end. It returns nil when nothing helps.
func parseLD(s string) any {
	s = s[:min(len(s), maxLDBytes)]
	s = strings.TrimRight(strings.TrimSpace(ldComment.ReplaceAllString(s, "")), ";")
	var v any
	for _, mend := range []func(string) string{
		func(s string) string { return s },
		escapeControls,
		func(s string) string { return ldTrailing.ReplaceAllString(escapeControls(s), "$1") },
		func(s string) string { return html.UnescapeString(escapeControls(s)) },
		closeLD,
	} {
		if json.Unmarshal([]byte(mend(s)), &v) == nil {
			return v
		}
		if json.NewDecoder(strings.NewReader(mend(s))).Decode(&v) == nil { // several objects one after the other
			return v
		}
	}
	return nil
}

// escapeControls turns control characters within strings, which JSON forbids,
// into blanks.
func escapeControls(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, s)
}

// closeLD ends the strings, arrays and objects that a cut-off script leaves
// open, after dropping its last, incomplete member.
func closeLD(s string) string {
	s = escapeControls(s)
	var open []byte
	quoted, escaped := false, false
	good, goodOpen := 0, ""
	for i := 0; i < len(s) && len(open) < 100; i++ {
		c := s[i]
		switch {
		case escaped:
			escaped = false
		case quoted:
			escaped, quoted = c == '\\', c != '"'
		case c == '"':
			quoted = true
		case c == '{':
			open = append(open, '}')
		case c == '[':
			open = append(open, ']')
		case (c == '}' || c == ']') && len(open) > 0:
			open = open[:len(open)-1]
		case c == ',':
			good, goodOpen = i, string(open)
		}
	}
	var end strings.Builder
	for i := len(goodOpen) - 1; i >= 0; i-- {
		end.WriteByte(goodOpen[i])
	}
	return s[:good] + end.String()
}

type ldReader struct {
	page *ldPage
	byID map[string]map[string]any
	left int
}

// index notes the objects that have an @id, for authors and publishers that
// are given by reference.
func (r *ldReader) index(v any, depth int) {
	if depth > maxLDDepth {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			r.index(e, depth+1)
		}
	case map[string]any:
		if id, ok := v["@id"].(string); ok && len(v) > 1 && r.byID[id] == nil && len(r.byID) < maxLDObjects {
			r.byID[id] = v
		}
		for _, e := range v {
			r.index(e, depth+1)
		}
	}
}

func (r *ldReader) walk(v any, depth int) {
	if r.left--; r.left < 0 || depth > maxLDDepth {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			r.walk(e, depth+1)
		}
	case map[string]any:
		r.object(v)
		for _, key := range []string{"@graph", "mainEntity", "mainEntityOfPage", "hasPart", "itemListElement", "breadcrumb"} {
			if sub, ok := v[key]; ok {
				r.walk(sub, depth+1)
			}
		}
	}
}

func (r *ldReader) object(o map[string]any) {
	for _, t := range list(o["@type"]) {
		kind, _ := t.(string)
		kind = strings.ToLower(kind[strings.LastIndexAny(kind, "/:")+1:])
		switch {
		case articleTypes[kind]:
			r.page.articles = append(r.page.articles, r.article(kind, o))
			return
		case kind == "website" || strings.HasSuffix(kind, "organization"):
			r.page.sites = append(r.page.sites, text(o["name"]))
		case kind == "webpage":
			r.page.published, r.page.modified = text(o["datePublished"]), text(o["dateModified"])
		case kind == "breadcrumblist":
			for _, e := range list(o["itemListElement"]) {
				r.page.crumbs = append(r.page.crumbs, r.crumb(e))
			}
		}
	}
}

func (r *ldReader) crumb(v any) string {
	o, _ := v.(map[string]any)
	if s := text(o["name"]); s != "" {
		return s
	}
	item, _ := o["item"].(map[string]any)
	return text(item["name"])
}

func (r *ldReader) article(kind string, o map[string]any) ldArticle {
	a := ldArticle{
		kind: kind, live: kind == "liveblogposting",
		headline: text(first(o, "headline", "name", "alternativeHeadline")), body: rawText(o["articleBody"]),
		section: text(o["articleSection"]), published: text(o["datePublished"]), modified: text(o["dateModified"]),
		url: link(first(o, "url", "mainEntityOfPage")), language: text(o["inLanguage"]),
		copyright: text(o["copyrightNotice"]), license: link(o["license"]), usage: link(o["usageInfo"]),
	}
	for _, v := range list(first(o, "author", "creator")) {
		a.authors = append(a.authors, r.name(v)...)
	}
	if names := r.name(o["publisher"]); len(names) > 0 {
		a.publisher = names[0]
	}
	return a
}

// name is the name of a person or an organisation, given as a string, an
// object, a list, or by reference.
func (r *ldReader) name(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{squeeze(html.UnescapeString(v))}
	case []any:
		var names []string
		for _, e := range v[:min(len(v), 20)] {
			if _, nested := e.([]any); !nested {
				names = append(names, r.name(e)...)
			}
		}
		return names
	case map[string]any:
		if s := text(v["name"]); s != "" {
			return []string{s}
		}
		if list, ok := v["name"].([]any); ok {
			return r.name(list)
		}
		if id, ok := v["@id"].(string); ok && r.byID[id] != nil {
			if s := text(r.byID[id]["name"]); s != "" {
				return []string{s}
			}
		}
	}
	return nil
}

func first(o map[string]any, keys ...string) any {
	for _, k := range keys {
		if v, ok := o[k]; ok && v != nil && v != "" {
			return v
		}
	}
	return nil
}

func list(v any) []any {
	switch v := v.(type) {
	case nil:
		return nil
	case []any:
		return v
	}
	return []any{v}
}

// text is a string value without markup; of a list its first.
func text(v any) string { return squeeze(stripTags(html.UnescapeString(rawText(v)))) }

func rawText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case []any:
		if len(v) > 0 {
			s, _ := v[0].(string)
			return s
		}
	case map[string]any:
		s, _ := v["@value"].(string)
		return s
	}
	return ""
}

func link(v any) string {
	switch v := v.(type) {
	case string:
		return strings.TrimSpace(v)
	case map[string]any:
		for _, k := range []string{"@id", "url"} {
			if s, ok := v[k].(string); ok {
				return strings.TrimSpace(s)
			}
		}
	}
	return ""
}

var tags = regexp.MustCompile(`</?[a-zA-Z][^<>]{0,300}>`)

func stripTags(s string) string {
	if !strings.Contains(s, "<") {
		return s
	}
	return tags.ReplaceAllString(s, " ")
}

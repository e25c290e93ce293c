package web

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"unicode"

	"annals"
	"annals/internal/sys/store"
	"annals/internal/sys/store/storetest"

	"golang.org/x/net/html"
)

// evil is text of an article that wants to be more than text.
const evil = `<script>alert(1)</script><svg onload=alert(2)><img src=x onerror=alert(3)>"'><a href="javascript:alert(4)">x</a>` +
	"\u202egnihtyreve\u202c\u2066\x00\x1b[31m\u2028{{.}}<!--]]>&lt;b&gt;"

// hostile is a store with articles whose every word is evil or giant, and
// whose links lead elsewhere than to http.
func hostile(t *testing.T) *store.Memory {
	t.Helper()
	giant := strings.Repeat("W", 10<<10)
	m := new(store.Memory)
	for i, link := range []string{"javascript:alert(5)", "data:text/html,<script>alert(6)</script>", "JaVaScRiPt:alert(7)", " javascript:alert(8)", "//evil.example/x", "https://ok.example/\"onmouseover=alert(9)"} {
		for j, words := range []string{evil, giant} {
			e := storetest.Entry(10*i+j, 4)
			a := &e.Reading.Article
			a.URL, a.Title, a.Outlet, a.Section, a.Copyright = link, words, words, words, words
			a.Byline, a.Credits = []string{words}, []string{words}
			a.Rights = annals.Rights{Reserved: j == 0, Basis: words, Signals: []annals.Signal{{Kind: words, Value: words, Where: words}}}
			a.ID = annals.NewArticleID(a.URL, a.Title, fmt.Sprint(i, j))
			e.Origin = fmt.Sprint("hostile", i, j)
			e.Reading.Warnings = []annals.Warning{{Message: words}}
			for k := range e.Reading.Claims {
				poison(&e.Reading.Claims[k], words)
				e.Evidence[e.Reading.Claims[k].ID] = words + " " + words + " " + words
			}
			if _, err := m.Put(context.Background(), e); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, words := range []string{evil, giant} {
		e := store.Entry{Err: words, Capture: annals.Capture{URL: "javascript:alert(1)//" + words, File: words, Body: []byte("x")}}
		e.Reading.Article.Outlet = words
		if _, err := m.Put(context.Background(), e); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := merged(m)(context.Background()); err != nil {
		t.Fatal(err)
	}
	return m
}

// poison puts words wherever a claim has any.
func poison(c *annals.Claim, words string) {
	c.Trigger, c.TriggerStart, c.TriggerEnd, c.Start, c.End = words, len(words)+1, 2*len(words)+1, 0, 3*len(words)+2
	who := []annals.Participant{{Text: words, Entity: annals.Entity{Name: words, Country: "RUS", Sector: "GOV"}}, {Text: words}}
	c.Actor, c.Recipient = who, []annals.Participant{{Entity: annals.Entity{Name: words, Country: "UKR"}}}
	c.Where = &annals.Where{Text: words, Name: words, Country: "UKR"}
	c.When.Text = words
	n := 3.0
	c.Size = []annals.Size{{What: "dead", Min: &n, Text: words}, {What: words, Unit: "x"}}
	c.Attribution = []annals.Attribution{{Speaker: words, Text: words, Cue: words}}
	c.Mode, c.Contexts = []string{words}, []string{words}
	c.Why = []annals.Reason{{Rule: words, Words: words}}
	c.Type, c.Quad = annals.Assault, 4
}

// TestHostileTextStaysText looks at every page of a hostile record: no
// element, attribute or link comes from an article, and no character that moves
// or hides others.
func TestHostileTextStaysText(t *testing.T) {
	m := hostile(t)
	h := New(options(m))
	rs, _, err := m.Rows(context.Background(), nil, store.Page{Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	paths := []string{"/", "/search", "/pair/RUS-UKR", "/actor/RUS", "/map", "/network", "/outlets", "/failures", "/failures?outlet=%3Cscript%3E", "/failures?after=%22%3E", "/inbox", "/inbox?alert=%3Cscript%3E", "/codebook",
		"/search?q=%3Cscript%3Ealert(1)%3C/script%3E", "/search?q=%22%3E%3Csvg%20onload=alert(1)%3E", "/map?q=%E2%80%AE", "/<script>alert(1)</script>", "/actor/%3Csvg%3E"}
	seen := map[string]bool{}
	for _, r := range rs {
		for _, p := range []string{"/article/" + string(r.Article.ID), "/event/" + r.Event} {
			if !seen[p] {
				seen[p] = true
				paths = append(paths, p)
			}
		}
	}
	for _, path := range paths {
		res := get(h, path)
		if res.StatusCode >= http.StatusInternalServerError {
			t.Errorf("%s: status %d", path, res.StatusCode)
		}
		harmless(t, path, body(t, res))
	}
}

// harmless holds the text of a page against what pages of this package have.
func harmless(t *testing.T, path, text string) {
	t.Helper()
	for _, r := range text {
		if unicode.Is(unicode.Cc, r) && r != '\n' && r != '\t' || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' {
			t.Errorf("%s: has the character %U", path, r)
			break
		}
	}
	page, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	for n := range page.Descendants() {
		if n.Type == html.TextNode {
			for _, w := range strings.Fields(n.Data) {
				if len(w) > 2000 {
					t.Errorf("%s: a word of %d bytes", path, len(w))
				}
			}
		}
		if n.Type != html.ElementNode {
			continue
		}
		switch src := attr(n, "src"); n.Data {
		case "script":
			if !strings.HasPrefix(src, "/static/") && !strings.HasPrefix(src, "/ui/") || n.FirstChild != nil {
				t.Errorf("%s: a script from %q", path, src)
			}
		case "img", "iframe", "object", "embed", "style", "base", "b:b":
			t.Errorf("%s: an element %s", path, n.Data)
		}
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "srcdoc" {
				t.Errorf("%s: attribute %s of %s", path, a.Key, n.Data)
			}
			if link := a.Val; (a.Key == "href" || a.Key == "action" || a.Key == "src") && !strings.HasPrefix(link, "#") &&
				(!strings.HasPrefix(link, "/") || strings.HasPrefix(link, "//")) && !strings.HasPrefix(link, "https://ok.example/") {
				t.Errorf("%s: a link to %q", path, link)
			}
		}
	}
}

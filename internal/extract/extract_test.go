package extract

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"annals"
)

var update = flag.Bool("update", false, "write the expected files anew")

// describe is an article as the files of testdata show it.
func describe(a *annals.Article) string {
	var b strings.Builder
	published := string(a.Published)
	if a.PublishedFrom != "" {
		published += " (" + a.PublishedFrom + ")"
	}
	var signals []string
	for _, s := range a.Rights.Signals {
		signals = append(signals, s.Kind+" in "+s.Where)
	}
	for _, f := range [][2]string{{"title", a.Title}, {"outlet", a.Outlet}, {"section", a.Section}, {"byline", strings.Join(a.Byline, "; ")},
		{"published", published}, {"modified", string(a.Modified)}, {"url", a.URL}, {"language", a.Language},
		{"credits", strings.Join(a.Credits, "; ")}, {"copyright", a.Copyright}, {"reserved", a.Rights.Basis}, {"signals", strings.Join(signals, "; ")}} {
		if f[1] != "" {
			fmt.Fprintf(&b, "%s: %s\n", f[0], f[1])
		}
	}
	for _, w := range a.Warnings {
		fmt.Fprintf(&b, "warning: %s\n", w.Message)
	}
	for _, bl := range a.Blocks {
		fmt.Fprintf(&b, "\n[%s] %s%s\n", bl.Kind, bl.Of(a.Text), bl.Text)
	}
	return b.String()
}

// checkSpans fails the test when the blocks do not stand in the text in order,
// or leave words of it out.
func checkSpans(t *testing.T, a *annals.Article) {
	t.Helper()
	end := 0
	for _, b := range a.Blocks {
		if b.Kind == annals.Caption {
			if b.Len() != 0 || b.Start < 0 || b.Start > len(a.Text) {
				t.Errorf("caption %q has span %v in a text of %d bytes", b.Text, b.Span, len(a.Text))
			}
			continue
		}
		if b.Start < end || b.End <= b.Start || b.End > len(a.Text) {
			t.Fatalf("block %v after byte %d in a text of %d bytes", b.Span, end, len(a.Text))
		}
		if gap := a.Text[end:b.Start]; strings.TrimSpace(gap) != "" {
			t.Errorf("text %q between blocks", gap)
		}
		end = b.End
	}
	if strings.TrimSpace(a.Text[end:]) != "" {
		t.Errorf("text %q after the last block", a.Text[end:])
	}
}

// TestPages extracts every page and text of testdata and of the examples and
// compares it with the file beside it that ends in .want.
func TestPages(t *testing.T) {
	for _, pattern := range []string{"testdata/pages/*.html", "testdata/texts/*.txt", "../../examples/*.html"} {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			t.Fatalf("no files %s", pattern)
		}
		for _, name := range names {
			t.Run(filepath.Base(name), func(t *testing.T) { comparePage(t, name) })
		}
	}
}

func comparePage(t *testing.T, name string) {
	as, err := Extract(&annals.Capture{File: name, Body: read(t, name)}, Options{})
	got := ""
	if err != nil {
		got = "error: " + err.Error() + "\n"
	}
	for i := range as {
		checkSpans(t, &as[i])
		got += describe(&as[i])
	}
	file := filepath.Join("testdata", "want", strings.TrimSuffix(filepath.Base(name), filepath.Ext(name))+".txt")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(string(read(t, file)), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

func read(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestBad is what is no article, and how it is refused.
func TestBad(t *testing.T) {
	prose := strings.Repeat("Troops crossed the border at dawn, the ministry said. ", 20)
	for _, c := range []struct {
		name, body string
		want       error
	}{
		{"empty", "", ErrEmpty},
		{"blanks", " \n\t\r\n", ErrEmpty},
		{"byte order mark alone", "\xef\xbb\xbf", ErrEmpty},
		{"NULs alone", strings.Repeat("\x00", 100), ErrEmpty},
		{"PDF", "%PDF-1.7\n" + prose, ErrBinary},
		{"picture", "\x89PNG\r\n\x1a\n\x00\x00", ErrBinary},
		{"random bytes", "\x01\x02\x03\x84\x05\x06\x97\x08\x0e\x0f\x10\x11\xf2\x13\x14\x15", ErrBinary},
		{"page without text", "<html><body><img src=a.jpg></body></html>", ErrNoArticle},
		{"menu alone", "<html><body><ul><li><a href=/>Home</a><li><a href=/n>News</a></ul></body></html>", ErrNoArticle},
		{"cookie wall", "<html><title>News</title><body><h1>Before you continue</h1><p>We use cookies and data to deliver our services.</p><button>Accept all cookies</button></body></html>", ErrWall},
		{"robot check", "<html><title>Just a moment...</title><body><h1>news.example</h1><p>Checking your browser before accessing news.example.</p><p>Please verify you are human.</p></body></html>", ErrWall},
		{"page not found", "<html><title>404</title><body><h1>Page not found</h1><p>The page you are looking for has moved or never was here.</p></body></html>", ErrWall},
		{"JSON without text", `{"id":"1","title":"T"}`, errNoText},
		{"JSON without objects", `[{}]`, errNoText},
		{"text of menu words", "Home\nNews\nSport\nWeather\n", ErrNoArticle},
	} {
		as, err := Extract(&annals.Capture{File: "-", Body: []byte(c.body)}, Options{})
		if !errors.Is(err, c.want) || len(as) != 0 {
			t.Errorf("%s: %d articles, error %v; want error %v", c.name, len(as), err, c.want)
		}
	}
	if _, err := Extract(&annals.Capture{Body: []byte(prose)}, Options{MaxBytes: 100}); !errors.Is(err, ErrTooLarge) {
		t.Errorf("above the bound: error %v, want %v", err, ErrTooLarge)
	}
}

// TestHostile is pages that are built to break readers; each still gives its
// article.
func TestHostile(t *testing.T) {
	var paragraphs strings.Builder
	for i := range 8 {
		fmt.Fprintf(&paragraphs, "<p>Rebels shelled the port on Tuesday, the army said, and the governor asked %d towns for help.</p>", i)
	}
	body := paragraphs.String()
	head := "<html lang=en><title>Rebels shell port</title><body><h1>Rebels shell port</h1>"
	for _, c := range []struct{ name, page string }{
		{"10,000 nested tags", head + strings.Repeat("<div>", 10000) + body + strings.Repeat("</div>", 10000)},
		{"10,000 nested tables", head + strings.Repeat("<table><tr><td>", 10000) + body},
		{"10,000 nested lists", head + body + strings.Repeat("<ul><li>", 10000)},
		{"unclosed formatting", head + strings.Repeat("<b><i><font>", 3000) + strings.Repeat("<p>x</p>", 100) + body},
		{"formatting with attributes", head + manyAttrs(400) + strings.Repeat("<p>x", 20000) + body},
		{"cut off in a tag", head + body + "<p>The war went on.</p><a href=\"/x"},
		{"cut off in a comment", head + body + "<!-- "},
		{"cut off in a character", head + body + "<p>Caf\xc3"},
		{"entities", head + strings.Repeat("&amp;&nbsp;&lt;", 20000) + body},
		{"entity declarations", "<!DOCTYPE html [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]>" + head + body + "&b;&b;"},
		{"NULs", strings.ReplaceAll(head+body, " ", " \x00")},
		{"no end tags", strings.ReplaceAll(head+body, "</p>", "")},
		{"broken JSON-LD", `<script type="application/ld+json">{"@type":"NewsArticle","headline":"Rebels shell</script>` + head + body},
		{"deep JSON-LD", `<script type="application/ld+json">` + strings.Repeat(`{"a":[`, 9000) + `</script>` + head + body},
	} {
		as, err := Extract(&annals.Capture{File: "p.html", Body: []byte(c.page)}, Options{})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		checkSpans(t, &as[0])
		if as[0].Title != "Rebels shell port" || !strings.Contains(as[0].Text, "Rebels shelled the port on Tuesday, the army said") {
			t.Errorf("%s: title %q, text %.200q", c.name, as[0].Title, as[0].Text)
		}
	}
}

func manyAttrs(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "<b id=%d>", i)
	}
	return "<p>" + b.String() + "</p>"
}

// TestOptions shows what the options and the capture decide.
func TestOptions(t *testing.T) {
	page := `<html lang="en"><meta property="article:published_time" content="2024-05-01"><title>Ceasefire holds</title><p>` +
		strings.Repeat("The ceasefire held on Wednesday, observers said. ", 10)
	c := &annals.Capture{URL: "https://news.example/a", Body: []byte(page), ContentType: "text/html",
		Signals: []annals.Signal{{Kind: "tdm-reservation", Value: "1", Where: "header"}}}
	as, err := Extract(c, Options{Published: "2024-05-03"})
	if err != nil {
		t.Fatal(err)
	}
	a := as[0]
	if a.Published != "2024-05-03" || a.PublishedFrom != "flag" {
		t.Errorf("published %s from %s, want the flag's date", a.Published, a.PublishedFrom)
	}
	if !a.Rights.Reserved || a.Rights.Basis != "tdm-reservation: 1 (header)" {
		t.Errorf("rights %+v, want reserved by the header", a.Rights)
	}
	c.Signals, c.Header = nil, map[string][]string{"Content-Usage": {"train-ai=n"}} // as an archive has it
	if as, err = Extract(c, Options{}); err != nil || as[0].Rights.Basis != "content-usage: train-ai=n (header)" {
		t.Errorf("rights %+v, error %v, want reserved by the header", as, err)
	}
	if a.URL != c.URL || a.Outlet != "news.example" {
		t.Errorf("url %q, outlet %q", a.URL, a.Outlet)
	}
}

// A licence in RSL that a page links to reserves, unless it was read: then what
// it says counts. Each licence that stands in the page counts.
func TestLicences(t *testing.T) {
	const page = `<html lang="en"><head><title>Talks end</title>%s</head><body><article><h1>Talks end</h1>` +
		`<p>The foreign ministers of Norway and Sweden met in Oslo on Monday to discuss the railway.</p></article></body></html>`
	const link = `<link rel="license" type="application/rsl+xml" href="/l.xml">`
	read := []annals.Signal{{Kind: "rsl", Value: "permits=all", Where: "rsl"}, {Kind: "rsl-read", Value: "/l.xml", Where: "link"}}
	const in = `<script type="application/rsl+xml"><rsl><content url="/"><license><%s type="usage">all</%[1]s></license></content></rsl></script>`
	for _, c := range []struct {
		head     string
		signals  []annals.Signal
		reserved bool
	}{
		{link, nil, true}, {link, read, false}, {link + strings.Replace(link, "/l.", "/m.", 1), read, true},
		{fmt.Sprintf(in, "permits"), nil, false}, {fmt.Sprintf(in+in, "prohibits", "permits"), nil, true},
		{`<link rel="license" href="/terms">`, nil, false},
	} {
		as, err := Extract(&annals.Capture{URL: "https://a.example/1", Body: fmt.Appendf(nil, page, c.head), Signals: c.signals}, Options{})
		if err != nil || as[0].Rights.Reserved != c.reserved {
			t.Errorf("%s: %+v, %v", c.head, as, err)
		}
	}
}

package fetch

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"annals"
	"annals/internal/sys/rights"
)

// A licence that a Link header or a link element names is read once a day; one that cannot be read
// reserves. What is stored of the headers says no more than what was read.
func TestLinkedLicence(t *testing.T) {
	const free = `<rsl><content url="/free"><license><permits type="usage">all</permits></license></content>` +
		`<content url="/kept"><license><prohibits type="usage">ai-all</prohibits></license></content></rsl>`
	for _, c := range []struct {
		path, link, want string // want is of the capture as it is stored
		code             bool
	}{
		{"/free", "</l.xml>", "rsl: permits=all (rsl); rsl-read: /l.xml (header)", true},
		{"/kept", "</l.xml>", "rsl: prohibits=ai-all (rsl); rsl-read: /l.xml (header)", false},
		{"/other", "<http://b.example/l.xml>", "rsl-read: http://b.example/l.xml (header)", true},
		{"/free", "</none.xml>", "rsl-licence: /none.xml (header)", false},
		{"/free", "</broken.xml>", "rsl-licence: /broken.xml (header)", false},
		{"/free", "<http://inside.example/l.xml>", "rsl-licence: http://inside.example/l.xml (header)", false},
		{"/free", "<ftp://a.example/l.xml>", "rsl-licence: ftp://a.example/l.xml (header)", false},
	} {
		in(t, Options{}, func(w http.ResponseWriter, r *http.Request) {
			switch r.URL.Path {
			case "/l.xml":
				fmt.Fprint(w, free)
			case "/broken.xml":
				fmt.Fprint(w, free[:40])
			case "/none.xml":
				http.NotFound(w, r)
			default:
				w.Header().Set("Link", c.link+`; rel="license"; type="application/rsl+xml"`)
				page(w, r)
			}
		}, func(t *testing.T, client *Client, w *web) {
			for range 2 {
				r, err := client.Get(t.Context(), Request{URL: "http://a.example" + c.path, Page: true})
				if err != nil {
					t.Fatal(err)
				}
				stored := rights.OfCapture(&annals.Capture{Signals: r.Signals, Header: r.Header})
				var got []string
				for _, s := range rights.Add(annals.Rights{}, stored...).Signals {
					got = append(got, rights.Words(s))
				}
				if strings.Join(got, "; ") != c.want || rights.Decide(stored, rights.None).Code != c.code {
					t.Errorf("%s with %s: %q, want %q, coded: %v", c.path, c.link, got, c.want, c.code)
				}
			}
			licences := 0
			for _, a := range w.asked {
				if strings.HasSuffix(a, ".xml") {
					licences++
				}
			}
			if licences > 1 {
				t.Errorf("asked for %q", w.asked)
			}
		})
	}
}

// What a page's link elements name is read as what its headers name, and says
// the same of what is stored of the page.
func TestLinkedLicenceOfPage(t *testing.T) {
	const rsl = `<rsl><content url="/"><license><permits type="usage">all</permits></license></content>` +
		`<content url="/kept"><license><prohibits type="usage">ai-all</prohibits></license></content></rsl>`
	for _, c := range []struct {
		path, head, want string
		code             bool
	}{
		{"/free", `<link rel="license" type="application/rsl+xml" href="/l.xml">`, "rsl: permits=all (rsl); rsl-read: /l.xml (link)", true},
		{"/kept", `<link rel=license type=application/rsl+xml href=/l.xml />`, "rsl: prohibits=ai-all (rsl); rsl-read: /l.xml (link)", false},
		{"/free", `<LINK REL="alternate LICENSE" TYPE="Application/RSL+XML" HREF=" l.xml ">`, "rsl: permits=all (rsl); rsl-read: l.xml (link)", true},
		{"/a/free", `<base href="/"><link rel="license" type="application/rsl+xml" href="l.xml">`, "rsl: permits=all (rsl); rsl-read: l.xml (link)", true},
		{"/free", `<link rel="license" href="/rsl.xml">`, "rsl: permits=all (rsl); rsl-read: /rsl.xml (link)", true},
		{"/free", `<link rel="license" type="application/rsl+xml" href="/none.xml">`, "rsl-licence: /none.xml (link)", false},
		{"/free", `<link rel="license" type="application/rsl+xml" href="file:///etc/l.xml">`, "rsl-licence: file:///etc/l.xml (link)", false},
		{"/free", `<link rel="license" type="application/rsl+xml" href="http://inside.example/l.xml">`, "rsl-licence: http://inside.example/l.xml (link)", false},
		{"/free", `<link rel="license" type="application/rsl+xml" href="/l.xml"><link rel="license" type="application/rsl+xml" href="/none.xml">`,
			"rsl-licence: /none.xml (link); rsl: permits=all (rsl); rsl-read: /l.xml (link)", false},
		{"/free", `<!-- <link rel="license" type="application/rsl+xml" href="/none.xml"> --><link rel="license" href="https://creativecommons.org/licenses/by/4.0/">`,
			"license: https://creativecommons.org/licenses/by/4.0/ (link)", true},
		{"/free", `<link rel="stylesheet" type="text/css" href="/rsl.xml">`, "", true},
	} {
		in(t, Options{}, func(w http.ResponseWriter, r *http.Request) {
			switch r.URL.Path {
			case "/l.xml", "/rsl.xml":
				fmt.Fprint(w, rsl)
			case "/none.xml":
				http.NotFound(w, r)
			case "/robots.txt", "/.well-known/tdmrep.json", "/trust.txt", "/.well-known/trust.txt":
				http.NotFound(w, r)
			default:
				w.Header().Set("Content-Type", "text/html; charset=utf-8")
				fmt.Fprintf(w, "<html lang=en><head><title>Talks</title>%s</head><body><article><h1>Talks end</h1><p>%s</p></article></body></html>", c.head,
					strings.Repeat("The ministers of both states met in the capital on Tuesday, officials said. ", 5))
			}
		}, func(t *testing.T, client *Client, w *web) {
			r, err := client.Get(t.Context(), Request{URL: "http://a.example" + c.path, Page: true})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, s := range inPage(t, &r) {
				got = append(got, rights.Words(s))
			}
			if d := rights.Decide(inPage(t, &r), rights.None); strings.Join(got, "; ") != c.want || d.Code != c.code {
				t.Errorf("%s with %s: %q, want %q, coded: %v, want %v", c.path, c.head, got, c.want, d.Code, c.code)
			}
		})
	}
}

// inPage are the signals of a page as they are stored: those that it holds, as
// the extracting stage finds them, and those that came with it.
func inPage(t *testing.T, r *Response) []annals.Signal {
	t.Helper()
	var own []annals.Signal
	doc, err := html.Parse(bytes.NewReader(r.Body))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		at := map[string]string{}
		for _, a := range n.Attr {
			at[a.Key] = a.Val
		}
		if s, ok := rights.LinkSignal(at["rel"], at["type"], at["href"], "link"); ok && n.Data == "link" {
			own = append(own, s)
		}
	}
	c := annals.Capture{Signals: r.Signals, Header: r.Header}
	return rights.Add(annals.Rights{}, append(rights.Unread(own, c.Signals), rights.OfCapture(&c)...)...).Signals
}

// Of several licences that a feed names each counts.
func TestLicencesOfFeed(t *testing.T) {
	in(t, Options{}, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/free.xml":
			fmt.Fprint(w, `<rsl><content url="/"><license><permits type="usage">all</permits></license></content></rsl>`)
		case "/kept.xml":
			fmt.Fprint(w, `<rsl><content url="/"><license><prohibits type="usage">ai-all</prohibits></license></content></rsl>`)
		default:
			http.NotFound(w, r)
		}
	}, func(t *testing.T, client *Client, _ *web) {
		for _, c := range []struct {
			licences string
			code     bool
		}{{"http://a.example/free.xml", true}, {"http://a.example/free.xml http://a.example/kept.xml", false}, {"http://a.example/kept.xml http://a.example/free.xml", false},
			{"http://a.example/free.xml http://a.example/none.xml", false}, {"ftp://a.example/l.xml http://a.example/free.xml", false}, {"", true}} {
			ss, err := client.Licence(t.Context(), c.licences, "http://a.example/1")
			if d := rights.Decide(ss, rights.None); err != nil || d.Code != c.code {
				t.Errorf("%q: %+v, %v", c.licences, ss, err)
			}
		}
	})
}

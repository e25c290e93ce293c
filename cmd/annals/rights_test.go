package main

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"annals"
	"annals/internal/sys/store"
)

// TestRightsOfAddress asks sites of several kinds what may be done with a page.
func TestRightsOfAddress(t *testing.T) {
	const head = `<html lang="en"><head><title>Envoys meet in Oslo</title>`
	const body = `</head><body><article><h1>Envoys meet in Oslo</h1><p>The foreign ministers of Norway and Sweden met in Oslo on Monday to discuss the railway.</p></article></body></html>`
	for _, c := range []struct {
		name   string
		files  map[string]string // by path; "500" and the like are statuses
		header string
		want   []string
		not    []string
	}{
		{"nothing", map[string]string{"/a": head + body}, "", []string{"code   yes", "Nothing says", "/robots.txt              404"}, nil},
		{"all of it", map[string]string{
			"/a":          head + `<meta name="robots" content="noarchive, max-image-preview:large">` + body,
			"/robots.txt": "User-agent: *\nContent-Signal: search=yes, ai-train=no\n", "/.well-known/tdmrep.json": `[{"location":"/","tdm-reservation":1}]`,
			"/trust.txt": "datatrainingallowed=no",
		}, "train-ai=n", []string{"code   no   mining is reserved", "> reserved    noarchive\n", "> reserved    content-usage: train-ai=n\n",
			"> reserved    content-signal: search=yes, ai-train=no\n", "> reserved    tdm-reservation: 1\n              tdmrep.json", "> reserved    data-training: no\n"}, nil},
		{"forbidden", map[string]string{"/a": "never", "/robots.txt": "User-agent: annals\nDisallow: /a"}, "",
			[]string{"fetch  no\n", "list   yes  headline, link and date, as its feed has them\n", "code   no   it may not be fetched", "> not fetched robots-disallow: line 2: disallow: /a", "Note: the page was not fetched"}, nil},
		{"broken", map[string]string{"/a": "never", "/robots.txt": "500"}, "", []string{"fetch  no\n", "robots-unreachable", "500"}, nil},
		{"not listed", map[string]string{"/a": head + `<meta name="robots" content="noindex">` + body}, "", []string{"fetch  yes", "list   no", "it may not be listed"}, nil},
		{"gone", map[string]string{"/a": "410", "/robots.txt": "User-agent: *\nAllow: /"}, "", []string{"Note: the page could not be read: the server answers 410 Gone"}, nil},
		{"escapes", map[string]string{"/a": head + "<meta name=tdm-policy content='\x1b[31mred\u202e'>" + body}, "", []string{"noted       tdm-policy: [31mred"}, []string{"\x1b", "\u202e"}},
		{"a licence that the page links to", map[string]string{"/a": head + `<link rel="license" type="application/rsl+xml" href="/l.xml">` + body,
			"/l.xml": `<rsl><content url="/"><license><prohibits type="usage">ai-train</prohibits></license></content></rsl>`}, "",
			[]string{"code   no   mining is reserved", "> reserved    rsl: prohibits=ai-train\n", "  noted       rsl-read: /l.xml\n              link · 20"}, []string{"rsl-licence"}},
		{"one that allows", map[string]string{"/a": head + `<link rel="license" type="application/rsl+xml" href="/l.xml">` + body,
			"/l.xml": `<rsl><content url="/"><license><permits type="usage">all</permits></license></content></rsl>`}, "",
			[]string{"code   yes", "> allowed     rsl: permits=all\n"}, []string{"rsl-licence"}},
		{"one that is not there", map[string]string{"/a": head + `<link rel="license" type="application/rsl+xml" href="/l.xml">` + body}, "",
			[]string{"code   no   mining is reserved", "> reserved    rsl-licence: /l.xml\n              link · 20"}, []string{"rsl-read"}},
		{"led astray", map[string]string{"/a": "> /b", "/b": "never", "/robots.txt": "User-agent: *\nDisallow: /b"}, "", []string{"fetch  no\n", "disallow: /b"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				text, ok := c.files[r.URL.Path]
				status := 0
				fmt.Sscanf(text, "%d", &status)
				switch {
				case !ok:
					http.NotFound(w, r)
				case strings.HasPrefix(text, "> "):
					http.Redirect(w, r, text[2:], http.StatusFound)
				case text == "never":
					t.Errorf("%s was fetched", r.URL.Path)
				case status > 0:
					w.WriteHeader(status)
				default:
					if c.header != "" {
						w.Header().Set("Content-Usage", c.header)
					}
					fmt.Fprint(w, text)
				}
			}))
			defer s.Close()
			var out, errs bytes.Buffer
			if code := run([]string{"rights", s.URL + "/a"}, &console{nil, &out, &errs, func(string) string { return "" }}); code != 0 {
				t.Fatalf("exit %d: %s", code, errs.String())
			}
			for _, want := range c.want {
				if !strings.Contains(out.String(), want) {
					t.Errorf("want %q in:\n%s", want, out.String())
				}
			}
			for _, not := range c.not {
				if strings.Contains(out.String(), not) {
					t.Errorf("want no %q in:\n%q", not, out.String())
				}
			}
		})
	}
}

// Of an outlet with many articles the latest are looked into; all are counted.
func TestRightsOfMany(t *testing.T) {
	m := new(store.Memory)
	const n = 3*maxTally + 7
	for i := range n {
		a := annals.Article{ID: annals.ArticleID(fmt.Sprint(i)), URL: fmt.Sprintf("https://www.post.example/%d", i), Outlet: "Post", Rights: annals.Rights{Reserved: i < 10}}
		if i >= n-maxTally {
			a.Rights.Signals = []annals.Signal{{Kind: "license", Value: "x", Where: "link"}}
		}
		if _, err := m.Put(t.Context(), store.Entry{Capture: annals.Capture{URL: a.URL}, Origin: a.URL, Reading: annals.Reading{Article: a}}); err != nil {
			t.Fatal(err)
		}
	}
	x := tally{target: "post.example", host: siteOf("post.example")}
	if err := x.find(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	v := x.verdict(&rightsCmd{})
	if v.Articles.Read != n || v.Articles.Reserved != 10 || len(v.Signals) != 1 || v.Signals[0].Articles != maxTally || len(v.Notes) != 2 {
		t.Errorf("%+v, %+v", v, v.Articles)
	}
}

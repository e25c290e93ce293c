package fetch

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"annals"
	"annals/internal/sys/rights"
)

// A licence that a Link header names is read once a day; one that cannot be read
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

package rights

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"annals"
)

func TestTable(t *testing.T) {
	if _, err := readTable(signalsFile); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"a|b|c", "a | ( | code | x", "a | . | maybe | x"} {
		if _, err := readTable("# one\n" + bad); err == nil || !strings.HasPrefix(err.Error(), "signals.txt:2: ") {
			t.Errorf("%q: error %v", bad, err)
		}
	}
}

// testdata/decide.txt has a case a line.
func TestDecide(t *testing.T) {
	text, err := os.ReadFile("testdata/decide.txt")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for k, line := range strings.Split(string(text), "\n") {
		cells := strings.Split(line, "|")
		if strings.HasPrefix(line, "#") || len(cells) != 4 {
			continue
		}
		n++
		d := Decide(signalsOf(t, cells[0]), Basis(strings.TrimSpace(cells[1])))
		var may, decides []string
		for _, x := range []struct {
			name string
			ok   bool
		}{{"fetch", d.Fetch}, {"index", d.Index}, {"code", d.Code}} {
			if x.ok {
				may = append(may, x.name)
			}
		}
		for _, l := range d.Lines {
			if l.Decides {
				decides = append(decides, l.Kind)
			}
		}
		if got, want := strings.Join(may, " "), strings.TrimSpace(cells[2]); got != want {
			t.Errorf("line %d: may %q, want %q", k+1, got, want)
		}
		if got, want := strings.Join(decides, ", "), strings.TrimSpace(cells[3]); got != want {
			t.Errorf("line %d: %q decides, want %q", k+1, got, want)
		}
	}
	if n < 80 {
		t.Errorf("%d cases", n)
	}
}

func signalsOf(t *testing.T, cell string) (out []annals.Signal) {
	for part := range strings.SplitSeq(cell, " + ") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		kind, rest, ok := strings.Cut(part, "=")
		at := strings.LastIndexByte(rest, '@')
		if !ok || at < 0 {
			t.Fatalf("signal %q", part)
		}
		out = append(out, annals.Signal{Kind: kind, Value: rest[:at], Where: rest[at+1:]})
	}
	return out
}

func TestRobots(t *testing.T) {
	ar, err := txtar.ParseFile("testdata/robots.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range ar.Files {
		body, asked := string(f.Data), 0
		for _, text := range []string{body, strings.ReplaceAll(body, "\n", "\r\n"), strings.ReplaceAll(body, "\n", "\r"), "\xEF\xBB\xBF" + body} {
			r := ParseRobots([]byte(text))
			for line := range strings.Lines(body) {
				q, ok := strings.CutPrefix(line, "#? ")
				if !ok {
					continue
				}
				asked++
				path, want, _ := strings.Cut(strings.TrimSpace(q), " ")
				u, err := url.Parse("https://a.example" + path)
				if err != nil {
					t.Fatal(err)
				}
				if got, why := r.Allows(u); got != (want == "yes") {
					t.Errorf("%s: %s is %v (%s), want %s", f.Name, path, got, why, want)
				}
			}
		}
		if asked == 0 {
			t.Errorf("%s: nothing is asked", f.Name)
		}
	}
}

// Only the first 500 KiB count; what else the file says is read.
func TestRobotsLines(t *testing.T) {
	long := "User-agent: *\n# " + strings.Repeat("x", MaxRobots) + "\nDisallow: /\n"
	if ok, _ := ParseRobots([]byte(long)).Allows(&url.URL{Path: "/a"}); !ok {
		t.Error("a line beyond the bound counts")
	}
	r := ParseRobots([]byte("License: https://a.example/l.xml\nSitemap: https://a.example/s.xml\nUser-agent: *\nCrawl-delay: 2.5\n" +
		"Content-Usage: train-ai=n\nContent-Usage: /open/ train-ai=y\nContent-Signal: search=yes, ai-train=no\nUser-agent: b\nCrawl-delay: 9000\n"))
	if r.Delay != 2500*time.Millisecond || len(r.Sitemaps) != 1 || !slices.Equal(r.Licences, []string{"https://a.example/l.xml"}) {
		t.Errorf("%+v", r)
	}
	for _, c := range []struct{ text, want string }{ // licences in RSL
		{"User-agent: *\nDisallow: /x\nLicense: /rsl.xml # here\n", "/rsl.xml"},
		{"LICENSE : https://a.example/a.xml\nLicence: https://a.example/b.xml\nlicense: https://a.example/a.xml\n", "https://a.example/a.xml https://a.example/b.xml"},
		{"License:\nLicense\nLicenses: https://a.example/a.xml\n# License: https://a.example/b.xml\n", ""},
		{strings.Repeat("License: a\n", 99) + "License: b\nLicense: c\nLicense: d\nLicense: e\nLicense: f\n", "a b c d e"},
		{"User-agent: other\nLicense: /l.xml\n", "/l.xml"}, // of the whole site, wherever it stands
	} {
		if got := strings.Join(ParseRobots([]byte(c.text)).Licences, " "); got != c.want {
			t.Errorf("%.100q: licences %q, want %q", c.text, got, c.want)
		}
	}
	for path, want := range map[string]string{"/a": "train-ai=n", "/open/a": "train-ai=y"} {
		got := r.Signals(&url.URL{Path: path})
		if len(got) != 2 || got[0].Value != want || got[1].Kind != "content-signal" || got[0].Where != "robots.txt" {
			t.Errorf("%s: %+v", path, got)
		}
	}
	for _, c := range []struct{ text, want string }{
		{"Content-Signal: ai-train=no\nUser-agent: *\nDisallow:\n", "ai-train=no"}, // before any group
		{"User-agent: *\nContent-Signal: ai-train=yes\nContent-Signal: ai-train=no\n", "ai-train=yes ai-train=no"},
		{"User-agent: *\nContent-Signal: ai-train=no\nUser-agent: annals\nAllow: /\n", ""}, // for others
		{"User-agent: *\nContent-Signal: " + strings.Repeat("x=yes, ", 100) + "ai-train=no\n", strings.Repeat("x=yes, ", 100) + "ai-train=no"},
	} {
		var got []string
		for _, s := range ParseRobots([]byte(c.text)).Signals(&url.URL{Path: "/a"}) {
			got = append(got, s.Value)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
	for text, want := range map[string]time.Duration{
		"User-agent: annals\nCrawl-delay: 5\nUser-agent: other\nCrawl-delay: 9\nDisallow: /x": 9 * time.Second,
		"User-agent: other\nCrawl-delay: 9\nUser-agent: annals\nDisallow: /x":                 0,
		"User-agent: *\nCrawl-delay: NaN":                                                     0, "User-agent: *\nCrawl-delay: -3": 0, "User-agent: *\nCrawl-delay: soon": 0, "User-agent: *\nCrawl-delay: +Inf": maxDelay,
	} {
		if d := ParseRobots([]byte(text)).Delay; d != want {
			t.Errorf("%q: delay %v, want %v", text, d, want)
		}
	}
	if d := ParseRobots([]byte("User-agent: *\nCrawl-delay: 1e99\n")).Delay; d != maxDelay {
		t.Errorf("delay %v", d)
	}
}

// A file made to be slow is read in milliseconds, and in some more where races
// are looked for.
func TestRobotsMadeSlow(t *testing.T) {
	for _, line := range []string{"User-agent: annals\nCrawl-delay: 3\n", "User-agent: a\nCrawl-delay: 3\n", "User-agent: *\nUser-agent: annals\nDisallow: /*a\n", "Content-Signal: /a x=y\n",
		"Disallow: /" + strings.Repeat("*a", 200) + "b\n", "Disallow: /*aaaaaaaaaaaaaaaab\n", "License: x\n", ":\n", "\r"} {
		text := "User-agent: *\n" + strings.Repeat(line, MaxRobots/len(line))
		start := time.Now()
		r := ParseRobots([]byte(text))
		u := &url.URL{Path: "/" + strings.Repeat("a", 300)}
		r.Allows(u)
		r.Signals(u)
		if d := time.Since(start); d > time.Second {
			t.Errorf("%.40q takes %v", line, d)
		}
	}
}

func TestTDMRep(t *testing.T) {
	rules, err := ParseTDMRep([]byte(`[{"location":"/free/","tdm-reservation":0},{"location":"/*.pdf$","tdm-reservation":1,"tdm-policy":"https://a.example/p"},{"location":"/news/","tdm-reservation":"1"}]`))
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{"/free/a": "0", "/x.pdf": "1", "/news/1": "1", "/other": ""} {
		got := ""
		if s := TDMSignals(rules, &url.URL{Path: path}); len(s) > 0 {
			got = s[0].Value
		}
		if got != want {
			t.Errorf("%s: reservation %q, want %q", path, got, want)
		}
	}
	for text, want := range map[string]string{
		"\xEF\xBB\xBF" + `{"location":"/","tdm-reservation":1}`:                                      "1",
		`[1, null, {"location":"/"}, {"tdm-reservation":1}, {"location":"/","tdm-reservation":"1"}]`: "1",
		`[{"location":"/","tdm-reservation":1,"tdm-policy":{"uri":"https://a.example/p"}}]`:          "1",
		`[{"location":7,"tdm-reservation":0},{"location":"/","tdm-reservation":1}]`:                  "1",
		`[{"location":"/a/","tdm-reservation":0},{"location":"/","tdm-reservation":1}]`:              "1",
		`[{"location":"/b","tdm-reservation":1}]`:                                                    "", "{}": "", "[]": "", "[1]": "",
		`[` + strings.Repeat(`{"location":"/n","tdm-reservation":0},`, maxRules) + `{"location":"/","tdm-reservation":1}]`: "",
	} {
		rules, err := ParseTDMRep([]byte(text))
		got := ""
		if s := TDMSignals(rules, &url.URL{Path: "/x"}); len(s) > 0 {
			got = s[0].Value
		}
		if got != want || err != nil {
			t.Errorf("%.100s: reservation %q, want %q, error %v", text, got, want, err)
		}
	}
	for _, bad := range []string{"", "<html>", "[", "[{]"} {
		if _, err := ParseTDMRep([]byte(bad)); err == nil {
			t.Errorf("%q: no error", bad)
		}
	}
}

func TestTrust(t *testing.T) {
	got := ParseTrust([]byte("# trust.txt\nmember=https://press.example/\nDataTrainingAllowed = No # never\n"))
	if want := []annals.Signal{{Kind: "data-training", Value: "no", Where: "trust.txt"}}; !cmp.Equal(got, want) {
		t.Errorf("got %+v", got)
	}
	if got := ParseTrust([]byte("datatrainingallowed=no\ndatatrainingallowed=yes\n" + strings.Repeat("datatrainingallowed=no\n", 1000))); len(got) != 2 || !Reserves(got[0]) {
		t.Errorf("of lines that contradict: %+v", got)
	}
	if got := ParseTrust([]byte("<html>")); got != nil {
		t.Errorf("of a web page: %+v", got)
	}
}

func TestRSL(t *testing.T) {
	const doc = `<rsl xmlns="https://rslstandard.org/rsl"><content url="/"><license><permits type="usage">search</permits><payment type="purchase"/></license></content>
<content url="/open/*"><license><permits type="usage">ai-all search</permits><permits type="geo">EU</permits><payment type="free"/></license></content>
<content url="https://other.example/"><license><prohibits type="usage">all</prohibits></license></content></rsl>`
	for path, want := range map[string]string{"/a": "permits=search; payment=purchase", "/open/a": "permits=ai-all,search; permits-geo=EU; payment=free"} {
		s, err := ParseRSL([]byte(doc), &url.URL{Scheme: "https", Host: "a.example", Path: path})
		if err != nil || len(s) != 1 || s[0].Value != want {
			t.Errorf("%s: %+v, error %v", path, s, err)
		}
	}
	for _, bad := range []string{"", "<rsl><content", "<html><body>Not found</body></html>", "<rss><channel/></rss>", "{}"} {
		if _, err := ParseRSL([]byte(bad), &url.URL{}); err == nil {
			t.Errorf("%q: no error", bad)
		}
	}
}

func TestHeaderSignals(t *testing.T) {
	h := http.Header{"Tdm-Reservation": {"1"}, "Content-Usage": {"train-ai=n"}, "Content-Signal": {"ai-train=no"},
		"X-Robots-Tag": {"noarchive, max-image-preview:large", "otherbot: noindex", "annals: noai", "max-snippet: 0", "unavailable_after: 25 Jun 2027 15:00:00 PST"},
		"Link":         {`<https://a.example/>; rel="canonical", <https://a.example/l.xml>; rel="license"; type="application/rsl+xml"`}}
	var got []string
	for _, s := range HeaderSignals(h) {
		got = append(got, Words(s))
	}
	want := []string{"tdm-reservation: 1 (header)", "content-usage: train-ai=n (header)", "content-signal: ai-train=no (header)",
		"noarchive (header)", "noai (header)", "max-snippet: max-snippet:0 (header)", "rsl-licence: https://a.example/l.xml (header)"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want (-) got (+):\n%s", diff)
	}
}

// Headers without end give no signals without end.
func TestHeadersBounded(t *testing.T) {
	h := http.Header{}
	var long strings.Builder
	for k := range 5000 {
		fmt.Fprintf(&long, "max-snippet:%d, ", k)
		h.Add("Content-Usage", fmt.Sprint("x", k, "=y"))
		h.Add("X-Robots-Tag", "noai")
	}
	h["X-Robots-Tag"] = append([]string{long.String()}, h["X-Robots-Tag"]...)
	if n := len(Add(annals.Rights{}, HeaderSignals(h)...).Signals); n > 3*maxFound {
		t.Errorf("%d signals", n)
	}
}

func FuzzParseRobots(f *testing.F) {
	f.Add([]byte("User-agent: *\nDisallow: /*a*$\n"), "/ba")
	f.Fuzz(func(t *testing.T, body []byte, path string) {
		u, err := url.Parse("https://a.example/")
		if err != nil {
			return
		}
		u.Path = path
		r := ParseRobots(body)
		r.Allows(u)
		r.Signals(u)
		if ok, _ := r.Allows(&url.URL{Path: "/robots.txt"}); !ok {
			t.Error("robots.txt itself is forbidden")
		}
	})
}

func FuzzHeaderSignals(f *testing.F) {
	f.Add("annals: noai, max-snippet: 0", `<https://a.example/l.xml>; rel="license"; type="application/rsl+xml"`, "train-ai=n;x, search=?0")
	f.Add("unavailable_after: 25 Jun 2027 15:00:00 PST", "<", `"`)
	f.Fuzz(func(t *testing.T, robots, link, usage string) {
		ss := HeaderSignals(http.Header{"X-Robots-Tag": {robots}, "Link": {link}, "Content-Usage": {usage}, "Content-Signal": {usage}, "Tdm-Reservation": {usage}})
		d := Decide(ss, None)
		if free := Decide(ss, Own); d.Fetch != free.Fetch || d.Index != free.Index || d.Code && !free.Code {
			t.Errorf("a basis changed more than coding: %+v, %+v", d, free)
		}
		for n := range ss { // what one signal forbids, no other allows again
			if one := Decide(ss[n:n+1], None); !one.Code && d.Code || !one.Index && d.Index {
				t.Errorf("%+v is outweighed", ss[n])
			}
		}
		for _, s := range ss {
			if len(s.Value) > maxTerms+4 {
				t.Errorf("%d bytes of %s", len(s.Value), s.Kind)
			}
		}
	})
}

func FuzzFiles(f *testing.F) {
	f.Add([]byte(`[{"location":"/","tdm-reservation":1}]`))
	f.Add([]byte(`<rsl><content url="/"><license/></content></rsl>`))
	f.Fuzz(func(t *testing.T, body []byte) {
		u := &url.URL{Scheme: "https", Host: "a.example", Path: "/a"}
		if rules, err := ParseTDMRep(body); err == nil {
			Decide(TDMSignals(rules, u), None)
		}
		if s, err := ParseRSL(body, u); err == nil {
			Decide(s, None)
		}
		Decide(ParseTrust(body), None)
	})
}

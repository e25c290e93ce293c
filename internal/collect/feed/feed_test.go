package feed

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// now is the time at which the feeds of testdata are read.
var now = time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)

// Each file of testdata/feeds is a feed and what is read of it. Lines before the
// first file are options: type, base, select, max.
func TestParse(t *testing.T) {
	files, err := filepath.Glob("testdata/feeds/*.txtar")
	if err != nil || len(files) < 15 {
		t.Fatalf("%d files, error %v", len(files), err)
	}
	for _, file := range files {
		ar, err := txtar.ParseFile(file)
		if err != nil || len(ar.Files) != 2 {
			t.Fatalf("%s: want a feed and what is read, error %v", file, err)
		}
		o, kind, base := Options{Now: now}, "", "https://news.example/feed"
		for line := range strings.Lines(string(ar.Comment)) {
			name, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
			switch name {
			case "type":
				kind = value
			case "base":
				base = value
			case "select":
				o.Select = value
			case "max":
				fmt.Sscan(value, &o.MaxItems)
			}
		}
		got := shown(Parse(ar.Files[0].Data, kind, base, o))
		if os.Getenv("UPDATE") != "" {
			ar.Files[1].Data = []byte(got)
			if err := os.WriteFile(file, txtar.Format(ar), 0o666); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if diff := cmp.Diff(string(ar.Files[1].Data), got); diff != "" {
			t.Errorf("%s: want (-) got (+):\n%s", file, diff)
		}
	}
}

// shown is a feed in words.
func shown(f Feed, err error) string {
	var b strings.Builder
	if err != nil {
		fmt.Fprintf(&b, "error %v\n", err)
		return b.String()
	}
	fmt.Fprintf(&b, "%s %q\n", f.Kind, f.Title)
	for _, x := range [][2]string{{"home", f.Home}, {"self", f.Self}, {"hub", f.Hub}, {"licence", f.Licence}} {
		if x[1] != "" {
			fmt.Fprintf(&b, "%s %s\n", x[0], x[1])
		}
	}
	if f.Every > 0 {
		fmt.Fprintf(&b, "every %v\n", f.Every)
	}
	for _, w := range f.Warnings {
		fmt.Fprintf(&b, "warning %s\n", w)
	}
	for _, p := range f.Parts {
		fmt.Fprintf(&b, "part %s%s\n", p.URL, dates(p))
	}
	for _, it := range f.Items {
		fmt.Fprintf(&b, "%s%s %s %q\n", it.URL, dates(it), it.Language, it.Title)
		for _, w := range it.Warnings {
			fmt.Fprintf(&b, "  warning %s\n", w)
		}
	}
	return b.String()
}

func dates(it Item) (s string) {
	if !it.Published.IsZero() {
		s += " " + it.Published.Format("2006-01-02T15:04Z")
	}
	if !it.Updated.IsZero() {
		s += " updated " + it.Updated.Format("2006-01-02T15:04Z")
	}
	return s
}

// What is too large is refused before it is read; what has too many items is
// read in part.
func TestParseBounds(t *testing.T) {
	huge := append([]byte("<rss><channel>"), make([]byte, MaxBytes)...)
	if _, err := Parse(huge, "", "https://a.example/", Options{}); !errors.Is(err, ErrLarge) {
		t.Errorf("%d bytes: error %v", len(huge), err)
	}
	var b strings.Builder
	b.WriteString("<rss version='2.0'><channel>")
	for i := range 2000 {
		fmt.Fprintf(&b, "<item><link>https://a.example/%d</link></item>", i)
	}
	f, err := Parse([]byte(b.String()+"</channel></rss>"), "", "https://a.example/", Options{})
	if err != nil || len(f.Items) != MaxItems || len(f.Warnings) != 1 {
		t.Errorf("2000 items: %d read, warnings %q, error %v", len(f.Items), f.Warnings, err)
	}
}

// The same text in any encoding is the same feed.
func TestParseCharsets(t *testing.T) {
	const item = `<rss version="2.0"><channel><title>Łódź</title><item><link>https://a.example/1</link><title>Protest w Łodzi</title></item></channel></rss>`
	latin2 := strings.NewReplacer("Ł", "\xA3", "ó", "\xF3", "ź", "\xBC").Replace(item)
	utf16 := "\xFF\xFE"
	for _, r := range item {
		utf16 += string([]byte{byte(r), byte(r >> 8)})
	}
	for name, x := range map[string][2]string{
		"UTF-8":                       {item, ""},
		"mark":                        {"\xEF\xBB\xBF" + item, ""},
		"UTF-16":                      {utf16, "application/rss+xml"},
		"declared":                    {`<?xml version="1.0" encoding="iso-8859-2"?>` + latin2, ""},
		"of the server":               {latin2, "text/xml; charset=iso-8859-2"},
		"UTF-8 that says ISO-8859-1":  {`<?xml version="1.0" encoding="iso-8859-1"?>` + item, ""},
		"UTF-8, server says US-ASCII": {item, "text/xml; charset=us-ascii"},
	} {
		f, err := Parse([]byte(x[0]), x[1], "https://a.example/", Options{})
		if err != nil || f.Title != "Łódź" || len(f.Items) != 1 || f.Items[0].Title != "Protest w Łodzi" {
			t.Errorf("%s: %+v, error %v", name, f, err)
		}
	}
}

// testdata/canonical.txt has addresses of one article a line.
func TestCanonical(t *testing.T) {
	lines, err := os.ReadFile("testdata/canonical.txt")
	if err != nil {
		t.Fatal(err)
	}
	owner := map[string]int{}
	for n, line := range strings.Split(strings.TrimSpace(string(lines)), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		same := strings.Fields(line)
		for _, a := range same {
			if got, want := Canonical(a), Canonical(same[0]); got != want {
				t.Errorf("line %d: %s is %s, the first of the line is %s", n+1, a, got, want)
			}
		}
		if at, twice := owner[Canonical(same[0])]; twice {
			t.Errorf("lines %d and %d are one address", at, n+1)
		}
		owner[Canonical(same[0])] = n + 1
	}
}

func TestDiscover(t *testing.T) {
	page, err := os.ReadFile("testdata/home.html")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range Discover(page, "text/html", "https://paper.example/en/") {
		got = append(got, fmt.Sprintf("%s %s %q", f.Kind, f.URL, f.Title))
	}
	want := []string{
		`rss https://paper.example/en/world.xml "World & more"`,
		`atom https://paper.example/atom "All"`,
		`json https://feeds.example/paper.json ""`,
		`sitemap https://paper.example/news-sitemap.xml ""`,
		`rss https://paper.example/politics/rss "Politics"`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want (-) got (+):\n%s", diff)
	}
}

// What is written is read again; folders stay.
func TestOPML(t *testing.T) {
	subs := []Subscription{
		{URL: "https://a.example/rss", Title: "A & B", Home: "https://a.example/"},
		{URL: "https://b.example/rss?x=1&y=2", Title: "B", Folder: "Africa"},
		{URL: "https://c.example/rss", Title: "C", Folder: "Asia"},
	}
	var b strings.Builder
	if err := WriteOPML(&b, "Feeds", subs); err != nil {
		t.Fatal(err)
	}
	got, err := ReadOPML([]byte(b.String()))
	if diff := cmp.Diff(subs, got); err != nil || diff != "" {
		t.Errorf("error %v; want (-) got (+):\n%s", err, diff)
	}
	for _, bad := range []string{"", "<html></html>", "<opml><body><outline", "{}"} {
		if _, err := ReadOPML([]byte(bad)); err == nil {
			t.Errorf("%q: no error", bad)
		}
	}
}

func FuzzParse(f *testing.F) {
	files, _ := filepath.Glob("testdata/feeds/*.txtar")
	for _, file := range files {
		if ar, err := txtar.ParseFile(file); err == nil {
			f.Add(ar.Files[0].Data, "")
		}
	}
	f.Add([]byte("<ul><li><a href=/a>A</a></ul>"), "li")
	f.Fuzz(func(t *testing.T, body []byte, sel string) {
		got, err := Parse(body, "", "https://a.example/", Options{Now: now, Select: sel})
		if err != nil {
			return
		}
		known := map[string]bool{}
		for _, it := range got.Items {
			if !strings.HasPrefix(it.URL, "http") || known[Canonical(it.URL)] || it.Published.After(now.Add(25*time.Hour)) {
				t.Errorf("item %+v", it)
			}
			known[Canonical(it.URL)] = true
		}
	})
}

func FuzzDiscover(f *testing.F) {
	f.Add([]byte(`<link rel=alternate type=application/rss+xml href=/rss>`))
	f.Fuzz(func(t *testing.T, body []byte) { Discover(body, "", "https://a.example/") })
}

func FuzzReadOPML(f *testing.F) {
	f.Add([]byte(`<opml><body><outline text="a" xmlUrl="https://a.example/rss"/></body></opml>`))
	f.Fuzz(func(t *testing.T, body []byte) { ReadOPML(body) })
}

// What would take minutes or gigabytes is refused, or read as far as it is kept.
func TestManyElements(t *testing.T) {
	const item = "<item><title>x</title><link>/%d</link></item>"
	var many strings.Builder
	for k := range 50_000 {
		fmt.Fprintf(&many, item, k)
	}
	for _, c := range []struct {
		name, text string
		items      int
		want       string // of the error, or the last warning
	}{
		{"items", "<rss><channel>" + many.String() + "</channel></rss>", MaxItems, "more than 500 items, the rest is not read"},
		{"items of RDF", "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>" + many.String() + "</rdf:RDF>", MaxItems, "more than 500 items, the rest is not read"},
		{"empty items", "<rss><channel>" + strings.Repeat("<item/>", 1_000_000) + "</channel></rss>", 0, "an item without an address"},
		{"one item often", "<rss><channel>" + strings.Repeat(fmt.Sprintf(item, 1), 200_000) + "</channel></rss>", 1, "more than 500 items, the rest is not read"},
		{"depth", "<rss><channel><item>" + strings.Repeat("<a>", 3_000_000), 0, "feed is too large: it has too many elements"},
		{"objects", `{"version":"https://jsonfeed.org/version/1","items":[{"id":"1"}` + strings.Repeat(`,{"id":"1","url":"/x"}`, 400_000) + "]}", 0, "feed is too large: it has too many elements"},
		{"entities", `<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">` + strings.Repeat(`<!ENTITY b "&a;&a;&a;">`, 1000) + `]><rss><channel><item><title>&b;</title><link>/1</link></item></channel></rss>`, 0, "failed to detect feed type"},
		{"a file of the machine", `<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&a;</title><link>/1</link></item></channel></rss>`, 1, ""},
	} {
		f, err := Parse([]byte(c.text), "", "https://a.example/feed", Options{Now: now})
		said := fmt.Sprint(err)
		if err == nil {
			said = ""
			if n := len(f.Warnings); n > 0 {
				said = f.Warnings[n-1]
			}
		}
		if len(f.Items) != c.items || !strings.Contains(said, c.want) || len(f.Warnings) > maxWarned+1 || c.want == "" && strings.Contains(f.Items[0].Title, "root") {
			t.Errorf("%s: %d items, %d warnings, %q; want %d, %q", c.name, len(f.Items), len(f.Warnings), said, c.items, c.want)
		}
	}
}

package config

import (
	"net/netip"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/rogpeppe/go-internal/txtar"

	"annals/internal/sys/rights"
)

// The example of doc/config.md is read as it says.
func TestExample(t *testing.T) {
	b, err := os.ReadFile("testdata/example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	c, err := Parse("example.yaml", b)
	if err != nil {
		t.Fatal(err)
	}
	want := Config{Contact: "desk@example.org", Delay: 2 * time.Second, Every: 10 * time.Minute, Keep: 90 * 24 * time.Hour, Outlets: []Outlet{
		{Name: "Harbour Times", Country: "FJI", Feeds: []Feed{{URL: "https://news.example/rss"}, {URL: "https://news.example/news-sitemap.xml", Every: time.Hour}}},
		{Name: "Ministry of Foreign Affairs", Country: "TUV", Basis: rights.Own, Feeds: []Feed{{URL: "https://ministry.example/press", Select: "ul.news li"}}},
		{Name: "Gazette", Site: "https://gazette.example/"},
	}, Alerts: []Alert{{Name: "Diplomats of Belarus", Query: "actor:BLR type:COERCE", When: "sources 2", Webhook: "https://desk.example.org/annals", Secret: "change me",
		Mail: "desk@example.org", Digest: "daily 08:00 Europe/Warsaw"}}, Mail: &Mail{Host: "smtp.example.org", User: "annals", Password: "change me", From: "annals@example.org"}, Pages: "https://annals.example.org/"}
	if diff := cmp.Diff(want, c, cmpopts.IgnoreFields(Outlet{}, "Line"), cmpopts.IgnoreFields(Feed{}, "Line"), cmpopts.IgnoreFields(Alert{}, "Line"), cmpopts.EquateComparable(netip.Prefix{})); diff != "" {
		t.Errorf("want (-) got (+):\n%s", diff)
	}
	doc, err := os.ReadFile("../../../doc/config.md")
	if err != nil || !strings.Contains(string(doc), string(b)) {
		t.Errorf("doc/config.md does not show testdata/example.yaml as it is: %v", err)
	}
}

func TestBad(t *testing.T) {
	ar, err := txtar.ParseFile("testdata/bad.txtar")
	if err != nil || len(ar.Files) < 16 {
		t.Fatal(err)
	}
	for k := 0; k+1 < len(ar.Files); k += 2 {
		_, err := Parse("c.yaml", ar.Files[k].Data)
		got := ""
		if err != nil {
			got = err.Error() + "\n"
		}
		if diff := cmp.Diff(string(ar.Files[k+1].Data), got); diff != "" {
			t.Errorf("%s: want (-) got (+):\n%s", ar.Files[k].Name, diff)
		}
	}
}

func TestOPML(t *testing.T) {
	c, err := Parse("feeds.opml", []byte(`<?xml version="1.0"?><opml version="2.0"><body><outline text="Africa"><outline text="A" xmlUrl="https://a.example/rss"/></outline></body></opml>`))
	if want := []Outlet{{Name: "A", Feeds: []Feed{{URL: "https://a.example/rss"}}}}; err != nil || !cmp.Equal(want, c.Outlets) {
		t.Errorf("%+v, %v", c, err)
	}
}

func FuzzParse(f *testing.F) {
	if ar, err := txtar.ParseFile("testdata/bad.txtar"); err == nil {
		for _, x := range ar.Files {
			f.Add(x.Data)
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := Parse("c.yaml", b)
		if err == nil && len(c.Outlets) == 0 {
			t.Error("nothing to watch, and no error")
		}
	})
}

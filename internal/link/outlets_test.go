package link

import (
	"testing"

	"annals"
)

func TestOutletCountry(t *testing.T) {
	o := outlets(t)
	for _, c := range []struct {
		name, address string
		want          annals.Code
	}{
		{"Reuters", "", "GBR"},
		{"the reuters", "https://news.example.com/1", "GBR"},
		{"Danube Post", "https://www.danubepost.hu/2026/1", "HUN"},
		{"Danube Post", "https://danubepost.hu.example/2026/1", "HUN"},
		{"Tavria Post", "https://tavria.co.uk", "GBR"},
		{"Tavria Post", "https://tavria.com/ua", ""},
		{"Startup Daily", "https://daily.io/news", ""}, // let to everybody
		{"Nowhere", "::", ""},
		{"", "", ""},
	} {
		if got := o.Country(c.name, c.address); got != c.want {
			t.Errorf("Country(%q, %q) = %q, want %q", c.name, c.address, got, c.want)
		}
	}
}

func TestAgency(t *testing.T) {
	o := outlets(t)
	for _, c := range []struct {
		name string
		a    annals.Article
		want string
	}{
		{"dateline", annals.Article{Text: "KYIV, Oct 6 (Meridian Wire) — A drone hit a school."}, "Meridian Wire"},
		{"dateline of a known agency", annals.Article{Text: "CAIRO (AP) -- Talks went on."}, "Associated Press"},
		{"dateline without an agency", annals.Article{Text: "PARIS (France) — Talks went on."}, ""},
		{"brackets that are none", annals.Article{Text: "The European Union (EU) — a bloc of states — met."}, ""},
		{"byline", annals.Article{Byline: []string{"By Ann Example, Harmattan Press Agency"}, Text: "Talks went on."}, "Harmattan Press Agency"},
		{"byline of an agency", annals.Article{Byline: []string{"Reuters"}, Text: "Talks went on."}, "Reuters"},
		{"byline of a person", annals.Article{Byline: []string{"Ann Wire"}, Text: "Talks went on."}, ""},
		{"last line", annals.Article{Text: "Talks went on.\n\nMeridian Wire contributed to this report."}, "Meridian Wire"},
		{"credit", annals.Article{Text: "Talks went on.", Credits: []string{"With reporting by Reuters"}}, "Reuters"},
		{"credit of a picture", annals.Article{Text: "Talks went on.", Credits: []string{"Reuters"}}, ""},
		{"agencies without a name", annals.Article{Text: "Talks went on.", Credits: []string{"with agencies"}}, ""},
		{"outlet", annals.Article{Outlet: "Herald (Example Wire)", Text: "Talks went on."}, "Example Wire"},
		{"outlet, via", annals.Article{Outlet: "Reuters via Herald"}, "Reuters"},
		{"none", annals.Article{Outlet: "Herald", Text: "Talks went on."}, ""},
	} {
		if got := o.Agency(&c.a); got != c.want {
			t.Errorf("%s: Agency = %q, want %q", c.name, got, c.want)
		}
	}
}

func outlets(t *testing.T) *Outlets {
	t.Helper()
	o, err := LoadOutlets()
	if err != nil {
		t.Fatal(err)
	}
	return o
}

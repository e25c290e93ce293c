package main

import (
	"testing"

	"annals"
	"annals/internal/sys/store"
)

// A failure that gives an article now has the outlet that was watched; where
// mining is reserved it is left, unless somebody gave the page himself.
func TestAgain(t *testing.T) {
	page := func(head string) []byte {
		return []byte(`<html lang="en"><head><title>Talks</title>` + head + `</head><body><article><h1>Talks in Oslo</h1>
<p>The foreign ministers of Norway and Sweden met in Oslo on Monday to discuss the northern railway.</p></article></body></html>`)
	}
	const reserved = `<meta name="tdm-reservation" content="1">`
	for _, c := range []struct {
		name, outlet, head string
		want               bool
	}{
		{"watched", "Harbour Times", "", true},
		{"watched, reserved", "Harbour Times", reserved, false},
		{"given", "", "", true},
		{"given, reserved", "", reserved, true},
	} {
		e := store.Entry{Capture: annals.Capture{URL: "https://news.example/1", ContentType: "text/html", Body: page(c.head)}}
		e.Reading.Article.Outlet = c.outlet
		a, err := again(&e)
		if (err == nil) != c.want || err == nil && c.outlet != "" && a.Outlet != c.outlet {
			t.Errorf("%s: outlet %q, %v", c.name, a.Outlet, err)
		}
	}
}

package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"annals/internal/collect"
	"annals/internal/collect/config"
	"annals/internal/sys/store"
)

// Feeds are known, and listed as not read yet, from the start of a watcher on.
func TestStatusNotRead(t *testing.T) {
	s := new(store.Memory)
	for _, c := range []struct{ feeds, want string }{
		{"a b", "A  not read yet  -  now  0  0  0  http://a.example/a\nA  not read yet  -  now  0  0  0  http://a.example/b\n"},
		{"b", "A  not read yet  -  now  0  0  0  http://a.example/b\n"},
	} {
		o := config.Outlet{Name: "A"}
		for _, f := range strings.Fields(c.feeds) {
			o.Feeds = append(o.Feeds, config.Feed{URL: "http://a.example/" + f})
		}
		if _, err := collect.New(t.Context(), collect.Options{Config: config.Config{Outlets: []config.Outlet{o}}, Desk: s, Now: time.Now}); err != nil {
			t.Fatal(err)
		}
		st, err := (&statusCmd{}).standing(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := writeStanding(&out, st); err != nil {
			t.Fatal(err)
		}
		_, rows, _ := strings.Cut(out.String(), "\n")
		var lines string
		for l := range strings.Lines(rows) {
			if strings.HasPrefix(l, "A ") {
				lines += strings.Join(strings.Fields(strings.ReplaceAll(l, "not read yet", "not_read_yet")), "  ") + "\n"
			}
		}
		if got := strings.ReplaceAll(lines, "not_read_yet", "not read yet"); got != c.want {
			t.Errorf("feeds %s: got\n%s", c.feeds, out.String())
		}
	}
}

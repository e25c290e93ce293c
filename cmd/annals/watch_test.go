package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"annals/internal/tell"
)

// newsroom serves a feed of five pages: one to be coded, one that reserves
// mining in words, one that robots.txt forbids, one that is not there, one
// without an article.
func newsroom(t *testing.T, hooked *[]string) (address string) {
	t.Helper()
	t0 := t
	mux := http.NewServeMux()
	mux.HandleFunc("/robots.txt", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "User-agent: *\nDisallow: /closed\n") })
	mux.HandleFunc("/feed", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, `<rss version="2.0"><channel><title>Harbour Times</title>`)
		for _, x := range []string{"open", "reserved", "closed/1", "missing", "hollow"} {
			fmt.Fprintf(w, `<item><title>Item %s</title><link>/%s</link><pubDate>%s</pubDate></item>`, x, x, time.Now().UTC().Format(time.RFC1123Z))
		}
		fmt.Fprint(w, `<item><title>Lost</title></item></channel></rss>`)
	})
	page := func(title, foot string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprintf(w, `<html lang="en"><head><title>%s</title></head><body><article><h1>%s</h1>
<p>Poland expelled two Belarusian diplomats on Tuesday, the foreign ministry in Warsaw said. It gave them three days to leave the country.</p>
<p>Belarus condemned the decision and said it would respond in kind, a spokesman told reporters in Minsk.</p></article>%s</body></html>`, title, title, foot)
		}
	}
	mux.HandleFunc("POST /hook", func(_ http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		var t int64
		fmt.Sscanf(r.Header.Get("Annals-Signature"), "t=%d", &t)
		if tell.Sign("key", b, time.Unix(t, 0)) != r.Header.Get("Annals-Signature") {
			t0.Errorf("signature %q of %s", r.Header.Get("Annals-Signature"), b)
		}
		*hooked = append(*hooked, string(b))
	})
	mux.HandleFunc("/open", page("Poland expels Belarusian diplomats", ""))
	mux.HandleFunc("/reserved", page("Reserved story", "<footer><p>All rights reserved. Text and data mining of this site is not permitted without written consent.</p></footer>"))
	mux.HandleFunc("/hollow", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<html><body></body></html>") })
	mux.HandleFunc("/closed/1", func(http.ResponseWriter, *http.Request) { t.Error("a page was fetched against robots.txt") })
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s.URL
}

// ran runs the program and gives what it prints, with the server's address as
// HOST and times as TIME.
func ran(t *testing.T, host string, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	c := &console{in: strings.NewReader(""), out: &out, err: &out, env: func(string) string { return "" }}
	status := run(args, c)
	text := strings.ReplaceAll(out.String(), host, "HOST")
	lines := strings.Split(text, "\n")
	for k, l := range lines {
		if len(l) > 8 && l[2] == ':' && l[5] == ':' {
			lines[k] = "TIME" + l[8:]
		}
	}
	return fmt.Sprintf("%sstatus %d\n", strings.Join(lines, "\n"), status)
}

// watchFile writes what to watch, with an alert of that name, and gives its place
// and that of a record.
func watchFile(t *testing.T, host, alert string) (file, record string) {
	t.Helper()
	dir := t.TempDir()
	yaml := "delay: 100ms\nprivate: [127.0.0.0/8]\noutlets:\n  - name: Harbour Times\n    country: POL\n    feeds: " + host + "/feed\n" +
		"alerts:\n  - name: " + alert + "\n    query: actor:POL\n    webhook: " + host + "/hook\n    secret: key\n"
	file = filepath.Join(dir, "watch.yaml")
	if err := os.WriteFile(file, []byte(yaml), 0o666); err != nil {
		t.Fatal(err)
	}
	return file, filepath.Join(dir, "record.annals")
}

func TestWatch(t *testing.T) {
	var hooked []string
	host := newsroom(t, &hooked)
	conf, record := watchFile(t, host, "Expulsions")
	has := func(text string, want ...string) {
		t.Helper()
		for _, w := range want {
			if !strings.Contains(text, w) {
				t.Errorf("no %q in\n%s", w, text)
			}
		}
	}
	has(ran(t, host, "watch", conf, "--dry-run"), "Harbour Times         fetch     HOST/open      -\n", "list      HOST/closed/1  robots-disallow: line 2: disallow: /closed (robots.txt)\n", "1 feed read; pages: 4 to fetch, 1 to list\nstatus 0")
	if _, err := os.Stat(record); err == nil {
		t.Error("a dry run keeps something")
	}
	first := ran(t, host, "watch", conf, "--once", "--store", record)
	has(first, `5 items, 5 new; an item without an address: "Lost"  HOST/feed`, "coded  HOST/open", "listed  HOST/reserved", "listed  HOST/closed/1", "! Harbour Times", "the server answers 404 Not Found  HOST/missing", "failed: no article found: the page has no text  HOST/hollow", "1 coded, 2 listed, 2 failed, ", "status 1")
	has(ran(t, host, "status", "harbour times", "--store", record), "Harbour Times  well", "  1      2       2       HOST/feed", "2 captures could not be read", "Harbour Times  no article found: the page has no text  HOST/hollow   ", "the server answers 404 Not Found", "status 0")
	has(ran(t, host, "rights", "Harbour Times", "--store", record), "Note: 2 pages could not be read (the latest, HOST/", "`annals status \"Harbour Times\"` lists them")
	has(ran(t, host, "search", "actor:POL", "--store", record), "Harbour Times", "diplomats")
	has(first, "alert Expulsions: ", "[new: told by Harbour Times]")
	if len(hooked) == 0 || !strings.Contains(hooked[0], `"alert":"Expulsions"`) {
		t.Errorf("the hook got %q", hooked)
	}
	told := len(hooked)
	has(ran(t, host, "watch", conf, "--dry-run", "--store", record), "had       HOST/open      coded, 20", "1 feed read; pages: 5 had before")
	again := ran(t, host, "watch", conf, "--once", "--store", record)
	has(again, "nothing new, 0 claims", "status 0")
	has(ran(t, host, "alerts", "run", conf, "--store", record), "status 0")
	if len(hooked) != told {
		t.Errorf("told again: %q", hooked[told:])
	}
	has(ran(t, host, "alerts", "inbox", "--store", record), "Expulsions: ", "[new: told by Harbour Times]")
	has(ran(t, host, "alerts", "preview", "actor:POL", "--days", "400", "--store", record), "actor:POL: ", " notice")
	has(ran(t, host, "alerts", "preview", "actor:POL", "--when", "often", "--store", record), `unknown condition "often"`, "status 1")
	has(ran(t, host, "recode", "--store", record), "1 same")
	has(ran(t, host, "watch", conf, "--opml", "-"), `xmlUrl="HOST/feed"`, "status 0")
	if s := ran(t, host, "search", "reserved:yes", "--store", record); strings.Contains(s, "Reserved story") && strings.Contains(s, "expelled") {
		t.Errorf("a reserved page was coded:\n%s", s)
	}
	bad := filepath.Join(filepath.Dir(conf), "bad.yaml")
	if err := os.WriteFile(bad, []byte("outlets:\n  - nmae: A\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	has(ran(t, host, "watch", bad), `bad.yaml:2: unknown key "nmae" of an outlet: "name" is meant?`, "status 1")
	has(ran(t, host, "watch", filepath.Join(filepath.Dir(conf), "none.yaml")), "none.yaml", "no such file", "status 1")
}

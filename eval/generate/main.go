// Command generate writes made-up news pages, a JSON object a line as `annals
// import` reads them, to measure how fast they are read, coded, kept and merged:
//
//	go run ./eval/generate 100000 >pages.jsonl
//
// A page is eight to eighteen sentences of the corpus with other numbers, below
// a headline, byline and date, within the furniture of a news site. One in five
// is another outlet's copy of an agency's report. The same number gives the same
// bytes.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"html"
	"log"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"annals/corpus"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: generate NUMBER")
	}
	n, err := strconv.Atoi(os.Args[1])
	if err != nil || n < 1 {
		log.Fatalf("generate: %q is no number of pages", os.Args[1])
	}
	sentences, err := read("corpus/train")
	if err != nil {
		log.Fatal("generate: ", err)
	}
	out := bufio.NewWriter(os.Stdout)
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	g := generator{rand.New(rand.NewPCG(1, 2)), sentences, nil}
	for k := range n {
		if err := e.Encode(g.page(k)); err != nil {
			log.Fatal("generate: ", err)
		}
	}
	if err := out.Flush(); err != nil {
		log.Fatal("generate: ", err)
	}
}

// read gives the sentences of the corpus.
func read(dir string) (out []string, err error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("no corpus in %s: run it in the project's folder", dir)
	}
	for _, file := range files {
		f, err := os.Open(file)
		if err != nil {
			return nil, err
		}
		items, err := corpus.Read(f, file)
		f.Close()
		if err != nil {
			return nil, err
		}
		for _, it := range items {
			if len(it.Text) > 40 {
				out = append(out, it.Text)
			}
		}
	}
	return out, nil
}

type generator struct {
	rng       *rand.Rand
	sentences []string
	wire      []string // paragraphs of the agency's last report
}

// A page as `annals import` reads it.
type page struct {
	URL  string `json:"url"`
	HTML string `json:"html"`
}

const outlets = 200

func (g *generator) page(k int) page {
	outlet := g.rng.IntN(outlets)
	day := time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, k*1095/100_000%1095)
	body, credit := g.body(), ""
	if k%5 == 4 && g.wire != nil {
		body, credit = g.wire, "<p class=\"credit\">Reporting by Example Wire</p>"
	} else {
		g.wire = body
	}
	title := strings.TrimSuffix(body[0], ".")
	if i := strings.IndexByte(title[min(len(title), 60):], ' '); i >= 0 {
		title = title[:min(len(title), 60)+i]
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>%s | Outlet %d</title><meta property="og:site_name" content="Outlet %d"><meta property="article:published_time" content="%s"></head>
<body><header><nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li><li><a href="/sport">Sport</a></li></ul></nav></header>
<main><article><h1>%s</h1><p class="byline">By Staff Writer %d</p>`, html.EscapeString(title), outlet, outlet, day.Format(time.RFC3339), html.EscapeString(title), g.rng.IntN(900))
	for _, p := range body {
		fmt.Fprintf(&b, "<p>%s</p>\n", html.EscapeString(p))
	}
	fmt.Fprintf(&b, `%s</article><aside><h2>Most read</h2><ul><li><a href="/1">Ten recipes for autumn</a></li><li><a href="/2">Weather</a></li></ul></aside></main>
<footer><p>© %d Outlet %d</p></footer></body></html>`, credit, day.Year(), outlet)
	return page{fmt.Sprintf("https://outlet-%d.example/%s/story-%d", outlet, day.Format("2006/01/02"), k), b.String()}
}

// body is paragraphs of one or two sentences.
func (g *generator) body() (out []string) {
	for n := 8 + g.rng.IntN(11); n > 0; n-- {
		s := g.numbered(g.sentences[g.rng.IntN(len(g.sentences))])
		if len(out) > 0 && g.rng.IntN(3) == 0 {
			out[len(out)-1] += " " + s
			continue
		}
		out = append(out, s)
	}
	return out
}

// numbered is a sentence with other numbers, so that acts differ.
func (g *generator) numbered(s string) string {
	words := strings.Fields(s)
	for k, w := range words {
		if n, err := strconv.Atoi(w); err == nil && n > 1 && n < 1000 {
			words[k] = strconv.Itoa(2 + g.rng.IntN(2*n))
		}
	}
	return strings.Join(words, " ")
}

package main

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"annals"
	"annals/internal/extract"
)

// exampleArticles are the six example pages, extracted.
func exampleArticles(b *testing.B) []annals.Article {
	files, err := filepath.Glob("../../examples/*.html")
	if err != nil || len(files) == 0 {
		b.Fatalf("no examples: %v", err)
	}
	var out []annals.Article
	for _, f := range files {
		body, err := os.ReadFile(f)
		if err != nil {
			b.Fatal(err)
		}
		as, err := extract.Extract(&annals.Capture{File: f, Body: body}, extract.Options{})
		if err != nil {
			b.Fatal(err)
		}
		out = append(out, as...)
	}
	return out
}

// BenchmarkPath takes the example articles from text to claims, on one core.
func BenchmarkPath(b *testing.B) {
	as := exampleArticles(b)
	p, err := loadPath()
	if err != nil {
		b.Fatal(err)
	}
	sentences, articles := 0, 0
	b.ReportAllocs()
	for b.Loop() {
		for i := range as {
			r := p.read(&as[i])
			sentences += len(r.Sentences)
			articles++
		}
	}
	b.ReportMetric(float64(sentences)/b.Elapsed().Seconds(), "sentences/s")
	b.ReportMetric(float64(articles)/b.Elapsed().Seconds(), "articles/s")
}

// BenchmarkStages takes the example articles through each stage by itself, on
// one core, with what the stages before it have found.
func BenchmarkStages(b *testing.B) {
	as := exampleArticles(b)
	p, err := loadPath()
	if err != nil {
		b.Fatal(err)
	}
	ss, ms := make([][]annals.Sentence, len(as)), make([][]annals.Mention, len(as))
	for i := range as {
		ss[i], _ = p.grammar.Read(&as[i])
		ms[i], _ = p.link.Link(&as[i], ss[i])
	}
	for _, stage := range []struct {
		name string
		run  func(i int)
	}{
		{"grammar", func(i int) { p.grammar.Read(&as[i]) }},
		{"link", func(i int) { p.link.Link(&as[i], ss[i]) }},
		{"plover", func(i int) { p.plover.Code(&as[i], ss[i], ms[i]) }},
	} {
		b.Run(stage.name, func(b *testing.B) {
			b.ReportAllocs()
			sentences := 0
			for b.Loop() {
				for i := range as {
					stage.run(i)
					sentences += len(ss[i])
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(sentences), "µs/sentence")
		})
	}
}

// BenchmarkPathAllCores does the same on as many cores as GOMAXPROCS gives.
func BenchmarkPathAllCores(b *testing.B) {
	as := exampleArticles(b)
	p, err := loadPath()
	if err != nil {
		b.Fatal(err)
	}
	sentences := 0
	for b.Loop() {
		jobs := make(chan job)
		go func() {
			defer close(jobs)
			for range 10 {
				for i := range as {
					jobs <- job{article: as[i]}
				}
			}
		}()
		p.inOrder(context.Background(), jobs, 0, func(r annals.Reading, _ *job) { sentences += len(r.Sentences) })
	}
	b.ReportMetric(float64(sentences)/b.Elapsed().Seconds(), "sentences/s")
	b.ReportMetric(float64(runtime.GOMAXPROCS(0)), "cores")
}

// BenchmarkLoad is what every start of the program pays for its models.
func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := loadPath(); err != nil {
			b.Fatal(err)
		}
	}
}

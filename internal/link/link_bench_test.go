package link

import (
	"strings"
	"testing"
)

// BenchmarkValues finds the dates, numbers and places of an article of about
// 550 words, without a tree.
func BenchmarkValues(b *testing.B) {
	text := strings.Repeat("At least 12 soldiers died on Friday near Djibo in Burkina Faso, the army said. | Officials in Ouagadougou had warned last month that some 2,000 rebels would march on the town by 5 December 2022. | Talks in Doha ended without a deal two days later. || ", 10)
	a, ss := plainArticle(text, "2022-11-20")
	g, err := openPlaces()
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(a.Text)))
	b.ReportAllocs()
	for _, f := range []struct {
		name string
		run  func()
	}{
		{"dates", func() { findWhen(a, ss, a.Published) }},
		{"numbers", func() { findNumbers(ss) }},
		{"places", func() { g.find(a, ss, nil, nil) }},
	} {
		b.Run(f.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				f.run()
			}
		})
	}
}

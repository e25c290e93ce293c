package link

import (
	"runtime"
	"strings"
	"testing"
)

// maxTables is the memory that the tables may take, in bytes.
const maxTables = 60e6

// tableBytes is what a loaded linker keeps: on the heap, and of the gazetteer,
// which is read where it lies in the program.
func tableBytes(tb testing.TB) (heap, places float64) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	l, err := Load()
	if err != nil {
		tb.Fatal(err)
	}
	whenTables()
	numberTables()
	runtime.GC()
	runtime.ReadMemStats(&after)
	runtime.KeepAlive(l)
	return float64(after.HeapAlloc) - float64(before.HeapAlloc), float64(len(placesFile))
}

// TestTablesAreSmall holds the memory of the tables.
func TestTablesAreSmall(t *testing.T) {
	if heap, places := tableBytes(t); heap+places > maxTables {
		t.Errorf("the tables take %.1f MB on the heap and %.1f MB of the program, at most %.0f MB in all", heap/1e6, places/1e6, maxTables/1e6)
	}
}

// BenchmarkTables is what loading the linker's tables costs.
func BenchmarkTables(b *testing.B) {
	heap, places := tableBytes(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Load(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(heap/1e6, "heap-MB")
	b.ReportMetric(places/1e6, "places-MB")
}

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

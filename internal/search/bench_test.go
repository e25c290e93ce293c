package search_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"annals/internal/search"
	"annals/internal/sys/store"
	"annals/internal/sys/store/sqlite"
	"annals/internal/sys/store/storetest"
)

// record opens a record of n made-up claims, and makes it where there is none.
func record(t testing.TB, path string, n int, o sqlite.Options) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(context.Background(), path, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if rs, _, err := s.Rows(context.Background(), nil, store.Page{Limit: 1}); err != nil || len(rs) > 0 {
		return s
	}
	var es []store.Entry
	keep := func() bool {
		if _, err := s.Put(context.Background(), es...); err != nil {
			t.Fatal(err)
		}
		es = es[:0]
		return true
	}
	storetest.Synthetic(n, 1, func(e store.Entry) bool {
		es = append(es, e)
		return len(es) < 500 || keep()
	})
	keep()
	return s
}

// questions are what people ask.
var questions = []string{"", "actor:RUS", "actor:RUS.MIL recipient:UKR type:ASSAULT", "pair:PRK-RUS", "type:AID since:2025-06 status:actual",
	"w3 w90", `"w3 w4"`, `said-by:"Speaker 7"`, "country:SYR dead:>=10", `place:"Town 77"`, `party:"Ministry 3 of PAK"`,
	"actor:RUS (type:AID OR type:AGREE) -hedged:yes", "party:USA sort:confidence"}

// facets are what claims are counted by beside a list.
var facets = []store.By{store.ByType, store.ByStatus, store.ByActor, store.ByPair, store.ByPlace, store.ByOutlet, store.BySpeaker}

// answers are the kinds of answers to a question; each asks once.
func answers(ctx context.Context, s store.Store, q search.Query) map[string][]func() error {
	out := map[string][]func() error{
		"list": {func() error {
			_, _, err := s.Rows(ctx, q.Filter, store.Page{Order: q.Order})
			return err
		}},
		"series": {func() error {
			_, err := search.Series(ctx, s, q, store.ByMonth)
			return err
		}},
	}
	for _, by := range facets {
		out["facet"] = append(out["facet"], func() error {
			_, err := s.Count(ctx, q.Filter, by)
			return err
		})
	}
	return out
}

// BenchmarkQueries asks a record of 20,000 claims.
func BenchmarkQueries(b *testing.B) {
	s := record(b, filepath.Join(b.TempDir(), "bench.annals"), 20_000, sqlite.Options{Index: true})
	if err := s.Ready(context.Background()); err != nil {
		b.Fatal(err)
	}
	for _, text := range questions {
		q, err := search.Parse(text, search.Options{})
		if err != nil {
			b.Fatal(err)
		}
		for kind, asks := range answers(context.Background(), s, q) {
			b.Run(kind+"/"+text, func(b *testing.B) {
				for b.Loop() {
					for _, ask := range asks {
						if err := ask(); err != nil {
							b.Fatal(err)
						}
					}
				}
			})
		}
	}
}

// BenchmarkPut keeps articles of twelve claims, 500 in a transaction.
func BenchmarkPut(b *testing.B) {
	const claims = 24_000
	for b.Loop() {
		path := filepath.Join(b.TempDir(), "put.annals")
		record(b, path, claims, sqlite.Options{}).Close()
		if info, err := os.Stat(path); err == nil {
			b.ReportMetric(float64(info.Size())/claims, "B/claim")
		}
	}
	b.ReportMetric(claims*float64(b.N)/b.Elapsed().Seconds(), "claims/s")
}

// TestMillion asks the record of a million claims that ANNALS_MILLION names,
// makes it first where there is none, and prints tables for BENCHMARKS.md: as a
// server answers, or with ANNALS_MILLION_FILE=yes as a command does.
func TestMillion(t *testing.T) {
	path := os.Getenv("ANNALS_MILLION")
	if path == "" {
		t.Skip("ANNALS_MILLION names no file")
	}
	const claims = 1_000_000
	record(t, path, claims, sqlite.Options{}).Close()
	times, start := 9, time.Now()
	indexed := os.Getenv("ANNALS_MILLION_FILE") == ""
	s := record(t, path, claims, sqlite.Options{Index: indexed})
	if err := s.Ready(context.Background()); err != nil {
		t.Fatal(err)
	}
	if !indexed {
		times = 1
	} else if bytes, values, n := s.Memory(); n > 0 {
		fmt.Printf("Columns of %d claims: loaded in %.1f s, %.1f bytes a claim, %.1f of them names and other values.\n\n",
			n, time.Since(start).Seconds(), float64(bytes)/float64(n), float64(values)/float64(n))
	}
	fmt.Println("| query | list of 50, p50 | max | series by month, p50 | max | facet, p50 | max |\n|---|---|---|---|---|---|---|")
	for _, text := range questions {
		q, err := search.Parse(text, search.Options{})
		if err != nil {
			t.Fatal(err)
		}
		fmt.Printf("| `%s` |", text)
		asks := answers(context.Background(), s, q)
		for _, kind := range []string{"list", "series", "facet"} {
			took := timed(t, times, asks[kind])
			fmt.Printf(" %.1f ms | %.1f ms |", took[len(took)/2], took[len(took)-1])
		}
		fmt.Println()
	}
}

// timed asks so many times and gives how many milliseconds each took, in order.
func timed(t *testing.T, times int, asks []func() error) []float64 {
	t.Helper()
	var took []float64
	for range times {
		for _, ask := range asks {
			start := time.Now()
			if err := ask(); err != nil {
				t.Fatal(err)
			}
			took = append(took, time.Since(start).Seconds()*1000)
		}
	}
	slices.Sort(took)
	return took
}

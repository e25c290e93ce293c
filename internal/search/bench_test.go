package search_test

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"annals/internal/search"
	"annals/internal/sys/store"
	"annals/internal/sys/store/sqlite"
	"annals/internal/sys/store/storetest"
)

// benchRecord is a record of 20,000 synthetic claims, or of as many as
// ANNALS_BENCH_CLAIMS says; ANNALS_BENCH_STORE keeps it for the next time.
// ANNALS_BENCH_INDEX=no asks the file alone, as commands do that ask one thing.
func benchRecord(b *testing.B) *sqlite.Store {
	n, _ := strconv.Atoi(os.Getenv("ANNALS_BENCH_CLAIMS"))
	if n == 0 {
		n = 20_000
	}
	path := os.Getenv("ANNALS_BENCH_STORE")
	if path == "" {
		path = filepath.Join(b.TempDir(), "bench.annals")
	}
	s, err := sqlite.Open(context.Background(), path, sqlite.Options{Index: os.Getenv("ANNALS_BENCH_INDEX") != "no"})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	if err := s.Ready(context.Background()); err != nil {
		b.Fatal(err)
	}
	if rs, _, err := s.Rows(context.Background(), nil, store.Page{Limit: 1}); err != nil || len(rs) > 0 {
		return s
	}
	var es []store.Entry
	keep := func() bool {
		if _, err := s.Put(context.Background(), es...); err != nil {
			b.Fatal(err)
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

// BenchmarkQueries answers what people ask: lists of fifty claims, counts and
// series.
func BenchmarkQueries(b *testing.B) {
	s := benchRecord(b)
	for _, q := range []string{"", "actor:RUS", "actor:RUS.MIL recipient:UKR type:ASSAULT", "pair:PRK-RUS", "type:AID since:2025-06 status:actual",
		"w3 w90", `"w3 w4"`, `said-by:"Speaker 7"`, "country:SYR dead:>=10", "place:\"Town 77\"", "actor:RUS (type:AID OR type:AGREE) -hedged:yes", "party:USA sort:confidence"} {
		query, err := search.Parse(q, search.Options{})
		if err != nil {
			b.Fatal(err)
		}
		b.Run("list/"+q, func(b *testing.B) {
			for b.Loop() {
				if _, _, err := s.Rows(context.Background(), query.Filter, store.Page{Order: query.Order}); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run("series/"+q, func(b *testing.B) {
			for b.Loop() {
				if _, err := search.Series(context.Background(), s, query, store.ByMonth); err != nil {
					b.Fatal(err)
				}
			}
		})
		for _, by := range []store.By{store.ByType, store.ByActor, store.ByPair, store.ByOutlet} {
			b.Run("counts/"+string(by)+"/"+q, func(b *testing.B) {
				for b.Loop() {
					if _, err := s.Count(context.Background(), query.Filter, by); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

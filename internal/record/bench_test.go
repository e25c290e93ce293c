package record_test

import (
	"context"
	"path/filepath"
	"testing"

	"annals/internal/record"
	"annals/internal/sys/store"
	"annals/internal/sys/store/sqlite"
	"annals/internal/sys/store/storetest"
)

// BenchmarkMerge adds 20,000 synthetic claims to a file, 32 articles at a time,
// as `annals add` does, and merges after each time. It counts the merging
// alone.
func BenchmarkMerge(b *testing.B) {
	r, err := record.Load()
	if err != nil {
		b.Fatal(err)
	}
	ctx := context.Background()
	const claims = 20_000
	events := 0
	for b.Loop() {
		b.StopTimer()
		s, err := sqlite.Open(ctx, filepath.Join(b.TempDir(), "x.annals"), sqlite.Options{})
		if err != nil {
			b.Fatal(err)
		}
		events = 0
		var batch []store.Entry
		flush := func() {
			if _, err := s.Put(ctx, batch...); err != nil {
				b.Fatal(err)
			}
			batch = batch[:0]
			b.StartTimer()
			done, err := r.Merge(ctx, s, record.Options{})
			b.StopTimer()
			if err != nil {
				b.Fatal(err)
			}
			events += done.Events
		}
		storetest.Synthetic(claims, 1, func(e store.Entry) bool {
			if batch = append(batch, e); len(batch) == 32 {
				flush()
			}
			return true
		})
		flush()
		s.Close()
		b.StartTimer()
	}
	b.ReportMetric(claims*float64(b.N)/b.Elapsed().Seconds(), "claims/s")
	b.ReportMetric(float64(events), "events")
}

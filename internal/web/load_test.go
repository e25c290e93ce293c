package web

import (
	"context"
	"flag"
	"fmt"
	"io"
	"iter"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"annals/internal/sys/store"
	"annals/internal/sys/store/sqlite"
	"annals/internal/sys/store/storetest"
)

var (
	loadFor = flag.Duration("load", 2*time.Second, "how long TestLoad reads and adds")
	think   = flag.Duration("think", time.Second, "how long each reader of TestLoad looks at a page, on average")
	readers = flag.Int("readers", 200, "how many readers TestLoad has")
	held    = flag.Int("held", 100, "how many articles of twelve claims TestLoad begins with")
	mergeAt = flag.Bool("merge", false, "whether TestLoad merges every second what was added")
)

const (
	addEvery  = 100 * time.Millisecond
	addAtOnce = 5 // articles: 50 a second
	mergeEach = time.Second
	slowest   = 250 * time.Millisecond // of 99 of 100 answers
)

// TestLoad lets readers read while articles are added and merged: no answer may
// fail, and 99 of 100 come soon, on an idle machine. `make load` runs it for a
// minute; the short run allows ten times as long, since tests share the machine.
func TestLoad(t *testing.T) {
	ctx := context.Background()
	s, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "load.annals"), sqlite.Options{Index: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	next, end := iter.Pull(func(yield func(store.Entry) bool) { storetest.Synthetic(1<<40, 1, yield) })
	defer end()
	var ids []string
	for range *held {
		e, _ := next()
		ids = append(ids, string(e.Reading.Article.ID))
		if _, err := s.Put(ctx, e); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := merged(s)(ctx); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(New(options(s)))
	defer server.Close()
	ctx, stop := context.WithTimeout(ctx, *loadFor)
	defer stop()
	var wg sync.WaitGroup
	added := 0
	wg.Go(func() { added = adding(ctx, t, s, next) })
	if *mergeAt {
		wg.Go(func() { merging(ctx, t, s) })
	}
	var heaps []uint64
	wg.Go(func() { heaps = heap(ctx, *loadFor/10) })
	took := make([][]time.Duration, *readers)
	for i := range took {
		wg.Go(func() { took[i] = reading(ctx, t, server.URL, ids, i) })
	}
	wg.Wait()
	judge(t, slices.Concat(took...), heaps, added)
}

func judge(t *testing.T, all []time.Duration, heaps []uint64, added int) {
	slices.Sort(all)
	at := func(p float64) time.Duration { return all[int(p*float64(len(all)-1))].Round(100 * time.Microsecond) }
	t.Logf("%d answers to %d readers in %v (%.0f/s), %d articles added (%.0f/s): median %v, p95 %v, p99 %v, worst %v",
		len(all), *readers, *loadFor, float64(len(all))/loadFor.Seconds(), added, float64(added)/loadFor.Seconds(), at(.5), at(.95), at(.99), at(1))
	t.Logf("heap in MB, ten times: %d", heaps)
	limit := slowest
	if *loadFor < 30*time.Second {
		limit *= 10
	}
	if at(.99) > limit && !raced {
		t.Errorf("p99 is %v, want at most %v", at(.99), limit)
	}
	if n := len(heaps); n >= 4 && *loadFor >= 30*time.Second && heaps[n-1] > 2*heaps[n/3]+32 {
		t.Errorf("the heap grows: %d MB", heaps)
	}
}

// adding adds articles until ctx is done, and says how many.
func adding(ctx context.Context, t *testing.T, s store.Store, next func() (store.Entry, bool)) (n int) {
	for tick := time.NewTicker(addEvery); ; {
		select {
		case <-ctx.Done():
			return n
		case <-tick.C:
		}
		var es []store.Entry
		for range addAtOnce {
			e, _ := next()
			es = append(es, e)
		}
		if _, err := s.Put(context.WithoutCancel(ctx), es...); err != nil {
			t.Errorf("add: %v", err)
			return n
		}
		n += len(es)
	}
}

func merging(ctx context.Context, t *testing.T, s store.Store) {
	for ctx.Err() == nil {
		if _, err := merged(s)(context.WithoutCancel(ctx)); err != nil {
			t.Errorf("merge: %v", err)
			return
		}
		pause(ctx, mergeEach)
	}
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// heap is what lives on the heap from time to time, in MB.
func heap(ctx context.Context, every time.Duration) (mb []uint64) {
	for ctx.Err() == nil {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		mb = append(mb, m.HeapAlloc>>20)
		pause(ctx, every)
	}
	return mb
}

// reading is one reader: a page, some thought, another page.
func reading(ctx context.Context, t *testing.T, base string, ids []string, i int) (took []time.Duration) {
	rng := rand.New(rand.NewPCG(1, uint64(i)))
	c := &http.Client{Transport: &http.Transport{}, Timeout: 30 * time.Second}
	defer c.CloseIdleConnections()
	for {
		pause(ctx, time.Duration(2*rng.Float64()*float64(*think)))
		if ctx.Err() != nil {
			return took
		}
		path := choice(rng, ids)
		start := time.Now()
		res, err := c.Get(base + path)
		if err != nil {
			t.Errorf("%s: %v", path, err)
			return took
		}
		_, err = io.Copy(io.Discard, res.Body)
		res.Body.Close()
		took = append(took, time.Since(start))
		if err != nil || res.StatusCode != http.StatusOK {
			t.Errorf("%s: status %d, %v", path, res.StatusCode, err)
		}
	}
}

// choice is a page that a reader may want: half of the time one that many
// look at, else one that few do.
func choice(rng *rand.Rand, ids []string) string {
	pick := func(of ...string) string { return of[rng.IntN(len(of))] }
	country := func() string { return pick("USA", "RUS", "CHN", "UKR", "ISR", "IRN", "GBR", "FRA") }
	switch rng.IntN(10) {
	case 0, 1:
		return "/"
	case 2:
		return "/search"
	case 3:
		return pick("/map", "/network", "/outlets", "/codebook")
	case 4:
		return pick("/pair/RUS-USA", "/pair/CHN-USA", "/pair/RUS-UKR")
	case 5:
		return "/actor/" + country()
	case 6:
		return fmt.Sprintf("/search?q=actor:%s+since:2025-0%d+type:%s", country(), 1+rng.IntN(6), pick("AID", "ASSAULT", "AGREE", "ACCUSE", "CONSULT"))
	case 7:
		return fmt.Sprintf("/v1/claims?limit=20&q=party:%s+confidence:>0.%d", country(), rng.IntN(9))
	case 8:
		return fmt.Sprintf("/search?q=w%d", rng.IntN(1000))
	}
	return "/article/" + pick(ids...)
}

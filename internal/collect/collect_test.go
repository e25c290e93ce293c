package collect

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"annals/internal/collect/config"
	"annals/internal/collect/feed"
	"annals/internal/collect/fetch"
	"annals/internal/collect/world"
	"annals/internal/sys/store"
)

// everybody watches all outlets of the world.
func everybody() config.Config {
	var c config.Config
	for n := range world.Outlets {
		o := config.Outlet{Name: fmt.Sprintf("Outlet %d", n), Feeds: []config.Feed{{URL: world.FeedURL(n)}}}
		switch world.KindOf(n) {
		case world.Listing:
			o.Feeds[0].Select = "ul.news li"
		case world.Found:
			o.Feeds, o.Site = nil, fmt.Sprintf("http://%d.news.example/", n)
		case world.Twice:
			o.Feeds = append(o.Feeds, config.Feed{URL: fmt.Sprintf("http://%d.news.example/short-feed", n)})
		case world.TDM:
			if n > 30 {
				o.Basis = "licence"
			}
		}
		c.Outlets = append(c.Outlets, o)
	}
	return c
}

// taken is what a watcher handed over.
type taken struct {
	mu    sync.Mutex
	pages map[string]int // by canonical address
	fates map[world.Kind]map[Fate]int
	bad   []string
	stop  func() // called for each page
}

func (k *taken) keep(_ context.Context, p *Page) (Fate, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.stop != nil {
		k.stop()
	}
	var n int
	fmt.Sscanf(p.Item.URL, "http://%d.news.example", &n)
	fate := Coded
	switch {
	case p.Problem != "":
		fate = Failed
	case p.Listed:
		fate = Listed
		if len(p.Body) > 0 {
			k.bad = append(k.bad, "a listed page has bytes: "+p.URL)
		}
	case len(p.Body) == 0:
		k.bad = append(k.bad, "no bytes: "+p.URL)
	}
	k.pages[feed.Canonical(p.URL)]++
	kind := world.KindOf(n)
	if k.fates[kind] == nil {
		k.fates[kind] = map[Fate]int{}
	}
	k.fates[kind][fate]++
	return fate, nil
}

func watcher(t *testing.T, w *world.World, d store.Desk, k *taken) *Watcher {
	t.Helper()
	rng := rand.New(rand.NewPCG(1, 2))
	var mu sync.Mutex
	jitter := func() float64 { mu.Lock(); defer mu.Unlock(); return rng.Float64() }
	client := fetch.New(fetch.Options{Dial: w.Dial, Resolve: w.Resolve, Jitter: jitter, Sites: Sites(t.Context(), d)})
	t.Cleanup(client.Close)
	x, err := New(t.Context(), Options{Config: everybody(), Client: client, Desk: d, Keep: k.keep, Jitter: jitter})
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// A week of fifty outlets that misbehave, with a stop and a start every day: no
// page twice, none against robots.txt, none too soon, memory flat.
func TestWeek(t *testing.T) {
	if testing.Short() {
		t.Skip("a simulated week takes ten seconds")
	}
	synctest.Test(t, func(t *testing.T) {
		w := world.New(time.Now())
		defer w.Close()
		desk := new(store.Memory)
		k := &taken{pages: map[string]int{}, fates: map[world.Kind]map[Fate]int{}}
		var heap []uint64
		for range 7 {
			x := watcher(t, w, desk, k)
			ctx, cancel := context.WithTimeout(t.Context(), 24*time.Hour)
			if err := x.Run(ctx, false); err != nil {
				t.Fatal(err)
			}
			cancel()
			x.o.Client.Close()
			heap = append(heap, inUse())
		}
		last := w.Published(time.Now())
		t.Logf("%d requests, %d pages; fates by kind of outlet: %v; heap after each day: %d MB", w.Requests(), len(k.pages), k.fates, heap)
		for a, n := range k.pages {
			if n > 1 {
				t.Errorf("%s was handed over %d times", a, n)
			}
		}
		if len(w.Against) > 0 || len(k.bad) > 0 {
			t.Errorf("%d against the rules: %s; %s", len(w.Against), strings.Join(w.Against[:min(5, len(w.Against))], ", "), strings.Join(k.bad, ", "))
		}
		if w.AtOnce > 1 {
			t.Errorf("%d requests to one host at once", w.AtOnce)
		}
		if h := heap[len(heap)-1]; h > heap[1]+heap[1]/2+8 {
			t.Errorf("heap grows: %d MB", heap)
		}
		for kind, outlets := range map[world.Kind]int{world.Plain: 2, world.Atom: 2, world.Moved: 2, world.Found: 2, world.Listing: 2, world.Index: 2, world.Charset: 1, world.Limited: 2, world.Tracked: 1} {
			if got := k.fates[kind][Coded]; got < outlets*(last-4) {
				t.Errorf("kind %d: %d of %d stories coded", kind, got, outlets*last)
			}
		}
		for _, kind := range []world.Kind{world.Header, world.NoRobots, world.Robots} {
			if k.fates[kind][Listed] == 0 && kind != world.NoRobots {
				t.Errorf("kind %d: nothing listed: %v", kind, k.fates[kind])
			}
		}
		if k.fates[world.Header][Coded] > 0 || k.fates[world.NoRobots][Coded] > 0 {
			t.Errorf("reserved pages were coded: %v", k.fates)
		}
		if f := k.fates[world.Licensed]; f[Listed] < last-4 || f[Coded] > 1 {
			t.Errorf("the licence that a feed names does not count: %v", f)
		}
		for _, kind := range []world.Kind{world.Slow, world.Bomb, world.Endless, world.Inside, world.Loop} {
			if k.fates[kind][Failed] == 0 || k.fates[kind][Coded] < 3*k.fates[kind][Failed] {
				t.Errorf("kind %d: %v", kind, k.fates[kind])
			}
		}
		checkFeeds(t, desk)
	})
}

// checkFeeds holds what is known of the feeds at the end.
func checkFeeds(t *testing.T, desk store.Desk) {
	t.Helper()
	feeds, err := Feeds(t.Context(), desk)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range feeds {
		var n int
		fmt.Sscanf(f.URL, "http://%d.news.example", &n)
		switch kind := world.KindOf(n); kind {
		case world.Moved:
			if f.Moved != strings.Replace(f.URL, "/feed", "/new-feed", 1) {
				t.Errorf("%s: moved to %q", f.URL, f.Moved)
			}
		case world.Gone:
			if !f.Gone || f.Problem == "" || f.Since.IsZero() {
				t.Errorf("%s: %+v", f.URL, f)
			}
		case world.Changing, world.NoRobots:
			if !strings.Contains(f.Problem, "robots.txt") {
				t.Errorf("%s: problem %q", f.URL, f.Problem)
			}
		case world.Plain:
			if f.Problem != "" || f.Every < leastEvery || f.Every > 6*time.Hour || f.Coded < 50 {
				t.Errorf("%s: %+v", f.URL, f)
			}
		}
	}
}

func inUse() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc >> 20
}

// A watcher that is stopped in the middle of anything stops within five
// seconds, and the next one goes on.
func TestStops(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := world.New(time.Now())
		defer w.Close()
		desk := new(store.Memory)
		k := &taken{pages: map[string]int{}, fates: map[world.Kind]map[Fate]int{}}
		for n := range 12 {
			x := watcher(t, w, desk, k)
			ctx, cancel := context.WithCancel(t.Context())
			stop := time.Now().Add(time.Duration(n*n+1) * time.Second)
			time.AfterFunc(time.Until(stop), cancel)
			if err := x.Run(ctx, false); err != nil {
				t.Fatal(err)
			}
			if d := time.Since(stop); d > 5*time.Second {
				t.Errorf("stopped after %v", d)
			}
			x.o.Client.Close()
		}
		for a, n := range k.pages {
			if n > 1 {
				t.Errorf("%s was handed over %d times", a, n)
			}
		}
		if len(k.pages) < 80 {
			t.Errorf("%d pages", len(k.pages))
		}
	})
}

// Once reads every feed and its pages, and ends.
func TestOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := world.New(time.Now())
		defer w.Close()
		desk := new(store.Memory)
		k := &taken{pages: map[string]int{}, fates: map[world.Kind]map[Fate]int{}}
		x := watcher(t, w, desk, k)
		if c := x.Counts(); c.Due != c.Feeds || c.Feeds < world.Outlets || c.Read+c.New+c.Waiting > 0 {
			t.Errorf("at first: %+v", c)
		}
		if err := x.Run(t.Context(), true); err != nil {
			t.Fatal(err)
		}
		had := 0
		c := x.Counts()
		for _, n := range c.Fates {
			had += n
		}
		if c.Due > 0 || c.Read < world.Outlets || c.New != had+c.Waiting || c.Fates[Coded] == 0 || !c.Next.After(time.Now()) {
			t.Errorf("at last: %+v", c)
		}
		if got := k.fates[world.Plain][Coded]; got != 4 {
			t.Errorf("%d stories of two outlets coded, want 4", got)
		}
	})
}

// What cannot be kept stops the watcher, and the page waits for the next one.
func TestKeepFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := world.New(time.Now())
		defer w.Close()
		desk := new(store.Memory)
		full := errors.New("no space left")
		x := watcher(t, w, desk, &taken{})
		x.o.Keep = func(context.Context, *Page) (Fate, error) { return "", full }
		if err := x.Run(t.Context(), false); !errors.Is(err, full) {
			t.Errorf("error %v", err)
		}
		ns, err := desk.NotesOf(t.Context(), pageNote)
		if err != nil || len(ns) == 0 {
			t.Errorf("%d pages wait, %v", len(ns), err)
		}
	})
}

// Intervals follow what feeds bring, within bounds.
func TestSettle(t *testing.T) {
	now := time.Date(2026, 3, 5, 0, 0, 0, 0, time.UTC)
	f := Feed{Every: firstEvery}
	var got []time.Duration
	for _, fresh := range []int{3, 2, 9, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0} {
		f.settle(now, fresh, 0, 0, 0.5)
		got = append(got, f.Every)
	}
	if got[3] != leastEvery || got[len(got)-1] != mostEvery || !slices.IsSortedFunc(got[3:], func(a, b time.Duration) int { return int(a - b) }) {
		t.Errorf("%v", got)
	}
	f.settle(now, 5, 24*time.Hour, 0, 0.5)
	if f.Every != 24*time.Hour {
		t.Errorf("a feed that asks for a day is read every %v", f.Every)
	}
	f.entry.Every = time.Hour
	if f.settle(now, 5, 24*time.Hour, 0, 0.5); f.Every != time.Hour || !f.Next.Equal(now.Add(time.Hour)) {
		t.Errorf("configured for an hour: %v", f.Every)
	}
}

// A feed is gone after four answers of 404 in a row, not after one.
func TestGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := world.New(time.Now())
		defer w.Close()
		desk := new(store.Memory)
		x := watcher(t, w, desk, &taken{})
		x.feeds = nil
		x.add(nil, config.Outlet{Name: "A"}, config.Feed{URL: "http://0.news.example/none"}, false, "")
		for _, step := range []struct {
			run  time.Duration
			gone bool
		}{{time.Minute, false}, {time.Hour, false}, {4 * time.Hour, true}} {
			ctx, cancel := context.WithTimeout(t.Context(), step.run)
			if err := x.Run(ctx, false); err != nil {
				t.Fatal(err)
			}
			cancel()
			if f := x.feeds[0]; f.Gone != step.gone || f.Problem == "" {
				t.Errorf("after %v more: gone %v after %d times 404", step.run, f.Gone, f.Missing)
			}
		}
	})
}

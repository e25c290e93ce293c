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
		case world.Bought:
			o.Basis = "licence"
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
	if strings.Contains(p.Item.Title, "\uFFFD") {
		k.bad = append(k.bad, "unreadable headline: "+p.Item.Title)
	}
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
		for host, n := range w.ByHost() {
			if n > mostRequests {
				t.Errorf("%s was asked %d times", host, n)
			}
		}
		checkFates(t, k.fates, last)
		checkFeeds(t, desk)
	})
}

// mostRequests is how many requests one host gets in a week at most: some sixty
// pages, and its feeds every half an hour.
const mostRequests = 400

// Fates that a kind of outlet has: nearly all stories of each of its outlets,
// none, the half of them, four of five, one of five, more than none.
const (
	none  = "none"
	all   = "all"
	half  = "half"
	most  = "4/5"
	fifth = "1/5"
	some  = "some"
)

// fates are what becomes of the stories of each kind of outlet, and what is
// said of its feed at the end; "" is that it is well. That a page reserves
// mining in its own words is found where pages are read, not here.
var fates = map[world.Kind]struct{ coded, listed, failed, feed string }{
	world.Plain: {all, none, none, ""}, world.Atom: {all, none, none, ""}, world.JSONFeed: {all, none, none, ""}, world.Sitemap: {all, none, none, ""},
	world.Index: {all, none, none, ""}, world.Listing: {all, none, none, ""}, world.Found: {all, none, none, ""}, world.Moved: {all, none, none, ""},
	world.Gone: {some, none, none, "410 Gone"}, world.Limited: {all, none, none, ""}, world.Down: {all, none, none, ""},
	world.Robots: {half, half, none, ""}, world.Changing: {some, none, none, "robots.txt"}, world.NoRobots: {none, none, none, "robots.txt"},
	world.TDM: {none, all, none, ""}, world.Bought: {all, none, none, ""},
	world.Header: {none, all, none, ""}, world.Meta: {all, none, none, ""}, world.Words: {all, none, none, ""},
	world.Slow: {most, none, fifth, ""}, world.Bomb: {most, none, fifth, ""}, world.Endless: {most, none, fifth, ""},
	world.Inside: {most, none, fifth, ""}, world.Loop: {most, none, fifth, ""},
	world.Charset: {all, none, none, ""}, world.Skewed: {all, none, none, ""}, world.Twice: {all, none, none, ""}, world.Tracked: {all, none, none, ""},
	world.Licensed: {some, all, none, ""}, world.Linked: {none, all, none, ""}, world.Cut: {all, none, none, ""},
	world.Web: {some, none, none, "a web page, not a feed"}, world.SlowFeed: {some, none, none, "timed out"},
	world.BombFeed: {some, none, none, "unpacks to far more than was sent"}, world.EndlessFeed: {some, none, none, "too large"},
	world.Mislabelled: {all, none, none, ""}, world.Opening: {all, none, none, ""}, world.Forever: {some, none, none, "429 Too Many Requests"},
}

// checkFates holds what became of the stories of each kind of outlet, of which
// there are so many an outlet.
func checkFates(t *testing.T, got map[world.Kind]map[Fate]int, stories int) {
	t.Helper()
	outlets := map[world.Kind]int{}
	for n := range world.Outlets {
		outlets[world.KindOf(n)]++
	}
	for kind := range world.Kind(world.Kinds) {
		want, ok := fates[kind]
		if !ok || outlets[kind] == 0 {
			t.Errorf("kind %d of outlet has no fate, or no outlet", kind)
		}
		sum := stories * outlets[kind]
		for fate, share := range map[Fate]string{Coded: want.coded, Listed: want.listed, Failed: want.failed} {
			n := got[kind][fate]
			bounds := map[string][2]int{none: {0, 0}, all: {sum - 4*outlets[kind], sum}, half: {sum/2 - 4, sum/2 + 4}, most: {sum*4/5 - 5, sum*4/5 + 4},
				fifth: {sum/5 - 4, sum/5 + 4}, some: {1, sum / 2}}[share]
			if n < bounds[0] || n > bounds[1] {
				t.Errorf("kind %d: %d of %d stories %s, want %s", kind, n, sum, fate, share)
			}
		}
	}
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
		kind := world.KindOf(n)
		if want := fates[kind].feed; (f.Problem == "") != (want == "") || !strings.Contains(f.Problem, want) || (f.Problem == "") != f.Since.IsZero() {
			t.Errorf("%s, of kind %d: problem %q since %v, want %q", f.URL, kind, f.Problem, f.Since, want)
		}
		if moved := strings.Replace(f.URL, "/feed", "/new-feed", 1); (f.Moved == moved) != (kind == world.Moved) || f.Gone != (kind == world.Gone) {
			t.Errorf("%s, of kind %d: moved to %q, gone: %v", f.URL, kind, f.Moved, f.Gone)
		}
		if kind == world.Plain && (f.Every < leastEvery || f.Every > 6*time.Hour || f.Coded < 50) {
			t.Errorf("%s: %+v", f.URL, f)
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
	f.Last, f.entry.Every = now, time.Minute
	if f.plan(); f.Every != time.Minute || !f.Next.Equal(now.Add(time.Minute)) {
		t.Errorf("configured for a minute since it was read: every %v, in %v", f.Every, f.Next.Sub(now))
	}
	f.Problem, f.entry.Every = "gone", time.Hour
	if f.plan(); f.Every != time.Minute {
		t.Errorf("a feed in trouble is planned anew: every %v", f.Every)
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

package record_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"annals"
	"annals/internal/record"
	"annals/internal/sys/store"

	"github.com/google/go-cmp/cmp"
)

// A narrow store gives few claims at a time, and cannot write now and then.
type narrow struct {
	*store.Memory
	few  int
	fail bool
}

var errFull = errors.New("disk full")

func (n *narrow) Loose(ctx context.Context, limit int) (claims, stale []string, err error) {
	return n.Memory.Loose(ctx, min(limit, n.few))
}

func (n *narrow) SetEvents(ctx context.Context, es []annals.Event, gone []string) error {
	if n.fail {
		return errFull
	}
	return n.Memory.SetEvents(ctx, es, gone)
}

// A life is a record in which reports come, are superseded and withdrawn, events
// are split, and several merge, one of them all along.
type life struct {
	*testing.T
	store   narrow
	rng     *rand.Rand
	mergers []*record.Merger // the first one merges most often
	world   []store.Entry
	left    map[string]store.Entry // by origin
	n       int
	alone   int // events that were taken for alone, summed over all merging
}

func newLife(t *testing.T, seed uint64) *life {
	l := &life{T: t, store: narrow{Memory: &store.Memory{}}, rng: rand.New(rand.NewPCG(seed, 5)), world: dense(seed, 200), left: map[string]store.Entry{}}
	for range 2 {
		l.mergers = append(l.mergers, rules(t).Merger(&l.store, record.Options{}))
	}
	return l
}

// put adds a report, or makes an article that is there say something else or nothing.
func (l *life) put() {
	e := l.world[l.rng.IntN(len(l.world))]
	l.n++
	if _, there := l.left[e.Origin]; there {
		e.Reading.Article.ID = annals.ArticleID(fmt.Sprint("v", l.n))
		c := l.world[l.rng.IntN(len(l.world))].Reading.Claims[0]
		c.ID = fmt.Sprint("n", l.n)
		e.Evidence = map[string]string{c.ID: e.Evidence[e.Reading.Claims[0].ID]}
		if e.Reading.Claims = []annals.Claim{c}; l.rng.IntN(2) == 0 {
			e.Reading.Claims, e.Evidence = nil, nil
		}
	}
	e.Capture = annals.Capture{URL: fmt.Sprint("https://x.example/", l.n), Time: time.Date(2024, 5, 20, 0, l.n, 0, 0, time.UTC)}
	l.left[e.Origin] = e
	if _, err := l.store.Put(l.Context(), e); err != nil {
		l.Fatal(err)
	}
}

// split puts a claim apart from one or all others of its event.
func (l *life) split() {
	es := slices.DeleteFunc(events(l.T, l.store.Memory), func(e annals.Event) bool { return len(e.Claims) < 2 })
	if len(es) == 0 {
		return
	}
	e := es[l.rng.IntN(len(es))]
	from := slices.Clone(e.Claims[1:])
	l.rng.Shuffle(len(from), func(i, j int) { from[i], from[j] = from[j], from[i] })
	for _, id := range from[:1+l.rng.IntN(len(from))] {
		if err := l.store.Split(l.Context(), store.Apart{Claim: e.Claims[0], From: id}); err != nil {
			l.Fatal(err)
		}
	}
	if err := l.store.Memory.SetEvents(l.Context(), nil, []string{e.ID}); err != nil {
		l.Fatal(err)
	}
}

// merge merges, most often by the first merger, in steps of any size, and
// sometimes in vain.
func (l *life) merge() {
	l.store.few, l.store.fail = 1+l.rng.IntN(60), l.rng.IntN(4) == 0
	m := l.mergers[max(0, l.rng.IntN(6)-4)]
	done, err := m.Merge(l.Context())
	if err != nil && !errors.Is(err, errFull) {
		l.Fatal(err)
	}
	if l.store.fail = false; err != nil || done.Claims == 0 {
		return // it has not seen what others did
	}
	wrong, alone, err := m.NotAlone(l.Context(), l.store.Memory)
	if err != nil || len(wrong) > 0 {
		l.Fatalf("linked all the same: %q, %v", wrong, err)
	}
	l.alone += alone
}

// anew is the events of what is left, merged at once.
func (l *life) anew() []annals.Event {
	var m store.Memory
	for _, e := range l.left {
		if _, err := m.Put(l.Context(), e); err != nil {
			l.Fatal(err)
		}
	}
	splits, err := l.store.Splits(l.Context())
	if err != nil {
		l.Fatal(err)
	}
	for _, s := range splits {
		if err := m.Split(l.Context(), s); err != nil {
			l.Fatal(err)
		}
	}
	if _, err := rules(l.T).Merge(l.Context(), &m, record.Options{}); err != nil {
		l.Fatal(err)
	}
	return events(l.T, &m)
}

// TestLongLivesGiveWhatAtOnceGives holds that a merger which remembers what it
// has seen makes the events that one which has seen nothing makes, whatever
// others do to the record meanwhile.
func TestLongLivesGiveWhatAtOnceGives(t *testing.T) {
	for seed := range uint64(8) {
		l := newLife(t, seed)
		for range 250 {
			switch n := l.rng.IntN(20); {
			case n < 10:
				l.put()
			case n < 11:
				l.split()
			default:
				l.merge()
			}
		}
		l.store.few = 1000
		if _, err := l.mergers[0].Merge(t.Context()); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(l.anew(), events(t, l.store.Memory)); d != "" {
			t.Errorf("life %d (-what is left, at once +as it came):\n%.1500s", seed, d)
		}
		if l.alone < 10 {
			t.Errorf("life %d: %d times an event was alone: the test says nothing", seed, l.alone)
		}
	}
}

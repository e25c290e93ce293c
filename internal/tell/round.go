package tell

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"time"

	"annals"
	"annals/internal/sys/store"
)

// roundNote is which events were there when a group of alerts was last checked:
// 8 bytes of a hash for each.
const roundNote = "round"

const (
	// fullEvery is after how long at least an alert is held against all events of
	// the last days again, changed or not: what is known of them is noted anew, and
	// a query may find by then what did not change itself. It comes at another time
	// for each alert, up to twice as late.
	fullEvery = 12 * time.Hour
	// maxChanged is how many claims of changed events are held in memory; where
	// there are more, each alert asks the store.
	maxChanged = 20000
)

// A Round is one check of many alerts. What they share is read once, and an alert
// is held against those events alone that changed since its group was checked:
// the alerts that are saved are one group, those of a file another.
type Round struct {
	s      Store
	now    time.Time
	from   annals.Date
	since  map[string]store.Note // when an alert was held against all events
	groups map[bool]*group       // of the saved alerts, and of the others
	notes  []store.Note          // of the groups, written at the end
}

// A group is alerts that are checked together.
type group struct {
	all    bool            // what changed is not known, or too much
	events []*annals.Event // that changed
	rows   []store.Row     // their claims that were published in the last days
}

// Begin reads what the alerts are held against; one that is not among them is held
// against all events.
func Begin(ctx context.Context, s Store, alerts []Alert, now time.Time) (*Round, error) {
	r := &Round{s: s, now: now, from: day(now.AddDate(0, 0, -lookBack)), since: map[string]store.Note{}, groups: map[bool]*group{}}
	ns, err := s.NotesOf(ctx, sinceNote)
	if err != nil || len(alerts) == 0 {
		return r, err
	}
	for _, n := range ns {
		r.since[n.Key] = n
	}
	es, err := recent(ctx, s, nil, r.from)
	if err != nil {
		return nil, err
	}
	sums, err := sumsOf(es)
	if err != nil {
		return nil, err
	}
	for _, saved := range []bool{true, false} {
		if key, ok := groupOf(alerts, saved); ok {
			if err := r.add(ctx, saved, key, es, sums); err != nil {
				return nil, err
			}
		}
	}
	return r, nil
}

// groupOf is the name of the saved alerts, or of those of a file: another one when
// the file has others.
func groupOf(alerts []Alert, saved bool) (key string, ok bool) {
	h := sha256.New()
	enc := json.NewEncoder(h)
	for i := range alerts {
		if a := &alerts[i]; (a.ID != "") == saved {
			ok = true
			enc.Encode([]any{a.Name, a.When, a.Least, fmt.Sprintf("%T", a.Filter), a.Filter})
		}
	}
	if saved {
		return "saved", ok
	}
	return fmt.Sprintf("file %x", h.Sum(nil)[:8]), ok
}

// sumsOf are hashes of all that events say.
func sumsOf(es []annals.Event) ([]uint64, error) {
	out := make([]uint64, len(es))
	for i := range es {
		b, err := json.Marshal(&es[i])
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(b)
		out[i] = binary.LittleEndian.Uint64(sum[:])
	}
	return out, nil
}

// add finds what changed for a group.
func (r *Round) add(ctx context.Context, saved bool, key string, es []annals.Event, sums []uint64) error {
	n, known, err := r.s.Note(ctx, roundNote, key)
	if err != nil {
		return err
	}
	was := map[uint64]bool{}
	for b := n.Value; len(b) >= 8; b = b[8:] {
		was[binary.LittleEndian.Uint64(b)] = true
	}
	g := &group{all: !known}
	r.groups[saved] = g
	var value []byte
	var claims store.Claims
	changed := len(was) != len(es)
	for i := range es {
		value = binary.LittleEndian.AppendUint64(value, sums[i])
		if !was[sums[i]] {
			changed = true
			g.events, claims = append(g.events, &es[i]), append(claims, es[i].Claims...)
		}
	}
	if changed || !known {
		r.notes = append(r.notes, store.Note{Kind: roundNote, Key: key, Time: r.now, Value: value})
	}
	if g.all = g.all || len(claims) > maxChanged; g.all {
		return nil
	}
	return r.read(ctx, g, claims)
}

// read reads the claims of the events that changed.
func (r *Round) read(ctx context.Context, g *group, claims store.Claims) error {
	lately := store.Range{Measure: store.Published, From: r.from}
	return store.EachRow(ctx, r.s, claims, func(x *store.Row) {
		if lately.Match(x) {
			g.rows = append(g.rows, *x)
		}
	})
}

// Check is what [Check] gives for an alert of the round.
func (r *Round) Check(ctx context.Context, a Alert) ([]Notice, []store.Note, error) {
	g := r.groups[a.ID != ""]
	if g == nil || g.all || r.due(&a) {
		return Check(ctx, r.s, a, r.now)
	}
	var hit map[string]bool
	for i := range g.rows {
		if x := &g.rows[i]; x.Event != "" && !hit[x.Event] && (a.Filter == nil || a.Filter.Match(x)) {
			if hit == nil {
				hit = map[string]bool{}
			}
			hit[x.Event] = true
		}
	}
	if len(hit) == 0 {
		return nil, nil, nil
	}
	ns, notes, err := r.held(ctx, a, g, hit)
	if err != nil {
		return nil, nil, fmt.Errorf("alert %q: %w", a.Name, err)
	}
	return ns, notes, nil
}

// held holds the events that changed and that an alert asks for against what it
// knew of them.
func (r *Round) held(ctx context.Context, a Alert, g *group, hit map[string]bool) ([]Notice, []store.Note, error) {
	if a.When == Spike {
		ns, err := spikes(ctx, r.s, a, r.now, spikeBack)
		if err != nil {
			return nil, nil, err
		}
		return fresh(ctx, r.s, ns, r.now)
	}
	var es []annals.Event
	for _, e := range g.events {
		if hit[e.ID] {
			es = append(es, *e)
		}
	}
	since := r.since[a.key()]
	return hold(ctx, r.s, a, es, begunAt(&since), r.now)
}

// due reports whether an alert is to be held against all events: it never was, or
// long ago, or what it counts by day was counted on another day.
func (r *Round) due(a *Alert) bool {
	last, ok := r.since[a.key()]
	sum := sha256.Sum256([]byte(a.key()))
	wait := fullEvery + fullEvery*time.Duration(sum[0])/256
	return !ok || r.now.Sub(last.Time) >= wait || a.When == Spike && day(last.Time) != day(r.now)
}

// End notes what the alerts were held against; it comes when what all of them
// found is safe.
func (r *Round) End(ctx context.Context) error {
	if len(r.notes) == 0 {
		return nil
	}
	return r.s.Notes(ctx, r.notes...)
}

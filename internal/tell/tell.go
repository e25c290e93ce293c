// Package tell finds in the record what somebody wants to be told, and tells it
// once.
//
// In go saved queries with a condition and the events of the record; out come
// [Notice]s, which are delivered to a webhook and kept in an inbox. What was told
// stands in the store by claim, so that events that are merged anew are not told
// again; a notice that could not be delivered waits there.
//
// A notice never says more than the record: its line carries status, doubt and
// speaker. Nothing here changes the record.
package tell

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"annals"
	"annals/internal/sys/store"
)

// A Condition is when an event is told.
type Condition string

// The conditions.
const (
	New     Condition = "new"     // an event that was not there before
	Sources Condition = "sources" // so many outlets report on their own
	Status  Condition = "status"  // a plan is carried out, a report denied, …
	Numbers Condition = "numbers" // what is given for a number has changed
	Spike   Condition = "spike"   // far more claims of a day than on those before
)

// An Alert is a saved query with a condition.
type Alert struct {
	ID     string // of a saved one, another after each change; "" for one of a file
	Name   string
	Filter store.Filter
	When   Condition
	Least  int // of Sources: how many outlets
}

// key is what is remembered of an alert under: a saved one may be called
// otherwise by now.
func (a *Alert) key() string {
	if a.ID != "" {
		return "\x1f" + a.ID // no name begins so
	}
	return a.Name
}

// Saved is the id under which an alert was saved; "" for one of a file.
func (a *Alert) Saved() string {
	id, _, _ := strings.Cut(a.ID, ".")
	return id
}

// A Notice is one thing to tell. The same thing has the same ID.
type Notice struct {
	ID    string      `json:"id"`
	Alert string      `json:"alert"`
	Saved string      `json:"saved,omitempty"` // id of the alert, if it was saved on the pages
	Time  time.Time   `json:"time"`            // when it was found
	Event string      `json:"event"`           // "" for a spike
	Day   annals.Date `json:"day"`
	Line  string      `json:"line"` // who does what to whom, with status, doubt and speakers
	Why   string      `json:"why"`  // what met the condition: told by 3 outlets
	Type  annals.Type `json:"type,omitempty"`
	Claim string      `json:"claim,omitempty"` // one that leads to a sentence
}

// A Store is what telling needs of one.
type Store interface {
	store.Archive
	store.Index
	store.Ledger
	store.Desk
}

// Kinds of notes in the store.
const (
	toldNote  = "told"  // what is known of a claim's event, by alert and claim
	sinceNote = "alert" // when an alert was last held against all events; the value is when it began
)

// renewAfter is when what is known of a claim is noted again although it is the
// same: notes that are not are forgotten one day.
const renewAfter = 24 * time.Hour

// lookBack is how many days back reports may lie that are told of.
const lookBack = 14

// known is what was last seen of an event, by an alert.
type known struct {
	Sources int               `json:"s,omitempty"`
	Status  annals.Status     `json:"t,omitempty"`
	Numbers map[string]string `json:"n,omitempty"`
	Told    bool              `json:"d,omitempty"` // of New and Sources
	Denied  denied            `json:"x,omitempty"` // of Status
}

// denied says whether somebody denies an event; 0 is that this was not noted.
type denied int

const (
	notDenied denied = 1
	isDenied  denied = 2
)

// Check gives what is to be told at a time, and what must be kept with it: the
// notes are written when the notices are safe. An alert that is seen for the
// first time tells nothing of what is there already, merged or not.
func Check(ctx context.Context, s Store, a Alert, now time.Time) ([]Notice, []store.Note, error) {
	last, watched, err := s.Note(ctx, sinceNote, a.key())
	if err != nil {
		return nil, nil, err
	}
	begun := begunAt(&last)
	var ns []Notice
	var early, notes []store.Note
	if !watched {
		begun = now
		early, err = waiting(ctx, s, now) // before the events are read: merging goes on
	}
	if err == nil && a.When == Spike {
		ns, err = spikes(ctx, s, a, now, spikeBack)
	} else if err == nil {
		ns, notes, err = events(ctx, s, a, begun, now)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("alert %q: %w", a.Name, err)
	}
	since := []store.Note{{Kind: sinceNote, Key: a.key(), Time: now, Value: []byte(begun.UTC().Format(time.RFC3339Nano))}}
	if !watched {
		for _, n := range ns {
			if a.When == Spike {
				notes = append(notes, store.Note{Kind: toldNote, Key: n.ID, Time: now, Value: []byte("{}")})
			}
		}
		return nil, slices.Concat(notes, early, since), nil
	}
	if a.When == Spike {
		if ns, notes, err = fresh(ctx, s, ns, now); err != nil {
			return nil, nil, err
		}
	}
	if now.Sub(last.Time) < fullEvery/2 {
		since = nil // it need not be written at each check
	}
	return ns, append(notes, since...), nil
}

// fresh leaves out spikes that were told.
func fresh(ctx context.Context, s Store, ns []Notice, now time.Time) (out []Notice, notes []store.Note, err error) {
	for _, n := range ns {
		_, told, err := s.Note(ctx, toldNote, n.ID)
		if err != nil {
			return nil, nil, err
		}
		if !told {
			out = append(out, n)
			notes = append(notes, store.Note{Kind: toldNote, Key: n.ID, Time: now, Value: []byte("{}")})
		}
	}
	return out, notes, nil
}

// recent are the events with a claim that an alert asks for and that was
// published since a day.
func recent(ctx context.Context, s Store, f store.Filter, from annals.Date) (out []annals.Event, err error) {
	since := store.And{store.Range{Measure: store.Published, From: from}}
	if f != nil {
		since = append(since, f)
	}
	f = since
	for p := (store.Page{Limit: 500, Order: store.Newest}); ; {
		es, next, err := s.Events(ctx, f, p)
		if err != nil {
			return nil, err
		}
		out = append(out, es...)
		if p.After = next; next == "" {
			return out, nil
		}
	}
}

func day(t time.Time) annals.Date { return annals.Date(t.UTC().Format("2006-01-02")) }

// events holds each event that an alert asks for against what was last known of
// it.
func events(ctx context.Context, s Store, a Alert, begun, now time.Time) ([]Notice, []store.Note, error) {
	es, err := recent(ctx, s, a.Filter, day(now.AddDate(0, 0, -lookBack)))
	if err != nil {
		return nil, nil, err
	}
	return hold(ctx, s, a, es, begun, now)
}

// hold holds each event against what was last known of it, by an alert that began
// at a time.
func hold(ctx context.Context, s Store, a Alert, es []annals.Event, begun, now time.Time) (out []Notice, notes []store.Note, err error) {
	for i := range es {
		e := &es[i]
		was, had, err := last(ctx, s, a, e.Claims)
		seen := len(had) > 0
		if err == nil && !seen && begun.Before(now) {
			was, seen, err = lastFormer(ctx, s, a, e)
		}
		if err != nil {
			return nil, nil, err
		}
		early, fresh, err := earlyOf(ctx, s, e, had, begun)
		if err == nil && len(early) > 0 && fresh {
			was.Told, err = a.hadEarly(ctx, s, was.Told, e, early)
		}
		if err != nil {
			return nil, nil, err
		}
		is, why := a.hold(was, seen, e)
		if why != "" && (fresh || len(early) == 0) {
			out = append(out, notice(a, e, why, now))
		}
		b, err := json.Marshal(is)
		if err != nil {
			return nil, nil, err
		}
		for _, c := range e.Claims {
			if n, ok := had[c]; ok && bytes.Equal(n.Value, b) && now.Sub(n.Time) < renewAfter {
				continue
			}
			notes = append(notes, store.Note{Kind: toldNote, Key: key(a, c), Time: now, Value: b})
		}
	}
	return out, notes, nil
}

func key(a Alert, claim string) string { return a.key() + "\x1f" + claim }

// lastFormer is what was last known of an event by the older versions of its
// articles.
func lastFormer(ctx context.Context, s Store, a Alert, e *annals.Event) (was known, seen bool, err error) {
	ids, err := former(ctx, s, e)
	if err != nil {
		return was, false, err
	}
	was, had, err := last(ctx, s, a, ids)
	return was, len(had) > 0, err
}

// last is what was last known of an event: of any of its claims, since it may be
// another event by now. had are the notes of its claims.
func last(ctx context.Context, s Store, a Alert, claims []string) (was known, had map[string]store.Note, err error) {
	had = map[string]store.Note{}
	for _, c := range claims {
		n, ok, err := s.Note(ctx, toldNote, key(a, c))
		if err != nil {
			return was, nil, err
		}
		var k known
		if !ok || json.Unmarshal(n.Value, &k) != nil {
			continue
		}
		had[c] = n
		was.Told, was.Sources = was.Told || k.Told, max(was.Sources, k.Sources)
		if k.Status != "" {
			was.Status = k.Status
		}
		was.Denied = max(was.Denied, k.Denied)
		if k.Numbers != nil {
			was.Numbers = k.Numbers
		}
	}
	return was, had, nil
}

// hold says what is known of an event now, and why it is to be told; "" when it
// is not.
func (a *Alert) hold(was known, seen bool, e *annals.Event) (is known, why string) {
	is = known{Sources: len(e.Outlets), Status: e.Status, Numbers: numbers(e), Told: was.Told}
	if a.When == Status {
		is.Denied = denialOf(e)
	}
	switch a.When {
	case New:
		if !was.Told {
			is.Told, why = true, "new: told by "+outlets(e)
		}
	case Sources:
		if !was.Told && len(e.Outlets) >= a.Least {
			is.Told, why = true, "told by "+outlets(e)
		}
	case Status:
		switch {
		case seen && was.Status != e.Status:
			why = turned(was.Status, e.Status)
		case was.Denied == notDenied && is.Denied == isDenied:
			why = "is denied"
		}
	case Numbers:
		if seen {
			why = changed(was.Numbers, is.Numbers)
		}
	}
	return is, why
}

func denialOf(e *annals.Event) denied {
	if len(e.Denied) > 0 {
		return isDenied
	}
	return notDenied
}

// outlets are who reports, in words.
func outlets(e *annals.Event) string {
	const most = 3
	s := strings.Join(e.Outlets[:min(len(e.Outlets), most)], ", ")
	if n := len(e.Outlets) - most; n > 0 {
		s += fmt.Sprintf(" and %d more", n)
	}
	return s
}

// numbers are the ranges given, by kind.
func numbers(e *annals.Event) map[string]string {
	out := map[string]string{}
	for _, s := range e.Sizes {
		out[strings.TrimSpace(s.What+" "+s.Unit)] = span(s.Min, s.Max)
	}
	return out
}

func span(from, to *float64) string {
	switch {
	case from == nil && to == nil:
		return "?"
	case to == nil:
		return fmt.Sprintf("≥ %g", *from)
	case from == nil:
		return fmt.Sprintf("≤ %g", *to)
	case *from == *to:
		return fmt.Sprintf("%g", *from)
	}
	return fmt.Sprintf("%g–%g", *from, *to)
}

// changed says which numbers are others than before.
func changed(was, is map[string]string) string {
	var out []string
	for what, n := range is {
		switch before := was[what]; {
		case before == n:
		case before == "":
			out = append(out, what+": "+n)
		default:
			out = append(out, fmt.Sprintf("%s: %s, was %s", what, n, before))
		}
	}
	slices.Sort(out)
	return strings.Join(out, "; ")
}

// notice is what is told of an event.
func notice(a Alert, e *annals.Event, why string, now time.Time) Notice {
	n := Notice{Alert: a.Name, Saved: a.Saved(), Time: now.UTC(), Event: e.ID, Day: e.Day(), Line: Line(e), Why: why, Type: e.Type}
	if len(e.Claims) > 0 {
		n.Claim = e.Claims[0]
	}
	n.ID = id(a.key(), string(a.When), n.Claim, why)
	return n
}

func id(parts ...string) string {
	h := sha256.Sum256([]byte(strings.Join(parts, "\x1f")))
	return hex.EncodeToString(h[:10])
}

// ParseWhen reads a condition: new, sources 3, status, numbers, spike.
func ParseWhen(s string) (c Condition, least int, err error) {
	word, rest, _ := strings.Cut(strings.TrimSpace(s), " ")
	switch c = Condition(word); c {
	case New, Status, Numbers, Spike:
		if rest != "" {
			return "", 0, fmt.Errorf("condition %q takes no number", word)
		}
		return c, 0, nil
	case Sources:
		if least, err = strconv.Atoi(rest); err != nil || least < 1 || least > 1000 {
			return "", 0, errors.New(`want how many outlets, from 1 to 1000: "sources 3"`)
		}
		return c, least, nil
	}
	return "", 0, fmt.Errorf("unknown condition %q: want new, sources N, status, numbers or spike", word)
}

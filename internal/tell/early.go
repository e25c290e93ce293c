package tell

import (
	"cmp"
	"context"
	"math"
	"slices"
	"time"

	"annals"
	"annals/internal/sys/store"
)

// earlyNote is when a claim that belonged to no event yet was first seen by an
// alert that began, by claim: what merging makes of it later is no news to this
// alert, nor to those that began after it.
const earlyNote = "early"

// earlyDays is how many days back reports may lie that are noted so; an event that
// is told of hardly has older ones.
const earlyDays = 90

// begunAt is when an alert began; zero where that was not noted.
func begunAt(n *store.Note) time.Time {
	t, err := time.Parse(time.RFC3339Nano, string(n.Value))
	if err != nil {
		return time.Time{}
	}
	return t
}

// waiting notes the claims that belong to no event yet, and that no alert has
// noted before.
func waiting(ctx context.Context, s Store, now time.Time) (notes []store.Note, err error) {
	loose, _, err := s.Loose(ctx, math.MaxInt32)
	if err != nil || len(loose) == 0 {
		return nil, err
	}
	ids, err := s.IDs(ctx, store.Range{Measure: store.Published, From: day(now.AddDate(0, 0, -earlyDays))})
	if err != nil {
		return nil, err
	}
	lately := make(map[string]bool, len(ids))
	for _, id := range ids {
		lately[id] = true
	}
	for _, id := range loose {
		if !lately[id] {
			continue
		}
		if _, noted, err := s.Note(ctx, earlyNote, id); err != nil {
			return nil, err
		} else if !noted {
			notes = append(notes, store.Note{Kind: earlyNote, Key: id, Time: now, Value: []byte("1")})
		}
	}
	return notes, nil
}

// earlyOf are the claims of an event that are new to an alert, but were in the
// record when it began; fresh: others came in since. had are those it knows.
func earlyOf(ctx context.Context, s Store, e *annals.Event, had map[string]store.Note, begun time.Time) (early []string, fresh bool, err error) {
	for _, c := range e.Claims {
		if _, ok := had[c]; ok {
			continue
		}
		n, ok, err := s.Note(ctx, earlyNote, c)
		if err != nil {
			return nil, false, err
		}
		if ok && !n.Time.After(begun) {
			early = append(early, c)
		} else {
			fresh = true
		}
	}
	return early, fresh, nil
}

// hadEarly reports an event that met the condition before it was merged, of New
// and Sources: by the claims that were there when the alert began.
func (a *Alert) hadEarly(ctx context.Context, s Store, told bool, e *annals.Event, early []string) (bool, error) {
	if told || a.When == New {
		return true, nil
	}
	outlets := map[string]bool{}
	err := store.EachRow(ctx, s, store.Claims(early), func(x *store.Row) {
		if name := cmp.Or(x.Article.Agency, x.Article.Outlet); slices.Contains(e.Outlets, name) {
			outlets[name] = true
		}
	})
	return a.When == Sources && len(outlets) >= a.Least, err
}

package tell

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"annals"
	"annals/internal/sys/store"
)

// Of a spike: days whose mean is taken, the least claims, and how many standard
// deviations of a Poisson variable above the mean.
const (
	spikeDays  = 28
	spikeLeast = 5
	spikeSigma = 3
	spikeBack  = 7 // days that a check looks at
)

// spikes are those of the last days with far more claims than the days before
// them: at least five, and more than the mean of the 28 days before by three
// times its root and one.
func spikes(ctx context.Context, s Store, a Alert, now time.Time, days int) ([]Notice, error) {
	since := store.And{store.Range{Measure: store.FirstDay, From: day(now.AddDate(0, 0, -days-spikeDays))}}
	if a.Filter != nil {
		since = append(since, a.Filter)
	}
	bs, err := s.Count(ctx, since, store.ByDay)
	if err != nil {
		return nil, err
	}
	counts := map[annals.Date]int{}
	for _, b := range bs {
		counts[annals.Date(b.Value)] = b.Claims
	}
	var out []Notice
	for back := days - 1; back >= 0; back-- {
		at := now.UTC().AddDate(0, 0, -back)
		n, sum := counts[day(at)], 0
		for k := 1; k <= spikeDays; k++ {
			sum += counts[day(at.AddDate(0, 0, -k))]
		}
		mean := float64(sum) / spikeDays
		if n < spikeLeast || float64(n) <= mean+spikeSigma*math.Sqrt(mean)+1 {
			continue
		}
		d := day(at)
		out = append(out, Notice{ID: id(a.key(), string(Spike), string(d)), Alert: a.Name, Saved: a.Saved(), Time: now.UTC(), Day: d,
			Line: fmt.Sprintf("%d claims of %s", n, d), Why: fmt.Sprintf("%.1f a day in the %d days before", mean, spikeDays)})
	}
	return out, nil
}

// Preview is what an alert would have told of the last days, newest first: for
// conditions that hold an event against what it was before, what its history
// shows.
func Preview(ctx context.Context, s Store, a Alert, now time.Time, days int) ([]Notice, error) {
	if a.When == Spike {
		ns, err := spikes(ctx, s, a, now, days)
		slices.Reverse(ns)
		return ns, err
	}
	from := day(now.AddDate(0, 0, -days))
	es, err := recent(ctx, s, a.Filter, from)
	if err != nil {
		return nil, err
	}
	var out []Notice
	for i := range es {
		e := &es[i]
		why := ""
		switch {
		case a.When == New && e.First >= from, a.When == Sources:
			_, why = a.hold(known{}, false, e)
		case a.When == Status && len(e.History) > 1 && e.History[len(e.History)-1].Date >= from:
			h := e.History
			why = turned(h[len(h)-2].Status, h[len(h)-1].Status)
		case a.When == Numbers:
			for _, x := range e.Sizes {
				if len(x.Said) > 1 && span(x.Min, x.Max) != span(x.Said[0].Min, x.Said[0].Max) {
					why = fmt.Sprintf("%s: %s, first %s", x.What, span(x.Min, x.Max), span(x.Said[0].Min, x.Said[0].Max))
				}
			}
		}
		if why != "" {
			out = append(out, notice(a, e, why, now))
		}
	}
	return out, nil
}

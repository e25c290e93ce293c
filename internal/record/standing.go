package record

import (
	"context"
	"slices"

	"annals"
	"annals/internal/sys/store"
)

// Standing are the events that last and that a claim matching f tells of
// (nil: all), by day of the act, latest first, at most limit of them: pacts,
// deployments, truces, sanctions, curfews, closed borders. Each has its
// Standing set, with the end where the record holds one (see [Rules.Ends]).
// Ends are looked for when asked and never kept, so that it does not matter in
// which order reports came.
//
//	rules, err := record.Load()
//	es, err := rules.Standing(ctx, s, store.Pair{A: "PRK", B: "RUS"}, 50)
func (r *Rules) Standing(ctx context.Context, s Store, f store.Filter, limit int) ([]annals.Event, error) {
	begins := store.Or{}
	for _, l := range r.lasting {
		begins = append(begins, l.begins.filter())
	}
	all := store.And{begins}
	if f != nil {
		all = append(all, f)
	}
	var out []annals.Event
	for p := (store.Page{Limit: 200}); ; {
		es, next, err := s.Events(ctx, all, p)
		if err != nil {
			return nil, err
		}
		for _, e := range es {
			if e.Standing != nil && len(out) < limit {
				out = append(out, e)
			}
		}
		if p.After = next; next == "" || len(out) == limit {
			return out, r.Ends(ctx, s, out)
		}
	}
}

// Ends fills in when what lasts in events ended: the day of the first later
// act of the same parties that a claim tells as done, without doubt, and that
// ends such a thing by standing.txt; Standing.By is the claim. Events that do
// not last stay as they are; the Standing of the others is replaced, not
// written into.
func (r *Rules) Ends(ctx context.Context, s Store, es []annals.Event) error {
	for i := range es {
		if es[i].Standing == nil {
			continue
		}
		end, err := r.end(ctx, s, &es[i])
		if err != nil {
			return err
		}
		st := annals.Standing{Start: es[i].Standing.Start}
		if end != nil {
			st.End, st.By = end.Day(), end.ID
		}
		es[i].Standing = &st
	}
	return nil
}

// end is the claim that tells the end of what lasts, or nil.
func (r *Rules) end(ctx context.Context, s Store, e *annals.Event) (*store.Row, error) {
	told, err := rowsOf(ctx, s, store.Equal{Column: store.EventID, Value: e.ID})
	if err != nil {
		return nil, err
	}
	var ends store.Or
	for _, l := range r.lasting {
		if slices.ContainsFunc(told, func(row store.Row) bool { return begun(&row) && l.begins.is(&row) }) {
			ends = append(ends, l.ends.filter())
		}
	}
	var who store.Or
	for _, p := range e.Actor {
		if p.Country != "" {
			who = append(who, store.Party{Country: p.Country})
		}
	}
	later, err := rowsOf(ctx, s, store.And{ends, who, store.Range{Measure: store.ActDay, From: e.Standing.Start}})
	if err != nil {
		return nil, err
	}
	for i := range later {
		x := &later[i]
		if x.Event != e.ID && begun(x) && x.Day() > e.Standing.Start && r.endsFor(x, e) {
			return x, nil
		}
	}
	return nil, nil
}

// endsFor reports whether the parties of a claim are those of an event: its
// actor acts, on its recipient if both name one. What both sides do, either
// can end.
func (r *Rules) endsFor(x *store.Row, e *annals.Event) bool {
	actors, _ := countries(e.Actor)
	recipients, _ := countries(e.Recipient)
	by, _ := countries(x.Actor)
	on, _ := countries(x.Claim.Recipient)
	if len(recipients) == 0 && len(actors) > 1 {
		return common(actors, sortedSet(append(by, on...))) > 1
	}
	if common(actors, by) == 0 {
		return false
	}
	return common(recipients, on) > 0 || len(on) == 0 || len(recipients) == 0
}

// begun reports whether a claim says, without doubt, that its act was done.
func begun(x *store.Row) bool {
	return !x.Hedged && (x.Status == annals.Actual || x.Status == annals.Ongoing || x.Status == annals.Historical)
}

// lasts is when something that lasts began, if this is its beginning: the
// first of its claims that say it was done. What most deny does not last.
func (r *Rules) lasts(items []*item) *annals.Standing {
	done := 0
	for _, x := range items {
		if begun(&x.Row) {
			done++
		} else if x.Status == annals.Negated {
			done--
		}
	}
	for _, x := range items {
		if done <= 0 {
			break
		}
		for _, l := range r.lasting {
			if begun(&x.Row) && l.begins.is(&x.Row) {
				return &annals.Standing{Start: x.Day()}
			}
		}
	}
	return nil
}

// is reports whether a claim is an act of this kind, by its own sentence.
func (a *act) is(x *store.Row) bool {
	if x.Type != a.typ || a.mode != "" && !slices.Contains(x.Mode, a.mode) {
		return false
	}
	words := store.WordsOf(x.Trigger + " " + x.Evidence)
	return len(a.words) == 0 || slices.ContainsFunc(a.words, func(w string) bool { return slices.Contains(words, w) })
}

// filter holds for claims that are such an act, by their sentence or headline.
func (a *act) filter() store.Filter {
	f := store.And{store.Equal{Column: store.Type, Value: string(a.typ)}}
	if a.mode != "" {
		f = append(f, store.Equal{Column: store.Mode, Value: a.mode})
	}
	var words store.Or
	for _, w := range a.words {
		words = append(words, store.Words{Text: w})
	}
	if len(words) > 0 {
		f = append(f, words)
	}
	return f
}

// rowsOf are all claims that match, earliest act first.
func rowsOf(ctx context.Context, s store.Index, f store.Filter) ([]store.Row, error) {
	var out []store.Row
	for p := (store.Page{Limit: 1000, Order: store.Oldest}); ; {
		rs, next, err := s.Rows(ctx, f, p)
		if err != nil {
			return nil, err
		}
		out = append(out, rs...)
		if p.After = next; next == "" {
			return out, nil
		}
	}
}

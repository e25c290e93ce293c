package record

import (
	"cmp"
	"maps"
	"slices"

	"annals"
	"annals/internal/sys/store"
)

// byReport puts claims in the order in which they were published.
func byReport(x, y *item) int {
	return cmp.Or(cmp.Compare(x.Article.Published, y.Article.Published), cmp.Compare(x.ID, y.ID))
}

// eventID is the id of the event that a cluster is: of its first claim.
func (c *cluster) eventID() string { return "e" + slices.MinFunc(c.items, byReport).ID }

// event writes down what a cluster says.
func (r *Rules) event(c cluster, o Options) annals.Event {
	items := slices.Clone(c.items)
	slices.SortFunc(items, byReport)
	e := annals.Event{ID: c.eventID(), History: history(items), Sizes: spreads(items),
		Denied: []string{}, Claims: []string{}, Outlets: []string{}, Countries: []annals.Code{}, Why: append([]annals.Reason{}, c.why...)}
	e.Status, e.Hedged = status(items, e.History)
	for _, x := range items {
		e.Claims = append(e.Claims, x.ID)
		e.Intensity += x.Intensity / float64(len(items))
		if x.Status == annals.Negated {
			e.Denied = append(e.Denied, x.ID)
		}
		if d := x.Article.Published; d != "" {
			e.First, e.Last = firstOf(e.First, d), max(e.Last, d)
		}
	}
	e.Type = most(items, func(x *item) annals.Type { return x.Type })
	e.Quad = most(items, func(x *item) int { return x.Claim.Quad })
	e.Actor = parties(items, func(x *item) []annals.Participant { return x.Actor })
	e.Recipient = parties(items, func(x *item) []annals.Participant { return x.Claim.Recipient })
	e.When, e.Where = when(items), where(items)
	var vs []voice
	vs, e.Copies = voices(items)
	for _, v := range vs {
		e.Outlets = append(e.Outlets, v.name)
		if code := v.country(o); code != "" && !slices.Contains(e.Countries, code) {
			e.Countries = append(e.Countries, code)
		}
	}
	e.Standing = r.lasts(items)
	e.Title = r.title(&e, items, o)
	return e
}

func firstOf(a, b annals.Date) annals.Date {
	if a == "" {
		return b
	}
	return min(a, b)
}

// most is the value that most items have; of equals the one met first.
func most[T comparable](items []*item, of func(*item) T) T {
	var vs []T
	for _, x := range items {
		vs = append(vs, of(x))
	}
	return mostOf(vs)
}

// parties are the entities that the claims name in a role, most named first.
func parties(items []*item, of func(*item) []annals.Participant) []annals.Participant {
	count, first := map[string]int{}, map[string]annals.Participant{}
	var order []string
	for _, x := range items {
		for _, p := range of(x) {
			key := string(p.Country) + "." + p.Sector + "." + store.Fold(p.Name)
			if count[key]++; count[key] == 1 {
				p.Text, p.Start, p.End = "", 0, 0
				first[key] = p
				order = append(order, key)
			}
		}
	}
	slices.SortStableFunc(order, func(a, b string) int { return cmp.Compare(count[b], count[a]) })
	out := []annals.Participant{}
	for _, key := range order {
		out = append(out, first[key])
	}
	return out
}

// when is the shortest time that the text of a claim gives, most given first;
// where no text gives one, the days of publication.
func when(items []*item) annals.When {
	type span struct{ start, end annals.Date }
	var dated []*item
	for _, x := range items {
		if x.dated {
			dated = append(dated, x)
		}
	}
	if len(dated) == 0 {
		w := items[0].When
		w.Text = ""
		return w
	}
	slices.SortStableFunc(dated, func(x, y *item) int { return cmp.Compare(x.last-x.first, y.last-y.first) })
	best := most(dated, func(x *item) span { return span{x.When.Start, x.When.End} })
	for _, x := range dated {
		if (span{x.When.Start, x.When.End}) == best {
			w := x.When
			w.Text = ""
			return w
		}
	}
	return annals.When{}
}

// where is the place that most claims name, the finest of equals.
func where(items []*item) *annals.Where {
	var placed []*item
	for _, x := range items {
		if x.Where != nil {
			placed = append(placed, x)
		}
	}
	if len(placed) == 0 {
		return nil
	}
	slices.SortStableFunc(placed, func(x, y *item) int { return cmp.Compare(y.Where.Resolution, x.Where.Resolution) })
	name := most(placed, func(x *item) string { return x.Where.Name })
	for _, x := range placed {
		if x.Where.Name == name {
			w := *x.Where
			w.Text = ""
			return &w
		}
	}
	return nil
}

// spreads are the numbers that are given, by kind, and who gives them.
func spreads(items []*item) []annals.Spread {
	by := map[string]*annals.Spread{}
	for _, x := range items {
		for _, s := range x.Size {
			key := s.What + " " + s.Unit
			if by[key] == nil {
				by[key] = &annals.Spread{What: s.What, Unit: s.Unit, Min: s.Min, Max: s.Max}
			}
			widen(by[key], s)
			told := annals.Told{By: teller(&x.Row), Min: s.Min, Max: s.Max, Claim: x.ID}
			if !slices.ContainsFunc(by[key].Said, func(o annals.Told) bool { return sameTold(o, told) }) {
				by[key].Said = append(by[key].Said, told)
			}
		}
	}
	out := []annals.Spread{}
	for _, key := range slices.Sorted(maps.Keys(by)) {
		out = append(out, *by[key])
	}
	return out
}

// sameTold reports whether somebody says one number twice.
func sameTold(a, b annals.Told) bool {
	same := func(x, y *float64) bool { return x == nil && y == nil || x != nil && y != nil && *x == *y }
	return a.By == b.By && same(a.Min, b.Min) && same(a.Max, b.Max)
}

// widen makes room for a number: the lowest floor, the highest ceiling.
func widen(s *annals.Spread, t annals.Size) {
	if t.Min == nil || s.Min != nil && *t.Min < *s.Min {
		s.Min = t.Min
	}
	if t.Max == nil || s.Max != nil && *t.Max > *s.Max {
		s.Max = t.Max
	}
}

// teller is the outermost speaker of a claim, or its outlet.
func teller(x *store.Row) string {
	if len(x.Attribution) > 0 {
		return x.Attribution[0].Speaker
	}
	if x.Article.Outlet == "" {
		return "an outlet without a name"
	}
	return x.Article.Outlet
}

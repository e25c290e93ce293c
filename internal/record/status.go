package record

import (
	"cmp"
	"slices"

	"annals"
)

// statusOf is what a claim says of the happening: a promise or a threat of an
// act is that it will come, a refusal that it will not.
func statusOf(x *item) annals.Status {
	if x.Underlying == "" || x.Status != annals.Actual && x.Status != annals.Ongoing {
		return x.Status
	}
	switch x.Type {
	case annals.Agree, annals.Concede, annals.Threaten:
		return annals.Future
	case annals.Reject:
		return annals.Negated
	}
	return x.Status
}

// statusIn is statusOf for reports of one happening: where some tell of a meeting,
// those that it was called off, a refusal to meet, tell that it did not take place.
func statusIn(items []*item) func(*item) annals.Status {
	if !slices.ContainsFunc(items, func(x *item) bool { return annals.Consult == cmp.Or(x.Underlying, x.Type) }) {
		return statusOf
	}
	return func(x *item) annals.Status {
		if s := statusOf(x); s != annals.Actual || x.Type != annals.Reject || !slices.Contains(x.Mode, "meet") {
			return s
		}
		return annals.Negated
	}
}

// history is how the status changed, a step for each change. What counts of a
// day of publication is the status that most of its claims tell, those that
// leave doubt left out; of equals the one before, else the one that commits
// itself most. What is done is no longer to come.
func history(items []*item) []annals.Change {
	hs, of := []annals.Change{}, statusIn(items)
	for len(items) > 0 {
		n := 1
		for n < len(items) && items[n].Article.Published == items[0].Article.Published {
			n++
		}
		before := annals.Status("")
		if len(hs) > 0 {
			before = hs[len(hs)-1].Status
		}
		if x := ofDay(items[:n], before, of); x != nil && of(x) != before {
			hs = append(hs, annals.Change{Date: x.Article.Published, Status: of(x), Claim: x.ID})
		}
		items = items[n:]
	}
	return hs
}

// strength orders statuses by how far they commit themselves.
var strength = []annals.Status{annals.Actual, annals.Ongoing, annals.Historical, annals.Negated, annals.Future, annals.Hypothetical}

// ofDay is the claim, of those of a day, that the day's status comes from; nil
// if all leave doubt.
func ofDay(items []*item, before annals.Status, of func(*item) annals.Status) *item {
	count, first := map[annals.Status]int{}, map[annals.Status]*item{}
	for _, x := range items {
		if s := of(x); !x.Hedged {
			if count[s]++; first[s] == nil {
				first[s] = x
			}
		}
	}
	if count[annals.Actual]+count[annals.Ongoing]+count[annals.Historical] > 0 {
		delete(count, annals.Future)
		delete(count, annals.Hypothetical)
	}
	var best annals.Status
	for _, s := range strength {
		if n := count[s]; n > count[best] || n > 0 && n == count[best] && s == before {
			best = s
		}
	}
	return first[best]
}

// status is the last of the history; where all claims leave doubt, what most
// of them tell.
func status(items []*item, history []annals.Change) (s annals.Status, hedged bool) {
	if n := len(history); n > 0 {
		return history[n-1].Status, false
	}
	var told []annals.Status
	of := statusIn(items)
	for _, x := range items {
		told = append(told, of(x))
	}
	slices.SortStableFunc(told, func(a, b annals.Status) int {
		return cmp.Compare(slices.Index(strength, a), slices.Index(strength, b))
	})
	return mostOf(told), true
}

// mostOf is the value that occurs most; of equals the one met first.
func mostOf[T comparable](vs []T) (best T) {
	counts, top := map[T]int{}, 0
	for _, v := range vs {
		counts[v]++
	}
	for _, v := range vs {
		if counts[v] > top {
			best, top = v, counts[v]
		}
	}
	return best
}

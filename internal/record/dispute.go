package record

import (
	"cmp"
	"slices"

	"annals"
	"annals/internal/sys/store"
)

// A Dispute is how those who tell of an event differ.
type Dispute struct {
	Happened  []Teller // say that it happened or goes on
	Denied    []Teller // say that it did not
	Announced []Teller // say no more than that it will, may or should

	// Numbers are the kinds of size for which two tellers give numbers that
	// cannot both hold, each teller with his last word; lowest first.
	Numbers []annals.Spread
}

// A Teller is a speaker inside the texts, or an outlet in its own voice.
type Teller struct {
	Name   string
	Claims []string // ids, by day of publication
	Hedged bool     // all of them leave doubt
}

// Disputed reports whether anybody contradicts anybody.
func (d *Dispute) Disputed() bool {
	return len(d.Denied) > 0 && len(d.Happened) > 0 || len(d.Numbers) > 0
}

// Disagreements says who says that an event happened, who denies it, and who
// gives which number where numbers differ. rows are the claims of the event;
// others are passed over.
func Disagreements(e *annals.Event, rows []store.Row) Dispute {
	rows = slices.DeleteFunc(slices.Clone(rows), func(r store.Row) bool { return !slices.Contains(e.Claims, r.ID) })
	slices.SortFunc(rows, func(x, y store.Row) int {
		return cmp.Or(cmp.Compare(x.Article.Published, y.Article.Published), cmp.Compare(x.ID, y.ID))
	})
	var d Dispute
	for i := range rows {
		x := &rows[i]
		to := &d.Announced
		switch x.Status {
		case annals.Actual, annals.Ongoing, annals.Historical:
			to = &d.Happened
		case annals.Negated:
			to = &d.Denied
		}
		tell(to, x)
	}
	for _, s := range e.Sizes {
		if said := lastWords(s.Said, rows); apartNumbers(said) {
			s.Said = said
			d.Numbers = append(d.Numbers, s)
		}
	}
	return d
}

func oneName(a, b string) bool { return store.Fold(a) == store.Fold(b) }

// tell adds a claim to its teller.
func tell(ts *[]Teller, x *store.Row) {
	name := teller(x)
	i := slices.IndexFunc(*ts, func(t Teller) bool { return oneName(t.Name, name) })
	if i < 0 {
		*ts = append(*ts, Teller{Name: name, Hedged: true})
		i = len(*ts) - 1
	}
	t := &(*ts)[i]
	t.Claims, t.Hedged = append(t.Claims, x.ID), t.Hedged && x.Hedged
}

// lastWords are the numbers that each teller gave on the last day, lowest
// first.
func lastWords(said []annals.Told, rows []store.Row) []annals.Told {
	day := map[string]annals.Date{}
	for i := range rows {
		day[rows[i].ID] = rows[i].Article.Published
	}
	var out []annals.Told
	for _, t := range said {
		i := slices.IndexFunc(out, func(o annals.Told) bool { return oneName(o.By, t.By) })
		switch {
		case i < 0:
			out = append(out, t)
		case day[t.Claim] > day[out[i].Claim]:
			out[i] = t
		}
	}
	slices.SortStableFunc(out, func(a, b annals.Told) int {
		low, _ := store.Bounds(annals.Size{Min: a.Min})
		low2, _ := store.Bounds(annals.Size{Min: b.Min})
		return cmp.Compare(low, low2)
	})
	return out
}

// apartNumbers reports whether two of the numbers cannot both hold.
func apartNumbers(said []annals.Told) bool {
	for i, t := range said {
		low, high := store.Bounds(annals.Size{Min: t.Min, Max: t.Max})
		for _, u := range said[:i] {
			if low2, high2 := store.Bounds(annals.Size{Min: u.Min, Max: u.Max}); low > high2 || low2 > high {
				return true
			}
		}
	}
	return false
}

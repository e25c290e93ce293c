package link

import (
	"cmp"
	"slices"

	"annals"
)

// Link finds and resolves the mentions of an article. They come sorted by
// field (headline first), start and, for equal starts, longest first.
func (l *Linker) Link(a *annals.Article, ss []annals.Sentence) ([]annals.Mention, []annals.Warning) {
	r := newReader(l, a, ss)
	places := r.read()
	day := r.filedOn(places)
	ms := mergePlaces(r.out, slices.Concat(places, r.strangers(places), r.lands(places)))
	r.inhabit(ms)
	r.settle(ms)
	dates, doubts := findWhen(a, ss, day)
	ms = append(undated(ms, dates), dates...)
	ms = append(ms, findNumbers(ss)...)
	slices.SortStableFunc(ms, func(x, y annals.Mention) int {
		return cmp.Or(-cmp.Compare(x.In, y.In), cmp.Compare(x.Start, y.Start), -cmp.Compare(x.End, y.End))
	})
	return ms, slices.Concat(r.leftWarning(), whenWarnings(a, ms), doubts)
}

// undated leaves out actors whose words are those of a date: the first quarter of
// 2025 is no part of a town.
func undated(ms, dates []annals.Mention) []annals.Mention {
	return slices.DeleteFunc(ms, func(m annals.Mention) bool {
		return m.Via == "description" && slices.ContainsFunc(dates, func(d annals.Mention) bool {
			return d.In == m.In && d.Start <= m.Start && m.End <= d.End
		})
	})
}

// read finds the entities of the article; it gives back its places.
func (r *reader) read() []annals.Mention {
	for i := range r.ss {
		r.survey(i)
	}
	for i := range r.ss {
		r.names(i)
	}
	places := r.places.find(r.article, r.ss, r.weight, r.stateAt)
	for k := range places {
		places[k].Where.Country = r.controlling(places[k].Where.Country)
	}
	r.place(places)
	r.settleFocus()
	r.readDateline()
	r.introduce()
	for i := range r.ss {
		r.sentence(i)
	}
	return places
}

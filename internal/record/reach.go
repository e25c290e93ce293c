package record

import (
	"annals"
	"annals/internal/sys/store"
)

// An ask is claims that ask for nearly the same neighbours.
type ask struct {
	family    *family
	announces bool
	lasts     bool // for more than longest days
	week      int
}

// asked is what was asked for already: the claims of some countries near some
// days.
type asked struct {
	countries   map[annals.Code]bool
	first, last int // days of the claims that ask
}

// longest is how many days of a claim are asked for together with those of
// others.
const longest = 31

// wave joins the claims that those of the queue are linked to.
func (m *merger) wave() error {
	asks := map[ask][]*item{}
	var order []ask
	for _, x := range m.queue {
		if !x.known || len(x.blocks) == 0 {
			continue
		}
		a := ask{x.family, x.announces, x.last-x.first > longest, x.first / 7}
		if asks[a] == nil {
			order = append(order, a)
		}
		asks[a] = append(asks[a], x)
	}
	m.queue = nil
	for _, a := range order {
		if err := m.read(a, asks[a]); err != nil {
			return err
		}
		for _, x := range asks[a] {
			if err := m.follow(x); err != nil {
				return err
			}
		}
	}
	return nil
}

// read has all that xs can be linked to in the pool.
func (m *merger) read(a ask, xs []*item) error {
	first, last := a.week*7, a.week*7+6
	for _, x := range xs {
		first, last = min(first, x.first), max(last, x.last)
	}
	was := m.asked[a]
	if was == nil || first < was.first || last > was.last {
		was = &asked{map[annals.Code]bool{}, first, last}
		m.asked[a] = was
	}
	var countries []annals.Code
	for _, x := range xs {
		for _, n := range x.blocks {
			if c := annals.Code(m.pool.lexicon.words[n]); !was.countries[c] {
				was.countries[c] = true
				countries = append(countries, c)
			}
		}
	}
	if len(countries) == 0 {
		return nil
	}
	for _, f := range near(a, countries, was.first, was.last) {
		ids, err := m.s.IDs(m.ctx, f)
		if err != nil {
			return err
		}
		if _, err := m.load(ids); err != nil {
			return err
		}
	}
	return nil
}

// follow joins those of the pool that are linked to x.
func (m *merger) follow(x *item) error {
	var found []*item
	for y := range m.pool.near(x) {
		if y.in {
			continue
		}
		if b := m.rules.hold(x, y); m.rules.links(&b) && !areApart(m.apart, x, y) {
			found = append(found, y)
		}
	}
	return m.join(found)
}

// near are conditions of which one holds for every claim that can be linked to
// one of an ask's claims, of those countries and days, and for few others.
func near(a ask, countries []annals.Code, first, last int) []store.Filter {
	within := func(days int) store.Filter {
		return store.Near{Types: a.family.near, Countries: countries, From: dateOf(first - days), To: dateOf(last + days)}
	}
	if a.announces {
		return []store.Filter{within(aheadDays)}
	}
	return []store.Filter{within(newsDays), store.And{within(aheadDays), announcing}}
}

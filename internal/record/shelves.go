package record

import (
	"cmp"
	"iter"
	"slices"

	"annals"
	"annals/internal/sys/store"
)

// Shelves are hints of claims, to be found by what two that are linked share:
// near types, a country, and days that lie not far apart. What was read once
// stays; claims that have gone since are hints still, which does no harm, since
// every claim is read before it counts.
type shelves struct {
	short map[period]*shelf
	wide  map[wide]*shelf
	asked uint32 // questions
	hints hints
}

func newShelves() *shelves {
	return &shelves{short: map[period]*shelf{}, wide: map[wide]*shelf{}, hints: hints{at: map[int64]uint32{}}}
}

// A period is short claims of one type that began within so many days.
type period struct {
	annals.Type
	n int
}

const (
	periodDays  = 16
	mostPeriods = 64 // that are asked for one by one
)

func periodOf(day int) int {
	if day < 0 {
		day -= periodDays - 1
	}
	return day / periodDays
}

// A wide is all claims of one type, long or short, of any time that was asked for.
type wide struct {
	annals.Type
	long bool
}

// A shelf is hints by their countries: nil for one that is still to be read.
type shelf struct {
	by       map[annals.Code][]uint32 // in order of the first day
	long     bool
	from, to int
}

func newShelf(long bool, from, to int) *shelf {
	return &shelf{map[annals.Code][]uint32{}, long, from, to}
}

// neighbours says where those are that x may be linked to.
type neighbours struct {
	from, to int // days of their first day, if they are short; some day of them, if long
	periods  bool
}

func neighboursOf(x *item) neighbours {
	n := neighbours{from: x.first - aheadDays - store.ShortDays, to: x.last + aheadDays}
	n.periods = periodOf(n.to)-periodOf(n.from) < mostPeriods
	return n
}

// want marks what is needed to answer for x.
func (s *shelves) want(x *item) {
	n := neighboursOf(x)
	for _, t := range x.family.near {
		if n.periods {
			for k := periodOf(n.from); k <= periodOf(n.to); k++ {
				if s.short[period{t, k}] == nil {
					s.short[period{t, k}] = newShelf(false, k*periodDays, (k+1)*periodDays-1)
				}
				s.short[period{t, k}].want(x)
			}
		} else {
			s.wanted(wide{t, false}, n).want(x)
		}
		s.wanted(wide{t, true}, n).want(x)
	}
}

// wanted is a wide shelf that reaches far enough; one that did not is read anew.
func (s *shelves) wanted(w wide, n neighbours) *shelf {
	was := s.wide[w]
	if was == nil {
		was = newShelf(w.long, n.from, n.to)
		s.wide[w] = was
	}
	if n.from < was.from || n.to > was.to {
		was.from, was.to = min(was.from, n.from), max(was.to, n.to)
		for c := range was.by {
			was.by[c] = nil
		}
	}
	return was
}

func (s *shelf) want(x *item) {
	for _, n := range x.blocks {
		c := annals.Code(x.lexicon.words[n])
		if _, known := s.by[c]; !known {
			s.by[c] = nil
		}
	}
}

// missing are the countries whose hints are still to be read.
func (s *shelf) missing() (out []annals.Code) {
	for c, hs := range s.by {
		if hs == nil {
			out = append(out, c)
		}
	}
	return out
}

// read reads what was wanted and is not there.
func (s *shelves) read(ask func(store.Shelf) ([]store.Hint, error)) error {
	for k, sh := range s.short {
		if err := s.fill(sh, k.Type, ask); err != nil {
			return err
		}
	}
	for k, sh := range s.wide {
		if err := s.fill(sh, k.Type, ask); err != nil {
			return err
		}
	}
	return nil
}

func (s *shelves) fill(sh *shelf, t annals.Type, ask func(store.Shelf) ([]store.Hint, error)) error {
	missing := sh.missing()
	if len(missing) == 0 {
		return nil
	}
	hs, err := ask(store.Shelf{Type: t, Countries: missing, Long: sh.long, From: sh.from, To: sh.to})
	if err != nil {
		return err
	}
	for _, c := range missing {
		sh.by[c] = []uint32{}
	}
	for i := range hs {
		sh.by[hs[i].Country] = append(sh.by[hs[i].Country], s.hints.add(&hs[i]))
	}
	for _, c := range missing {
		s.sort(sh, c)
	}
	return nil
}

// sort puts the hints of a country in order, each once.
func (s *shelves) sort(sh *shelf, c annals.Code) {
	slices.SortFunc(sh.by[c], func(a, b uint32) int {
		return cmp.Or(cmp.Compare(s.hints.all[a].first, s.hints.all[b].first), cmp.Compare(a, b))
	})
	sh.by[c] = slices.Compact(sh.by[c])
}

// add takes in claims that are new, where the shelf they belong in was read.
func (s *shelves) add(hs []store.Hint) {
	type board struct {
		*shelf
		annals.Code
	}
	grown := map[board]bool{}
	for i := range hs {
		h := &hs[i]
		put := func(sh *shelf) {
			if sh != nil && sh.by[h.Country] != nil && sh.has(h) {
				sh.by[h.Country] = append(sh.by[h.Country], s.hints.add(h))
				grown[board{sh, h.Country}] = true
			}
		}
		put(s.short[period{h.Type, periodOf(h.First)}])
		put(s.wide[wide{h.Type, false}])
		put(s.wide[wide{h.Type, true}])
	}
	for b := range grown {
		s.sort(b.shelf, b.Code)
	}
}

func (s *shelf) has(h *store.Hint) bool {
	if s.long {
		return h.Last-h.First > store.ShortDays && h.First <= s.to && h.Last >= s.from
	}
	return h.Last-h.First <= store.ShortDays && h.First >= s.from && h.First <= s.to
}

// near are hints of the claims near x in time, each once, x too. One question is
// asked at a time.
func (s *shelves) near(x *item) iter.Seq[*hint] {
	s.asked++
	n := neighboursOf(x)
	return func(yield func(*hint) bool) {
		look := func(sh *shelf) bool { return sh == nil || s.look(sh, x, n, yield) }
		for _, t := range x.family.near {
			if n.periods {
				for k := periodOf(n.from); k <= periodOf(n.to); k++ {
					if !look(s.short[period{t, k}]) {
						return
					}
				}
			} else if !look(s.wide[wide{t, false}]) {
				return
			}
			if !look(s.wide[wide{t, true}]) {
				return
			}
		}
	}
}

func (s *shelves) look(sh *shelf, x *item, n neighbours, yield func(*hint) bool) bool {
	for _, c := range x.blocks {
		hs := sh.by[annals.Code(x.lexicon.words[c])]
		i := 0
		if !sh.long {
			i, _ = slices.BinarySearchFunc(hs, n.from, func(h uint32, day int) int { return cmp.Compare(int(s.hints.all[h].first), day) })
		}
		for ; i < len(hs); i++ {
			h := &s.hints.all[hs[i]]
			if int(h.first) > n.to {
				break
			}
			if h.seen != s.asked && int(h.last) >= x.first-aheadDays {
				h.seen = s.asked
				if !yield(h) {
					return false
				}
			}
		}
	}
	return true
}

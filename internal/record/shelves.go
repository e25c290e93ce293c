package record

import (
	"cmp"
	"iter"
	"slices"

	"annals"
	"annals/internal/sys/store"
)

// Shelves are hints of claims, to be found by what two that are linked share:
// near types, a country, and days that lie not far apart.
type shelves struct {
	short map[period]*shelf
	wide  map[wide]*shelf
	asked int // questions
	hints map[string]*hint
}

func newShelves() *shelves {
	return &shelves{short: map[period]*shelf{}, wide: map[wide]*shelf{}, hints: map[string]*hint{}}
}

// A hint is what is known of a claim that was perhaps not read.
type hint struct {
	id    string
	gist  gist
	blank bool // no gist is kept
	seen  int  // the question that it was an answer to last
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
	by       map[annals.Code][]*hint
	from, to int
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
					s.short[period{t, k}] = &shelf{map[annals.Code][]*hint{}, k * periodDays, (k+1)*periodDays - 1}
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
		was = &shelf{map[annals.Code][]*hint{}, n.from, n.to}
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
		if err := s.fill(sh, store.Shelf{Type: k.Type, From: sh.from, To: sh.to}, ask); err != nil {
			return err
		}
	}
	for k, sh := range s.wide {
		if err := s.fill(sh, store.Shelf{Type: k.Type, Long: k.long, From: sh.from, To: sh.to}, ask); err != nil {
			return err
		}
	}
	return nil
}

func (s *shelves) fill(sh *shelf, f store.Shelf, ask func(store.Shelf) ([]store.Hint, error)) error {
	if f.Countries = sh.missing(); len(f.Countries) == 0 {
		return nil
	}
	for _, c := range f.Countries {
		sh.by[c] = []*hint{}
	}
	hs, err := ask(f)
	for i := range hs {
		h := &hs[i]
		sh.by[h.Country] = append(sh.by[h.Country], s.hint(h))
	}
	for _, c := range f.Countries {
		slices.SortFunc(sh.by[c], func(x, y *hint) int { return cmp.Compare(x.gist.first, y.gist.first) })
	}
	return err
}

// hint is the one hint of a claim.
func (s *shelves) hint(h *store.Hint) *hint {
	x := s.hints[h.ID]
	if x == nil {
		x = &hint{id: h.ID}
		g, ok := unpackGist(h)
		x.gist, x.blank = g, !ok
		x.gist.first, x.gist.last = h.First, h.Last
		s.hints[h.ID] = x
	}
	return x
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
		if len(hs) > 0 && hs[0].gist.last-hs[0].gist.first <= store.ShortDays {
			i, _ = slices.BinarySearchFunc(hs, n.from, func(h *hint, day int) int { return cmp.Compare(h.gist.first, day) })
		}
		for ; i < len(hs) && hs[i].gist.first <= n.to; i++ {
			if h := hs[i]; h.seen != s.asked && h.gist.last >= x.first-aheadDays {
				h.seen = s.asked
				if !yield(h) {
					return false
				}
			}
		}
	}
	return true
}

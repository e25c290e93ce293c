package record

import (
	"cmp"
	"iter"
	"slices"

	"annals"
	"annals/internal/sys/store"
)

// A pool is claims, to be found by what two that are linked share: near types, a
// country, and days that lie not far apart.
type pool struct {
	rules   *Rules
	lexicon *lexicon
	heads   map[annals.ArticleID]*store.Head
	known   map[string]*item // by id
	blocks  map[block]*shelf
}

// A block is a type and a country.
type block struct {
	annals.Type
	country uint32
}

// A shelf is the claims of a block: those of few days in order of the first,
// and the others.
type shelf struct {
	short, long []*item
	sorted      int // so many of short are in order
}

// shortDays is how many days lie at most between the first and the last of a
// claim that is short.
const shortDays = 7

func newPool(r *Rules) *pool {
	return &pool{r, &lexicon{}, map[annals.ArticleID]*store.Head{}, map[string]*item{}, map[block]*shelf{}}
}

// add takes in a claim that is not there yet. Its reasons are of no use here, and
// what it says of its article is kept once.
func (p *pool) add(r store.Row) {
	r.Why = nil
	h := p.heads[r.Article.ID]
	if h == nil {
		head := r.Article
		h = &head
		p.heads[r.Article.ID] = h
	}
	r.Article = *h
	x := p.rules.itemOf(r, p.lexicon)
	p.known[x.ID] = x
	p.shelve(x)
}

func (p *pool) shelve(x *item) {
	for _, c := range x.blocks {
		k := block{x.Type, c}
		s := p.blocks[k]
		if s == nil {
			s = &shelf{}
			p.blocks[k] = s
		}
		if x.last-x.first > shortDays {
			s.long = append(s.long, x)
		} else {
			s.short = append(s.short, x)
		}
	}
}

// near are the claims that x may be linked to, some of them more than once.
func (p *pool) near(x *item) iter.Seq[*item] {
	return func(yield func(*item) bool) {
		for _, c := range x.blocks {
			for _, t := range x.family.near {
				if s := p.blocks[block{t, c}]; s != nil && !s.near(x, yield) {
					return
				}
			}
		}
	}
}

func (s *shelf) near(x *item, yield func(*item) bool) bool {
	if s.sorted < len(s.short) {
		slices.SortFunc(s.short, func(x, y *item) int { return cmp.Compare(x.first, y.first) })
		s.sorted = len(s.short)
	}
	i, _ := slices.BinarySearchFunc(s.short, x.first-aheadDays-shortDays, func(y *item, day int) int { return cmp.Compare(y.first, day) })
	for ; i < len(s.short) && s.short[i].first <= x.last+aheadDays; i++ {
		if y := s.short[i]; y.last >= x.first-aheadDays && !yield(y) {
			return false
		}
	}
	for _, y := range s.long {
		if y.first <= x.last+aheadDays && y.last >= x.first-aheadDays && !yield(y) {
			return false
		}
	}
	return true
}

package record

import (
	"annals"
	"annals/internal/sys/store"
)

// A pool is claims that were read.
type pool struct {
	rules   *Rules
	lexicon *lexicon
	heads   map[annals.ArticleID]*store.Head
	items   []*item
	known   map[string]*item // by id
}

func newPool(r *Rules) *pool {
	return &pool{rules: r, lexicon: &lexicon{}, heads: map[annals.ArticleID]*store.Head{}, known: map[string]*item{}}
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
	x.number = int32(len(p.items))
	p.items, p.known[x.ID] = append(p.items, x), x
}

package collect

import (
	"context"
	"encoding/json"
	"sync"

	"annals/internal/collect/fetch"
	"annals/internal/sys/store"
)

// Sites keeps what sites say of all their pages in the store, so that a program
// that is started again does not ask again. What cannot be read or written is
// asked for again.
func Sites(ctx context.Context, d store.Desk) fetch.Sites {
	return &sites{ctx: ctx, desk: d, of: map[string]fetch.Site{}}
}

type sites struct {
	ctx  context.Context
	desk store.Desk
	mu   sync.Mutex
	of   map[string]fetch.Site
}

// Load implements [fetch.Sites].
func (s *sites) Load(site string) (fetch.Site, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if x, ok := s.of[site]; ok {
		return x, true
	}
	n, ok, err := s.desk.Note(s.ctx, siteNote, site)
	var x fetch.Site
	if err != nil || !ok || json.Unmarshal(n.Value, &x) != nil {
		return fetch.Site{}, false
	}
	s.of[site] = x
	return x, true
}

// Save implements [fetch.Sites].
func (s *sites) Save(site string, x fetch.Site) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.of[site] = x
	_ = s.desk.Notes(context.WithoutCancel(s.ctx), note(siteNote, site, x.Robots.Time, x)) // asked for again otherwise
}

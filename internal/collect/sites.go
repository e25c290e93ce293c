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
// asked for again. Those that were used last are in memory, too.
func Sites(ctx context.Context, d store.Desk) fetch.Sites {
	return &sites{ctx: ctx, desk: d, young: map[string]fetch.Site{}}
}

// When more than so many sites, or bytes of their files, are in memory, those
// that were not used since it was last so many are left to the store.
const (
	maxSites     = 500
	maxSiteBytes = 8 << 20
)

type sites struct {
	ctx        context.Context
	desk       store.Desk
	mu         sync.Mutex
	young, old map[string]fetch.Site // used lately, and before
	bytes      int                   // of the files of young
}

// Load implements [fetch.Sites].
func (s *sites) Load(site string) (fetch.Site, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if x, ok := s.young[site]; ok {
		return x, true
	}
	if x, ok := s.old[site]; ok {
		s.hold(site, x)
		return x, true
	}
	n, ok, err := s.desk.Note(s.ctx, siteNote, site)
	var x fetch.Site
	if err != nil || !ok || json.Unmarshal(n.Value, &x) != nil {
		return fetch.Site{}, false
	}
	s.hold(site, x)
	return x, true
}

// Save implements [fetch.Sites].
func (s *sites) Save(site string, x fetch.Site) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hold(site, x)
	_ = s.desk.Notes(context.WithoutCancel(s.ctx), note(siteNote, site, x.Asked(), x)) // asked for again otherwise
}

// hold keeps a site in memory, and lets go of others.
func (s *sites) hold(site string, x fetch.Site) {
	s.bytes += x.Bytes()
	if len(s.young) >= maxSites || s.bytes > maxSiteBytes {
		s.old, s.young, s.bytes = s.young, map[string]fetch.Site{}, x.Bytes()
	}
	s.young[site] = x
}

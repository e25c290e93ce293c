package tell

import (
	"context"

	"annals"
	"annals/internal/sys/store"
)

// former are the claims of older versions of an event's articles that told of the
// same act: an article that is revised is no news by that.
func former(ctx context.Context, s Store, e *annals.Event) (ids []string, err error) {
	var rows []store.Row
	if err := store.EachRow(ctx, s, store.Claims(e.Claims), func(x *store.Row) { rows = append(rows, *x) }); err != nil {
		return nil, err
	}
	for i := range rows {
		x := &rows[i]
		if x.Article.Origin == "" {
			continue
		}
		versions, err := s.Versions(ctx, x.Article.Origin)
		if err != nil {
			return nil, err
		}
		for _, v := range versions {
			if v.ID == x.Article.ID {
				continue
			}
			old, _, err := s.Get(ctx, v.ID)
			if err != nil {
				return nil, err
			}
			for k := range old.Reading.Claims {
				if c := &old.Reading.Claims[k]; sameAct(c, &x.Claim) {
					ids = append(ids, c.ID)
				}
			}
		}
	}
	return ids, nil
}

// sameAct reports claims of two versions of an article that tell of one act: of one
// type, between the same countries.
func sameAct(a, b *annals.Claim) bool {
	return a.Type == b.Type && sameCountries(a.Actor, b.Actor) && sameCountries(a.Recipient, b.Recipient)
}

func sameCountries(a, b []annals.Participant) bool {
	of := func(ps []annals.Participant) map[annals.Code]bool {
		out := map[annals.Code]bool{}
		for _, p := range ps {
			out[p.Country] = true
		}
		return out
	}
	x, y := of(a), of(b)
	for c := range x {
		if !y[c] {
			return false
		}
	}
	return len(x) == len(y)
}

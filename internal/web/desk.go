package web

import (
	"context"
	"errors"
	"fmt"
	"html/template"
	"slices"
	"strings"
	"sync"

	"annals"
	"annals/internal/record"
	"annals/internal/search"
	"annals/internal/sys/store"
)

// A desk answers questions about the record: pages and API ask the same ones.
type desk struct {
	Options
	sheets map[string]*template.Template // pages, by the name of their file
	files  map[string]asset              // styles and scripts, by address
	rules  *record.Rules                 // what lasts, and what ends it
	saving sync.Mutex                    // alerts are saved one at a time
	news   unreadCount
}

// errNotFound says that there is nothing of the kind that was asked for.
var errNotFound = errors.New("not found")

// query reads a query that must hold besides others.
func (d *desk) query(text string, more ...store.Filter) (search.Query, error) {
	q, err := d.Parse(text)
	if err != nil {
		return q, err
	}
	if len(more) > 0 {
		all := store.And(more)
		if q.Filter != nil {
			all = append(all, q.Filter)
		}
		q.Filter = all
	}
	return q, nil
}

func (d *desk) claims(ctx context.Context, q search.Query, limit int, after string) ([]store.Row, string, error) {
	return d.Store.Rows(ctx, q.Filter, store.Page{Limit: limit, After: after, Order: q.Order})
}

func (d *desk) event(ctx context.Context, id string) (annals.Event, error) {
	e, ok, err := d.Store.Event(ctx, id)
	if err == nil && !ok {
		err = fmt.Errorf("event %q: %w", id, errNotFound)
	}
	return e, err
}

// total is the one bucket of all claims that match.
func (d *desk) total(ctx context.Context, f store.Filter) (store.Bucket, error) {
	bs, err := d.Store.Count(ctx, f, store.ByAll)
	if err != nil || len(bs) == 0 {
		return store.Bucket{}, err
	}
	return bs[0], nil
}

// top are the n biggest buckets with a value.
func (d *desk) top(ctx context.Context, f store.Filter, by store.By, n int) ([]store.Bucket, error) {
	bs, err := d.Store.Count(ctx, f, by)
	if err != nil {
		return nil, err
	}
	bs = slices.DeleteFunc(bs, func(b store.Bucket) bool { return b.Value == "" })
	slices.SortStableFunc(bs, func(a, b store.Bucket) int { return b.Claims - a.Claims })
	return bs[:min(n, len(bs))], nil
}

// latestTries bounds how often a later day is looked for.
const latestTries = 20

// latest is the last day of publication in the record, "" for an empty one.
func (d *desk) latest(ctx context.Context) (annals.Date, error) {
	rs, _, err := d.Store.Rows(ctx, nil, store.Page{Limit: 1, Order: store.Arrived})
	if err != nil || len(rs) == 0 {
		return "", err
	}
	best := rs[0].Article.Published
	for range latestTries {
		more, _, err := d.Store.Rows(ctx, store.Range{Measure: store.Published, From: ago(best, -1)}, store.Page{Limit: 200, Order: store.Arrived})
		if err != nil || len(more) == 0 {
			return best, err
		}
		for _, r := range more {
			best = max(best, r.Article.Published)
		}
	}
	return best, nil
}

// name is what a country or pair is called.
func (d *desk) name(code string) string {
	if a, b, ok := strings.Cut(code, "-"); ok {
		return d.name(a) + " – " + d.name(b)
	}
	special := map[string]string{"UNO": "United Nations", "EUR": "European Union", "IGO": "Other international bodies", "NGO": "Non-governmental bodies",
		"ISM": "Islamist groups", "IMG": "International armed groups", "MNC": "Multinational firms", "": "Nobody named"}
	if s, ok := special[code]; ok {
		return s
	}
	if d.CountryName != nil {
		if s := d.CountryName(annals.Code(code)); s != "" {
			return s
		}
	}
	return code
}

// pairOf reads PRK-RUS; the smaller code comes first.
func pairOf(s string) (a, b annals.Code, ok bool) {
	x, y, ok := strings.Cut(s, "-")
	if !ok || !isCode(x) || !isCode(y) || x == y {
		return "", "", false
	}
	return annals.Code(min(x, y)), annals.Code(max(x, y)), true
}

func isCode(s string) bool {
	return len(s) == 3 && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// split puts a claim apart from the rest of its event.
func (d *desk) split(ctx context.Context, event, claim string) error {
	e, err := d.event(ctx, event)
	if err != nil {
		return err
	}
	if !slices.Contains(e.Claims, claim) || len(e.Claims) < 2 {
		return fmt.Errorf("claim %q of event %q: %w", claim, event, errNotFound)
	}
	for _, other := range e.Claims {
		if other == claim {
			continue
		}
		if err := d.Store.Split(ctx, store.Apart{Claim: claim, From: other, Time: d.Now().UTC()}); err != nil {
			return err
		}
	}
	if err := d.Store.SetEvents(ctx, nil, []string{event}); err != nil || d.Merge == nil {
		return err
	}
	_, err = d.Merge(ctx)
	return err
}

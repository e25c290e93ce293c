package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"

	"annals"
	"annals/internal/sys/store"
)

// A querier is a database or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// each runs a query and scans every row.
func each(ctx context.Context, q querier, query string, args []any, scan func(*sql.Rows) error) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// texts runs a query and gives its one column.
func texts(ctx context.Context, q querier, query string, args ...any) (out []string, err error) {
	err = each(ctx, q, query, args, func(rows *sql.Rows) error {
		var s string
		err := rows.Scan(&s)
		out = append(out, s)
		return err
	})
	return out, err
}

// claimsOf are the claims of an article in the order in which they were put.
func (p *packer) claimsOf(ctx context.Context, q querier, article int64) ([]annals.Claim, error) {
	cs := []annals.Claim{}
	err := each(ctx, q, `SELECT p.body FROM claim c JOIN passage p ON p.claim = c.n WHERE c.article = ? ORDER BY c.n`, []any{article}, func(rows *sql.Rows) error {
		cs = append(cs, annals.Claim{})
		return p.scan(rows, &cs[len(cs)-1])
	})
	return cs, err
}

const entryColumns = `c.n, c.id, c.url, c.file, c.time, c.type, c.status, c.header, c.signals, c.body, c.error, c.outlet, coalesce(a.n, 0), coalesce(a.origin, ''), coalesce(a.agency, ''), a.sketch, a.reading`

// Get implements [store.Archive].
func (s *Store) Get(ctx context.Context, id annals.ArticleID) (store.Entry, bool, error) {
	row := s.read.QueryRowContext(ctx, `SELECT `+entryColumns+` FROM article a JOIN capture c ON c.n = a.capture WHERE a.id = ?`, id)
	_, _, e, err := s.entry(ctx, row)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return store.Entry{}, false, nil
	case err != nil:
		return store.Entry{}, false, fmt.Errorf("get article %q: %w", id, s.explain(err))
	}
	return *e, true, nil
}

// entry scans one row of entryColumns and reads the claims that go with it.
func (s *Store) entry(ctx context.Context, row *sql.Row) (capture, article int64, e *store.Entry, err error) {
	e = &store.Entry{}
	var id, signals, header string
	var body, reading []byte
	var at int64
	c := &e.Capture
	if err := row.Scan(&capture, &id, &c.URL, &c.File, &at, &c.ContentType, &c.Status, &header, &signals, &body, &e.Err, &e.Reading.Article.Outlet, &article, &e.Origin, &e.Agency, &e.Sketch, &reading); err != nil {
		return 0, 0, nil, err
	}
	c.Time, e.Record = timeOf(at), store.RecordOf(id)
	if len(body) > 0 {
		if c.Body, err = unzip(body); err != nil {
			return 0, 0, nil, fmt.Errorf("%w: capture %d: %w", store.ErrCorrupt, capture, err)
		}
	}
	if err := json.Unmarshal([]byte(header), &c.Header); err != nil {
		return 0, 0, nil, fmt.Errorf("%w: headers of capture %d: %w", store.ErrCorrupt, capture, err)
	}
	if err := json.Unmarshal([]byte(signals), &c.Signals); err != nil {
		return 0, 0, nil, fmt.Errorf("%w: signals of capture %d: %w", store.ErrCorrupt, capture, err)
	}
	if article == 0 {
		return capture, article, e, nil
	}
	if err := unpack(reading, &e.Reading); err != nil {
		return 0, 0, nil, fmt.Errorf("%w: reading of article %d: %w", store.ErrCorrupt, article, err)
	}
	if e.Reading.Claims, err = s.claimsOf(ctx, s.read, article); err != nil {
		return 0, 0, nil, err
	}
	e.Evidence, err = s.evidence(ctx, article)
	return capture, article, e, err
}

func (s *Store) evidence(ctx context.Context, article int64) (map[string]string, error) {
	out := map[string]string{}
	err := each(ctx, s.read, `SELECT c.id, p.evidence FROM claim c JOIN passage p ON p.claim = c.n WHERE c.article = ?`, []any{article}, func(rows *sql.Rows) error {
		var id, words string
		err := rows.Scan(&id, &words)
		out[id] = words
		return err
	})
	return out, err
}

// Entries implements [store.Archive]. It reads one entry at a time, so that
// the store can be written to between two.
func (s *Store) Entries(ctx context.Context) iter.Seq2[store.Entry, error] {
	return func(yield func(store.Entry, error) bool) {
		var capture, article int64
		for {
			row := s.read.QueryRowContext(ctx, `SELECT `+entryColumns+` FROM capture c LEFT JOIN article a ON a.capture = c.n
				WHERE c.n > ?1 OR c.n = ?1 AND a.n > ?2 ORDER BY c.n, a.n LIMIT 1`, capture, article)
			c, a, e, err := s.entry(ctx, row)
			if errors.Is(err, sql.ErrNoRows) {
				return
			}
			if err != nil {
				yield(store.Entry{}, fmt.Errorf("read entry after %d: %w", capture, s.explain(err)))
				return
			}
			if capture, article = c, a; !yield(*e, nil) {
				return
			}
		}
	}
}

const headColumns = `a.id, a.origin, a.url, a.title, a.outlet, a.published, a.time, a.reserved, a.live, a.claims, a.agency, a.sketch`

// A headRow scans headColumns.
type headRow struct {
	h         store.Head
	published sql.NullInt64
	time      int64
	live      bool
}

func (r *headRow) into() []any {
	return []any{&r.h.ID, &r.h.Origin, &r.h.URL, &r.h.Title, &r.h.Outlet, &r.published, &r.time, &r.h.Reserved, &r.live, &r.h.Claims, &r.h.Agency, &r.h.Sketch}
}

func (r *headRow) head() store.Head {
	h := r.h
	if r.published.Valid {
		h.Published = dateOf(r.published.Int64)
	}
	h.Read, h.Superseded = timeOf(r.time), !r.live
	return h
}

// headsAtOnce is how many heads are read by one query, so that none stays open
// while its reader does something else.
const headsAtOnce = 1000

// Heads implements [store.Archive].
func (s *Store) Heads(ctx context.Context) iter.Seq2[store.Head, error] {
	return func(yield func(store.Head, error) bool) {
		for last := int64(0); ; {
			var hs []store.Head
			err := each(ctx, s.read, `SELECT a.n, `+headColumns+` FROM article a WHERE a.n > ? ORDER BY a.n LIMIT ?`, []any{last, headsAtOnce}, func(rows *sql.Rows) error {
				var r headRow
				err := rows.Scan(append([]any{&last}, r.into()...)...)
				hs = append(hs, r.head())
				return err
			})
			if err != nil {
				yield(store.Head{}, fmt.Errorf("read articles: %w", s.explain(err)))
				return
			}
			for _, h := range hs {
				if !yield(h, nil) {
					return
				}
			}
			if len(hs) < headsAtOnce {
				return
			}
		}
	}
}

// Versions implements [store.Archive].
func (s *Store) Versions(ctx context.Context, origin string) ([]store.Head, error) {
	var hs []store.Head
	err := each(ctx, s.read, `SELECT `+headColumns+` FROM article a WHERE origin = ? ORDER BY time DESC, id DESC`, []any{origin}, func(rows *sql.Rows) error {
		var r headRow
		err := rows.Scan(r.into()...)
		hs = append(hs, r.head())
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read versions of %q: %w", origin, s.explain(err))
	}
	return hs, nil
}

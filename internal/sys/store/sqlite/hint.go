package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"annals/internal/sys/store"
)

// hintColumns are those of a hint, of block b and claim c. "CROSS" keeps claims
// from being walked, "+" the index of days from being taken.
const hintColumns = `SELECT b.gist, c.n, c.id, b.type, b.country, b.first, b.last FROM block b CROSS JOIN claim c ON c.n = b.claim WHERE +c.live = 1 AND `

// Hints implements [store.Hints].
func (s *Store) Hints(ctx context.Context, f store.Shelf) ([]store.Hint, error) {
	if len(f.Countries) == 0 {
		return nil, nil
	}
	since := "first"
	if f.Long {
		since = "last"
	}
	query := hintColumns + `b.long = ? AND b.type = ? AND b.country IN (?` + strings.Repeat(", ?", len(f.Countries)-1) + `) AND b.first <= ? AND b.` + since + ` >= ?`
	args := []any{f.Long, string(f.Type)}
	for _, c := range f.Countries {
		args = append(args, string(c))
	}
	return s.hints(ctx, query, append(args, f.To, f.From)...)
}

// HintsAfter implements [store.Hints].
func (s *Store) HintsAfter(ctx context.Context, n int64) ([]store.Hint, error) {
	return s.hints(ctx, hintColumns+`b.claim > ?`, n)
}

func (s *Store) hints(ctx context.Context, query string, args ...any) (hs []store.Hint, err error) {
	var gist sql.RawBytes
	err = each(ctx, s.read, query, args, func(rows *sql.Rows) error {
		var h store.Hint
		err := rows.Scan(&gist, &h.N, &h.ID, &h.Type, &h.Country, &h.First, &h.Last)
		if gist != nil {
			h.Gist = append([]byte{}, gist...)
		}
		hs = append(hs, h)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read hints of claims: %w", s.explain(err))
	}
	return hs, nil
}

// LastNumber implements [store.Hints].
func (s *Store) LastNumber(ctx context.Context) (n int64, err error) {
	if err := s.read.QueryRowContext(ctx, `SELECT coalesce(max(n), 0) FROM claim`).Scan(&n); err != nil {
		return 0, fmt.Errorf("read number of claims: %w", s.explain(err))
	}
	return n, nil
}

// Blank implements [store.Hints].
func (s *Store) Blank(ctx context.Context, after int64, limit int) (hs []store.Hint, err error) {
	query := `SELECT DISTINCT c.n, c.id FROM block b INDEXED BY block_blank CROSS JOIN claim c ON c.n = b.claim
		WHERE b.gist IS NULL AND b.claim > ? AND +c.live = 1 ORDER BY b.claim LIMIT ?`
	err = each(ctx, s.read, query, []any{after, limit}, func(rows *sql.Rows) error {
		var h store.Hint
		err := rows.Scan(&h.N, &h.ID)
		hs = append(hs, h)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read claims without gists: %w", s.explain(err))
	}
	return hs, nil
}

// SetGists implements [store.Hints].
func (s *Store) SetGists(ctx context.Context, gists map[int64][]byte) error {
	if len(gists) == 0 {
		return nil
	}
	return s.writing(ctx, "keep gists", func(tx *sql.Tx) error {
		p := newPutter(ctx, tx, s.packer)
		defer p.close()
		for n, g := range gists {
			if _, err := p.exec(`UPDATE block SET gist = ? WHERE claim = ?`, g, n); err != nil {
				return err
			}
		}
		return nil
	})
}

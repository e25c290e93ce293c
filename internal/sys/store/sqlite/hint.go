package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"annals/internal/sys/store"
)

// Hints implements [store.Hints].
func (s *Store) Hints(ctx context.Context, f store.Shelf) (hs []store.Hint, err error) {
	if len(f.Countries) == 0 {
		return nil, nil
	}
	since := "first"
	if f.Long {
		since = "last"
	}
	// "+" keeps the index of days from being taken; CROSS, claims from being walked.
	query := `SELECT b.gist, c.id, b.country, b.first, b.last FROM block b CROSS JOIN claim c ON c.n = b.claim
		WHERE b.long = ? AND b.type = ? AND b.country IN (?` + strings.Repeat(", ?", len(f.Countries)-1) + `) AND b.first <= ? AND b.` + since + ` >= ? AND +c.live = 1`
	args := []any{f.Long, string(f.Type)}
	for _, c := range f.Countries {
		args = append(args, string(c))
	}
	var gist sql.RawBytes
	err = each(ctx, s.read, query, append(args, f.To, f.From), func(rows *sql.Rows) error {
		var h store.Hint
		err := rows.Scan(&gist, &h.ID, &h.Country, &h.First, &h.Last)
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

// SetGists implements [store.Hints].
func (s *Store) SetGists(ctx context.Context, gists map[string][]byte) error {
	if len(gists) == 0 {
		return nil
	}
	return s.writing(ctx, "keep gists", func(tx *sql.Tx) error {
		p := newPutter(ctx, tx, s.packer)
		defer p.close()
		for id, g := range gists {
			if _, err := p.exec(`UPDATE block SET gist = ? WHERE claim = (SELECT n FROM claim WHERE id = ?)`, g, id); err != nil {
				return fmt.Errorf("claim %s: %w", id, err)
			}
		}
		return nil
	})
}

package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"annals/internal/sys/store"
)

// Notes implements [store.Desk].
func (s *Store) Notes(ctx context.Context, ns ...store.Note) error {
	return s.writing(ctx, "write notes", func(tx *sql.Tx) error {
		for _, n := range ns {
			query, args := `INSERT INTO note (kind, key, time, value) VALUES (?, ?, ?, ?)
				ON CONFLICT (kind, key) DO UPDATE SET time = excluded.time, value = excluded.value`, []any{n.Kind, n.Key, micros(n.Time), n.Value}
			if n.Value == nil {
				query, args = `DELETE FROM note WHERE kind = ? AND key = ?`, args[:2]
			}
			if _, err := tx.ExecContext(ctx, query, args...); err != nil {
				return err
			}
		}
		return nil
	})
}

// Note implements [store.Desk].
func (s *Store) Note(ctx context.Context, kind, key string) (store.Note, bool, error) {
	n := store.Note{Kind: kind, Key: key}
	var at int64
	switch err := s.read.QueryRowContext(ctx, `SELECT time, value FROM note WHERE kind = ? AND key = ?`, kind, key).Scan(&at, &n.Value); {
	case errors.Is(err, sql.ErrNoRows):
		return store.Note{}, false, nil
	case err != nil:
		return store.Note{}, false, fmt.Errorf("read note %q: %w", key, s.explain(err))
	}
	n.Time = timeOf(at)
	return n, true, nil
}

// NotesOf implements [store.Desk].
func (s *Store) NotesOf(ctx context.Context, kind string) ([]store.Note, error) {
	var out []store.Note
	err := each(ctx, s.read, `SELECT key, time, value FROM note WHERE kind = ? ORDER BY key`, []any{kind}, func(rows *sql.Rows) error {
		n := store.Note{Kind: kind}
		var at int64
		err := rows.Scan(&n.Key, &at, &n.Value)
		n.Time = timeOf(at)
		out = append(out, n)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read notes: %w", s.explain(err))
	}
	return out, nil
}

// Forget implements [store.Desk].
func (s *Store) Forget(ctx context.Context, kind string, before time.Time) (int, error) {
	return s.counted(ctx, "forget notes", `DELETE FROM note WHERE kind = ? AND time < ?`, kind, micros(before))
}

// DropBodies implements [store.Desk].
func (s *Store) DropBodies(ctx context.Context, before time.Time) (int, error) {
	return s.counted(ctx, "drop captures", `UPDATE capture SET body = x'' WHERE time < ? AND body <> x''`, micros(before))
}

// counted changes rows and says how many.
func (s *Store) counted(ctx context.Context, what, query string, args ...any) (int, error) {
	var n int64
	err := s.writing(ctx, what, func(tx *sql.Tx) error {
		r, err := tx.ExecContext(ctx, query, args...)
		if err == nil {
			n, err = r.RowsAffected()
		}
		return err
	})
	return int(n), err
}

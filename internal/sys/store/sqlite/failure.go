package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"

	"annals/internal/sys/store"
)

// failuresAtOnce is how many failures are read by one query.
const failuresAtOnce = 100

// Failures implements [store.Failures].
func (s *Store) Failures(ctx context.Context, after string) iter.Seq2[store.Failure, error] {
	return func(yield func(store.Failure, error) bool) {
		last, err := s.captureNumber(ctx, after)
		for err == nil {
			var fs []store.Failure
			if fs, last, err = s.failures(ctx, last); err != nil {
				break
			}
			for _, f := range fs {
				if !yield(f, nil) {
					return
				}
			}
			if len(fs) < failuresAtOnce {
				return
			}
		}
		yield(store.Failure{}, fmt.Errorf("read failures: %w", s.explain(err)))
	}
}

// captureNumber is the number of a capture; of "", one that no capture reaches.
func (s *Store) captureNumber(ctx context.Context, id string) (n int64, err error) {
	if id == "" {
		return 1<<63 - 1, nil
	}
	err = s.read.QueryRowContext(ctx, `SELECT n FROM capture WHERE id = ?`, id).Scan(&n)
	if errors.Is(err, sql.ErrNoRows) {
		err = fmt.Errorf("after %q: %w", id, store.ErrCursor)
	}
	return n, err
}

// failures are the next below a number of a capture, and the number of the last.
func (s *Store) failures(ctx context.Context, below int64) (fs []store.Failure, last int64, err error) {
	const query = `SELECT n, id, url, file, time, status, outlet, error, body <> x'' FROM capture WHERE error <> '' AND n < ? ORDER BY n DESC LIMIT ?`
	err = each(ctx, s.read, query, []any{below, failuresAtOnce}, func(rows *sql.Rows) error {
		var f store.Failure
		var at int64
		err := rows.Scan(&last, &f.ID, &f.URL, &f.File, &at, &f.Status, &f.Outlet, &f.Reason, &f.Kept)
		f.Time, f.Record = timeOf(at), store.RecordOf(f.ID)
		fs = append(fs, f)
		return err
	})
	return fs, last, err
}

// Failed implements [store.Failures].
func (s *Store) Failed(ctx context.Context, id string) (store.Entry, bool, error) {
	row := s.read.QueryRowContext(ctx, `SELECT `+entryColumns+` FROM capture c LEFT JOIN article a ON a.capture = c.n WHERE c.id = ? AND c.error <> ''`, id)
	switch _, _, e, err := s.entry(ctx, row); {
	case errors.Is(err, sql.ErrNoRows):
		return store.Entry{}, false, nil
	case err != nil:
		return store.Entry{}, false, fmt.Errorf("get capture %q: %w", id, s.explain(err))
	default:
		return *e, true, nil
	}
}

package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"annals/internal/sys/store/column"
)

// An index is the columns of all live claims in memory. It is loaded behind the
// back of those who ask, and brought up to date by whoever asks next after a
// write, of this process or another.
type index struct {
	ctx   context.Context // of loading
	stop  context.CancelFunc
	loads sync.WaitGroup
	done  chan struct{} // closed when the first loading has ended
	err   error         // of the first loading; read it after done

	now   atomic.Pointer[moment] // nil while it is loaded
	mu    sync.Mutex             // guards what follows, and changes of now
	table *column.Table
	at    stamp // what is in table; it may be ahead of now
}

// A moment is the columns at one state of the file.
type moment struct {
	*column.View
	stamp
}

// A stamp tells two states of the file apart, as far as the columns go: the
// last numbers given to a claim and to a change. Neither ever falls.
type stamp struct{ claims, changed int64 }

var (
	errReload = errors.New("the columns cannot be brought up to date step by step")
	errNone   = errors.New("there are no columns")
)

// startIndex loads the columns in the background.
func (s *Store) startIndex() {
	x := &index{done: make(chan struct{})}
	x.ctx, x.stop = context.WithCancel(context.Background())
	s.index = x
	x.loads.Go(func() {
		defer close(x.done)
		x.err = s.loadIndex()
	})
}

func (s *Store) loadIndex() error {
	err := s.reading(s.index.ctx, func(tx *sql.Tx) error { return s.index.load(s.index.ctx, tx) })
	if err != nil {
		return fmt.Errorf("load columns: %w", s.explain(err))
	}
	return nil
}

// Ready waits until the columns that [Options] asked for are in memory. An
// error means that they will not be, and that all is answered by the file.
func (s *Store) Ready(ctx context.Context) error {
	if s.index == nil {
		return nil
	}
	select {
	case <-s.index.done:
		return s.index.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// close ends loading and waits for it.
func (x *index) close() {
	if x != nil {
		x.stop()
		x.loads.Wait()
	}
}

// Memory is roughly how many bytes the columns take, what of it the different
// names and values, and for how many claims; 0 without columns.
func (s *Store) Memory() (bytes, values, claims int) {
	if s.index == nil || s.index.now.Load() == nil {
		return 0, 0, 0
	}
	m := s.index.now.Load()
	bytes, values = m.Bytes()
	return bytes, values, m.Len()
}

// reading runs do on one state of the file.
func (s *Store) reading(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := s.read.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	return do(tx)
}

func stampOf(ctx context.Context, q querier) (st stamp, err error) {
	err = q.QueryRowContext(ctx, `SELECT coalesce(max(seq) FILTER (WHERE name = 'claim'), 0), coalesce(max(seq) FILTER (WHERE name = 'changed'), 0)
		FROM sqlite_sequence`).Scan(&st.claims, &st.changed)
	return st, err
}

// load reads all live claims.
func (x *index) load(ctx context.Context, tx *sql.Tx) error {
	st, err := stampOf(ctx, tx)
	if err != nil {
		return err
	}
	var live int
	if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM claim WHERE live = 1`).Scan(&live); err != nil {
		return err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.table, x.at = column.New(live), stamp{changed: st.changed}
	if err := x.add(ctx, tx, st.claims); err != nil {
		return err
	}
	x.now.Store(&moment{x.table.View(), st})
	return nil
}

// columns runs do with the columns and the file at the same state. ok is false
// when there are no columns (yet); then do has not run.
func (s *Store) columns(ctx context.Context, do func(*sql.Tx, *column.View) error) (ok bool, err error) {
	if s.index == nil {
		return false, nil
	}
	for again := true; again; {
		again = false
		err = s.reading(ctx, func(tx *sql.Tx) error {
			m, err := s.index.present(ctx, tx)
			if err != nil {
				return err
			}
			if again = m == nil; again {
				return nil
			}
			return do(tx, m.View)
		})
	}
	switch {
	case errors.Is(err, errReload):
		s.index.loads.Go(func() { s.loadIndex() })
		return false, nil
	case errors.Is(err, errNone), errors.Is(err, column.ErrTooMany):
		return false, nil
	}
	return true, err
}

// present is the columns at the state that tx sees; nil when they are already
// past it.
func (x *index) present(ctx context.Context, tx *sql.Tx) (*moment, error) {
	if x.now.Load() == nil {
		return nil, errNone
	}
	st, err := stampOf(ctx, tx)
	if err != nil {
		return nil, err
	}
	if m := x.now.Load(); m != nil && m.stamp == st {
		return m, nil
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	m := x.now.Load()
	switch {
	case m == nil:
		return nil, errNone
	case m.stamp == st:
		return m, nil
	case m.claims > st.claims || m.changed > st.changed || x.at.claims > st.claims:
		return nil, nil
	}
	err = x.follow(ctx, tx, st)
	if errors.Is(err, errReload) || errors.Is(err, column.ErrTooMany) {
		x.now.Store(nil)
	}
	if err != nil {
		return nil, err
	}
	x.now.Store(&moment{x.table.View(), st})
	return x.now.Load(), nil
}

// follow brings the table to a later state of the file. When it is cut short,
// the next one goes on from there: to read a change twice does no harm.
func (x *index) follow(ctx context.Context, tx *sql.Tx, to stamp) error {
	if err := x.add(ctx, tx, to.claims); err != nil {
		return err
	}
	if x.at.changed == to.changed {
		return nil
	}
	var first int64
	if err := tx.QueryRowContext(ctx, `SELECT coalesce(min(n), 0) FROM changed`).Scan(&first); err != nil {
		return err
	}
	if first == 0 || first > x.at.changed+1 {
		return errReload // what lies between has been removed
	}
	query := `SELECT DISTINCT x.claim, coalesce(c.live, 0), coalesce(c.sources, 0) FROM changed x LEFT JOIN claim c ON c.n = x.claim WHERE x.n > ?`
	err := each(ctx, tx, query, []any{x.at.changed}, func(rows *sql.Rows) error {
		var n int64
		var live bool
		var sources int
		if err := rows.Scan(&n, &live, &sources); err != nil {
			return err
		}
		if !x.table.Set(n, live, sources) && live {
			return errReload // it was left out when it was not live
		}
		return nil
	})
	if err == nil {
		x.at.changed = to.changed
	}
	return err
}

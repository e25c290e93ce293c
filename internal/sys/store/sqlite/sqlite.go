// Package sqlite keeps a [store.Store] in one SQLite file.
//
// In goes the path of a file, which is made if there is none; out comes a store
// whose every write is one transaction in a write-ahead log: what was
// acknowledged survives a kill, and what was not leaves no trace. One
// connection writes, several read; other processes may read at the same time.
//
// The schema and what each column means stand in migrations/. Nothing here
// decides what is kept.
package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"annals/internal/sys/store"

	"github.com/pressly/goose/v3"
	driver "modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
)

//go:embed migrations/*.sql
var migrations embed.FS

// readers is how many connections read at the same time.
const readers = 4

// A Store is one open file.
type Store struct {
	path  string
	write *sql.DB // one connection
	read  *sql.DB
	*packer
	index *index // nil when it is not wanted
}

var _ store.Store = (*Store)(nil)

// Options tunes [Open]. The zero value is production.
type Options struct {
	// ReadOnly opens a file without changing it, for reading only.
	ReadOnly bool

	// Index keeps columns of all claims in memory, so that counts and lists of
	// millions take milliseconds. They are loaded in the background; until then
	// the file answers. Programs that ask one thing do better without.
	Index bool
}

// Open opens the store at path, makes it and its folder if there is none, and
// brings its schema up to date. The errors are those of package store.
func Open(ctx context.Context, path string, o Options) (*Store, error) {
	p, err := newPacker()
	if err != nil {
		return nil, fmt.Errorf("open store %q: %w", path, err)
	}
	s := &Store{path: path, packer: p}
	if err := s.open(ctx, o); err != nil {
		s.Close()
		return nil, fmt.Errorf("open store %q: %w", path, s.explain(err))
	}
	if o.Index {
		s.startIndex()
	}
	return s, nil
}

func (s *Store) open(ctx context.Context, o Options) error {
	empty, err := looksLikeStore(s.path)
	if err != nil {
		return err
	}
	if s.read, err = sql.Open("sqlite", dsn(s.path, "mode=ro&_pragma=query_only(1)")); err != nil {
		return err
	}
	s.read.SetMaxOpenConns(readers)
	have := int64(0)
	if !empty {
		if have, err = s.version(ctx); err != nil {
			return err
		}
	}
	switch known, err := lastMigration(); {
	case err != nil:
		return err
	case have > known:
		return fmt.Errorf("%w: its schema is version %d, this program knows %d", store.ErrNewer, have, known)
	case o.ReadOnly && empty:
		return fs.ErrNotExist
	case o.ReadOnly && have < known:
		return fmt.Errorf("%w: its schema is version %d and must be brought to %d", store.ErrOlder, have, known)
	case o.ReadOnly:
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(s.path), 0o755); err != nil {
		return err
	}
	return s.migrate(ctx)
}

// dsn is the address of a file with the settings of every connection.
func dsn(path, more string) string {
	u := url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(),
		RawQuery: more + "&_pragma=busy_timeout(10000)&_pragma=foreign_keys(1)&_pragma=cache_size(-65536)&_pragma=temp_store(2)"}
	return u.String()
}

// header is what every SQLite file begins with.
const header = "SQLite format 3\x00"

// looksLikeStore refuses a file that is no database before anything touches it;
// empty is true when there is no file, or nothing in it.
func looksLikeStore(path string) (empty bool, err error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil
	} else if err != nil {
		return false, err
	}
	defer f.Close()
	info, err := f.Stat()
	switch {
	case err != nil:
		return false, err
	case info.IsDir():
		return false, fmt.Errorf("%w: it is a folder", store.ErrNotStore)
	case info.Size() == 0:
		return true, nil
	}
	b := make([]byte, len(header))
	if n, err := f.Read(b); err != nil || string(b[:n]) != header {
		return false, fmt.Errorf("%w: it is no SQLite file", store.ErrNotStore)
	}
	return false, nil
}

// version is the number of the last migration that a file has seen; a file that
// has tables and no such number is not ours.
func (s *Store) version(ctx context.Context) (have int64, err error) {
	var tables, ours int
	err = s.read.QueryRowContext(ctx, `SELECT count(*), count(*) FILTER (WHERE name = 'goose_db_version') FROM sqlite_schema WHERE type = 'table'`).Scan(&tables, &ours)
	switch {
	case err != nil:
		return 0, err
	case ours == 0 && tables > 0:
		return 0, fmt.Errorf("%w: the database holds other tables", store.ErrNotStore)
	case ours == 0:
		return 0, nil
	}
	err = s.read.QueryRowContext(ctx, `SELECT coalesce(max(version_id), 0) FROM goose_db_version`).Scan(&have)
	return have, err
}

// lastMigration is the number that the newest migration's file begins with.
func lastMigration() (int64, error) {
	es, err := fs.ReadDir(migrations, "migrations")
	if err != nil {
		return 0, err
	}
	number, _, _ := strings.Cut(es[len(es)-1].Name(), "_")
	return strconv.ParseInt(number, 10, 64)
}

// migrate opens the connection that writes and runs the migrations that the
// file has not seen.
func (s *Store) migrate(ctx context.Context) error {
	var err error
	s.write, err = sql.Open("sqlite", dsn(s.path, "_txlock=immediate&_pragma=journal_mode(wal)&_pragma=synchronous(full)"))
	if err != nil {
		return err
	}
	s.write.SetMaxOpenConns(1)
	ms, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, s.write, ms)
	if err != nil {
		return err
	}
	if _, err = p.Up(ctx); err != nil {
		return err
	}
	// Whoever has missed so many changes reads everything again.
	_, err = s.write.ExecContext(ctx, `DELETE FROM changed WHERE n < (SELECT max(n) FROM changed) - ?`, keptChanges)
	return err
}

// keptChanges is how many changes are kept for programs that have the file open.
const keptChanges = 1_000_000

// Limit bounds the size of the file in pages of 4 KiB, for as long as the store
// is open. A write that would pass it gives [store.ErrFull].
func (s *Store) Limit(ctx context.Context, pages int) error {
	_, err := s.write.ExecContext(ctx, fmt.Sprintf("PRAGMA max_page_count = %d", pages))
	return err
}

// Close implements [store.Store].
func (s *Store) Close() error {
	s.index.close()
	var errs []error
	for _, db := range []*sql.DB{s.read, s.write} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(errs...)
}

// explain puts the store's own errors before those of the library, and those of
// a context that ended.
func (s *Store) explain(err error) error {
	var e *driver.Error
	switch {
	case err == nil, errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%w: %w", store.ErrReadOnly, err)
	case !errors.As(err, &e):
		return err
	}
	switch e.Code() & 0xff {
	case lib.SQLITE_READONLY, lib.SQLITE_PERM:
		return fmt.Errorf("%w: %w", store.ErrReadOnly, err)
	case lib.SQLITE_CANTOPEN:
		return fmt.Errorf("%w: %w", store.ErrReadOnly, err)
	case lib.SQLITE_FULL:
		return fmt.Errorf("%w: %w", store.ErrFull, err)
	case lib.SQLITE_CORRUPT:
		return fmt.Errorf("%w: %w", store.ErrCorrupt, err)
	case lib.SQLITE_NOTADB:
		return fmt.Errorf("%w: %w", store.ErrNotStore, err)
	case lib.SQLITE_INTERRUPT:
		return fmt.Errorf("%w: %w", context.Canceled, err)
	}
	return err
}

// writing runs do in a transaction that is committed when do succeeds.
func (s *Store) writing(ctx context.Context, what string, do func(*sql.Tx) error) error {
	if s.write == nil {
		return fmt.Errorf("%s: %w", what, store.ErrReadOnly)
	}
	err := func() error {
		tx, err := s.write.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer tx.Rollback()
		if err := do(tx); err != nil {
			return err
		}
		return tx.Commit()
	}()
	if err != nil {
		return fmt.Errorf("%s: %w", what, s.explain(err))
	}
	return nil
}

// Check implements [store.Store].
func (s *Store) Check(ctx context.Context) ([]string, error) {
	var out []string
	for _, q := range checks {
		rows, err := s.read.QueryContext(ctx, q.query)
		if err != nil {
			return nil, fmt.Errorf("check store: %w", s.explain(err))
		}
		for rows.Next() {
			var line string
			if err := rows.Scan(&line); err != nil {
				rows.Close()
				return nil, fmt.Errorf("check store: %w", s.explain(err))
			}
			if line != "ok" {
				out = append(out, strings.TrimSpace(q.what+" "+line))
			}
		}
		if err := rows.Err(); err != nil {
			return nil, fmt.Errorf("check store: %w", s.explain(err))
		}
		rows.Close()
	}
	return out, nil
}

// checks are what must hold in every store: each query gives one row for each
// thing that is wrong.
var checks = []struct{ what, query string }{
	{"database:", `PRAGMA integrity_check`},
	{"claim of no article:", `SELECT id FROM claim WHERE article NOT IN (SELECT n FROM article)`},
	{"article of no capture:", `SELECT id FROM article WHERE capture NOT IN (SELECT n FROM capture)`},
	{"article with a wrong count of claims:", `SELECT id FROM article a WHERE claims <> (SELECT count(*) FROM claim WHERE article = a.n)`},
	{"origin without exactly one live version:", `SELECT origin FROM article GROUP BY origin HAVING sum(live) <> 1`},
	{"claim that is live though its article is not, or the other way:", `SELECT c.id FROM claim c JOIN article a ON a.n = c.article WHERE c.live <> a.live`},
	{"party of no claim:", `SELECT DISTINCT claim FROM party WHERE claim NOT IN (SELECT n FROM claim)`},
	{"claim without its passage, or the other way:", `SELECT n FROM claim WHERE n NOT IN (SELECT claim FROM passage) UNION SELECT claim FROM passage WHERE claim NOT IN (SELECT n FROM claim)`},
	{"claim whose words are not indexed:", `SELECT id FROM claim WHERE n NOT IN (SELECT rowid FROM word)`},
	{"claim of an event that is gone:", `SELECT id FROM claim WHERE event <> '' AND event NOT IN (SELECT id FROM event)`},
}

package sqlite_test

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"annals/internal/sys/store"
	"annals/internal/sys/store/sqlite"
	"annals/internal/sys/store/storetest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func open(t *testing.T, path string) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(context.Background(), path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.Store { return open(t, filepath.Join(t.TempDir(), "a b?.annals")) })
}

// TestRefuses tries files that are no store of ours; none of them is changed.
func TestRefuses(t *testing.T) {
	for _, c := range []struct {
		name string
		make func(t *testing.T, path string)
		want error
	}{
		{"a text", func(t *testing.T, path string) { write(t, path, "Dear diary, today nothing happened.") }, store.ErrNotStore},
		{"a short text", func(t *testing.T, path string) { write(t, path, "x") }, store.ErrNotStore},
		{"a folder", func(t *testing.T, path string) { must(t, os.Mkdir(path, 0o755)) }, store.ErrNotStore},
		{"another database", func(t *testing.T, path string) { sqlFile(t, path, `CREATE TABLE notes (x)`) }, store.ErrNotStore},
		{"a newer store", newerFile, store.ErrNewer},
		{"a cut-off store", cutFile, store.ErrCorrupt},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "x.annals")
			c.make(t, path)
			before, _ := os.ReadFile(path)
			s, err := sqlite.Open(context.Background(), path, sqlite.Options{})
			if err == nil {
				_, err = s.Check(context.Background())
				s.Close()
			}
			if !errors.Is(err, c.want) || !strings.Contains(err.Error(), "x.annals") && c.want != store.ErrCorrupt {
				t.Errorf("Open gives %v, want %v with the path", err, c.want)
			}
			if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
				t.Error("the file was changed")
			}
		})
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func write(t *testing.T, path, text string) { must(t, os.WriteFile(path, []byte(text), 0o644)) }

func sqlFile(t *testing.T, path string, queries ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	must(t, err)
	defer db.Close()
	for _, q := range queries {
		_, err := db.Exec(q)
		must(t, err)
	}
}

func newerFile(t *testing.T, path string) {
	must(t, open(t, path).Close())
	sqlFile(t, path, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, 1)`, `PRAGMA journal_mode = delete`)
}

func cutFile(t *testing.T, path string) {
	s := open(t, path)
	_, err := s.Put(context.Background(), storetest.Entries(60)...)
	must(t, err)
	must(t, s.Close())
	sqlFile(t, path, `PRAGMA journal_mode = delete`)
	info, err := os.Stat(path)
	must(t, err)
	must(t, os.Truncate(path, info.Size()/2))
}

// TestOldFile opens files that earlier versions of the program wrote.
func TestOldFile(t *testing.T) {
	b, err := os.ReadFile("testdata/v1.annals")
	must(t, err)
	path := filepath.Join(t.TempDir(), "v1.annals")
	write(t, path, string(b))
	s := open(t, path)
	problems, err := s.Check(context.Background())
	if err != nil || len(problems) > 0 {
		t.Errorf("Check gives %q, %v", problems, err)
	}
	for _, e := range storetest.Entries(4) {
		e.Capture.Status, e.Capture.Header = 0, nil // not kept then
		e.Record = store.RecordID(&e.Capture)
		got, ok, err := s.Get(context.Background(), e.Reading.Article.ID)
		if d := cmp.Diff(e, got, cmpopts.EquateEmpty()); err != nil || !ok || d != "" {
			t.Errorf("article %s: %v, %v (-written +read):\n%s", e.Reading.Article.URL, ok, err, d)
		}
	}
}

// TestReadOnly reads a store in a folder that cannot be written, and is told
// so when it writes.
func TestReadOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.annals")
	s := open(t, path)
	_, err := s.Put(context.Background(), storetest.Entry(1, 2))
	must(t, err)
	must(t, s.Close())
	r, err := sqlite.Open(context.Background(), path, sqlite.Options{ReadOnly: true})
	must(t, err)
	defer r.Close()
	if rs, _, err := r.Rows(context.Background(), nil, store.Page{}); err != nil || len(rs) != 2 {
		t.Errorf("Rows gives %d claims, %v", len(rs), err)
	}
	if _, err := r.Put(context.Background(), storetest.Entry(2, 2)); !errors.Is(err, store.ErrReadOnly) {
		t.Errorf("Put gives %v, want ErrReadOnly", err)
	}
	if _, err := sqlite.Open(context.Background(), filepath.Join(t.TempDir(), "none"), sqlite.Options{ReadOnly: true}); err == nil {
		t.Error("a store that is not there is opened for reading")
	}
}

// TestFull fills the space that the file may take; what was acknowledged stays.
func TestFull(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.annals")
	s := open(t, path)
	must(t, s.Limit(context.Background(), 120))
	kept := 0
	var err error
	for i := 0; i < 500 && err == nil; i++ {
		if _, err = s.Put(context.Background(), storetest.Entry(i, 5)); err == nil {
			kept++
		}
	}
	if !errors.Is(err, store.ErrFull) {
		t.Fatalf("after %d articles Put gives %v, want ErrFull", kept, err)
	}
	n := 0
	for _, err := range s.Entries(context.Background()) {
		must(t, err)
		n++
	}
	problems, err := s.Check(context.Background())
	if n != kept || err != nil || len(problems) > 0 {
		t.Errorf("%d articles of %d are there, Check gives %q, %v", n, kept, problems, err)
	}
}

// TestCancel writes and reads while contexts end at random: what was
// acknowledged is there, nothing else is half there.
func TestCancel(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "x.annals"))
	rng := rand.New(rand.NewPCG(1, 2))
	done := make(chan struct{})
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-done:
					return
				default:
				}
				ctx, cancel := context.WithTimeout(context.Background(), time.Duration(i%40)*time.Millisecond)
				if _, _, err := s.Rows(ctx, store.Party{Country: "RUS"}, store.Page{}); err != nil && ctx.Err() == nil {
					t.Errorf("Rows gives %v", err)
				}
				cancel()
			}
		})
	}
	kept := 0
	for i := range 60 {
		ctx, cancel := context.WithTimeout(context.Background(), time.Duration(rng.IntN(12))*time.Millisecond)
		if _, err := s.Put(ctx, storetest.Entry(i, 5)); err == nil {
			kept++
		}
		cancel()
	}
	close(done)
	wg.Wait()
	n := 0
	for _, err := range s.Entries(context.Background()) {
		must(t, err)
		n++
	}
	problems, err := s.Check(context.Background())
	if n < kept || err != nil || len(problems) > 0 {
		t.Errorf("%d acknowledged, %d there, Check gives %q, %v", kept, n, problems, err)
	}
}

// TestKill kills a process that writes, and looks whether every article that
// it was told is kept is there.
func TestKill(t *testing.T) {
	if path := os.Getenv("ANNALS_TEST_WRITE"); path != "" {
		writeForever(path)
	}
	path := filepath.Join(t.TempDir(), "x.annals")
	for round := range 3 {
		acknowledged := killWriter(t, path, 5+20*round)
		s := open(t, path)
		for i := range acknowledged {
			if e := storetest.Entry(i, 5); !holds(t, s, &e) {
				t.Errorf("round %d: article %d was acknowledged and is lost", round, i)
			}
		}
		problems, err := s.Check(context.Background())
		if err != nil || len(problems) > 0 {
			t.Errorf("round %d: Check gives %q, %v", round, problems, err)
		}
		must(t, s.Close())
	}
}

// writeForever is the process that gets killed: it says the number of each
// article after it was kept.
func writeForever(path string) {
	s, err := sqlite.Open(context.Background(), path, sqlite.Options{})
	for i := 0; err == nil; i++ {
		if _, err = s.Put(context.Background(), storetest.Entry(i, 5)); err == nil {
			fmt.Println("kept", i)
		}
	}
	fmt.Println(err)
	os.Exit(1)
}

// killWriter starts the writer, kills it after it has kept n articles, and
// gives how many it said were kept.
func killWriter(t *testing.T, path string, n int) int {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run", "^TestKill$")
	cmd.Env = append(os.Environ(), "ANNALS_TEST_WRITE="+path)
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	kept := 0
	for sc := bufio.NewScanner(out); sc.Scan(); {
		if !strings.HasPrefix(sc.Text(), "kept ") {
			t.Fatalf("writer: %s", sc.Text())
		}
		if kept++; kept == n {
			must(t, cmd.Process.Kill())
		}
	}
	cmd.Wait()
	return kept
}

func holds(t *testing.T, s *sqlite.Store, e *store.Entry) bool {
	t.Helper()
	got, ok, err := s.Get(context.Background(), e.Reading.Article.ID)
	must(t, err)
	e.Record = store.RecordID(&e.Capture)
	return ok && cmp.Equal(*e, got)
}

var update = flag.Bool("update", false, "write testdata/v1.annals where it is missing")

// TestWriteOldFile makes the file of the present version, once: it must never
// change after a release.
func TestWriteOldFile(t *testing.T) {
	const path = "testdata/v1.annals"
	if _, err := os.Stat(path); err == nil || !*update {
		t.Skip("the file is there")
	}
	s := open(t, path)
	_, err := s.Put(context.Background(), storetest.Entries(4)...)
	must(t, err)
	must(t, s.Close())
	sqlFile(t, path, `PRAGMA journal_mode = delete`)
}

package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"annals"
	"annals/internal/collect/archive"
	"annals/internal/collect/feed"
	"annals/internal/extract"
	"annals/internal/sys/store"
)

// importCmd is `annals import`: keep what there is already.
type importCmd struct {
	keeper
	Files     []string          `arg:"" name:"FILE|DIR" help:"Archives (JSONL, CSV, WARC, mbox, EML; also gzip and zstd) and folders of pages and archives."`
	Format    archive.Format    `help:"Format of the files, where name and content do not tell: jsonl, csv, warc, mbox or eml." placeholder:"FORMAT"`
	Map       map[string]string `help:"Names of fields: title=headline;text=body;url=link;published=date;outlet=source … What is not named is guessed." placeholder:"FIELD=NAME;…"`
	Published string            `help:"Day of publication (2024-06-19) for what does not say its own." placeholder:"DATE"`
	ownTables
	Again bool `help:"Read files anew that were read before."`
}

// importNote is the kind of notes on how far files were read.
const importNote = "import"

// imported is how far a file was read. A file that has changed since is read
// anew.
type imported struct {
	Size     int64
	Changed  time.Time
	Last     int64 // offset of the last record that is kept; −1: none
	Done     bool
	Rejected int
}

// Run imports the files one after the other. What cannot be used is listed in
// FILE.rejects and counted; it makes an error only where nothing else came.
func (cmd *importCmd) Run(c *console) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := archive.CheckMap(cmd.Map); err != nil {
		return fmt.Errorf("read --map: %w", err)
	}
	files, err := cmd.files()
	if err != nil {
		return err
	}
	src := source{Published: cmd.Published}
	o, err := src.extractOptions()
	if err != nil {
		return err
	}
	s, err := cmd.openStore(ctx, c)
	if err != nil {
		return err
	}
	defer s.Close()
	p, err := cmd.load()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	m := importer{cmd: cmd, c: c, store: s, options: o, add: newAdder(ctx, c, s, p, true), stop: cancel}
	for _, f := range files {
		m.total += f.size
	}
	m.bar, m.add.tell = newBar(c, m.total, &m.read), &progress{} // one line, not two in turn
	m.add.bar = &m.bar.progress
	for _, f := range files {
		if m.add.err == nil && ctx.Err() == nil {
			m.file(ctx, f)
		}
	}
	m.add.merge()
	m.bar.clear()
	if m.undated > 0 {
		fmt.Fprintf(c.out, "%s without a day of publication (one ahead, or before 1990, is not believed)\n", count(m.undated, "article"))
	}
	if m.rejected > 0 {
		fmt.Fprintf(c.out, "%s rejected, listed in %s\n", count(m.rejected, "record"), strings.Join(m.lists, ", "))
	}
	if err := m.add.close(ctx); err != nil {
		return err
	}
	if m.rejected > 0 && m.add.done == [len(m.add.done)]int{} {
		return fmt.Errorf("none of %s could be used: the reasons stand in %s", count(m.rejected, "record"), strings.Join(m.lists, ", "))
	}
	return nil
}

// An importer reads files into the record.
type importer struct {
	cmd      *importCmd
	c        *console
	store    store.Store
	options  extract.Options
	add      *adder
	stop     func()
	bar      *bar
	total    int64        // bytes of all files
	read     atomic.Int64 // bytes read
	rejected int
	undated  int      // articles
	lists    []string // files of rejects

	at      imported // of the file being read
	taken   int64    // offset of the last record that was handed to the adder
	rejects *os.File
	left    int // records until it stops as if interrupted; 0: never
}

// file reads one file, from where it was left.
func (m *importer) file(ctx context.Context, f importFile) {
	key := absolute(f.name)
	m.at, m.taken, m.rejects = imported{Size: f.size, Changed: f.changed.UTC(), Last: -1}, -1, nil
	if was, ok := m.before(ctx, key); ok && !m.cmd.Again && was.Size == m.at.Size && was.Changed.Equal(m.at.Changed) {
		if m.at = was; was.Done {
			m.read.Add(f.size)
			m.bar.passed.Add(f.size)
			fmt.Fprintf(m.c.out, "%s: read before; --again reads it anew\n", f.name)
			return
		}
		m.taken = was.Last
		fmt.Fprintf(m.c.out, "%s: going on where it was left\n", f.name)
	}
	m.add.kept = func(ctx context.Context) error { m.at.Last = m.taken; return m.note(ctx, key) }
	jobs := make(chan job)
	ended := make(chan error, 1)
	go func() { defer close(jobs); ended <- m.records(ctx, f, jobs) }()
	m.add.path.inOrder(ctx, jobs, manyAhead, func(_ annals.Reading, j *job) { m.take(f, j) })
	m.add.flush()
	if m.rejects != nil {
		m.rejects.Close()
	}
	var failed error
	select {
	case failed = <-ended:
	case <-ctx.Done(): // who reads the file may still wait for it
	}
	if failed != nil && ctx.Err() == nil {
		m.bar.clear()
		fmt.Fprintf(m.c.err, "annals: read %s: %v\n", f.name, failed)
		m.add.failed = true
		return
	}
	if ctx.Err() == nil && m.add.err == nil {
		m.at.Last, m.at.Done = m.taken, true
		m.add.err = m.note(ctx, key)
	}
}

func (m *importer) before(ctx context.Context, key string) (was imported, ok bool) {
	n, ok, err := m.store.Note(ctx, importNote, key)
	if err != nil || !ok || json.Unmarshal(n.Value, &was) != nil {
		return imported{}, false
	}
	return was, true
}

func (m *importer) note(ctx context.Context, key string) error {
	b, err := json.Marshal(m.at)
	if err != nil {
		return err
	}
	return m.store.Notes(ctx, store.Note{Kind: importNote, Key: key, Time: time.Now(), Value: b})
}

// records sends the records of a file that were not read before.
func (m *importer) records(ctx context.Context, f importFile, jobs chan<- job) error {
	skip := m.taken
	send := func(j job) bool {
		select {
		case jobs <- j:
			return true
		case <-ctx.Done():
			return false
		}
	}
	for k, p := range f.pages {
		if int64(k) > skip && !send(m.page(p, int64(k))) {
			return nil
		}
	}
	if f.pages != nil {
		return nil
	}
	in, err := os.Open(f.name)
	if err != nil {
		return err
	}
	defer in.Close()
	if m.cmd.Format == "" && plainPage(f.name, in) {
		if skip < 0 {
			send(m.page(f, 0))
		}
		return nil
	}
	o := archive.Options{Format: m.cmd.Format, Map: m.cmd.Map}
	if err := errors.Join(archive.CheckFields(in, f.name, o), rewind(in)); err != nil {
		return err
	}
	counted := &countedReader{in, &m.read}
	rs, err := archive.Read(bufio.NewReader(counted), f.name, o)
	if err != nil {
		return err
	}
	begun, passing := m.read.Load(), skip >= 0
	for r := range rs {
		if errors.Is(r.Err, archive.ErrColumn) {
			return r.Err // of all rows: the file is not taken as read
		}
		if passing && r.Offset > skip {
			passing = false
			m.bar.passed.Add(m.read.Load() - begun)
		}
		if r.Offset > skip && !send(m.job(f, r)) {
			return nil
		}
	}
	return nil
}

// page is a file that is a record of its own.
func (m *importer) page(f importFile, offset int64) job {
	c, err := inputs{}.file(f.name)
	m.read.Add(f.size)
	if err != nil {
		return m.job(f, archive.Record{Offset: offset, Err: err})
	}
	c.Time = f.changed
	return m.job(f, archive.Record{Offset: offset, Capture: *c})
}

// job is a record on its way; its article is made by who reads it.
func (m *importer) job(f importFile, r archive.Record) job {
	name := f.name
	switch {
	case r.Capture.URL != "":
		name = r.Capture.URL
	case r.Capture.File != "":
		name = r.Capture.File // of what was exported: not that of the archive
	}
	j := job{name: name, offset: r.Offset, err: r.Err, capture: &r.Capture, keep: true}
	if r.Err == nil {
		j.lazy = func(j *job) { m.extract(j, &r) }
	}
	return j
}

// extract makes the article of a job, with what its record says besides the page.
func (m *importer) extract(j *job, r *archive.Record) {
	now := time.Now()
	if !feed.Believable(j.capture.Time, now) { // of a mail, a record or a file: then it was read now

		j.capture.Time = time.Time{}
	}
	*j.capture = timed(*j.capture) // dates after it are not believed
	as, err := extract.Extract(j.capture, m.options)
	if err == nil && len(as) != 1 {
		err = fmt.Errorf("%d articles in one record", len(as))
	}
	if err != nil {
		j.err = errors.New(reason(err, j.capture.Name()))
		return
	}
	j.article, j.alone = as[0], j.capture.ContentType != "application/json"
	if r.Outlet != "" {
		j.article.Outlet = r.Outlet
	}
	if r.Doubt != "" {
		j.article.Warnings = append(j.article.Warnings, annals.Warning{Stage: "extract", Message: r.Doubt})
	}
	if t, ok := r.Published.Time(); ok && j.article.Published == "" && feed.Believable(t, now) {
		j.article.Published, j.article.PublishedFrom = r.Published, "archive"
	}
	j.origin = originOf(j)
	j.article.ID = annals.NewArticleID(j.article.URL, j.article.Title, j.article.Text)
}

// take hands what was read to the adder, or lists what is no article.
func (m *importer) take(f importFile, j *job) {
	m.taken = j.offset
	if j.err != nil {
		m.reject(f, j)
	} else {
		if j.article.Published == "" {
			m.undated++
		}
		m.add.take(j)
	}
	m.bar.step(m.add.done, m.rejected)
	if m.left > 0 {
		m.left--
	}
	if m.add.err != nil || m.left == 1 {
		m.stop()
	}
}

// reject lists a record with its place and what is wrong.
func (m *importer) reject(f importFile, j *job) {
	m.rejected++
	m.at.Rejected++
	name := rejectsOf(f.name)
	if m.rejects == nil {
		flags := os.O_CREATE | os.O_WRONLY | os.O_APPEND
		if m.at.Rejected == 1 {
			flags = os.O_CREATE | os.O_WRONLY | os.O_TRUNC
		}
		var err error
		if m.rejects, err = os.OpenFile(name, flags, 0o666); err != nil {
			fmt.Fprintf(m.c.err, "annals: %s: byte %d: %v\n", f.name, j.offset, j.err)
			m.rejects = nil
			return
		}
		if !slices.Contains(m.lists, name) {
			m.lists = append(m.lists, name)
		}
	}
	why := j.err.Error()
	if f.pages != nil && !strings.Contains(why, j.name) {
		why = j.name + ": " + why
	}
	fmt.Fprintf(m.rejects, "%d\t%s\n", j.offset, oneLine(strings.ReplaceAll(why, "\n", "; "), ""))
}

// rejectsOf is the file that lists what cannot be used of another, beside it.
func rejectsOf(name string) string {
	if base := filepath.Base(name); base == "." || base == ".." {
		name = absolute(name)
	}
	return filepath.Clean(name) + ".rejects"
}

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/maphash"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"time"

	"annals"
	"annals/internal/record"
	"annals/internal/sys/store"
)

// addCmd is `annals add`: code, and keep what was read.
type addCmd struct {
	source
	keeper
	Quiet bool `help:"Print the summary alone." short:"q"`
}

const (
	batch   = 32   // articles kept in one transaction
	mergeAt = 8000 // claims that wait to be merged while others are read
)

// Run codes every input and keeps it. A line on stdout says that an article is
// kept, and only when it is; what fails is told on stderr, the others are kept
// all the same, and the exit status is 1.
func (cmd *addCmd) Run(c *console) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	s, err := cmd.openStore(ctx, c)
	if err != nil {
		return err
	}
	defer s.Close()
	p, jobs, err := cmd.open(ctx, c)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	a := newAdder(ctx, c, s, p, cmd.Quiet)
	p.inOrder(ctx, identified(jobs), manyAhead, func(_ annals.Reading, j *job) {
		if a.take(j); a.err != nil {
			cancel()
		}
	})
	a.flush()
	a.merge()
	return a.close(ctx)
}

// identified gives every article the id of its content, so that the same words
// are one article however often they come, and whatever id they came with.
func identified(jobs <-chan job) <-chan job {
	out := make(chan job)
	go func() {
		defer close(out)
		for j := range jobs {
			j.origin, j.keep = originOf(&j), true
			if j.err == nil {
				j.article.ID = annals.NewArticleID(j.article.URL, j.article.Title, j.article.Text)
			}
			out <- j
		}
	}()
	return out
}

// originOf is what versions of one article share: the id it came with, its
// address, or its file.
func originOf(j *job) string {
	a := &j.article
	switch {
	case a.ID != "" && a.ID != annals.NewArticleID(a.URL, a.Title, a.Text):
		return "id:" + a.Outlet + ":" + string(a.ID)
	case a.URL != "":
		return a.URL
	case j.capture != nil && j.capture.URL != "":
		return j.capture.URL
	case j.capture != nil && j.capture.File == "-":
		return "text:" + a.Outlet + ":" + a.Title
	case !j.alone:
		return "file:" + absolute(j.name) + "#" + a.Title
	}
	return "file:" + absolute(j.name)
}

func absolute(name string) string {
	if abs, err := filepath.Abs(name); err == nil {
		return abs
	}
	return name
}

// An adder keeps readings, some at a time.
type adder struct {
	ctx    context.Context
	c      *console
	store  store.Store
	path   *path
	quiet  bool
	tell   *progress
	bar    *progress     // that says more than tell; may be nil
	wait   []store.Entry // read, not yet kept
	done   [store.Failed + 1]int
	claims int
	loose  int             // of claims, not yet merged
	merger *record.Merger  // nil before the first time
	events map[uint64]bool // hashes of the ids of those written
	seed   maphash.Seed
	failed bool
	err    error                       // that stops everything
	kept   func(context.Context) error // called when all that was taken is kept; may be nil
}

func newAdder(ctx context.Context, c *console, s store.Store, p *path, quiet bool) *adder {
	return &adder{ctx: ctx, c: c, store: s, path: p, quiet: quiet, tell: newProgress(c), events: map[uint64]bool{}, seed: maphash.MakeSeed()}
}

// take gets a job with its entry, or what went wrong before there was one.
func (a *adder) take(j *job) {
	if j.err != nil {
		a.failed = true
		a.tell.clear()
		fmt.Fprintf(a.c.err, "annals: %v\n", j.err)
		if j.capture != nil && j.alone {
			a.wait = append(a.wait, store.Entry{Capture: timed(*j.capture), Err: reason(j.err, j.name)})
		}
	} else {
		a.wait = append(a.wait, *j.entry)
	}
	if len(a.wait) >= batch {
		a.flush()
	}
	a.tell.step(j.name)
}

// reason is an error without the name before it.
func reason(err error, name string) string {
	_, why, ok := strings.Cut(err.Error(), name+": ")
	if !ok {
		return err.Error()
	}
	return why
}

// timed is a capture with the time of reading: now, where nobody said.
func timed(c annals.Capture) annals.Capture {
	if c.Time.IsZero() {
		c.Time = time.Now()
	}
	c.Time = c.Time.UTC().Truncate(time.Microsecond)
	return c
}

// entryOf is what is kept of a reading. An article that came among others is
// kept as a capture of its own.
func (p *path) entryOf(r annals.Reading, j *job) store.Entry {
	e := store.Entry{Capture: timed(*j.capture), Origin: j.origin, Evidence: store.EvidenceOf(&r), Agency: p.outlets.Agency(&r.Article),
		Sketch: record.Sketch(r.Article.Text), Reading: r}
	if !j.alone {
		e.Capture.Body = articleJSON(&r.Article)
		e.Capture.ContentType = "application/json"
	}
	return e
}

// articleJSON is an article as `annals code` reads it.
func articleJSON(a *annals.Article) []byte {
	b, err := json.Marshal(map[string]any{"id": a.ID, "url": a.URL, "title": a.Title, "published": a.Published,
		"modified": a.Modified, "outlet": a.Outlet, "section": a.Section, "byline": a.Byline, "language": a.Language, "text": a.Text})
	if err != nil {
		panic("annals: " + err.Error())
	}
	return b
}

// flush keeps what waits and says so.
func (a *adder) flush() {
	if len(a.wait) == 0 || a.err != nil {
		return
	}
	// What was read is kept also when the user has asked to stop.
	out, err := a.store.Put(context.WithoutCancel(a.ctx), a.wait...)
	if err != nil {
		a.err = err
		return
	}
	a.tell.clear()
	for i, o := range out {
		a.done[o]++
		r := &a.wait[i].Reading
		if o != store.Same && o != store.Failed {
			a.claims += len(r.Claims)
			a.loose += len(r.Claims)
		}
		if o != store.Failed && !a.quiet {
			fmt.Fprintf(a.c.out, "%-8s %s  %s, %s\n", o, r.Article.ID, clip(oneLine(r.Article.Title, "(no headline)"), 60), count(len(r.Claims), "claim"))
			for _, w := range r.Article.Warnings {
				fmt.Fprintf(a.c.out, "         ! %s\n", oneLine(w.Message, ""))
			}
		}
	}
	a.wait = a.wait[:0]
	if a.kept != nil {
		if a.err = a.kept(context.WithoutCancel(a.ctx)); a.err != nil {
			return
		}
	}
	if a.loose >= mergeAt {
		a.merge()
	}
}

// ready says how many claims of an older record were made ready to be merged with.
func (a *adder) ready(claims int) {
	p := a.tell
	if a.bar != nil {
		p = a.bar
	}
	p.say(count(claims, "claim") + " of an older version made ready to be merged with")
}

// merge puts the claims that were kept into events. What is not merged when the
// user stops is merged the next time.
func (a *adder) merge() {
	if a.err != nil {
		return
	}
	if a.merger == nil {
		if a.merger, a.err = newMerger(a.store, a.path, a.ready); a.err != nil {
			return
		}
	}
	defer collectLess()()
	done, err := a.merger.Merge(a.ctx)
	a.loose = 0
	for _, id := range done.IDs {
		a.events[maphash.String(a.seed, id)] = true
	}
	if err != nil && a.ctx.Err() == nil {
		a.err = err
	}
}

// close sums up.
func (a *adder) close(ctx context.Context) error {
	a.tell.clear()
	var parts []string
	for o, n := range a.done {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d %v", n, store.Outcome(o)))
		}
	}
	if len(parts) == 0 {
		parts = []string{"nothing kept"}
	}
	fmt.Fprintf(a.c.out, "%s; %s coded, %s\n", strings.Join(parts, ", "), count(a.claims, "claim"), count(len(a.events), "event"))
	switch {
	case a.err != nil:
		return a.err
	case ctx.Err() != nil:
		return errors.New("interrupted: what is listed above is kept")
	case a.failed:
		return errReported
	}
	return nil
}

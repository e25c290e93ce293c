package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"time"

	"annals"
	"annals/internal/extract"

	"golang.org/x/term"
)

// codeCmd is `annals code`: the whole path, from files to claims.
type codeCmd struct {
	Published string   `help:"Day of publication (2024-06-19) for what does not say its own; relative dates need one." placeholder:"DATE"`
	Format    string   `help:"text for people, json for programs (one object a line and article)." enum:"text,json" default:"text"`
	Text      bool     `help:"With json: write the body text too."`
	Entities  string   `help:"CSV table of your own entities; they win over those built in (doc/entities.md)." placeholder:"FILE"`
	Input     []string `arg:"" name:"FILE|DIR|URL|-" help:"Pages (HTML, also gzip), plain text, JSON or JSONL articles."`
}

// Run codes every input in order. What fails is told on stderr, the others are
// still coded, and the exit status is 1.
func (cmd *codeCmd) Run(c *console) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	o, err := cmd.extractOptions()
	if err != nil {
		return err
	}
	p, err := loadPath()
	if err != nil {
		return err
	}
	if err := cmd.addEntities(p); err != nil {
		return err
	}
	out := cmd.writer(c)
	jobs := make(chan job)
	go cmd.articles(ctx, c, o, jobs)
	tell := newProgress(c)
	failed := false
	p.inOrder(ctx, jobs, func(r annals.Reading, name string, err error) {
		tell.clear()
		if err == nil {
			err = out.reading(&r, name)
		}
		if err != nil {
			failed = true
			fmt.Fprintf(c.err, "annals: %v\n", err)
		}
		tell.step(name)
	})
	tell.clear()
	if err := out.close(); err != nil {
		return err
	}
	if ctx.Err() != nil {
		fmt.Fprintln(c.err, "annals: interrupted")
		failed = true
	}
	if failed {
		return errReported
	}
	return nil
}

// addEntities lets the path know the entities of the user's table.
func (cmd *codeCmd) addEntities(p *path) error {
	if cmd.Entities == "" {
		return nil
	}
	f, err := os.Open(cmd.Entities)
	if err != nil {
		return fmt.Errorf("read entities: %w", err)
	}
	defer f.Close()
	p.link, err = p.link.With(f, cmd.Entities)
	return err
}

// articles extracts the articles of every input and sends them, in order. It
// closes jobs when all are sent or ctx is done.
func (cmd *codeCmd) articles(ctx context.Context, c *console, o extract.Options, jobs chan<- job) {
	defer close(jobs)
	send := func(j job) bool {
		select {
		case jobs <- j:
			return true
		case <-ctx.Done():
			return false
		}
	}
	in := inputs{names: cmd.Input, stdin: c.in, now: time.Now}
	for capture, err := range in.captures(ctx) {
		if err != nil {
			if !send(job{err: err}) {
				return
			}
			continue
		}
		as, err := extract.Extract(capture, o)
		for _, a := range as {
			if !send(job{name: capture.Name(), article: a}) {
				return
			}
		}
		if err != nil && !send(job{name: capture.Name(), err: nameErrors(capture, err)}) {
			return
		}
	}
}

// extractOptions turns the flags into what the extractor wants.
func (cmd *codeCmd) extractOptions() (extract.Options, error) {
	day := annals.Date(cmd.Published)
	if _, ok := day.Time(); day != "" && !ok {
		return extract.Options{}, fmt.Errorf("read --published %q: want a day like 2024-06-19", cmd.Published)
	}
	return extract.Options{Published: day}, nil
}

// A writer shows readings one after the other and sums up at the end.
type writer interface {
	reading(r *annals.Reading, name string) error
	close() error
}

func (cmd *codeCmd) writer(c *console) writer {
	if cmd.Format == "json" {
		return &jsonWriter{c.out, cmd.Text}
	}
	width, colour := terminal(c)
	return &textWriter{sheet: sheet{c.out, width, ink{colour}}}
}

// terminal says how wide the output is and whether it takes colour: only a
// terminal does, and not when NO_COLOR is set (no-color.org).
func terminal(c *console) (width int, colour bool) {
	width = 80
	f, ok := c.out.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return width, false
	}
	if w, _, err := term.GetSize(int(f.Fd())); err == nil && w > 0 {
		width = min(max(w, 60), 100)
	}
	return width, c.env("NO_COLOR") == "" && c.env("TERM") != "dumb"
}

// A progress line on stderr says how far a long run is; it appears after two
// seconds and only on a terminal.
type progress struct {
	w     *os.File // nil: say nothing
	start time.Time
	done  int
	shown bool
}

func newProgress(c *console) *progress {
	f, ok := c.err.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return &progress{}
	}
	return &progress{w: f, start: time.Now()}
}

func (p *progress) step(name string) {
	p.done++
	if p.w == nil || time.Since(p.start) < 2*time.Second {
		return
	}
	rate := float64(p.done) / time.Since(p.start).Seconds()
	fmt.Fprintf(p.w, "\r\x1b[K%d articles, %.0f a second, now %s", p.done, rate, clip(oneLine(name, ""), 40))
	p.shown = true
}

func (p *progress) clear() {
	if p.shown {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.shown = false
	}
}

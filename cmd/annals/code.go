package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"

	"annals"

	"golang.org/x/term"
)

// codeCmd is `annals code`: the whole path, from files to claims.
type codeCmd struct {
	source
	Format string `help:"text for people, json for programs (one object a line and article)." enum:"text,json" default:"text"`
	Text   bool   `help:"With json: write the body text too."`
}

// Run codes every input in order. What fails is told on stderr, the others are
// still coded, and the exit status is 1.
func (cmd *codeCmd) Run(c *console) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	p, jobs, err := cmd.open(ctx, c)
	if err != nil {
		return err
	}
	out := cmd.writer(c)
	tell := newProgress(c)
	failed := false
	p.inOrder(ctx, jobs, 0, func(r annals.Reading, j *job) {
		tell.clear()
		err := j.err
		if err == nil {
			err = out.reading(&r, j.name)
		}
		if err != nil {
			failed = true
			fmt.Fprintf(c.err, "annals: %v\n", err)
		}
		tell.step(j.name)
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

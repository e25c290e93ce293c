package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
)

// doctorCmd is `annals doctor`: look for damage in the record.
type doctorCmd struct{ keeper }

// Run checks the record, names everything that is wrong, and counts what is
// there. It changes nothing.
func (cmd *doctorCmd) Run(c *console) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	s, err := cmd.readStore(ctx, c)
	if err != nil {
		return err
	}
	defer s.Close()
	problems, err := s.Check(ctx)
	if err != nil {
		return err
	}
	for _, p := range problems {
		fmt.Fprintf(c.err, "annals: %s\n", p)
	}
	captures, articles, claims := 0, 0, 0
	for e, err := range s.Entries(ctx) {
		if err != nil {
			return err
		}
		captures++
		if e.Reading.Article.ID != "" {
			articles++
			claims += len(e.Reading.Claims)
		}
	}
	fmt.Fprintf(c.out, "%s, %s, %s: ", count(captures, "capture"), count(articles, "article"), count(claims, "claim"))
	if len(problems) > 0 {
		fmt.Fprintf(c.out, "%s\n", count(len(problems), "problem"))
		return errReported
	}
	fmt.Fprintln(c.out, "no damage found")
	return nil
}

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"

	"annals"
	"annals/internal/extract"
	"annals/internal/sys/store"
)

// recodeCmd is `annals recode`: read again what is kept, with today's program.
type recodeCmd struct {
	keeper
	ownTables
	Quiet bool `help:"Print the summary alone." short:"q"`
}

// Run codes every article of the record again and keeps the claims that come
// out; captures that gave no article are tried once more. It can be stopped
// and run again: what has not changed costs only the reading.
func (cmd *recodeCmd) Run(c *console) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
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
	a := newAdder(ctx, c, s, p, true)
	jobs := make(chan job)
	go kept(ctx, s, jobs)
	p.inOrder(ctx, jobs, manyAhead, func(_ annals.Reading, j *job) {
		if a.take(j); a.err != nil {
			cancel()
		}
	})
	a.flush()
	a.merge()
	return a.close(ctx)
}

// kept sends the articles of the record, in the order in which they came.
func kept(ctx context.Context, s store.Store, jobs chan<- job) {
	defer close(jobs)
	for e, err := range s.Entries(ctx) {
		if a := &e.Reading.Article; err == nil && a.ID != "" && a.Text == "" && a.Rights.Reserved {
			continue // listed alone: it is not to be coded
		}
		j := job{name: e.Capture.Name(), capture: &e.Capture, article: e.Reading.Article, origin: e.Origin, alone: true, err: err, keep: true}
		if err == nil && j.article.ID == "" {
			if j.article, err = again(&e); err != nil {
				continue // it failed before and is kept as it is
			}
			j.origin = originOf(&j)
		}
		j.article.Warnings = ofStage(e.Reading.Warnings, "extract")
		select {
		case jobs <- j:
		case <-ctx.Done():
			return
		}
	}
}

// again extracts the article of a capture that gave none. One of an outlet that
// is watched stays a failure where mining is reserved: it is not to be coded.
func again(e *store.Entry) (annals.Article, error) {
	as, err := extract.Extract(&e.Capture, extract.Options{})
	if err != nil {
		return annals.Article{}, err
	}
	if len(as) != 1 {
		return annals.Article{}, fmt.Errorf("%d articles in one capture", len(as))
	}
	a := as[0]
	if outlet := e.Reading.Article.Outlet; outlet != "" {
		if a.Outlet = outlet; a.Rights.Reserved {
			return annals.Article{}, errors.New("mining is reserved")
		}
	}
	return a, nil
}

func ofStage(ws []annals.Warning, stage string) []annals.Warning {
	var out []annals.Warning
	for _, w := range ws {
		if w.Stage == stage {
			out = append(out, w)
		}
	}
	return out
}

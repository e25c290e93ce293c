package main

import (
	"context"
	"fmt"
	"time"

	"annals"
	"annals/internal/extract"
)

// A source is the arguments of commands that code articles: where these are
// from, and what is known of them beforehand.
type source struct {
	ownTables
	Published string   `help:"Day of publication (2024-06-19) for what does not say its own; relative dates need one." placeholder:"DATE"`
	Input     []string `arg:"" name:"FILE|DIR|URL|-" help:"Pages (HTML, also gzip), plain text, JSON or JSONL articles."`
}

// open loads the path and starts reading the input; jobs end when all is read
// or ctx is done.
func (s *source) open(ctx context.Context, c *console) (*path, <-chan job, error) {
	o, err := s.extractOptions()
	if err != nil {
		return nil, nil, err
	}
	p, err := s.load()
	if err != nil {
		return nil, nil, err
	}
	jobs := make(chan job)
	go s.articles(ctx, c, o, jobs)
	return p, jobs, nil
}

// articles extracts the articles of every input and sends them, in order. It
// closes jobs when all are sent or ctx is done.
func (s *source) articles(ctx context.Context, c *console, o extract.Options, jobs chan<- job) {
	defer close(jobs)
	send := func(j job) bool {
		select {
		case jobs <- j:
			return true
		case <-ctx.Done():
			return false
		}
	}
	in := inputs{names: s.Input, stdin: c.in, now: time.Now}
	for capture, err := range in.captures(ctx) {
		if err != nil {
			if !send(job{err: err}) {
				return
			}
			continue
		}
		as, err := extract.Extract(capture, o)
		for _, a := range as {
			if !send(job{name: capture.Name(), article: a, capture: capture, alone: len(as) == 1 && err == nil}) {
				return
			}
		}
		if err != nil && !send(job{name: capture.Name(), capture: capture, alone: len(as) == 0, err: nameErrors(capture, err)}) {
			return
		}
	}
}

// extractOptions turns the flags into what the extractor wants.
func (s *source) extractOptions() (extract.Options, error) {
	day := annals.Date(s.Published)
	if _, ok := day.Time(); day != "" && !ok {
		return extract.Options{}, fmt.Errorf("read --published %q: want a day like 2024-06-19", s.Published)
	}
	return extract.Options{Published: day}, nil
}

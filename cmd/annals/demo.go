package main

import (
	"context"
	"fmt"
	"io/fs"

	"annals"
	"annals/corpus/events"
	"annals/examples"
	"annals/internal/extract"
	"annals/internal/sys/store"
)

// addDemo codes the invented articles that come with the program, keeps them
// and merges what they tell.
func addDemo(ctx context.Context, s store.Store) error {
	jobs, err := demoJobs()
	if err != nil {
		return fmt.Errorf("read demonstration: %w", err)
	}
	p, err := loadPath()
	if err != nil {
		return err
	}
	in := make(chan job, len(jobs))
	for _, j := range jobs {
		in <- j
	}
	close(in)
	var es []store.Entry
	p.inOrder(ctx, in, 0, func(r annals.Reading, j *job) { es = append(es, p.entryOf(r, j)) })
	if _, err := s.Put(ctx, es...); err != nil {
		return fmt.Errorf("keep demonstration: %w", err)
	}
	_, err = merge(ctx, s, p)
	return err
}

// demoJobs are the example pages, and articles of several outlets about the
// same happenings.
func demoJobs() ([]job, error) {
	names, err := fs.Glob(examples.Pages, "*.html")
	if err != nil {
		return nil, err
	}
	var out []job
	for _, name := range names {
		body, err := examples.Pages.ReadFile(name)
		if err != nil {
			return nil, err
		}
		capture := &annals.Capture{File: "examples/" + name, Body: body}
		as, err := extract.Extract(capture, extract.Options{})
		if err != nil {
			return nil, nameErrors(capture, err)
		}
		out = append(out, job{name: name, capture: capture, alone: true, article: as[0]})
	}
	told, err := events.Articles()
	if err != nil {
		return nil, err
	}
	for _, a := range told {
		if a.Part == events.Dev {
			out = append(out, job{name: string(a.ID), capture: &annals.Capture{URL: a.URL}, article: a.Article})
		}
	}
	for i := range out {
		out[i].origin = originOf(&out[i])
	}
	return out, nil
}

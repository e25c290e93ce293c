package main

import (
	"context"

	"annals"
	"annals/internal/link"
	"annals/internal/record"
	"annals/internal/sys/store"
)

// merge puts loose claims of the record into events.
func merge(ctx context.Context, s store.Store, p *path) (record.Report, error) {
	m, err := newMerger(s, p, nil)
	if err != nil {
		return record.Report{}, err
	}
	return m.Merge(ctx)
}

// newMerger makes what merges again and again; ready is told how many claims of an
// older record were made ready, and may be nil.
func newMerger(s store.Store, p *path, ready func(claims int)) (*record.Merger, error) {
	rules, err := record.Load()
	if err != nil {
		return nil, err
	}
	o, err := mergeOptions(p)
	if err != nil {
		return nil, err
	}
	o.Prepared = ready
	return rules.Merger(s, o), nil
}

// mergeOptions tells the merging where outlets sit; without a path the table
// is read for it.
func mergeOptions(p *path) (record.Options, error) {
	var outlets *link.Outlets
	if p != nil {
		outlets = p.outlets
	} else {
		var err error
		if outlets, err = link.LoadOutlets(); err != nil {
			return record.Options{}, err
		}
	}
	countries, err := link.LoadCountries()
	if err != nil {
		return record.Options{}, err
	}
	return record.Options{CountryName: countries.Name, Country: func(h *store.Head) annals.Code { return outlets.Country(h.Outlet, h.URL) }}, nil
}

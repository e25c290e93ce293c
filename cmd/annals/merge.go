package main

import (
	"context"
	"errors"

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
	if p == nil {
		var errs [2]error
		p = &path{}
		p.outlets, errs[0] = link.LoadOutlets()
		p.countries, errs[1] = link.LoadCountries()
		if err := errors.Join(errs[:]...); err != nil {
			return record.Options{}, err
		}
	}
	return record.Options{CountryName: p.countries.Name, Country: func(h *store.Head) annals.Code { return p.outlets.Country(h.Outlet, h.URL) }}, nil
}

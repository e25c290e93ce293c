package main

import (
	"context"
	"strings"

	"annals/internal/record"
	"annals/internal/sys/store"
)

// mergeOptions tells the merging what the tables of the path know of outlets
// and agencies.
func mergeOptions(*path) record.Options {
	return record.Options{Agency: agencyOf}
}

// agencyOf is the agency that an article's outlet line credits: "Herald
// (Example Wire)", "Example Wire via Herald".
func agencyOf(h *store.Head) string {
	if name, _, ok := strings.Cut(h.Outlet, " via "); ok {
		return name
	}
	if _, rest, ok := strings.Cut(h.Outlet, " ("); ok && strings.HasSuffix(rest, ")") {
		return strings.TrimSuffix(rest, ")")
	}
	return ""
}

// merge puts loose claims of the record into events.
func merge(ctx context.Context, s store.Store, p *path) (record.Report, error) {
	rules, err := record.Load()
	if err != nil {
		return record.Report{}, err
	}
	return rules.Merge(ctx, s, mergeOptions(p))
}

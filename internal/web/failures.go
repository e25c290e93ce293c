package web

import (
	"context"
	"net/http"
	"net/url"

	"annals/internal/sys/store"
)

// failureRows is how many failures a page shows.
const failureRows = 50

// A failureList is one page of what could not be read.
type failureList struct {
	Failures []store.Failure `json:"failures"`
	Next     string          `json:"next" doc:"cursor of the next page; empty on the last"`
}

// failures are those of an outlet or a domain, "" for all, the latest first.
func (d *desk) failures(ctx context.Context, outlet, after string, limit int) (failureList, error) {
	fits := func(f *store.Failure) bool { return outlet == "" || f.Of(outlet) }
	fs, next, err := store.FailuresOf(ctx, d.Store, fits, after, limit)
	if fs == nil {
		fs = []store.Failure{}
	}
	return failureList{fs, next}, err
}

// failuresPage is what could not be read, and why.
func (d *desk) failuresPage(r *http.Request) (map[string]any, error) {
	v := r.URL.Query()
	outlet := v.Get("outlet")
	l, err := d.failures(r.Context(), outlet, v.Get("after"), failureRows)
	older := ""
	if l.Next != "" {
		older = "/failures?" + url.Values{"outlet": {outlet}, "after": {l.Next}}.Encode()
	}
	return map[string]any{"Title": "What could not be read", "Failures": l.Failures, "Outlet": outlet, "Older": older, "Crumbs": []menuItem{{"/", "Today"}, {"/outlets", "Outlets"}}}, err
}

func (d *desk) apiFailures(ctx context.Context, in *struct {
	Outlet string `query:"outlet" maxLength:"512" doc:"name of an outlet, or a domain; empty is all"`
	Limit  int    `query:"limit" minimum:"1" maximum:"1000" default:"50" doc:"most items to give"`
	After  string `query:"after" maxLength:"512" doc:"cursor that the page before gave as next"`
}) (*answer[failureList], error) {
	l, err := d.failures(ctx, in.Outlet, in.After, in.Limit)
	return &answer[failureList]{l}, d.apiError(err)
}

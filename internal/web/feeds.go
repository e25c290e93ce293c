package web

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"
)

// A Feed is how it stands with a feed that is watched. Times are zero, and left
// out, when unknown.
type Feed struct {
	Outlet  string    `json:"outlet"`
	URL     string    `json:"url" doc:"as configured"`
	Moved   string    `json:"moved,omitempty" doc:"where it moved for good, and is read"`
	Kind    string    `json:"kind" doc:"rss, atom, json, sitemap, sitemapindex, listing; empty before it was read"`
	Last    time.Time `json:"last,omitzero" doc:"when it was read"`
	Next    time.Time `json:"next,omitzero" doc:"when it is due"`
	News    time.Time `json:"news,omitzero" doc:"when it last brought something"`
	Minutes int       `json:"minutes" doc:"interval at present"`
	Problem string    `json:"problem,omitempty" doc:"what went wrong when it was last read"`
	Since   time.Time `json:"since,omitzero" doc:"since when it has gone wrong"`
	Gone    bool      `json:"gone" doc:"it is there no more, and tried once a week"`
	Pages   int       `json:"pages" doc:"that it announced in all"`
	Coded   int       `json:"coded" doc:"pages that were coded"`
	Listed  int       `json:"listed" doc:"pages whose publisher reserves mining: headline, link and date are kept"`
	Failed  int       `json:"failed" doc:"pages that could not be had or read"`
}

// State is gone, moved, broken, well or not read yet.
func (f Feed) State() string {
	switch {
	case f.Gone:
		return "gone"
	case f.Problem != "":
		return "broken"
	case f.Moved != "":
		return "moved"
	case f.Last.IsZero():
		return "not read yet"
	}
	return "well"
}

type feedList struct {
	Feeds []Feed `json:"feeds"`
}

// feeds are those that are watched, what needs a look first.
func (d *desk) feeds(ctx context.Context) ([]Feed, error) {
	if d.Feeds == nil {
		return []Feed{}, nil
	}
	fs, err := d.Feeds(ctx)
	if err != nil {
		return nil, err
	}
	rank := map[string]int{"gone": 0, "broken": 1, "moved": 2, "not read yet": 3, "well": 4}
	slices.SortStableFunc(fs, func(a, b Feed) int {
		if c := rank[a.State()] - rank[b.State()]; c != 0 {
			return c
		}
		return strings.Compare(a.Outlet+a.URL, b.Outlet+b.URL)
	})
	return fs, nil
}

func (d *desk) apiFeeds(ctx context.Context, _ *struct{}) (*answer[feedList], error) {
	fs, err := d.feeds(ctx)
	if err != nil {
		return nil, d.apiError(err)
	}
	if fs == nil {
		fs = []Feed{}
	}
	return &answer[feedList]{feedList{fs}}, nil
}

// watched is the feeds as the page of outlets shows them.
func (d *desk) watched(r *http.Request) ([]Feed, error) { return d.feeds(r.Context()) }

// clock is a time as a page tells it, in UTC; "never" for none.
func clock(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.UTC().Format("2 Jan 15:04")
}

package main

import (
	"context"
	"fmt"
	"time"

	"annals"
	"annals/internal/collect"
	"annals/internal/extract"
	"annals/internal/sys/rights"
	"annals/internal/sys/store"
)

// keep codes a page and keeps what it says, or lists it.
func (k *watchKeeper) keep(ctx context.Context, p *collect.Page) (collect.Fate, error) {
	e, fate := k.entry(p)
	if fate == collect.Left {
		return fate, nil
	}
	out, err := k.store.Put(ctx, e)
	if err != nil {
		return "", err
	}
	if fate == collect.Failed && p.Problem == "" {
		p.Problem = e.Err // told with the page
	}
	if fate == collect.Coded && out[0] == store.Same {
		return collect.Known, nil
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if fate == collect.Coded {
		k.loose += len(e.Reading.Claims)
		k.claims += len(e.Reading.Claims)
	}
	return fate, nil
}

// entry is what is kept of a page.
func (k *watchKeeper) entry(p *collect.Page) (store.Entry, collect.Fate) {
	e := store.Entry{Capture: timed(p.Capture), Origin: p.URL}
	e.Reading.Article.Outlet = p.Outlet.Name
	if p.Problem != "" {
		e.Err = p.Problem
		return e, collect.Failed
	}
	if p.Listed {
		return listed(e, p, annals.Article{Title: p.Item.Title, URL: p.URL, Published: dayOf(p.Item.Published), Language: p.Item.Language}, p.Signals)
	}
	as, err := extract.Extract(&p.Capture, extract.Options{})
	if err == nil && len(as) != 1 {
		err = fmt.Errorf("%d articles in one page", len(as))
	}
	if err != nil {
		e.Err = reason(err, p.URL)
		return e, collect.Failed
	}
	a := as[0]
	a.Outlet = p.Outlet.Name
	datedByFeed(&a, p.Item.Published)
	if d := rights.Decide(a.Rights.Signals, p.Outlet.Basis); !d.Code {
		return listed(e, p, a, a.Rights.Signals)
	}
	a.ID = annals.NewArticleID(a.URL, a.Title, a.Text)
	j := job{name: p.URL, article: a, capture: &e.Capture, alone: true}
	j.origin = originOf(&j)
	return k.path.entryOf(k.path.read(&a), &j), collect.Coded
}

// listed keeps what a search engine keeps: headline, link and date. Where even
// that is refused, nothing.
func listed(e store.Entry, p *collect.Page, a annals.Article, signals []annals.Signal) (store.Entry, collect.Fate) {
	d := rights.Decide(signals, p.Outlet.Basis)
	if !d.Index {
		return e, collect.Left
	}
	x := annals.Article{URL: a.URL, Title: a.Title, Outlet: p.Outlet.Name, Published: a.Published, PublishedFrom: a.PublishedFrom, Language: a.Language, Rights: d.Rights}
	if x.URL == "" {
		x.URL = p.URL
	}
	if !x.Rights.Reserved { // robots.txt forbids the page
		x.Rights.Reserved, x.Rights.Basis = true, "not fetched: robots.txt"
	}
	x.ID = annals.NewArticleID(x.URL, x.Title, "")
	e.Capture.Body = nil
	e.Reading.Article = x
	return e, collect.Listed
}

// datedByFeed takes what the page does not say from the feed: the day, or the
// time of the day.
func datedByFeed(a *annals.Article, t time.Time) {
	if t.IsZero() {
		return
	}
	if a.Published == "" {
		a.Published, a.PublishedFrom = dayOf(t), "feed"
	}
	if t = t.UTC(); a.PublishedAt.IsZero() && a.Published == dayOf(t) && !t.Equal(t.Truncate(24*time.Hour)) {
		a.PublishedAt = t
	}
}

func dayOf(t time.Time) annals.Date {
	if t.IsZero() {
		return ""
	}
	return annals.Date(t.UTC().Format("2006-01-02"))
}

package main

import (
	"context"
	crand "crypto/rand"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"os/signal"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"annals"
	"annals/internal/collect"
	"annals/internal/collect/config"
	"annals/internal/collect/feed"
	"annals/internal/collect/fetch"
	"annals/internal/extract"
	"annals/internal/record"
	"annals/internal/sys/guard"
	"annals/internal/sys/rights"
	"annals/internal/sys/store"
	"annals/internal/web"
)

// watchCmd is `annals watch`: keep the record up to date.
type watchCmd struct {
	keeper
	Config   string `arg:"" name:"FILE" help:"What to watch: YAML (doc/config.md) or OPML."`
	Once     bool   `help:"Read what is due, and end."`
	DryRun   bool   `help:"Read the feeds and say what would be fetched, listed or left alone, and why; fetch no page and keep nothing."`
	OPML     string `help:"Write the feeds of FILE as OPML to OUT (\"-\" is standard output), and end." placeholder:"OUT"`
	Entities string `help:"CSV table of your own entities (doc/entities.md)." placeholder:"FILE"`
	Codebook string `help:"Table of your own types and words (doc/codebook.md)." placeholder:"FILE"`
}

// mergeEvery is how long new claims wait to be merged into events.
const mergeEvery = 20 * time.Second

// lastMerge bounds the merging after an interruption.
const lastMerge = 3 * time.Second

// ringEvery is how often alerts are checked when nothing new came in: notices may
// wait to be sent again.
const ringEvery = time.Minute

// Run watches until it is interrupted.
func (cmd *watchCmd) Run(c *console) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	conf, err := readConfig(cmd.Config)
	if err != nil {
		return err
	}
	switch {
	case cmd.OPML != "":
		return writeOPML(c, cmd.OPML, conf)
	case cmd.DryRun:
		return dryRun(ctx, c, conf)
	}
	s, err := cmd.openStore(ctx, c)
	if err != nil {
		return err
	}
	defer s.Close()
	p, err := loadPath()
	if err != nil {
		return err
	}
	src := source{Entities: cmd.Entities}
	if err := errors.Join(src.addEntities(p), p.addCodebook(cmd.Codebook)); err != nil {
		return err
	}
	x, err := newAlarm(ctx, s, cmd.Config, conf)
	if err != nil {
		return err
	}
	k := &watchKeeper{c: c, store: s, path: p, alarm: x, countries: countriesOf(conf)}
	return k.watch(ctx, conf, cmd.Once)
}

// readConfig reads a file that says what to watch.
func readConfig(name string) (config.Config, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return config.Config{}, fmt.Errorf("read %w", err) // it names the file
	}
	return config.Parse(name, b)
}

// countriesOf are the countries that the configuration gives outlets.
func countriesOf(conf config.Config) map[string]annals.Code {
	out := map[string]annals.Code{}
	for _, o := range conf.Outlets {
		if o.Country != "" {
			out[store.Fold(o.Name)] = o.Country
		}
	}
	return out
}

// politeClient is the client that a configuration asks for.
func politeClient(conf config.Config, sites fetch.Sites) *fetch.Client {
	agent := userAgent
	if conf.Contact != "" {
		agent += " (+" + conf.Contact + ")"
	}
	return fetch.New(fetch.Options{Agent: agent, Private: conf.Private, Delay: conf.Delay, Jitter: rand.Float64, Sites: sites})
}

// A watchKeeper codes and keeps the pages that a watcher finds.
type watchKeeper struct {
	c         *console
	store     store.Store
	path      *path
	alarm     *alarm
	countries map[string]annals.Code // by folded name of the outlet
	served    bool                   // hubs can reach it

	hub atomic.Pointer[collect.Watcher] // once it watches: answers hubs

	mu     sync.Mutex // guards what is below, and the console
	loose  int        // claims that wait to be merged
	fates  map[collect.Fate]int
	claims int
	bad    bool
}

// watch reads until ctx is done; what was found by then is merged.
func (k *watchKeeper) watch(ctx context.Context, conf config.Config, once bool) error {
	k.fates, k.loose = map[collect.Fate]int{}, 1 // an earlier run may have left some
	if err := k.ring(ctx); err != nil {          // what is there already is no news
		return err
	}
	client := politeClient(conf, collect.Sites(ctx, k.store))
	defer client.Close()
	w, err := collect.New(ctx, collect.Options{Config: conf, Client: client, Desk: k.store, Keep: k.keep, Tell: k.tell, Jitter: rand.Float64, WebSub: k.webSub(conf)})
	if err != nil {
		return err
	}
	k.hub.Store(w)
	end := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() { k.house(ctx, end, conf.Keep) })
	err = w.Run(ctx, once)
	close(end)
	wg.Wait()
	last, cancel := ctx, func() {}
	if ctx.Err() != nil {
		last, cancel = context.WithTimeout(context.WithoutCancel(ctx), lastMerge)
	}
	defer cancel()
	if _, failed := k.merge(last); last.Err() == nil { // what is left is merged the next time
		err = errors.Join(err, failed)
	}
	err = errors.Join(err, k.ring(ctx))
	k.sum()
	if err == nil && once && k.bad {
		return errReported
	}
	return err
}

// webSub is how hubs are asked to tell of news: where the configuration gives an
// address under which they reach the pages.
func (k *watchKeeper) webSub(conf config.Config) collect.WebSub {
	if conf.WebSub == "" || !k.served {
		return collect.WebSub{}
	}
	g := guard.Guard{Private: conf.Private}
	client := &http.Client{Timeout: hookTimeout, Transport: &http.Transport{DialContext: g.Connect}}
	return collect.WebSub{Callback: conf.WebSub, Client: client, Secret: func() string { return crand.Text() }}
}

// ServeHTTP answers hubs.
func (k *watchKeeper) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if x := k.hub.Load(); x != nil {
		x.ServeHTTP(w, r)
		return
	}
	http.NotFound(w, r)
}

// house merges new claims now and then, and forgets what is old once a day.
func (k *watchKeeper) house(ctx context.Context, end <-chan struct{}, keep time.Duration) {
	t := time.NewTicker(mergeEvery)
	defer t.Stop()
	var tidied, rung time.Time
	for {
		select {
		case <-t.C:
		case <-end:
			return
		}
		merged, err := k.merge(ctx)
		if now := time.Now(); err == nil && (merged || now.Sub(rung) > ringEvery) {
			rung, err = now, k.ring(ctx)
		}
		if now := time.Now(); now.Sub(tidied) > 24*time.Hour {
			tidied = now
			err = errors.Join(err, collect.Tidy(ctx, k.store, now, keep))
		}
		if err != nil && ctx.Err() == nil {
			k.line("annals: %v", err)
		}
	}
}

// ring tells what is new in the record.
func (k *watchKeeper) ring(ctx context.Context) error {
	if k.alarm == nil {
		return nil
	}
	ns, err := k.alarm.ring(ctx, k.store, time.Now())
	for _, n := range ns {
		k.line("%s  alert %s: %s", n.Time.Local().Format("15:04:05"), n.Alert, noticeLine(&n))
	}
	return err
}

// merge puts new claims into events, if there are any.
func (k *watchKeeper) merge(ctx context.Context) (merged bool, err error) {
	k.mu.Lock()
	loose := k.loose
	k.loose = 0
	k.mu.Unlock()
	if loose == 0 {
		return false, nil
	}
	rules, err := record.Load()
	if err != nil {
		return false, err
	}
	o, err := mergeOptions(k.path)
	if err != nil {
		return false, err
	}
	sits := o.Country
	o.Country = func(h *store.Head) annals.Code {
		if c := k.countries[store.Fold(h.Outlet)]; c != "" {
			return c
		}
		return sits(h)
	}
	_, err = rules.Merge(ctx, k.store, o)
	return err == nil, err
}

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
	if a.Published == "" && !p.Item.Published.IsZero() {
		a.Published, a.PublishedFrom = dayOf(p.Item.Published), "feed"
	}
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

func dayOf(t time.Time) annals.Date {
	if t.IsZero() {
		return ""
	}
	return annals.Date(t.UTC().Format("2006-01-02"))
}

// tell writes what happened, a line each.
func (k *watchKeeper) tell(e collect.Event) {
	k.mu.Lock()
	if e.Page {
		k.fates[collect.Fate(firstWord(e.Text))]++
	}
	k.bad = k.bad || e.Bad
	k.mu.Unlock()
	mark := ""
	if e.Bad {
		mark = "! "
	}
	k.line("%s  %s%-20s %s  %s", e.Time.Format("15:04:05"), mark, clip(e.Outlet, 20), e.Text, e.URL)
}

func firstWord(s string) string {
	for i := range len(s) {
		if s[i] == ':' {
			return s[:i]
		}
	}
	return s
}

func (k *watchKeeper) line(format string, args ...any) {
	k.mu.Lock()
	defer k.mu.Unlock()
	fmt.Fprintf(k.c.out, format+"\n", args...)
}

// sum says what was done in all.
func (k *watchKeeper) sum() {
	text := ""
	for _, f := range []collect.Fate{collect.Coded, collect.Listed, collect.Left, collect.Known, collect.Failed} {
		if n := k.fates[f]; n > 0 {
			text += fmt.Sprintf("%d %s, ", n, f)
		}
	}
	if text == "" {
		text = "nothing new, "
	}
	k.line("%s%s", text, count(k.claims, "claim"))
}

// writeOPML writes the feeds of a configuration for other programs.
func writeOPML(c *console, name string, conf config.Config) error {
	var subs []feed.Subscription
	for _, o := range conf.Outlets {
		for _, f := range o.Feeds {
			if f.Select == "" {
				subs = append(subs, feed.Subscription{URL: f.URL, Title: o.Name, Home: o.Site})
			}
		}
	}
	if name == "-" {
		return feed.WriteOPML(c.out, "Annals", subs)
	}
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	return errors.Join(feed.WriteOPML(f, "Annals", subs), f.Close())
}

// dryRun reads the feeds once and says what would become of their pages.
func dryRun(ctx context.Context, c *console, conf config.Config) error {
	client := politeClient(conf, nil)
	defer client.Close()
	failed := false
	for _, o := range conf.Outlets {
		feeds := slices.Clone(o.Feeds)
		if o.Site != "" {
			feeds = append(feeds, config.Feed{URL: o.Site})
		}
		for _, f := range feeds {
			plan, err := collect.Plan(ctx, client, o, f)
			if ctx.Err() != nil {
				return ctx.Err()
			}
			fmt.Fprintf(c.out, "%s  %s\n", o.Name, f.URL)
			if err != nil {
				failed = true
				fmt.Fprintf(c.out, "  not read: %v\n", err)
			}
			for _, l := range plan {
				fmt.Fprintf(c.out, "  %-6s %s%s\n", l.Would, l.URL, because(l.Why))
			}
		}
	}
	if failed {
		return errReported
	}
	return nil
}

func because(why string) string {
	if why == "" {
		return ""
	}
	return "  (" + why + ")"
}

// watchedFeeds tells pages how it stands with the feeds.
func watchedFeeds(ctx context.Context, d store.Desk) ([]web.Feed, error) {
	fs, err := collect.Feeds(ctx, d)
	out := make([]web.Feed, 0, len(fs))
	for _, f := range fs {
		out = append(out, web.Feed{Outlet: f.Outlet, URL: f.URL, Moved: f.Moved, Kind: string(f.Kind), Last: f.Last, Next: f.Next, News: f.News,
			Minutes: int(f.Every.Minutes()), Problem: f.Problem, Since: f.Since, Gone: f.Gone, Pages: f.Pages, Coded: f.Coded, Listed: f.Listed, Failed: f.Failed})
	}
	return out, err
}

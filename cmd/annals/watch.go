package main

import (
	"context"
	crand "crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/signal"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"annals"
	"annals/internal/collect"
	"annals/internal/collect/config"
	"annals/internal/collect/fetch"
	"annals/internal/sys/guard"
	"annals/internal/sys/store"
)

// watchCmd is `annals watch`: keep the record up to date.
type watchCmd struct {
	keeper
	Config string `arg:"" name:"FILE" help:"What to watch: YAML (doc/config.md) or OPML."`
	Once   bool   `help:"Read what is due, and end."`
	DryRun bool   `help:"Read the feeds and say what would be fetched, listed or left alone, and why; fetch no page and keep nothing."`
	Hubs   string `help:"Listen here for WebSub hubs (127.0.0.1:8751); the public address under websub in FILE must lead here." placeholder:"ADDRESS"`
	OPML   string `help:"Write the feeds of FILE as OPML to OUT (\"-\" is standard output), and end." placeholder:"OUT"`
	ownTables
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
		return cmd.dryRun(ctx, c, conf)
	}
	s, err := cmd.openStore(ctx, c)
	if err != nil {
		return err
	}
	defer s.Close()
	p, err := cmd.load()
	if err != nil {
		return err
	}
	x, err := newAlarm(ctx, s, cmd.Config, conf)
	if err != nil {
		return err
	}
	k := &watchKeeper{c: c, store: s, path: p, alarm: x, countries: countriesOf(conf), bar: newStatusLine(c)}
	wait, err := cmd.answerHubs(ctx, c, conf, k, stop)
	if err != nil {
		return err
	}
	err = k.watch(ctx, conf, cmd.Once)
	stop()
	return errors.Join(err, wait())
}

// answerHubs listens for hubs, if that is asked for; wait waits for the end, which
// comes with that of ctx. One that cannot go on calls stop.
func (cmd *watchCmd) answerHubs(ctx context.Context, c *console, conf config.Config, k *watchKeeper, stop func()) (wait func() error, err error) {
	switch {
	case cmd.Hubs != "" && conf.WebSub == "":
		return nil, fmt.Errorf("read %s: --hubs needs websub, the address under which hubs reach %s", cmd.Config, cmd.Hubs)
	case cmd.Hubs != "" && cmd.Once:
		return nil, errors.New("--hubs and --once: hubs tell of news later, when nobody watches any more")
	case cmd.Hubs == "":
		if conf.WebSub != "" && !cmd.Once {
			fmt.Fprintf(c.err, "%s: websub is of no use here without --hubs ADDRESS; `annals serve --watch %s` answers hubs, too\n", cmd.Config, cmd.Config)
		}
		return func() error { return nil }, nil
	}
	l, err := net.Listen("tcp", cmd.Hubs)
	if err != nil {
		return nil, fmt.Errorf("listen at %q: %w", cmd.Hubs, err)
	}
	k.served = true
	fmt.Fprintf(c.out, "annals: hubs at http://%s/websub\n", l.Addr())
	done := make(chan error, 1)
	go func() {
		err := serveUntil(ctx, l, withHubs(http.NotFoundHandler(), k))
		if err != nil {
			stop()
		}
		done <- err
	}()
	return func() error { return <-done }, nil
}

// readConfig reads a file that says what to watch.
func readConfig(name string) (config.Config, error) {
	b, err := os.ReadFile(name)
	var at *fs.PathError
	if errors.As(err, &at) {
		err = fmt.Errorf("read %s: %w", name, at.Err)
	}
	if err != nil {
		return config.Config{}, err
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
	bar       statusLine

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
	if k.alarm != nil {
		k.alarm.Failed = func(text string) { k.line("%s  ! %s", time.Now().Format("15:04:05"), text) }
	}
	if err := k.ring(ctx); err != nil { // what is there already is no news
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
	wg.Go(func() { k.showCounts(w, end) })
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
	if once { // else once a day
		err = errors.Join(err, collect.Tidy(ctx, k.store, time.Now(), conf.Keep))
	}
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

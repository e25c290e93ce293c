package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"os"
	"os/signal"
	"slices"
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // digests name time zones

	"annals/internal/collect/config"
	"annals/internal/link"
	"annals/internal/search"
	"annals/internal/sys/guard"
	"annals/internal/sys/store"
	"annals/internal/tell"
)

// alertsCmd groups what there is to do with alerts.
type alertsCmd struct {
	Preview alertsPreviewCmd `cmd:"" help:"What the alerts of a file, or a query, would have told in the last days."`
	Run     alertsRunCmd     `cmd:"" help:"Check the alerts of a file, and those saved on the pages, once and deliver what is found, as watch does after each merging."`
	Inbox   alertsInboxCmd   `cmd:"" help:"What was told, the latest first."`
}

// alertsPreviewCmd is `annals alerts preview`.
type alertsPreviewCmd struct {
	keeper
	What string `arg:"" optional:"" name:"FILE|NAME|QUERY" help:"A file with alerts (doc/config.md), the name of an alert that was saved on the pages, or a query; all saved alerts if not given."`
	When string `help:"For a query, when: new, sources N, status, numbers or spike." default:"new"`
	Days int    `help:"How many days back." default:"30"`
}

// alertsRunCmd is `annals alerts run`.
type alertsRunCmd struct {
	keeper
	Config string `arg:"" optional:"" name:"FILE" help:"What to watch, with alerts and receivers (doc/config.md); without it the alerts that were saved on the pages are checked."`
}

// alertsInboxCmd is `annals alerts inbox`.
type alertsInboxCmd struct {
	keeper
	Number int `help:"How many." short:"n" default:"50"`
}

// An alarm is the alerts of a configuration, ready to be checked, and who those
// that are saved on the pages may be sent to.
type alarm struct {
	tell.Senders
	alerts    []tell.Alert
	listed    []tell.Saved // the same alerts as pages show them
	receivers tell.Receivers
	broken    []error // saved alerts that could not be read when they were last checked
}

// hookTimeout bounds a delivery.
const hookTimeout = 20 * time.Second

// newAlarm reads the queries and conditions of alerts; what is wrong is told with
// file and line.
func newAlarm(ctx context.Context, s store.Store, name string, conf config.Config) (*alarm, error) {
	g := guard.Guard{Private: conf.Private}
	x := &alarm{Senders: tell.Senders{Hooks: map[string]tell.Hook{}, Client: &http.Client{Timeout: hookTimeout, Transport: &http.Transport{DialContext: g.Connect},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}}
	if m := conf.Mail; m != nil {
		x.Mailer = &tell.Mailer{Host: m.Host, Port: m.Port, User: m.User, Password: m.Password, From: m.From, Security: m.Security, Pages: conf.Pages}
	}
	var errs []error
	for _, a := range conf.Alerts {
		t, faults := checkAlert(ctx, s, a, conf.Mail != nil)
		for _, err := range faults {
			errs = append(errs, fmt.Errorf("%s:%d: alert %q: %w", name, a.Line, a.Name, err))
		}
		if len(faults) == 0 {
			x.add(t, a)
		}
	}
	return x, errors.Join(errs...)
}

// checkAlert is an alert of the file, and all that is wrong with it.
func checkAlert(ctx context.Context, s store.Store, a config.Alert, mails bool) (t tell.Alert, faults []error) {
	when, known := a.When, error(nil)
	if _, _, known = tell.ParseWhen(when); known != nil {
		when = string(tell.New) // and what else is wrong is told, too
	}
	t, err := alertOf(ctx, s, a.Name, a.Query, when)
	for _, err := range []error{err, known, tell.Digest(a.Digest).Check()} {
		if err != nil {
			faults = append(faults, err)
		}
	}
	if a.Mail != "" && !mails {
		faults = append(faults, errors.New("a mail is asked for, and the file has no section mail"))
	}
	return t, faults
}

// add takes up an alert of the file, and its receivers.
func (x *alarm) add(t tell.Alert, a config.Alert) {
	hook := tell.Hook{URL: a.Webhook, Secret: a.Secret, Mail: a.Mail, Digest: tell.Digest(a.Digest)}
	x.alerts, x.Hooks[a.Name] = append(x.alerts, t), hook
	x.listed = append(x.listed, tell.Saved{Name: a.Name, Query: a.Query, When: a.When, Webhook: hook.Host(), Mail: a.Mail, Digest: hook.Digest})
	x.receivers.Add(a.Name, hook)
}

func alertOf(ctx context.Context, s store.Store, name, query, when string) (tell.Alert, error) {
	parse, err := parser(ctx, s)
	if err != nil {
		return tell.Alert{}, err
	}
	return savedAlert(parse, tell.Saved{Name: name, Query: query, When: when})
}

// parser reads queries in the words of a record.
func parser(ctx context.Context, s store.Store) (func(string) (search.Query, error), error) {
	countries, err := link.LoadCountries()
	if err != nil {
		return nil, err
	}
	o := search.Options{Country: countries.Code, Types: sync.OnceValue(typesOf(ctx, s))}
	return func(q string) (search.Query, error) { return search.Parse(q, o) }, nil
}

func savedAlert(parse func(string) (search.Query, error), x tell.Saved) (tell.Alert, error) {
	q, err := parse(x.Query)
	if err != nil {
		return tell.Alert{}, err
	}
	return x.Alert(q.Filter)
}

// all are the alerts of the file and those that are saved and not paused, whose
// hooks are set. What cannot be read any more is set apart, and stops no other.
func (x *alarm) all(ctx context.Context, s store.Store) ([]tell.Alert, error) {
	x.broken = nil
	maps.DeleteFunc(x.Hooks, func(key string, _ tell.Hook) bool { return strings.HasPrefix(key, tell.SavedHook("")) })
	saved, err := tell.Alerts(ctx, s)
	if err != nil || len(saved) == 0 {
		return x.alerts, err
	}
	parse, err := parser(ctx, s)
	if err != nil {
		return x.alerts, err
	}
	out := slices.Clone(x.alerts)
	for _, a := range saved {
		x.Hooks[tell.SavedHook(a.ID)] = x.receivers.HookOf(&a)
		if a.Paused {
			continue
		}
		t, err := savedAlert(parse, a)
		if err != nil {
			x.broken = append(x.broken, fmt.Errorf("alert %q: %w", a.Name, err))
			continue
		}
		out = append(out, t)
	}
	return out, nil
}

// lastRing is how long alerts are checked after ctx is done; the others are
// checked the next time, and lose nothing.
const lastRing = time.Second

// fewAlerts ask the store sooner than all recent events are read for them.
const fewAlerts = 10

// ring checks all alerts and sends what is due; it gives what was found. When ctx
// is done, what was found is filed and sent the next time.
func (x *alarm) ring(ctx context.Context, s store.Store, now time.Time) (found []tell.Notice, err error) {
	sure := context.WithoutCancel(ctx)
	begun := time.Now()
	alerts, err := x.all(sure, s)
	if err != nil {
		return nil, err
	}
	shared := alerts
	if len(alerts) < fewAlerts {
		shared = nil
	}
	round, err := tell.Begin(sure, s, shared, now)
	if err != nil {
		return nil, err
	}
	for _, a := range alerts {
		if ctx.Err() != nil && time.Since(begun) > lastRing {
			return found, nil
		}
		ns, notes, err := round.Check(sure, a)
		if err == nil {
			err = tell.File(sure, s, ns, notes, x.hookOf(a), now)
		}
		if err != nil {
			return found, err
		}
		found = append(found, ns...)
	}
	if err := errors.Join(round.End(sure), tell.MarkChecked(sure, s, now)); err != nil || ctx.Err() != nil {
		return found, err
	}
	return found, x.Send(ctx, s, now, rand.Float64())
}

func (x *alarm) hookOf(a tell.Alert) tell.Hook {
	if id := a.Saved(); id != "" {
		return x.Hooks[tell.SavedHook(id)]
	}
	return x.Hooks[a.Name]
}

// Run shows what would have been told; nothing is kept.
func (cmd *alertsPreviewCmd) Run(c *console) error {
	ctx := context.Background()
	s, err := cmd.readStore(ctx, c)
	if err != nil {
		return err
	}
	defer s.Close()
	alerts, err := cmd.alerts(ctx, s)
	if alerts == nil && err != nil {
		return err
	}
	if len(alerts) == 0 && err == nil {
		fmt.Fprintln(c.out, "no alert is saved: give a file or a query")
	}
	for _, a := range alerts {
		ns, err := tell.Preview(ctx, s, a, time.Now(), cmd.Days)
		if err != nil {
			return err
		}
		fmt.Fprintf(c.out, "%s: %s in %d days\n", a.Name, count(len(ns), "notice"), cmd.Days)
		for _, n := range ns {
			fmt.Fprintln(c.out, " ", noticeLine(&n))
		}
	}
	return err // of saved alerts that cannot be read
}

// alerts are those to look at. Errors beside alerts are of others.
func (cmd *alertsPreviewCmd) alerts(ctx context.Context, s store.Store) ([]tell.Alert, error) {
	saved, broken, err := savedAlerts(ctx, s, cmd.What)
	if err != nil || cmd.What == "" || len(saved)+len(broken) > 0 {
		return saved, errors.Join(append(broken, err)...)
	}
	if _, err := os.Stat(cmd.What); err == nil {
		conf, err := readConfig(cmd.What)
		if err != nil {
			return nil, err
		}
		x, err := newAlarm(ctx, s, cmd.What, conf)
		if err != nil {
			return nil, err
		}
		return slices.Concat([]tell.Alert{}, x.alerts), nil
	}
	a, err := alertOf(ctx, s, cmd.What, cmd.What, cmd.When)
	if err != nil {
		return nil, err
	}
	return []tell.Alert{a}, nil
}

// savedAlerts are those that were saved on the pages, paused ones too, or the one
// of a name; broken are errors of those that cannot be read any more.
func savedAlerts(ctx context.Context, s store.Store, name string) (out []tell.Alert, broken []error, err error) {
	saved, err := tell.Alerts(ctx, s)
	if err != nil {
		return nil, nil, err
	}
	parse, err := parser(ctx, s)
	if err != nil {
		return nil, nil, err
	}
	out = []tell.Alert{}
	for _, a := range saved {
		if name != "" && a.Name != name {
			continue
		}
		if a.Paused {
			a.Name += " (paused)"
		}
		t, err := savedAlert(parse, a)
		if err != nil {
			broken = append(broken, fmt.Errorf("alert %q: %w", a.Name, err))
			continue
		}
		out = append(out, t)
	}
	return out, broken, nil
}

func noticeLine(n *tell.Notice) string { return fmt.Sprintf("%s  %s  [%s]", n.Day, n.Line, n.Why) }

// Run checks once.
func (cmd *alertsRunCmd) Run(c *console) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var conf config.Config
	if cmd.Config != "" {
		var err error
		if conf, err = readConfig(cmd.Config); err != nil {
			return err
		}
	}
	s, err := cmd.openStore(ctx, c)
	if err != nil {
		return err
	}
	defer s.Close()
	x, err := newAlarm(ctx, s, cmd.Config, conf)
	if err != nil {
		return err
	}
	x.Failed = func(text string) { fmt.Fprintln(c.err, text) }
	ns, err := x.ring(ctx, s, time.Now())
	for _, n := range ns {
		fmt.Fprintf(c.out, "%s: %s\n", n.Alert, noticeLine(&n))
	}
	return errors.Join(append(x.broken, err)...)
}

// Run shows the letters that are kept.
func (cmd *alertsInboxCmd) Run(c *console) error {
	ctx := context.Background()
	s, err := cmd.readStore(ctx, c)
	if err != nil {
		return err
	}
	defer s.Close()
	letters, err := tell.Inbox(ctx, s)
	if err != nil {
		return err
	}
	slices.SortStableFunc(letters, func(a, b tell.Letter) int { return b.Time.Compare(a.Time) })
	for _, l := range letters[:min(len(letters), max(cmd.Number, 0))] {
		state := l.Trouble()
		if state != "" {
			state = "  " + state
		}
		fmt.Fprintf(c.out, "%s  %s: %s%s\n", l.Time.Format("2006-01-02 15:04"), l.Alert, noticeLine(&l.Notice), state)
	}
	return nil
}

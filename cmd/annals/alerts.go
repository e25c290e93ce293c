package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"os/signal"
	"slices"
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
	Run     alertsRunCmd     `cmd:"" help:"Check the alerts of a file once and deliver what is found, as watch does after each merging."`
	Inbox   alertsInboxCmd   `cmd:"" help:"What was told, the latest first."`
}

// alertsPreviewCmd is `annals alerts preview`.
type alertsPreviewCmd struct {
	keeper
	What string `arg:"" name:"FILE|QUERY" help:"A file with alerts (doc/config.md), or a query."`
	When string `help:"For a query, when: new, sources N, status, numbers or spike." default:"new"`
	Days int    `help:"How many days back." default:"30"`
}

// alertsRunCmd is `annals alerts run`.
type alertsRunCmd struct {
	keeper
	Config string `arg:"" name:"FILE" help:"What to watch, with alerts (doc/config.md)."`
}

// alertsInboxCmd is `annals alerts inbox`.
type alertsInboxCmd struct {
	keeper
	Number int `help:"How many." short:"n" default:"50"`
}

// An alarm is the alerts of a configuration, ready to be checked.
type alarm struct {
	tell.Senders
	alerts []tell.Alert
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
		t, err := alertOf(ctx, s, a.Name, a.Query, a.When)
		err = errors.Join(err, tell.Digest(a.Digest).Check())
		if a.Mail != "" && conf.Mail == nil {
			err = errors.Join(err, errors.New("a mail is asked for, and the file has no section mail"))
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("%s:%d: alert %q: %w", name, a.Line, a.Name, err))
			continue
		}
		x.alerts, x.Hooks[a.Name] = append(x.alerts, t), tell.Hook{URL: a.Webhook, Secret: a.Secret, Mail: a.Mail, Digest: tell.Digest(a.Digest)}
	}
	return x, errors.Join(errs...)
}

func alertOf(ctx context.Context, s store.Store, name, query, when string) (tell.Alert, error) {
	countries, err := link.LoadCountries()
	if err != nil {
		return tell.Alert{}, err
	}
	q, err := search.Parse(query, search.Options{Country: countries.Code, Types: typesOf(ctx, s)})
	if err != nil {
		return tell.Alert{}, err
	}
	c, least, err := tell.ParseWhen(when)
	return tell.Alert{Name: name, Filter: q.Filter, When: c, Least: least}, err
}

// ring checks all alerts and sends what is due; it gives what was found. When ctx
// is done, what was found is filed and sent the next time.
func (x *alarm) ring(ctx context.Context, s store.Store, now time.Time) (found []tell.Notice, err error) {
	sure := context.WithoutCancel(ctx)
	for _, a := range x.alerts {
		ns, notes, err := tell.Check(sure, s, a, now)
		if err != nil {
			return found, err
		}
		if err := tell.File(sure, s, ns, notes, x.Hooks[a.Name], now); err != nil {
			return found, err
		}
		found = append(found, ns...)
	}
	if ctx.Err() != nil {
		return found, nil
	}
	return found, x.Send(ctx, s, now, rand.Float64())
}

// Run shows what would have been told; nothing is kept.
func (cmd *alertsPreviewCmd) Run(c *console) error {
	ctx := context.Background()
	s, err := cmd.readStore(ctx, c)
	if err != nil {
		return err
	}
	defer s.Close()
	alerts := []tell.Alert{}
	if _, err := os.Stat(cmd.What); err == nil {
		conf, err := readConfig(cmd.What)
		if err != nil {
			return err
		}
		x, err := newAlarm(ctx, s, cmd.What, conf)
		if err != nil {
			return err
		}
		alerts = x.alerts
	} else {
		a, err := alertOf(ctx, s, cmd.What, cmd.What, cmd.When)
		if err != nil {
			return err
		}
		alerts = append(alerts, a)
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
	return nil
}

func noticeLine(n *tell.Notice) string { return fmt.Sprintf("%s  %s  [%s]", n.Day, n.Line, n.Why) }

// Run checks once.
func (cmd *alertsRunCmd) Run(c *console) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	conf, err := readConfig(cmd.Config)
	if err != nil {
		return err
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
	ns, err := x.ring(ctx, s, time.Now())
	for _, n := range ns {
		fmt.Fprintf(c.out, "%s: %s\n", n.Alert, noticeLine(&n))
	}
	return err
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

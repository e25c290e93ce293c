package main

import (
	"context"
	"errors"
	"time"

	"annals"
	"annals/internal/collect"
	"annals/internal/record"
	"annals/internal/sys/store"
)

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

package main

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"annals/internal/collect"
	"annals/internal/sys/store"
	"annals/internal/web"
)

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
	k.line("%s  %s%-20s %s  %s", e.Time.Format("15:04:05"), mark, clip(oneLine(e.Outlet, "?"), 20), oneLine(e.Text, "?"), shown(e.URL))
}

// shown is an address without the password that a configured one may hold.
func shown(address string) string {
	if !strings.Contains(address, "@") {
		return address
	}
	u, err := url.Parse(address)
	if err != nil || u.User == nil {
		return address
	}
	return u.Redacted()
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
	k.bar.clear()
	fmt.Fprintf(k.c.out, format+"\n", args...)
	k.bar.draw()
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

// watchedFeeds tells pages how it stands with the feeds.
func watchedFeeds(ctx context.Context, d store.Desk) ([]web.Feed, error) {
	fs, err := collect.Feeds(ctx, d)
	out := make([]web.Feed, 0, len(fs))
	for _, f := range fs {
		if f.Left {
			continue
		}
		out = append(out, web.Feed{Outlet: f.Outlet, URL: shown(f.URL), Moved: shown(f.Moved), Kind: string(f.Kind), Last: f.Last, Next: f.Next, News: f.News,
			Minutes: int(f.Every.Minutes()), Problem: f.Problem, Since: f.Since, Gone: f.Gone, Pages: f.Pages, Coded: f.Coded, Listed: f.Listed, Failed: f.Failed})
	}
	return out, err
}

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"text/tabwriter"
	"time"

	"annals/internal/collect"
	"annals/internal/sys/store"
	"annals/internal/web"
)

// statusCmd is `annals status`: how it stands with the feeds, and what could not
// be read.
type statusCmd struct {
	keeper
	Number int    `help:"At most so many failures." short:"n" default:"20"`
	JSON   bool   `name:"json" help:"As one JSON object."`
	Bytes  string `help:"Write the bytes that came of a failure, and nothing else." placeholder:"ID"`
	Outlet string `arg:"" optional:"" name:"OUTLET" help:"Name of an outlet, or a domain; all if not given."`
}

// A standing is what is told.
type standing struct {
	Feeds    []web.Feed      `json:"feeds"`
	Failures []store.Failure `json:"failures"`
	More     bool            `json:"more"` // there are more failures

	Waiting []collect.Waiting `json:"waiting"` // pages that are tried again
}

// Run tells how it stands.
func (cmd *statusCmd) Run(c *console) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	s, err := cmd.readStore(ctx, c)
	if err != nil {
		return err
	}
	defer s.Close()
	if cmd.Bytes != "" {
		return writeBytes(ctx, c.out, s, cmd.Bytes)
	}
	st, err := cmd.standing(ctx, s)
	if err != nil {
		return err
	}
	if cmd.JSON {
		enc := json.NewEncoder(c.out)
		enc.SetEscapeHTML(false)
		return enc.Encode(st)
	}
	return writeStanding(c.out, st)
}

func (cmd *statusCmd) standing(ctx context.Context, s store.Store) (*standing, error) {
	st := &standing{Feeds: []web.Feed{}, Failures: []store.Failure{}, Waiting: []collect.Waiting{}}
	feeds, err := watchedFeeds(ctx, s)
	if err != nil {
		return nil, err
	}
	for _, f := range feeds {
		if cmd.Outlet == "" || store.Belongs(f.Outlet, f.URL, cmd.Outlet) {
			st.Feeds = append(st.Feeds, f)
		}
	}
	waits, err := collect.Waitings(ctx, s)
	if err != nil {
		return nil, err
	}
	for _, w := range waits {
		if cmd.Outlet == "" || store.Belongs(outletOf(feeds, w.Feed), w.URL, cmd.Outlet) {
			st.Waiting = append(st.Waiting, w)
		}
	}
	fits := func(f *store.Failure) bool { return cmd.Outlet == "" || f.Of(cmd.Outlet) }
	fs, next, err := store.FailuresOf(ctx, s, fits, "", max(cmd.Number, 1))
	st.Failures, st.More = append(st.Failures, fs...), next != ""
	return st, err
}

// outletOf is the name of the outlet of a feed, "" for one that is not watched.
func outletOf(feeds []web.Feed, address string) string {
	for _, f := range feeds {
		if f.URL == shown(address) {
			return f.Outlet
		}
	}
	return ""
}

// writeWaiting writes the pages that are tried again.
func writeWaiting(w io.Writer, ws []collect.Waiting) error {
	if len(ws) == 0 {
		return nil
	}
	fmt.Fprintf(w, "\n%s to be tried again\n", count(len(ws), "page"))
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	row(t, "DUE", "TRIED", "REASON", "ADDRESS")
	for _, p := range ws {
		row(t, stamp(p.Due), fmt.Sprint(p.Tries), clip(oneLine(p.Why, "?"), 60), oneLine(p.URL, "?"))
	}
	return t.Flush()
}

// writeBytes writes what came of a failure.
func writeBytes(ctx context.Context, w io.Writer, s store.Store, id string) error {
	e, ok, err := s.Failed(ctx, id)
	switch {
	case err != nil:
		return err
	case !ok:
		return fmt.Errorf("find failure %q: there is none with this id; `annals status` lists them", id)
	case len(e.Capture.Body) == 0:
		return fmt.Errorf("failure %q: no bytes are kept (%s)", id, e.Err)
	}
	_, err = w.Write(e.Capture.Body)
	return err
}

func writeStanding(w io.Writer, st *standing) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	if len(st.Feeds) == 0 {
		fmt.Fprintln(t, "no feed is watched")
	} else {
		row(t, "OUTLET", "STATE", "READ", "DUE", "CODED", "LISTED", "FAILED", "FEED")
	}
	for _, f := range st.Feeds {
		row(t, clip(oneLine(f.Outlet, "?"), 30), f.State(), stamp(f.Last), dueOf(&f), fmt.Sprint(f.Coded), fmt.Sprint(f.Listed), fmt.Sprint(f.Failed), f.URL+because(troubleOf(&f)))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	if err := writeWaiting(w, st.Waiting); err != nil {
		return err
	}
	if len(st.Failures) == 0 {
		_, err := fmt.Fprintln(w, "\nnothing failed")
		return err
	}
	which := ""
	if st.More {
		which = ", the latest of more"
	}
	fmt.Fprintf(w, "\n%s could not be read%s\n", count(len(st.Failures), "capture"), which)
	row(t, "TIME", "OUTLET", "REASON", "ADDRESS", "BYTES")
	for _, f := range st.Failures {
		kept := "none"
		if f.Kept {
			kept = f.ID
		}
		row(t, stamp(f.Time), clip(oneLine(f.Outlet, "-"), 30), clip(oneLine(f.Reason, "?"), 60), oneLine(f.Name(), "?"), kept)
	}
	return t.Flush()
}

// row writes the cells of a line of a table.
func row(w io.Writer, cells ...string) { fmt.Fprintln(w, strings.Join(cells, "\t")) }

// dueOf is when a feed is due.
func dueOf(f *web.Feed) string {
	if f.Next.IsZero() {
		return "now"
	}
	return stamp(f.Next)
}

// troubleOf is what is to be said of a feed besides its state.
func troubleOf(f *web.Feed) string {
	switch {
	case f.Problem != "" && f.Moved != "":
		return fmt.Sprintf("moved to %s; %s, since %s", f.Moved, f.Problem, stamp(f.Since))
	case f.Problem != "":
		return fmt.Sprintf("%s, since %s", f.Problem, stamp(f.Since))
	case f.Moved != "":
		return "moved to " + f.Moved
	}
	return ""
}

// stamp is a time for people, where they are; "-" for none.
func stamp(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.Local().Format("2006-01-02 15:04")
}

func because(why string) string {
	if why == "" {
		return ""
	}
	return "  (" + why + ")"
}

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
	"time"

	"annals"
	"annals/internal/record"
	"annals/internal/search"
	"annals/internal/sys/store"
)

// eventsCmd is `annals events`: events of the record that a query asks for.
type eventsCmd struct {
	keeper
	Format string   `help:"table for people, json (one object a line) for programs." enum:"table,json" default:"table"`
	Limit  int      `help:"At most so many events." default:"50"`
	Stand  bool     `name:"standing" help:"Only what lasts: pacts, deployments, truces, sanctions, closed borders; with its end where one is told."`
	Query  []string `arg:"" optional:"" name:"QUERY" help:"As for search; an event is found when one of its claims is."`
}

// Run prints the events that match.
func (cmd *eventsCmd) Run(c *console) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	q, s, err := cmd.ask(ctx, c, cmd.Query)
	if err != nil {
		return err
	}
	defer s.Close()
	es, next, err := cmd.events(ctx, s, q)
	if err != nil {
		return err
	}
	if cmd.Format == "json" {
		return eventLines(c, es)
	}
	width, colour := terminal(c)
	p := sheet{c.out, width, ink{colour}}
	for i := range es {
		p.event(&es[i])
	}
	sum := count(len(es), "event")
	if next != "" {
		sum = "the first " + sum
	}
	p.line(sum)
	return nil
}

// events are those that match, with the ends of what lasts; next is not ""
// if there are more.
func (cmd *eventsCmd) events(ctx context.Context, s store.Store, q search.Query) (es []annals.Event, next string, err error) {
	rules, err := record.Load()
	if err != nil {
		return nil, "", err
	}
	if !cmd.Stand {
		if es, next, err = s.Events(ctx, q.Filter, store.Page{Limit: cmd.Limit, Order: q.Order}); err == nil {
			err = rules.Ends(ctx, s, es)
		}
		return es, next, err
	}
	if es, err = rules.Standing(ctx, s, q.Filter, cmd.Limit+1); len(es) > cmd.Limit {
		es, next = es[:cmd.Limit], "more"
	}
	return es, next, err
}

func eventLines(c *console, es []annals.Event) error {
	e := json.NewEncoder(c.out)
	e.SetEscapeHTML(false)
	for i := range es {
		if err := e.Encode(&es[i]); err != nil {
			return fmt.Errorf("write events: %w", err)
		}
	}
	return nil
}

// event writes one event in two lines.
func (p *sheet) event(e *annals.Event) {
	style := cooperat
	if e.Quad > 2 {
		style = conflict
	}
	p.line(fmt.Sprintf("%-10s  ", oneLine(string(e.Day()), "no date")) + p.ink.put(style, fmt.Sprintf("%-9s ", e.Type)) + clip(oneLine(e.Title, ""), p.width-22))
	p.wrapped(eventFacts(e), p.ink)
}

func eventFacts(e *annals.Event) []remark {
	rs := []remark{{string(e.Status), ""}, {count(len(e.Claims), "claim") + " of " + count(len(e.Outlets), "outlet"), ""}}
	if e.Copies > 0 {
		rs = append(rs, remark{count(e.Copies, "copied article"), faint})
	}
	for _, s := range e.Sizes {
		rs = append(rs, remark{spreadWords(&s), ""})
	}
	if e.Standing != nil {
		rs = append(rs, remark{standingWords(e.Standing), ""})
	}
	return append(rs, remark{e.ID, faint})
}

func standingWords(s *annals.Standing) string {
	if s.End != "" {
		return "lasted " + dateWords(s.Start) + " – " + dateWords(s.End) + " (" + s.By + ")"
	}
	return "lasts since " + dateWords(s.Start)
}

func spreadWords(s *annals.Spread) string {
	return strings.TrimSpace(rangeWords(s.Min, s.Max, false) + " " + strings.TrimSpace(s.Unit+" "+s.What))
}

// eventCmd is `annals event`: one event with all of its claims.
type eventCmd struct {
	keeper
	ID string `arg:"" help:"Id of the event, or of one of its claims."`
}

// Run prints the event.
func (cmd *eventCmd) Run(c *console) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	s, err := cmd.readStore(ctx, c)
	if err != nil {
		return err
	}
	defer s.Close()
	e, err := findEvent(ctx, s, cmd.ID)
	if err != nil {
		return err
	}
	rs, err := everyRow(ctx, s, store.Equal{Column: store.EventID, Value: e.ID})
	if err != nil {
		return err
	}
	rules, err := record.Load()
	if err != nil {
		return err
	}
	one := []annals.Event{e}
	if err := rules.Ends(ctx, s, one); err != nil {
		return err
	}
	e = one[0]
	width, colour := terminal(c)
	t := &tableRows{sheet: sheet{c.out, width, ink{colour}}}
	t.eventWhole(&e)
	t.dispute(record.Disagreements(&e, rs))
	for i := range rs {
		if err := t.row(&rs[i]); err != nil {
			return err
		}
	}
	return t.close(false)
}

// findEvent is the event with an id, or the one that a claim belongs to.
func findEvent(ctx context.Context, s store.Store, id string) (annals.Event, error) {
	e, ok, err := s.Event(ctx, id)
	if err != nil || ok {
		return e, err
	}
	rs, _, err := s.Rows(ctx, store.Equal{Column: store.ClaimID, Value: id}, store.Page{Limit: 1})
	if err != nil {
		return e, err
	}
	if len(rs) == 1 && rs[0].Event != "" {
		e, _, err = s.Event(ctx, rs[0].Event)
		return e, err
	}
	return e, fmt.Errorf("no event and no claim has the id %q", id)
}

// eventWhole writes what an event says as a whole.
func (p *sheet) eventWhole(e *annals.Event) {
	p.event(e)
	p.fact("reported by", strings.Join(nonEmpty(e.Outlets...), ", "))
	var steps []string
	for _, h := range e.History {
		steps = append(steps, dateWords(h.Date)+" "+string(h.Status))
	}
	p.fact("status", strings.Join(steps, " → "))
	for _, s := range e.Sizes {
		var said []string
		for _, t := range s.Said {
			if w := oneLine(t.By, "") + " " + rangeWords(t.Min, t.Max, false); !slices.Contains(said, w) {
				said = append(said, w)
			}
		}
		p.fact(s.What, strings.Join(said, "; "))
	}
	for _, w := range e.Why {
		var rs []remark
		for i, part := range append(strings.Split(w.Rule, ", "), w.Words) {
			if i == 0 {
				part = "merged by " + part
			}
			rs = append(rs, remark{part, faint})
		}
		p.wrapped(rs, p.ink)
	}
}

// fact writes a line "what: words" below an event.
func (p *sheet) fact(what, words string) {
	if words != "" {
		p.line(strings.Repeat(" ", sheetIndent) + p.ink.put(faint, what+": ") + clip(words, p.width-sheetIndent-len(what)-2))
	}
}

// dispute writes who says that it happened and who denies it, if somebody does.
func (p *sheet) dispute(d record.Dispute) {
	names := func(ts []record.Teller) string {
		var out []string
		for _, t := range ts {
			out = append(out, oneLine(t.Name, ""))
		}
		return strings.Join(out, ", ")
	}
	if len(d.Denied) > 0 && len(d.Happened) > 0 {
		p.fact("happened, say", names(d.Happened))
	}
	if len(d.Denied) > 0 {
		p.fact("denied by", names(d.Denied))
	}
	p.line("")
}

// splitCmd is `annals split`: a person's word that a claim is about something
// else than the rest of its event.
type splitCmd struct {
	keeper
	Claim string   `arg:"" help:"Id of the claim."`
	From  []string `arg:"" optional:"" help:"Claims that it does not belong with; all others of its event if none are given."`
}

// Run keeps the verdict and makes the event anew.
func (cmd *splitCmd) Run(c *console) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	s, err := cmd.openStore(ctx, c)
	if err != nil {
		return err
	}
	defer s.Close()
	e, err := findEvent(ctx, s, cmd.Claim)
	if err != nil {
		return err
	}
	if !slices.Contains(e.Claims, cmd.Claim) {
		return fmt.Errorf("%q is no claim", cmd.Claim)
	}
	from := cmd.From
	if len(from) == 0 {
		for _, id := range e.Claims {
			if id != cmd.Claim {
				from = append(from, id)
			}
		}
	}
	if len(from) == 0 {
		return errors.New("the claim is the only one of its event")
	}
	for _, id := range from {
		if err := s.Split(ctx, store.Apart{Claim: cmd.Claim, From: id, Time: time.Now().UTC()}); err != nil {
			return err
		}
	}
	if err := s.SetEvents(ctx, nil, []string{e.ID}); err != nil {
		return err
	}
	done, err := merge(ctx, s, nil)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.out, "%s put apart from %s: %s now\n", cmd.Claim, count(len(from), "claim"), count(done.Events, "event"))
	return nil
}

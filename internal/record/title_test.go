package record_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"annals"
	"annals/internal/sys/store"
)

// TestTitle says what events are called.
func TestTitle(t *testing.T) {
	type c = annals.Claim
	with := func(change func(*report), more func(*c)) store.Entry {
		r := strike
		change(&r)
		e := r.entry(1)
		more(&e.Reading.Claims[0])
		return e
	}
	for _, c := range []struct {
		want  string
		entry store.Entry
	}{
		{"RUS → civilians (UKR): attack in Kharkiv", with(func(*report) {}, func(*c) {})},
		{"RUS → UKR: air strike in Kharkiv", with(func(r *report) { r.recipient = "UKR.MIL" }, func(c *c) { c.Mode = []string{"aerial"} })},
		{"Attack on civilians (UKR) in Kharkiv", with(func(r *report) { r.actor = "" }, func(*c) {})},
		{"Police → opposition (UKR): arrests in Kharkiv", with(func(r *report) { r.typ, r.actor, r.recipient = "COERCE", "UKR.COP", "UKR.OPP" }, func(c *c) { c.Mode = []string{"arrest"} })},
		{"RUS → civilians (UKR): attack in Kharkiv, denied", with(func(r *report) { r.status = annals.Negated }, func(*c) {})},
		{"RUS → UKR: criticism", with(func(r *report) { r.typ, r.recipient = "ACCUSE", "UKR.GOV" }, func(*c) {})},
		{"RUS, UKR: planned talks in Kharkiv", with(func(r *report) { r.typ, r.recipient = "AGREE", "UKR.GOV" }, func(c *c) {
			c.Actor, c.Recipient, c.Underlying = append(c.Actor, c.Recipient...), nil, annals.Consult
		})},
		{"United Nations → civilians (UKR): aid in Kharkiv", with(func(r *report) { r.typ, r.actor = "AID", "UNO.IGO" }, func(c *c) { c.Actor[0].Name = "United Nations" })},
		{"Example Front (RUS) → civilians (UKR): attack in Kharkiv", with(func(r *report) { r.actor = "RUS.REB" }, func(c *c) { c.Actor[0].Name, c.Actor[0].ID = "Example Front (RUS)", "x" })},
		{"RUS: test or show of weapons in Kharkiv", with(func(r *report) { r.typ, r.recipient = "MOBILIZE", "" }, func(c *c) { c.Mode = []string{"weapons"} })},
		{"Attack in Kharkiv", with(func(r *report) { r.actor, r.recipient = "", "" }, func(*c) {})},
	} {
		if es := merged(t, []store.Entry{c.entry}, 1); es[0].Title != c.want {
			t.Errorf("title %q, want %q", es[0].Title, c.want)
		}
	}
}

// TestHistory says how the status of an event follows from its reports.
func TestHistory(t *testing.T) {
	type told struct {
		day    annals.Date
		typ    string
		status annals.Status
		hedged bool
	}
	deed := func(day annals.Date, status annals.Status) told { return told{day, "CONSULT", status, false} }
	plan := told{"2024-05-12", "AGREE", annals.Actual, false}
	const d13, d14 = "2024-05-13", "2024-05-14"
	for _, c := range []struct {
		name   string
		told   []told
		want   []annals.Status
		hedged bool
	}{
		{"announced, then done", []told{plan, deed(d13, annals.Actual)}, []annals.Status{annals.Future, annals.Actual}, false},
		{"announced, then called off", []told{plan, {d13, "REJECT", annals.Actual, false}}, []annals.Status{annals.Future, annals.Negated}, false},
		{"announced, then called off, with no act in the word", []told{plan, {d13, "REJECT.meet", annals.Actual, false}}, []annals.Status{annals.Future, annals.Negated}, false},
		{"refused, and nothing else", []told{{d13, "REJECT.meet", annals.Actual, false}}, []annals.Status{annals.Actual}, false},
		{"one denial among many on a day", []told{deed(d13, annals.Actual), deed(d13, annals.Negated), deed(d13, annals.Actual)}, []annals.Status{annals.Actual}, false},
		{"back and forth on a day", []told{deed(d13, annals.Actual), deed(d14, annals.Negated), deed(d14, annals.Actual)}, []annals.Status{annals.Actual}, false},
		{"denied on a later day", []told{deed(d13, annals.Actual), deed(d14, annals.Negated)}, []annals.Status{annals.Actual, annals.Negated}, false},
		{"a plan told beside the deed", []told{deed(d13, annals.Future), deed(d13, annals.Future), deed(d13, annals.Actual)}, []annals.Status{annals.Actual}, false},
		{"a doubtful denial", []told{deed(d13, annals.Actual), {d14, "CONSULT", annals.Negated, true}}, []annals.Status{annals.Actual}, false},
		{"nothing but doubt", []told{{d13, "CONSULT", annals.Actual, true}}, nil, true},
	} {
		var es []store.Entry
		for i, x := range c.told {
			typ, mode, _ := strings.Cut(x.typ, ".")
			r := report{outlet: fmt.Sprint("O", i), published: string(x.day), typ: typ, actor: "KEN.GOV", recipient: "SOM.GOV", day: d13, place: "Nairobi/KEN", status: x.status,
				words: "The ministers and the sea border: talks in Nairobi."}
			e := r.entry(i)
			e.Reading.Claims[0].Hedged = x.hedged
			if mode != "" {
				e.Reading.Claims[0].Mode = []string{mode}
			} else if typ != "CONSULT" {
				e.Reading.Claims[0].Underlying = annals.Consult
			}
			es = append(es, e)
		}
		got := merged(t, es, 1)
		var steps []annals.Status
		for _, h := range got[0].History {
			steps = append(steps, h.Status)
		}
		if len(got) != 1 || !slices.Equal(steps, c.want) || got[0].Hedged != c.hedged {
			t.Errorf("%s: %d events, history %v, hedged %v; want %v, %v", c.name, len(got), steps, got[0].Hedged, c.want, c.hedged)
		}
	}
}

package record_test

import (
	"context"
	"slices"
	"testing"

	"annals"
	"annals/internal/record"
	"annals/internal/sys/store"
)

// TestStanding says what lasts, and what ends it.
func TestStanding(t *testing.T) {
	pact := report{outlet: "A", published: "2024-06-20", typ: "SUPPORT", actor: "RUS.GOV", recipient: "PRK.GOV", day: "2024-06-19", words: "Both signed a defence pact."}
	border := report{outlet: "A", published: "2024-02-10", typ: "SANCTION", actor: "NER.GOV", recipient: "BEN.GOV", day: "2024-02-10", words: "Niger closed its border with Benin."}
	opened := report{outlet: "B", published: "2024-02-24", typ: "RETREAT", actor: "NER.GOV", recipient: "BEN.GOV", day: "2024-02-24", words: "Niger opened the border again."}
	with := func(r report, change func(*report)) report {
		change(&r)
		return r
	}
	for _, c := range []struct {
		name       string
		told       []report
		start, end annals.Date
	}{
		{"a pact that is signed", []report{pact}, "2024-06-19", ""},
		{"praise", []report{with(pact, func(r *report) { r.words = "Both praised each other." })}, "", ""},
		{"a pact that is planned", []report{with(pact, func(r *report) { r.status = annals.Future })}, "", ""},
		{"a pact that is denied", []report{with(pact, func(r *report) { r.status = annals.Negated })}, "", ""},
		{"a border closed and opened", []report{border, opened}, "2024-02-10", "2024-02-24"},
		{"told the other way round", []report{opened, border}, "2024-02-10", "2024-02-24"},
		{"opened by another", []report{border, with(opened, func(r *report) { r.actor = "NGA.GOV" })}, "2024-02-10", ""},
		{"opened to another", []report{border, with(opened, func(r *report) { r.recipient = "NGA.GOV" })}, "2024-02-10", ""},
		{"to be opened", []report{border, with(opened, func(r *report) { r.status = annals.Future })}, "2024-02-10", ""},
		{"opened before", []report{border, with(opened, func(r *report) { r.day, r.published = "2024-01-24", "2024-01-24" })}, "2024-02-10", ""},
		{"another retreat", []report{border, with(opened, func(r *report) { r.words = "Niger freed traders of Benin." })}, "2024-02-10", ""},
	} {
		var es []store.Entry
		for i, r := range c.told {
			es = append(es, r.entry(i))
		}
		var m store.Memory
		ctx, r := context.Background(), rules(t)
		if _, err := m.Put(ctx, es...); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Merge(ctx, &m, record.Options{}); err != nil {
			t.Fatal(err)
		}
		got, err := r.Standing(ctx, &m, store.Party{Country: annals.Code(c.told[0].actor[:3])}, 10)
		if err != nil {
			t.Fatal(err)
		}
		var st annals.Standing
		if len(got) > 0 {
			st = *got[0].Standing
		}
		if st.Start != c.start || st.End != c.end || (st.By == "") != (c.end == "") || len(got) > 1 {
			t.Errorf("%s: %d that last, the first %+v, want %s – %s", c.name, len(got), st, c.start, c.end)
		}
	}
}

// TestDisagreements says who tells what of an event.
func TestDisagreements(t *testing.T) {
	row := func(id, outlet, published string, status annals.Status, hedged bool, dead float64, speaker string) store.Row {
		r := store.Row{Claim: annals.Claim{ID: id, Status: status, Hedged: hedged}, Article: store.Head{Outlet: outlet, Published: annals.Date(published)}}
		if speaker != "" {
			r.Attribution = []annals.Attribution{{Speaker: speaker}}
		}
		if dead > 0 {
			r.Size = []annals.Size{{What: "dead", Min: &dead, Max: &dead}}
		}
		return r
	}
	rows := []store.Row{
		row("4", "Volga", "2024-05-15", annals.Negated, false, 0, "Moscow"),
		row("1", "Wire", "2024-05-14", annals.Actual, false, 3, ""),
		row("2", "Herald", "2024-05-14", annals.Actual, true, 0, ""),
		row("3", "Wire", "2024-05-15", annals.Actual, false, 5, ""),
		row("5", "Post", "2024-05-15", annals.Actual, false, 3, "the mayor"),
		row("9", "Other", "2024-05-15", annals.Negated, false, 0, ""), // not of the event
	}
	n := func(v float64) *float64 { return &v }
	e := annals.Event{Claims: []string{"1", "2", "3", "4", "5"}, Sizes: []annals.Spread{{What: "dead", Min: n(3), Max: n(5), Said: []annals.Told{
		{By: "Wire", Min: n(3), Max: n(3), Claim: "1"}, {By: "Wire", Min: n(5), Max: n(5), Claim: "3"}, {By: "the mayor", Min: n(3), Max: n(3), Claim: "5"}}}}}
	d := record.Disagreements(&e, rows)
	if len(d.Happened) != 3 || d.Happened[0].Name != "Wire" || !slices.Equal(d.Happened[0].Claims, []string{"1", "3"}) || !d.Happened[1].Hedged || d.Happened[2].Name != "the mayor" {
		t.Errorf("happened: %+v", d.Happened)
	}
	if len(d.Denied) != 1 || d.Denied[0].Name != "Moscow" || !d.Disputed() {
		t.Errorf("denied: %+v", d.Denied)
	}
	if len(d.Numbers) != 1 || len(d.Numbers[0].Said) != 2 || d.Numbers[0].Said[0].By != "the mayor" || *d.Numbers[0].Said[1].Min != 5 {
		t.Errorf("numbers: %+v", d.Numbers)
	}
	if d := record.Disagreements(&annals.Event{Claims: []string{"1"}, Sizes: []annals.Spread{{What: "dead", Said: e.Sizes[0].Said[:2]}}}, rows); d.Disputed() {
		t.Errorf("one who corrects himself disputes nothing: %+v", d)
	}
}

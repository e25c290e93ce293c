package tell

import (
	"testing"
	"time"

	"annals"
	"annals/internal/sys/store"
)

// A new version of an article tells nothing anew; what it changes is told, and so
// is what it adds.
func TestRevised(t *testing.T) {
	version := func(s *store.Memory, n int, event annals.Event, claim string, typ annals.Type, actor annals.Code) {
		t.Helper()
		text := claim + " in a text"
		a := annals.Article{URL: "https://a.example/live", Title: "Live", Outlet: "A", Published: "2026-03-04", Text: text}
		a.ID = annals.NewArticleID(a.URL, a.Title, a.Text)
		c := annals.Claim{ID: claim, Type: typ, Status: event.Status, Actor: []annals.Participant{{Entity: annals.Entity{Country: actor}}}}
		at := now.Add(time.Duration(n) * time.Second)
		if _, err := s.Put(t.Context(), store.Entry{Capture: annals.Capture{URL: a.URL, Time: at, Body: []byte(text)}, Origin: a.URL, Reading: annals.Reading{Article: a, Claims: []annals.Claim{c}}}); err != nil {
			t.Fatal(err)
		}
		event.ID, event.Title, event.Type, event.Outlets = "e"+claim, "X: raid", typ, []string{"A"}
		event.First, event.Last, event.Claims = "2026-03-04", "2026-03-04", []string{claim}
		if err := s.SetEvents(t.Context(), []annals.Event{event}, nil); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		when   Condition
		is     annals.Status
		typ    annals.Type
		actor  annals.Code
		killed float64
		want   string
	}{
		{New, annals.Future, annals.Assault, "KEN", 3, ""},
		{New, annals.Actual, annals.Assault, "KEN", 4, ""},
		{New, annals.Future, annals.Protest, "KEN", 3, "new: told by A"},
		{New, annals.Future, annals.Assault, "SOM", 3, "new: told by A"},
		{Sources, annals.Future, annals.Assault, "KEN", 3, ""},
		{Status, annals.Future, annals.Assault, "KEN", 3, ""},
		{Status, annals.Actual, annals.Assault, "KEN", 3, "was: planned, is: happened"},
		{Status, annals.Actual, annals.Protest, "KEN", 3, ""},
		{Numbers, annals.Future, annals.Assault, "KEN", 4, "killed: 4, was 3"},
	} {
		s := new(store.Memory)
		a := Alert{Name: "a", When: c.when, Least: 1}
		told(t, s, a)
		event := func(is annals.Status, killed float64) annals.Event {
			return annals.Event{Status: is, Sizes: []annals.Spread{{What: "killed", Min: number(killed), Max: number(killed)}}}
		}
		version(s, 0, event(annals.Future, 3), "c1", annals.Assault, "KEN")
		later := now.Add(time.Minute)
		if ns, notes, err := Check(t.Context(), s, a, later); err != nil || File(t.Context(), s, ns, notes, Hook{}, later) != nil {
			t.Fatal(err)
		}
		version(s, 1, event(c.is, c.killed), "c2", c.typ, c.actor)
		ns, _, err := Check(t.Context(), s, a, later)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, n := range ns {
			got += n.Why
		}
		if got != c.want {
			t.Errorf("%+v: told %q", c, got)
		}
	}
}

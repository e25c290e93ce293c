package tell

import (
	"strings"
	"testing"
	"time"

	"annals"
	"annals/internal/sys/store"
)

// Claims that merging catches up with after an alert was saved are no news; what
// came in since is. A report is its name, the outlet's first: o1 o2 were there
// and not merged, k1 was there and merged, n1 came in since.
func TestEarly(t *testing.T) {
	for _, c := range []struct {
		name, when string
		is         annals.Status
		claims     string
		want       string // why it is told
	}{
		{"what was there", "new", annals.Actual, "o1 o2", ""},
		{"more came in of what was there", "new", annals.Actual, "o1 n1", ""},
		{"it came in since", "new", annals.Actual, "n1", "new: told by N"},
		{"enough told of it", "sources 2", annals.Actual, "o1 p1", ""},
		{"enough told of it, and more do", "sources 2", annals.Actual, "o1 p1 n1", ""},
		{"one more makes them enough", "sources 2", annals.Actual, "o1 n1", "told by O, N"},
		{"one more makes them enough, of two of one outlet", "sources 2", annals.Actual, "o1 o2 n1", "told by O, N"},
		{"a report that was there changes it", "status", annals.Actual, "k1 o1", ""},
		{"a report that was there denies it", "status", annals.Negated, "k1 o1 o2", ""},
		{"one that came in since changes it", "status", annals.Actual, "k1 n1", "was: planned, is: happened"},
		{"both change it", "status", annals.Actual, "k1 o1 n1", "was: planned, is: happened"},
		{"nothing is known of before", "status", annals.Actual, "o1 n1", ""},
		{"a report that was there gives numbers", "numbers", annals.Future, "k1 o1", ""},
		{"one that came in since gives numbers", "numbers", annals.Future, "k1 o1 n1", "killed: 3"},
	} {
		s := new(store.Memory)
		put(t, s, annals.Event{ID: "k", Title: "K", Outlets: []string{"K"}, Status: annals.Future}, "k1")
		keep(t, s, "O", "o1", "o2")
		keep(t, s, "P", "p1")
		when, least, err := ParseWhen(c.when)
		if err != nil {
			t.Fatal(err)
		}
		a := Alert{Name: "a", When: when, Least: least}
		same(t, c.name+": at first", told(t, s, a))
		keep(t, s, "N", "n1")
		if err := Save(t.Context(), s, &Saved{ID: "later", Name: "later", When: c.when}, nil, nil, now.Add(time.Minute)); err != nil {
			t.Fatal(err) // what is new to the one is not to the other
		}
		e := annals.Event{ID: "k", Title: "K", Type: annals.Assault, Status: c.is, First: "2026-03-04", Last: "2026-03-04", Claims: strings.Fields(c.claims)}
		if when == Numbers {
			e.Sizes = []annals.Spread{{What: "killed", Min: number(3), Max: number(3)}}
		}
		for _, x := range e.Claims {
			if name := strings.ToUpper(x[:1]); len(e.Outlets) == 0 || e.Outlets[len(e.Outlets)-1] != name {
				e.Outlets = append(e.Outlets, name)
			}
		}
		if err := s.SetEvents(t.Context(), []annals.Event{e}, nil); err != nil {
			t.Fatal(err)
		}
		var want []string
		if c.want != "" {
			want = []string{Line(&e) + " | " + c.want}
		}
		same(t, c.name, told(t, s, a), want...)
		same(t, c.name+": again", told(t, s, a))
		later := Alert{ID: "later.0", Name: "later", When: when, Least: least}
		same(t, c.name+": to one that was saved later", told(t, s, later))
	}
}

// Reports of long ago that are not merged are not noted, and none twice.
func TestEarlyNotes(t *testing.T) {
	s := new(store.Memory)
	keep(t, s, "O", "o1")
	for _, c := range []struct {
		later time.Duration
		want  int
	}{{0, 1}, {0, 0}, {(earlyDays + 2) * 24 * time.Hour, 0}} {
		notes, err := waiting(t.Context(), s, now.Add(c.later))
		if err != nil || len(notes) != c.want {
			t.Errorf("%v later: %d notes, want %d, %v", c.later, len(notes), c.want, err)
		}
		if err := s.Notes(t.Context(), notes...); err != nil {
			t.Fatal(err)
		}
	}
}

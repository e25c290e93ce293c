package tell

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"annals"
	"annals/internal/sys/store"
)

// keepAlert keeps an alert over what it was.
func keepAlert(t *testing.T, s *store.Memory, x, was *Saved) {
	t.Helper()
	if err := Save(t.Context(), s, x, was, nil, now); err != nil {
		t.Fatal(err)
	}
}

// rung is what a saved alert tells.
func rung(t *testing.T, s *store.Memory, x *Saved) []string {
	t.Helper()
	a, err := x.Alert(nil)
	if err != nil {
		t.Fatal(err)
	}
	return told(t, s, a)
}

// What is there when an alert is saved, changed or let go on is no news; a name is
// only a name.
func TestSaved(t *testing.T) {
	s := new(store.Memory)
	event := func(n int) {
		put(t, s, annals.Event{ID: fmt.Sprint("e", n), Title: fmt.Sprint("E", n), Outlets: []string{"A"}, Status: annals.Actual}, fmt.Sprint("c", n))
	}
	event(1)
	x := Saved{ID: "x", Name: "First", When: "new"}
	keepAlert(t, s, &x, nil)
	event(2)
	same(t, "after it was saved", rung(t, s, &x), "E2 | new: told by A")
	renamed := x
	renamed.Name = "Second"
	keepAlert(t, s, &renamed, &x)
	same(t, "after it was renamed", rung(t, s, &renamed))
	event(3)
	paused := renamed
	paused.Paused = true
	keepAlert(t, s, &paused, &renamed)
	event(4)
	on := paused
	on.Paused = false
	keepAlert(t, s, &on, &paused)
	same(t, "after a pause", rung(t, s, &on))
	event(5)
	other := on
	other.When = "sources 1"
	keepAlert(t, s, &other, &on)
	same(t, "after it was changed", rung(t, s, &other))
	event(6)
	same(t, "after that", rung(t, s, &other), "E6 | told by A")
	all, err := Alerts(t.Context(), s)
	if err != nil || len(all) != 1 || all[0].Name != "Second" || !all[0].Made.Equal(now) {
		t.Fatalf("%+v, %v", all, err)
	}
	if err := Delete(t.Context(), s, &other); err != nil {
		t.Fatal(err)
	}
	if all, err := Alerts(t.Context(), s); err != nil || len(all) != 0 {
		t.Errorf("%+v are there after the deletion, %v", all, err)
	}
	again := Saved{ID: "y", Name: "Second", When: "new"}
	keepAlert(t, s, &again, nil)
	same(t, "one of the same name", rung(t, s, &again))
	if ls, err := Inbox(t.Context(), s); err != nil || len(ls) != 2 || ls[0].Saved != "x" {
		t.Errorf("%+v, %v", ls, err)
	}
}

func TestSavedFaults(t *testing.T) {
	var r Receivers
	r.Add("Of the file", Hook{URL: "https://desk.example/secret", Secret: "key", Mail: "desk@me.example"})
	r.Add("Another", Hook{URL: "https://desk.example/secret", Secret: "key"})
	if len(r.Webhooks) != 1 || strings.Contains(r.Webhooks[0].Name, "secret") {
		t.Errorf("webhooks %+v", r.Webhooks)
	}
	others := []Saved{{Name: "Of the file"}, {ID: "x", Name: "Raids", Webhook: "gone"}}
	for _, c := range []struct {
		x    Saved
		want string
	}{
		{Saved{Name: "New", When: "new", Webhook: r.Webhooks[0].ID, Mail: r.Mails[0].ID, Digest: "weekly Mon 08:00 Europe/Warsaw"}, ""},
		{Saved{ID: "x", Name: "Raids", When: "sources 1000", Webhook: "gone"}, ""},
		{Saved{When: "new"}, "name: an alert needs a name"},
		{Saved{Name: "Raids", When: "new"}, "name: another alert has this name"},
		{Saved{ID: "x", Name: "Of the file", When: "new"}, "name: another alert has this name"},
		{Saved{Name: strings.Repeat("é", MaxName), When: "new"}, ""},
		{Saved{Name: strings.Repeat("é", MaxName+1), When: "new"}, "name: the name has 101 characters"},
		{Saved{Name: "a", When: "new", Query: strings.Repeat("x", maxQuery+1)}, "query: the query has 4097 bytes"},
		{Saved{Name: "a", When: "sometimes"}, `when: unknown condition "sometimes"`},
		{Saved{Name: "a", When: "sources 2 <b>"}, "when: want how many outlets"},
		{Saved{Name: "a", When: "new", Webhook: "https://evil.example/"}, "webhook: the file names no such webhook"},
		{Saved{Name: "a", When: "new", Webhook: "gone"}, "webhook: the file names no such webhook"},
		{Saved{Name: "a", When: "new", Mail: "all@evil.example"}, "mail: the file names no such address"},
		{Saved{Name: "a", When: "new", Digest: "daily 08:00 ../../etc/passwd"}, "digest: "},
		{Saved{Name: "a", When: "new", Digest: "weekly Tuesday 08:00"}, `digest: want a day like Mon, not "Tuesday"`},
	} {
		var was *Saved
		if c.x.ID != "" {
			was = &others[1]
		}
		got := c.x.Faults(was, others, &r)
		if (c.want == "") != (len(got) == 0) || !strings.HasPrefix(got.Error(), c.want) {
			t.Errorf("%.60q: %q, want %q", c.x.Name, got.Error(), c.want)
		}
	}
	full := make([]Saved, MaxSaved)
	for k := range full {
		full[k] = Saved{ID: fmt.Sprint(k), Name: fmt.Sprint(k)}
	}
	if got := (&Saved{Name: "one more", When: "new"}).Faults(nil, full, &r); got.Of("name") != "there are 1000 alerts already: delete one first" {
		t.Errorf("one more than there may be: %v", got)
	}
	if got := (&Saved{ID: "7", Name: "7", When: "new"}).Faults(&full[7], full, &r); len(got) > 0 {
		t.Errorf("one of the thousand cannot be changed: %v", got)
	}
}

// Notices of a saved alert go to the receiver that it names, whatever it is called
// by then; one that the file does not name any more is told.
func TestSavedHook(t *testing.T) {
	var r Receivers
	r.Add("Of the file", Hook{URL: "https://desk.example/", Secret: "key"})
	x := Saved{ID: "x", Name: "Raids", When: "new", Webhook: r.Webhooks[0].ID}
	s := new(store.Memory)
	n := Notice{ID: "1", Alert: x.Name, Saved: x.ID, Line: "X → Y: raid"}
	if err := File(t.Context(), s, []Notice{n}, nil, r.HookOf(&x), now); err != nil {
		t.Fatal(err)
	}
	x.Name = "Renamed"
	to := &receiver{statuses: []int{204}}
	send := Senders{Client: &http.Client{Transport: to}, Hooks: map[string]Hook{SavedHook(x.ID): r.HookOf(&x)}}
	if err := send.Send(t.Context(), s, now, 0); err != nil || len(to.got) != 1 || to.got[0].Header.Get("Annals-Signature") == "" {
		t.Errorf("%d posts, %v", len(to.got), err)
	}
	var none Receivers
	n.ID = "2"
	if err := File(t.Context(), s, []Notice{n}, nil, none.HookOf(&x), now); err != nil {
		t.Fatal(err)
	}
	ls, err := Inbox(t.Context(), s)
	if err != nil || len(ls) != 2 || ls[1].Trouble() != "webhook not delivered: the file that alerts were checked with does not name it" {
		t.Errorf("%+v, %v", ls, err)
	}
}

func TestRead(t *testing.T) {
	s := new(store.Memory)
	letter := func(alert string, minutes int) *Letter {
		return &Letter{Notice: Notice{Alert: alert, Time: now.Add(time.Duration(minutes) * time.Minute)}}
	}
	mark := func(alert string, minutes int) {
		t.Helper()
		if err := MarkRead(t.Context(), s, alert, now.Add(time.Duration(minutes)*time.Minute), now); err != nil {
			t.Fatal(err)
		}
	}
	mark("A", 10)
	mark("", 5)
	mark("A", 2) // no mark goes back
	read, err := Marks(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		l    *Letter
		want bool
	}{{letter("A", 10), true}, {letter("A", 11), false}, {letter("B", 5), true}, {letter("B", 6), false}, {letter("A", 0), true}} {
		if got := read.Has(c.l); got != c.want {
			t.Errorf("%s at %v is read: %v", c.l.Alert, c.l.Time, got)
		}
	}
}

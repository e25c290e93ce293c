package tell

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"annals"
	"annals/internal/sys/store"
)

// now is the time at which the record of the tests is looked at.
var now = time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)

// keep keeps claims of one article of an outlet each, in no event.
func keep(t *testing.T, s *store.Memory, outlet string, claims ...string) {
	t.Helper()
	for _, c := range claims {
		a := annals.Article{URL: "https://a.example/" + c, Title: c, Outlet: outlet, Published: "2026-03-04", Text: "Text " + c}
		a.ID = annals.NewArticleID(a.URL, a.Title, a.Text)
		r := annals.Reading{Article: a, Claims: []annals.Claim{{ID: c, Type: annals.Assault, Status: annals.Actual, When: annals.When{Start: "2026-03-04", End: "2026-03-04"}}}}
		if _, err := s.Put(t.Context(), store.Entry{Capture: annals.Capture{URL: a.URL, Time: now, Body: []byte(a.Text)}, Origin: a.URL, Reading: r}); err != nil {
			t.Fatal(err)
		}
	}
}

// put keeps claims of one article each, and one event of them.
func put(t *testing.T, s *store.Memory, event annals.Event, claims ...string) {
	t.Helper()
	keep(t, s, "Herald", claims...)
	event.Type, event.First, event.Last, event.Claims = annals.Assault, "2026-03-04", "2026-03-04", append(event.Claims, claims...)
	if err := s.SetEvents(t.Context(), []annals.Event{event}, nil); err != nil {
		t.Fatal(err)
	}
}

// told checks an alert, files what is found, and gives it.
func told(t *testing.T, s *store.Memory, a Alert) (out []string) {
	t.Helper()
	ns, notes, err := Check(t.Context(), s, a, now)
	if err != nil {
		t.Fatal(err)
	}
	if err := File(t.Context(), s, ns, notes, Hook{}, now); err != nil {
		t.Fatal(err)
	}
	for _, n := range ns {
		out = append(out, n.Line+" | "+n.Why)
	}
	return out
}

func same(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: want (-) got (+):\n%s", what, diff)
	}
}

func number(n float64) *float64 { return &n }

// Each condition is told once, whatever becomes of the event, and nothing is
// told of what was there when the alert was made.
func TestConditions(t *testing.T) {
	s := new(store.Memory)
	alerts := map[Condition]Alert{}
	for _, c := range []Condition{New, Sources, Status, Numbers} {
		alerts[c] = Alert{Name: string(c), When: c, Least: 2}
	}
	put(t, s, annals.Event{ID: "old", Title: "Old", Outlets: []string{"A", "B"}, Status: annals.Future}, "o1")
	for _, a := range alerts {
		same(t, "at first", told(t, s, a))
	}
	e := annals.Event{ID: "e1", Title: "X → Y: raid", Outlets: []string{"A"}, Status: annals.Future, Hedged: true, Sizes: []annals.Spread{{What: "killed", Min: number(3), Max: number(3)}}}
	put(t, s, e, "c1")
	same(t, "new", told(t, s, alerts[New]), "reportedly planned: X → Y: raid | new: told by A")
	same(t, "new again", told(t, s, alerts[New]))
	same(t, "one outlet", told(t, s, alerts[Sources]))
	same(t, "status at first", told(t, s, alerts[Status]))
	same(t, "numbers at first", told(t, s, alerts[Numbers]))

	// The event has another id and more claims: it is the same to who was told.
	if err := s.SetEvents(t.Context(), nil, []string{"e1"}); err != nil {
		t.Fatal(err)
	}
	e = annals.Event{ID: "e2", Title: "X → Y: raid", Outlets: []string{"A", "B", "C", "D", "E"}, Status: annals.Actual, Denied: []string{"c2"},
		Sizes: []annals.Spread{{What: "killed", Min: number(3), Max: number(12)}}, Claims: []string{"c1"}}
	put(t, s, e, "c2")
	same(t, "merged", told(t, s, alerts[New]))
	same(t, "sources", told(t, s, alerts[Sources]), "X → Y: raid (denied) | told by A, B, C and 2 more")
	same(t, "status", told(t, s, alerts[Status]), "X → Y: raid (denied) | was: planned, is: happened")
	same(t, "numbers", told(t, s, alerts[Numbers]), "X → Y: raid (denied) | killed: 3–12, was 3")
	for c, a := range alerts {
		same(t, string(c)+" again", told(t, s, a))
	}
	letters, err := Inbox(t.Context(), s)
	if err != nil || len(letters) != 4 {
		t.Errorf("%d letters in the inbox, %v", len(letters), err)
	}
}

// A denial is told once, and so is that it has prevailed; what was noted before
// denials were is not told anew.
func TestDenied(t *testing.T) {
	s, a := new(store.Memory), Alert{Name: "status", When: Status}
	same(t, "at first", told(t, s, a))
	e := annals.Event{ID: "e1", Title: "X → Y: raid", Outlets: []string{"A"}, Status: annals.Actual}
	put(t, s, e, "c1")
	same(t, "happened", told(t, s, a))
	e.Claims, e.Denied = []string{"c1"}, []string{"c2"}
	put(t, s, e, "c2")
	same(t, "denied", told(t, s, a), "X → Y: raid (denied) | is denied")
	same(t, "denied again", told(t, s, a))
	e.Claims, e.Denied = []string{"c1", "c2"}, []string{"c2", "c3"}
	put(t, s, e, "c3")
	same(t, "denied by others", told(t, s, a))
	e.Claims, e.Denied, e.Status, e.Title = []string{"c1", "c2", "c3"}, []string{"c2", "c3", "c4"}, annals.Negated, "X → Y: raid, denied"
	put(t, s, e, "c4")
	same(t, "prevailed", told(t, s, a), "did not happen: X → Y: raid | was: happened, is: did not happen")
	if _, why := a.hold(known{Status: annals.Negated}, true, &e); why != "" {
		t.Errorf("noted before denials were: %s", why)
	}
}

// A day with far more claims than those before is told once.
func TestSpike(t *testing.T) {
	s := new(store.Memory)
	a := Alert{Name: "spike", When: Spike}
	same(t, "nothing", told(t, s, a))
	for k := range 4 {
		put(t, s, annals.Event{ID: fmt.Sprint(k)}, fmt.Sprintf("few%d", k))
	}
	same(t, "four", told(t, s, a))
	for k := range 4 {
		put(t, s, annals.Event{ID: fmt.Sprint("m", k)}, fmt.Sprintf("more%d", k))
	}
	same(t, "eight", told(t, s, a), "8 claims of 2026-03-04 | 0.0 a day in the 28 days before")
	same(t, "again", told(t, s, a))
}

func TestParseWhen(t *testing.T) {
	for in, want := range map[string]string{"new": "new 0", "sources 3": "sources 3", "status": "status 0", "numbers": "numbers 0", "spike": "spike 0"} {
		if c, n, err := ParseWhen(in); err != nil || fmt.Sprintf("%s %d", c, n) != want {
			t.Errorf("%q: %s %d, %v", in, c, n, err)
		}
	}
	for _, bad := range []string{"", "old", "sources", "sources 0", "sources x", "new 3"} {
		if _, _, err := ParseWhen(bad); err == nil {
			t.Errorf("%q: no error", bad)
		}
	}
}

// receiver answers posts as a list of statuses says, 0 for none.
type receiver struct {
	statuses []int
	got      []*http.Request
	bodies   []string
}

func (r *receiver) RoundTrip(q *http.Request) (*http.Response, error) {
	b, _ := io.ReadAll(q.Body)
	r.got, r.bodies = append(r.got, q), append(r.bodies, string(b))
	status := r.statuses[min(len(r.got)-1, len(r.statuses)-1)]
	if status == 0 {
		return nil, errors.New("connection refused")
	}
	return &http.Response{StatusCode: status, Body: io.NopCloser(strings.NewReader("ok")), Header: http.Header{}}, nil
}

// A notice is sent until it is taken, later each time, under one id and signed;
// after ten times it stays with the reason.
func TestSend(t *testing.T) {
	for _, c := range []struct {
		statuses []int
		tries    int
		sent     bool
		said     string // of failures, once at first and when it is given up
	}{{[]int{200}, 1, true, ""}, {[]int{0, 500, 429, 204}, 4, true, "alert a: webhook waits: connection refused\n"},
		{[]int{404}, maxTries, false, "alert a: webhook waits: the receiver answers 404 Not Found\nalert a: webhook not delivered: the receiver answers 404 Not Found\n"}} {
		s := new(store.Memory)
		n := Notice{ID: "id1", Alert: "a", Line: "X → Y: raid", Why: "new"}
		hooks := map[string]Hook{"a": {URL: "https://me.example/hook", Secret: "key"}}
		if err := File(t.Context(), s, []Notice{n}, nil, hooks["a"], now); err != nil {
			t.Fatal(err)
		}
		r := &receiver{statuses: c.statuses}
		at, said := now, ""
		for range 400 {
			x := Senders{Client: &http.Client{Transport: r}, Hooks: hooks, Failed: func(text string) { said += text + "\n" }}
			if err := x.Send(context.Background(), s, at, 0.5); err != nil {
				t.Fatal(err)
			}
			at = at.Add(5 * time.Minute)
		}
		letters, err := Inbox(t.Context(), s)
		if err != nil || len(letters) != 1 {
			t.Fatalf("%d letters, %v", len(letters), err)
		}
		if l := letters[0].Hook; l.Tries != c.tries || l.Sent.IsZero() == c.sent || !l.Due.IsZero() || (l.Error == "") != c.sent {
			t.Errorf("%v: %+v", c.statuses, l)
		}
		if said != c.said {
			t.Errorf("%v: said %q, want %q", c.statuses, said, c.said)
		}
		for k, q := range r.got {
			var got Notice
			if err := json.Unmarshal([]byte(r.bodies[k]), &got); err != nil || got.ID != "id1" || q.Header.Get("Annals-Notice") != "id1" {
				t.Errorf("post %d: %s, %v", k, r.bodies[k], err)
			}
			if sig := q.Header.Get("Annals-Signature"); !strings.HasPrefix(sig, "t=") || len(sig) < 70 {
				t.Errorf("signature %q", sig)
			}
		}
	}
}

// A receiver that does not answer is waited for once in a sending; its other
// notices come next.
func TestSendToSilence(t *testing.T) {
	s := new(store.Memory)
	for _, id := range []string{"n1", "n2", "n3"} {
		if err := File(t.Context(), s, []Notice{{ID: id, Alert: "a"}}, nil, Hook{URL: "http://silent.example"}, now); err != nil {
			t.Fatal(err)
		}
	}
	asked := 0
	client := &http.Client{Transport: silence{&asked}}
	x := Senders{Client: client, Hooks: map[string]Hook{"a": {URL: "http://silent.example"}}}
	for n := range 3 {
		if err := x.Send(t.Context(), s, now, 0); err != nil || asked != n+1 {
			t.Errorf("sending %d: asked %d times, %v", n, asked, err)
		}
	}
}

// The signature is the one that doc/alerts.md shows.
func TestSign(t *testing.T) {
	got := Sign("key", []byte(`{"id":"1"}`), time.Unix(1_772_704_800, 0))
	if want := "t=1772704800,v1="; !strings.HasPrefix(got, want) || len(got) != len(want)+64 {
		t.Errorf("%s", got)
	}
}

// What is known of a claim is noted when it changes, and once a day while it is
// looked at, so that it is never forgotten and told a second time.
func TestKnownIsRenewed(t *testing.T) {
	s := new(store.Memory)
	a := Alert{Name: "all", When: New}
	put(t, s, annals.Event{ID: "e", Title: "E", Outlets: []string{"A"}, Status: annals.Actual}, "c")
	told(t, s, a)
	for _, c := range []struct {
		later time.Duration
		notes int
	}{{time.Minute, 0}, {renewAfter - time.Minute, 1}, {renewAfter, 2}} { // one says when all events were looked at
		_, notes, err := Check(t.Context(), s, a, now.Add(c.later))
		if err != nil || len(notes) != c.notes {
			t.Errorf("%v later %d notes are written, want %d, %v", c.later, len(notes), c.notes, err)
		}
	}
}

// silence is a receiver that never answers, and counts how often it was asked.
type silence struct{ asked *int }

func (s silence) RoundTrip(*http.Request) (*http.Response, error) {
	*s.asked++
	return nil, context.DeadlineExceeded
}

package web

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"annals/internal/sys/store"
	"annals/internal/tell"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
)

// lately is a moment at which the record of [filled] is news.
var lately = time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)

// alertOptions are those of a record whose file names receivers and an alert.
func alertOptions(s store.Store) Options {
	o := options(s)
	o.Now = func() time.Time { return lately }
	o.Receivers.Add("Of the file", tell.Hook{URL: "https://desk.example/SECRET", Secret: "KEY", Mail: "desk@me.example"})
	o.Alerts = []tell.Saved{{Name: "Of the file", Query: "party:RUS", When: "new", Webhook: "desk.example"}}
	o.Letters = func(ctx context.Context) ([]tell.Letter, error) { return tell.Inbox(ctx, s) }
	return o
}

// send posts a form.
func send(h http.Handler, path string, v url.Values) *http.Response {
	return ask(h, http.MethodPost, path, "192.0.2.1", v.Encode(), "Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "same-origin")
}

func formValues(pairs ...string) url.Values {
	v := url.Values{"name": {"Raids"}, "q": {"party:RUS"}, "when": {"new"}}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}

func saved(t *testing.T, s store.Desk) []tell.Saved {
	t.Helper()
	xs, err := tell.Alerts(context.Background(), s)
	if err != nil {
		t.Fatal(err)
	}
	return xs
}

// An alert is previewed, saved, changed, paused, let go on and deleted, with
// forms alone.
func TestAlertForms(t *testing.T) {
	s := filled(t)
	h := New(alertOptions(s))
	if !strings.Contains(body(t, get(h, "/search?q=party:RUS")), `href="/alerts/new?q=party%3aRUS"`) {
		t.Error("the search does not lead to the form")
	}
	page := body(t, get(h, "/alerts/new?q=party:RUS"))
	for _, want := range []string{"in the last 30 days", `value="party:RUS"`, `formmethod="post"`, "desk.example, as of Of the file", "desk@me.example"} {
		if !strings.Contains(page, want) {
			t.Errorf("the form lacks %q", want)
		}
	}
	if len(saved(t, s)) > 0 {
		t.Error("a preview saves")
	}
	form := formValues("when", "sources", "least", "3", "mail", alertOptions(s).Receivers.Mails[0].ID, "every", "weekly", "day", "Fri", "at", "17:30", "zone", "Europe/Warsaw")
	if res := send(h, "/alerts", form); res.StatusCode != 303 || !strings.HasPrefix(res.Header.Get("Location"), "/alerts?done=saved#alert-") {
		t.Fatalf("save: %d to %q", res.StatusCode, res.Header.Get("Location"))
	}
	x := saved(t, s)[0]
	if x.When != "sources 3" || x.Digest != "weekly Fri 17:30 Europe/Warsaw" || x.Query != "party:RUS" || x.Mail == "" {
		t.Errorf("saved %+v", x)
	}
	edit := body(t, get(h, "/alerts/"+x.ID))
	for _, want := range []string{`value="3"`, `value="Fri" selected`, `value="17:30"`, `value="Europe/Warsaw"`, `value="sources" checked`} {
		if !strings.Contains(edit, want) {
			t.Errorf("the form to change it lacks %q", want)
		}
	}
	list := body(t, get(h, "/alerts"))
	if !strings.Contains(list, "3 outlets report on their own") || !strings.Contains(list, "In the file of the watcher") || strings.Contains(list+page, "SECRET") || strings.Contains(list+page, "KEY") {
		t.Errorf("the list:\n%s", list)
	}
	for _, step := range []struct {
		path   string
		form   url.Values
		left   int
		paused bool
	}{{"", formValues("name", "Other"), 1, false}, {"/pause", nil, 1, true}, {"/resume", nil, 1, false}, {"/delete", nil, 0, false}} {
		if res := send(h, "/alerts/"+x.ID+step.path, step.form); res.StatusCode != 303 {
			t.Errorf("%s: status %d", step.path, res.StatusCode)
		}
		if xs := saved(t, s); len(xs) != step.left || step.left > 0 && (xs[0].Paused != step.paused || xs[0].Name != "Other") {
			t.Errorf("after %s: %+v", step.path, xs)
		}
		if res := get(h, "/alerts"); res.StatusCode != 200 {
			t.Errorf("list after %s: %d", step.path, res.StatusCode)
		}
	}
	if res := send(h, "/alerts/"+x.ID+"/pause", nil); res.StatusCode != 404 {
		t.Errorf("one that is deleted: %d", res.StatusCode)
	}
}

// What is wrong is told beside its field, and the form keeps what was written.
func TestAlertFaults(t *testing.T) {
	s := filled(t)
	h := New(alertOptions(s))
	for _, c := range []struct {
		form url.Values
		want string
	}{
		{formValues("name", " "), "an alert needs a name"},
		{formValues("name", "Of the file"), "another alert has this name"},
		{formValues("name", strings.Repeat("n", 5000)), "at most 100 are kept"},
		{formValues("q", "wrong:field"), "column 1: "},
		{formValues("when", ""), "unknown condition"},
		{formValues("when", "sources", "least", "2 or so"), "want how many outlets"},
		{formValues("webhook", "http://169.254.169.254/"), "the file names no such webhook"},
		{formValues("mail", "all@evil.example"), "the file names no such address"},
		{formValues("every", "daily", "at", "25:00"), "want a time like 08:00"},
		{formValues("every", "daily", "at", "08:00", "zone", "Middle/Earth"), "unknown time zone"},
	} {
		res := send(h, "/alerts", c.form)
		page := body(t, res)
		if res.StatusCode != 422 || !strings.Contains(page, c.want) || !strings.Contains(page, `role="alert"`) {
			t.Errorf("%.80v: status %d, want 422 and %q", c.form, res.StatusCode, c.want)
		}
		if res := get(h, "/alerts/new?"+c.form.Encode()); res.StatusCode != 200 || !strings.Contains(body(t, res), c.want) {
			t.Errorf("preview of %.80v: status %d, want %q", c.form, res.StatusCode, c.want)
		}
	}
	if xs := saved(t, s); len(xs) > 0 {
		t.Errorf("saved: %+v", xs)
	}
}

// Other sites write nothing, nor does anybody into a record that is read-only.
func TestAlertWritesRefused(t *testing.T) {
	s := filled(t)
	h := New(alertOptions(s))
	send(h, "/alerts", formValues())
	id := saved(t, s)[0].ID
	shut := New(alertOptions(readOnly{s}))
	for _, c := range []struct{ method, path, send string }{
		{"POST", "/alerts", formValues("name", "Evil").Encode()}, {"POST", "/alerts/" + id, formValues("name", "Evil").Encode()}, {"POST", "/alerts/" + id + "/pause", ""},
		{"POST", "/alerts/" + id + "/delete", ""}, {"POST", "/inbox/read", "until=2026-01-01T00:00:00Z"},
		{"POST", "/v1/alerts", `{"name":"Evil"}`}, {"POST", "/v1/alerts/" + id, `{"name":"Evil"}`}, {"DELETE", "/v1/alerts/" + id, ""},
	} {
		kind := "application/x-www-form-urlencoded"
		if strings.HasPrefix(c.path, "/v1/") {
			kind = "application/json"
		}
		for _, head := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://evil.example"}} {
			if res := ask(h, c.method, c.path, "192.0.2.1", c.send, append(head, "Content-Type", kind)...); res.StatusCode != 403 {
				t.Errorf("%s %s from another site: status %d", c.method, c.path, res.StatusCode)
			}
		}
		if res := ask(shut, c.method, c.path, "192.0.2.1", c.send, "Content-Type", kind); res.StatusCode != 403 || !strings.Contains(body(t, res), "read-only") {
			t.Errorf("%s %s into a read-only record: status %d", c.method, c.path, res.StatusCode)
		}
	}
	if xs := saved(t, s); len(xs) != 1 || xs[0].Name != "Raids" || xs[0].Paused {
		t.Errorf("after all that: %+v", xs)
	}
	for _, path := range []string{"/alerts/" + id + "/delete", "/alerts/" + id + "/pause"} {
		if res := get(h, path); res.StatusCode != 404 {
			t.Errorf("GET %s: status %d", path, res.StatusCode)
		}
	}
}

// readOnly is a store that refuses notes.
type readOnly struct{ store.Store }

func (readOnly) Notes(context.Context, ...store.Note) error { return store.ErrReadOnly }

// Hostile names and queries stay words, on every page that shows them.
func TestHostileAlerts(t *testing.T) {
	s := filled(t)
	o := alertOptions(s)
	o.Alerts = append(o.Alerts, tell.Saved{Name: evil, Query: evil, When: evil, Mail: evil, Webhook: evil, Digest: evil})
	h := New(o)
	short := string([]rune(clean(evil))[:tell.MaxName])
	if res := send(h, "/alerts", formValues("name", short, "q", `"<svg onload=alert(1)>"`)); res.StatusCode != 303 {
		t.Fatalf("status %d: %s", res.StatusCode, body(t, res))
	}
	x := saved(t, s)[0]
	n := tell.Notice{ID: "1", Alert: x.Name, Saved: x.ID, Time: lately, Event: evil, Line: evil + strings.Repeat("W", 10<<10), Why: evil}
	if err := tell.File(context.Background(), s, []tell.Notice{n}, nil, tell.Hook{NoURL: evil}, lately); err != nil {
		t.Fatal(err)
	}
	bad := formValues("name", evil+strings.Repeat("W", 3000), "q", "wrong:"+evil, "when", evil, "least", evil, "webhook", evil, "mail", evil, "every", evil, "at", evil, "zone", evil)
	for _, path := range []string{"/alerts", "/alerts?done=" + url.QueryEscape(evil), "/alerts/" + x.ID, "/alerts/" + url.PathEscape(evil), "/inbox", "/inbox?alert=" + url.QueryEscape(x.Name),
		"/inbox?alert=" + url.QueryEscape(evil), "/alerts/new?" + bad.Encode(), "/alerts/new?q=" + url.QueryEscape(evil), "/alerts/" + x.ID + "?" + bad.Encode()} {
		res := get(h, path)
		if res.StatusCode >= 500 {
			t.Errorf("%.60s: status %d", path, res.StatusCode)
		}
		harmless(t, path, body(t, res))
	}
	harmless(t, "POST /alerts", body(t, send(h, "/alerts", bad)))
}

// A thousand alerts are listed; one more is refused.
func TestThousandAlerts(t *testing.T) {
	s := filled(t)
	var notes []store.Note
	for k := range tell.MaxSaved {
		b, err := json.Marshal(tell.Saved{ID: fmt.Sprint("id", k), Name: fmt.Sprintf("Alert %d %s", k, strings.Repeat("n", 80)), When: "new", Query: "party:RUS"})
		if err != nil {
			t.Fatal(err)
		}
		notes = append(notes, store.Note{Kind: "saved", Key: fmt.Sprint("id", k), Time: lately, Value: b})
	}
	notes[0].Value = []byte(`{"id":"id0","name":"Broken","query":"wrong:field","when":"new"}`)
	if err := s.Notes(context.Background(), notes...); err != nil {
		t.Fatal(err)
	}
	h := New(alertOptions(s))
	start := time.Now()
	page, err := html.Parse(get(h, "/alerts").Body)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(cascadia.QueryAll(page, compile(t, "#main ol.alerts > li"))); n != tell.MaxSaved+1 {
		t.Errorf("%d alerts are listed", n)
	}
	if n := len(cascadia.QueryAll(page, compile(t, "ol.alerts > li p.fault"))); n != 1 {
		t.Errorf("%d alerts are told to be broken, want one", n)
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("the list took %v", took)
	}
	if res := send(h, "/alerts", formValues()); res.StatusCode != 422 || !strings.Contains(body(t, res), "there are 1000 alerts already") {
		t.Errorf("one more: status %d", res.StatusCode)
	}
}

// Unread notices are counted on every page until they are marked, and one that
// came after the page was made stays unread.
func TestUnread(t *testing.T) {
	s := filled(t)
	o, now := alertOptions(s), lately
	o.Now = func() time.Time { return now }
	h := New(o)
	tells := func(id, alert string) {
		t.Helper()
		now = now.Add(time.Minute)
		if err := tell.File(context.Background(), s, []tell.Notice{{ID: id, Alert: alert, Time: now, Line: "X → Y: raid"}}, nil, tell.Hook{}, now); err != nil {
			t.Fatal(err)
		}
	}
	count := 0
	unread := func(path string) string { // of the menu, and marks of the list
		t.Helper()
		count++
		sep := "?"
		if strings.Contains(path, "?") {
			sep = "&"
		}
		page, err := html.Parse(get(h, path+sep+"n="+fmt.Sprint(count)).Body)
		if err != nil {
			t.Fatal(err)
		}
		badge := ""
		if n := cascadia.Query(page, compile(t, "nav.main .count")); n != nil {
			badge = n.FirstChild.Data
		}
		return fmt.Sprintf("%s/%d", badge, len(cascadia.QueryAll(page, compile(t, "ol.inbox li.unread"))))
	}
	want := func(path, want string) {
		t.Helper()
		if got := unread(path); got != want {
			t.Errorf("%s shows %s, want %s", path, got, want)
		}
	}
	want("/inbox", "/0")
	tells("1", "A")
	tells("2", "B")
	want("/inbox", "2/2")
	want("/codebook", "2/0")
	want("/inbox?alert=A", "2/1")
	shown := now
	tells("3", "B")
	if res := send(h, "/inbox/read", url.Values{"until": {shown.Format(time.RFC3339Nano)}}); res.StatusCode != 303 || res.Header.Get("Location") != "/inbox" {
		t.Errorf("mark: %d to %q", res.StatusCode, res.Header.Get("Location"))
	}
	want("/inbox", "1/1")
	send(h, "/inbox/read", url.Values{"until": {now.Format(time.RFC3339Nano)}, "alert": {"B"}})
	want("/inbox", "/0")
	for _, bad := range []string{"", "yesterday", now.Add(time.Hour).Format(time.RFC3339Nano)} {
		if res := send(h, "/inbox/read", url.Values{"until": {bad}}); res.StatusCode != 400 {
			t.Errorf("until %q: status %d", bad, res.StatusCode)
		}
	}
}

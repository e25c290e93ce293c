package main

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"annals/internal/sys/store"
	"annals/internal/sys/store/sqlite"
	"annals/internal/tell"
	"annals/internal/web"
)

// Alerts that are saved in the record are checked with those of the file, sent to
// the receivers that it names, and one that cannot be read stops no other.
func TestSavedAlerts(t *testing.T) {
	var hooked []string
	host := newsroom(t, &hooked)
	file, record := watchFile(t, host, "Of the file")
	conf, err := readConfig(file)
	if err != nil {
		t.Fatal(err)
	}
	s, err := sqlite.Open(t.Context(), record, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	x, err := newAlarm(t.Context(), s, file, conf)
	if err != nil {
		t.Fatal(err)
	}
	hook := x.receivers.Webhooks[0].ID
	for _, a := range []tell.Saved{{ID: "a", Name: "Saved", Query: "type:COERCE OR actor:POL", When: "new", Webhook: hook}, {ID: "b", Name: "Resting", When: "new", Webhook: hook, Paused: true},
		{ID: "c", Name: "Inbox alone", When: "new"}, {ID: "d", Name: "Elsewhere", When: "new", Webhook: "gone"}} {
		if err := tell.Save(t.Context(), s, &a, nil, nil, time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	bad, err := json.Marshal(tell.Saved{ID: "0", Name: "Bad", Query: "wrong:field", When: "new"})
	if err == nil {
		err = s.Notes(t.Context(), store.Note{Kind: "saved", Key: "0", Time: time.Now(), Value: bad})
	}
	if err = errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	ran(t, host, "watch", file, "--once", "--store", record)
	got := strings.Join(hooked, "\n")
	for name, want := range map[string]bool{"Of the file": true, "Saved": true, "Resting": false, "Inbox alone": false, "Elsewhere": false} {
		if strings.Contains(got, `"alert":"`+name+`"`) != want {
			t.Errorf("%s was sent: %v; the hook got\n%s", name, !want, got)
		}
	}
	for _, c := range []struct {
		args        []string
		want, never string
	}{
		{nil, "Saved: 2 notices in 400 days\n", "Of the file"},
		{nil, "Resting (paused): ", "type:"},
		{nil, `alert "Bad": `, "status 0"},
		{[]string{"Saved"}, "Saved: 2 notices in 400 days\n", "Elsewhere"},
		{[]string{"Bad"}, `alert "Bad": `, "status 0"},
		{[]string{file}, "Of the file: 2 notices", "Saved"},
		{[]string{"actor:POL"}, "actor:POL: 2 notices", "Saved"},
		{[]string{"wrong:field"}, "wrong", "status 0"},
	} {
		if out := ran(t, host, append([]string{"alerts", "preview", "--days", "400", "--store", record}, c.args...)...); !strings.Contains(out, c.want) || strings.Contains(out, c.never) {
			t.Errorf("preview of %q: %s", c.args, out)
		}
	}
	told := len(hooked)
	for _, args := range [][]string{{"alerts", "run", file, "--store", record}, {"alerts", "run", "--store", record}} {
		if out := ran(t, host, args...); !strings.Contains(out, `alert "Bad": `) || !strings.Contains(out, "status 1") {
			t.Errorf("%q: %s", args, out)
		}
	}
	if len(hooked) != told {
		t.Errorf("told again: %q", hooked[told:])
	}
	inbox := ran(t, host, "alerts", "inbox", "--store", record)
	for _, want := range []string{"Inbox alone: ", "Elsewhere: ", "webhook not delivered: the file that alerts were checked with does not name it"} {
		if !strings.Contains(inbox, want) {
			t.Errorf("the inbox lacks %q:\n%s", want, inbox)
		}
	}
}

// Pages know the alerts and receivers of a file that another program checks.
func TestServeReceivers(t *testing.T) {
	file, _ := watchFile(t, "http://127.0.0.1:1", "Of the file")
	var o web.Options
	cmd := serveCmd{Receivers: file}
	if err := cmd.receivers(t.Context(), new(store.Memory), &o); err != nil || len(o.Alerts) != 1 || o.Alerts[0].Name != "Of the file" || len(o.Receivers.Webhooks) != 1 {
		t.Errorf("%+v, %+v, %v", o.Alerts, o.Receivers, err)
	}
	cmd.Receivers = file + ".none"
	if err := cmd.receivers(t.Context(), new(store.Memory), &o); err == nil {
		t.Error("a file that is not there names receivers")
	}
}

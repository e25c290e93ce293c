package web

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"annals/internal/search"
	"annals/internal/sys/store"
	"annals/internal/tell"
)

const (
	previewDays = 30
	previewRows = 50
)

// alert is a saved alert.
func (d *desk) alert(ctx context.Context, id string) (*tell.Saved, error) {
	all, err := tell.Alerts(ctx, d.Store)
	if err != nil {
		return nil, err
	}
	return among(all, id)
}

func among(all []tell.Saved, id string) (*tell.Saved, error) {
	if k := slices.IndexFunc(all, func(x tell.Saved) bool { return x.ID == id }); k >= 0 && id != "" {
		return &all[k], nil
	}
	return nil, fmt.Errorf("alert %q: %w", id, errNotFound)
}

// checked is what an alert was before, nil for a new one, and the filter of its
// query; an error that is [tell.Faults] says all that is wrong with it.
func (d *desk) checked(ctx context.Context, x *tell.Saved) (was *tell.Saved, f store.Filter, err error) {
	x.Name, x.Query = clean(x.Name), clean(x.Query)
	saved, err := tell.Alerts(ctx, d.Store)
	if err == nil && x.ID != "" {
		was, err = among(saved, x.ID)
	}
	if err != nil {
		return nil, nil, err
	}
	faults := x.Faults(was, append(saved, d.Alerts...), &d.Receivers)
	q, err := d.query(x.Query)
	var s *search.SyntaxError
	switch {
	case errors.As(err, &s):
		faults = append(faults, tell.Fault{Field: "query", Message: fmt.Sprintf("column %d: %s", s.Column, s.Message)})
	case err != nil:
		return nil, nil, err
	}
	if len(faults) > 0 {
		return was, q.Filter, faults
	}
	return was, q.Filter, nil
}

// saveAlert checks and keeps an alert; a new one gets its ID.
func (d *desk) saveAlert(ctx context.Context, x *tell.Saved) error {
	d.saving.Lock()
	defer d.saving.Unlock()
	was, f, err := d.checked(ctx, x)
	if err != nil {
		return err
	}
	if x.ID == "" {
		x.ID = strings.ToLower(rand.Text())
	}
	return tell.Save(ctx, d.Store, x, was, f, d.Now())
}

func (d *desk) deleteAlert(ctx context.Context, id string) error {
	d.saving.Lock()
	defer d.saving.Unlock()
	x, err := d.alert(ctx, id)
	if err != nil {
		return err
	}
	return tell.Delete(ctx, d.Store, x)
}

// preview is what an alert would have told of the last days.
func (d *desk) preview(ctx context.Context, x *tell.Saved, f store.Filter, days int) ([]tell.Notice, error) {
	a, err := x.Alert(f)
	if err != nil {
		return nil, tell.Faults{{Field: "when", Message: err.Error()}}
	}
	return tell.Preview(ctx, d.Store, a, d.Now(), days)
}

// An alertRow is an alert as the list shows it.
type alertRow struct {
	tell.Saved
	To    []string // who is told besides the inbox
	Fault string   // why it cannot be checked any more
}

// alerts lists those of the file and those that are saved.
func (d *desk) alerts(r *http.Request) (map[string]any, error) {
	saved, err := tell.Alerts(r.Context(), d.Store)
	if err != nil {
		return nil, err
	}
	checked, err := tell.LastChecked(r.Context(), d.Store)
	if err != nil {
		return nil, err
	}
	var rows, file []alertRow
	for _, x := range saved {
		row := alertRow{Saved: x, To: d.toldTo(&x)}
		if _, err := d.query(x.Query); err != nil {
			_, row.Fault = statusOf(err)
		}
		rows = append(rows, row)
	}
	for _, x := range d.Alerts {
		var to []string
		for _, s := range []string{x.Webhook, x.Mail} {
			if s != "" {
				to = append(to, s)
			}
		}
		file = append(file, alertRow{Saved: x, To: to})
	}
	return map[string]any{"Title": "Alerts", "Rows": rows, "File": file, "Checked": checked, "Done": doneWords[r.URL.Query().Get("done")]}, nil
}

// doneWords says what a write has done.
var doneWords = map[string]string{"saved": "The alert is saved. What is in the record by now is no news to it.", "paused": "The alert is paused.",
	"resumed": "The alert is on again. What came while it was paused is not told.", "deleted": "The alert is deleted. What it told stays in the inbox."}

// toldTo is who a saved alert is sent to, as words.
func (d *desk) toldTo(x *tell.Saved) (out []string) {
	for _, to := range []struct {
		id   string
		from []tell.Receiver
	}{{x.Webhook, d.Receivers.Webhooks}, {x.Mail, d.Receivers.Mails}} {
		if to.id == "" {
			continue
		}
		name := "a receiver that is not in this server's file"
		if r := tell.Find(to.from, to.id); r != nil {
			name = r.Name
		}
		out = append(out, name)
	}
	return out
}

// setPaused stops an alert, whatever may be wrong with it by now, or lets it go on.
func (d *desk) setPaused(ctx context.Context, id string, paused bool) error {
	d.saving.Lock()
	defer d.saving.Unlock()
	was, err := d.alert(ctx, id)
	if err != nil {
		return err
	}
	x, f := *was, store.Filter(nil)
	if x.Paused = paused; !paused {
		if _, f, err = d.checked(ctx, &x); err != nil {
			return err
		}
	}
	return tell.Save(ctx, d.Store, &x, was, f, d.Now())
}

// writes answers a form that changes the alert of its address, and leads back to
// the list.
func (d *desk) writes(done string, write func(ctx context.Context, id string) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		id := r.PathValue("id")
		if err := write(r.Context(), id); err != nil {
			d.failed(w, r, err)
			return
		}
		http.Redirect(w, r, doneURL(done, id), http.StatusSeeOther)
	}
}

// alertForms adds what the forms of alerts write to.
func (d *desk) alertForms(mux *http.ServeMux) {
	mux.HandleFunc("POST /alerts", d.saveForm)
	mux.HandleFunc("POST /alerts/{id}", d.saveForm)
	for path, h := range map[string]http.HandlerFunc{
		"pause":  d.writes("paused", func(ctx context.Context, id string) error { return d.setPaused(ctx, id, true) }),
		"resume": d.writes("resumed", func(ctx context.Context, id string) error { return d.setPaused(ctx, id, false) }),
		"delete": d.writes("deleted", d.deleteAlert),
	} {
		mux.HandleFunc("POST /alerts/{id}/"+path, h)
	}
	mux.HandleFunc("POST /inbox/read", d.readForm)
}

func doneURL(done, id string) string { return "/alerts?done=" + done + "#alert-" + url.PathEscape(id) }

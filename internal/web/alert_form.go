package web

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"annals/internal/sys/store"
	"annals/internal/tell"
)

// An alertForm is an alert in the fields of its form.
type alertForm struct {
	tell.Saved
	Condition, Least     string // of When
	Every, Day, At, Zone string // of Digest
	Faults               tell.Faults
}

// An option is one of several values of a field.
type option struct{ Value, Words string }

// conditions are what an alert may wait for, in words.
var conditions = []option{{"new", "an event that was not there before"}, {"sources", "an event that so many outlets report on their own"},
	{"status", "an event whose status changes: planned, then happened"}, {"numbers", "an event for which other numbers are given than before"},
	{"spike", "a day with far more claims than those before it"}}

var digests = []option{{"", "at once"}, {"hourly", "each hour"}, {"daily", "each day"}, {"weekly", "each week"}}

var weekdays = []option{{"Mon", "Monday"}, {"Tue", "Tuesday"}, {"Wed", "Wednesday"}, {"Thu", "Thursday"}, {"Fri", "Friday"}, {"Sat", "Saturday"}, {"Sun", "Sunday"}}

// usualLeast is how many outlets are asked for if none is given.
const usualLeast = "2"

// whenWords says a condition to people.
func whenWords(when string) string {
	when = clip(when, maxName)
	word, n, _ := strings.Cut(when, " ")
	if word == "sources" {
		if n == "1" {
			return "an event that an outlet reports"
		}
		return "an event that " + n + " outlets report on their own"
	}
	for _, c := range conditions {
		if c.Value == word {
			return c.Words
		}
	}
	return when
}

// formOf takes an alert apart into the fields of a form.
func formOf(x tell.Saved) alertForm {
	f := alertForm{Saved: x, Least: usualLeast, Day: "Mon", At: "08:00"}
	f.Condition, _, _ = strings.Cut(x.When, " ")
	if _, n, ok := strings.Cut(x.When, " "); ok {
		f.Least = n
	}
	words := strings.Fields(string(x.Digest))
	take := func(to *string) {
		if len(words) > 0 {
			*to, words = words[0], words[1:]
		}
	}
	take(&f.Every)
	if f.Every == "weekly" {
		take(&f.Day)
	}
	take(&f.At)
	take(&f.Zone)
	return f
}

// fieldsOf puts an alert together from what a form sends.
func fieldsOf(id string, v url.Values) alertForm {
	get := func(key string) string { return clean(v.Get(key)) }
	x := tell.Saved{ID: id, Name: get("name"), Query: get("q"), When: get("when"), Webhook: get("webhook"), Mail: get("mail"), Paused: get("paused") != ""}
	if x.When == "sources" {
		x.When += " " + get("least")
	}
	words := []string{get("every")}
	switch words[0] {
	case "":
		words = nil
	case "weekly":
		words = append(words, get("day"), get("at"), get("zone"))
	case "daily":
		words = append(words, get("at"), get("zone"))
	}
	x.Digest = tell.Digest(strings.TrimSpace(strings.Join(words, " ")))
	f := formOf(x)
	f.Least, f.Every, f.Day = cmp.Or(get("least"), usualLeast), get("every"), cmp.Or(get("day"), "Mon")
	f.At, f.Zone = cmp.Or(get("at"), "08:00"), get("zone")
	return f
}

// newAlert is the form for a new alert, with what it would have told.
func (d *desk) newAlert(r *http.Request) (map[string]any, error) {
	v := r.URL.Query()
	f := fieldsOf("", v)
	if !v.Has("name") {
		f.Name = cmp.Or(clip(f.Query, tell.MaxName), "All claims")
		f.When = cmp.Or(f.When, "new")
		f.Condition = cmp.Or(f.Condition, "new")
	}
	return d.alertPage(r, f)
}

// editAlert is the form for a saved alert: as it is, or as the form was filled in
// for a preview.
func (d *desk) editAlert(r *http.Request) (map[string]any, error) {
	x, err := d.alert(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	if r.URL.Query().Has("name") {
		return d.alertPage(r, fieldsOf(x.ID, r.URL.Query()))
	}
	return d.alertPage(r, formOf(*x))
}

// alertPage fills the form's page.
func (d *desk) alertPage(r *http.Request, f alertForm) (map[string]any, error) {
	_, filter, err := d.checked(r.Context(), &f.Saved)
	if err != nil && !errors.As(err, &f.Faults) {
		return nil, err
	}
	title := "New alert"
	action := "/alerts"
	if f.ID != "" {
		title, action = "Alert", "/alerts/"+url.PathEscape(f.ID)
	}
	data := map[string]any{"Title": title, "Form": f, "Action": action, "Q": f.Query, "Days": previewDays,
		"Conditions": conditions, "Digests": digests, "Weekdays": weekdays,
		"Webhooks": choicesOf(d.Receivers.Webhooks, f.Webhook), "Mails": choicesOf(d.Receivers.Mails, f.Mail)}
	if f.Faults.Of("query")+f.Faults.Of("when") != "" {
		return data, nil
	}
	return data, d.addPreview(r, data, &f.Saved, filter)
}

func (d *desk) addPreview(r *http.Request, data map[string]any, x *tell.Saved, f store.Filter) error {
	ns, err := d.preview(r.Context(), x, f, previewDays)
	if err == nil && len(ns) == 0 {
		data["Last"], err = d.latest(r.Context())
	}
	data["Found"], data["Previewed"] = len(ns), true
	data["Preview"] = ns[:min(len(ns), previewRows)]
	return err
}

// choicesOf are the receivers to choose from; one that was chosen and is not in
// the file may stay.
func choicesOf(rs []tell.Receiver, chosen string) []option {
	var out []option
	for _, r := range rs {
		out = append(out, option{r.ID, r.Name})
	}
	if chosen != "" && tell.Find(rs, chosen) == nil {
		out = append(out, option{chosen, "as before (not in this server's file)"})
	}
	return out
}

// saveForm saves what a form holds, or shows it again with what is wrong.
func (d *desk) saveForm(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		refuse(w, r, http.StatusBadRequest, "The form cannot be read.")
		return
	}
	f := fieldsOf(r.PathValue("id"), r.PostForm)
	err := d.saveAlert(r.Context(), &f.Saved)
	var faults tell.Faults
	if errors.As(err, &faults) {
		var data map[string]any
		if data, err = d.alertPage(r, f); err == nil {
			d.render(w, r, http.StatusUnprocessableEntity, "alert.html", data)
			return
		}
	}
	if err != nil {
		d.failed(w, r, err)
		return
	}
	http.Redirect(w, r, doneURL("saved", f.ID), http.StatusSeeOther)
}

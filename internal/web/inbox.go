package web

import (
	"context"
	"encoding/xml"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"annals/internal/tell"
)

// inboxRows is how many notices the page and the feed show.
const inboxRows = 200

// An inboxRow is a letter as the list shows it.
type inboxRow struct {
	tell.Letter
	Unread bool
}

// letters are the notices of an alert, "" for all, the latest first, the names of
// all alerts that have any, and how many of the notices are unread.
func (d *desk) letters(ctx context.Context, alert string) (out []inboxRow, alerts []string, unread int, err error) {
	if d.Letters == nil {
		return nil, nil, 0, nil
	}
	all, err := d.Letters(ctx)
	if err != nil {
		return nil, nil, 0, err
	}
	read, err := tell.Marks(ctx, d.Store)
	if err != nil {
		return nil, nil, 0, err
	}
	for _, l := range all {
		if !slices.Contains(alerts, l.Alert) {
			alerts = append(alerts, l.Alert)
		}
		if alert == "" || l.Alert == alert {
			row := inboxRow{l, !read.Has(&l)}
			out = append(out, row)
			if row.Unread {
				unread++
			}
		}
	}
	slices.Sort(alerts)
	slices.SortStableFunc(out, func(a, b inboxRow) int { return b.Time.Compare(a.Time) })
	return out[:min(len(out), inboxRows)], alerts, unread, nil
}

// inbox is what alerts have told.
func (d *desk) inbox(r *http.Request) (map[string]any, error) {
	alert := r.URL.Query().Get("alert")
	ls, alerts, unread, err := d.letters(r.Context(), alert)
	data := map[string]any{"Title": "Inbox", "Letters": ls, "Alerts": alerts, "Alert": alert, "New": unread, "Atom": "/inbox.atom?" + url.Values{"alert": {alert}}.Encode()}
	if len(ls) > 0 {
		data["Until"] = ls[0].Time.UTC().Format(time.RFC3339Nano)
	}
	return data, err
}

// readForm marks the notices of an alert, or all, as read up to the latest that
// the page showed.
func (d *desk) readForm(w http.ResponseWriter, r *http.Request) {
	alert, now := r.PostFormValue("alert"), d.Now()
	until, err := time.Parse(time.RFC3339Nano, r.PostFormValue("until"))
	if err != nil || until.After(now) {
		refuse(w, r, http.StatusBadRequest, "The form does not say up to when.")
		return
	}
	if err := tell.MarkRead(r.Context(), d.Store, alert, until, now); err != nil {
		d.failed(w, r, err)
		return
	}
	d.news.forget()
	to := "/inbox"
	if alert != "" {
		to += "?" + url.Values{"alert": {alert}}.Encode()
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// unreadFor is how long the number of unread notices is not counted anew: every
// page shows it.
const unreadFor = 5 * time.Second

// An unreadCount remembers how many notices are unread.
type unreadCount struct {
	mu   sync.Mutex
	n    int
	when time.Time
}

func (u *unreadCount) forget() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.when = time.Time{}
}

// unread is how many notices are unread, as of a moment ago.
func (d *desk) unread(ctx context.Context) int {
	u := &d.news
	u.mu.Lock()
	defer u.mu.Unlock()
	if now := d.Now(); u.when.IsZero() || now.Sub(u.when) > unreadFor {
		_, _, n, err := d.letters(ctx, "")
		if err != nil {
			d.Log.Error("inbox not counted", "err", err)
		}
		u.n, u.when = n, now
	}
	return u.n
}

// An atomFeed is a feed as RFC 4287 has it.
type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  string      `xml:"author>name"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID      string     `xml:"id"`
	Title   string     `xml:"title"`
	Updated string     `xml:"updated"`
	Summary string     `xml:"summary"`
	Links   []atomLink `xml:"link"`
}

// inboxAtom is the notices of an alert, or of all, as an Atom feed.
func (d *desk) inboxAtom(w http.ResponseWriter, r *http.Request) {
	alert := r.URL.Query().Get("alert")
	ls, _, _, err := d.letters(r.Context(), alert)
	if err != nil {
		d.failed(w, r, err)
		return
	}
	root := "http://" + r.Host
	if r.TLS != nil || d.Proxied && r.Header.Get("X-Forwarded-Proto") == "https" {
		root = "https://" + r.Host
	}
	f := atomFeed{ID: "urn:annals:alert:" + url.PathEscape(alert), Title: "Annals: alerts", Updated: time.Unix(0, 0).UTC().Format(time.RFC3339), Author: "Annals",
		Links: []atomLink{{"self", root + r.URL.RequestURI()}, {"alternate", root + "/inbox"}}}
	if alert != "" {
		f.Title = "Annals: " + alert
	}
	for k, l := range ls {
		at := l.Time.UTC().Format(time.RFC3339)
		if k == 0 {
			f.Updated = at
		}
		e := atomEntry{ID: "urn:annals:notice:" + l.ID, Title: l.Line, Updated: at, Summary: l.Alert + ": " + l.Why}
		if l.Event != "" {
			e.Links = []atomLink{{"alternate", root + "/event/" + url.PathEscape(l.Event)}}
		}
		f.Entries = append(f.Entries, e)
	}
	w.Header().Set("Content-Type", "application/atom+xml; charset=utf-8")
	w.Write([]byte(xml.Header))
	if err := xml.NewEncoder(w).Encode(f); err != nil {
		d.Log.Error("feed failed", "path", r.URL.Path, "err", err)
	}
}

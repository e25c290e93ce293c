package web

import (
	"context"
	"encoding/xml"
	"net/http"
	"net/url"
	"slices"
	"time"

	"annals/internal/tell"
)

// inboxRows is how many notices the page and the feed show.
const inboxRows = 200

// letters are the notices of an alert, "" for all, the latest first, and the
// names of all alerts that have any.
func (d *desk) letters(ctx context.Context, alert string) (out []tell.Letter, alerts []string, err error) {
	if d.Letters == nil {
		return nil, nil, nil
	}
	all, err := d.Letters(ctx)
	if err != nil {
		return nil, nil, err
	}
	for _, l := range all {
		if !slices.Contains(alerts, l.Alert) {
			alerts = append(alerts, l.Alert)
		}
		if alert == "" || l.Alert == alert {
			out = append(out, l)
		}
	}
	slices.Sort(alerts)
	slices.SortStableFunc(out, func(a, b tell.Letter) int { return b.Time.Compare(a.Time) })
	return out[:min(len(out), inboxRows)], alerts, nil
}

// inbox is what alerts have told.
func (d *desk) inbox(r *http.Request) (map[string]any, error) {
	alert := r.URL.Query().Get("alert")
	ls, alerts, err := d.letters(r.Context(), alert)
	return map[string]any{"Title": "Inbox", "Letters": ls, "Alerts": alerts, "Alert": alert, "Atom": "/inbox.atom?" + url.Values{"alert": {alert}}.Encode()}, err
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
	ls, _, err := d.letters(r.Context(), alert)
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

package client

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"annals"
)

// An Alert is a saved query and when what it finds is told. One that stands in the
// file of the watcher has no ID and cannot be changed.
type Alert struct {
	ID      string    `json:"id,omitempty"`
	Name    string    `json:"name"`
	Query   string    `json:"query,omitempty"`
	When    string    `json:"when,omitempty"`    // new (if ""), sources N, status, numbers, spike
	Webhook string    `json:"webhook,omitempty"` // ID of a Receiver; "" for none
	Mail    string    `json:"mail,omitempty"`    // ID of a Receiver; "" for none
	Digest  string    `json:"digest,omitempty"`  // "" is at once
	Paused  bool      `json:"paused,omitempty"`
	Made    time.Time `json:"made,omitzero"`
}

// A Receiver is who an alert may be sent to besides the inbox.
type Receiver struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Alerts are all alerts, and who they may be sent to.
type Alerts struct {
	Alerts   []Alert    `json:"alerts"`
	Webhooks []Receiver `json:"webhooks"`
	Mails    []Receiver `json:"mails"`
	Checked  time.Time  `json:"checked,omitzero"` // when alerts were last checked
}

// A Notice is one thing that an alert tells, or would have told.
type Notice struct {
	ID    string      `json:"id"`
	Alert string      `json:"alert"`
	Time  time.Time   `json:"time"`
	Event string      `json:"event"` // "" for a spike
	Day   annals.Date `json:"day"`
	Line  string      `json:"line"`
	Why   string      `json:"why"`
	Type  annals.Type `json:"type,omitempty"`
	Claim string      `json:"claim,omitempty"`
}

// Alerts are all alerts, and who they may be sent to.
func (c *Client) Alerts(ctx context.Context) (out Alerts, err error) {
	return out, c.get(ctx, "/v1/alerts", nil, &out)
}

// PreviewAlert is what an alert with this query and condition would have told in
// the last days; 0 days leave it to the server.
func (c *Client) PreviewAlert(ctx context.Context, query, when string, days int) ([]Notice, error) {
	v := url.Values{"q": {query}, "when": {when}}
	if days > 0 {
		v.Set("days", strconv.Itoa(days))
	}
	var out struct {
		Notices []Notice `json:"notices"`
	}
	err := c.get(ctx, "/v1/alerts/preview", v, &out)
	return out.Notices, err
}

// AddAlert saves an alert and gives it back with its ID.
func (c *Client) AddAlert(ctx context.Context, a Alert) (Alert, error) {
	return c.putAlert(ctx, "/v1/alerts", a)
}

// ChangeAlert puts an alert in the place of the one with its ID.
func (c *Client) ChangeAlert(ctx context.Context, a Alert) (Alert, error) {
	return c.putAlert(ctx, "/v1/alerts/"+url.PathEscape(a.ID), a)
}

func (c *Client) putAlert(ctx context.Context, path string, a Alert) (out Alert, err error) {
	a.ID, a.Made = "", time.Time{} // the server's own
	b, err := json.Marshal(a)
	if err != nil {
		return out, err
	}
	return out, c.do(ctx, http.MethodPost, path, b, &out)
}

// DeleteAlert deletes an alert; what it told stays in the inbox.
func (c *Client) DeleteAlert(ctx context.Context, id string) error {
	return c.do(ctx, http.MethodDelete, "/v1/alerts/"+url.PathEscape(id), nil, nil)
}

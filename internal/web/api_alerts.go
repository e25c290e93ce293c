package web

import (
	"context"
	"time"

	"annals/internal/tell"
)

// alertFields is an alert as a program gives it.
type alertFields struct {
	Name    string `json:"name" minLength:"1" maxLength:"400" doc:"at most 100 characters; no other alert has it"`
	Query   string `json:"query,omitempty" maxLength:"4096" doc:"query; empty finds all" example:"actor:RUS type:ASSAULT"`
	When    string `json:"when,omitempty" maxLength:"40" default:"new" doc:"new, sources N, status, numbers or spike"`
	Webhook string `json:"webhook,omitempty" maxLength:"64" doc:"id of a receiver that the file of the watcher names; empty for none"`
	Mail    string `json:"mail,omitempty" maxLength:"64" doc:"id of a receiver that the file of the watcher names; empty for nobody"`
	Digest  string `json:"digest,omitempty" maxLength:"100" doc:"when mails go out: hourly, daily 08:00 or weekly Mon 08:00, with a time zone if it is not UTC; empty is at once"`
	Paused  bool   `json:"paused,omitempty"`
}

// A savedAlert is an alert that is kept. One of the watcher's file has no id and
// cannot be changed here; its webhook is shown as its host, its mail as the address.
type savedAlert struct {
	ID string `json:"id"`
	alertFields
	Made time.Time `json:"made,omitzero"`
}

type alertList struct {
	Alerts   []savedAlert    `json:"alerts"`
	Webhooks []tell.Receiver `json:"webhooks" doc:"that an alert may be sent to"`
	Mails    []tell.Receiver `json:"mails" doc:"that an alert may be sent to"`
	Checked  time.Time       `json:"checked,omitzero" doc:"when alerts were last checked"`
}

type noticeList struct {
	Notices []tell.Notice `json:"notices"`
}

func fieldsIn(id string, a alertFields) tell.Saved {
	if a.When == "" {
		a.When = string(tell.New)
	}
	return tell.Saved{ID: id, Name: a.Name, Query: a.Query, When: a.When, Webhook: a.Webhook, Mail: a.Mail, Digest: tell.Digest(a.Digest), Paused: a.Paused}
}

func fieldsOut(x tell.Saved) savedAlert {
	return savedAlert{x.ID, alertFields{x.Name, x.Query, x.When, x.Webhook, x.Mail, string(x.Digest), x.Paused}, x.Made}
}

func (d *desk) apiAlerts(ctx context.Context, _ *struct{}) (*answer[alertList], error) {
	saved, err := tell.Alerts(ctx, d.Store)
	if err != nil {
		return nil, d.apiError(err)
	}
	out := alertList{Alerts: []savedAlert{}, Webhooks: append([]tell.Receiver{}, d.Receivers.Webhooks...), Mails: append([]tell.Receiver{}, d.Receivers.Mails...)}
	for _, x := range append(saved, d.Alerts...) {
		out.Alerts = append(out.Alerts, fieldsOut(x))
	}
	out.Checked, err = tell.LastChecked(ctx, d.Store)
	return &answer[alertList]{out}, d.apiError(err)
}

func (d *desk) apiAddAlert(ctx context.Context, in *struct{ Body alertFields }) (*answer[savedAlert], error) {
	x := fieldsIn("", in.Body)
	err := d.saveAlert(ctx, &x)
	return &answer[savedAlert]{fieldsOut(x)}, d.apiError(err)
}

func (d *desk) apiChangeAlert(ctx context.Context, in *struct {
	ID   string `path:"id" maxLength:"128"`
	Body alertFields
}) (*answer[savedAlert], error) {
	x := fieldsIn(in.ID, in.Body)
	err := d.saveAlert(ctx, &x)
	return &answer[savedAlert]{fieldsOut(x)}, d.apiError(err)
}

func (d *desk) apiDeleteAlert(ctx context.Context, in *byID) (*struct{}, error) {
	return nil, d.apiError(d.deleteAlert(ctx, in.ID))
}

func (d *desk) apiPreviewAlert(ctx context.Context, in *struct {
	Q    string `query:"q" maxLength:"4096"`
	When string `query:"when" maxLength:"40" default:"new" doc:"new, sources N, status, numbers or spike"`
	Days int    `query:"days" minimum:"1" maximum:"365" default:"30"`
}) (*answer[noticeList], error) {
	q, err := d.query(in.Q)
	if err != nil {
		return nil, d.apiError(err)
	}
	ns, err := d.preview(ctx, &tell.Saved{Name: "preview", When: in.When}, q.Filter, in.Days)
	if ns == nil {
		ns = []tell.Notice{}
	}
	return &answer[noticeList]{noticeList{ns}}, d.apiError(err)
}

package tell

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"annals/internal/sys/store"
)

// A Hook is where the notices of an alert are sent; an empty one keeps them in
// the inbox alone.
type Hook struct {
	URL    string
	Secret string // signs what is sent; "" signs nothing
	Mail   string // who is sent a mail; "" is nobody
	Digest Digest // when mails are sent

	// NoURL and NoMail say why a receiver that was asked for gets nothing; "" when
	// none was.
	NoURL, NoMail string
}

// Host is all that is shown of a webhook, whose address may be a secret.
func (h *Hook) Host() string {
	u, err := url.Parse(h.URL)
	if err != nil {
		return ""
	}
	return u.Host
}

// A Post is the way of a letter to one receiver.
type Post struct {
	Tries int       `json:"tries,omitempty"`
	Due   time.Time `json:"due,omitzero"`  // when it is sent, or sent again; zero: no more
	Sent  time.Time `json:"sent,omitzero"` // when it was taken
	Error string    `json:"error,omitempty"`
}

// inboxNote is the kind of notices, by id: those that wait, and those that were
// delivered, which are the inbox.
const inboxNote = "notice"

// A Letter is a notice with what became of it.
type Letter struct {
	Notice
	Hook Post `json:"hook,omitzero"`
	Mail Post `json:"mail,omitzero"`
}

// Trouble says what could not be delivered, and why; "" when all is well.
func (l Letter) Trouble() string {
	out := ""
	for _, x := range []struct {
		name string
		Post
	}{{"webhook", l.Hook}, {"mail", l.Mail}} {
		if x.Error != "" {
			out += "; " + x.name + x.trouble()
		}
	}
	return strings.TrimPrefix(out, "; ")
}

// trouble is why a letter is not delivered yet, or never.
func (l *Post) trouble() string {
	if l.Due.IsZero() {
		return " not delivered: " + l.Error
	}
	return " waits: " + l.Error
}

// After a failure a letter is sent again, after twice as long each time; after
// maxTries it stays in the inbox with the reason.
const (
	maxTries   = 10
	firstPause = 30 * time.Second
	keepFor    = 90 * 24 * time.Hour
)

// File keeps notices, with what must be kept of the check that found them, all or
// none: a crash loses no notice, and tells none twice but to a receiver that did
// not answer, under the same id.
func File(ctx context.Context, s store.Desk, ns []Notice, checked []store.Note, hook Hook, now time.Time) error {
	for _, n := range ns {
		l := Letter{Notice: n, Hook: Post{Error: hook.NoURL}, Mail: Post{Error: hook.NoMail}}
		if hook.URL != "" {
			l.Hook.Due = now.UTC()
		}
		if hook.Mail != "" {
			var err error
			if l.Mail.Due, err = hook.Digest.next(now.UTC()); err != nil {
				return err
			}
		}
		b, err := json.Marshal(l)
		if err != nil {
			return err
		}
		checked = append(checked, store.Note{Kind: inboxNote, Key: n.ID, Time: now, Value: b})
	}
	return s.Notes(ctx, checked...)
}

// Inbox is all letters that are kept.
func Inbox(ctx context.Context, s store.Desk) ([]Letter, error) {
	return store.Values[Letter](ctx, s, inboxNote)
}

// Senders are what letters are sent by.
type Senders struct {
	Client *http.Client
	Mailer *Mailer         // nil: no mail is sent
	Hooks  map[string]Hook // by name of an alert of a file, or SavedHook of one that was saved

	// Failed is told of a receiver that takes nothing, when a letter is sent to it for
	// the first time, and when one is given up: once a sending. It may be nil.
	Failed func(text string)
}

// SavedHook is what the hook of a saved alert stands under.
func SavedHook(id string) string { return "\x1f" + id }

// hookKey is what the hook of a letter's alert stands under.
func (l *Letter) hookKey() string {
	if l.Saved != "" {
		return SavedHook(l.Saved)
	}
	return l.Alert
}

// Send sends the letters that are due to the hooks of their alerts, those of one
// alert in one mail, and forgets what is old. jitter is 0 to 1.
func (x *Senders) Send(ctx context.Context, s store.Desk, now time.Time, jitter float64) error {
	letters, err := Inbox(ctx, s)
	if err != nil {
		return err
	}
	due := func(p *Post) bool { return !p.Due.IsZero() && !p.Due.After(now) && ctx.Err() == nil }
	silent := map[string]bool{} // webhooks that were waited for in vain: once is enough
	mails, told := map[string][]*Letter{}, map[string]bool{}
	var order []string
	for k := range letters {
		l := &letters[k]
		hook := x.Hooks[l.hookKey()]
		if hook.URL != "" && due(&l.Hook) && !silent[hook.URL] {
			err := post(ctx, x.Client, hook, &l.Notice, now)
			if err != nil && ctx.Err() != nil {
				return nil // it is sent the next time
			}
			silent[hook.URL] = timedOut(err)
			l.Hook.settle(err, now, jitter)
			x.failed(told, hook.URL, l)
			if err := save(ctx, s, now, l); err != nil {
				return err
			}
		}
		if hook.Mail != "" && x.Mailer != nil && due(&l.Mail) {
			if mails[l.hookKey()] == nil {
				order = append(order, l.hookKey())
			}
			mails[l.hookKey()] = append(mails[l.hookKey()], l)
		}
	}
	for _, alert := range order {
		if err := x.mail(ctx, s, alert, mails[alert], now, jitter); err != nil {
			return err
		}
		x.failed(told, x.Hooks[alert].Mail, mails[alert][0])
	}
	for _, kind := range []string{inboxNote, toldNote, earlyNote} { // what is checked is noted anew each time
		if _, err := s.Forget(ctx, kind, now.Add(-keepFor)); err != nil {
			return err
		}
	}
	return nil
}

// failed tells of a letter that a receiver did not take.
func (x *Senders) failed(told map[string]bool, to string, l *Letter) {
	p, name := &l.Hook, "webhook"
	if to == x.Hooks[l.hookKey()].Mail {
		p, name = &l.Mail, "mail"
	}
	if x.Failed == nil || p.Error == "" || told[to] || p.Tries > 1 && !p.Due.IsZero() {
		return
	}
	told[to] = true
	x.Failed("alert " + l.Alert + ": " + name + p.trouble())
}

func timedOut(err error) bool {
	var t interface{ Timeout() bool }
	return errors.As(err, &t) && t.Timeout()
}

// mail sends letters of one alert together.
func (x *Senders) mail(ctx context.Context, s store.Desk, alert string, ls []*Letter, now time.Time, jitter float64) error {
	var ns []Notice
	for _, l := range ls {
		ns = append(ns, l.Notice)
	}
	err := x.Mailer.send(ctx, x.Hooks[alert].Mail, ns)
	if err != nil && ctx.Err() != nil {
		return nil // it is sent the next time
	}
	for _, l := range ls {
		l.Mail.settle(err, now, jitter)
	}
	return save(ctx, s, now, ls...)
}

func save(ctx context.Context, s store.Desk, now time.Time, ls ...*Letter) error {
	var notes []store.Note
	for _, l := range ls {
		b, err := json.Marshal(l)
		if err != nil {
			return err
		}
		notes = append(notes, store.Note{Kind: inboxNote, Key: l.ID, Time: now, Value: b})
	}
	return s.Notes(context.WithoutCancel(ctx), notes...)
}

// settle notes how sending went.
func (l *Post) settle(err error, now time.Time, jitter float64) {
	l.Tries++
	if err == nil {
		l.Sent, l.Due, l.Error = now.UTC(), time.Time{}, ""
		return
	}
	l.Error = err.Error()
	if l.Tries >= maxTries {
		l.Due = time.Time{}
		return
	}
	pause := firstPause << (l.Tries - 1)
	l.Due = now.UTC().Add(pause + time.Duration(jitter*float64(pause)/2))
}

// post sends a notice. The header Annals-Signature is t=SECONDS,v1=HEX, where HEX
// is the HMAC-SHA256 of "SECONDS.BODY" under the hook's secret.
func post(ctx context.Context, client *http.Client, hook Hook, n *Notice, now time.Time) error {
	body, err := json.Marshal(n)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, hook.URL, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Annals-Notice", n.ID)
	if hook.Secret != "" {
		req.Header.Set("Annals-Signature", Sign(hook.Secret, body, now))
	}
	resp, err := client.Do(req)
	if err != nil {
		var at *url.Error // which holds the address, and that is secret
		if errors.As(err, &at) {
			err = at.Err
		}
		return err
	}
	defer resp.Body.Close()
	io.Copy(io.Discard, io.LimitReader(resp.Body, 64<<10))
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return fmt.Errorf("the receiver answers %d %s", resp.StatusCode, http.StatusText(resp.StatusCode))
	}
	return nil
}

// Sign is the signature of a body at a time.
func Sign(secret string, body []byte, now time.Time) string {
	t := strconv.FormatInt(now.Unix(), 10)
	m := hmac.New(sha256.New, []byte(secret))
	m.Write([]byte(t + "."))
	m.Write(body)
	return "t=" + t + ",v1=" + hex.EncodeToString(m.Sum(nil))
}

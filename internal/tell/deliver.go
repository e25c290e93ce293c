package tell

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"annals/internal/sys/store"
)

// A Hook is where the notices of an alert are sent; an empty one keeps them in
// the inbox alone.
type Hook struct {
	URL    string
	Secret string // signs what is sent; "" signs nothing
}

// inboxNote is the kind of notices, by id: those that wait, and those that were
// delivered, which are the inbox.
const inboxNote = "notice"

// A Letter is a notice with what became of it.
type Letter struct {
	Notice
	Tries int       `json:"tries,omitempty"`
	Due   time.Time `json:"due,omitzero"`  // when it is sent, or sent again
	Sent  time.Time `json:"sent,omitzero"` // when it was taken
	Error string    `json:"error,omitempty"`
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
		l := Letter{Notice: n}
		if hook.URL != "" {
			l.Due = now.UTC()
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
func Inbox(ctx context.Context, s store.Desk) (out []Letter, err error) {
	notes, err := s.NotesOf(ctx, inboxNote)
	for _, n := range notes {
		var l Letter
		if json.Unmarshal(n.Value, &l) == nil {
			out = append(out, l)
		}
	}
	return out, err
}

// Send sends the letters that are due to the hooks of their alerts, and forgets
// those that are old. jitter is 0 to 1.
func Send(ctx context.Context, s store.Desk, client *http.Client, hooks map[string]Hook, now time.Time, jitter float64) error {
	letters, err := Inbox(ctx, s)
	if err != nil {
		return err
	}
	for _, l := range letters {
		hook := hooks[l.Alert]
		if l.Due.IsZero() || l.Due.After(now) || hook.URL == "" || ctx.Err() != nil {
			continue
		}
		l.settle(post(ctx, client, hook, &l.Notice, now), now, jitter)
		b, err := json.Marshal(l)
		if err != nil {
			return err
		}
		if err := s.Notes(context.WithoutCancel(ctx), store.Note{Kind: inboxNote, Key: l.ID, Time: now, Value: b}); err != nil {
			return err
		}
	}
	_, err = s.Forget(ctx, inboxNote, now.Add(-keepFor))
	return err
}

// settle notes how sending went.
func (l *Letter) settle(err error, now time.Time, jitter float64) {
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

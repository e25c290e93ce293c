package collect

import (
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"time"

	"annals/internal/collect/feed"
)

// WebSub (W3C Recommendation, 23 January 2018): a hub tells when a feed has news,
// which is then read as always. What a hub sends is taken for no more than that.
type WebSub struct {
	Callback string        // address under which hubs reach the watcher; "" asks no hub
	Client   *http.Client  // that asks hubs
	Secret   func() string // random; nil asks no hub
}

const (
	leaseAsked = 10 * 24 * time.Hour
	longLease  = 30 * 24 * time.Hour // what a hub may grant
	renewAhead = 24 * time.Hour
	askAgain   = 6 * time.Hour // after a hub that did not confirm
	pushEvery  = 6 * time.Hour // how often a feed is read all the same while a hub tells
)

// topic is what a hub knows a feed as.
func (f *Feed) topic() string {
	if f.Self != "" {
		return f.Self
	}
	return f.address()
}

// token is the last part of a feed's callback, which only its hub is told.
func (f *Feed) token() string {
	if f.Secret == "" {
		return ""
	}
	h := sha256.Sum256([]byte(f.Secret + "\x1f" + f.URL))
	return hex.EncodeToString(h[:12])
}

// ranOut reports a lease that the hub granted when it was last asked, and that is
// over: one shorter than askAgain.
func (f *Feed) ranOut(now time.Time) bool { return f.Lease.After(f.Asked) && !f.Lease.After(now) }

// subscribe asks the hub of a feed to tell of news, where that is due.
func (w *Watcher) subscribe(ctx context.Context, f *Feed) {
	s, now := w.o.WebSub, w.o.Now()
	w.mu.Lock()
	due := s.Callback != "" && s.Secret != nil && f.Hub != "" && f.Lease.Before(now.Add(renewAhead)) && (now.Sub(f.Asked) >= askAgain || f.ranOut(now))
	if due {
		if f.Secret == "" {
			f.Secret = s.Secret()
		}
		f.Asked = now
	}
	hub, form := f.Hub, url.Values{"hub.mode": {"subscribe"}, "hub.topic": {f.topic()}, "hub.callback": {strings.TrimSuffix(s.Callback, "/") + "/" + f.token()},
		"hub.secret": {f.Secret}, "hub.lease_seconds": {strconv.Itoa(int(leaseAsked.Seconds()))}}
	outlet, address := f.Outlet, f.URL
	w.mu.Unlock()
	if !due {
		return
	}
	w.keepFeed(ctx, f)
	if err := askHub(ctx, s.Client, hub, form); err != nil && ctx.Err() == nil {
		w.tell(Event{Outlet: outlet, URL: address, Text: "hub " + hub + ": " + err.Error()})
	}
}

// askHub posts a request for a subscription.
func askHub(ctx context.Context, client *http.Client, hub string, form url.Values) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, hub, strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := client.Do(req)
	if err != nil {
		var ue *url.Error
		if errors.As(err, &ue) {
			err = ue.Err
		}
		return err
	}
	defer resp.Body.Close()
	io.Copy(io.Discard, io.LimitReader(resp.Body, 64<<10))
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return fmt.Errorf("it answers %d %s", resp.StatusCode, http.StatusText(resp.StatusCode))
	}
	return nil
}

// keepFeed writes what is known of a feed.
func (w *Watcher) keepFeed(ctx context.Context, f *Feed) {
	w.mu.Lock()
	n := note(feedNote, f.URL, w.o.Now(), f)
	w.mu.Unlock()
	if err := w.o.Desk.Notes(context.WithoutCancel(ctx), n); err != nil {
		w.fail(err)
	}
}

// ServeHTTP answers hubs: their question whether a subscription is meant, and
// their news.
func (w *Watcher) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	f := w.called(path.Base(r.URL.Path))
	switch {
	case f == nil && r.Method == http.MethodPost:
		http.Error(rw, "no such subscription", http.StatusGone) // the hub may end it (section 7)
		return
	case f == nil:
		http.NotFound(rw, r)
		return
	}
	switch r.Method {
	case http.MethodGet:
		w.confirm(rw, r, f)
	case http.MethodPost:
		w.pushed(rw, r, f)
	default:
		http.Error(rw, "GET or POST", http.StatusMethodNotAllowed)
	}
}

// called is the feed of a callback.
func (w *Watcher) called(token string) *Feed {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, f := range w.feeds {
		if t := f.token(); t != "" && hmac.Equal([]byte(t), []byte(token)) {
			return f
		}
	}
	return nil
}

// confirm answers whether a subscription is meant (section 5.3).
func (w *Watcher) confirm(rw http.ResponseWriter, r *http.Request, f *Feed) {
	q, now := r.URL.Query(), w.o.Now()
	lease, err := strconv.Atoi(q.Get("hub.lease_seconds"))
	w.mu.Lock()
	meant := q.Get("hub.mode") == "subscribe" && q.Get("hub.topic") == f.topic() && err == nil && lease > 0 && now.Sub(f.Asked) < leaseAsked
	if meant {
		f.Lease = now.Add(min(time.Duration(min(lease, 1<<30))*time.Second, longLease))
	}
	w.mu.Unlock()
	if !meant {
		http.NotFound(rw, r) // denied, or nothing that was asked for
		return
	}
	w.keepFeed(r.Context(), f)
	rw.Header().Set("Content-Type", "text/plain; charset=utf-8")
	rw.Header().Set("X-Content-Type-Options", "nosniff")
	io.WriteString(rw, q.Get("hub.challenge"))
}

// pushed lets a feed be read at once when its hub has news; what is not signed
// as agreed is ignored (section 7.1).
func (w *Watcher) pushed(rw http.ResponseWriter, r *http.Request, f *Feed) {
	body, err := io.ReadAll(io.LimitReader(r.Body, feed.MaxBytes+1))
	if err != nil || len(body) > feed.MaxBytes {
		http.Error(rw, "too large", http.StatusRequestEntityTooLarge)
		return
	}
	w.mu.Lock()
	if signed(r.Header.Get("X-Hub-Signature"), f.Secret, body) {
		f.Next = w.o.Now()
	}
	w.mu.Unlock()
	select {
	case w.wake <- struct{}{}:
	default:
	}
	rw.WriteHeader(http.StatusAccepted)
}

// signed holds a signature "method=hex" against a body.
func signed(signature, secret string, body []byte) bool {
	method, sum, _ := strings.Cut(signature, "=")
	news := map[string]func() hash.Hash{"sha1": sha1.New, "sha256": sha256.New, "sha384": sha512.New384, "sha512": sha512.New}[strings.ToLower(method)]
	got, err := hex.DecodeString(sum)
	if news == nil || err != nil || secret == "" {
		return false
	}
	m := hmac.New(news, []byte(secret))
	m.Write(body)
	return hmac.Equal(m.Sum(nil), got)
}

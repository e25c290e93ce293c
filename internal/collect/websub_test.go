package collect

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"annals/internal/collect/config"
	"annals/internal/collect/fetch"
	"annals/internal/collect/world"
	"annals/internal/sys/store"
)

// hub takes subscriptions, and remembers the last.
type hub struct{ form url.Values }

func (h *hub) RoundTrip(r *http.Request) (*http.Response, error) {
	b, _ := io.ReadAll(r.Body)
	h.form, _ = url.ParseQuery(string(b))
	return &http.Response{StatusCode: http.StatusAccepted, Body: io.NopCloser(strings.NewReader("")), Header: http.Header{}}, nil
}

// call asks the watcher's handler and gives status and body.
func call(w *Watcher, method, target, body, signature string) (int, string) {
	rec := httptest.NewRecorder()
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	if signature != "" {
		r.Header.Set("X-Hub-Signature", signature)
	}
	w.ServeHTTP(rec, r)
	return rec.Code, rec.Body.String()
}

// A feed with a hub is subscribed to; its hub's question is answered, and its
// signed news lets the feed be read at once, at most.
func TestWebSub(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := world.New(time.Now())
		defer w.Close()
		h := &hub{}
		client := fetch.New(fetch.Options{Dial: w.Dial, Resolve: w.Resolve})
		defer client.Close()
		desk := new(store.Memory)
		conf := config.Config{Outlets: []config.Outlet{{Name: "A", Feeds: []config.Feed{{URL: world.FeedURL(0)}}}}}
		x, err := New(t.Context(), Options{Config: conf, Client: client, Desk: desk, Keep: (&taken{pages: map[string]int{}, fates: map[world.Kind]map[Fate]int{}}).keep,
			WebSub: WebSub{Callback: "https://me.example/websub", Client: &http.Client{Transport: h}, Secret: func() string { return "secret" }}})
		if err != nil {
			t.Fatal(err)
		}
		f := x.feeds[0]
		f.Hub = "https://hub.example/"
		x.subscribe(t.Context(), f)
		callback := h.form.Get("hub.callback")
		if h.form.Get("hub.mode") != "subscribe" || h.form.Get("hub.topic") != f.URL || h.form.Get("hub.secret") != "secret" || !strings.HasPrefix(callback, "https://me.example/websub/") {
			t.Fatalf("the hub was asked %v", h.form)
		}
		ask := func(mode, topic string) (int, string) {
			q := url.Values{"hub.mode": {mode}, "hub.topic": {topic}, "hub.challenge": {"abc"}, "hub.lease_seconds": {"864000"}}
			return call(x, http.MethodGet, callback+"?"+q.Encode(), "", "")
		}
		for _, wrong := range [][2]string{{"subscribe", "http://other.example/"}, {"unsubscribe", f.URL}, {"denied", f.URL}} {
			if status, body := ask(wrong[0], wrong[1]); status != http.StatusNotFound || strings.Contains(body, "abc") {
				t.Errorf("%v: %d %q", wrong, status, body)
			}
		}
		if status, body := ask("subscribe", f.URL); status != http.StatusOK || body != "abc" || time.Until(f.Lease) != 10*24*time.Hour {
			t.Errorf("%d %q, lease until %v", status, body, f.Lease)
		}
		if status, _ := call(x, http.MethodGet, "https://me.example/websub/000000000000000000000000", "", ""); status != http.StatusNotFound {
			t.Errorf("an unknown callback: %d", status)
		}
		if status, _ := call(x, http.MethodPost, "https://me.example/websub/000000000000000000000000", "news", ""); status != http.StatusGone {
			t.Errorf("news of a feed that is watched no more: %d", status)
		}
		f.settle(time.Now(), 0, 0, 0, 0.5)
		if d := time.Until(f.Next); d != pushEvery {
			t.Errorf("read every %v while the hub tells", d)
		}
		later := f.Next
		for _, bad := range []string{"", "sha256=00", "md5=00", "sha256=zz", "sha1="} {
			if status, _ := call(x, http.MethodPost, callback, "news", bad); status != http.StatusAccepted || !f.Next.Equal(later) {
				t.Errorf("signature %q: %d, due %v", bad, status, f.Next)
			}
		}
		m := hmac.New(sha256.New, []byte("secret"))
		m.Write([]byte("news"))
		if status, _ := call(x, http.MethodPost, callback, "news", "sha256="+hex.EncodeToString(m.Sum(nil))); status != http.StatusAccepted || !f.Next.Equal(time.Now()) {
			t.Errorf("signed: %d, due %v", status, f.Next)
		}
		h.form = nil
		x.subscribe(t.Context(), f)
		if h.form != nil {
			t.Error("asked again while the lease runs")
		}
		time.Sleep(9*24*time.Hour + time.Hour)
		x.subscribe(t.Context(), f)
		if h.form.Get("hub.callback") != callback {
			t.Errorf("not renewed: %v", h.form)
		}
		f.Lease, h.form = time.Now().Add(time.Hour), nil // a hub that grants no more
		if f.settle(time.Now(), 0, 0, 0, 0.5); time.Until(f.Next) != time.Hour {
			t.Errorf("read in %v when the hub tells for an hour", time.Until(f.Next))
		}
		if x.subscribe(t.Context(), f); h.form != nil {
			t.Error("asked again while a short lease runs")
		}
		time.Sleep(time.Hour)
		if x.subscribe(t.Context(), f); h.form == nil {
			t.Error("a lease that was over after an hour is not renewed")
		}
		time.Sleep(time.Minute)
		h.form = nil
		if x.subscribe(t.Context(), f); h.form != nil {
			t.Error("a hub that does not confirm is asked again at once")
		}
		f.Last, f.Every, f.Next, f.Lease = time.Now().Add(-time.Hour), 20*time.Minute, time.Now().Add(5*time.Hour), time.Now().Add(9*24*time.Hour)
		x.keepFeed(t.Context(), f)
		after, err := New(t.Context(), x.o)
		if err != nil || after.feeds[0].Next.After(time.Now()) {
			t.Errorf("a watcher that starts again reads it in %v, though the hub may have told meanwhile, %v", time.Until(after.feeds[0].Next), err)
		}
		kept, err := Feeds(t.Context(), desk)
		if err != nil || len(kept) != 1 || kept[0].Lease.IsZero() || fmt.Sprint(kept[0].Secret) != "secret" {
			t.Errorf("%+v, %v", kept, err)
		}
	})
}

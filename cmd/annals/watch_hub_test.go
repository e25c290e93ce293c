package main

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"annals/internal/sys/store"
)

// A hubServer is a site with a feed and the hub of it.
type hubServer struct {
	t      *testing.T
	asked  chan url.Values
	reads  chan struct{}
	server *httptest.Server
}

func (h *hubServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/feed":
		fmt.Fprintf(w, `<feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title><link rel="hub" href="%s/hub"/></feed>`, h.server.URL)
		h.reads <- struct{}{}
	case "/hub":
		if err := r.ParseForm(); err != nil {
			h.t.Error(err)
		}
		w.WriteHeader(http.StatusAccepted)
		h.asked <- r.PostForm
	default:
		http.NotFound(w, r)
	}
}

// news tells of news at a callback, signed with a secret.
func (h *hubServer) news(callback, secret string) int {
	m := hmac.New(sha256.New, []byte(secret))
	m.Write([]byte("news"))
	req, err := http.NewRequest(http.MethodPost, callback, strings.NewReader("news"))
	if err != nil {
		h.t.Fatal(err)
	}
	req.Header.Set("X-Hub-Signature", "sha256="+hex.EncodeToString(m.Sum(nil)))
	return h.do(req)
}

func (h *hubServer) do(req *http.Request) int {
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		h.t.Fatal(err)
	}
	defer resp.Body.Close()
	io.Copy(io.Discard, resp.Body)
	return resp.StatusCode
}

// annals watch --hubs asks the hub of a feed, answers its question, and reads the
// feed when it tells of news; nothing else is answered there.
func TestWatchHubs(t *testing.T) {
	h := &hubServer{t: t, asked: make(chan url.Values, 9), reads: make(chan struct{}, 9)}
	h.server = httptest.NewServer(h)
	defer h.server.Close()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	here := free.Addr().String()
	free.Close()
	file := filepath.Join(t.TempDir(), "watch.yaml")
	yaml := "delay: 100ms\nprivate: [127.0.0.0/8]\nwebsub: http://" + here + "/websub\noutlets:\n  - name: Wire\n    feeds: " + h.server.URL + "/feed\n"
	if err := os.WriteFile(file, []byte(yaml), 0o666); err != nil {
		t.Fatal(err)
	}
	conf, err := readConfig(file)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	var out bytes.Buffer
	c := &console{out: &out, err: &out, env: func(string) string { return "" }}
	k := &watchKeeper{c: c, store: new(store.Memory)}
	wait, err := (&watchCmd{Config: file, Hubs: here}).answerHubs(ctx, c, conf, k, stop)
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- k.watch(ctx, conf, false) }()
	<-h.reads
	form := <-h.asked
	q := url.Values{"hub.mode": {"subscribe"}, "hub.topic": {form.Get("hub.topic")}, "hub.challenge": {"abc"}, "hub.lease_seconds": {"864000"}}
	for path, want := range map[string]int{form.Get("hub.callback") + "?" + q.Encode(): 200, "http://" + here + "/websub/none": 404, "http://" + here + "/": 404, "http://" + here + "/v1/claims": 404} {
		req, err := http.NewRequest(http.MethodGet, path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := h.do(req); got != want {
			t.Errorf("%s: %d, want %d", path, got, want)
		}
	}
	if got := h.news(form.Get("hub.callback"), form.Get("hub.secret")); got != http.StatusAccepted {
		t.Errorf("news: %d", got)
	}
	<-h.reads // at once, and not after a quarter of an hour
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if err := wait(); err != nil {
		t.Error(err)
	}
}

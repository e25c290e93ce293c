package web

import (
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"annals/internal/sys/store"
)

// ask is a request from an address.
func ask(h http.Handler, method, path, from, send string, header ...string) *http.Response {
	r := httptest.NewRequest(method, path, strings.NewReader(send))
	r.RemoteAddr = from + ":4711"
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func TestHeadersOfEveryAnswer(t *testing.T) {
	o := options(filled(t))
	open := New(o)
	o.Password = quick(t, "open sesame")
	shut := New(o)
	for _, h := range []http.Handler{open, shut} {
		for _, path := range []string{"/", "/search", "/none", "/search?q=wrong:field", "/static/style.css", "/static/none.css", "/ui/annals.js", "/v1/claims", "/v1/none",
			"/v1/openapi.json", "/login", "/" + strings.Repeat("x", maxURL)} {
			head := get(h, path).Header
			for name, want := range map[string]string{"Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
				"Cross-Origin-Opener-Policy": "same-origin", "X-Frame-Options": "DENY"} {
				if got := head.Get(name); got != want {
					t.Errorf("%.40s: %s is %q, want %q", path, name, got, want)
				}
			}
		}
	}
	for _, bad := range []string{"unsafe-inline", "unsafe-eval", "*", "http:", "https:"} {
		if strings.Contains(policy, bad) {
			t.Errorf("the policy allows %s", bad)
		}
	}
}

func TestWritesOfOtherSitesAreRefused(t *testing.T) {
	s := filled(t)
	h := New(options(s))
	id := names(t, s).Replace("{event}")
	for _, c := range []struct {
		path string
		head []string
		want int
	}{
		{"/event/" + id + "/split", []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"/event/" + id + "/split", []string{"Origin", "https://evil.example"}, 403},
		{"/v1/events/" + id + "/split", []string{"Origin", "https://evil.example"}, 403},
		{"/event/" + id + "/split", []string{"Sec-Fetch-Site", "same-origin"}, 404}, // no claim is named
		{"/search", []string{"Sec-Fetch-Site", "same-origin"}, 404},
	} {
		if got := ask(h, http.MethodPost, c.path, "192.0.2.1", "", c.head...); got.StatusCode != c.want {
			t.Errorf("POST %s with %q: status %d, want %d", c.path, c.head, got.StatusCode, c.want)
		}
	}
}

func TestRate(t *testing.T) {
	o := options(new(store.Memory))
	o.PerSecond = 1
	h := New(o)
	for _, path := range []string{"/", "/v1/claims"} {
		refused := 0
		for range 20 {
			if res := ask(h, "GET", path, "192.0.2."+path[1:], ""); res.StatusCode == http.StatusTooManyRequests {
				refused++
				if res.Header.Get("Retry-After") == "" {
					t.Error("429 without Retry-After")
				}
				if api := strings.HasPrefix(path, "/v1/"); api != (res.Header.Get("Content-Type") == "application/problem+json") {
					t.Errorf("%s: 429 as %s", path, res.Header.Get("Content-Type"))
				}
			}
		}
		if refused < 8 || refused > 10 {
			t.Errorf("%s: %d of 20 refused, want some nine", path, refused)
		}
	}
	if res := ask(h, "GET", "/", "198.51.100.1", ""); res.StatusCode != http.StatusOK {
		t.Errorf("another address: status %d", res.StatusCode)
	}
}

func TestVisitorBehindProxy(t *testing.T) {
	r := httptest.NewRequest("GET", "/", nil)
	r.RemoteAddr = "10.0.0.1:1"
	r.Header.Add("X-Forwarded-For", "1.1.1.1")
	r.Header.Add("X-Forwarded-For", "2.2.2.2, 3.3.3.3")
	if got := visitor(r, true); got != "3.3.3.3" {
		t.Errorf("behind a proxy the visitor is %q, want what the proxy wrote last", got)
	}
	if got := visitor(r, false); got != "10.0.0.1" {
		t.Errorf("without a proxy the visitor is %q: a header is believed", got)
	}
}

func TestBounds(t *testing.T) {
	h := New(options(new(store.Memory)))
	for _, c := range []struct {
		method, path, send string
		want               int
	}{
		{"GET", "/search?q=" + strings.Repeat("x", maxURL), "", 414},
		{"GET", "/v1/claims?q=" + strings.Repeat("x", maxURL), "", 414},
		{"GET", "/search?q=" + strings.Repeat("x", 10<<10), "", 400},
		{"GET", "/v1/claims?q=" + strings.Repeat("x", 10<<10), "", 422},
		{"GET", "/v1/claims?limit=1001", "", 422},
		{"GET", "/v1/events/" + strings.Repeat("x", 200), "", 422},
		{"POST", "/event/x/split", strings.Repeat("x", maxBody+1), 413},
		{"POST", "/v1/events/x/split", `{"claim":"` + strings.Repeat("x", maxBody) + `"}`, 413},
	} {
		if got := ask(h, c.method, c.path, "192.0.2.1", c.send, "Content-Type", "application/json"); got.StatusCode != c.want {
			t.Errorf("%s %.30s with %d bytes: status %d, want %d", c.method, c.path, len(c.send), got.StatusCode, c.want)
		}
	}
}

// quick hashes a password; it takes as long as the real thing, so once a test.
func quick(t *testing.T, password string) string {
	t.Helper()
	hash, err := HashPassword(password)
	if err != nil {
		t.Fatal(err)
	}
	return hash
}

func TestPassword(t *testing.T) {
	o := options(filled(t))
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	o.Password, o.Now = quick(t, "open sesame"), func() time.Time { return now }
	h := New(o)
	login := func(from, password string) *http.Response {
		return ask(h, "POST", "/login", from, url.Values{"password": {password}}.Encode(), "Content-Type", "application/x-www-form-urlencoded")
	}
	if res := get(h, "/search"); res.StatusCode != 303 || res.Header.Get("Location") != "/login" {
		t.Errorf("without a password: status %d", res.StatusCode)
	}
	if res := get(h, "/login"); res.StatusCode != 200 || !strings.Contains(body(t, res), `type="password"`) {
		t.Errorf("login form: status %d", res.StatusCode)
	}
	if res := login("192.0.2.1", "wrong"); res.StatusCode != 403 || len(res.Cookies()) > 0 {
		t.Errorf("a wrong password: status %d, %d cookies", res.StatusCode, len(res.Cookies()))
	}
	res := login("192.0.2.1", "open sesame")
	if res.StatusCode != 303 || len(res.Cookies()) != 1 {
		t.Fatalf("the password: status %d, %d cookies", res.StatusCode, len(res.Cookies()))
	}
	c := res.Cookies()[0]
	if !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.Path != "/" || c.Secure || c.MaxAge <= 0 {
		t.Errorf("cookie %+v", c)
	}
	if res := get(h, "/search", "Cookie", c.Name+"="+c.Value); res.StatusCode != 200 {
		t.Errorf("with the cookie: status %d", res.StatusCode)
	}
	if res := get(h, "/search", "Cookie", c.Name+"=x"+c.Value); res.StatusCode != 303 {
		t.Errorf("with another cookie: status %d", res.StatusCode)
	}
	now = now.Add(stayLogged + time.Second)
	if res := get(h, "/search", "Cookie", c.Name+"="+c.Value); res.StatusCode != 303 {
		t.Errorf("with an old cookie: status %d", res.StatusCode)
	}
	tries := 0
	for range 2 * freeTries {
		if login("203.0.113.9", "guess").StatusCode == http.StatusTooManyRequests {
			tries++
		}
	}
	if tries < freeTries-2 {
		t.Errorf("%d of %d guesses were refused, want about half", tries, 2*freeTries)
	}
}

func TestPasswordOfTheAPI(t *testing.T) {
	o := options(filled(t))
	o.Password = quick(t, "open sesame")
	o.Proxied = true
	h := New(o)
	res := get(h, "/v1/claims")
	if res.StatusCode != 401 || res.Header.Get("WWW-Authenticate") == "" || res.Header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("without a password: status %d, %v", res.StatusCode, res.Header)
	}
	basic := func(password string) []string {
		r := httptest.NewRequest("GET", "/", nil)
		r.SetBasicAuth("anyone", password)
		return []string{"Authorization", r.Header.Get("Authorization")}
	}
	if res := get(h, "/v1/claims", basic("wrong")...); res.StatusCode != 401 {
		t.Errorf("a wrong password: status %d", res.StatusCode)
	}
	start := time.Now()
	for range 20 {
		if res := get(h, "/v1/claims", basic("open sesame")...); res.StatusCode != 200 {
			t.Fatalf("the password: status %d", res.StatusCode)
		}
	}
	if took := time.Since(start); took > 8*time.Second {
		t.Errorf("20 answers took %v: the password is hashed each time", took)
	}
	r := httptest.NewRequest("POST", "/login", strings.NewReader("password=open+sesame"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-Forwarded-Proto", "https")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if cs := w.Result().Cookies(); len(cs) != 1 || !cs[0].Secure {
		t.Errorf("behind a proxy with TLS the cookie is %v, want a secure one", cs)
	}
}

func TestCheckHash(t *testing.T) {
	good := quick(t, "open sesame")
	if err := CheckHash(good); err != nil {
		t.Error(err)
	}
	for _, bad := range []string{"", "open sesame", "$argon2id$v=19$m=8,t=1,p=1$c2FsdA$a2V5", good[:len(good)-1], strings.Replace(good, "$m=", "$n=", 1), good + "$"} {
		if CheckHash(bad) == nil {
			t.Errorf("%q is taken for a hash", bad)
		}
	}
}

func TestETag(t *testing.T) {
	h := New(options(filled(t)))
	for _, path := range []string{"/", "/v1/claims", "/static/style.css"} {
		tag := get(h, path).Header.Get("ETag")
		if tag == "" {
			t.Errorf("%s: no ETag", path)
		}
		for header, want := range map[string]int{tag: 304, `"x", ` + tag: 304, "*": 304, strings.TrimPrefix(tag, "W/"): 304, `"x"`: 200, "": 200} {
			res := get(h, path, "If-None-Match", header)
			if res.StatusCode != want {
				t.Errorf("%s with If-None-Match %s: status %d, want %d", path, header, res.StatusCode, want)
			}
			if b := body(t, res); want == 304 && b != "" {
				t.Errorf("%s: 304 with a body", path)
			}
		}
	}
	if res := get(h, "/none", "If-None-Match", "*"); res.StatusCode != 404 {
		t.Errorf("a page that is not there: status %d", res.StatusCode)
	}
}

func TestGzipAndHead(t *testing.T) {
	h := New(options(filled(t)))
	plain, res := body(t, get(h, "/search")), get(h, "/search", "Accept-Encoding", "gzip")
	if res.Header.Get("Content-Encoding") != "gzip" || !strings.Contains(strings.Join(res.Header.Values("Vary"), ","), "Accept-Encoding") {
		t.Fatalf("not packed: %v", res.Header)
	}
	z, err := gzip.NewReader(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	if b, err := io.ReadAll(z); err != nil || string(b) != plain {
		t.Errorf("what is packed differs (%v)", err)
	}
	head := ask(h, "HEAD", "/search", "192.0.2.1", "")
	if head.StatusCode != 200 || body(t, head) != "" || head.Header.Get("ETag") != res.Header.Get("ETag") {
		t.Errorf("HEAD: status %d, %v", head.StatusCode, head.Header)
	}
}

func TestAssetsMayBeKept(t *testing.T) {
	h := New(options(new(store.Memory)))
	_, rest, _ := strings.Cut(body(t, get(h, "/")), `href="/static/style.css?`)
	v, _, _ := strings.Cut(rest, `"`)
	if got := get(h, "/static/style.css?"+v).Header.Get("Cache-Control"); !strings.Contains(got, "immutable") {
		t.Errorf("with its version: %q", got)
	}
	if got := get(h, "/static/style.css?v=old").Header.Get("Cache-Control"); got != "no-cache" {
		t.Errorf("with another version: %q", got)
	}
	for _, path := range []string{"/static/", "/static/../web.go", "/ui/README", "/static/..%2fweb.go"} {
		if got := get(h, path).StatusCode; got == 200 {
			t.Errorf("%s is served", path)
		}
	}
}

// TestOneMaking holds that readers of one page at one time cost one making.
func TestOneMaking(t *testing.T) {
	made := 0
	s := shelved(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		made++
		time.Sleep(50 * time.Millisecond)
		io.WriteString(w, "page")
	}))
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			if got := get(s, "/"); got.StatusCode != 200 {
				t.Errorf("status %d", got.StatusCode)
			}
		})
	}
	wg.Wait()
	if made != 1 {
		t.Errorf("made %d times", made)
	}
}

// TestReaderWhoLeaves holds that one who goes away does not spoil the page of
// those who wait for the same.
func TestReaderWhoLeaves(t *testing.T) {
	s := shelved(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(30 * time.Millisecond)
		if r.Context().Err() != nil {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	ctx, leave := context.WithCancel(context.Background())
	go func() { time.Sleep(10 * time.Millisecond); leave() }()
	go s.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil).WithContext(ctx))
	time.Sleep(15 * time.Millisecond)
	if got := get(s, "/"); got.StatusCode != 200 {
		t.Errorf("status %d", got.StatusCode)
	}
}

// TestShelfStaysSmall fills the shelf with more than it may hold.
func TestShelfStaysSmall(t *testing.T) {
	big := strings.Repeat("x", maxKept/2)
	s := shelved(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, big) }))
	for i := range 3 * maxShelf / len(big) {
		get(s, "/"+strings.Repeat("y", i))
		if s.bytes > maxShelf || len(s.slots) > 2*maxShelf/len(big) {
			t.Fatalf("%d bytes in %d slots", s.bytes, len(s.slots))
		}
	}
}

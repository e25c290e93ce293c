package web

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"golang.org/x/crypto/argon2"
	"golang.org/x/time/rate"
)

// Parameters of argon2id: 64 MiB, three passes, four lanes (RFC 9106, section 4,
// second choice).
const (
	argonPasses = 3
	argonMemory = 64 << 10 // KiB
	argonLanes  = 4
	saltBytes   = 16
	keyBytes    = 32
	stayLogged  = 12 * time.Hour
	maxLogged   = 1000
	freeTries   = 5               // passwords an address may try at once
	tryAgain    = 2 * time.Second // and how long it then waits for each
)

// HashPassword makes the line that a password file holds.
func HashPassword(password string) (string, error) {
	salt := make([]byte, saltBytes)
	if _, err := rand.Read(salt); err != nil {
		return "", err
	}
	key := argon2.IDKey([]byte(password), salt, argonPasses, argonMemory, argonLanes, keyBytes)
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonPasses, argonLanes, b64(salt), b64(key)), nil
}

// CheckHash reports whether a line is a hash that [HashPassword] could have made.
func CheckHash(line string) error {
	_, _, err := readHash(line)
	return err
}

func readHash(line string) (salt, key []byte, err error) {
	parts := strings.Split(line, "$")
	want := fmt.Sprintf("m=%d,t=%d,p=%d", argonMemory, argonPasses, argonLanes)
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) || parts[3] != want {
		return nil, nil, errors.New("no hash made by `annals password`")
	}
	salt, err = base64.RawStdEncoding.DecodeString(parts[4])
	if err == nil {
		key, err = base64.RawStdEncoding.DecodeString(parts[5])
	}
	if err != nil || len(salt) != saltBytes || len(key) != keyBytes {
		return nil, nil, errors.New("no hash made by `annals password`")
	}
	return salt, key, nil
}

// samePassword compares in constant time.
func samePassword(line, password string) bool {
	salt, key, err := readHash(line)
	if err != nil {
		return false
	}
	got := argon2.IDKey([]byte(password), salt, argonPasses, argonMemory, argonLanes, keyBytes)
	return subtle.ConstantTimeCompare(got, key) == 1
}

const cookieName = "annals"

// locked asks for the password once and remembers who gave it by a random
// token; only the token's hash is kept, in memory.
func (d *desk) locked(h http.Handler) http.Handler {
	l := &lock{d: d, until: map[[32]byte]time.Time{}, one: make(chan struct{}, 1),
		tries: gate{every: rate.Every(tryAgain), burst: freeTries, proxied: d.Proxied}}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasPrefix(r.URL.Path, "/static/"):
			h.ServeHTTP(w, r)
		case r.URL.Path == "/login" && r.Method == http.MethodPost:
			l.login(w, r)
		case r.URL.Path == "/login":
			l.form(w, http.StatusOK, "")
		case l.knows(r):
			h.ServeHTTP(w, r)
		case strings.HasPrefix(r.URL.Path, "/v1/"):
			w.Header().Set("WWW-Authenticate", `Basic realm="annals"`)
			problem(w, http.StatusUnauthorized, "a password is needed")
		default:
			http.Redirect(w, r, "/login", http.StatusSeeOther)
		}
	})
}

type lock struct {
	d     *desk
	tries gate          // how often an address may hand in a password
	one   chan struct{} // one password is hashed at a time

	mu    sync.Mutex
	until map[[32]byte]time.Time // by hash of token, or of a password of the API
}

func (l *lock) knows(r *http.Request) bool {
	if _, password, ok := r.BasicAuth(); ok {
		return l.remembers("basic "+password) || l.tries.lets(r) && l.same(r, password) && l.remember("basic "+password)
	}
	c, err := r.Cookie(cookieName)
	return err == nil && l.remembers("token "+c.Value)
}

// remembers reports whether a secret was found good before.
func (l *lock) remembers(secret string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.until[sha256.Sum256([]byte(secret))].After(l.d.Now())
}

// remember keeps a good secret for a while, as a hash; it is always true.
func (l *lock) remember(secret string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.until) >= maxLogged {
		clear(l.until)
	}
	l.until[sha256.Sum256([]byte(secret))] = l.d.Now().Add(stayLogged)
	return true
}

// same hashes one password at a time, so that many tries cannot fill the memory.
func (l *lock) same(r *http.Request, password string) bool {
	select {
	case l.one <- struct{}{}:
		defer func() { <-l.one }()
		return samePassword(l.d.Password, password)
	case <-r.Context().Done():
		return false
	}
}

func (l *lock) login(w http.ResponseWriter, r *http.Request) {
	if !l.tries.lets(r) {
		w.Header().Set("Retry-After", "2")
		l.form(w, http.StatusTooManyRequests, "Too many tries; please wait a little.")
		return
	}
	if !l.same(r, r.PostFormValue("password")) {
		l.form(w, http.StatusForbidden, "That is not the password.")
		return
	}
	token := rand.Text()
	l.remember("token " + token)
	secure := r.TLS != nil || l.d.Proxied && r.Header.Get("X-Forwarded-Proto") == "https"
	http.SetCookie(w, &http.Cookie{Name: cookieName, Value: token, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode,
		Secure: secure, MaxAge: int(stayLogged.Seconds())})
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

func (l *lock) form(w http.ResponseWriter, status int, message string) {
	l.d.render(w, nil, status, "login.html", map[string]any{"Title": "Password", "Message": message})
}

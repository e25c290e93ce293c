package web

import (
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

const (
	maxBody    = 64 << 10 // bytes of a request
	maxURL     = 16 << 10 // bytes of an address
	maxVisitor = 10_000   // addresses whose rate is remembered
	pageTime   = 15 * time.Second
)

// policy lets a page load its own files and nothing else; article text that
// slips through as markup could do nothing.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// guarded puts around a handler what every answer needs: headers, bounds, a
// rate for each address, and protection of writes against other sites.
func guarded(h http.Handler, o Options) http.Handler {
	same := http.NewCrossOriginProtection()
	same.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		refuse(w, r, http.StatusForbidden, "Writes must come from these pages themselves, not from another site.")
	}))
	h = same.Handler(h)
	h = limited(h, o)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		head := w.Header()
		head.Set("Content-Security-Policy", policy)
		head.Set("X-Content-Type-Options", "nosniff")
		head.Set("Referrer-Policy", "same-origin")
		head.Set("Cross-Origin-Opener-Policy", "same-origin")
		head.Set("X-Frame-Options", "DENY")
		if len(r.URL.String()) > maxURL {
			refuse(w, r, http.StatusRequestURITooLong, "The address is too long.")
			return
		}
		if r.ContentLength > maxBody {
			refuse(w, r, http.StatusRequestEntityTooLarge, "The request is too long.")
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		h.ServeHTTP(w, r)
	})
}

// limited refuses an address that asks too often.
func limited(h http.Handler, o Options) http.Handler {
	g := &gate{every: rate.Limit(o.PerSecond), burst: int(10*o.PerSecond) + 1, proxied: o.Proxied}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !g.lets(r) {
			w.Header().Set("Retry-After", "1")
			refuse(w, r, http.StatusTooManyRequests, "Too many requests; please wait a second.")
			return
		}
		h.ServeHTTP(w, r)
	})
}

// A gate lets each address through so many times a second.
type gate struct {
	every   rate.Limit
	burst   int
	proxied bool

	mu       sync.Mutex
	visitors map[string]*rate.Limiter
}

func (g *gate) lets(r *http.Request) bool {
	who := visitor(r, g.proxied)
	g.mu.Lock()
	defer g.mu.Unlock()
	l := g.visitors[who]
	if l == nil {
		if g.visitors == nil || len(g.visitors) >= maxVisitor {
			g.visitors = map[string]*rate.Limiter{}
		}
		l = rate.NewLimiter(g.every, g.burst)
		g.visitors[who] = l
	}
	return l.Allow()
}

// visitor is the address of who asks: behind a proxy, the one that the proxy
// saw, which it writes last.
func visitor(r *http.Request, proxied bool) string {
	if seen := r.Header.Values("X-Forwarded-For"); proxied && len(seen) > 0 {
		last := seen[len(seen)-1]
		return strings.TrimSpace(last[strings.LastIndexByte(last, ',')+1:])
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

package web

import (
	"compress/gzip"
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
// rate for each address, protection of writes against other sites, and the
// password.
func guarded(h http.Handler, o Options) http.Handler {
	h = squeezed(h)
	if o.Password != "" {
		h = locked(h, o)
	}
	h = http.NewCrossOriginProtection().Handler(h)
	h = limited(h, o)
	h = http.TimeoutHandler(h, pageTime, "The page took too long to make.")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		head := w.Header()
		head.Set("Content-Security-Policy", policy)
		head.Set("X-Content-Type-Options", "nosniff")
		head.Set("Referrer-Policy", "same-origin")
		head.Set("Cross-Origin-Opener-Policy", "same-origin")
		head.Set("X-Frame-Options", "DENY")
		if len(r.URL.String()) > maxURL {
			http.Error(w, "The address is too long.", http.StatusRequestURITooLong)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		h.ServeHTTP(w, r)
	})
}

// limited refuses an address that asks too often.
func limited(h http.Handler, o Options) http.Handler {
	var mu sync.Mutex
	visitors := map[string]*rate.Limiter{}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.RemoteAddr)
		if err != nil {
			host = r.RemoteAddr
		}
		mu.Lock()
		l := visitors[host]
		if l == nil {
			if len(visitors) >= maxVisitor {
				clear(visitors)
			}
			l = rate.NewLimiter(rate.Limit(o.PerSecond), int(10*o.PerSecond)+1)
			visitors[host] = l
		}
		mu.Unlock()
		if !l.Allow() {
			w.Header().Set("Retry-After", "1")
			http.Error(w, "Too many requests; please wait a second.", http.StatusTooManyRequests)
			return
		}
		h.ServeHTTP(w, r)
	})
}

// A squeezer writes an answer through gzip.
type squeezer struct {
	http.ResponseWriter
	z *gzip.Writer
}

func (s *squeezer) WriteHeader(code int) {
	if s.z == nil && code != http.StatusNotModified && code != http.StatusNoContent && s.Header().Get("Content-Encoding") == "" {
		s.Header().Set("Content-Encoding", "gzip")
		s.Header().Del("Content-Length")
		s.z = gzip.NewWriter(s.ResponseWriter)
	}
	s.ResponseWriter.WriteHeader(code)
}

func (s *squeezer) Write(b []byte) (int, error) {
	if s.z == nil {
		if s.Header().Get("Content-Type") == "" {
			s.Header().Set("Content-Type", http.DetectContentType(b))
		}
		s.WriteHeader(http.StatusOK)
	}
	if s.z == nil {
		return s.ResponseWriter.Write(b)
	}
	return s.z.Write(b)
}

// squeezed packs what a browser can unpack.
func squeezed(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Vary", "Accept-Encoding")
		if !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") || r.Header.Get("Range") != "" {
			h.ServeHTTP(w, r)
			return
		}
		s := &squeezer{ResponseWriter: w}
		h.ServeHTTP(s, r)
		if s.z != nil {
			s.z.Close()
		}
	})
}

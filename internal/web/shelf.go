package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"
)

const (
	fresh     = time.Second      // how long an answer is given again as it is
	stale     = 10 * time.Second // how long it is given while a new one is made
	maxShelf  = 32 << 20         // bytes that are kept
	maxKept   = 2 << 20          // bytes of an answer that is kept
	minPacked = 1 << 10          // bytes from which on an answer is packed
)

// A shelf keeps answers to GET for a moment, so that many readers of one page
// cost one making of it; every answer gets an ETag and is packed once. What is
// on it is the same for all who may read.
type shelf struct {
	next   http.Handler
	making chan struct{} // bounds how many answers are made at a time

	mu    sync.Mutex
	slots map[string]*slot
	bytes int
}

// A slot is the place of one address: its last answer, and the one that is
// being made. Either may be nil.
type slot struct {
	last   *sheet
	coming *flight
}

// A flight is an answer that is being made.
type flight struct {
	done  chan struct{} // closed when sheet is set
	sheet *sheet
}

// A sheet is an answer, whole.
type sheet struct {
	status        int
	header        http.Header
	plain, packed []byte // packed is nil where that saves nothing
	tag           string
	made          time.Time
}

func shelved(h http.Handler) *shelf {
	return &shelf{next: h, slots: map[string]*slot{}, making: make(chan struct{}, 2*runtime.GOMAXPROCS(0))}
}

// ServeHTTP answers from the shelf, or makes the answer. A write clears it.
func (s *shelf) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		s.next.ServeHTTP(w, r)
		s.clear()
		return
	}
	if sh := s.answer(r); sh != nil {
		sh.send(w, r)
		return
	}
	refuse(w, r, http.StatusServiceUnavailable, "The answer took too long.")
}

// answer is the sheet for a request: one that lies there, one that somebody
// else makes, or a new one; nil when the reader is gone or making it failed.
func (s *shelf) answer(r *http.Request) *sheet {
	key := r.URL.RequestURI() + "\n" + r.Header.Get("Accept")
	s.mu.Lock()
	sl := s.slots[key]
	if sl == nil {
		sl = &slot{}
		s.slots[key] = sl
	}
	last, coming := sl.last, sl.coming
	if last != nil && (time.Since(last.made) < fresh || coming != nil && time.Since(last.made) < stale) {
		s.mu.Unlock()
		return last
	}
	if coming == nil {
		sl.coming = &flight{done: make(chan struct{})}
		s.mu.Unlock()
		return s.make(sl, key, r)
	}
	s.mu.Unlock()
	select {
	case <-coming.done:
		return coming.sheet
	case <-r.Context().Done():
		return nil
	}
}

// make makes an answer, whoever waits for it, and puts it on the shelf.
func (s *shelf) make(sl *slot, key string, r *http.Request) (sh *sheet) {
	s.making <- struct{}{}
	defer func() {
		<-s.making
		s.put(sl, key, sh)
	}()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), pageTime)
	defer cancel()
	q := r.Clone(ctx)
	q.Method = http.MethodGet
	for _, h := range []string{"If-None-Match", "If-Modified-Since", "Range"} {
		q.Header.Del(h)
	}
	b := &buffered{header: http.Header{}, status: http.StatusOK}
	s.next.ServeHTTP(b, q)
	return sheetOf(b)
}

func sheetOf(b *buffered) *sheet {
	sh := &sheet{status: b.status, header: b.header, plain: b.body.Bytes(), made: time.Now()}
	if sh.header.Get("Content-Type") == "" {
		sh.header.Set("Content-Type", http.DetectContentType(sh.plain))
	}
	sum := sha256.Sum256(sh.plain)
	sh.tag = `W/"` + hex.EncodeToString(sum[:12]) + `"`
	if len(sh.plain) >= minPacked {
		sh.packed = packed(sh.plain)
	}
	return sh
}

// packed is b through gzip.
func packed(b []byte) []byte {
	var out bytes.Buffer
	z, _ := gzip.NewWriterLevel(&out, gzip.BestSpeed)
	z.Write(b)
	z.Close()
	return out.Bytes()
}

// put ends a flight and keeps its answer if it went well; sh is nil when it
// failed. Room is made by forgetting all.
func (s *shelf) put(sl *slot, key string, sh *sheet) {
	s.mu.Lock()
	defer s.mu.Unlock()
	sl.coming.sheet = sh
	close(sl.coming.done)
	sl.coming = nil
	if s.slots[key] != sl {
		return // a write cleared the shelf meanwhile
	}
	s.bytes -= sl.last.size(key)
	if sl.last = sh; sh == nil || sh.status >= http.StatusInternalServerError || len(sh.plain) > maxKept {
		delete(s.slots, key)
		return
	}
	if s.bytes += sh.size(key); s.bytes > maxShelf {
		clear(s.slots)
		s.bytes = 0
	}
}

// size is what keeping a sheet costs, roughly.
func (sh *sheet) size(key string) int {
	if sh == nil {
		return 0
	}
	return len(key) + len(sh.plain) + len(sh.packed) + 1<<10
}

func (s *shelf) clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.slots)
	s.bytes = 0
}

// send writes an answer, or that the reader has it already.
func (sh *sheet) send(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	for k, v := range sh.header {
		h[k] = v
	}
	h.Add("Vary", "Accept-Encoding")
	body := sh.plain
	if sh.status == http.StatusOK {
		h.Set("ETag", sh.tag)
		if has(r.Header.Get("If-None-Match"), sh.tag) {
			h.Del("Content-Length")
			h.Del("Content-Type")
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	if sh.packed != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		body = sh.packed
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(sh.status)
	if r.Method != http.MethodHead {
		w.Write(body)
	}
}

// has reports whether a tag is in an If-None-Match header.
func has(header, tag string) bool {
	for one := range strings.SplitSeq(header, ",") {
		one = strings.TrimSpace(one)
		if one == "*" || one != "" && strings.TrimPrefix(one, "W/") == strings.TrimPrefix(tag, "W/") {
			return true
		}
	}
	return false
}

// buffered keeps an answer until it is whole.
type buffered struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (b *buffered) Header() http.Header         { return b.header }
func (b *buffered) WriteHeader(status int)      { b.status = status }
func (b *buffered) Write(p []byte) (int, error) { return b.body.Write(p) }

package store

import (
	"crypto/sha256"
	"encoding/hex"

	"annals"
)

// HeadOf is what is shown of the article of an entry.
func HeadOf(e *Entry) Head {
	a := &e.Reading.Article
	return Head{ID: a.ID, Origin: e.Origin, URL: a.URL, Title: a.Title, Outlet: a.Outlet, Published: a.Published,
		Read: e.Capture.Time, Reserved: a.Rights.Reserved, Claims: len(e.Reading.Claims)}
}

// CaptureID is the content hash of a capture: its bytes, and where they are
// from.
func CaptureID(c *annals.Capture) string {
	h := sha256.New()
	for _, s := range []string{c.URL, c.File} {
		h.Write([]byte(s))
		h.Write([]byte{0})
	}
	h.Write(c.Body)
	return hex.EncodeToString(h.Sum(nil)[:12])
}

// EvidenceOf is the sentences of a reading that claims stand in, by claim.
func EvidenceOf(r *annals.Reading) map[string]string {
	out := make(map[string]string, len(r.Claims))
	for i := range r.Claims {
		c := &r.Claims[i]
		text := r.Article.Text
		if c.In == annals.InTitle {
			text = r.Article.Title
		}
		out[c.ID] = c.Span.Of(text)
	}
	return out
}

package store

import (
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"annals"
)

// HeadOf is what is shown of the article of an entry.
func HeadOf(e *Entry) Head {
	a := &e.Reading.Article
	return Head{ID: a.ID, Origin: e.Origin, URL: a.URL, Title: a.Title, Outlet: a.Outlet, Published: a.Published,
		Read: e.Capture.Time, Reserved: a.Rights.Reserved, Claims: len(e.Reading.Claims), Agency: e.Agency, Sketch: e.Sketch}
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

// RecordID is the identifier of a capture as a WARC file (ISO 28500) would have
// it: a name-based UUID (RFC 9562, version 5) of its hash.
func RecordID(c *annals.Capture) string { return RecordOf(CaptureID(c)) }

// RecordOf is the [RecordID] of a capture with a [CaptureID].
func RecordOf(id string) string {
	namespace := [16]byte{0x6b, 0xa7, 0xb8, 0x12, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8} // of ISO OIDs
	h := sha1.New()
	h.Write(namespace[:])
	h.Write([]byte(id))
	u := h.Sum(nil)[:16]
	u[6], u[8] = u[6]&0x0f|0x50, u[8]&0x3f|0x80
	return fmt.Sprintf("<urn:uuid:%x-%x-%x-%x-%x>", u[:4], u[4:6], u[6:8], u[8:10], u[10:])
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

// WithoutWords is a row as it may be handed on when the publisher reserves
// rights: codes, days, numbers, offsets and the link stay, the words of the
// article go.
func (r Row) WithoutWords() Row {
	r.Evidence, r.Trigger = "", ""
	r.When.Text = ""
	if r.Where != nil {
		w := *r.Where
		w.Text = ""
		r.Where = &w
	}
	r.Actor, r.Claim.Recipient = unworded(r.Actor), unworded(r.Claim.Recipient)
	r.Size = changed(r.Size, func(s *annals.Size) { s.Text = "" })
	r.Attribution = changed(r.Attribution, func(a *annals.Attribution) { a.Text, a.Cue = "", "" })
	r.Why = changed(r.Why, func(w *annals.Reason) { w.Words = "" })
	return r
}

func unworded(ps []annals.Participant) []annals.Participant {
	return changed(ps, func(p *annals.Participant) { p.Text = "" })
}

// changed is a copy of vs with a change made to each.
func changed[T any](vs []T, change func(*T)) []T {
	out := make([]T, len(vs))
	for i := range vs {
		out[i] = vs[i]
		change(&out[i])
	}
	return out
}

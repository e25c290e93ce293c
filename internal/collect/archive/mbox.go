package archive

import (
	"bytes"
	"errors"
	"io"
	"regexp"
)

// mbox reads the mails of a box (RFC 4155); a ">" before "From " in a mail was put
// there by who wrote the box, and one is taken away.
func (s *stream) mbox(yield func(Record) bool) {
	var mailed bytes.Buffer
	at, empty, large := s.at, true, false
	end := func() bool {
		r := Record{Offset: at}
		switch {
		case large:
			r.Err = ErrLarge
		case mailed.Len() == 0:
			return true
		default:
			r.Capture, r.Err = s.mail(mailed.Bytes())
		}
		mailed.Reset()
		large = false
		return yield(r)
	}
	for {
		from := s.at
		line, err := s.line()
		if err != nil && !errors.Is(err, ErrLarge) {
			if end() && err != io.EOF {
				yield(s.broken(err))
			}
			return
		}
		if s.begins(line, empty) {
			if !end() {
				return
			}
			at = from
			continue
		}
		empty = len(bytes.TrimRight(line, "\r\n")) == 0
		if bytes.HasPrefix(bytes.TrimLeft(line, ">"), []byte("From ")) {
			line = bytes.TrimPrefix(line, []byte(">"))
		}
		if large = large || err != nil || mailed.Len()+len(line) > MaxRecord; !large {
			mailed.Write(line)
		}
	}
}

// What a line that begins a mail looks like: it has a day and a time, or names an
// address alone.
var (
	fromDay = regexp.MustCompile(`^From .*(?:` +
		`(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +\d{1,2} +\d{1,2}:\d\d(?::\d\d)?(?: +\S+){0,2} +(?:19|20)\d\d|` +
		`\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (?:19|20)\d\d +\d{1,2}:\d\d|` +
		`(?:19|20)\d\d-\d\d-\d\d.\d\d:\d\d)`)
	fromAddress = regexp.MustCompile(`^From \S+@\S+\s`)
	headLine    = regexp.MustCompile(`^(?i:(?:X|List|Content|ARC|DKIM|MIME|Resent)-[!-9;-~]+|Received|Return-Path|Delivered-To|From|To|Subject|Date|Message-ID|Status|Reply-To|Sender|Authentication-Results):`)
)

// begins reports whether a mail begins at a line. After an empty one, where it
// should, a day or a header in the next line will do: prose that begins with "From "
// has neither. Without an empty one all signs must be there.
func (s *stream) begins(line []byte, empty bool) bool {
	if !bytes.HasPrefix(line, []byte("From ")) || len(line) > maxFrom {
		return false
	}
	next, _ := s.in.Peek(64)
	dated, headed := fromDay.Match(line), headLine.Match(next)
	if empty {
		return dated || headed || fromAddress.Match(line)
	}
	return dated && headed && fromAddress.Match(line)
}

// maxFrom bounds a line that begins a mail, in bytes.
const maxFrom = 1000

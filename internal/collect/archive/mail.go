package archive

import (
	"bytes"
	"errors"
	"fmt"
	"html"
	"io"
	"net/mail"
	"net/url"
	"strings"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset" // decodes what is not UTF-8

	"annals"
)

// mbox reads the mails of a box: each begins at a line "From " after an empty
// one (RFC 4155); ">From " within a mail is "From ".
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
		if empty && bytes.HasPrefix(line, []byte("From ")) {
			if !end() {
				return
			}
			at = from
			continue
		}
		empty = len(bytes.TrimRight(line, "\r\n")) == 0
		if bytes.HasPrefix(line, []byte(">From ")) {
			line = line[1:]
		}
		if large = large || err != nil || mailed.Len()+len(line) > MaxRecord; !large {
			mailed.Write(line)
		}
	}
}

// eml reads one mail.
func (s *stream) eml(yield func(Record) bool) {
	b, err := io.ReadAll(io.LimitReader(s.in, MaxRecord+1))
	r := Record{Err: err}
	switch {
	case err != nil:
	case len(b) > MaxRecord:
		r.Err = ErrLarge
	default:
		r.Capture, r.Err = s.mail(b)
	}
	yield(r)
}

// maxParts bounds the parts of a mail.
const maxParts = 200

var errParts = fmt.Errorf("more than %d parts", maxParts)

// mail is the page of a newsletter: its HTML, else its text, with the subject
// as headline and the list or sender as outlet.
func (s *stream) mail(b []byte) (annals.Capture, error) {
	e, err := message.Read(bytes.NewReader(b))
	if err != nil && !message.IsUnknownCharset(err) && !message.IsUnknownEncoding(err) {
		return annals.Capture{}, fmt.Errorf("read mail: %w", err)
	}
	h := e.Header
	if h.Get("From") == "" && h.Get("Subject") == "" && h.Get("Date") == "" {
		return annals.Capture{}, errors.New("no mail: neither From, Subject nor Date")
	}
	var page, text string
	parts := 0
	err = e.Walk(func(_ []int, p *message.Entity, err error) error {
		if parts++; parts > maxParts {
			return errParts
		}
		if err != nil && !message.IsUnknownCharset(err) {
			return err
		}
		kind, _, _ := p.Header.ContentType()
		if d, _, _ := p.Header.ContentDisposition(); d == "attachment" || kind != "text/html" && kind != "text/plain" {
			return nil
		}
		body, err := io.ReadAll(p.Body)
		if err != nil && len(body) == 0 {
			return err
		}
		if kind == "text/html" && page == "" {
			page = string(body)
		} else if kind == "text/plain" && text == "" {
			text = string(body)
		}
		return nil
	})
	if page == "" && strings.TrimSpace(text) == "" {
		return annals.Capture{}, errors.Join(errors.New("a mail without text"), err)
	}
	subject, _ := h.Text("Subject")
	c := annals.Capture{URL: online(h.Get("Archived-At")), ContentType: "text/html; charset=utf-8"}
	if d, err := mail.ParseDate(h.Get("Date")); err == nil {
		c.Time = d.UTC()
	}
	c.Body = newsletter(page, text, subject, outlet(&h), c.Time.Format("2006-01-02"))
	c.File = s.file(c.URL, c.Body)
	return c, nil
}

// online is the web address of a mail that its header Archived-At gives (RFC 5064).
// List-Archive is that of all mails of a list.
func online(field string) string {
	u, err := url.Parse(strings.Trim(strings.TrimSpace(field), "<>"))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	u.User = nil
	return u.String()
}

// outlet is who sends a newsletter.
func outlet(h *message.Header) string {
	if a, err := mail.ParseAddress(h.Get("From")); err == nil {
		if a.Name != "" {
			return a.Name
		}
		_, host, _ := strings.Cut(a.Address, "@")
		return host
	}
	return ""
}

// newsletter is a page of a mail, with what its headers say where pages say it.
func newsletter(page, text, subject, outlet, day string) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "<!doctype html><html><head><meta charset=\"utf-8\"><title>%s</title>", html.EscapeString(subject))
	fmt.Fprintf(&b, "<meta property=\"og:title\" content=\"%s\"><meta property=\"og:site_name\" content=\"%s\">", html.EscapeString(subject), html.EscapeString(outlet))
	if day != "0001-01-01" {
		fmt.Fprintf(&b, "<meta property=\"article:published_time\" content=\"%s\">", day)
	}
	b.WriteString("</head><body>")
	if page != "" {
		b.WriteString(inner(page))
	} else {
		fmt.Fprintf(&b, "<article><h1>%s</h1>", html.EscapeString(subject))
		for p := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
			if p = strings.TrimSpace(p); p != "" {
				fmt.Fprintf(&b, "<p>%s</p>\n", html.EscapeString(p))
			}
		}
		b.WriteString("</article>")
	}
	b.WriteString("</body></html>")
	return b.Bytes()
}

// inner is what stands in the body of a page.
func inner(page string) string {
	low := strings.ToLower(page)
	if i := strings.Index(low, "<body"); i >= 0 {
		if j := strings.IndexByte(low[i:], '>'); j >= 0 {
			page, low = page[i+j+1:], low[i+j+1:]
		}
	}
	if i := strings.LastIndex(low, "</body"); i >= 0 && len(low) == len(page) {
		page = page[:i]
	}
	return page
}

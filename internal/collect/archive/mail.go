package archive

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"html"
	"io"
	"mime"
	"net/mail"
	"net/url"
	"regexp"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset" // decodes what is not UTF-8
	xhtml "golang.org/x/net/html"

	"annals"
)

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
// as headline and the sender as outlet. A mail that hands on another and says next
// to nothing itself is that other one.
func (s *stream) mail(b []byte) (annals.Capture, error) { return s.mailWithin(b, 0) }

func (s *stream) mailWithin(b []byte, depth int) (annals.Capture, error) {
	e, err := message.Read(bytes.NewReader(b))
	if err != nil && !message.IsUnknownCharset(err) && !message.IsUnknownEncoding(err) {
		return annals.Capture{}, fmt.Errorf("read mail: %w", err)
	}
	h := e.Header
	if h.Get("From") == "" && h.Get("Subject") == "" && h.Get("Date") == "" {
		return annals.Capture{}, errors.New("no mail: neither From, Subject nor Date")
	}
	m, err := partsOf(e)
	inPage, inText := wordsOf(m.page), len(strings.Fields(m.text))
	if m.mail != nil && inPage < fewWords && inText < fewWords && depth < maxHanded {
		if c, err := s.mailWithin(m.mail, depth+1); err == nil {
			return c, nil
		}
	}
	if inPage == 0 && inText == 0 {
		return annals.Capture{}, errors.Join(errors.New("a mail without text"), err)
	}
	if 3*inPage < inText { // it is pictures alone, or cut off
		m.page = ""
	}
	subject, _ := h.Text("Subject")
	when, day := sent(&h), ""
	if !when.IsZero() {
		day = when.Format(time.RFC3339)
	}
	c := annals.Capture{URL: online(h.Get("Archived-At")), Time: when.UTC(), ContentType: "text/html; charset=utf-8"}
	c.Body = newsletter(m.page, m.text, subject, outlet(&h), day)
	c.File = s.file(c.URL, c.Body)
	return c, nil
}

const (
	fewWords  = 20 // of a mail that hands on another and says nothing else
	maxHanded = 3  // mails in mails that are opened
)

// parts are what is read of a mail: the first of each kind.
type parts struct {
	page, text string
	mail       []byte // that is attached
}

// partsOf takes a mail apart, up to where it is broken.
func partsOf(e *message.Entity) (m parts, err error) {
	n := 0
	err = e.Walk(func(_ []int, p *message.Entity, err error) error {
		if n++; n > maxParts {
			return errParts
		}
		if err != nil && !message.IsUnknownCharset(err) {
			return err
		}
		kind, params, _ := p.Header.ContentType()
		d, _, _ := p.Header.ContentDisposition()
		switch {
		case kind == "message/rfc822" && m.mail == nil:
		case d == "attachment" || kind != "text/html" && kind != "text/plain":
			return nil
		}
		body, err := io.ReadAll(p.Body)
		if err != nil && len(body) == 0 {
			return err
		}
		if strings.EqualFold(params["charset"], "utf-7") {
			body = utf7(body)
		}
		switch {
		case kind == "message/rfc822":
			m.mail = body
		case kind == "text/html" && m.page == "":
			m.page = string(body)
		case kind == "text/plain" && m.text == "":
			m.text = string(body)
		}
		return nil
	})
	return m, err
}

// sent is when a mail was sent, or came where it lay: zero where no header tells.
func sent(h *message.Header) time.Time {
	if t, err := mail.ParseDate(h.Get("Date")); err == nil {
		return t
	}
	came := h.Get("Received") // the last of them stands first
	if t, err := mail.ParseDate(strings.TrimSpace(came[strings.LastIndexByte(came, ';')+1:])); err == nil {
		return t
	}
	return time.Time{}
}

// wordsOf counts the words that a page shows.
func wordsOf(page string) (n int) {
	z := xhtml.NewTokenizer(strings.NewReader(page))
	z.SetMaxBuf(MaxRecord)
	hidden := ""
	for {
		switch z.Next() {
		case xhtml.ErrorToken:
			return n
		case xhtml.StartTagToken:
			if name, _ := z.TagName(); hidden == "" && (string(name) == "style" || string(name) == "script" || string(name) == "title") {
				hidden = string(name)
			}
		case xhtml.EndTagToken:
			if name, _ := z.TagName(); string(name) == hidden {
				hidden = ""
			}
		case xhtml.TextToken:
			if hidden == "" {
				n += len(bytes.Fields(z.Text()))
			}
		}
	}
}

// utf7 is a text in UTF-7 (RFC 2152) as UTF-8; what is none is left as it is.
func utf7(b []byte) []byte {
	return shifted.ReplaceAllFunc(b, func(run []byte) []byte {
		code := bytes.TrimSuffix(run[1:], []byte("-"))
		if len(code) == 0 {
			return run[:1]
		}
		raw, err := base64.RawStdEncoding.DecodeString(string(code))
		units := make([]uint16, len(raw)/2)
		for k := range units {
			units[k] = binary.BigEndian.Uint16(raw[2*k:])
		}
		if err != nil || len(units) == 0 {
			return run
		}
		return []byte(string(utf16.Decode(units)))
	})
}

var shifted = regexp.MustCompile(`\+[A-Za-z0-9+/]*-?`)

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

// outlet is who sends a newsletter: the name, else the domain.
func outlet(h *message.Header) string {
	p := mail.AddressParser{WordDecoder: &mime.WordDecoder{CharsetReader: message.CharsetReader}}
	from := h.Get("From")
	a, err := p.Parse(from)
	if err != nil { // no address as the rules have it
		name, address, _ := strings.Cut(valid(from), "<")
		if !strings.Contains(from, "<") {
			name, address = "", name
		}
		a = &mail.Address{Name: strings.Trim(name, "\" "), Address: strings.TrimRight(address, "> ")}
	}
	if a.Name != "" {
		return a.Name
	}
	return a.Address[strings.LastIndexByte(a.Address, '@')+1:]
}

// newsletter is a page of a mail, with what its headers say where pages say it.
func newsletter(page, text, subject, outlet, day string) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "<!doctype html><html><head><meta charset=\"utf-8\"><title>%s</title>", html.EscapeString(subject))
	fmt.Fprintf(&b, "<meta property=\"og:title\" content=\"%s\"><meta property=\"og:site_name\" content=\"%s\">", html.EscapeString(subject), html.EscapeString(outlet))
	if day != "" {
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

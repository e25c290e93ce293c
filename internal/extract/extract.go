package extract

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"strings"
	"time"

	"annals"
	"annals/internal/sys/rights"
)

// Bounds that hold whatever the options say.
const (
	defaultMaxBytes = 20 << 20 // bytes of a capture that are read
	defaultDeadline = 20 * time.Second
	sniffBytes      = 4096 // bytes looked at to tell what an input is
)

// Why a capture gives no article; [Extract] wraps them with the reason.
var (
	ErrEmpty     = errors.New("nothing in it")
	ErrTooLarge  = errors.New("too large")
	ErrBinary    = errors.New("not text")
	ErrNoArticle = errors.New("no article found")
	ErrWall      = errors.New("a wall stands before the article")
	ErrDeadline  = errors.New("took too long")
)

// Options tunes [Extract]. The zero value is what production uses.
type Options struct {
	// MaxBytes is the size of a capture above which it is refused; 0 means 20 MB.
	MaxBytes int

	// Deadline is the time one page may take; 0 means 20 s.
	Deadline time.Duration

	// Published replaces the publication date that the page states.
	Published annals.Date
}

func (o Options) maxBytes() int {
	if o.MaxBytes > 0 {
		return o.MaxBytes
	}
	return defaultMaxBytes
}

func (o Options) deadline() time.Duration {
	if o.Deadline > 0 {
		return o.Deadline
	}
	return defaultDeadline
}

// Extract reads the articles of a capture: one for a page or a text, any
// number for JSON Lines. When some lines of JSON are bad it returns the
// articles of the others together with an error that names the bad lines.
func Extract(c *annals.Capture, o Options) ([]annals.Article, error) {
	if err := refuse(c.Body, o); err != nil {
		return nil, err
	}
	text, charset := decode(c.Body, c.ContentType)
	if err := refuseText(text); err != nil {
		return nil, err
	}
	var as []annals.Article
	var err error
	switch kindOf(c, text) {
	case kindJSON:
		as, err = fromJSON(c, text)
	case kindHTML:
		as, err = one(fromHTML(c, text, o))
	default:
		as, err = one(fromText(c, text, o))
	}
	for i := range as {
		finish(&as[i], c, o, charset)
	}
	return as, err
}

func one(a annals.Article, err error) ([]annals.Article, error) {
	if err != nil {
		return nil, err
	}
	return []annals.Article{a}, nil
}

// finish sets what every kind of input shares: the flag's date, the signals
// seen outside the bytes, the warnings and the id.
func finish(a *annals.Article, c *annals.Capture, o Options, charset string) {
	if o.Published != "" {
		a.Published, a.PublishedFrom, a.PublishedAt = o.Published, "flag", time.Time{}
	}
	own := rights.Unread(a.Rights.Signals, c.Signals) // licences that were read count by what they say
	a.Rights = rights.Add(annals.Rights{}, append(own, rights.OfCapture(c)...)...)
	if a.Published == "" {
		warn(a, "no publication date found")
	}
	if a.Language != "" && a.Language != "en" {
		warn(a, "article is in "+languageName(a.Language)+", not English")
	}
	if strings.Count(a.Text, "\uFFFD") > 3 {
		warn(a, "charset "+charset+" leaves unreadable characters")
	}
	if a.ID == "" {
		a.ID = annals.NewArticleID(a.URL, a.Title, a.Text)
	}
}

func warn(a *annals.Article, message string) {
	a.Warnings = append(a.Warnings, annals.Warning{Stage: "extract", Message: message})
}

// refuse turns away bytes that are no text before any work is done on them.
func refuse(b []byte, o Options) error {
	if len(b) > o.maxBytes() {
		return fmt.Errorf("%w: %d bytes, at most %d are read", ErrTooLarge, len(b), o.maxBytes())
	}
	if len(bytes.TrimSpace(b)) == 0 {
		return fmt.Errorf("%w: the input is empty", ErrEmpty)
	}
	for _, m := range magics {
		if strings.HasPrefix(string(b[:min(len(b), 16)]), m.prefix) {
			return fmt.Errorf("%w: it is %s", ErrBinary, m.name)
		}
	}
	return nil
}

// magics are first bytes of files that people hand over by mistake.
var magics = []struct{ prefix, name string }{
	{"%PDF-", "a PDF file"}, {"PK\x03\x04", "a ZIP archive"}, {"\x89PNG", "a PNG image"},
	{"\xff\xd8\xff", "a JPEG image"}, {"GIF8", "a GIF image"}, {"\x7fELF", "a program"},
	{"\x1f\x8b", "gzip within gzip"}, {"BZh", "a bzip2 archive"}, {"\xfd7zXZ", "an xz archive"},
	{"\x28\xb5\x2f\xfd", "a zstd archive"}, {"RIFF", "a sound or image file"}, {"SQLite format 3", "a database"},
	{"\xd0\xcf\x11\xe0", "an old Office document"}, {"{\\rtf", "an RTF document"}, {"ID3", "a sound file"},
}

// refuseText turns away decoded text in which control characters say that it
// never was text.
func refuseText(s string) error {
	control, all := 0, 0
	for _, r := range s[:min(len(s), 1<<16)] {
		all++
		if r < ' ' && r != '\n' && r != '\r' && r != '\t' && r != '\f' && r != 0x1b || r == '\uFFFD' {
			control++
		}
	}
	if control*10 > all {
		return fmt.Errorf("%w: %d of its first %d characters are control characters or unreadable", ErrBinary, control, all)
	}
	if strings.Trim(s, " \t\r\n\f\v\x00\uFEFF") == "" {
		return fmt.Errorf("%w: only blanks", ErrEmpty)
	}
	return nil
}

type kind int

const (
	kindText kind = iota
	kindHTML
	kindJSON
)

// kindOf tells what an input is: by its first bytes, and where they leave a
// doubt by its declared type or the ending of its name.
func kindOf(c *annals.Capture, text string) kind {
	head := strings.TrimLeft(text[:min(len(text), sniffBytes)], " \t\r\n\uFEFF\x00")
	switch {
	case looksJSON(head):
		return kindJSON
	case looksHTML(head):
		return kindHTML
	}
	named := strings.ToLower(c.ContentType + " " + path.Ext(strings.TrimSuffix(strings.ToLower(c.File), ".gz")))
	switch {
	case strings.Contains(named, "json") && strings.HasPrefix(head, "{"):
		return kindJSON
	case strings.Contains(named, "text/html"), strings.HasSuffix(named, ".html"), strings.HasSuffix(named, ".htm"):
		return kindHTML
	}
	return kindText
}

// looksJSON reports whether the text opens an object or an array of objects.
func looksJSON(head string) bool {
	rest := strings.TrimLeft(strings.TrimPrefix(head, "["), " \t\r\n")
	if !strings.HasPrefix(rest, "{") {
		return false
	}
	rest = strings.TrimLeft(rest[1:], " \t\r\n")
	return strings.HasPrefix(rest, `"`) || strings.HasPrefix(rest, "}")
}

// looksHTML reports whether the text has the tags that pages begin with, or
// many tags of any kind.
func looksHTML(head string) bool {
	lower := strings.ToLower(head)
	for _, tag := range []string{"<!doctype html", "<html", "<head", "<body", "<meta ", "<title", "<script", "<article", "<div", "<p>", "<p ", "<h1"} {
		if strings.Contains(lower, tag) {
			return true
		}
	}
	return strings.HasPrefix(lower, "<") && strings.Count(lower, "</") >= 2
}

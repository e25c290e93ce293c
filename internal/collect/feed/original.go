package feed

import (
	"html"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/atom"
	ext "github.com/mmcdole/gofeed/extensions"
	"github.com/mmcdole/gofeed/rss"
)

// original reads what the common form of the library leaves out: ttl of RSS,
// links with a relation of Atom.
func (r *reader) original(f *gofeed.Feed) {
	switch o := f.OriginalFeed().(type) {
	case *rss.Feed:
		if n, err := strconv.Atoi(strings.TrimSpace(o.TTL)); err == nil && n > 0 {
			r.out.Every = time.Duration(min(n, maxMinutes)) * time.Minute
		}
	case *atom.Feed:
		for _, l := range o.Links {
			r.link(l.Rel, l.Href, l.Type)
		}
	}
}

// maxMinutes is the longest interval that a feed may ask for: a month.
const maxMinutes = 30 * 24 * 60

func first(es []ext.Extension) string {
	if len(es) == 0 {
		return ""
	}
	return es[0].Value
}

var tags = regexp.MustCompile(`<[^>]*>`)

// plain is the text of a title, which may be HTML, escaped once or twice.
func plain(s string) string {
	s = html.UnescapeString(s)
	if strings.Contains(s, "<") {
		s = tags.ReplaceAllString(s, "")
	}
	return strings.Join(strings.Fields(html.UnescapeString(s)), " ")
}

// clip cuts s to at most n bytes, at a letter.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

package annals

import (
	"crypto/sha256"
	"encoding/hex"
	"time"
)

// An Outlet is who publishes.
type Outlet struct {
	Name    string `json:"name"`
	Domain  string `json:"domain,omitempty"`  // registered host, lower case, without "www."
	Country Code   `json:"country,omitempty"` // where it sits, if known
}

// A Capture is bytes as they were fetched or read, with where and when.
type Capture struct {
	URL         string              // where it was fetched from, after redirects; "" for a file
	File        string              // path it was read from, "-" for standard input; "" for a URL
	Time        time.Time           // when it was read; zero if nobody said
	ContentType string              // as the server declared it; "" if it did not
	Status      int                 // of the answer (HTTP); 0 for a file
	Header      map[string][]string // of the answer, as received; nil for a file
	Body        []byte              // never changed after reading; empty once it was dropped
	Signals     []Signal            // rights signals seen outside the bytes (headers, robots.txt)
}

// Name is what messages call the capture: its file or else its URL.
func (c *Capture) Name() string {
	if c.File != "" {
		return c.File
	}
	return c.URL
}

// A Signal is one statement about what may be done with a page, as found.
type Signal struct {
	Kind  string `json:"kind"`  // notice, tdm-reservation, noai, content-usage, license, …
	Value string `json:"value"` // as written, shortened to one sentence
	Where string `json:"where"` // header, meta, json-ld, link, body, file, robots.txt, tdmrep.json, trust.txt, rsl
	// Time is when it was seen, where that is not when the page was read.
	Time time.Time `json:"time,omitzero"`
}

// Rights says whether the publisher reserves mining of the article, and where
// it says so.
type Rights struct {
	Reserved bool     `json:"reserved"`
	Basis    string   `json:"basis,omitempty"` // the words or the signal that decided
	Signals  []Signal `json:"signals,omitempty"`
}

// ArticleID is the content hash of an article: the same words at the same
// address have the same id, whenever they are read.
type ArticleID string

// An Article is one version of one published text. Its text is never edited;
// everything found in it is a [Span].
type Article struct {
	ID        ArticleID `json:"id"`
	URL       string    `json:"url,omitempty"` // canonical
	Title     string    `json:"title"`
	Outlet    string    `json:"outlet,omitempty"`
	Section   string    `json:"section,omitempty"`
	Byline    []string  `json:"byline,omitempty"` // one name an entry
	Published Date      `json:"published,omitempty"`
	Modified  Date      `json:"modified,omitempty"`
	// PublishedFrom says what gave Published: json-ld, meta, time, url, text,
	// flag or article (a field of a JSON article).
	PublishedFrom string `json:"published_from,omitempty"`
	// PublishedAt is the moment of publication, where the page gives a time of day
	// with its zone; else zero. Published is its day in that zone.
	PublishedAt time.Time `json:"published_at,omitzero"`
	Language    string    `json:"language,omitempty"` // BCP 47 primary tag: en, pl, …
	Credits     []string  `json:"credits,omitempty"`  // photo and agency credits
	Copyright   string    `json:"copyright,omitempty"`
	Rights      Rights    `json:"rights"`
	Text        string    `json:"text,omitempty"` // the body: blocks joined by blank lines
	Blocks      []Block   `json:"blocks,omitempty"`
	Warnings    []Warning `json:"-"`
}

// A BlockKind says what part of an article a block is.
type BlockKind string

// The kinds of blocks. Captions are kept apart from the body.
const (
	Heading   BlockKind = "heading"
	Paragraph BlockKind = "paragraph"
	Quote     BlockKind = "quote"
	ListItem  BlockKind = "list item"
	Caption   BlockKind = "caption"
)

// A Block is one paragraph-like piece of an article, in reading order.
// For a caption Span is empty, since it is not part of Article.Text, and
// stands at the offset where the caption came.
type Block struct {
	Kind BlockKind `json:"kind"`
	Span
	Text string `json:"text,omitempty"` // captions only; else Span.Of(Article.Text)
}

// NewArticleID hashes what makes an article this version of this text.
func NewArticleID(url, title, text string) ArticleID {
	h := sha256.New()
	for _, s := range []string{url, title, text} {
		h.Write([]byte(s))
		h.Write([]byte{0})
	}
	return ArticleID(hex.EncodeToString(h.Sum(nil)[:10]))
}

package feed

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"
)

// sitemapURL is an entry of a sitemap (sitemaps.org 0.9) with what news sitemaps
// add.
type sitemapURL struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod"`
	News    struct {
		Title       string `xml:"title"`
		Date        string `xml:"publication_date"`
		Publication struct {
			Name     string `xml:"name"`
			Language string `xml:"language"`
		} `xml:"publication"`
	} `xml:"news"`
}

// sitemap reads a sitemap or an index of sitemaps entry by entry.
func (r *reader) sitemap(text []byte, kind Kind) error {
	r.out.Kind = kind
	d := xml.NewDecoder(bytes.NewReader(text))
	d.Strict = false
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	for {
		t, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return r.broken(err)
		}
		start, ok := t.(xml.StartElement)
		if !ok || start.Name.Local != "url" && start.Name.Local != "sitemap" {
			continue
		}
		var u sitemapURL
		if err := d.DecodeElement(&u, &start); err != nil {
			return r.broken(err)
		}
		r.entry(&u, start.Name.Local == "sitemap")
	}
	r.close()
	return nil
}

// broken is the error of a file that is not well formed; when something was
// read, it is a warning.
func (r *reader) broken(err error) error {
	if len(r.out.Items)+len(r.out.Parts) == 0 {
		return fmt.Errorf("read sitemap: %w", err)
	}
	r.warn("not well formed, read up to the last whole entry: %v", err)
	return nil
}

func (r *reader) entry(u *sitemapURL, part bool) {
	it := Item{URL: r.absolute(u.Loc), Title: plain(u.News.Title), Language: strings.TrimSpace(u.News.Publication.Language)}
	if r.out.Title == "" {
		r.out.Title = plain(u.News.Publication.Name)
	}
	it.Published = r.believed(w3cTime(u.News.Date), &it)
	it.Updated = r.believed(w3cTime(u.LastMod), &it)
	if !part {
		r.take(it)
		return
	}
	if it.URL != "" && len(r.out.Parts) < r.MaxItems {
		r.out.Parts = append(r.out.Parts, it)
	}
}

// w3cTime reads a date of the W3C's profile of ISO 8601, nil for none.
func w3cTime(s string) *time.Time {
	s = strings.TrimSpace(s)
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02"} {
		if t, err := time.Parse(layout, s); err == nil {
			return &t
		}
	}
	return nil
}

package extract

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"annals"
	"annals/internal/sys/rights"
)

const maxBadLines = 20 // bad lines of a JSON Lines file that are named

// errNoText reports an article whose text is missing or empty.
var errNoText = errors.New(`article has no "text"`)

// A jsonArticle is an article as JSON input writes it; members that are not
// listed are ignored, so gold files are input too.
type jsonArticle struct {
	ID        any     `json:"id"`
	URL       *string `json:"url"`
	Title     *string `json:"title"`
	Published *string `json:"published"`
	Modified  *string `json:"modified"`
	Outlet    any     `json:"outlet"`
	Section   any     `json:"section"`
	Byline    any     `json:"byline"`
	Language  any     `json:"language"`
	Text      *string `json:"text"`
}

// fromJSON reads one article, an array of them, or JSON Lines.
func fromJSON(c *annals.Capture, text string) ([]annals.Article, error) {
	as, errs := wholeJSON(c, text)
	if errs == nil && as == nil {
		as, errs = jsonLines(c, text)
	}
	if len(as) == 0 && len(errs) == 0 {
		return nil, fmt.Errorf("%w: the JSON holds no object", ErrNoArticle)
	}
	if len(errs) > maxBadLines {
		errs = append(errs[:maxBadLines], fmt.Errorf("and %d more", len(errs)-maxBadLines))
	}
	return as, errors.Join(errs...)
}

// wholeJSON reads values one after the other, over any number of lines. It
// gives nothing at all when one of them is broken.
func wholeJSON(c *annals.Capture, text string) (as []annals.Article, errs []error) {
	d := json.NewDecoder(strings.NewReader(text))
	for n := 1; ; {
		var raw json.RawMessage
		if err := d.Decode(&raw); err == io.EOF {
			return as, errs
		} else if err != nil {
			return nil, nil
		}
		group := []json.RawMessage{raw}
		if raw[0] == '[' {
			if json.Unmarshal(raw, &group) != nil {
				return nil, nil
			}
		}
		for _, raw := range group {
			a, err := jsonOne(c, raw)
			if err != nil {
				errs = append(errs, fmt.Errorf("article %d: %w", n, err))
			} else {
				as = append(as, a)
			}
			n++
		}
	}
}

func jsonLines(c *annals.Capture, text string) (as []annals.Article, errs []error) {
	for n, line := range strings.Split(text, "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		a, err := jsonOne(c, []byte(line))
		if err != nil {
			errs = append(errs, fmt.Errorf("line %d: %w", n+1, err))
			continue
		}
		as = append(as, a)
	}
	return as, errs
}

// jsonOne makes an article of an object. Its text is the body, byte for byte.
func jsonOne(c *annals.Capture, raw []byte) (annals.Article, error) {
	var j jsonArticle
	if err := json.Unmarshal(raw, &j); err != nil {
		return annals.Article{}, fmt.Errorf("read json: %w", err)
	}
	if j.Text == nil || strings.TrimSpace(*j.Text) == "" {
		return annals.Article{}, errNoText
	}
	a := annals.Article{ID: annals.ArticleID(scalar(j.ID)), URL: value(j.URL), Title: value(j.Title), Text: *j.Text,
		Outlet: scalar(j.Outlet), Section: scalar(j.Section), Language: primary(scalar(j.Language))}
	for _, v := range list(j.Byline) {
		a.Byline = addNew(a.Byline, scalar(v))
	}
	a.Published = parseDay(value(j.Published), 0, c.Time)
	a.Modified = parseDay(value(j.Modified), 0, c.Time)
	switch {
	case a.Published != "":
		a.PublishedFrom, a.PublishedAt = "article", parseMoment(value(j.Published), a.Published)
	case unbelieved(value(j.Published), 0, c.Time) != "":
		warn(&a, notBelieved(unbelieved(value(j.Published), 0, c.Time)))
	case value(j.Published) != "":
		warn(&a, "publication date "+strconv.Quote(clip(value(j.Published), 40))+" is no date")
	}
	a.Blocks = paragraphs(a.Text)
	var n notes
	for _, b := range a.Blocks[max(0, len(a.Blocks)-lastBlocks):] {
		n.add(b.Of(a.Text), true)
	}
	a.Copyright = n.copyright
	for _, s := range n.notices {
		a.Rights = rights.Add(a.Rights, annals.Signal{Kind: "notice", Value: firstSentence(s), Where: "body"})
	}
	setLanguage(&a)
	return a, nil
}

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// scalar is a string or a number as text; of an object its name.
func scalar(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case map[string]any:
		s, _ := v["name"].(string)
		return s
	}
	return ""
}

// paragraphs are the spans of a text between blank lines, without the blanks
// at their ends.
func paragraphs(text string) []annals.Block {
	var bs []annals.Block
	start := -1
	end := 0
	offset := 0
	flush := func() {
		if start >= 0 {
			bs = append(bs, annals.Block{Kind: annals.Paragraph, Span: annals.Span{Start: start, End: end}})
		}
		start = -1
	}
	for line := range strings.Lines(text) {
		trimmed := strings.TrimSpace(line)
		if trimmed == "" {
			flush()
		} else {
			at := offset + strings.Index(line, trimmed)
			if start < 0 {
				start = at
			}
			end = at + len(trimmed)
		}
		offset += len(line)
	}
	flush()
	return bs
}

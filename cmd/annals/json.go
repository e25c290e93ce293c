package main

import (
	"encoding/json"
	"io"
	"strings"
	"time"

	"annals"
)

// A coded is what `annals code --format json` writes: one object a line and
// article. doc/record.schema.json describes it.
type coded struct {
	Article   articleHead        `json:"article"`
	Sentences []annals.Span      `json:"sentences"` // of the body
	Claims    []annals.Claim     `json:"claims"`
	Quotes    []annals.Quotation `json:"quotes"`
	Warnings  []annals.Warning   `json:"warnings"`
}

// An articleHead is an article without its words, unless they are asked for.
type articleHead struct {
	ID            annals.ArticleID `json:"id"`
	URL           string           `json:"url"`
	Title         string           `json:"title"`
	Outlet        string           `json:"outlet"`
	Section       string           `json:"section"`
	Byline        string           `json:"byline"` // names joined by ", "
	Published     annals.Date      `json:"published"`
	PublishedFrom string           `json:"published_from"`
	PublishedAt   time.Time        `json:"published_at,omitzero"`
	Modified      annals.Date      `json:"modified"`
	Language      string           `json:"language"`
	Credits       []string         `json:"credits"`
	Copyright     string           `json:"copyright"`
	Rights        annals.Rights    `json:"rights"`
	Text          *string          `json:"text,omitempty"`
}

func head(a *annals.Article, withText bool) articleHead {
	h := articleHead{ID: a.ID, URL: a.URL, Title: a.Title, Outlet: a.Outlet, Section: a.Section,
		Byline: strings.Join(a.Byline, ", "), Published: a.Published, PublishedFrom: a.PublishedFrom, PublishedAt: a.PublishedAt,
		Modified: a.Modified, Language: a.Language, Credits: list(a.Credits), Copyright: a.Copyright, Rights: a.Rights}
	if withText {
		h.Text = &a.Text
	}
	return h
}

// A jsonWriter writes each reading as a line of JSON.
type jsonWriter struct {
	w        io.Writer
	withText bool
}

func (j *jsonWriter) reading(r *annals.Reading, _ string) error {
	rec := coded{Article: head(&r.Article, j.withText), Sentences: bodySpans(r.Sentences),
		Claims: list(r.Claims), Quotes: list(r.Quotes), Warnings: list(r.Warnings)}
	e := json.NewEncoder(j.w)
	e.SetEscapeHTML(false)
	return e.Encode(rec)
}

func (j *jsonWriter) close() error { return nil }

func bodySpans(ss []annals.Sentence) []annals.Span {
	spans := []annals.Span{}
	for _, s := range ss {
		if s.In == annals.InText {
			spans = append(spans, s.Span)
		}
	}
	return spans
}

// list is s, but never nil, so that it is written as [].
func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

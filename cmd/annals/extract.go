package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"annals"
	"annals/internal/extract"
)

// extractCmd prints articles alone, without coding them.
type extractCmd struct {
	Published string   `help:"Publication date, for articles that give none or a wrong one (YYYY-MM-DD)." placeholder:"DATE"`
	Format    string   `help:"text, json or markdown." enum:"text,json,markdown" default:"text"`
	Inputs    []string `arg:"" name:"input" help:"File, folder, address, or - for standard input."`
}

// Run prints every article it can read and reports every input it cannot.
func (e *extractCmd) Run(c *console) error {
	day := annals.Date(e.Published)
	if _, ok := day.Time(); day != "" && !ok {
		return fmt.Errorf("read --published %q: not a day written as 2024-06-19", e.Published)
	}
	in := inputs{names: e.Inputs, stdin: c.in, now: time.Now}
	failed, printed := false, 0
	for capture, err := range in.captures(context.Background()) {
		var as []annals.Article
		if err == nil {
			as, err = extract.Extract(capture, extract.Options{Published: day})
			err = nameErrors(capture, err)
		}
		if err != nil {
			failed = true
			fmt.Fprintf(c.err, "annals: %v\n", err)
		}
		for i := range as {
			if err := e.print(c.out, &as[i], printed); err != nil {
				return fmt.Errorf("write article: %w", err)
			}
			printed++
			for _, w := range as[i].Warnings {
				fmt.Fprintf(c.err, "annals: %s: warning: %s\n", capture.Name(), w.Message)
			}
		}
	}
	if failed {
		return errReported
	}
	return nil
}

// nameErrors puts the name of the capture before each line of an error.
func nameErrors(c *annals.Capture, err error) error {
	if err == nil {
		return nil
	}
	name := c.Name()
	if name == "-" {
		name = "standard input"
	}
	return errors.New("read " + name + ": " + strings.ReplaceAll(err.Error(), "\n", "\nannals: read "+name+": "))
}

func (e *extractCmd) print(w io.Writer, a *annals.Article, printed int) error {
	if e.Format == "json" {
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		return enc.Encode(struct {
			*annals.Article
			Warnings []annals.Warning `json:"warnings,omitempty"`
		}{a, a.Warnings})
	}
	page := articleText(a)
	if e.Format == "markdown" {
		page = articleMarkdown(a)
	}
	if printed > 0 {
		page = "\n" + strings.Repeat("-", 72) + "\n\n" + page
	}
	_, err := io.WriteString(w, page)
	return err
}

// articleText is an article as plain text: headline, what is known of it, body.
func articleText(a *annals.Article) string {
	var b strings.Builder
	b.WriteString(a.Title + "\n")
	for _, f := range articleFacts(a) {
		fmt.Fprintf(&b, "%-10s %s\n", f[0]+":", f[1])
	}
	b.WriteString("\n")
	for _, bl := range a.Blocks {
		switch s := bl.Of(a.Text); bl.Kind {
		case annals.Caption:
		case annals.ListItem:
			b.WriteString("- " + s + "\n\n")
		default:
			b.WriteString(s + "\n\n")
		}
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

// articleFacts are the lines between headline and body.
func articleFacts(a *annals.Article) [][2]string {
	var reserved string
	if a.Rights.Reserved {
		reserved = "reserved: " + a.Rights.Basis
	}
	published := string(a.Published)
	if published != "" {
		published += " (" + a.PublishedFrom + ")"
	}
	all := [][2]string{
		{"Outlet", a.Outlet}, {"Section", a.Section}, {"By", strings.Join(a.Byline, ", ")}, {"Published", published},
		{"Modified", string(a.Modified)}, {"Address", a.URL}, {"Language", a.Language},
		{"Credits", strings.Join(a.Credits, "; ")}, {"Copyright", a.Copyright}, {"Rights", reserved},
	}
	var known [][2]string
	for _, f := range all {
		if f[1] != "" {
			known = append(known, f)
		}
	}
	return known
}

// articleMarkdown is an article as Markdown, with a front matter of its facts.
func articleMarkdown(a *annals.Article) string {
	var b strings.Builder
	b.WriteString("---\n")
	for _, f := range append([][2]string{{"Title", a.Title}}, articleFacts(a)...) {
		q, _ := json.Marshal(f[1])
		fmt.Fprintf(&b, "%s: %s\n", strings.ToLower(f[0]), q)
	}
	b.WriteString("---\n\n")
	if a.Title != "" {
		b.WriteString("# " + escapeMarkdown(a.Title) + "\n\n")
	}
	for _, bl := range a.Blocks {
		s := escapeMarkdown(bl.Of(a.Text))
		switch bl.Kind {
		case annals.Heading:
			s = "## " + s
		case annals.Quote:
			s = "> " + strings.ReplaceAll(s, "\n", "\n> ")
		case annals.ListItem:
			s = "- " + s
		case annals.Caption:
			s = "*" + escapeMarkdown(bl.Text) + "*"
		}
		b.WriteString(s + "\n\n")
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

var markdownEscaper = strings.NewReplacer(`\`, `\\`, "*", `\*`, "_", `\_`, "`", "\\`", "[", `\[`, "<", "&lt;")

func escapeMarkdown(s string) string {
	s = markdownEscaper.Replace(s)
	if s != "" && strings.ContainsRune("#>+-=|", rune(s[0])) {
		s = `\` + s
	}
	return s
}

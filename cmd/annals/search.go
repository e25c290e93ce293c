package main

import (
	"cmp"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strconv"
	"strings"

	"annals"
	"annals/internal/link"
	"annals/internal/search"
	"annals/internal/sys/store"
)

// searchCmd is `annals search`: claims of the record that a query asks for.
type searchCmd struct {
	keeper
	Format string   `help:"table for people, json (one object a line) or csv for programs." enum:"table,json,csv" default:"table"`
	Limit  int      `help:"At most so many claims; 0 is all of them." default:"50"`
	Query  []string `arg:"" optional:"" name:"QUERY" help:"Such as: actor:RUS type:ASSAULT since:2024-06 \"drone\" (doc/search.md). Nothing asks for everything."`
}

// Run prints the claims that match.
func (cmd *searchCmd) Run(c *console) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	q, s, err := cmd.ask(ctx, c, cmd.Query)
	if err != nil {
		return err
	}
	defer s.Close()
	out := cmd.writer(c)
	for p := (store.Page{Order: q.Order}); ; {
		p.Limit = 500
		if cmd.Limit > 0 {
			p.Limit = min(cmd.Limit-out.count(), p.Limit)
		}
		rs, next, err := s.Rows(ctx, q.Filter, p)
		if err != nil {
			return err
		}
		for i := range rs {
			if err := out.row(&rs[i]); err != nil {
				return fmt.Errorf("write claims: %w", err)
			}
		}
		if p.After = next; next == "" || cmd.Limit > 0 && out.count() >= cmd.Limit {
			return out.close(next != "")
		}
	}
}

// ask reads the query and opens the record.
func (k *keeper) ask(ctx context.Context, c *console, words []string) (search.Query, store.Store, error) {
	countries, err := link.LoadCountries()
	if err != nil {
		return search.Query{}, nil, err
	}
	text := strings.Join(words, " ")
	q, err := search.Parse(text, search.Options{Country: countries.Code})
	var wrong *search.SyntaxError
	if errors.As(err, &wrong) && !strings.Contains(wrong.Message, noType) {
		return search.Query{}, nil, pointed(text, err)
	}
	s, openErr := k.readStore(ctx, c)
	if openErr != nil {
		return search.Query{}, nil, cmp.Or(pointed(text, err), openErr)
	}
	if err != nil {
		if q, err = search.Parse(text, search.Options{Country: countries.Code, Types: typesOf(ctx, s)}); err != nil {
			s.Close()
			return search.Query{}, nil, pointed(text, err)
		}
	}
	return q, s, nil
}

// noType is what an error says of a type that may be one of the record's own.
const noType = "is no PLOVER type"

// typesOf asks a record which types its claims have.
func typesOf(ctx context.Context, s store.Store) func() []string {
	return func() []string {
		var out []string
		bs, err := s.Count(ctx, nil, store.ByType)
		if err != nil {
			return nil
		}
		for _, b := range bs {
			out = append(out, b.Value)
		}
		return out
	}
}

// pointed shows a query with a mark below the column where it went wrong.
func pointed(query string, err error) error {
	var s *search.SyntaxError
	if !errors.As(err, &s) {
		return err
	}
	const room = 60
	rs, column := []rune(oneLine(query, "")), s.Column-1
	from := 0
	if column > room {
		from = column - room/2
	}
	if from > len(rs) {
		from = len(rs)
	}
	shown := clip(string(rs[from:]), room)
	return fmt.Errorf("read query, column %d: %s\n  %s\n  %s^", s.Column, s.Message, shown, strings.Repeat(" ", min(max(column-from, 0), room)))
}

// A rowWriter shows rows one after the other.
type rowWriter interface {
	row(r *store.Row) error
	count() int
	close(more bool) error
}

func (cmd *searchCmd) writer(c *console) rowWriter {
	switch cmd.Format {
	case "json":
		return &jsonRows{w: c.out}
	case "csv":
		return &csvRows{w: csv.NewWriter(c.out)}
	}
	width, colour := terminal(c)
	return &tableRows{sheet: sheet{c.out, width, ink{colour}}}
}

// exported is a row as it leaves the program: without the words of an article
// whose publisher reserves rights.
func exported(r *store.Row) store.Row {
	if r.Article.Reserved {
		return r.WithoutWords()
	}
	return *r
}

// tableRows writes rows for people: two lines and the sentence.
type tableRows struct {
	sheet
	n int
}

func (t *tableRows) count() int { return t.n }

func (t *tableRows) row(r *store.Row) error {
	t.n++
	style := cooperat
	if r.Quad > 2 {
		style = conflict
	}
	day := oneLine(string(r.Day()), "no date")
	t.line(fmt.Sprintf("%-10s  ", day) + t.ink.put(style, fmt.Sprintf("%-9s ", r.Type)) + clip(parties(&r.Claim), t.width-22))
	facts := circumstances(&r.Claim)
	if r.Sources > 1 {
		facts = append(facts, remark{count(r.Sources, "outlet"), ""})
	}
	t.wrapped(facts, t.ink)
	at := strings.Join(nonEmpty(r.Article.Outlet, dateWords(r.Article.Published), r.Article.URL), " · ")
	for _, s := range []string{"“" + oneLine(r.Evidence, "") + "”", at} {
		t.line(strings.Repeat(" ", sheetIndent) + t.ink.put(faint, clip(s, t.width-sheetIndent)))
	}
	t.line("")
	return nil
}

func (t *tableRows) close(more bool) error {
	sum := count(t.n, "claim")
	if more {
		sum = "the first " + sum + "; --limit 0 gives all"
	}
	t.line(sum)
	return nil
}

// jsonRows writes rows as lines of JSON.
type jsonRows struct {
	w io.Writer
	n int
}

func (j *jsonRows) count() int { return j.n }

func (j *jsonRows) row(r *store.Row) error {
	j.n++
	e := json.NewEncoder(j.w)
	e.SetEscapeHTML(false)
	return e.Encode(exported(r))
}

func (j *jsonRows) close(bool) error { return nil }

// csvRows writes rows as CSV with a header.
type csvRows struct {
	w *csv.Writer
	n int
}

var csvHeader = []string{"claim", "day", "end", "type", "mode", "status", "hedged", "actors", "recipients", "said_by", "place", "country", "lat", "lon",
	"sizes", "quad", "intensity", "cameo", "goldstein", "confidence", "event", "sources", "outlet", "published", "title", "url", "start", "end_byte", "evidence", "rights"}

func (w *csvRows) count() int { return w.n }

func (w *csvRows) row(r *store.Row) error {
	if w.n == 0 {
		if err := w.w.Write(csvHeader); err != nil {
			return err
		}
	}
	w.n++
	x := exported(r)
	where := annals.Where{}
	lat, lon := "", ""
	if x.Where != nil {
		where, lat, lon = *x.Where, float(x.Where.Lat), float(x.Where.Lon)
	}
	var sizes, speakers []string
	for _, s := range x.Size {
		sizes = append(sizes, s.What+" "+bounds(s))
	}
	for _, a := range x.Attribution {
		speakers = append(speakers, a.Speaker)
	}
	return w.w.Write([]string{x.ID, string(x.Day()), string(x.When.End), string(x.Type), strings.Join(x.Mode, "; "), string(x.Status), strconv.FormatBool(x.Hedged),
		partyCodes(x.Actor), partyCodes(x.Claim.Recipient), strings.Join(speakers, "; "), where.Name, string(where.Country), lat, lon, strings.Join(sizes, "; "),
		strconv.Itoa(x.Quad), float(x.Intensity), x.CAMEO, float(x.Goldstein), float(x.Confidence), x.Event, strconv.Itoa(x.Sources),
		unformula(x.Article.Outlet), string(x.Article.Published), unformula(x.Article.Title), x.Article.URL, strconv.Itoa(x.Start), strconv.Itoa(x.End), unformula(x.Evidence), reservedWord(x.Article.Reserved)})
}

// reservedWord is "reserved" or nothing, as claims have it.
func reservedWord(is bool) string {
	if is {
		return "reserved"
	}
	return ""
}

func float(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// bounds is 5, 5.., ..5 or 5..9.
func bounds(s annals.Size) string {
	switch {
	case s.Min != nil && s.Max != nil && *s.Min == *s.Max:
		return float(*s.Min)
	case s.Min != nil && s.Max != nil:
		return float(*s.Min) + ".." + float(*s.Max)
	case s.Min != nil:
		return float(*s.Min) + ".."
	case s.Max != nil:
		return ".." + float(*s.Max)
	}
	return ""
}

// partyCodes is PRK.MIL; RUS.GOV.
func partyCodes(ps []annals.Participant) string {
	var out []string
	for _, p := range ps {
		out = append(out, strings.TrimSuffix(oneLine(string(p.Country), "-")+"."+p.Sector, "."))
	}
	return strings.Join(out, "; ")
}

// unformula keeps the words of an article from being read as a formula by a
// program for tables.
func unformula(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

func (w *csvRows) close(bool) error {
	if w.n == 0 {
		if err := w.w.Write(csvHeader); err != nil {
			return err
		}
	}
	w.w.Flush()
	return w.w.Error()
}

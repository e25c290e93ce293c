package archive

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"

	"annals"
)

// fields are the names of an article's fields, and what people call them.
var fields = map[string][]string{
	"title":     {"title", "headline", "head", "subject"},
	"text":      {"text", "body", "content", "article", "maintext", "full_text", "fulltext", "article_text", "story"},
	"html":      {"html", "raw_html", "page"},
	"url":       {"url", "link", "canonical_url", "web_url", "source_url", "uri"},
	"published": {"published", "date", "publish_date", "published_at", "publication_date", "date_publish", "pubdate", "pub_date", "created_at", "datetime"},
	"modified":  {"modified", "updated", "updated_at", "date_modify", "lastmod"},
	"outlet":    {"outlet", "source", "publisher", "publication", "site", "sitename", "source_domain", "media", "newspaper", "domain"},
	"section":   {"section", "category"},
	"byline":    {"byline", "author", "authors"},
	"language":  {"language", "lang"},
	"id":        {"id", "guid", "article_id", "uuid"},
}

// nameOf is which of the names a field has here, "" for none.
func (o *Options) nameOf(field string, has func(name string) bool) string {
	if n := o.Map[field]; n != "" {
		return n
	}
	for _, n := range fields[field] {
		if has(n) {
			return n
		}
	}
	return ""
}

// CheckMap reports a mapping of fields that there are none of.
func CheckMap(m map[string]string) error {
	for f := range m {
		if _, ok := fields[f]; !ok {
			return fmt.Errorf("no field %q: an article has %s", f, strings.Join(slices.Sorted(maps.Keys(fields)), ", "))
		}
	}
	return nil
}

// CheckFields reports names of the map that no record of a JSONL stream has, as
// [ErrColumn]: it reads on until it has seen each. Of other formats, and of a
// stream without any object, it says nothing.
func CheckFields(in io.Reader, name string, o Options) error {
	s, err := open(in, name, o)
	if err != nil || s.o.Format != JSONL || len(o.Map) == 0 {
		return err
	}
	missing, seen := map[string]string{}, map[string]bool{}
	for f, n := range o.Map {
		missing[strings.ToLower(n)] = f
	}
	for len(missing) > 0 {
		line, err := s.line()
		if err != nil && !errors.Is(err, ErrLarge) {
			break // what cannot be read is told when records are
		}
		var object map[string]json.RawMessage
		if json.Unmarshal(line, &object) != nil {
			continue
		}
		for n := range object {
			delete(missing, strings.ToLower(n))
			if len(seen) < maxNames {
				seen[clip(n)] = true
			}
		}
	}
	if len(missing) == 0 || len(seen) == 0 {
		return nil
	}
	n := slices.Min(slices.Collect(maps.Keys(missing)))
	return noColumn(o.Map[missing[n]], missing[n], maps.Keys(seen))
}

// maxNames bounds the names of fields that an error lists.
const maxNames = 50

// noColumn is the error of a map to a field that there is none of.
func noColumn(name, field string, there iter.Seq[string]) error {
	var names []string
	for n := range there {
		names = append(names, oneLine(clip(n)))
	}
	slices.Sort(names)
	more := ""
	if len(names) > maxNames {
		names, more = names[:maxNames], " …"
	}
	return fmt.Errorf("%w %q for %s: there are %s%s", ErrColumn, name, field, strings.Join(names, ", "), more)
}

// jsonl reads an object a line.
func (s *stream) jsonl(yield func(Record) bool) {
	for {
		at := s.at
		line, err := s.line()
		if err == io.EOF {
			return
		}
		if errors.Is(err, ErrLarge) {
			if !yield(Record{Offset: at, Err: err}) {
				return
			}
			continue
		}
		if err != nil {
			yield(s.broken(err))
			return
		}
		line = bytes.TrimSuffix(bytes.TrimSpace(line), []byte(",")) // of an array, a line each
		if s := string(line); s == "" || s == "[" || s == "]" {
			continue
		}
		r := Record{Offset: at}
		var object map[string]json.RawMessage
		if r.Err = json.Unmarshal(line, &object); r.Err == nil {
			r.Capture, r.Err = s.object(object)
		}
		if !yield(r) {
			return
		}
	}
}

// object is the capture of an object whose names may be others than ours.
func (s *stream) object(in map[string]json.RawMessage) (annals.Capture, error) {
	lower := map[string]string{}
	for name := range in {
		lower[strings.ToLower(name)] = name
	}
	out := map[string]json.RawMessage{}
	for f := range fields {
		name := s.o.nameOf(f, func(n string) bool { return lower[n] != "" })
		if v, ok := in[name]; name == "" {
			continue
		} else if ok {
			out[f] = v
		} else if v, ok := in[lower[strings.ToLower(name)]]; ok {
			out[f] = v
		}
	}
	return s.captureOf(out)
}

// captureOf is the capture of an article's fields: its page, if there is one,
// else the fields as JSON.
func (s *stream) captureOf(out map[string]json.RawMessage) (annals.Capture, error) {
	for f, v := range out {
		if v, err := plain(f, v); err != nil {
			return annals.Capture{}, err
		} else if v != nil {
			out[f] = v
		}
	}
	var page, url string
	if json.Unmarshal(out["html"], &page) == nil && strings.TrimSpace(page) != "" {
		json.Unmarshal(out["url"], &url)
		return annals.Capture{URL: url, File: s.file(url, []byte(page)), ContentType: "text/html; charset=utf-8", Body: []byte(page)}, nil
	}
	delete(out, "html")
	if len(out["text"]) == 0 || string(out["text"]) == "null" || string(out["text"]) == `""` {
		return annals.Capture{}, errors.New("no text: name its field with --map text=NAME")
	}
	b, err := json.Marshal(out)
	return annals.Capture{File: s.file("", b), ContentType: "application/json", Body: b}, err
}

// plain is a value that must be a text as one: a number is, as it is written, and
// what holds a day (as databases write them out) is looked through for it. nil for
// any other, which the next stage reads.
func plain(field string, v json.RawMessage) (json.RawMessage, error) {
	number := len(v) > 0 && (v[0] == '-' || v[0] >= '0' && v[0] <= '9')
	switch field {
	case "published", "modified":
		if number || len(v) > 0 && (v[0] == '{' || v[0] == '[') {
			return json.Marshal(string(v[:min(len(v), maxDay)]))
		}
	case "title", "url", "text":
		if number && field == "title" {
			return json.Marshal(string(v))
		}
		if len(v) > 0 && v[0] != '"' && v[0] != 'n' {
			return nil, fmt.Errorf("%s is no text: %s", field, clip(string(v)))
		}
	}
	return nil, nil
}

const maxDay = 200 // bytes that hold a day

// file is the file that a capture is from, and which of those in it; one with an
// address needs none. The mark is of the content: two records are never taken for
// versions of one, whatever headline they share, and one that moves within its
// file stays the same.
func (s *stream) file(url string, body []byte) string {
	if url != "" {
		return ""
	}
	sum := sha256.Sum256(body)
	return s.name + "#" + hex.EncodeToString(sum[:6])
}

// csv reads a row a record; the first row names the fields.
func (s *stream) csv(yield func(Record) bool) {
	separator := s.separator()
	begun := s.at
	in := &rowReader{r: s.in}
	c := csv.NewReader(in)
	c.Comma, c.LazyQuotes, c.FieldsPerRecord, c.ReuseRecord = separator, true, -1, true
	names, err := c.Read()
	if err != nil {
		if err != io.EOF {
			yield(s.broken(err))
		}
		return
	}
	columns := columns{}
	for k, n := range names {
		if n = strings.ToLower(strings.TrimSpace(n)); !columns.has(n) { // the first of a name
			columns[n] = k
		}
	}
	if s.o.nameOf("text", columns.has) == "" && s.o.nameOf("html", columns.has) == "" {
		yield(Record{Err: fmt.Errorf("%w; name it with --map text=NAME", noColumn("text", "text", maps.Keys(columns)))})
		return
	}
	for {
		at := begun + c.InputOffset()
		in.begin()
		row, err := c.Read()
		if err == io.EOF {
			return
		}
		r := Record{Offset: at, Err: err}
		var pe *csv.ParseError
		if err != nil && !errors.As(err, &pe) {
			s.at = at
			yield(s.broken(err))
			return
		}
		if err == nil {
			r.Capture, r.Err = s.row(columns, row)
		}
		if !yield(r) {
			return
		}
	}
}

// columns are the places of a table's fields by their names, in small letters.
type columns map[string]int

func (c columns) has(name string) bool { _, ok := c[name]; return ok }

// maxRow bounds the bytes that are read for a row: those of a record, and what a
// reader looks ahead.
const maxRow = MaxRecord + 1<<20

// A rowReader reads the bytes of a table a row at a time: a quote that nobody closes
// takes in no more than a record may be.
type rowReader struct {
	r io.Reader
	n int
}

func (x *rowReader) begin() { x.n = 0 }

func (x *rowReader) Read(b []byte) (int, error) {
	if x.n > maxRow {
		return 0, ErrLarge
	}
	n, err := x.r.Read(b)
	x.n += n
	return n, err
}

// separator is what parts the fields; a first line "sep=;", which spreadsheets
// write, says so and is passed over.
func (s *stream) separator() rune {
	head, _ := s.in.Peek(4096)
	line, _, _ := bytes.Cut(head, []byte("\n"))
	if said := bytes.TrimRight(line, "\r"); len(said) == len("sep=;") && bytes.HasPrefix(said, []byte("sep=")) && bytes.IndexByte([]byte(",;\t|"), said[4]) >= 0 {
		n, _ := s.in.Discard(min(len(line)+1, len(head)))
		s.at += int64(n)
		return rune(said[4])
	}
	return comma(head)
}

// comma is what parts the fields of a table: what its first line has most of.
func comma(head []byte) rune {
	line, _, _ := bytes.Cut(head, []byte("\n"))
	best, most := ',', 0
	for _, c := range []rune{',', ';', '\t', '|'} {
		if n := bytes.Count(line, []byte(string(c))); n > most {
			best, most = c, n
		}
	}
	return best
}

func (s *stream) row(columns columns, row []string) (annals.Capture, error) {
	out, size := map[string]json.RawMessage{}, 0
	for f := range fields {
		name := strings.ToLower(s.o.nameOf(f, columns.has))
		k, ok := columns[name]
		if !ok || name == "" { // a column without a name is of nothing
			if s.o.Map[f] != "" {
				return annals.Capture{}, noColumn(s.o.Map[f], f, maps.Keys(columns))
			}
			continue
		}
		if k < len(row) && strings.TrimSpace(row[k]) != "" {
			size += len(row[k])
			v, err := json.Marshal(valid(row[k]))
			if err != nil {
				return annals.Capture{}, err
			}
			out[f] = v
		}
	}
	if size > MaxRecord {
		return annals.Capture{}, ErrLarge
	}
	return s.captureOf(out)
}

// valid is a text as UTF-8; what is not is taken for Windows-1252.
func valid(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	e, _ := charset.Lookup("windows-1252")
	if out, err := e.NewDecoder().String(s); err == nil {
		return out
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}

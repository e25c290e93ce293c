package eval

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"annals"
)

// A DateCase is one case of Recognizers-Text: an input, the day it is said, and
// what must be found in it.
type DateCase struct {
	Input     string
	Published annals.Date // "" when the case does not say
	Want      []DateWant
}

// A DateWant is one expression of a case.
type DateWant struct {
	Text  string
	Type  string // date, daterange, duration
	Value string // a duration's, P3D
	// Between are the readings that count as right, first and last day
	// inclusive; none when only the words are asked for.
	Between [][2]annals.Date
}

// recognizersCase is a case as its file has it; the kinds of files differ in
// where they put the values.
type recognizersCase struct {
	Input   string
	Context struct{ ReferenceDateTime string }
	Results []struct {
		Text, Type, TypeName string
		Value                json.RawMessage
		Resolution           struct{ Values []recognizersValue }
	}
}

type recognizersValue struct {
	Timex, Type, Value, Start, End string
}

type recognizersResolution struct {
	Timex                            string
	FutureResolution, PastResolution map[string]string
	Values                           []recognizersValue
}

// ReadRecognizers reads a file of cases and keeps those that bear on news:
// whose expressions are all days, ranges of days or lengths in days and more.
// all is how many cases the file has.
func ReadRecognizers(r io.Reader, name string) (cases []DateCase, all int, err error) {
	b, err := io.ReadAll(io.LimitReader(r, maxTimeML))
	if err != nil {
		return nil, 0, fmt.Errorf("read cases %q: %w", name, err)
	}
	var raw []recognizersCase
	if err := json.Unmarshal(bytes.TrimPrefix(b, []byte("\ufeff")), &raw); err != nil {
		return nil, 0, fmt.Errorf("read cases %q: %w", name, err)
	}
	for _, c := range raw {
		if d, ok := caseOf(c); ok {
			cases = append(cases, d)
		}
	}
	return cases, len(raw), nil
}

func caseOf(c recognizersCase) (DateCase, bool) {
	d := DateCase{Input: c.Input}
	if len(c.Context.ReferenceDateTime) >= 10 {
		d.Published = annals.Date(c.Context.ReferenceDateTime[:10])
	}
	for _, r := range c.Results {
		kind := strings.TrimPrefix(r.Type+r.TypeName, "datetimeV2.")
		if kind != "date" && kind != "daterange" && kind != "duration" {
			return d, false
		}
		w := DateWant{Text: r.Text, Type: kind}
		var v recognizersResolution
		if len(r.Value) > 0 && json.Unmarshal(r.Value, &v) == nil {
			w.Value = v.Timex
			for _, m := range []map[string]string{v.PastResolution, v.FutureResolution} {
				w.take(m["date"], m["startDate"], m["endDate"])
			}
		}
		for _, x := range append(v.Values, r.Resolution.Values...) {
			if w.Value == "" {
				w.Value = x.Timex
			}
			w.take(x.Value, x.Start, x.End)
		}
		if kind == "duration" && (strings.Contains(w.Value, "T") || w.Value == "") {
			return d, false
		}
		d.Want = append(d.Want, w)
	}
	return d, true
}

// take adds a reading; the end of a range of Recognizers-Text is exclusive.
func (w *DateWant) take(day, start, end string) {
	switch {
	case w.Type == "date" && len(day) == 10:
		w.Between = append(w.Between, [2]annals.Date{annals.Date(day), annals.Date(day)})
	case w.Type == "daterange" && len(start) == 10 && len(end) == 10:
		if t, ok := annals.Date(end).Time(); ok {
			w.Between = append(w.Between, [2]annals.Date{annals.Date(start), annals.DateOf(t.AddDate(0, 0, -1))})
		}
	}
}

// Passes reports whether the dates and lengths found in a case are those
// wanted: each wanted one overlaps a found one with one of its readings (an
// exclusive end is forgiven), and nothing is found where nothing is wanted.
func (c *DateCase) Passes(dates []annals.Mention, lengths []TimeX) bool {
	if len(c.Want) == 0 {
		return len(dates) == 0
	}
	from := 0
	for _, w := range c.Want {
		i := strings.Index(strings.ToLower(c.Input[from:]), strings.ToLower(w.Text))
		if i < 0 {
			i, from = max(0, strings.Index(strings.ToLower(c.Input), strings.ToLower(w.Text))), 0
		}
		span := annals.Span{Start: from + i, End: from + i + len(w.Text)}
		from = min(span.End, len(c.Input))
		if !w.found(span, dates, lengths) {
			return false
		}
	}
	return true
}

func (w *DateWant) found(span annals.Span, dates []annals.Mention, lengths []TimeX) bool {
	if w.Type == "duration" {
		for _, l := range lengths {
			if l.Overlaps(span) && (l.Value == w.Value || w.Value == "") {
				return true
			}
		}
		return false
	}
	for _, m := range dates {
		if !m.Overlaps(span) || m.When == nil {
			continue
		}
		if len(w.Between) == 0 {
			return true
		}
		for _, b := range w.Between {
			if w.Type == "date" && coarse(m.When.Granularity) && m.When.Start <= b[0] && b[1] <= m.When.End {
				return true // "two years ago" is that year for us, a day of it there
			}
			if m.When.Start == b[0] && (m.When.End == b[1] || w.Type == "daterange" && nextDay(b[1]) == m.When.End) {
				return true
			}
		}
	}
	return false
}

func coarse(granularity string) bool {
	return granularity == "week" || granularity == "month" || granularity == "year" || granularity == "range"
}

func nextDay(d annals.Date) annals.Date {
	t, ok := d.Time()
	if !ok {
		return ""
	}
	return annals.DateOf(t.AddDate(0, 0, 1))
}

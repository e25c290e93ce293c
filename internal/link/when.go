package link

import (
	"sync"

	"annals"
)

// A Time is a date expression as TimeML has it: the words without their
// preposition, and the value.
type Time struct {
	annals.Span
	When  annals.When // empty for lengths and references
	Kind  string      // DATE, TIME, DURATION, SET
	Value string      // TIMEX3 value: 1940-05, P3D, PRESENT_REF
}

// whenTables reads the embedded tables once.
var whenTables = sync.OnceValue(func() *whenRules {
	r, err := loadWhen()
	if err != nil {
		panic("link: " + err.Error()) // the tables are part of the program
	}
	return r
})

// Times finds the date expressions of plain text, without a parse; published
// may be "". Spans are bytes of text.
func Times(text string, published annals.Date) []Time {
	rd := newWhenReader(published)
	ws := scan(text, 0)
	var out []Time
	for _, x := range rd.read(ws, sentenceEnds(text, ws)) {
		out = append(out, Time{x.Span, x.when(), x.timeKind(), x.value()})
	}
	return out
}

func newWhenReader(published annals.Date) *whenReader {
	r := &whenReader{rules: whenTables(), tense: wordTense}
	if t, ok := published.Time(); ok {
		r.pub, r.dated = dayOf(t), true
	}
	return r
}

// sentenceEnds marks the words after which a paragraph ends.
func sentenceEnds(text string, ws []word) []int {
	var ends []int
	for i := 1; i < len(ws); i++ {
		gap := text[ws[i-1].End:ws[i].Start]
		lines := 0
		for _, b := range []byte(gap) {
			lines += b2i(b == '\n')
		}
		if lines > 1 {
			ends = append(ends, i)
		}
	}
	return append(ends, len(ws))
}

// read finds and resolves the dates of ws in order; breaks are the word
// indices where a new paragraph begins, and len(ws).
func (r *whenReader) read(ws []word, breaks []int) []moment {
	ms := r.rules.find(ws)
	r.narrative = r.tellsHistory(ws, ms)
	var out []moment
	floor, b := 0, 0
	for k := range ms {
		for b < len(breaks) && ms[k].first >= breaks[b] {
			b, r.near = b+1, false
		}
		if b > 0 {
			floor = max(floor, breaks[b-1])
		}
		if ms[k].first < floor {
			continue // taken into the date before it
		}
		for _, x := range r.resolve(ws, ms, k) {
			r.extend(ws, &x, floor)
			out = append(out, x)
			r.remember(ws, &x)
			floor = max(floor, x.last)
		}
	}
	return out
}

// remember makes x the date that later words count from.
func (r *whenReader) remember(ws []word, x *moment) {
	if x.kind != interval || !x.known || x.grain >= gDecade && x.grain <= gCentury {
		return
	}
	y := *x
	if y.grain == gSeason || y.grain == gHalf || y.grain == gQuarter {
		y.grain = gMonth
	}
	r.ref, r.refSet, r.near = y, true, true
	r.lends = x.grain != gYear || adverbial(ws, x.first)
	if y.rule.action == "overnight" {
		r.ref.from = y.to
	}
	if y.grain <= gDay && (!r.dated || y.from <= r.pub) {
		r.refDay, r.daySet = r.ref.from, true
	}
}

// adverbial reports a year that says when something was, not which (the 2016
// accord, the fighting of 2021).
func adverbial(ws []word, first int) bool {
	switch at(ws, first-1) {
	case "in", "since", "during", "by", "until", "till", "from", "throughout", "late", "early", "mid", "-", "between", "and", "to", "":
		return true
	}
	return ws[first-1].kind == mark
}

// tellsHistory reports whether a text's own dates outweigh the words that
// point at its day of publication, which then dates nothing in it.
func (r *whenReader) tellsHistory(ws []word, ms []match) bool {
	far, near := 0, 0
	for i := range ms {
		m := &ms[i]
		switch m.rule.action {
		case "weekday", "weekdaylast", "days0", "dayspart", "ago", "weekdayweek", "overnight", "weekend":
			near++
		case "day", "month", "year", "days", "season", "bc":
			if m.has&hasYear == 0 || m.year < 0 {
				continue
			}
			if y := m.year; !r.dated || y < r.pub.year()-1 || m.rule.action == "bc" {
				far++
			} else {
				near++
			}
		}
	}
	return far >= minHistory && far > 3*near || !r.dated && far > 0 && far > near
}

// minHistory is how many dates of other years make a history.
const minHistory = 6

// when is x as a claim carries it.
func (x *moment) when() annals.When {
	if x.kind == reference || x.kind == repeated {
		return annals.When{}
	}
	w := annals.When{Basis: annals.Relative, Granularity: x.grain.granularity()}
	if x.explicit {
		w.Basis = annals.Explicit
	}
	if x.kind == length || x.spans {
		w.Granularity = "range"
	}
	if x.grain == gDay && (x.part > 0 || x.hour >= 0) {
		w.Granularity = "part"
	}
	if x.known {
		from, to := x.narrow()
		w.Start, w.End = from.date(), to.date()
	}
	return w
}

func (x *moment) timeKind() string {
	switch {
	case x.kind == length:
		return "DURATION"
	case x.kind == repeated:
		return "SET"
	case x.grain == gDay && (x.part > 0 || x.hour >= 0):
		return "TIME"
	}
	return "DATE"
}

// Dates finds the dates of plain text as claims carry them, ranges and
// prepositions included. Each line is taken for a sentence.
func Dates(text string, published annals.Date) []annals.Mention {
	ms, _ := findWhen(&annals.Article{Text: text, Published: published}, paragraphs(text), published)
	return ms
}

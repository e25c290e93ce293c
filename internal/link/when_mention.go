package link

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"annals"
)

// A fieldWords is the words of one field of an article, with the sentence
// that each stands in.
type fieldWords struct {
	ws     []word
	sent   []int // per word: index in the sentences
	breaks []int // where a new block begins, and len(ws)
}

// fieldOf scans the sentences of one field.
func fieldOf(a *annals.Article, ss []annals.Sentence, in annals.Field) fieldWords {
	text := a.Text
	if in == annals.InTitle {
		text = a.Title
	}
	var f fieldWords
	block, seen := 0, false
	for i := range ss {
		s := &ss[i]
		if s.In != in || s.Span.Of(text) == "" {
			continue
		}
		if seen && s.Block != block {
			f.breaks = append(f.breaks, len(f.ws))
		}
		block, seen = s.Block, true
		for _, w := range scan(s.Span.Of(text), s.Start) {
			f.ws = append(f.ws, w)
			f.sent = append(f.sent, i)
		}
	}
	f.breaks = append(f.breaks, len(f.ws))
	return f
}

// findWhen finds the dates of an article and resolves them against the day on
// which it was filed and against each other. A date that cannot be worked out
// keeps Start and End empty; one that does not exist is no mention, but a warning.
func findWhen(a *annals.Article, ss []annals.Sentence, filed annals.Date) ([]annals.Mention, []annals.Warning) {
	var out []annals.Mention
	var doubts []annals.Warning
	r := newWhenReader(filed)
	for _, in := range [2]annals.Field{annals.InTitle, annals.InText} {
		f := fieldOf(a, ss, in)
		if in == annals.InText {
			r.fileFrom(f)
		}
		r.tense = func(ws []word, m *match) tense { return treeTense(ss, f, m) }
		r.near = false
		for _, j := range r.join(f, r.read(f.ws, f.breaks)) {
			out = append(out, j.mention(a, ss, f, in))
		}
		doubts = append(doubts, noSuchDays(r.none, a, in)...)
		r.none = nil
	}
	slices.SortStableFunc(out, func(x, y annals.Mention) int {
		return cmp.Or(-cmp.Compare(x.In, y.In), cmp.Compare(x.Start, y.Start), -cmp.Compare(x.End, y.End))
	})
	return out, doubts
}

// noSuchDays warns of days that the calendar does not have: 31 June.
func noSuchDays(spans []annals.Span, a *annals.Article, in annals.Field) []annals.Warning {
	text := a.Text
	if in == annals.InTitle {
		text = a.Title
	}
	var out []annals.Warning
	for _, s := range spans {
		out = append(out, annals.Warning{Stage: "link", Message: "no such day: " + strings.Join(strings.Fields(s.Of(text)), " "), In: in, Start: s.Start, End: s.End})
	}
	return out
}

// datelineDays is how far the day of a dateline may lie from that of publication:
// a report is filed in another time zone, or printed a day later.
const datelineDays = 3

// fileFrom counts from the day of the dateline (DAMASCUS, March 11 —), on which
// the report was written, when publication is near it.
func (r *whenReader) fileFrom(f fieldWords) {
	for i := 1; r.dated && i < min(len(f.ws), maxDateline); i++ {
		m, ok := r.rules.best(f.ws, i)
		if !ok || m.rule.action != "day" || m.has&hasYear != 0 || f.sent[i] != f.sent[0] {
			continue
		}
		for k := m.last; k < min(len(f.ws), m.last+6); k++ {
			if w := f.ws[k].low; w != "-" && w != "—" && w != "–" {
				continue
			}
			for y := r.pub.year() - 1; y <= r.pub.year()+1; y++ {
				if d, ok := civil(y, m.month, m.day); ok && abs(d-r.pub) <= datelineDays {
					r.pub = d
				}
			}
			return
		}
		return
	}
}

// whenWarnings says once when relative dates could not be worked out for want
// of a day of publication.
func whenWarnings(a *annals.Article, ms []annals.Mention) []annals.Warning {
	if _, ok := a.Published.Time(); ok {
		return nil
	}
	n := 0
	for i := range ms {
		if w := ms[i].When; w != nil && w.Start == "" && w.End == "" {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	said := "1 date stays relative"
	if n > 1 {
		said = fmt.Sprintf("%d dates stay relative", n)
	}
	return []annals.Warning{{Stage: "link", Message: "no day of publication: " + said}}
}

// A joined date is one or more moments with the words that govern them.
type joined struct {
	first, last int // words, with prepositions
	core        int // a word of the date itself
	when        annals.When
	sure        float64
}

func (j *joined) mention(a *annals.Article, ss []annals.Sentence, f fieldWords, in annals.Field) annals.Mention {
	span := annals.Span{Start: f.ws[j.first].Start, End: f.ws[j.last-1].End}
	m := annals.Mention{In: in, Span: span, Sentence: f.sent[j.first], When: &j.when, Via: "date", Sure: j.sure}
	text := a.Text
	if in == annals.InTitle {
		text = a.Title
	}
	m.Text = span.Of(text)
	j.when.Text = m.Text
	fillTokens(&m, &ss[m.Sentence], f.ws[j.core].Start)
	return m
}

// fillTokens sets First, Last and Head from the span; core is a byte of the
// word that should head it when the tree does not say.
func fillTokens(m *annals.Mention, s *annals.Sentence, core int) {
	m.First, m.Last, m.Head = -1, -1, -1
	for i := range s.Tokens {
		t := &s.Tokens[i]
		if !t.Overlaps(m.Span) {
			continue
		}
		if m.First < 0 {
			m.First = i
		}
		m.Last = i + 1
		if t.Start <= core && core < t.End {
			m.Head = i
		}
	}
	if m.First < 0 {
		m.First, m.Last, m.Head = 0, 0, 0
		return
	}
	if m.Head < 0 {
		m.Head = m.Last - 1
	}
	// climb within the span
	for n := 0; n < len(s.Tokens); n++ {
		h := s.Tokens[m.Head].Head
		if h < m.First || h >= m.Last || h == m.Head || s.Tokens[m.Head].Deprel == "" {
			return
		}
		m.Head = h
	}
}

// join puts the moments of a field together: ranges, times of the day with
// their day, lengths with what they are counted from, and the prepositions.
func (r *whenReader) join(f fieldWords, xs []moment) []joined {
	var out []joined
	for i := 0; i < len(xs); {
		j, n, ok := r.joinAt(f, xs, i)
		if ok {
			out = append(out, j)
		}
		i += n
	}
	return out
}

// joinAt joins what begins with xs[i] and returns how many moments it takes.
func (r *whenReader) joinAt(f fieldWords, xs []moment, i int) (joined, int, bool) {
	x := xs[i]
	n := 1
	r.present(f.ws, &x, "between", "from")
	switch x.kind {
	case reference, repeated:
		return joined{}, 1, false
	case length:
		if ok := r.lengthDate(f, xs, i, &x, &n); !ok {
			return joined{}, 1, false
		}
	}
	for i+n < len(xs) && f.sent[xs[i+n].first] == f.sent[x.first] {
		if !mergePart(f.ws, &x, &xs[i+n]) {
			break
		}
		n++
	}
	j := joined{first: x.first, last: x.last, core: x.last - 1, when: x.when(), sure: .9}
	if i+n < len(xs) && x.kind == interval {
		r.present(f.ws, &xs[i+n], "and", "until", "till", "to")
	}
	if y, m, ok := rangeEnd(f, xs, i+n, &x); ok {
		j.last, n = y.last, n+m
		from, _ := x.narrow()
		_, to := y.narrow()
		if x.known && y.known && from <= to {
			j.when.Start, j.when.End = from.date(), to.date()
		}
		j.when.Granularity = "range"
		if y.explicit && x.explicit {
			j.when.Basis = annals.Explicit
		}
		r.lead(f, &j)
		return j, n, true
	}
	r.preposition(f, &j, &x)
	return j, n, true
}

// present makes "now" a day where it bounds a range: between now and May.
func (r *whenReader) present(ws []word, x *moment, after ...string) {
	if x.kind == reference && r.dated && x.ref == "PRESENT_REF" && at(ws, x.first) == "now" && slices.Contains(after, at(ws, x.first-1)) {
		x.kind = interval
		x.set(r.pub, r.pub, gDay)
	}
}

// mergePart puts a time of the day and the day beside it together: at 2 a.m.
// on 3 June, Friday at noon, overnight into Sunday.
func mergePart(ws []word, x, y *moment) bool {
	if x.kind != interval || y.kind != interval || y.first-x.last > 2 || !clocks(x) && !clocks(y) {
		return false
	}
	for k := x.last; k < y.first; k++ {
		switch ws[k].low {
		case "on", "at", ",", "of", "around", "about", "in", "the", "by", "-":
		case "into":
			if x.rule.action != "overnight" || !y.known {
				return false
			}
			x.from, x.to, x.known, x.last = y.from-1, y.to, true, y.last
			return true
		default:
			return false
		}
	}
	if clocks(x) == clocks(y) || x.grain > gDay || y.grain > gDay {
		return false
	}
	d, c := y, x
	if clocks(y) {
		d, c = x, y
	}
	m := *d
	m.hour, m.minute = c.hour, c.minute
	if c.part > 0 {
		m.part = c.part
	}
	m.first, m.last = x.first, y.last
	m.Start, m.End = x.Start, y.End
	*x = m
	return true
}

// clocks reports whether x is a time of the day without a day of its own.
func clocks(x *moment) bool {
	switch x.rule.action {
	case "clock", "clockat", "part", "partonly", "overnight":
		return true
	}
	return false
}

// rangeEnd finds the date that closes a range which x opens.
func rangeEnd(f fieldWords, xs []moment, k int, x *moment) (*moment, int, bool) {
	if k >= len(xs) || xs[k].kind != interval || f.sent[xs[k].first] != f.sent[x.first] {
		return nil, 0, false
	}
	y := &xs[k]
	gap := y.first - x.last
	before := at(f.ws, x.first-1)
	switch w := at(f.ws, x.last); {
	case gap == 1 && w == "and":
		return y, 1, before == "between"
	case gap == 1 && (w == "-" || w == "to" || w == "through"):
		return y, 1, y.grain == x.grain || before == "from"
	case (gap == 1 || gap == 2) && (w == "until" || w == "till" || w == "to"):
		return y, 1, before == "from"
	}
	return nil, 0, false
}

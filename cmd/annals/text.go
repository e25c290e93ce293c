package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"annals"
)

// A page of text output: how wide it is, and whether it may use colour.
type sheet struct {
	w     io.Writer
	width int // columns
	ink   ink
}

// ink colours words for a terminal; the zero value leaves them as they are.
type ink struct{ on bool }

// SGR parameters. Cooperation is blue and conflict is orange-yellow, a pair
// that the common kinds of colour blindness tell apart.
const (
	bold     = "1"
	faint    = "2"
	under    = "4"
	cooperat = "1;34"
	conflict = "1;33"
	doubt    = "35"
)

func (k ink) put(style, s string) string {
	if !k.on || s == "" {
		return s
	}
	return "\x1b[" + style + "m" + s + "\x1b[0m"
}

// sheetIndent is where the second and third line of a claim begin.
const sheetIndent = 12

// A textWriter writes readings for people, the doubts and a summary last.
type textWriter struct {
	sheet
	articles, claims, reserved int
	doubts                     []fileWarning
}

// A fileWarning is a warning with the file that it is about.
type fileWarning struct {
	file string
	annals.Warning
}

func (t *textWriter) reading(r *annals.Reading, name string) error {
	t.articles++
	t.claims += len(r.Claims)
	if r.Article.Rights.Reserved {
		t.reserved++
	}
	for _, w := range r.Warnings {
		t.doubts = append(t.doubts, fileWarning{name, w})
	}
	t.article(r, name)
	return nil
}

// close writes the summary line, then the warnings.
func (t *textWriter) close() error {
	sum := count(t.articles, "article") + ", " + count(t.claims, "claim")
	if t.reserved > 0 {
		sum += fmt.Sprintf(" (rights reserved in %d: cite and link)", t.reserved)
	}
	t.line(t.ink.put(bold, sum))
	for _, w := range t.doubts {
		t.line(t.ink.put(doubt, clip("warning: "+oneLine(w.file, "")+": "+w.Stage+": "+oneLine(w.Message, ""), 2*t.width)))
	}
	return nil
}

// count is "1 claim" or "3 claims".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// article writes one reading: head, claims, warnings.
func (p *sheet) article(r *annals.Reading, name string) {
	a := &r.Article
	p.line(p.ink.put(bold, clip(oneLine(a.Title, "(no headline)"), p.width)))
	facts := nonEmpty(a.Outlet, dateWords(a.Published), strings.Join(a.Byline, ", "), name)
	p.line(p.ink.put(faint, clip(strings.Join(facts, " · "), p.width)))
	if a.Rights.Reserved {
		p.line(p.ink.put(faint, clip("rights reserved by the publisher: "+oneLine(a.Rights.Basis, "stated"), p.width)))
	}
	for i := range r.Claims {
		p.line("")
		p.claim(r, &r.Claims[i])
	}
	if len(r.Claims) == 0 {
		p.line("")
		p.line("  nothing coded")
	}
	p.line("")
}

// claim writes one claim in two or three lines.
func (p *sheet) claim(r *annals.Reading, c *annals.Claim) {
	style := cooperat
	if c.Quad > 2 {
		style = conflict
	}
	head := fmt.Sprintf("%-*s ", sheetIndent-3, c.Type)
	p.line("  " + p.ink.put(style, head) + clip(parties(c), p.width-sheetIndent))
	p.wrapped(circumstances(c), p.ink)
	p.line(strings.Repeat(" ", sheetIndent) + p.evidence(r, c))
}

func (p *sheet) line(s string) { fmt.Fprintln(p.w, strings.TrimRight(s, " ")) }

// parties is "Armenia (ARM GOV) → Azerbaijan (AZE GOV)", with "↔" between the
// parties of a two-sided act.
func parties(c *annals.Claim) string {
	actors, recipients := people(c.Actor), people(c.Recipient)
	if len(recipients) == 0 && len(actors) > 1 {
		return strings.Join(actors, " ↔ ")
	}
	left := strings.Join(actors, ", ")
	if left == "" {
		left = "somebody"
	}
	if len(recipients) == 0 {
		return left
	}
	return left + " → " + strings.Join(recipients, ", ")
}

func people(ps []annals.Participant) []string {
	var out []string
	for _, p := range ps {
		name := oneLine(p.Name, oneLine(p.Text, "unnamed"))
		out = append(out, name+" ("+strings.Join(nonEmpty(oneLine(string(p.Country), "–"), p.Sector), " ")+")")
	}
	return out
}

// A remark is one of the facts on the second line, with its colour.
type remark struct{ words, style string }

// circumstances are date, place, numbers, mode, status, hedge and speakers,
// each in words.
func circumstances(c *annals.Claim) []remark {
	rs := []remark{{statusWords(c), statusStyle(c)}}
	add := func(s, style string) {
		if s != "" {
			rs = append(rs, remark{s, style})
		}
	}
	add(whenWords(c.When), "")
	if c.Where != nil {
		add("in "+strings.Join(nonEmpty(c.Where.Name, string(c.Where.Country)), ", "), "")
	}
	for _, s := range c.Size {
		add(sizeWords(s), "")
	}
	add(strings.Join(c.Mode, ", "), faint)
	for _, at := range c.Attribution {
		add("says "+oneLine(at.Speaker, at.Text)+" ("+oneLine(at.Cue, at.Kind)+")", "")
	}
	return rs
}

func statusWords(c *annals.Claim) string {
	words := map[annals.Status]string{annals.Actual: "happened", annals.Ongoing: "going on",
		annals.Historical: "long past", annals.Future: "planned", annals.Hypothetical: "may happen",
		annals.Negated: "did not happen"}[c.Status]
	if c.Underlying != "" {
		words += " (" + strings.ToLower(string(c.Underlying)) + " to come)"
	}
	if c.Hedged {
		words += ", reportedly"
	}
	return words
}

func statusStyle(c *annals.Claim) string {
	if c.Hedged || c.Status == annals.Hypothetical || c.Status == annals.Negated {
		return doubt
	}
	return ""
}

func whenWords(w annals.When) string {
	switch {
	case w.Start == "" || w.Basis == annals.Published:
		return ""
	case w.End == "" || w.End == w.Start:
		return dateWords(w.Start)
	}
	return dateWords(w.Start) + " – " + dateWords(w.End)
}

func dateWords(d annals.Date) string {
	t, ok := d.Time()
	if !ok {
		return string(d)
	}
	return t.Format("2 " + time.Month(t.Month()).String()[:3] + " 2006")
}

func sizeWords(s annals.Size) string {
	return strings.TrimSpace(rangeWords(s.Min, s.Max, s.Approx) + " " + strings.TrimSpace(s.Unit+" "+s.What))
}

func rangeWords(low, high *float64, approx bool) string {
	words := ""
	switch {
	case low != nil && high != nil && *low == *high:
		words = number(*low)
	case low != nil && high != nil:
		words = number(*low) + "–" + number(*high)
	case low != nil:
		words = "≥ " + number(*low)
	case high != nil:
		words = "≤ " + number(*high)
	}
	if approx {
		words = "about " + words
	}
	return words
}

// number writes f with spaces between thousands: 12 500.
func number(f float64) string {
	s := strconv.FormatFloat(f, 'f', -1, 64)
	whole, rest, dot := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0 && whole[i-1] != '-'; i -= 3 {
		whole = whole[:i] + "\u202f" + whole[i:]
	}
	if dot {
		return whole + "." + rest
	}
	return whole
}

// wrapped writes remarks with dots between them, broken at the margin.
func (p *sheet) wrapped(rs []remark, k ink) {
	room := p.width - sheetIndent
	out, used := strings.Repeat(" ", sheetIndent), 0
	for i, r := range rs {
		words := clip(r.words, room)
		n := utf8.RuneCountInString(words)
		switch {
		case i > 0 && used+3+n > room:
			p.line(out)
			out, used = strings.Repeat(" ", sheetIndent), 0
		case i > 0:
			out, used = out+" · ", used+3
		}
		if r.style != "" {
			words = k.put(r.style, words)
		}
		out, used = out+words, used+n
	}
	p.line(out)
}

// evidence is the trigger within as much of its sentence as fits on the line,
// and the number of the sentence, counted from 1 ("headline" for the title).
func (p *sheet) evidence(r *annals.Reading, c *annals.Claim) string {
	text, label := r.Article.Text, fmt.Sprintf("[%d] ", c.Sentence+1)
	if c.In == annals.InTitle {
		text, label = r.Article.Title, "[headline] "
	}
	trigger := annals.Span{Start: c.TriggerStart, End: c.TriggerEnd}
	room := p.width - sheetIndent - utf8.RuneCountInString(label) - 2
	before, mid, after := around(text, c.Span, trigger, room)
	return p.ink.put(faint, label) + "“" + before + p.ink.put(under, mid) + after + "”"
}

// around cuts the sentence to room columns, with the trigger kept near the
// middle and cuts marked by "…".
func around(text string, sentence, trigger annals.Span, room int) (before, mid, after string) {
	b := []rune(oneLine(annals.Span{Start: sentence.Start, End: trigger.Start}.Of(text), ""))
	m := []rune(oneLine(trigger.Of(text), ""))
	a := []rune(oneLine(annals.Span{Start: trigger.End, End: sentence.End}.Of(text), ""))
	if len(b) > 0 && isSpace(text[trigger.Start-1]) {
		b = append(b, ' ')
	}
	if len(a) > 0 && isSpace(text[trigger.End]) {
		a = append([]rune{' '}, a...)
	}
	if len(m) > room {
		return "", clip(string(m), room), ""
	}
	room -= len(m)
	left := min(len(b), max(room/2, room-len(a)))
	right := min(len(a), room-left)
	return lastOf(b, left), string(m), clip(string(a), right)
}

// lastOf is the last n runes of rs, with a cut marked by "…".
func lastOf(rs []rune, n int) string {
	if len(rs) <= n || n == 0 {
		return string(rs[len(rs)-min(n, len(rs)):])
	}
	return "…" + string(rs[len(rs)-n+1:])
}

func isSpace(b byte) bool { return b == ' ' || b == '\n' || b == '\t' }

// oneLine is s with its white space and control characters folded into single
// spaces, so that hostile text cannot move the cursor; or otherwise if empty.
func oneLine(s, otherwise string) string {
	s = strings.Join(strings.FieldsFunc(s, func(r rune) bool {
		return r <= ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r == '\u2028' || r == '\u2029' || isBidi(r)
	}), " ")
	if s == "" {
		return otherwise
	}
	return s
}

// isBidi reports the characters that reorder what stands around them.
func isBidi(r rune) bool {
	return r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' || r == '\u200e' || r == '\u200f'
}

// clip shortens s to n columns and marks the cut.
func clip(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	if n <= 0 {
		return ""
	}
	rs := []rune(s)
	return strings.TrimRight(string(rs[:n-1]), " ") + "…"
}

func nonEmpty(ss ...string) []string {
	var out []string
	for _, s := range ss {
		if s = oneLine(s, ""); s != "" {
			out = append(out, s)
		}
	}
	return out
}

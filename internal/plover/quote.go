package plover

import (
	"strings"
	"unicode/utf8"

	"annals"
)

// maxQuote is the length in bytes beyond which an opening mark is taken for a
// stray one.
const maxQuote = 2500

// A quote is words between marks, with who spoke them.
type quote struct {
	annals.Quotation
	by []annals.Attribution
}

// findQuotes pairs the quotation marks of the title and the body and finds the
// speaker of each.
func (x *coder) findQuotes() []quote {
	var out []quote
	for _, f := range []struct {
		in   annals.Field
		text string
	}{{annals.InTitle, x.a.Title}, {annals.InText, x.a.Text}} {
		for _, s := range quoteSpans(f.text) {
			q := quote{}
			q.In, q.Span, q.Text = f.in, s, s.Of(f.text)
			q.by = x.quoteBy(q, out)
			if len(q.by) > 0 {
				q.Speaker = q.by[len(q.by)-1].Speaker
				if len(q.by) > 1 {
					q.Via = q.by[0].Speaker
				}
			}
			out = append(out, q)
		}
	}
	return out
}

// quoteSpans are the stretches between double quotation marks, straight or
// curly. A quotation that goes on in the next paragraph opens anew there.
func quoteSpans(text string) []annals.Span {
	var out []annals.Span
	open := -1
	for i, r := range text {
		switch r {
		case '“', '«', '„':
			open = i + utf8.RuneLen(r)
		case '”', '»':
			if open >= 0 && i > open && i-open < maxQuote {
				out = append(out, annals.Span{Start: open, End: i})
			}
			open = -1
		case '"':
			if open >= 0 && i-open < maxQuote {
				if i > open {
					out = append(out, annals.Span{Start: open, End: i})
				}
				open = -1
				continue
			}
			open = i + 1
		case '\n':
			if open >= 0 && i > open && i-open < maxQuote {
				out = append(out, annals.Span{Start: open, End: i})
			}
			open = -1
		}
	}
	return out
}

// quoteBy is who speaks q: the subject of the verb of saying nearest to it in
// its sentence, or else the speaker of a quotation that ends just before.
func (x *coder) quoteBy(q quote, before []quote) []annals.Attribution {
	for _, t := range x.trees {
		if t.s.In != q.In || t.s.End <= q.Start-2 || t.s.Start > q.End+2 {
			continue
		}
		if by := x.sayer(t, q.Span); len(by) > 0 {
			return by
		}
	}
	// A new sentence of the same speaker: only blanks between the two.
	if n := len(before); n > 0 && before[n-1].In == q.In && before[n-1].by != nil {
		between := annals.Span{Start: before[n-1].End, End: q.Start}.Of(x.text(q.In))
		if len(strings.TrimSpace(strings.Trim(between, "\"“” \n"))) == 0 {
			return before[n-1].by
		}
		if x.follows(before[n-1].Span, q.Span, q.In) {
			return before[n-1].by
		}
	}
	return nil
}

// follows reports whether quotation next opens the sentence after the one that
// quotation was closes in, in the same paragraph: "…," an elder said. "…"
func (x *coder) follows(was, next annals.Span, in annals.Field) bool {
	for n, t := range x.trees {
		if t.s.In != in || next.Start < t.s.Start || next.Start > t.s.Start+4 || n == 0 {
			continue
		}
		p := x.trees[n-1]
		return p.s.In == in && was.End > p.s.Start && was.End <= p.s.End && !strings.Contains(x.text(in)[p.s.End:t.s.Start], "\n")
	}
	return false
}

func (x *coder) text(in annals.Field) string {
	if in == annals.InTitle {
		return x.a.Title
	}
	return x.a.Text
}

// sayer is the speakers of the verb of saying in t that stands nearest outside
// the quotation.
func (x *coder) sayer(t *tree, q annals.Span) []annals.Attribution {
	best, dist := -1, 1<<30
	for i := range t.s.Tokens {
		k := t.tok(i)
		if q.Contains(k.Span) || !t.isVerb(i) || !x.book.report["verb"].has(t.lemma(i), t.anyParticle(i)) {
			continue
		}
		if t.subjects(i) == nil {
			continue
		}
		d := k.Start - q.End
		if k.End <= q.Start {
			d = q.Start - k.End
		}
		if d >= 0 && d < dist {
			best, dist = i, d
		}
	}
	if best < 0 {
		return nil
	}
	return append(x.speakers(t, t.subjects(best), t.tok(best).Form, -1), x.citing(t, best)...)
}

// quoteSpeaker is the speakers of the quotation that holds the predicate.
func (x *coder) quoteSpeaker(d *draft) []annals.Attribution {
	k := d.t.tok(d.pred)
	for i := range x.quotes {
		q := &x.quotes[i]
		if q.In == d.t.s.In && q.Contains(k.Span) && (q.Len() > 30 || len(strings.Fields(q.Text)) > 4) {
			out := append([]annals.Attribution(nil), q.by...)
			reverse(out)
			return out
		}
	}
	return nil
}

// quotations is what is shown of the quotes.
func (x *coder) quotations() []annals.Quotation {
	out := []annals.Quotation{}
	for i := range x.quotes {
		if len(strings.Fields(x.quotes[i].Text)) >= 2 {
			out = append(out, x.quotes[i].Quotation)
		}
	}
	return out
}

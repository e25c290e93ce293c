package corpus

import "annals"

// An Article is the sentences of one %article as one text, or a sentence that
// stands alone. Paragraphs of Text are parted by a blank line and are its
// Blocks; sentences of a paragraph by a space.
//
// Offsets in Claims and Marks are bytes of Text, or of Title where In says so.
// Claims stand in the order of Items; Mark.Claims are indexes in Claims.
type Article struct {
	annals.Article
	Name   string // of the article in its file; "" for a sentence that stands alone
	Claims []annals.Claim
	Marks  []Mark
	Items  []Item        // as they were read, with offsets of their own
	Spans  []annals.Span // of Items in Text or Title
}

// Articles puts the sentences of each article together, in order. A sentence
// that stands alone becomes an article of one sentence without a headline.
// The items are not changed.
func Articles(items []Item) []Article {
	var out []Article
	for i := range items {
		it := &items[i]
		if n := len(out); it.Article == "" || n == 0 || out[n-1].Name != it.Article || out[n-1].Items[0].File != it.File {
			out = append(out, Article{Name: it.Article, Article: annals.Article{Published: it.Published, Outlet: it.Outlet}})
		}
		out[len(out)-1].add(it)
	}
	for i := range out {
		a := &out[i]
		a.ID = annals.NewArticleID("", a.Title, a.Text)
	}
	return out
}

// add appends a sentence with its claims and marks.
func (a *Article) add(it *Item) {
	at, first := a.place(it), len(a.Claims)
	for i := range it.Claims {
		a.Claims = append(a.Claims, shifted(&it.Claims[i], it.In, at))
	}
	for _, m := range it.Marks {
		m.Start, m.End, m.In = m.Start+at, m.End+at, it.In
		claims := make([]int, len(m.Claims))
		for i, k := range m.Claims {
			claims[i] = k + first
		}
		m.Claims = claims
		a.Marks = append(a.Marks, m)
	}
	a.Items = append(a.Items, *it)
	a.Spans = append(a.Spans, annals.Span{Start: at, End: at + len(it.Text)})
}

// place appends the words of a sentence to the headline or the body and says
// at which byte they start there.
func (a *Article) place(it *Item) int {
	if it.In == annals.InTitle {
		a.Title = join(a.Title, " ", it.Text)
		return len(a.Title) - len(it.Text)
	}
	gap := " "
	if n := len(a.Items); n == 0 || a.Items[n-1].In != annals.InText || a.Items[n-1].Paragraph != it.Paragraph {
		gap = "\n\n"
	}
	a.Text = join(a.Text, gap, it.Text)
	at := len(a.Text) - len(it.Text)
	if gap == " " {
		a.Blocks[len(a.Blocks)-1].End = len(a.Text)
	} else {
		a.Blocks = append(a.Blocks, annals.Block{Kind: annals.Paragraph, Span: annals.Span{Start: at, End: len(a.Text)}})
	}
	return at
}

func join(text, gap, more string) string {
	if text == "" {
		return more
	}
	return text + gap + more
}

// shifted is a claim of a sentence with offsets of the field it stands in.
func shifted(c *annals.Claim, in annals.Field, by int) annals.Claim {
	out := *c
	out.In = in
	out.Start, out.End = c.Start+by, c.End+by
	out.TriggerStart, out.TriggerEnd = c.TriggerStart+by, c.TriggerEnd+by
	out.Actor, out.Recipient = moved(c.Actor, by), moved(c.Recipient, by)
	return out
}

func moved(ps []annals.Participant, by int) []annals.Participant {
	out := append([]annals.Participant(nil), ps...)
	for i := range out {
		if out[i].Text != "" {
			out[i].Start, out[i].End = out[i].Start+by, out[i].End+by
		}
	}
	return out
}

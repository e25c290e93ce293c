package grammar

import (
	"fmt"

	"annals"
)

// Read finds the sentences of an article, its headline first, and annotates
// them. Captions are left out. A text without blocks is read as one, with
// blank lines ending paragraphs. Warnings tell of sentences that were cut.
func (m *Model) Read(a *annals.Article) ([]annals.Sentence, []annals.Warning) {
	r := articleReader{limit: m.options.MaxTokens, judge: m.judge()}
	defer m.judges.Put(r.judge)
	if r.limit <= 0 {
		r.limit = defaultMaxTokens
	}
	r.text(a.Title, annals.InTitle, -1, annals.Span{End: len(a.Title)})
	blocks := 0
	for i, b := range a.Blocks {
		if b.Kind != annals.Caption && b.Start >= 0 && b.Start <= b.End && b.End <= len(a.Text) {
			r.text(a.Text, annals.InText, i, b.Span)
			blocks++
		}
	}
	if blocks == 0 {
		r.text(a.Text, annals.InText, -1, annals.Span{End: len(a.Text)})
	}
	m.Annotate(r.sentences)
	return r.sentences, r.warnings
}

// articleReader collects sentences with their tokens.
type articleReader struct {
	limit     int
	judge     *endsJudge
	sentences []annals.Sentence
	warnings  []annals.Warning
	spans     []annals.Span
}

func (r *articleReader) text(text string, in annals.Field, block int, s annals.Span) {
	r.spans = splitWith(r.spans[:0], text, s, r.judge)
	for _, sp := range r.spans {
		ts := Tokenise(text, sp)
		if len(ts) > r.limit {
			r.warnings = append(r.warnings, annals.Warning{Stage: "grammar", In: in, Start: sp.Start, End: sp.End,
				Message: fmt.Sprintf("sentence of %d words cut into pieces of %d", len(ts), r.limit)})
		}
		for len(ts) > 0 {
			n := min(len(ts), r.limit)
			piece := ts[:n:n]
			ts = ts[n:]
			r.sentences = append(r.sentences, annals.Sentence{In: in, Block: block, Tokens: piece,
				Span: annals.Span{Start: piece[0].Start, End: piece[n-1].End}})
		}
	}
}

// ReadText reads the text from a place on, as the body of an article.
func (m *Model) ReadText(text string, from int) []annals.Sentence {
	r := articleReader{limit: m.options.MaxTokens, judge: m.judge()}
	defer m.judges.Put(r.judge)
	if r.limit <= 0 {
		r.limit = defaultMaxTokens
	}
	r.text(text, annals.InText, -1, annals.Span{Start: from, End: len(text)})
	m.Annotate(r.sentences)
	return r.sentences
}

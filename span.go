package annals

// A Span is the half-open range [Start, End) of bytes in a text: the body of
// an article ([Article.Text]) or its headline ([Article.Title]).
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Len is the length of s in bytes.
func (s Span) Len() int { return s.End - s.Start }

// Contains reports whether o lies within s.
func (s Span) Contains(o Span) bool { return s.Start <= o.Start && o.End <= s.End }

// Overlaps reports whether s and o share a byte.
func (s Span) Overlaps(o Span) bool { return s.Start < o.End && o.Start < s.End }

// Of is the part of text that s covers, or "" if s does not lie in text.
func (s Span) Of(text string) string {
	if s.Start < 0 || s.End > len(text) || s.Start > s.End {
		return ""
	}
	return text[s.Start:s.End]
}

// Field says which text of an article a span points into.
type Field string

// The two texts of an article that are read and coded.
const (
	InText  Field = "text"  // the body, Article.Text
	InTitle Field = "title" // the headline, Article.Title
)

// A Warning is a doubt about a result: it is shown beside it and never stops
// the program.
type Warning struct {
	Stage   string `json:"stage"`           // extract, grammar, link, plover
	Message string `json:"message"`         // one line, lower case
	In      Field  `json:"in,omitempty"`    // which text, if it is about a place in one
	Start   int    `json:"start,omitempty"` // bytes in that text
	End     int    `json:"end,omitempty"`   // 0 when the warning is about the whole article
}

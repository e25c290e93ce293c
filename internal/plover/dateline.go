package plover

import (
	"strings"

	"annals"
)

// The number of tokens within which a dateline ends; an agency in brackets at
// its end may make it longer.
const (
	maxDateline = 8
	maxCredited = 16
)

// findDateline is the number of tokens of the dateline that a sentence opens
// with (KYIV, Ukraine — …; MALI: …; LIMA, May 3 (Example Wire) — …), 0 for none.
func findDateline(s *annals.Sentence) int {
	if s.In != annals.InText || len(s.Tokens) == 0 || !capitals(s.Tokens[0].Form) {
		return 0
	}
	for i := 1; i < len(s.Tokens) && i < maxCredited; i++ {
		if before := s.Tokens[i-1].Form; i >= maxDateline && before != ")" && before != "]" {
			continue
		}
		switch s.Tokens[i].Form {
		case "—", "–", "--", "-", ":":
			if s.Tokens[i].Form == "-" && s.Tokens[i].Start == s.Tokens[i-1].End {
				continue // UAE-backed
			}
			return i
		}
	}
	return 0
}

func capitals(w string) bool {
	return len(w) > 2 && w == strings.ToUpper(w) && w != strings.ToLower(w)
}

// datelined reports whether token i belongs to the dateline.
func (x *coder) datelined(t *tree, i int) bool { return i < t.dateline }

// undated is i, or, where the parser made a dateline the head of the subject,
// the noun phrases that hang on it.
func (t *tree) undated(i, depth int) []int {
	if i >= t.dateline || depth > 3 {
		return []int{i}
	}
	var out []int
	for _, k := range t.kids[i] {
		switch t.base(k) {
		case "punct", "case", "det", "cc":
			continue
		}
		if u := t.tok(k).UPOS; k < t.dateline || u == "NOUN" || u == "PROPN" || u == "PRON" {
			out = append(out, t.undated(k, depth+1)...)
		}
	}
	return out
}

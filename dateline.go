package annals

import "unicode"

// The number of tokens within which a dateline ends; an agency in brackets at
// its end may make it longer.
const (
	maxDateline = 8
	maxCredited = 16
)

// Dateline is the number of tokens of the dateline that the sentence opens with
// (KYIV, Ukraine — …; MALI: …; LIMA, May 3 (Example Wire) — …), 0 for none. The
// dash or colon is the token after them.
func (s *Sentence) Dateline() int {
	if s.In != InText || len(s.Tokens) == 0 || !capitals(s.Tokens[0].Form) {
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

// capitals reports a word of more than two bytes with capital letters and no
// small ones.
func capitals(w string) bool {
	upper := false
	for _, r := range w {
		if unicode.IsLower(r) {
			return false
		}
		upper = upper || unicode.IsUpper(r)
	}
	return upper && len(w) > 2
}

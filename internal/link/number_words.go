package link

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"annals"
)

// A word is a run of letters, a figure, or one mark of punctuation, as the
// finders of dates and numbers read them: finer than a token, so that
// "mid-May", "3-5" and "US$20bn" come apart the same way with and without a
// parse.
type word struct {
	annals.Span
	low   string // lower case, plain quotes and dashes; ISO dates and clocks whole
	kind  wordKind
	upper bool // begins with a capital
	glued bool // no blank before it
}

type wordKind uint8

const (
	letters wordKind = iota
	figure           // 15  1,500  3.5
	isoDay           // 2024-05-12
	slashed          // 12/05/2024  12.05.24
	clockAt          // 14:30  14.30 is a figure
	mark             // anything else, one rune
)

// maxWords bounds what is read of one text, so that hostile input stays cheap.
const maxWords = 1 << 18

// scan cuts text into words; offset is added to every span.
func scan(text string, offset int) []word {
	ws := make([]word, 0, len(text)/5+4)
	end := -1
	for i := 0; i < len(text) && len(ws) < maxWords; {
		r, size := utf8.DecodeRuneInString(text[i:])
		if unicode.IsSpace(r) {
			i += size
			continue
		}
		n, kind := wordAt(text[i:], r, size)
		w := word{Span: annals.Span{Start: offset + i, End: offset + i + n}, kind: kind,
			upper: unicode.IsUpper(r), glued: i == end}
		w.low = plain(text[i:i+n], kind)
		ws = append(ws, w)
		i += n
		end = i
	}
	return ws
}

// wordAt measures the word at the start of s, whose first rune is r.
func wordAt(s string, r rune, size int) (int, wordKind) {
	switch {
	case r >= '0' && r <= '9':
		return figureAt(s)
	case unicode.IsLetter(r):
		if n := dotted(s); n > 0 {
			return n, letters
		}
		n := size
		for n < len(s) {
			r, size := utf8.DecodeRuneInString(s[n:])
			if !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) {
				break
			}
			n += size
		}
		return n, letters
	}
	return size, mark
}

// dotted measures an abbreviation of single letters: a.m., B.C., U.S.
func dotted(s string) int {
	n := 0
	for n+1 < len(s) && isLetter(s[n]) && s[n+1] == '.' {
		n += 2
	}
	if n == 2 && len(s) > 2 && isLetter(s[2]) && (len(s) == 3 || !isLetter(s[3])) {
		return 3 // a.m without its last point
	}
	if n < 4 || n < len(s) && isLetter(s[n]) {
		return 0
	}
	return n
}

func isLetter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }
func isDigit(b byte) bool  { return b >= '0' && b <= '9' }

func digits(s string) int {
	n := 0
	for n < len(s) && isDigit(s[n]) {
		n++
	}
	return n
}

// figureAt measures a figure, a date in figures or a clock time.
func figureAt(s string) (int, wordKind) {
	n := digits(s)
	if n == 4 && len(s) >= 10 && s[4] == '-' && digits(s[5:]) == 2 && s[7] == '-' && digits(s[8:]) == 2 {
		return 10, isoDay
	}
	if m := slashedAt(s, n); m > 0 {
		return m, slashed
	}
	if n <= 2 && len(s) > n+2 && s[n] == ':' && digits(s[n+1:]) == 2 {
		return n + 3, clockAt
	}
	for n <= 3 || s[n-4] == ',' {
		if len(s) < n+4 || s[n] != ',' || digits(s[n+1:]) != 3 {
			break
		}
		n += 4
	}
	if n+1 < len(s) && s[n] == '.' && isDigit(s[n+1]) {
		n += 1 + digits(s[n+1:])
	}
	return n, figure
}

// slashedAt measures 12/05/2024 and 12.05.2024; n is the length of the first
// figure.
func slashedAt(s string, n int) int {
	if n > 4 || len(s) < n+4 || s[n] != '/' && s[n] != '.' && s[n] != '-' {
		return 0
	}
	m := digits(s[n+1:])
	k := n + 1 + m
	if m < 1 || m > 2 || k >= len(s) || s[k] != s[n] {
		return 0
	}
	y := digits(s[k+1:])
	if y != 4 && (y != 2 || s[n] == '-') || n == 4 && y != 2 || k+1+y < len(s) && s[k+1+y] == s[n] {
		return 0
	}
	return k + 1 + y
}

// plain is the form of a word that tables are written in.
func plain(s string, kind wordKind) string {
	switch {
	case kind == mark:
		switch s {
		case "–", "—", "‑", "−", "‐":
			return "-"
		case "’", "‘", "`", "´":
			return "'"
		case "“", "”":
			return `"`
		}
		return s
	case kind == letters && isLetter(s[0]) && strings.Contains(s, "."):
		return strings.ToLower(strings.ReplaceAll(s, ".", ""))
	case kind == letters:
		return strings.ToLower(s)
	}
	return s
}

package store

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"annals"

	"golang.org/x/text/unicode/norm"
)

// Fold is s in lower case and without accents, blanks made one: what names are
// compared by.
func Fold(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return foldAny(s)
		}
	}
	return foldPlain(s)
}

// foldPlain folds ASCII, which most words are.
func foldPlain(s string) string {
	b := make([]byte, 0, len(s))
	space := false
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == ' ' || '\t' <= c && c <= '\r':
			space = len(b) > 0
			continue
		case space:
			b = append(b, ' ')
			space = false
		}
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		b = append(b, c)
	}
	return string(b)
}

func foldAny(s string) string {
	var b strings.Builder
	space := false
	for _, r := range norm.NFD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsSpace(r):
			space = b.Len() > 0
		default:
			if space {
				b.WriteByte(' ')
				space = false
			}
			b.WriteRune(unstroke(unicode.ToLower(r)))
		}
	}
	return b.String()
}

// unstroke takes letters whose stroke is no accent in Unicode to plain ones.
func unstroke(r rune) rune {
	switch r {
	case 'ł':
		return 'l'
	case 'đ', 'ð':
		return 'd'
	case 'ø':
		return 'o'
	case 'ħ':
		return 'h'
	case 'ı':
		return 'i'
	}
	return r
}

// WordsOf are the folded words of s: runs of letters and digits.
func WordsOf(s string) []string {
	return strings.FieldsFunc(Fold(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// keyed joins folded names so that part of one is found in them and nothing
// across two.
func keyed(names ...string) string {
	for i := range names {
		names[i] = Fold(names[i])
	}
	return strings.Join(names, "\n")
}

// NameKey is what [Party] looks for a name in.
func NameKey(p annals.Participant) string { return keyed(p.Name, p.Text) }

// SpeakerKey is what [Said] looks for a name in.
func SpeakerKey(a annals.Attribution) string { return keyed(a.Speaker, a.Text) }

// PlaceKey is what [Named] looks for a name in.
func PlaceKey(w *annals.Where) string { return keyed(w.Name, w.Text) }

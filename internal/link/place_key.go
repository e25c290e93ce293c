package link

import (
	"strings"
	"unicode/utf8"
)

// folds are the Latin letters with marks and what a reader types instead.
var folds = func() map[rune]string {
	m := map[rune]string{'æ': "ae", 'œ': "oe", 'ß': "ss", 'þ': "th", 'ð': "d", 'ø': "o", 'ł': "l", 'đ': "d", 'ı': "i", 'ħ': "h", 'ŋ': "n", 'ə': "a", 'ʻ': "", 'ʼ': "", 'ʿ': "", 'ʾ': ""}
	for plain, marked := range map[string]string{
		"a": "àáâãäåāăąǎảạấầẩẫậắằẳẵặ", "c": "çćĉċč", "d": "ďḑḍ", "e": "èéêëēĕėęěẻẽẹếềểễệ", "g": "ĝğġģǧ",
		"h": "ĥḩḥ", "i": "ìíîïĩīĭįǐỉịi̇", "j": "ĵ", "k": "ķḳ", "l": "ĺļľŀ", "n": "ñńņňŉṇ", "o": "òóôõöōŏőơǒọỏốồổỗộớờởỡợ",
		"r": "ŕŗřṛ", "s": "śŝşšșṣ", "t": "ţťŧțṭ", "u": "ùúûüũūŭůűųưǔụủứừửữự", "w": "ŵẁẃẅ", "y": "ýÿŷỳỵỷỹ", "z": "źżžẓ"} {
		for _, r := range marked {
			if r != '̇' && (r > 127) {
				m[r] = plain
			}
		}
	}
	return m
}()

// PlaceKey is the form of a name that the gazetteer is searched by: lower case,
// without accents, words joined by one blank; hyphens and points part words,
// apostrophes do not. It is "" for what is not written in Latin letters.
func PlaceKey(name string) string {
	var b strings.Builder
	b.Grow(len(name))
	gap, low := false, strings.ToLower(name)
	for i, r := range low {
		s, marked := "", false
		if r >= utf8.RuneSelf {
			s, marked = folds[r]
		}
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			s = low[i : i+1]
		case marked:
		case r == '\'' || r == '’' || r == '‘' || r == '`' || r == '̇' || r == '\u0301':
			continue
		case r == ' ' || r == '-' || r == '.' || r == '–' || r == '/' || r == ',' || r == '&':
			gap = true
			continue
		default:
			return ""
		}
		if gap && b.Len() > 0 {
			b.WriteByte(' ')
		}
		gap = false
		b.WriteString(s)
	}
	return b.String()
}

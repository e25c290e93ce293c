package extract

import (
	"strings"

	"github.com/abadojack/whatlanggo"

	"annals"
)

const (
	languageWords = 3000 // words of a body that are looked at
	fewWords      = 20   // words below which the page's own word is taken
	surelyEnglish = 0.24 // share of English function words in English prose is 0.3 to 0.5
	hardlyEnglish = 0.15 // other languages have less than 0.1
)

// stopWords are the English function words; those that are also frequent words
// of other European languages (in, on, a, an, is, as, so, was, die, me) are left out.
var stopWords = stopSet(`the of and to that for with by from at it its be been has have had were are which who this these those
	not but or their they he she his her him you we our said will would about after before between into over than when there
	what where while could can may also more other because during against under through being out up if`)

func stopSet(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

// setLanguage sets the language of the text itself; what the page says of its
// language only decides when the text is too short to tell.
func setLanguage(a *annals.Article) {
	text := a.Title + "\n\n" + a.Text
	ws := words(strings.ToLower(clip(text, languageWords*8)))
	share := englishShare(ws)
	few := len(ws) < fewWords
	switch {
	case len(ws) == 0:
		return
	case share >= surelyEnglish, few && (share > 0 || shortEnglish(ws)), len(ws) < 6 && isLatin(text):
		a.Language = "en"
		return
	}
	info := whatlanggo.Detect(clip(text, languageWords*8))
	lang := whatlanggo.LangToStringShort(info.Lang)
	switch {
	case lang == "" || lang == "en" || (few || share >= hardlyEnglish) && !info.IsReliable():
		a.Language = firstOf(a.Language, lang, "en")
	case a.Language != "" && a.Language != "en" && share < hardlyEnglish:
		// a page that says it is no English, and is none, knows best which one
	default:
		a.Language = lang
	}
}

// weakWords are function words that English shares with other languages, calendarWords names
// of days and months that it does not.
var (
	weakWords     = stopSet("in on a an is as so was no two")
	calendarWords = stopSet("monday tuesday wednesday thursday friday saturday sunday january february june july october")
)

// shortEnglish reports a sentence or two that have no surer sign of English than
// a day of the week, or a past tense beside a small word: guessing by letters
// takes such for Finnish.
func shortEnglish(ws []string) bool {
	weak, tense := false, false
	for _, w := range ws {
		if calendarWords[w] {
			return true
		}
		weak = weak || weakWords[w]
		tense = tense || len(w) > 4 && (strings.HasSuffix(w, "ed") || strings.HasSuffix(w, "ing"))
	}
	return weak && tense
}

// isLatin reports whether most letters are plain Latin ones.
func isLatin(s string) bool {
	plain := 0
	for _, r := range s {
		if r < 0x80 {
			plain++
		}
	}
	return plain*10 > len(s)*9
}

func englishShare(ws []string) float64 {
	if len(ws) == 0 {
		return 0
	}
	n := 0
	for _, w := range ws {
		if stopWords[w] {
			n++
		}
	}
	return float64(n) / float64(len(ws))
}

// languageName is a tag with its English name: "Polish (pl)".
func languageName(tag string) string {
	for lang := range whatlanggo.Langs {
		if whatlanggo.LangToStringShort(lang) == tag && tag != "" {
			return whatlanggo.Langs[lang] + " (" + tag + ")"
		}
	}
	return tag
}

package grammar

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"annals"
)

// badPieces are what texts from outside have in them that no text should.
var badPieces = []string{
	strings.Repeat("a", 10_000), strings.Repeat("Ж", 5_000), strings.Repeat("x.", 3_000), strings.Repeat("-", 4_000), strings.Repeat("http://a.b/", 900),
	strings.Repeat("word ", 600), strings.Repeat("no, ", 300), strings.Repeat("“", 500), strings.Repeat("(", 500), strings.Repeat("\n", 300), strings.Repeat("\t ", 200),
	"\x00", "\x1b[31m", "\x7f", "\u0085", "\xed\xa0\x80", "\xed\xb0\x80", "\xff\xfe", "\xc3", "\xf0\x9f", "\u200f", "\u202e", "\u2066", "\ufeff", "\u200b", "\u2028", "\u2029", "\r\n", "\r",
	"مرحبا", "漢字文章。", "Привіт", "e\u0301\u0301", "👩‍👩‍👧", "Ａ", "İ", "ß", "ﬁ",
	"Troops", " left", ". ", "! ", "? ", "… ", ": ", ", ", " said ", "Mr. ", "A. ", "U.S. ", "1. ", "[17] ", "• ", "- ", "'s", "n't", "\"", "’", "$5m", "x@y.z", ":-)",
}

func badText(rng *rand.Rand) string {
	var b strings.Builder
	for range 1 + rng.IntN(40) {
		b.WriteString(badPieces[rng.IntN(len(badPieces))])
		if rng.IntN(3) == 0 {
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// Whatever a text has in it, it is read, and words say where they stand.
func TestReadAnything(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	m := load(t)
	for range 20 {
		a := &annals.Article{Title: badText(rng), Text: badText(rng)}
		hold(t, a.Text)
		ss, _ := m.Read(a)
		checkSentences(t, a, ss)
	}
}

// Four times the text takes about four times the time, whatever it is of. The
// parser sees pieces of bounded length; what comes before it could go wrong.
func TestReadIsLinear(t *testing.T) {
	took := func(text string) time.Duration {
		best := time.Hour
		for range 3 {
			start := time.Now()
			for _, s := range load(t).Split(text) {
				Tokenise(text, s)
			}
			best = min(best, time.Since(start))
		}
		return best
	}
	for _, p := range []string{"word ", "a-b", "x.", "Ж", "(", "“no” ", "Mr. A. ", "http://a.b/ ", ", ", "\n", "\u200f", "Troops left. ", "no.Yes", "漢", "a@", "...", "'s", "1,000"} {
		one, four := strings.Repeat(p, 20_000/len(p)), strings.Repeat(p, 80_000/len(p))
		if a, b := took(one), took(four); b > 10*a+100*time.Millisecond {
			t.Errorf("%q: %d bytes took %v, %d took %v", p, len(one), a, len(four), b)
		}
	}
}

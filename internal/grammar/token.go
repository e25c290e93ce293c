package grammar

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"annals"
)

// Tokenise finds the words of text[s.Start:s.End], a sentence, as EWT and GUM
// cut them. The tokens rise, do not overlap and cover all that is not space or
// a control character; Form is the text under the span.
func Tokenise(text string, s annals.Span) []annals.Token {
	return appendTokens(nil, text, s)
}

func appendTokens(out []annals.Token, text string, s annals.Span) []annals.Token {
	if s.Start < 0 || s.End > len(text) || s.Start >= s.End {
		return out
	}
	c := cutter{text: text, end: s.End, out: out}
	for i := s.Start; i < s.End; {
		r, n := utf8.DecodeRuneInString(text[i:s.End])
		if blankRune(r) {
			i += n
			continue
		}
		j := chunkEnd(text, i, s.End)
		c.chunk(i, j)
		i = j
	}
	return c.out
}

// blankRune reports what stands between words: space, control and
// direction marks, the byte order mark.
func blankRune(r rune) bool {
	if r < utf8.RuneSelf {
		return r <= ' ' || r == 0x7f
	}
	return unicode.IsSpace(r) || unicode.IsControl(r) || r >= 0x200B && r <= 0x200F ||
		r >= 0x202A && r <= 0x202E || r >= 0x2060 && r <= 0x2069 || r == 0xFEFF
}

func chunkEnd(text string, i, end int) int {
	for i < end {
		r, n := utf8.DecodeRuneInString(text[i:end])
		if blankRune(r) {
			return i
		}
		i += n
	}
	return end
}

// cutter cuts the chunks between spaces into tokens.
type cutter struct {
	text string
	end  int // of the sentence
	out  []annals.Token
}

func (c *cutter) add(i, j int) {
	if i < j {
		c.out = append(c.out, annals.Token{Span: annals.Span{Start: i, End: j}, Form: c.text[i:j], Head: -1})
	}
}

// chunk cuts text[i:j], which has no space in it.
func (c *cutter) chunk(i, j int) {
	for i < j {
		if e := address(c.text[i:j]); e > 0 {
			c.add(i, i+e)
			i += e
			continue
		}
		if e := smiley(c.text[i:j]); e > 0 {
			c.add(i, i+e)
			i += e
			continue
		}
		i = c.token(i, j)
	}
}

// token cuts one or several tokens from the start of text[i:j] and says where
// it stopped.
func (c *cutter) token(i, j int) int {
	r, n := utf8.DecodeRuneInString(c.text[i:j])
	switch {
	case c.numberStarts(i, j):
		return c.number(i, j)
	case wordRune(r):
		return c.word(i, j)
	case apostrophe(r):
		if e := c.elision(i, j); e > i {
			c.add(i, e)
			return e
		}
	case (r == '@' || r == '#') && i+n < j && wordRune(c.rune(i+n, j)):
		if r == '@' {
			e := i + n + wordRun(c.text[i+n:j])
			c.add(i, e)
			return e
		}
	}
	e := i + n
	for e < j {
		q, m := utf8.DecodeRuneInString(c.text[e:j])
		if !runs(r, q) {
			break
		}
		e += m
	}
	c.add(i, e)
	return e
}

func (c *cutter) rune(i, j int) rune {
	r, _ := utf8.DecodeRuneInString(c.text[i:j])
	return r
}

// runs reports whether punctuation q continues the token of r: dots, dashes
// and marks repeat, ! and ? mix.
func runs(r, q rune) bool {
	switch r {
	case '!', '?':
		return q == '!' || q == '?'
	case '.', '-', '–', '—', '*', '=', '_', '~', '+', '<', '>', '|', '`', '#', '\'', '…', '•', '■', '·':
		return q == r
	}
	return false
}

func apostrophe(r rune) bool { return r == '\'' || r == '’' || r == '‘' || r == '`' }

// wordRune reports what words are made of; marks and symbols of other scripts
// count, ASCII punctuation does not.
func wordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	}
	return unicode.In(r, unicode.L, unicode.M, unicode.N) || r == utf8.RuneError || r == 0xAD
}

func wordRun(s string) int {
	for i, r := range s {
		if !wordRune(r) && r != '_' {
			return i
		}
	}
	return len(s)
}

// elision is the end of a word that starts with an apostrophe: 's after an
// odd break, 'em, 'til, '90s.
func (c *cutter) elision(i, j int) int {
	_, n := utf8.DecodeRuneInString(c.text[i:j])
	k := i + n + wordRun(c.text[i+n:j])
	w := strings.ToLower(c.text[i+n : k])
	switch w {
	case "em", "til", "cause", "tis", "twas", "bout", "cos", "s", "re", "ve", "ll", "d", "m":
		return k
	}
	if len(w) == 3 && w[2] == 's' && isNumber(w[:2]) || len(w) == 2 && isNumber(w) && k == j {
		return k
	}
	return i
}

// word cuts a word with its periods, apostrophes and clitics.
func (c *cutter) word(i, j int) int {
	e := i
	for e < j {
		e += wordRun(c.text[e:j])
		if e >= j {
			break
		}
		next := c.joins(i, e, j)
		if next == e {
			break
		}
		e = next
	}
	if e < j && c.text[e] == '$' && e-i <= 3 { // US$, C$
		c.add(i, e+1)
		return e + 1
	}
	if e < j && c.text[e] == '.' && c.keepsPeriod(i, e, j) {
		e++
	}
	c.clitic(i, e)
	return e
}

// joins is where the word goes on after the mark at e, or e.
func (c *cutter) joins(i, e, j int) int {
	r, n := utf8.DecodeRuneInString(c.text[e:j])
	after := e + n
	if after >= j || !wordRune(c.rune(after, j)) {
		return e
	}
	switch {
	case r == '\'', r == '’', r == '`', r == '&', r == '_':
		return after
	case r == '.':
		if c.newSentence(i, e, after, j) {
			return e
		}
		return after
	case r == '@':
		return after
	case r == '-' || r == '‐' || r == '‑':
		if prefixes[strings.ToLower(c.text[i:e])] || c.serial(i, j) {
			return after
		}
	}
	return e
}

// newSentence reports a missing space: "…the end.Then".
func (c *cutter) newSentence(i, e, after, j int) bool {
	before, _ := utf8.DecodeLastRuneInString(c.text[i:e])
	return e-i >= 3 && unicode.IsLower(before) && unicode.IsUpper(c.rune(after, j)) && !strings.Contains(c.text[i:e], ".")
}

// serial reports a word of letters, digits and hyphens that is a number of a
// thing: SS-N-22.
func (c *cutter) serial(i, j int) bool {
	s := c.text[i:j]
	hyphens, digits := 0, 0
	for k := range len(s) {
		switch b := s[k]; {
		case b == '-':
			hyphens++
		case b >= '0' && b <= '9':
			digits++
		case b >= 'A' && b <= 'Z':
		default:
			return false
		}
	}
	return hyphens >= 2 && digits > 0
}

// keepsPeriod reports whether the period at e belongs to the word before it.
func (c *cutter) keepsPeriod(i, e, j int) bool {
	if e+1 < j && c.text[e+1] == '.' {
		return false
	}
	w := strings.ToLower(c.text[i:e])
	last := c.lastWord(e + 1)
	if strings.Contains(w, ".") {
		return dotted(w) || abbrevs[w] != ""
	}
	switch abbrevs[w] {
	case "title", "plain":
		return !last || len(w) > 1
	case "month":
		return !last || w != "mar"
	case "word":
		return !last && !c.sentenceLike(e+1)
	case "number":
		return !last && c.numberFollows(e+1)
	}
	r, n := utf8.DecodeRuneInString(w)
	return n == len(w) && unicode.IsLetter(r) && !last
}

// dotted reports letters between periods: u.s, ph.d.
func dotted(w string) bool {
	for part := range strings.SplitSeq(w, ".") {
		r, _ := utf8.DecodeRuneInString(part)
		if !unicode.IsLetter(r) || utf8.RuneCountInString(part) > 2 {
			return false
		}
	}
	return true
}

// lastWord reports that nothing but closing marks follows i in the sentence.
func (c *cutter) lastWord(i int) bool {
	for _, r := range c.text[i:c.end] {
		if !blankRune(r) && !closer(r) {
			return false
		}
	}
	return true
}

func (c *cutter) sentenceLike(i int) bool {
	rest := strings.TrimLeft(c.text[i:min(c.end, i+40)], " ")
	w, _, _ := strings.Cut(rest, " ")
	return starters[strings.ToLower(w)] && w != strings.ToLower(w)
}

func (c *cutter) numberFollows(i int) bool {
	rest := strings.TrimLeft(c.text[i:min(c.end, i+8)], " ")
	return rest != "" && (rest[0] >= '0' && rest[0] <= '9' || rest[0] == '#' || strings.IndexByte("IVX", rest[0]) >= 0)
}

// closer reports what may follow the end of a sentence without being part of
// its words.
func closer(r rune) bool {
	switch r {
	case '"', '\'', '”', '’', ')', ']', '»', '}', '*':
		return true
	}
	return false
}

// clitic adds text[i:e] as one word or as a word and its clitics.
func (c *cutter) clitic(i, e int) {
	w := c.text[i:e]
	if len(w) <= 8 {
		if pieces, ok := clitics[strings.ToLower(w)]; ok {
			for _, n := range pieces {
				c.add(i, i+n)
				i += n
			}
			c.add(i, e)
			return
		}
	}
	if k := cliticAt(w); k > 0 {
		c.clitic(i, i+k)
		c.add(i+k, e)
		return
	}
	c.add(i, e)
}

// cliticAt is where the last clitic of a word starts, or 0.
func cliticAt(w string) int {
	k := strings.LastIndexAny(w, "'’`")
	if k <= 0 {
		return 0
	}
	_, n := utf8.DecodeRuneInString(w[k:])
	switch strings.ToLower(w[k+n:]) {
	case "s", "m", "d", "re", "ve", "ll":
		if decade(w[:k]) {
			return 0
		}
		return k
	case "t":
		if k >= 2 && (w[k-1] == 'n' || w[k-1] == 'N') {
			return k - 1
		}
	}
	return 0
}

// decade reports the 80 and 1590 of 80's.
func decade(w string) bool {
	return (len(w) == 2 || len(w) == 4) && isNumber(w) && w[len(w)-1] == '0'
}

package grammar

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"annals"
)

// Split finds the sentences of text. The spans rise and do not overlap, start
// and end at words, and cover all that is not space. A blank line always ends
// a sentence, a single line end does not unless a list item follows.
func Split(text string) []annals.Span {
	return appendSplit(nil, text, annals.Span{End: len(text)})
}

func appendSplit(out []annals.Span, text string, s annals.Span) []annals.Span {
	sp := splitter{text: text, end: s.End, start: -1, out: out}
	for i := s.Start; i < s.End; {
		r, n := utf8.DecodeRuneInString(text[i:s.End])
		if blankRune(r) {
			i += n
			continue
		}
		j := chunkEnd(text, i, s.End)
		sp.chunk(i, j)
		i = j
	}
	sp.cut(sp.last)
	return sp.out
}

// splitter walks over chunks, the runs between spaces.
type splitter struct {
	text  string
	end   int
	start int // of the sentence being read; −1 between sentences
	last  int // end of the chunk before
	words int // chunks of the sentence before this one
	// closed says that the chunk before ends in a mark that may end a sentence.
	closed bool
	out    []annals.Span
}

func (s *splitter) cut(at int) {
	if s.start >= 0 && s.start < at {
		s.out = append(s.out, annals.Span{Start: s.start, End: at})
	}
	s.start, s.words = -1, 0
}

// chunk takes the next chunk text[i:j] in.
func (s *splitter) chunk(i, j int) {
	if s.start >= 0 && s.lineBreak(i) {
		s.cut(s.last)
	}
	if s.start < 0 {
		s.start = i
	}
	i = s.glued(i, j)
	next := s.next(j)
	if s.ends(s.text[i:j], next) {
		s.cut(j)
	} else {
		s.words++
	}
	s.last = j
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRightFunc(s.text[i:j], closer))
	s.closed = last == '.' || last == '!' || last == '?'
}

// citation reports the number of a note: [17].
func citation(chunk string) bool {
	return len(chunk) > 2 && len(chunk) < 8 && chunk[0] == '[' && chunk[len(chunk)-1] == ']' && isNumber(chunk[1:len(chunk)-1])
}

// lineBreak reports that the space before i ends a sentence whatever the words
// are: a blank line, or a line end before a list item.
func (s *splitter) lineBreak(i int) bool {
	gap := s.text[s.last:i]
	n := strings.Count(gap, "\n")
	if n == 0 {
		n = strings.Count(gap, "\u2028") + 2*strings.Count(gap, "\u2029")
	}
	return n > 1 || n == 1 && bullet(s.text[i:min(i+8, s.end)])
}

func bullet(s string) bool {
	for _, b := range []string{"• ", "* ", "- ", "– ", "— ", "· ", "■ ", "▪ ", "● "} {
		if strings.HasPrefix(s, b) {
			return true
		}
	}
	return false
}

// glued cuts inside a chunk where the space after a sentence is missing
// ("…the end.Then") and gives the start of what is left.
func (s *splitter) glued(i, j int) int {
	for k := i + 3; k+2 < j; k++ {
		if b := s.text[k]; b != '.' && b != '?' && b != '!' {
			continue
		}
		if address(s.text[i:j]) > 0 {
			return i
		}
		a, d := s.text[k-1], s.text[k+1]
		if lower(a) && lower(s.text[k-2]) && d >= 'A' && d <= 'Z' && lower(s.text[k+2]) && !strings.Contains(s.text[i:k], ".") {
			s.cut(k + 1)
			s.start, i = k+1, k+1
		}
	}
	return i
}

func lower(b byte) bool { return b >= 'a' && b <= 'z' }

// next is the chunk after j, without opening marks.
func (s *splitter) next(j int) string {
	for j < s.end {
		r, n := utf8.DecodeRuneInString(s.text[j:s.end])
		if !blankRune(r) {
			break
		}
		j += n
	}
	return s.text[j:chunkEnd(s.text, j, min(s.end, j+64))]
}

// ends decides whether a sentence ends after the chunk.
func (s *splitter) ends(chunk, next string) bool {
	if citation(next) {
		return false
	}
	if citation(chunk) && s.closed {
		return s.starts(next)
	}
	body := strings.TrimRightFunc(chunk, closer)
	quoted := len(body) < len(chunk) && strings.ContainsAny(chunk[len(body):], "\"”’'»")
	if next == "" || body == "" {
		return false
	}
	r, _ := utf8.DecodeLastRuneInString(body)
	switch r {
	case '!', '?', '…':
		if !quoted && plainWord(body[:len(body)-1]) && lowerStart(next) {
			return true
		}
		return s.starts(next) && !(quoted && s.speaker(next))
	case '.':
		if strings.HasSuffix(body, "..") {
			return s.starts(next)
		}
		return s.afterPeriod(body[:len(body)-1], next)
	}
	return false
}

// starts reports that next may begin a sentence: capital, number, or mark.
func (s *splitter) starts(next string) bool {
	word := strings.TrimLeftFunc(next, opener)
	r, _ := utf8.DecodeRuneInString(word)
	if word == "" {
		return next != ""
	}
	return !unicode.IsLower(r) && !strings.ContainsRune(",;:.!?…)", r)
}

func opener(r rune) bool {
	switch r {
	case '"', '\'', '“', '‘', '(', '[', '«', '*', '¿', '¡', '„':
		return true
	}
	return false
}

// speaker reports that the words after a quotation say who spoke, in capitals:
// "Stop!" Ali said. Only the pronoun and title cases can be told by a word.
func (s *splitter) speaker(next string) bool {
	w := strings.ToLower(strings.TrimRight(next, "."))
	return abbrevs[w] == "title" && strings.HasSuffix(next, ".")
}

// afterPeriod decides about a word and the period after it.
func (s *splitter) afterPeriod(word, next string) bool {
	if plainWord(word) && lowerStart(next) {
		return true
	}
	if !s.starts(next) {
		return false
	}
	word = strings.TrimLeftFunc(word, opener)
	if k := strings.LastIndexAny(word, "-–—/(\"“"); k >= 0 && k+1 < len(word) {
		_, n := utf8.DecodeRuneInString(word[k:])
		word = word[k+n:]
	}
	w := strings.ToLower(word)
	first := strings.TrimLeftFunc(next, opener)
	begins := starters[strings.ToLower(strings.TrimRight(first, ".,:;"))]
	switch abbrevs[w] {
	case "title":
		return false
	case "number":
		return first == "" || !(digit(first[0]) || first[0] == '#')
	case "month":
		return first == "" || !digit(first[0])
	case "plain":
		return begins
	}
	if isNumber(w) && s.words == 0 { // 1. First item
		return false
	}
	n := utf8.RuneCountInString(word)
	if dotted(w) && strings.Contains(w, ".") {
		return begins
	}
	r, _ := utf8.DecodeRuneInString(word)
	if n == 1 && unicode.IsUpper(r) && word != "I" {
		return begins && len(first) > 1
	}
	return true
}

// plainWord reports an ordinary word in small letters, no abbreviation: a
// period after it ends a sentence even when a small letter follows, as in
// careless writing and before names like al-Qaeda.
func plainWord(w string) bool {
	for i := range len(w) {
		if !lower(w[i]) {
			return false
		}
	}
	return (len(w) >= 4 || w == "it" || w == "you" || w == "me" || w == "him" || w == "her" || w == "us") && abbrevs[w] == ""
}

func lowerStart(next string) bool { return next != "" && lower(next[0]) }

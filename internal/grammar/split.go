package grammar

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"annals"
)

// Split finds the sentences of text. The spans rise and do not overlap, start
// and end at words, and cover all that is not space. A blank line always ends
// a sentence, a single line end does not unless a list item follows. Elsewhere
// rules propose and a trained judge decides, which also knows the ends that no
// mark shows: before a signature, after an address, in careless writing.
func (m *Model) Split(text string) []annals.Span {
	j := m.judge()
	defer m.judges.Put(j)
	return splitWith(nil, text, annals.Span{End: len(text)}, j)
}

// A gapJudge decides about the gaps between chunks.
type gapJudge interface {
	// paragraph says where the next gaps are.
	paragraph(text string, s annals.Span)
	// cuts says whether a sentence ends before byte at and the next one begins
	// at byte next; features are rows of its weights, odds what speaks against
	// an end.
	cuts(at, next int, features []uint32, odds int) bool
}

func splitWith(out []annals.Span, text string, s annals.Span, judge gapJudge) []annals.Span {
	sp := splitter{text: text, end: s.End, start: -1, out: out, judge: judge}
	guess := s.Len()/6 + 1
	sp.chunks, sp.sides = make([]annals.Span, 0, guess), make([]sides, 0, guess)
	for i := s.Start; i < s.End; {
		r, n := utf8.DecodeRuneInString(text[i:s.End])
		if blankRune(r) {
			i += n
			continue
		}
		j := chunkEnd(text, i, s.End)
		sp.chunks = append(sp.chunks, annals.Span{Start: i, End: j})
		sp.sides = append(sp.sides, sides{sideOf(text[i:j], true), sideOf(text[i:j], false)})
		i = j
	}
	for k := range sp.chunks {
		sp.chunk(k)
	}
	sp.cut(sp.last)
	return sp.out
}

// splitter walks over chunks, the runs between spaces.
type splitter struct {
	text   string
	end    int
	chunks []annals.Span
	sides  []sides
	start  int  // of the sentence being read; −1 between sentences
	first  int  // its first chunk
	last   int  // end of the chunk before
	par    int  // first chunk of the next paragraph
	new    bool // the sentence is the first of its paragraph
	words  int  // chunks of the sentence before this one
	// closed says that the chunk before ends in a mark that may end a sentence.
	closed   bool
	out      []annals.Span
	judge    gapJudge
	features []uint32
}

func (s *splitter) cut(at int) {
	if s.start >= 0 && s.start < at {
		s.out = append(s.out, annals.Span{Start: s.start, End: at})
	}
	s.start, s.words, s.new = -1, 0, false
}

// chunk takes the next chunk in.
func (s *splitter) chunk(k int) {
	i, j := s.chunks[k].Start, s.chunks[k].End
	if k == s.par {
		s.cut(s.last)
		s.paragraph(k)
	} else if s.start >= 0 && s.item(k) {
		s.cut(s.last)
	}
	if s.start < 0 {
		s.start, s.first = i, k
	}
	i = s.glued(i, j)
	rule := s.ends(s.text[i:j], s.next(k))
	if k+1 < s.par && (rule || !s.tied(k)) && s.judge.cuts(j, s.chunks[k+1].Start, s.gap(k, rule), s.odds(k, rule)) {
		s.cut(j)
	} else {
		s.words++
	}
	s.last = j
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRightFunc(s.text[i:j], closer))
	s.closed = last == '.' || last == '!' || last == '?'
}

// tied says that a chunk belongs to the next one whatever the judge thinks: a
// title, an initial or another abbreviation, the dash of a dateline.
func (s *splitter) tied(k int) bool {
	chunk := s.text[s.chunks[k].Start:s.chunks[k].End]
	if s.new && k-s.first < 7 && (dash(chunk) || dash(s.next(k))) {
		return s.dateline(k)
	}
	word, ok := strings.CutSuffix(strings.TrimLeftFunc(chunk, opener), ".")
	if !ok {
		return false
	}
	r, n := utf8.DecodeRuneInString(word)
	return n == len(word) && unicode.IsUpper(r) || strings.Contains(word, ".") && dotted(word) || abbrevs[strings.ToLower(word)] != ""
}

func dash(chunk string) bool {
	switch chunk {
	case "-", "--", "–", "—":
		return true
	}
	return false
}

// dateline says that the chunks up to k tell place, day or agency: one is in
// capitals, or has a digit or a bracket.
func (s *splitter) dateline(k int) bool {
	for _, c := range s.chunks[s.first : k+1] {
		w := s.text[c.Start:c.End]
		if strings.ContainsAny(w, "(0123456789") || len(w) > 2 && w == strings.ToUpper(w) && unicode.IsUpper(rune(w[0])) {
			return true
		}
	}
	return false
}

// oddsOfRule is what the judge must exceed where the rules see an end.
const oddsOfRule = -4 * SplitUnit

// odds is what the judge must exceed, in units of 1/SplitUnit: little where the
// rules see an end, much where edited text has none and careless writing does,
// after commas, colons and numbers.
func (s *splitter) odds(k int, rule bool) int {
	if rule {
		return oddsOfRule
	}
	chunk := s.text[s.chunks[k].Start:s.chunks[k].End]
	switch last := chunk[len(chunk)-1]; {
	case last == ',':
		if greetings[strings.ToLower(strings.TrimRight(chunk, ","))] || greetings[strings.ToLower(s.text[s.chunks[s.first].Start:s.chunks[s.first].End])] {
			return 0
		}
		return 9 * SplitUnit
	case last == ':':
		return SplitUnit
	case last == ';', last == '\'', digit(last):
		return SplitUnit / 2
	}
	return -5 * SplitUnit / 4
}

// paragraph finds the end of the paragraph that starts with chunk k.
func (s *splitter) paragraph(k int) {
	s.new = true
	for s.par = k + 1; s.par < len(s.chunks) && s.lines(s.par) < 2; {
		s.par++
	}
	s.judge.paragraph(s.text, annals.Span{Start: s.chunks[k].Start, End: s.chunks[s.par-1].End})
}

// lines counts the line ends before a chunk.
func (s *splitter) lines(k int) int {
	gap := s.text[s.chunks[k-1].End:s.chunks[k].Start]
	if len(gap) == 1 && gap[0] == ' ' {
		return 0
	}
	if n := strings.Count(gap, "\n"); n > 0 {
		return n
	}
	return strings.Count(gap, "\u2028") + 2*strings.Count(gap, "\u2029")
}

// item says that a list item starts with a chunk: the mark of one after a line
// end.
func (s *splitter) item(k int) bool {
	i := s.chunks[k].Start
	return s.lines(k) == 1 && bullet(s.text[i:min(i+8, s.end)])
}

// citation reports the number of a note: [17].
func citation(chunk string) bool {
	return len(chunk) > 2 && len(chunk) < 8 && chunk[0] == '[' && chunk[len(chunk)-1] == ']' && isNumber(chunk[1:len(chunk)-1])
}

func bullet(s string) bool {
	for _, b := range []string{"• ", "* ", "- ", "– ", "— ", "· ", "■ ", "▪ ", "● "} {
		if strings.HasPrefix(s, b) {
			return true
		}
	}
	return false
}

// maxGlued is the length of a chunk above which no sentences are glued in it.
const maxGlued = 200

// glued cuts inside a chunk where the space after a sentence is missing
// ("…the end.Then") and gives the start of what is left.
func (s *splitter) glued(i, j int) int {
	if j-i > maxGlued {
		return i
	}
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

// next is the start of the chunk after chunk k.
func (s *splitter) next(k int) string {
	if k+1 >= len(s.chunks) {
		return ""
	}
	c := s.chunks[k+1]
	return s.text[c.Start:min(c.End, c.Start+64)]
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

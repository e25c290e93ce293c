package link

import (
	"strings"

	"annals"
)

// label reports whether the figure names or measures something instead of
// counting it: Article 5, F-16, a six-nation pact, Ali, 34, said.
func (r *numberReader) label(ws []word, s *annals.Sentence, a *amount) bool {
	i := a.figure
	if a.money != "" || a.percent || a.zero || a.vague {
		return false
	}
	if i > 0 && ws[i].glued && ws[i-1].kind == letters {
		return true
	}
	if i > 1 && ws[i-1].low == "-" && ws[i].glued && ws[i-1].glued && ws[i-2].kind != mark {
		return true
	}
	if i > 0 && ws[i-1].low == "." && at(ws, i-2) == "no" || r.rules.notAfter[at(ws, i-1)] && a.first == i {
		return true
	}
	if a.last+1 < len(ws) && ws[a.last].low == "-" && ws[a.last].glued && ws[a.last+1].glued {
		return true // six-nation, 52-48
	}
	if a.last < len(ws) && ws[a.last].glued && (ws[a.last].kind == letters || ws[a.last].low == "/" || ws[a.last].low == ":") {
		return true
	}
	if a.low < 120 && a.low == a.high && a.bound == noBound && at(ws, i-1) == "," && i > 1 && ws[i-2].upper {
		if w := at(ws, a.last); w == "," || w == "." {
			return true
		}
	}
	k := tokenAt(s, ws[i].Start)
	if k < 0 || s.Tokens[k].Deprel == "" {
		return false
	}
	t := &s.Tokens[k]
	return t.UPOS == "PROPN" || t.Deprel == "nummod" && t.Head >= 0 && t.Head < k && s.Tokens[t.Head].UPOS == "PROPN"
}

// mention makes the mention of an amount, with the noun that it counts.
func (r *numberReader) mention(ws []word, text string, s *annals.Sentence, k int, a *amount) annals.Mention {
	span := annals.Span{Start: ws[a.first].Start, End: ws[a.last-1].End}
	m := annals.Mention{In: s.In, Span: span, Sentence: k, Number: a.quantity(), Via: "number", Sure: .9}
	head := -1
	switch {
	case a.percent:
		m.Number.Unit = "percent"
	case a.money == "":
		head, m.Number.Unit = r.counted(ws, s, a)
	}
	if head >= 0 && s.Tokens[head].End > m.End {
		m.End = s.Tokens[head].End
	}
	m.Text = strings.TrimSpace(annals.Span{Start: m.Start - s.Start, End: m.End - s.Start}.Of(text))
	fillTokens(&m, s, ws[a.figure].Start)
	if head >= 0 {
		m.Head = head
	}
	return m
}

// counted finds the noun that a counts, as a token and its lemma: by the tree
// (nummod, "thousands of people"), else by the words that follow.
func (r *numberReader) counted(ws []word, s *annals.Sentence, a *amount) (int, string) {
	first, last := tokenAt(s, ws[a.figure].Start), tokenAt(s, ws[a.last-1].Start)
	if first < 0 || last < 0 {
		return -1, ""
	}
	if s.Tokens[last].Deprel != "" {
		return r.countedByTree(s, first, last)
	}
	return countedByWords(s, last)
}

// countedByTree climbs from the figure to the noun outside it, or takes the
// noun under "of".
func (r *numberReader) countedByTree(s *annals.Sentence, first, last int) (int, string) {
	k := first
	for n := 0; n < len(s.Tokens); n++ {
		h := s.Tokens[k].Head
		if h < first || h > last {
			break
		}
		k = h
	}
	t := &s.Tokens[k]
	switch {
	case strings.HasPrefix(t.Deprel, "nummod") || t.Deprel == "det" || t.Deprel == "amod" || t.Deprel == "compound":
		if h := t.Head; h > last && h-last < maxNounGap && nounLike(&s.Tokens[h]) {
			return h, lemmaOf(&s.Tokens[h])
		}
	}
	for i := last + 1; i < len(s.Tokens) && i < last+maxNounGap; i++ {
		c := &s.Tokens[i]
		if c.Head != k || !nounLike(c) && c.UPOS != "PRON" && c.UPOS != "VERB" && c.UPOS != "ADJ" || !strings.HasPrefix(c.Deprel, "nmod") {
			continue
		}
		if hasCase(s, i, "of") {
			return i, lemmaOf(c)
		}
	}
	return -1, ""
}

// maxNounGap is how many tokens may stand between a figure and its noun.
const maxNounGap = 8

func hasCase(s *annals.Sentence, k int, word string) bool {
	for i := range s.Tokens {
		if c := &s.Tokens[i]; c.Head == k && c.Deprel == "case" && strings.EqualFold(c.Form, word) {
			return true
		}
	}
	return false
}

func nounLike(t *annals.Token) bool { return t.UPOS == "NOUN" || t.UPOS == "PROPN" }

func lemmaOf(t *annals.Token) string {
	if t.Lemma != "" && t.Lemma != "_" {
		return strings.ToLower(t.Lemma)
	}
	return singular(strings.ToLower(t.Form))
}

// countedByWords takes the next noun-looking word without a tree: past "of the"
// and adjectives, up to a verb or a mark.
func countedByWords(s *annals.Sentence, last int) (int, string) {
	noun := -1
	for i := last + 1; i < len(s.Tokens) && i <= last+4; i++ {
		w := strings.ToLower(s.Tokens[i].Form)
		switch w {
		case "of", "the", "its", "their", "his", "her", "those", "these", "other", "more":
			if noun >= 0 {
				return noun, lemmaOf(&s.Tokens[noun])
			}
			continue
		case "and", "or", "in", "on", "at", "to", "for", "from", "by", "were", "was", "had", "have", "has", "are", "is", "who", "that", "with", "after", "as", "dead", "wounded", "injured", "killed", "across", "into", "near":
			if noun >= 0 {
				return noun, lemmaOf(&s.Tokens[noun])
			}
			return -1, ""
		}
		if r := w[:min(1, len(w))]; r == "" || !isLetter(r[0]) {
			break
		}
		noun = i
		if plural(w) {
			break
		}
	}
	if noun < 0 {
		return -1, ""
	}
	return noun, lemmaOf(&s.Tokens[noun])
}

func plural(w string) bool {
	switch w {
	case "people", "men", "women", "children", "police", "crew", "troops":
		return true
	}
	return strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss")
}

// singular is a rough lemma for when no lemma was given.
func singular(w string) string {
	switch {
	case strings.HasSuffix(w, "ies") && len(w) > 4:
		return w[:len(w)-3] + "y"
	case strings.HasSuffix(w, "sses") || strings.HasSuffix(w, "shes") || strings.HasSuffix(w, "ches") || strings.HasSuffix(w, "xes"):
		return w[:len(w)-2]
	case w == "men" || w == "women":
		return w[:len(w)-2] + "an"
	case strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us"):
		return w[:len(w)-1]
	}
	return w
}

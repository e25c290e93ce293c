package grammar

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// errLemmas reports a table of lemmas or features that cannot be read.
var errLemmas = errors.New("table of words is damaged")

// Lemmas is the lemmatiser: words that are listed, and suffix rules for all
// others. It is immutable.
//
// Its text has one entry a line: "word<tab>form<tab>UPOS XPOS<tab>lemma" or
// "rule<tab>suffix<tab>XPOS<tab>cut<tab>add". A listed form with a capital
// speaks of that spelling only.
type Lemmas struct {
	words map[wordKey]string
	rules map[wordKey]suffixRule
}

type wordKey struct{ form, tag string }

// suffixRule cuts bytes off the end and puts others there.
type suffixRule struct {
	cut int
	add string
}

// maxSuffix is the longest suffix that a rule speaks of, in bytes.
const maxSuffix = 7

// ReadLemmas reads the text of a lemmatiser.
func ReadLemmas(text []byte) (*Lemmas, error) {
	n := bytes.Count(text, []byte("\n"))
	l := &Lemmas{make(map[wordKey]string, n), make(map[wordKey]suffixRule)}
	for line := range strings.Lines(string(text)) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		switch {
		case f[0] == "word" && len(f) == 4:
			l.words[wordKey{f[1], f[2]}] = f[3]
		case f[0] == "rule" && len(f) == 5:
			cut, err := strconv.Atoi(f[3])
			if err != nil || cut < 0 || cut > maxSuffix {
				return nil, fmt.Errorf("%w: rule %q", errLemmas, line)
			}
			l.rules[wordKey{f[1], f[2]}] = suffixRule{cut, f[4]}
		default:
			return nil, fmt.Errorf("%w: line %q", errLemmas, line)
		}
	}
	return l, nil
}

// Lemma is the dictionary form of a word with its tags; tag is both, with a
// space between. first says that the word starts a sentence.
func (l *Lemmas) Lemma(form, upos, xpos, tag string, first bool) string {
	if m, ok := l.words[wordKey{form, tag}]; ok {
		return m
	}
	form = straighten(form)
	var room [64]byte
	low := lowered(room[:0], form)
	if m, ok := l.words[wordKey{string(low), tag}]; ok {
		return m
	}
	keeps := upos == "PROPN" || upos == "X" || upos == "SYM" || !first && keepsCase(form, upos)
	base := func() string {
		if keeps || string(low) == form {
			return form
		}
		return string(low)
	}
	if upos == "PROPN" && xpos == "NNP" || upos == "PUNCT" || upos == "NUM" || len(form) > 64 {
		return base()
	}
	for n := min(maxSuffix, len(low)); n >= 0; n-- {
		r, ok := l.rules[wordKey{string(low[len(low)-n:]), xpos}]
		if !ok || r.cut >= len(form) {
			continue
		}
		b := base()
		if r.cut == 0 && r.add == "" || r.cut >= len(b) {
			return b
		}
		return l.inflect(b, r)
	}
	return base()
}

// inflect takes an ending off and puts another on.
func (l *Lemmas) inflect(base string, r suffixRule) string {
	if r.add == "" {
		return base[:len(base)-r.cut]
	}
	return base[:len(base)-r.cut] + r.add
}

// lowered appends the form in lower case.
func lowered(b []byte, form string) []byte {
	for _, c := range form {
		b = utf8.AppendRune(b, unicode.ToLower(c))
	}
	return b
}

// keepsCase reports that a capital inside a sentence belongs to the lemma:
// the Libyan army, but not all-caps words.
func keepsCase(form, upos string) bool {
	r, n := utf8.DecodeRuneInString(form)
	if !unicode.IsUpper(r) || n == len(form) || upos != "ADJ" && upos != "NOUN" {
		return false
	}
	return strings.ToUpper(form) != form || len(form) > 1 && upos == "NOUN"
}

// straighten replaces typographic apostrophes.
func straighten(s string) string {
	if !strings.ContainsAny(s, "’‘") {
		return s
	}
	return strings.NewReplacer("’", "'", "‘", "'").Replace(s)
}

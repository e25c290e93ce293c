package search

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds of a query.
const (
	maxQuery = 4096 // bytes
	maxTerms = 200  // words, phrases and conditions
	maxDepth = 20   // parentheses and NOTs within each other
)

// A SyntaxError is a query that cannot be read. Column counts characters
// from 1.
type SyntaxError struct {
	Column  int
	Message string
}

func (e *SyntaxError) Error() string { return fmt.Sprintf("column %d: %s", e.Column, e.Message) }

type kind int

const (
	end    kind = iota
	word        // a bare word
	phrase      // "words in quotes"
	cond        // field:value
	open        // (
	shut        // )
	and         // AND
	or          // OR
	not         // NOT, or - before a term
)

// A token is one term of a query.
type token struct {
	kind   kind
	field  string // of cond, as written
	value  string // without quotes
	quoted bool
	column int // of the term
	at     int // column of the value
}

// A lexer cuts a query into tokens.
type lexer struct {
	rest   string
	column int
}

func (l *lexer) fail(column int, format string, args ...any) error {
	return &SyntaxError{column, fmt.Sprintf(format, args...)}
}

// skip moves n bytes on.
func (l *lexer) skip(n int) {
	l.column += utf8.RuneCountInString(l.rest[:n])
	l.rest = l.rest[n:]
}

func (l *lexer) next() (token, error) {
	l.skip(len(l.rest) - len(strings.TrimLeftFunc(l.rest, unicode.IsSpace)))
	t := token{column: l.column, at: l.column}
	if l.rest == "" {
		return t, nil
	}
	switch c := l.rest[0]; {
	case c == '(' || c == ')':
		t.kind = open
		if c == ')' {
			t.kind = shut
		}
		l.skip(1)
		return t, nil
	case c == '-' && len(l.rest) > 1 && !unicode.IsSpace(rune(l.rest[1])):
		t.kind = not
		l.skip(1)
		return t, nil
	case c == '"':
		t.kind, t.quoted = phrase, true
		var err error
		t.value, err = l.quoted()
		return t, err
	}
	return l.bare(t)
}

// quoted reads "…"; \" stands for a quote within.
func (l *lexer) quoted() (string, error) {
	from := l.column
	var b strings.Builder
	for i := 1; i < len(l.rest); i++ {
		switch c := l.rest[i]; {
		case c == '\\' && i+1 < len(l.rest) && l.rest[i+1] == '"':
			b.WriteByte('"')
			i++
		case c == '"':
			l.skip(i + 1)
			return b.String(), nil
		default:
			b.WriteByte(c)
		}
	}
	return "", l.fail(from, "the quote is never closed")
}

// bare reads a word, an operator, or a field with its value.
func (l *lexer) bare(t token) (token, error) {
	n := strings.IndexFunc(l.rest, func(r rune) bool { return unicode.IsSpace(r) || r == '(' || r == ')' || r == '"' || r == ':' })
	if n < 0 {
		n = len(l.rest)
	}
	text := l.rest[:n]
	if n == len(l.rest) || l.rest[n] != ':' {
		if n == 0 {
			n = 1 // a colon without a field
		}
		t.kind, t.value = word, text
		switch text {
		case "AND":
			t.kind = and
		case "OR":
			t.kind = or
		case "NOT":
			t.kind = not
		}
		l.skip(n)
		return t, nil
	}
	if n == 0 {
		return t, l.fail(l.column, "a field is missing before the colon")
	}
	t.kind, t.field = cond, text
	l.skip(n + 1)
	t.at = l.column
	return l.value(t)
}

// value reads what follows the colon of a field: words without blanks, in which
// parts may stand in quotes.
func (l *lexer) value(t token) (token, error) {
	var b strings.Builder
	for l.rest != "" {
		r, n := utf8.DecodeRuneInString(l.rest)
		switch {
		case unicode.IsSpace(r) || r == '(' || r == ')':
			n = 0
		case r == '"':
			t.quoted = true
			s, err := l.quoted()
			if err != nil {
				return t, err
			}
			b.WriteString(s)
			continue
		}
		if n == 0 {
			break
		}
		b.WriteString(l.rest[:n])
		l.skip(n)
	}
	if t.value = b.String(); t.value == "" {
		return t, l.fail(t.at, "%s: has no value", t.field)
	}
	return t, nil
}

package search

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"annals"
	"annals/internal/sys/store"
)

// A Query is what a line of the query language asks for.
type Query struct {
	Filter store.Filter // nil matches all
	Order  store.Order
}

// Options tunes [Parse]. The zero value knows countries by their codes only.
type Options struct {
	// Country gives the code that a name stands for: Russia, Moscow, russian.
	Country func(name string) (code annals.Code, ok bool)

	// Types gives the types that the record holds, a user's own among them; it is
	// asked when a type is none of PLOVER's.
	Types func() []string
}

// Parse reads a query. The error is a [SyntaxError].
func Parse(query string, o Options) (Query, error) {
	if len(query) > maxQuery {
		return Query{}, &SyntaxError{maxQuery, fmt.Sprintf("the query is too long: %d bytes, at most %d are read", len(query), maxQuery)}
	}
	if at := invalid(query); at > 0 {
		return Query{}, &SyntaxError{at, "the query is no valid UTF-8"}
	}
	p := &parser{lexer: lexer{rest: query, column: 1}, o: o}
	if err := p.advance(); err != nil {
		return Query{}, err
	}
	f, err := p.any(0)
	if err != nil {
		return Query{}, err
	}
	if p.now.kind == shut {
		return Query{}, &SyntaxError{p.now.column, "nothing is open that this parenthesis closes"}
	}
	return Query{Filter: f, Order: p.order}, nil
}

// invalid is the column of the first byte that is no UTF-8, 0 when there is none.
func invalid(s string) int {
	if utf8.ValidString(s) {
		return 0
	}
	column := 1
	for i, r := range s {
		if r == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD") {
			break
		}
		column++
	}
	return column
}

// A parser reads tokens into filters: OR binds less than AND, AND may be left
// out, and NOT takes the one term behind it.
type parser struct {
	lexer
	o     Options
	now   token
	terms int
	order store.Order
}

func (p *parser) advance() (err error) {
	p.now, err = p.next()
	return err
}

// any reads terms joined by OR.
func (p *parser) any(depth int) (store.Filter, error) {
	var out store.Or
	for {
		f, err := p.all(depth)
		if err != nil {
			return nil, err
		}
		if f != nil {
			out = append(out, f)
		}
		if p.now.kind != or {
			break
		}
		if err := p.advance(); err != nil {
			return nil, err
		}
		if p.now.kind == end {
			return nil, &SyntaxError{p.now.column, "something must follow OR"}
		}
	}
	switch len(out) {
	case 0:
		return nil, nil
	case 1:
		return out[0], nil
	}
	return out, nil
}

// all reads terms that must all hold.
func (p *parser) all(depth int) (store.Filter, error) {
	var out store.And
	for p.now.kind != end && p.now.kind != or && p.now.kind != shut {
		if p.now.kind == and {
			if err := p.advance(); err != nil {
				return nil, err
			}
			if k := p.now.kind; len(out) == 0 || k == end || k == or || k == and || k == shut {
				return nil, &SyntaxError{p.now.column, "AND needs something before and behind it"}
			}
			continue
		}
		f, err := p.term(depth)
		if err != nil {
			return nil, err
		}
		if f != nil {
			out = append(out, f)
		}
	}
	switch len(out) {
	case 0:
		if p.now.kind == or {
			return nil, &SyntaxError{p.now.column, "something must stand before OR"}
		}
		return nil, nil
	case 1:
		return out[0], nil
	}
	return out, nil
}

// term reads one condition; nil is one that only sorts.
func (p *parser) term(depth int) (store.Filter, error) {
	t := p.now
	if p.terms++; p.terms > maxTerms {
		return nil, &SyntaxError{t.column, fmt.Sprintf("more than %d terms", maxTerms)}
	}
	if depth > maxDepth {
		return nil, &SyntaxError{t.column, fmt.Sprintf("more than %d levels of parentheses and NOT", maxDepth)}
	}
	if err := p.advance(); err != nil {
		return nil, err
	}
	switch t.kind {
	case not:
		if k := p.now.kind; k == end || k == shut || k == or || k == and {
			return nil, &SyntaxError{p.now.column, "something must follow NOT"}
		}
		f, err := p.term(depth + 1)
		if err != nil || f == nil {
			return nil, err
		}
		return store.Not{Filter: f}, nil
	case open:
		return p.group(t, depth)
	case cond:
		return p.condition(t)
	}
	return words(t)
}

func (p *parser) group(t token, depth int) (store.Filter, error) {
	f, err := p.any(depth + 1)
	switch {
	case err != nil:
		return nil, err
	case p.now.kind != shut:
		return nil, &SyntaxError{t.column, "this parenthesis is never closed"}
	case f == nil:
		return nil, &SyntaxError{t.column, "nothing stands in these parentheses"}
	}
	return f, p.advance()
}

func words(t token) (store.Filter, error) {
	if len(store.WordsOf(t.value)) == 0 {
		return nil, &SyntaxError{t.column, fmt.Sprintf("%q has no word to look for", t.value)}
	}
	return store.Words{Text: t.value, Phrase: t.kind == phrase || strings.ContainsAny(t.value, "-'’./")}, nil
}

// condition reads field:value.
func (p *parser) condition(t token) (store.Filter, error) {
	f, ok := fieldNamed(t.field)
	if !ok {
		return nil, &SyntaxError{t.column, fmt.Sprintf("no field is called %q%s", t.field, suggestion(t.field))}
	}
	if f.Name == "sort" {
		var err error
		p.order, err = orderNamed(t.value)
		return nil, at(t, err)
	}
	if f.whole || t.quoted {
		out, err := f.read(p, t.value)
		return out, at(t, err)
	}
	var alternatives store.Or
	for _, v := range strings.Split(t.value, ",") {
		if v == "" {
			return nil, &SyntaxError{t.at, "nothing stands before or behind a comma"}
		}
		one, err := f.read(p, v)
		if err != nil {
			return nil, at(t, err)
		}
		alternatives = append(alternatives, one)
	}
	if len(alternatives) == 1 {
		return alternatives[0], nil
	}
	return alternatives, nil
}

// at puts an error about a value at its column.
func at(t token, err error) error {
	var s *SyntaxError
	if err == nil || errors.As(err, &s) {
		return err
	}
	return &SyntaxError{t.at, t.field + ": " + err.Error()}
}

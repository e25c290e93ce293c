package link

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"sync"
)

//go:embed number.txt
var numberTable string

//go:embed number_vague.txt
var numberVague string

//go:embed number_money.txt
var numberMoney string

//go:embed number_not.txt
var numberNot string

// A bound is what the words around a number make of it.
type bound uint8

const (
	noBound bound = iota
	atLeast
	above
	nearlyN
	upTo
	below
	aboutN
	plainN
)

var boundNames = map[string]bound{"floor": atLeast, "above": above, "near": nearlyN, "ceiling": upTo,
	"below": below, "about": aboutN, "plain": plainN}

// A phrase is words of a table with what they stand for.
type phrase struct {
	words []string
	bound bound
	low   float64
	high  float64
	code  string
}

// A numberRules is the tables of numbers, by first word. It is immutable.
type numberRules struct {
	before, after, vague, money map[string][]phrase
	sign                        map[string]string // $ → USD
	notAfter                    map[string]bool   // words whose number is a label
	notUnit                     map[string]bool   // nouns that are no counted thing
}

var numberTables = sync.OnceValue(func() *numberRules {
	r, err := loadNumbers()
	if err != nil {
		panic("link: " + err.Error()) // the tables are part of the program
	}
	return r
})

func loadNumbers() (*numberRules, error) {
	r := &numberRules{map[string][]phrase{}, map[string][]phrase{}, map[string][]phrase{}, map[string][]phrase{},
		map[string]string{}, map[string]bool{}, map[string]bool{}}
	for n, line := range tableLines(numberTable) {
		kind, list, ok := strings.Cut(line, "\t")
		kind, after := strings.CutSuffix(kind, " after")
		b, known := boundNames[kind]
		if !ok || !known {
			return nil, fmt.Errorf("read number.txt:%d: want a kind and phrases", n)
		}
		into := r.before
		if after {
			into = r.after
		}
		for p := range strings.SplitSeq(list, "|") {
			file(into, phrase{words: lexical(p), bound: b})
		}
	}
	for n, line := range tableLines(numberVague) {
		f := strings.Split(line, "\t")
		if len(f) != 3 {
			return nil, fmt.Errorf("read number_vague.txt:%d: want words, least, most", n)
		}
		low, err1 := strconv.ParseFloat(f[1], 64)
		high, err2 := strconv.ParseFloat(f[2], 64)
		if err1 != nil || err2 != nil {
			return nil, fmt.Errorf("read number_vague.txt:%d: want two numbers", n)
		}
		file(r.vague, phrase{words: lexical(f[0]), low: low, high: high})
	}
	for n, line := range tableLines(numberMoney) {
		f := strings.Split(line, "\t")
		if len(f) != 3 || len(f[0]) != 3 {
			return nil, fmt.Errorf("read number_money.txt:%d: want a code, signs and names", n)
		}
		for s := range strings.FieldsSeq(f[1]) {
			r.sign[s] = f[0]
		}
		for p := range strings.SplitSeq(f[2], "|") {
			file(r.money, phrase{words: lexical(p), code: f[0]})
		}
	}
	for n, line := range tableLines(numberNot) {
		kind, list, ok := strings.Cut(line, "\t")
		into := map[string]map[string]bool{"after": r.notAfter, "unit": r.notUnit}[kind]
		if !ok || into == nil {
			return nil, fmt.Errorf("read number_not.txt:%d: want after or unit, and words", n)
		}
		for w := range strings.FieldsSeq(list) {
			into[w] = true
		}
	}
	return r, nil
}

// lexical cuts a phrase of a table as scan cuts text.
func lexical(s string) []string {
	var out []string
	for _, w := range scan(s, 0) {
		out = append(out, w.low)
	}
	return out
}

func file(into map[string][]phrase, p phrase) {
	if len(p.words) > 0 {
		into[p.words[0]] = append(into[p.words[0]], p)
	}
}

// longest finds the longest phrase of the table at word i.
func longest(table map[string][]phrase, ws []word, i int) (phrase, bool) {
	var best phrase
	for _, p := range table[at(ws, i)] {
		if len(p.words) > len(best.words) && follows(ws, i, p.words) {
			best = p
		}
	}
	return best, best.words != nil
}

func follows(ws []word, i int, words []string) bool {
	for k, w := range words {
		if at(ws, i+k) != w {
			return false
		}
	}
	return true
}

package main

import (
	"math/rand/v2"
	"strings"
	"unicode"
	"unicode/utf8"

	"annals"
)

// Treebanks have few headlines, and capitals on every word mislead what was
// learned without them. So short sentences are taught a second time as
// headlines: without articles, without the period, some with capitals.
const (
	headlineShare = 0.35 // of the sentences that are short enough
	headlineMin   = 4    // words
	headlineMax   = 20
)

// small are the words that a headline in title case leaves small.
var small = words("a an the of to in on for and or but at by as from with vs. vs via over 's n't ’s n’t 'll 're 've 'd 'm")

// headline makes a headline of sentence number i, if that is to be one.
func headline(s *annals.Sentence, i int, seed uint64) (h annals.Sentence, ok bool) {
	rng := rand.New(rand.NewPCG(seed, 1<<40+uint64(i)))
	n := len(s.Tokens)
	if n < headlineMin || n > headlineMax || rng.Float64() > headlineShare {
		return h, false
	}
	h = shorten(s, rng)
	switch p := rng.Float64(); {
	case p < 0.55:
		recase(h.Tokens, titleCase)
	case p < 0.7:
		recase(h.Tokens, func(w string, _ bool) string { return strings.ToUpper(w) })
	}
	return h, len(h.Tokens) > 1
}

func recase(ts []annals.Token, f func(w string, first bool) string) {
	for i := range ts {
		ts[i].Form = f(ts[i].Form, i == 0)
	}
}

func titleCase(w string, first bool) string {
	if small[w] && !first {
		return w
	}
	c, n := utf8.DecodeRuneInString(w)
	return string(unicode.ToUpper(c)) + w[n:]
}

// shorten leaves out the last period, most articles, and some auxiliaries of
// passives, none of which others hang on.
func shorten(s *annals.Sentence, rng *rand.Rand) annals.Sentence {
	n := len(s.Tokens)
	needed := make([]bool, n)
	for _, t := range s.Tokens {
		if t.Head >= 0 {
			needed[t.Head] = true
		}
	}
	place := make([]int, n+1) // of each word in what is left
	var kept []annals.Token
	for i, t := range s.Tokens {
		place[i] = len(kept)
		low := strings.ToLower(t.Form)
		drop := i == n-1 && t.Form == "." ||
			t.Deprel == "det" && (low == "the" || low == "a" || low == "an") && rng.Float64() < 0.8 ||
			t.Deprel == "aux:pass" && rng.Float64() < 0.5
		if !drop || needed[i] {
			kept = append(kept, t)
		}
	}
	place[n] = len(kept)
	for i := range kept {
		if kept[i].Head >= 0 {
			kept[i].Head = place[kept[i].Head]
		}
	}
	h := *s
	h.Tokens, h.Names = kept, nil
	for _, m := range s.Names {
		if m.First, m.Last = place[m.First], place[m.Last]; m.First < m.Last {
			h.Names = append(h.Names, m)
		}
	}
	return h
}

// lowered makes a copy of sentence number i in small letters, as careless
// writers leave them, if that is to be one: it has names.
func lowered(s *annals.Sentence, i int, seed uint64, share float64) (l annals.Sentence, ok bool) {
	rng := rand.New(rand.NewPCG(seed, 1<<42+uint64(i)))
	if len(s.Names) == 0 || rng.Float64() > share {
		return l, false
	}
	l = *s
	l.Tokens = append([]annals.Token(nil), s.Tokens...)
	recase(l.Tokens, func(w string, _ bool) string { return strings.ToLower(w) })
	return l, true
}

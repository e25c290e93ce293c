package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"annals"
)

// sentence reads words as form/relation/head, heads counted from 1.
func sentence(text string) annals.Sentence {
	var s annals.Sentence
	for w := range strings.FieldsSeq(text) {
		var t annals.Token
		p := strings.Split(w, "/")
		t.Form, t.Deprel = p[0], p[1]
		fmt.Sscan(p[2], &t.Head)
		t.Head--
		s.Tokens = append(s.Tokens, t)
	}
	return s
}

// A headline loses words that nothing hangs on; heads and names move along.
func TestHeadlineKeepsTheTree(t *testing.T) {
	s := sentence("The/det/2 mayor/nsubj:pass/4 was/aux:pass/4 shot/root/0 in/case/8 the/det/8 Old/amod/8 Town/obl/4 ./punct/4")
	s.Names = []annals.Name{{First: 6, Last: 8, Kind: "LOC"}}
	shortest := len(s.Tokens)
	for seed := range uint64(40) {
		h := shorten(&s, rand.New(rand.NewPCG(seed, 0)))
		shortest = min(shortest, len(h.Tokens))
		for i, w := range h.Tokens {
			for _, old := range s.Tokens {
				if old.Form != w.Form || old.Head < 0 {
					continue
				}
				if got, want := h.Tokens[w.Head].Form, s.Tokens[old.Head].Form; got != want {
					t.Fatalf("word %d %q hangs on %q, want %q", i, w.Form, got, want)
				}
			}
			if w.Form == "." {
				t.Fatalf("the period is still there")
			}
		}
		if n := h.Names[0]; h.Tokens[n.First].Form != "Old" || n.Last-n.First != 2 {
			t.Fatalf("name %+v in %v", n, h.Tokens)
		}
	}
	if shortest != 5 {
		t.Errorf("shortest headline has %d words, want 5", shortest)
	}
}

func TestTitleCase(t *testing.T) {
	for _, c := range []struct {
		in, want string
		first    bool
	}{
		{"troops", "Troops", false},
		{"of", "of", false},
		{"of", "Of", true},
		{"'s", "'s", false},
		{"élan", "Élan", false},
	} {
		if got := titleCase(c.in, c.first); got != c.want {
			t.Errorf("titleCase(%q, %v) = %q, want %q", c.in, c.first, got, c.want)
		}
	}
}

// The names of a treebank with entities are the proper nouns at their heads.
func TestEntityNames(t *testing.T) {
	type row = annals.Token
	ts := []row{
		{Form: "President", XPOS: "NNP", UPOS: "PROPN", Head: 1}, {Form: "Ana", XPOS: "NNP", UPOS: "PROPN", Head: 3},
		{Form: "Ruiz", XPOS: "NNP", UPOS: "PROPN", Head: 1}, {Form: "left", XPOS: "VBD", UPOS: "VERB", Head: -1},
		{Form: "the", XPOS: "DT", UPOS: "DET", Head: 5}, {Form: "Bank", XPOS: "NNP", UPOS: "PROPN", Head: 3},
		{Form: "of", XPOS: "IN", UPOS: "ADP", Head: 7}, {Form: "Peru", XPOS: "NNP", UPOS: "PROPN", Head: 5},
		{Form: "building", XPOS: "NN", UPOS: "NOUN", Head: 3},
	}
	marks := []string{"(1-person-new", "", "1)", "", "(2-organization-new", "", "", "(3-place)2)", "(4-object)"}
	got := fmt.Sprint(entityNames(ts, marks))
	if want := "[{1 3 PER} {5 8 ORG}]"; got != want {
		t.Errorf("names %s, want %s", got, want)
	}
}

// Names give way to others of their kind and length; nothing else changes.
func TestRename(t *testing.T) {
	l := nameList{}
	l.add("LOC", "Peru")
	l.add("ORG", "Union of Farmers")
	l.add("ORG", "The Union") // articles are no part of names
	l.add("PER", "O'Neil")    // would be cut into more words
	s := sentence("Workers/x/2 of/x/1 Acme/x/1 left/x/0 kyiv/x/4 ,/x/4 Bank/x/4 of/x/7 Oslo/x/7 and/x/4 Ann/x/4")
	s.Names = []annals.Name{{First: 2, Last: 3, Kind: "LOC"}, {First: 4, Last: 5, Kind: "LOC"},
		{First: 6, Last: 9, Kind: "ORG"}, {First: 10, Last: 11, Kind: "PER"}}
	seen := map[string]bool{}
	for i := range 60 {
		r, trees, ok := l.rename(&s, i, 1)
		if !ok {
			continue
		}
		if long := r.Tokens[6].Form == "Union"; long == trees {
			t.Errorf("trees = %v for %s", trees, forms(&r))
		}
		seen[forms(&r)] = true
	}
	for _, want := range []string{
		"Workers of Peru left kyiv , Bank of Oslo and Ann ",
		"Workers of Acme left kyiv , Union of Farmers and Ann ",
		"Workers of Peru left kyiv , Union of Farmers and Ann ",
	} {
		if !seen[want] {
			t.Errorf("never made %q", want)
		}
		delete(seen, want)
	}
	if len(seen) > 0 {
		t.Errorf("made %v", seen)
	}
}

package link

import (
	"slices"
	"strings"

	"annals"
)

// sameReach is how many sentences back a definite phrase may take up a noun.
const sameReach = 12

// again reads a definite phrase that takes up what was named before by the same
// noun: Malian soldiers … the soldiers; Foreign Minister Anna Nowak … the
// minister. It must say no more than the words before did.
func (r *reader) again(i, head int) reading {
	t := &r.trees[i]
	if t.s.Tokens[head].UPOS != "NOUN" || !r.takesUp(i, head) {
		return reading{}
	}
	if _, ok := r.modifierCountry(i, head, nil); ok {
		return reading{}
	}
	lemma := strings.ToLower(t.s.Tokens[head].Lemma)
	first, last := t.phrase(head)
	words := r.contentWords(i, first, last)
	for k := len(r.recent) - 1; k >= 0 && r.recent[k].sentence >= i-sameReach; k-- {
		s := &r.recent[k]
		if s.sentence == i && s.head >= head || len(s.entities) != 1 || s.entities[0].Country == "" {
			continue
		}
		e := s.entities[0]
		if t.plural(head) != s.plural || !slices.Contains(s.nouns, lemma) || e.Kind == annals.State {
			continue
		}
		if within := r.contentWords(s.sentence, s.from, s.upto); !subset(words, within) {
			continue
		}
		return reading{entities: s.entities, via: "description", sure: min(.75, s.sure)}
	}
	return reading{}
}

// takesUp reports a phrase with the, this, that, these or those, and without
// a complement of its own (the soldiers of …).
func (r *reader) takesUp(i, head int) bool {
	t := &r.trees[i]
	definite := false
	for _, c := range t.children[head] {
		switch strings.ToLower(t.s.Tokens[c].Form) {
		case "the", "this", "that", "these", "those":
			definite = definite || t.rel(c) == "det"
		}
		switch t.rel(c) {
		case "nmod", "acl", "appos":
			return false
		}
	}
	return definite
}

// contentWords are the lemmas of the adjectives and nouns of tokens [first, last).
func (r *reader) contentWords(i, first, last int) []string {
	var out []string
	for k := first; k < last; k++ {
		switch t := &r.ss[i].Tokens[k]; t.UPOS {
		case "ADJ", "NOUN", "PROPN", "VERB":
			out = append(out, strings.ToLower(t.Lemma))
		}
	}
	return out
}

func subset(words, of []string) bool {
	for _, w := range words {
		if !slices.Contains(of, w) {
			return false
		}
	}
	return true
}

// nounsOf are the nouns by which a mention may be taken up: its head, and for a
// person the nouns of the title or of what is set beside the name.
func (r *reader) nounsOf(i, head, from, upto int, es []annals.Entity) []string {
	out := []string{strings.ToLower(r.ss[i].Tokens[head].Lemma)}
	if len(es) == 1 && es[0].Kind == annals.Person {
		for k := from; k < upto; k++ {
			if t := &r.ss[i].Tokens[k]; t.UPOS == "NOUN" || t.UPOS == "PROPN" {
				out = append(out, strings.ToLower(t.Lemma))
			}
		}
	}
	return out
}

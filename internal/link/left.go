package link

import (
	"fmt"
	"slices"
	"strings"

	"annals"
)

// maxLeft is how many unresolved words a warning lists.
const maxLeft = 6

// leave notes a word that points back and was not resolved.
func (r *reader) leave(i, head int) {
	t := &r.trees[i]
	words := strings.ToLower(t.s.Tokens[head].Form)
	switch t.s.Tokens[head].UPOS {
	case "PRON":
		switch words {
		case "he", "him", "she", "they", "them":
		default:
			return
		}
	case "NOUN":
		if lemma := strings.ToLower(t.s.Tokens[head].Lemma); !slices.Contains([]string{"side", "country", "bloc", "neighbour", "neighbor", "rival", "capital"}, lemma) || lemma == "capital" && !t.plural(head) || !r.definite(i, head) && !r.counted(i, head) {
			return
		}
		first, last := t.phrase(head)
		words = r.text(i, first, last)
	default:
		return
	}
	n := 1
	for k := range i {
		if r.ss[k].In == r.ss[i].In {
			n++
		}
	}
	where := fmt.Sprintf("sentence %d", n)
	if r.ss[i].In == annals.InTitle {
		where = "the headline"
	}
	r.left = append(r.left, fmt.Sprintf("%q in %s", words, where))
}

// counted reports both, two, each, either or neither before head.
func (r *reader) counted(i, head int) bool {
	t := &r.trees[i]
	if head > 0 && countsTwo(t.s.Tokens[head-1].Form) {
		return true // wherever the tree hangs it
	}
	for _, c := range t.children[head] {
		if countsTwo(t.s.Tokens[c].Form) && t.rel(c) != "nmod" {
			return true
		}
	}
	return false
}

func countsTwo(form string) bool {
	switch strings.ToLower(form) {
	case "both", "two", "each", "either", "neither":
		return true
	}
	return false
}

// leftWarning says which words were not resolved.
func (r *reader) leftWarning() []annals.Warning {
	if len(r.left) == 0 {
		return nil
	}
	list, more := r.left, ""
	if len(list) > maxLeft {
		more = fmt.Sprintf(" and %d more", len(list)-maxLeft)
		list = list[:maxLeft]
	}
	return []annals.Warning{{Stage: "link", Message: "not resolved: " + strings.Join(list, ", ") + more}}
}

package eval

import (
	"strings"
	"unicode"

	"annals"
)

// A Rate is precision, recall and F1, 0–1.
type Rate struct {
	F1        float64 `json:"f1"`
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	Gold      int     `json:"gold"`
	Got       int     `json:"got"`
}

func rate(right, gold, got int) Rate {
	return Rate{F1: share(2*right, gold+got), Precision: share(right, got), Recall: share(right, gold),
		Gold: gold, Got: got}
}

// A NameScore says how well names agree with gold ones: same words, same kind.
// Only kinds that the gold has count.
type NameScore struct {
	Rate
	Words int             `json:"words"`
	Kinds map[string]Rate `json:"by_class"`
}

// Names scores the names of got against those of gold, sentence by sentence;
// both have the same tokens.
func Names(gold, got []annals.Sentence) NameScore {
	type count struct{ right, gold, got int }
	by := map[string]*count{}
	var words int
	for i := range gold {
		words += len(gold[i].Tokens)
		for _, n := range gold[i].Names {
			if by[n.Kind] == nil {
				by[n.Kind] = &count{}
			}
			by[n.Kind].gold++
		}
	}
	for i := range gold {
		is := map[annals.Name]bool{}
		for _, n := range gold[i].Names {
			is[n] = true
		}
		for _, n := range got[i].Names {
			if c := by[n.Kind]; c != nil {
				c.got++
				c.right += one(is[n])
			}
		}
	}
	s := NameScore{Words: words, Kinds: map[string]Rate{}}
	var all count
	for k, c := range by {
		s.Kinds[k] = rate(c.right, c.gold, c.got)
		all = count{all.right + c.right, all.gold + c.gold, all.got + c.got}
	}
	s.Rate = rate(all.right, all.gold, all.got)
	return s
}

// Proper gives copies of sentences with proper names alone: leading articles
// are left off, and spans without a capital letter left out, such as pronouns
// and descriptions, which some corpora mark like names.
func Proper(ss []annals.Sentence) []annals.Sentence {
	out := make([]annals.Sentence, len(ss))
	for i, s := range ss {
		out[i] = annals.Sentence{Tokens: s.Tokens}
		for _, n := range s.Names {
			for n.First < n.Last && article(s.Tokens[n.First].Form) {
				n.First++
			}
			for _, t := range s.Tokens[n.First:n.Last] {
				if strings.ContainsFunc(t.Form, unicode.IsUpper) && !pronoun(t.Form) {
					out[i].Names = append(out[i].Names, n)
					break
				}
			}
		}
	}
	return out
}

func article(form string) bool {
	switch strings.ToLower(form) {
	case "the", "a", "an":
		return true
	}
	return false
}

// pronoun reports a pronoun that has a capital because it starts a sentence.
func pronoun(form string) bool {
	switch strings.ToLower(form) {
	case "i", "he", "she", "it", "they", "we", "you", "his", "her", "its", "their", "our", "your", "this", "these", "those", "who":
		return true
	}
	return false
}

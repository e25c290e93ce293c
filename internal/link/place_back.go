package link

import (
	"annals"
)

// backSentences is how far back "the town" may point.
const backSentences = 3

// back resolves "in the town", "near the city": to the last town named before.
// ms are the places of the article that were found by name, in order.
func (f *placeFinder) back(fw fieldWords, in annals.Field, ms []annals.Mention) []annals.Mention {
	var out []annals.Mention
	for i := 1; i+1 < len(fw.ws); i++ {
		if low := fw.ws[i].low; low != "the" && low != "this" && low != "that" || !f.words["at"][fw.ws[i-1].low] {
			continue
		}
		last := f.backNoun(fw, i)
		if last < 0 {
			continue
		}
		noun := fw.ws[last].low
		w, ok := antecedent(ms, in, fw.ws[i].Start, fw.sent[i], noun)
		if !ok {
			continue
		}
		span := annals.Span{Start: fw.ws[i].Start, End: fw.ws[last].End}
		text := f.a.Text
		if in == annals.InTitle {
			text = f.a.Title
		}
		m := annals.Mention{In: in, Span: span, Sentence: fw.sent[i], Text: span.Of(text), Via: "description", Sure: .5}
		w.Text = m.Text
		m.Where = &w
		fillTokens(&m, &f.ss[m.Sentence], fw.ws[last].Start)
		out = append(out, m)
	}
	return out
}

// backNoun is the word that points back after the article at word i, with what
// may stand between (this northern town), or −1.
func (f *placeFinder) backNoun(fw fieldWords, i int) int {
	for k := i + 1; k < min(i+1+maxBackWords, len(fw.ws)) && fw.sent[k] == fw.sent[i] && !fw.ws[k].upper; k++ {
		low := fw.ws[k].low
		if f.words["back"][low] {
			if k+1 < len(fw.ws) && (fw.ws[k+1].low == "of" || fw.ws[k+1].low == "'") {
				return -1
			}
			return k
		}
		if low == "of" || low == "and" || low == "'" || f.words["at"][low] || f.words["land"][low] {
			return -1
		}
	}
	return -1
}

// maxBackWords is how many words may follow the article.
const maxBackWords = 3

// antecedent is the last place before byte start that the noun may point to.
func antecedent(ms []annals.Mention, in annals.Field, start, sentence int, noun string) (annals.Where, bool) {
	for k := len(ms) - 1; k >= 0; k-- {
		m := &ms[k]
		if m.In != in || m.Start >= start {
			continue
		}
		if sentence-m.Sentence > backSentences {
			break
		}
		switch r := m.Where.Resolution; {
		case noun == "area" || noun == "vicinity":
			if r < 2 {
				continue
			}
		case noun == "region" || noun == "province":
			if r != 2 {
				continue
			}
		case noun == "district":
			if r != 3 {
				continue
			}
		case r < 4:
			continue
		}
		return *m.Where, true
	}
	return annals.Where{}, false
}

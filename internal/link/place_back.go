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
		if fw.ws[i].low != "the" || !f.words["at"][fw.ws[i-1].low] || fw.sent[i-1] != fw.sent[i+1] || fw.ws[i+1].upper {
			continue
		}
		noun := fw.ws[i+1].low
		if i+2 < len(fw.ws) && (fw.ws[i+2].low == "of" || fw.ws[i+2].low == "'") || !f.words["back"][noun] {
			continue
		}
		w, ok := antecedent(ms, in, fw.ws[i].Start, fw.sent[i], noun)
		if !ok {
			continue
		}
		span := annals.Span{Start: fw.ws[i].Start, End: fw.ws[i+1].End}
		text := f.a.Text
		if in == annals.InTitle {
			text = f.a.Title
		}
		m := annals.Mention{In: in, Span: span, Sentence: fw.sent[i], Text: span.Of(text), Via: "description", Sure: .5}
		w.Text = m.Text
		m.Where = &w
		fillTokens(&m, &f.ss[m.Sentence], fw.ws[i+1].Start)
		out = append(out, m)
	}
	return out
}

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

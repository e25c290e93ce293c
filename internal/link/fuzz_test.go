package link

import (
	"testing"

	"annals"
)

// FuzzLink: whatever the words and however crooked the tree, mentions are words
// of their sentence.
func FuzzLink(f *testing.F) {
	l, err := Load()
	if err != nil {
		f.Fatal(err)
	}
	upos := []string{"NOUN", "PROPN", "VERB", "ADJ", "PRON", "ADP", "DET", "NUM", "AUX", "PUNCT"}
	deps := []string{"nsubj", "obj", "nmod", "nmod:poss", "conj", "amod", "compound", "case", "det", "root", "obl", "appos", "acl:relcl", "flat", "advcl", "xcomp"}
	f.Add("KYIV - Both sides in Georgia left the country. | “We will go,” the Polish minister said on Monday. | Its neighbours shelled Paris, Texas.", []byte{1, 2, 3, 4, 5, 6, 7, 8, 9})
	f.Add("The president of France met his rival. | They left the capital. | Three of them died.", []byte{0, 255, 17, 4})
	f.Fuzz(func(t *testing.T, text string, shape []byte) {
		a, ss := plainArticle(text, "2024-05-14")
		for i := range ss {
			ts := ss[i].Tokens
			for k := range ts {
				b := byte(k)
				if len(shape) > 0 {
					b = shape[k%len(shape)] + byte(k)
				}
				ts[k].Lemma, ts[k].UPOS, ts[k].Deprel, ts[k].Head = ts[k].Form, upos[int(b)%len(upos)], deps[int(b)%len(deps)], int(b)%(len(ts)+1)-1
			}
			if len(ts) > 1 {
				ss[i].Names = []annals.Name{{First: 0, Last: 1 + len(ts)/2, Kind: []string{"PER", "LOC", "ORG", "OTH"}[len(shape)%4]}}
			}
		}
		ms, _ := l.Link(a, ss)
		for _, m := range ms {
			if s := &ss[m.Sentence]; !s.Span.Contains(m.Span) || m.Span.Of(a.Text) != m.Text || m.First < 0 || m.Last > max(len(s.Tokens), 1) {
				t.Errorf("mention %+v is no words of its sentence", m)
			}
		}
	})
}

// FuzzPlaces: any names of any text have a result each, and no place without a
// name.
func FuzzPlaces(f *testing.F) {
	f.Add("A fire in Paris, Texas, and one in Reno.", "Paris Herald", 10, 15)
	f.Add("Ålesund", "www.parisnews.example", 1, 3)
	f.Fuzz(func(t *testing.T, text, outlet string, start, end int) {
		sp := annals.Span{Start: start, End: end}
		if start < 0 || end > len(text) || start > end {
			return
		}
		out, err := Places([]Told{{Title: outlet, Outlet: outlet, Text: text, Names: []annals.Span{sp, sp}}, {Outlet: outlet, Text: text, Names: []annals.Span{sp}}})
		if err != nil || len(out) != 2 || len(out[0]) != 2 || len(out[1]) != 1 {
			t.Fatalf("%v, %v", out, err)
		}
	})
}

package eval

import (
	"encoding/json"
	"testing"

	"annals"
)

// Gold may give the sentence as its words; the program gives its number.
func TestGoldSentenceAsWordsOrNumber(t *testing.T) {
	const title, text = "Head. Talks fail.", "Rain fell. Talks failed in Oslo."
	for in, want := range map[string]annals.Span{
		`{"type":"CONSULT","sentence":"Talks failed in Oslo."}`:               {Start: 11, End: 32},
		`{"type":"CONSULT","in":"title","sentence":"Talks fail."}`:            {Start: 6, End: 17},
		`{"type":"CONSULT","sentence":1,"start":11,"end":32}`:                 {Start: 11, End: 32},
		`{"type":"CONSULT","sentence":"Not there.","underlying":null}`:        {},
		`{"type":"CONSULT","in":"text","start":0,"end":10,"kind":"optional"}`: {Start: 0, End: 10},
	} {
		var g GoldClaim
		if err := json.Unmarshal([]byte(in), &g); err != nil {
			t.Errorf("%s: %v", in, err)
			continue
		}
		g.Find(title, text)
		if g.Span != want || g.Type != annals.Consult {
			t.Errorf("%s: %s at %v, want %v", in, g.Type, g.Span, want)
		}
	}
}

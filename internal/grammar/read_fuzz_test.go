package grammar_test

import (
	"bytes"
	"testing"

	"annals"
	"annals/internal/grammar"
)

// FuzzReadIOB reads any bytes: an error, or sentences with their names inside.
func FuzzReadIOB(f *testing.F) {
	for _, s := range []string{"", "# newdoc\nAnna B-PER\nNowak I-PER\n\n", "1\tOslo\tB-LOC\tO\n", "-DOCSTART- O\n\nRiga B-LOC\n", "x\n", "a\xff I-ORG\r\n", "Oslo B-NOWHERE\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		docs, err := grammar.ReadIOB(bytes.NewReader(b), "x")
		for _, doc := range docs {
			if err != nil || len(doc) == 0 {
				t.Fatalf("error %v with a document of %d sentences", err, len(doc))
			}
			within(t, doc)
		}
	})
}

// FuzzReadCoNLLU reads any bytes: an error, or sentences with heads inside.
func FuzzReadCoNLLU(f *testing.F) {
	f.Add([]byte("# text = Hi\n1\tHi\thi\tINTJ\tUH\t_\t0\troot\t_\t_\n\n"))
	f.Add([]byte("1-2\tdu\t_\t_\t_\t_\t_\t_\t_\t_\n1\tde\tde\tADP\tIN\t_\t9\tcase\t_\t_\n"))
	f.Add([]byte("1\tHi"))
	f.Fuzz(func(t *testing.T, b []byte) {
		ss, err := grammar.ReadCoNLLU(bytes.NewReader(b), "x")
		if err == nil {
			within(t, ss)
		}
	})
}

// within holds that heads and names lie within their sentence.
func within(t *testing.T, ss []annals.Sentence) {
	for i := range ss {
		s := &ss[i]
		for k := range s.Tokens {
			if h := s.Tokens[k].Head; h >= len(s.Tokens) {
				t.Fatalf("sentence %d: head %d of %d words", i, h, len(s.Tokens))
			}
		}
		for _, n := range s.Names {
			if n.First < 0 || n.First >= n.Last || n.Last > len(s.Tokens) {
				t.Fatalf("sentence %d: name %+v of %d words", i, n, len(s.Tokens))
			}
		}
	}
}

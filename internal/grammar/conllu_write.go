package grammar

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"annals"
)

// WriteCoNLLU writes sentences as CoNLL-U. MISC has the bytes of each word in
// its text (TokenRange=start:end), SpaceAfter=No between words that touch, and
// the kind of name it belongs to (Name=B-PER).
func WriteCoNLLU(w io.Writer, ss []annals.Sentence) error {
	b := bufio.NewWriter(w)
	for i := range ss {
		writeSentence(b, &ss[i], i+1)
	}
	return b.Flush()
}

func writeSentence(b *bufio.Writer, s *annals.Sentence, n int) {
	if len(s.Tokens) == 0 {
		return
	}
	fmt.Fprintf(b, "# sent_id = %d\n# text = ", n)
	for i := range s.Tokens {
		b.WriteString(column(s.Tokens[i].Form))
		if i+1 < len(s.Tokens) && s.Tokens[i].End < s.Tokens[i+1].Start {
			b.WriteByte(' ')
		}
	}
	b.WriteByte('\n')
	names := nameTags(s)
	for i := range s.Tokens {
		t := &s.Tokens[i]
		fmt.Fprintf(b, "%d\t%s\t%s\t%s\t%s\t%s\t%d\t%s\t_\t", i+1, column(t.Form), column(t.Lemma),
			column(t.UPOS), column(t.XPOS), column(t.Feats), t.Head+1, column(t.Deprel))
		writeMisc(b, s, i, names[i])
	}
	b.WriteByte('\n')
}

func writeMisc(b *bufio.Writer, s *annals.Sentence, i int, name string) {
	if name != "" {
		b.WriteString("Name=" + name + "|")
	}
	t := &s.Tokens[i]
	if i+1 < len(s.Tokens) && t.End == s.Tokens[i+1].Start {
		b.WriteString("SpaceAfter=No|")
	}
	fmt.Fprintf(b, "TokenRange=%d:%d\n", t.Start, t.End)
}

// column makes a value fit for a column: not empty, no tab, no line end.
func column(s string) string {
	if s == "" {
		return "_"
	}
	if !strings.ContainsAny(s, "\t\n\r") {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r == '\t' || r == '\n' || r == '\r' {
			return ' '
		}
		return r
	}, s)
}

// nameTags spells the names of a sentence as one tag a token: B-PER, I-PER or "".
func nameTags(s *annals.Sentence) []string {
	tags := make([]string, len(s.Tokens))
	for _, n := range s.Names {
		for i := max(n.First, 0); i < n.Last && i < len(tags); i++ {
			tags[i] = "I-" + n.Kind
			if i == n.First {
				tags[i] = "B-" + n.Kind
			}
		}
	}
	return tags
}

package grammar

import (
	"bufio"
	_ "embed"
	"fmt"
	"io"
	"strings"

	"annals"
)

// kindTable maps the classes of name corpora to the four kinds of [annals.Name].
//
//go:embed names.txt
var kindTable string

var nameKinds = readKinds(kindTable)

func readKinds(table string) map[string]string {
	m := map[string]string{}
	for line := range strings.Lines(table) {
		if f := strings.Fields(line); len(f) >= 2 && f[0] != "#" {
			m[f[0]] = f[1]
		}
	}
	return m
}

// ReadIOB reads documents, each its sentences with names marked by IOB or BIO
// tags, one word a line and a blank line between sentences: "word tag",
// "word<tab>tag" or "number<tab>word<tab>tag…". A document begins at "# newdoc"
// or a word -DOCSTART-; a file without is one. Classes are mapped to PER, ORG, LOC and OTH
// (names.txt); "-" there means that the class is no name. Spans count bytes of
// the words joined by spaces, sentences by line ends.
func ReadIOB(r io.Reader, name string) ([][]annals.Sentence, error) {
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, 0, 64<<10), maxLine)
	var (
		out  [][]annals.Sentence
		doc  []annals.Sentence
		ws   []string
		tags []string
		at   int
		n    int
	)
	flush := func() {
		if len(ws) > 0 {
			s := iobSentence(ws, tags, at)
			at = s.End + 1
			doc = append(doc, s)
			ws, tags = nil, nil
		}
	}
	end := func() {
		flush()
		if len(doc) > 0 {
			out = append(out, doc)
			doc = nil
		}
	}
	for sc.Scan() {
		n++
		line := strings.TrimRight(sc.Text(), "\r ")
		if line == "" {
			flush()
			continue
		}
		if strings.HasPrefix(line, "# newdoc") || strings.HasPrefix(line, "-DOCSTART-") {
			end()
			continue
		}
		if strings.HasPrefix(line, "# ") {
			continue
		}
		w, tag, err := iobLine(line)
		if err != nil {
			return nil, &SyntaxError{name, n, err}
		}
		if len(ws) == maxTokens {
			return nil, &SyntaxError{name, n, fmt.Errorf("read word: more than %d words in a sentence", maxTokens)}
		}
		ws, tags = append(ws, w), append(tags, tag)
	}
	if err := sc.Err(); err != nil {
		return nil, &SyntaxError{name, n + 1, err}
	}
	end()
	return out, nil
}

// iobLine is the word and the tag of a line.
func iobLine(line string) (word, tag string, err error) {
	f := strings.Split(line, "\t")
	if len(f) == 1 {
		f = strings.Split(line, " ")
	}
	switch {
	case len(f) >= 3 && isNumber(f[0]):
		word, tag = f[1], f[2]
	case len(f) >= 2:
		word, tag = f[0], f[len(f)-1]
	default:
		return "", "", fmt.Errorf("read word: %d columns, want 2 or more", len(f))
	}
	if tag != "O" && (len(tag) < 3 || tag[1] != '-' || (tag[0] != 'B' && tag[0] != 'I')) {
		return "", "", fmt.Errorf("read word %q: %q is no IOB tag", word, tag)
	}
	return word, tag, nil
}

func isNumber(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

func iobSentence(ws, tags []string, at int) annals.Sentence {
	s := annals.Sentence{In: annals.InText, Block: -1, Span: annals.Span{Start: at, End: at}}
	last := "O"
	for i, w := range ws {
		if i > 0 {
			at++
		}
		s.Tokens = append(s.Tokens, annals.Token{Form: w, Head: -1, Span: annals.Span{Start: at, End: at + len(w)}})
		at += len(w)
		tag := tags[i]
		switch {
		case tag == "O":
		case tag[0] == 'B' || last == "O" || last[2:] != tag[2:]:
			s.Names = append(s.Names, annals.Name{First: i, Last: i + 1, Kind: nameKind(tag[2:])})
		default:
			s.Names[len(s.Names)-1].Last = i + 1
		}
		last = tag
	}
	s.End = at
	kept := s.Names[:0]
	for _, n := range s.Names {
		if n.Kind != "-" {
			kept = append(kept, n)
		}
	}
	s.Names = kept
	return s
}

// nameKind maps a class of a corpus; an unknown one stays as it is.
func nameKind(class string) string {
	if k, ok := nameKinds[strings.ToLower(class)]; ok {
		return k
	}
	return class
}

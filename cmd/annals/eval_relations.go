package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"annals"
	"annals/eval"
	"annals/internal/grammar"
	"annals/internal/plover"
)

// evalRelationsCmd scores which type of act links two given parties.
type evalRelationsCmd struct {
	File string `arg:"" help:"TSV with a header: sentence, source, target, root and quad; marked_sentence if there is one."`
	JSON bool   `help:"Write one JSON object."`
	Rows string `help:"Write each row's answer and its reason to this file." placeholder:"FILE"`
}

// relationsReport is the score by class and by quad class.
type relationsReport struct {
	Root eval.ClassScore `json:"root"`
	Quad eval.ClassScore `json:"quad"`
}

// A relation is one row of the file.
type relation struct {
	sentence, marked, source, target, root, quad string
}

// Run answers every row and prints the score.
func (e *evalRelationsCmd) Run(c *console) error {
	f, err := os.Open(e.File)
	if err != nil {
		return err
	}
	defer f.Close()
	rows, err := readRelations(f, e.File)
	if err != nil {
		return err
	}
	g, err := grammar.Load()
	if err != nil {
		return err
	}
	book, err := plover.Load()
	if err != nil {
		return err
	}
	if err := book.Match(g.Digest); err != nil {
		return err
	}
	r, lines := relate(g, book, rows)
	if e.Rows != "" {
		if err := os.WriteFile(e.Rows, []byte(strings.Join(lines, "\n")+"\n"), 0o644); err != nil {
			return err
		}
	}
	if e.JSON {
		return json.NewEncoder(c.out).Encode(r)
	}
	printClasses(c.out, "root", r.Root)
	printClasses(c.out, "quad", r.Quad)
	return nil
}

func relate(g *grammar.Model, book *plover.Codebook, rows []relation) (relationsReport, []string) {
	var gold, got, goldQuad, gotQuad, lines []string
	for _, r := range rows {
		text, source, target := r.spans()
		t, why := book.Relate(oneSentence(g, text), source, target)
		class, quad := eval.RelationClass(t)
		gold, got = append(gold, r.root), append(got, class)
		goldQuad, gotQuad = append(goldQuad, r.quad), append(gotQuad, strconv.Itoa(quad))
		lines = append(lines, fmt.Sprintf("%s\t%s\t%s\t%v", r.root, class, r.marked, why))
	}
	return relationsReport{eval.Classes(gold, got), eval.Classes(goldQuad, gotQuad)}, lines
}

// oneSentence reads text as a single sentence, whatever stops it holds: a pair
// of parties may stand on both sides of one.
func oneSentence(g *grammar.Model, text string) annals.Sentence {
	s := annals.Sentence{In: annals.InText, Span: annals.Span{End: len(text)}, Tokens: grammar.Tokenise(text, annals.Span{End: len(text)})}
	ss := []annals.Sentence{s}
	g.Annotate(ss)
	return ss[0]
}

// spans is the sentence without marks and where its two parties stand; a party
// that is not found is empty.
func (r relation) spans() (text string, source, target annals.Span) {
	if !strings.Contains(r.marked, "<s>") && !strings.Contains(r.marked, "<t>") {
		return r.sentence, find(r.sentence, r.source), find(r.sentence, r.target)
	}
	var b strings.Builder
	for rest := r.marked; rest != ""; {
		switch {
		case strings.HasPrefix(rest, "<s>"):
			source.Start, rest = b.Len(), rest[3:]
		case strings.HasPrefix(rest, "</s>"):
			source.End, rest = b.Len(), rest[4:]
		case strings.HasPrefix(rest, "<t>"):
			target.Start, rest = b.Len(), rest[3:]
		case strings.HasPrefix(rest, "</t>"):
			target.End, rest = b.Len(), rest[4:]
		default:
			b.WriteByte(rest[0])
			rest = rest[1:]
		}
	}
	return b.String(), source, target
}

func find(text, part string) annals.Span {
	i := strings.Index(text, part)
	if i < 0 || part == "" {
		return annals.Span{}
	}
	return annals.Span{Start: i, End: i + len(part)}
}

// readRelations reads the columns it knows by their names in the header.
func readRelations(r io.Reader, name string) ([]relation, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("read relations %q: %w", name, err)
	}
	lines := strings.Split(strings.TrimRight(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n"), "\n")
	col := map[string]int{}
	for i, h := range strings.Split(lines[0], "\t") {
		col[strings.ToLower(strings.TrimSpace(h))] = i
	}
	for _, h := range []string{"sentence", "source", "target", "root"} {
		if _, ok := col[h]; !ok {
			return nil, fmt.Errorf("read relations %q: no column %q", name, h)
		}
	}
	var out []relation
	for _, line := range lines[1:] {
		f := strings.Split(line, "\t")
		get := func(h string) string {
			if i, ok := col[h]; ok && i < len(f) {
				return f[i]
			}
			return ""
		}
		row := relation{get("sentence"), get("marked_sentence"), get("source"), get("target"), get("root"), get("quad")}
		if row.quad == "" {
			_, q := eval.RelationClass(annals.Type(strings.Replace(row.root, "YIELD", "RETREAT", 1)))
			row.quad = strconv.Itoa(q)
		}
		out = append(out, row)
	}
	return out, nil
}

func printClasses(w io.Writer, name string, s eval.ClassScore) {
	fmt.Fprintf(w, "%s macro-F1 %.3f  accuracy %.3f\n", name, s.MacroF1, s.Accuracy)
	for _, c := range slices.Sorted(maps.Keys(s.F1)) {
		fmt.Fprintf(w, "  %-10s %4d  F1 %.3f\n", c, s.Count[c], s.F1[c])
	}
}

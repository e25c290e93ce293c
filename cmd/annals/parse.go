package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"annals"
	"annals/internal/grammar"
)

// parseCmd shows what the grammar reads in a text.
type parseCmd struct {
	File   string `arg:"" help:"Plain text, or - for standard input."`
	Format string `help:"conllu, text or json." enum:"conllu,text,json" default:"conllu"`
}

// maxParseInput is how many bytes annals parse reads.
const maxParseInput = 64 << 20

// Run reads the text and writes its sentences.
func (p *parseCmd) Run(c *console) error {
	m, err := grammar.Load()
	if err != nil {
		return err
	}
	text, err := readInput(c, p.File)
	if err != nil {
		return err
	}
	ss, warnings := m.Read(&annals.Article{Text: text})
	switch p.Format {
	case "conllu":
		err = grammar.WriteCoNLLU(c.out, ss)
	case "json":
		err = writeJSON(c.out, ss)
	default:
		err = writeTrees(c.out, ss)
	}
	for _, w := range warnings {
		fmt.Fprintf(c.err, "annals: %s: bytes %d–%d: %s\n", p.File, w.Start, w.End, w.Message)
	}
	return err
}

func readInput(c *console, name string) (string, error) {
	in := c.in
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return "", err
		}
		defer f.Close()
		in = f
	}
	b, err := io.ReadAll(io.LimitReader(in, maxParseInput+1))
	if err != nil {
		return "", fmt.Errorf("read %q: %w", name, err)
	}
	if len(b) > maxParseInput {
		return "", fmt.Errorf("read %q: more than %d bytes", name, maxParseInput)
	}
	return string(b), nil
}

func writeJSON(w io.Writer, ss []annals.Sentence) error {
	b := bufio.NewWriter(w)
	e := json.NewEncoder(b)
	for i := range ss {
		if err := e.Encode(&ss[i]); err != nil {
			return err
		}
	}
	return b.Flush()
}

// writeTrees draws each tree as an indented list, words in order below their
// heads, names marked.
func writeTrees(w io.Writer, ss []annals.Sentence) error {
	b := bufio.NewWriter(w)
	for i := range ss {
		s := &ss[i]
		names := make([]string, len(s.Tokens))
		for _, n := range s.Names {
			for k := n.First; k < n.Last; k++ {
				names[k] = " [" + n.Kind + "]"
			}
		}
		depth := depths(s.Tokens)
		for k, t := range s.Tokens {
			fmt.Fprintf(b, "%s%s  %s %s%s\n", strings.Repeat("  ", min(depth[k], 40)), t.Form, t.Deprel, t.XPOS, names[k])
		}
		b.WriteByte('\n')
	}
	return b.Flush()
}

// depths counts the steps from each word up to the root.
func depths(ts []annals.Token) []int {
	d := make([]int, len(ts))
	for i := range ts {
		for h := ts[i].Head; h >= 0 && d[i] <= len(ts); h = ts[h].Head {
			d[i]++
		}
	}
	return d
}

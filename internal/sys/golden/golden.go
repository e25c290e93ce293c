// Package golden runs tests that are written as text: a file of cases goes in,
// and what the code says to each is held against what the file says.
//
// A case is a comment that names it, a line with a command, the input, a rule
// of four dashes, and the output up to the next blank line:
//
//	# The speaker is not the actor.
//	code
//	Rebels shelled the port on Tuesday, the army said.
//	----
//	ASSAULT heavy-weapons: "Rebels" -> "the port"
//
// A command that starts with "- " is a known miss: its output must differ, so
// that the day it passes is noticed; the comment says why. `go test -update`
// rewrites the outputs of the others. The package is for tests only.
package golden

import (
	"flag"
	"fmt"
	"os"
	"strings"
)

var update = flag.Bool("update", false, "rewrite the outputs of golden files")

// Updating reports whether the test was asked to rewrite its golden files.
func Updating() bool { return *update }

// rule parts input from output.
const rule = "----"

// A T is what a test gives to report with; *testing.T is one.
type T interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// A Case is one case of a file.
type Case struct {
	Comment string // lines that start with "#", and blank lines, as they stand
	Miss    bool   // known to fail
	Command string
	Input   string // without its last newline
	Want    string // without its last newline
	Line    int    // of the command
}

// Run reads the cases of file and holds what run answers to each against it.
func Run(t T, file string, run func(c Case) string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v", err)
	}
	cases, tail, err := Parse(file, string(data))
	if err != nil {
		t.Fatalf("%v", err)
	}
	for i := range cases {
		c := &cases[i]
		got := strings.TrimRight(run(*c), "\n")
		switch {
		case c.Miss && got == c.Want:
			t.Errorf("%s:%d: a known miss passes now: take the \"- \" away", file, c.Line)
		case !c.Miss && *update:
			c.Want = got
		case !c.Miss && got != c.Want:
			t.Errorf("%s:%d: %s %q\n got:\n%s\nwant:\n%s", file, c.Line, c.Command, c.Input, got, c.Want)
		}
	}
	if *update {
		if err := os.WriteFile(file, []byte(Format(cases, tail)), 0o644); err != nil {
			t.Fatalf("%v", err)
		}
	}
}

// Parse reads the cases of a file; tail is the comment lines after the last.
func Parse(name, text string) (cases []Case, tail string, err error) {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	var comment []string
	for n := 0; n < len(lines); n++ {
		if l := lines[n]; strings.TrimSpace(l) == "" || strings.HasPrefix(l, "#") {
			comment = append(comment, l)
			continue
		}
		c := Case{Comment: strings.Join(comment, "\n"), Line: n + 1}
		comment = nil
		c.Command, c.Miss = strings.CutPrefix(lines[n], "- ")
		var input, want []string
		for n++; n < len(lines) && lines[n] != rule; n++ {
			input = append(input, lines[n])
		}
		if n == len(lines) {
			return nil, "", fmt.Errorf("%s:%d: no %q after the input", name, c.Line, rule)
		}
		for n++; n < len(lines) && lines[n] != ""; n++ {
			want = append(want, lines[n])
		}
		n--
		c.Input, c.Want = strings.Join(input, "\n"), strings.Join(want, "\n")
		cases = append(cases, c)
	}
	return cases, strings.Join(comment, "\n"), nil
}

// Format writes cases as Parse reads them.
func Format(cases []Case, tail string) string {
	var b strings.Builder
	line := func(s string) { b.WriteString(s + "\n") }
	for i, c := range cases {
		if c.Comment != "" || i > 0 {
			line(c.Comment)
		}
		if c.Miss {
			b.WriteString("- ")
		}
		line(c.Command)
		line(c.Input)
		line(rule)
		if c.Want != "" {
			line(c.Want)
		}
	}
	if tail != "" {
		line(tail)
	}
	return b.String()
}

package golden

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const sample = `# Two lines, upper case.
upper
a
b
----
A
B

# Not done yet: sharp s.
- upper
ß
----
SS

# Nothing comes out.
none
x
----
`

func TestParseAndFormatAreInverse(t *testing.T) {
	cases, tail, err := Parse("sample", sample)
	if err != nil {
		t.Fatal(err)
	}
	if len(cases) != 3 || cases[0].Input != "a\nb" || cases[0].Want != "A\nB" || !cases[1].Miss || cases[2].Want != "" {
		t.Errorf("Parse(sample) = %+v", cases)
	}
	if got := Format(cases, tail); got != sample {
		t.Errorf("Format(Parse(sample)) =\n%s", got)
	}
}

func TestParseNamesTheLineWithoutRule(t *testing.T) {
	_, _, err := Parse("f", "# c\nupper\na\n")
	if err == nil || !strings.HasPrefix(err.Error(), "f:2: ") {
		t.Errorf("Parse = %v, want an error at f:2", err)
	}
}

// A recorder keeps what a test would have reported.
type recorder struct{ errors []string }

func (r *recorder) Helper()                   {}
func (r *recorder) Errorf(f string, a ...any) { r.errors = append(r.errors, fmt.Sprintf(f, a...)) }
func (r *recorder) Fatalf(f string, a ...any) { r.Errorf(f, a...) }

func TestRunReportsDifferencesAndMissesThatPass(t *testing.T) {
	file := filepath.Join(t.TempDir(), "cases.txt")
	if err := os.WriteFile(file, []byte(sample), 0o644); err != nil {
		t.Fatal(err)
	}
	upper := func(c Case) string {
		if c.Command == "none" {
			return ""
		}
		return strings.ToUpper(c.Input)
	}
	var ok recorder
	Run(&ok, file, upper)
	if len(ok.errors) != 0 {
		t.Errorf("Run reported %q", ok.errors)
	}
	var bad recorder
	Run(&bad, file, func(c Case) string { return "SS" })
	if len(bad.errors) != 3 {
		t.Errorf("Run reported %d errors, want 3: %q", len(bad.errors), bad.errors)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(sample)
	f.Add("x\n----")
	f.Fuzz(func(t *testing.T, s string) {
		cases, tail, err := Parse("fuzz", s)
		if err == nil {
			Format(cases, tail)
		}
	})
}

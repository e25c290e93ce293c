package eval_test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
)

const codebook = "../doc/codebook.md"

// TestCodebookFigures holds precision and recall by type in the codebook
// against EVALUATION.md, the page that eval/run writes; -update copies them.
func TestCodebookFigures(t *testing.T) {
	measured := figures(t)
	lines := strings.Split(contentOf(t, codebook), "\n")
	typ := ""
	for i, line := range lines {
		if head, ok := strings.CutPrefix(line, "### "); ok {
			typ = head
		}
		if !strings.HasPrefix(line, "*Measured:*") {
			continue
		}
		if measured[typ] == "" {
			t.Errorf("codebook.md:%d: EVALUATION.md has no figures of %q", i+1, typ)
		} else if line != measured[typ] && !*update {
			t.Errorf("codebook.md:%d: %q, but EVALUATION.md has %q; run `go test ./eval -run Codebook -update`", i+1, line, measured[typ])
		}
		lines[i] = measured[typ]
		delete(measured, typ)
	}
	for typ := range measured {
		t.Errorf("codebook.md has no line *Measured:* for %s", typ)
	}
	if *update && !t.Failed() {
		if err := os.WriteFile(codebook, []byte(strings.Join(lines, "\n")), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// figures are the lines of the codebook by type, from what `annals eval corpus
// corpus/test` prints in EVALUATION.md.
func figures(t *testing.T) map[string]string {
	row := regexp.MustCompile(`^  ([A-Z]+) +gold +(\d+) +predicted +(\d+) +P (\S+) +R (\S+) +F1`)
	out, in := map[string]string{}, false
	for line := range strings.SplitSeq(contentOf(t, "../EVALUATION.md"), "\n") {
		if strings.HasPrefix(line, "    annals eval ") {
			in = strings.HasSuffix(line, " corpus corpus/test")
		}
		if m := row.FindStringSubmatch(line); in && m != nil {
			out[m[1]] = fmt.Sprintf("*Measured:* precision %s of %s coded, recall %s of %s in the gold.", m[4], m[3], m[5], m[2])
		}
	}
	if len(out) == 0 {
		t.Fatal("EVALUATION.md has no figures by type of corpus/test")
	}
	return out
}

func contentOf(t *testing.T, name string) string {
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

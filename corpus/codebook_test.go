package corpus_test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"annals"
	"annals/corpus"
)

// TestCodebookTypes: every type of the scale has a section, and names the
// modes that the corpus may mark.
func TestCodebookTypes(t *testing.T) {
	sections := sectionsOf(t)
	for line := range strings.SplitSeq(contentOf(t, "codes.txt"), "\n") {
		f := strings.Fields(line)
		if len(f) == 0 || annals.Type(f[0]).Quad() == 0 {
			continue
		}
		text, ok := sections[f[0]]
		if !ok {
			t.Errorf("codebook.md has no section of %s", f[0])
		}
		for _, part := range append(f[1:], "**Counts**", "**Borderline**") {
			if !strings.Contains(text, part) {
				t.Errorf("codebook.md: the section of %s does not say %q", f[0], part)
			}
		}
		if n := strings.Count(text, "\n- *"); n < 5 { // counts, borderline, three examples
			t.Errorf("codebook.md: %s has %d examples, want 3", f[0], n-2)
		}
	}
}

func sectionsOf(t *testing.T) map[string]string {
	out, typ := map[string]string{}, ""
	for line := range strings.SplitSeq(contentOf(t, "../doc/codebook.md"), "\n") {
		if strings.HasPrefix(line, "#") {
			typ = strings.TrimPrefix(line, "### ")
		}
		out[typ] += line + "\n"
	}
	return out
}

// TestCodebookExamples: the codes beside the examples are well formed. Each is
// read as a line of the corpus whose trigger is the whole sentence.
func TestCodebookExamples(t *testing.T) {
	example := regexp.MustCompile("^- \\*([^*].*)\\* (`.*`)$")
	seen := map[string]bool{}
	for i, line := range strings.Split(contentOf(t, "../doc/codebook.md"), "\n") {
		m := example.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		if seen[m[1]] {
			t.Errorf("codebook.md:%d: the example stands twice", i+1)
		}
		seen[m[1]] = true
		items, err := corpus.Read(strings.NewReader("%published 2024-05-14\n"+marked(m[1], m[2])), "x")
		if err == nil {
			err = corpus.Check(items)
		}
		if err != nil {
			t.Errorf("codebook.md:%d: %v", i+1, err)
		}
	}
	if len(seen) < 48 {
		t.Errorf("%d examples, want three a type", len(seen))
	}
}

// marked writes `HEAD: ACTOR > RECIPIENT` after a sentence as marks in it.
func marked(sentence, codes string) string {
	var heads []string
	parties := ""
	party := func(role string, claim int, who string) {
		if who = strings.TrimSpace(who); who != "" {
			parties += fmt.Sprintf("[]{%s%d %s}", role, claim, who)
		}
	}
	for i, code := range strings.Split(strings.Trim(codes, "`"), "` `") {
		head, who, _ := strings.Cut(code, ":")
		typ, rest, _ := strings.Cut(head, " ")
		heads = append(heads, strings.TrimSpace(fmt.Sprintf("%s#%d %s", typ, i+1, rest)))
		actor, recipient, _ := strings.Cut(who, ">")
		party("a", i+1, actor)
		party("r", i+1, recipient)
	}
	return "[" + sentence + "]{" + strings.Join(heads, ";") + "}" + parties
}

func contentOf(t *testing.T, name string) string {
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

package grammar

import (
	"bytes"
	"cmp"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"annals"
)

// shared is the folder of the open data; the test is skipped without it.
func shared(t testing.TB, name string) string {
	t.Helper()
	path := filepath.Join(cmp.Or(os.Getenv("ANNALS_SHARED"), "../../../shared"), "data", name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("open data is not here: %v", err)
	}
	return path
}

func trees(t testing.TB, name string) []Tree {
	t.Helper()
	f, err := os.Open(shared(t, name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	ts, err := ReadTrees(f, name)
	if err != nil {
		t.Fatal(err)
	}
	return ts
}

// The words of the treebanks' text are found again, given their sentences.
func TestTokeniseTreebanks(t *testing.T) {
	for name, floor := range map[string]float64{"ud/en_ewt-ud-dev.conllu": 0.989, "ud/en_gum_open-ud-dev.conllu": 0.998} {
		ts := trees(t, name)
		text := Raw(ts)
		same, all := 0, 0
		for _, x := range ts {
			is := map[annals.Span]bool{}
			for _, w := range x.Tokens {
				is[w.Span] = true
			}
			got := Tokenise(text, x.Span)
			all += len(x.Tokens) + len(got)
			for _, w := range got {
				if is[w.Span] {
					same += 2
				}
			}
		}
		if f := float64(same) / float64(all); f < floor {
			t.Errorf("tokens of %s: F1 %.4f, want at least %.3f", name, f, floor)
		}
	}
}

// What is written is read back: tokens, trees and offsets.
func TestCoNLLUTreebank(t *testing.T) {
	var ss []annals.Sentence
	for _, x := range trees(t, "ud/en_gum_open-ud-dev.conllu") {
		ss = append(ss, x.Sentence)
	}
	var b bytes.Buffer
	if err := WriteCoNLLU(&b, ss); err != nil {
		t.Fatal(err)
	}
	back, err := ReadCoNLLU(&b, "back")
	if err != nil {
		t.Fatal(err)
	}
	for i := range ss {
		if len(ss[i].Tokens) != len(back[i].Tokens) {
			t.Fatalf("sentence %d: %d tokens, want %d", i, len(back[i].Tokens), len(ss[i].Tokens))
		}
		for k, w := range ss[i].Tokens {
			if back[i].Tokens[k] != w {
				t.Fatalf("sentence %d: token %+v, want %+v", i, back[i].Tokens[k], w)
			}
		}
	}
}

func TestCoNLLUErrors(t *testing.T) {
	word := func(cols ...string) string { return strings.Join(cols, "\t") + "\n" }
	for in, want := range map[string]string{
		"1\ta\n": "x:1: read word: 2 columns, want 10",
		word("2", "a", "_", "_", "_", "_", "0", "root", "_", "_"): `x:1: read word: number "2", want 1`,
		word("1", "a", "_", "_", "_", "_", "x", "root", "_", "_"): `x:1: read word: head "x" is no number`,
		word("1", "a", "_", "_", "_", "_", "7", "dep", "_", "_"):  `x:1: read sentence "": word 1: head 7 does not exist`,
		word("1", "a", "_", "_", "_", "_", "1", "dep", "_", "_"):  `x:1: read sentence "": heads do not form a tree`,
		word("1-2", "ab", "_", "_", "_", "_", "_", "_", "_", "_"): `x:1: read multiword token "ab": its words are missing`,
		word("1-z", "ab", "_", "_", "_", "_", "_", "_", "_", "_"): `x:1: read multiword token "1-z": not a range from the next word`,
	} {
		_, err := ReadCoNLLU(strings.NewReader(in), "x")
		if err == nil || err.Error() != want {
			t.Errorf("%q: error %v, want %s", in, err, want)
		}
	}
}

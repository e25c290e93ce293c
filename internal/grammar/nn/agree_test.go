package nn

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// What a place says moves the other places of its word: those in doubt follow,
// sure ones stay, and words that stand once or begin small are left alone.
func TestAgree(t *testing.T) {
	for _, c := range []struct{ words, alone, together string }{
		{"Azal Azal", "PER+9 ORG+1", "PER ORG"},                               // one other place does not outweigh 1
		{"Azal Azal Azal Azal", "PER+9 PER+9 ORG+1 PER+9", "PER PER PER PER"}, // three do
		{"Azal AZAL azal Azal", "PER+9 PER+9 ORG+1 ORG+1", "PER PER ORG PER"}, // capital letters tell places
		{"Azal Azal Azal Azal", "PER+9 PER+9 ORG+9 PER+9", "PER PER ORG PER"}, // a sure place stays
		{"Azal Azal Azal Azal", "PER+9 PER+9 O+1 PER+9", "PER PER PER PER"},
		{"Azal Azal Azal Azal", "O+9 O+9 ORG+1 O+9", "O O O O"},
		{"Azal Azal Azal Azal", "PER+9 ORG+9 LOC+1 LOC+1", "PER ORG LOC LOC"}, // they differ: nothing is learned
		{"Azal Bora Cilo Dara", "PER+9 PER+9 ORG+1 PER+9", "PER PER ORG PER"},
	} {
		if got := agreed(strings.Fields(c.words), strings.Fields(c.alone)); got != c.together {
			t.Errorf("%s as %s: together %s, want %s", c.words, c.alone, got, c.together)
		}
	}
}

// agreed is the best kind of each word after agreement, when it was the kind
// in says before, by so much.
func agreed(words, says []string) string {
	kinds := []string{"O", "PER", "ORG", "LOC"}
	classes := 1 + 4*(len(kinds)-1)
	var a agreement
	var r Reader
	a.begin(len(words), classes)
	clear(a.scores)
	for i, w := range words {
		word := r.Read(w)
		a.note(i, &word)
		kind, by, _ := strings.Cut(says[i], "+")
		fmt.Sscan(by, &a.scores[i*classes+max(0, 4*slices.Index(kinds, kind))])
	}
	a.agree(classes)
	var out []string
	for i := range words {
		out = append(out, kinds[(best(a.scores[i*classes:][:classes])+3)/4])
	}
	return strings.Join(out, " ")
}

// A text whose sentences agree has the trees that they have alone, names that
// follow each other as they may, and the same ones whatever was read before.
func TestTextsAgree(t *testing.T) {
	var s Scratch
	changed := false
	for seed := range uint64(6) {
		n := withFinder(t, seed)
		got := namesIn(t, n, true, &s)
		for _, again := range []*Network{n, n.Portable()} {
			if again := namesIn(t, again, true, &Scratch{}); again != got {
				t.Errorf("seed %d: names %s, again %s", seed, got, again)
			}
		}
		changed = changed || got != namesIn(t, n, false, &s)
	}
	if !changed {
		t.Error("no name was changed by the rest of its text")
	}
}

// namesIn is the classes of names of sentences that share words.
func namesIn(t *testing.T, n *Network, agree bool, s *Scratch) string {
	t.Helper()
	var out []string
	run := textOf(append(slices.Clone(texts), "Ukraine Port Oslo", "Port of Oslo", "No Oslo", "Troops left Port Oslo for Ukraine ."))
	run.Agree = agree
	run.Named = func(_ int, classes []int32) {
		checkNames(t, classes)
		out = append(out, fmt.Sprint(classes))
	}
	n.Run(run, s)
	return strings.Join(out, " ")
}

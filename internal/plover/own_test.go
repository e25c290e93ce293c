package plover

import (
	"strings"
	"testing"
)

// TestWithRefuses names what is wrong with a user's own table, and where.
func TestWithRefuses(t *testing.T) {
	b, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ table, want string }{
		{"type walkout 4 : 1 2 3", `my.txt:1: want type NAME quad, with NAME in capitals, have "walkout 4"`},
		{"type WALKOUT 5 : 1 2 3", `my.txt:1: quad class is 1, 2, 3 or 4, not "5"`},
		{"type WALKOUT 4 : 1 2", "my.txt:1: want intensity, CAMEO code and Goldstein value"},
		{"type WALKOUT 4 : x 2 3", "my.txt:1: want numbers"},
		{"type ASSAULT 4 : 1 2 3", "my.txt:1: ASSAULT is a type of PLOVER"},
		{"type A1 4 : 1 2 3\ntype A1 4 : 1 2 3", "my.txt:2: type A1 stands twice"},
		{"verb WALKOUT subj>obj : quit", `my.txt:1: no type is called "WALKOUT"`},
		{"# words\n\nverb AID subj : feed", `my.txt:3: no ">" in frame "subj"`},
		{"verb AID subj>obj : =food", `my.txt:1: no word in "=food"`},
		{"verb AID subj>obj : feed =<foods>", `my.txt:1: no class "<foods>"`},
		{"verb AID subj>obj : feed\nverb ASSAULT subj>obj : feed", `my.txt:2: "feed" is ASSAULT here and AID at my.txt:1`},
		{"adverb AID : quickly", `my.txt:1: a row begins with type, class, person, verb or noun, not "adverb"`},
		{"verb AID subj>obj", `my.txt:1: no colon in "verb AID subj>obj"`},
		{"class : a b", "my.txt:1: a class needs a name"},
		{" feed", "my.txt:1: a row cannot start with a blank"},
	} {
		_, err := b.With(strings.NewReader(c.table), "my.txt")
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%q: error %v, want %s", c.table, err, c.want)
		}
	}
	if b.types != nil {
		t.Error("the codebook that was added to has changed")
	}
}

// FuzzWith reads any table: an error with its line, or a codebook.
func FuzzWith(f *testing.F) {
	b, err := Load()
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range []string{"type WALKOUT 4 : -6.5 143 -6.5\nverb WALKOUT subj>against : down =tool,\n  walk +out", "class x : a b\nnoun AID gov/by>to : =<x> relief", "person LAB group : docker", "\xef\xbb\xbf# x\r\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if _, err := b.With(strings.NewReader(s), "my.txt"); err != nil && !strings.HasPrefix(err.Error(), "my.txt:") {
			t.Errorf("error without its line: %v", err)
		}
	})
}

package nn

import (
	"encoding/binary"
	"errors"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// inventedFinder is a finder of random weights for an invented network.
func inventedFinder(seed uint64) map[string][]byte {
	s := invented(seed + 100)
	rng := rand.New(rand.NewPCG(seed, 1))
	d := Dims{Vector: 6, Word: 4, Affix: 3, Gram: 5, Hidden: 24, Arc: 10, Label: 18, List: 4}
	s[SectionDims] = binary.LittleEndian.AppendUint32(s[SectionDims], uint32(d.List))
	rows := func(name string, rows, cols int) {
		s[name] = nil
		for range rows {
			s[name] = binary.LittleEndian.AppendUint32(s[name], math.Float32bits(float32((rng.Float64()+0.5)/100)))
		}
		for range rows * cols {
			s[name] = append(s[name], byte(rng.IntN(255)-127))
		}
	}
	floats := func(name string, n int) {
		s[name] = nil
		for range n {
			s[name] = binary.LittleEndian.AppendUint32(s[name], math.Float32bits(rng.Float32()-0.5))
		}
	}
	classes := strings.Count(string(s[SectionNames]), "\n")
	rows(SectionList, Lists, d.List)
	rows(SectionIn+"1", 8*d.Hidden, d.input())
	rows(SectionHeads, classes, 2*d.Hidden)
	rows(SectionGram, 64, d.Gram)
	floats(SectionOffsets, classes)
	floats(SectionChain, classes*classes)
	floats(SectionShare, 1)
	var r Reader
	s[SectionListed] = binary.LittleEndian.AppendUint64(nil, r.Read("port").Low)
	s[SectionMarks] = binary.LittleEndian.AppendUint16(nil, 5)
	return s
}

func withFinder(t *testing.T, seed uint64) *Network {
	t.Helper()
	n, err := open(invented(seed))
	if err != nil {
		t.Fatal(err)
	}
	s := inventedFinder(seed)
	if err := n.SetFinder(func(name string) ([]byte, error) { return s[name], nil }); err != nil {
		t.Fatal(err)
	}
	return n
}

// A finder changes names alone, the same with vector code and without, alone
// and in a batch, and its names follow each other as they may.
func TestFinder(t *testing.T) {
	changed := false
	for seed := range uint64(6) {
		n := withFinder(t, seed)
		got := answers(n, texts, &Scratch{})
		if diff := cmp.Diff(answers(n.Portable(), texts, &Scratch{}), got); diff != "" {
			t.Errorf("seed %d: portable (-) and vector code (+) differ:\n%s", seed, diff)
		}
		var s Scratch
		for i, text := range texts {
			if alone := answers(n, []string{text}, &s)[0]; alone != got[i] {
				t.Errorf("%q: alone %s\ntogether %s", text, alone, got[i])
			}
			checkResult(t, n, strings.Fields(text))
		}
		plain, err := open(invented(seed))
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range heads(plain) {
			if got := heads(n)[i]; got != want {
				t.Errorf("seed %d: head %d with a finder, %d without", seed, got, want)
			}
		}
		changed = changed || cmp.Diff(answers(plain, texts, &Scratch{}), got) != ""
	}
	if !changed {
		t.Error("no finder changed a name")
	}
}

// heads are those of the words of the first text.
func heads(n *Network) (out []int32) {
	run := textOf(texts[:1])
	run.Parsed = func(_ int, r *Result) { out = append(out, r.Heads...) }
	n.Run(run, &Scratch{})
	return out
}

// A finder that does not fit the network is refused.
func TestFinderRefused(t *testing.T) {
	for _, name := range []string{SectionDims, SectionNames, SectionList, SectionMarks, SectionGram, SectionChain, SectionShare, SectionHeads} {
		n, err := open(invented(1))
		if err != nil {
			t.Fatal(err)
		}
		s := inventedFinder(1)
		s[name] = s[name][:len(s[name])-2]
		if err := n.SetFinder(func(name string) ([]byte, error) { return s[name], nil }); !errors.Is(err, ErrSize) {
			t.Errorf("%s cut off: error %v", name, err)
		}
	}
}

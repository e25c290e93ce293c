package nn

import (
	"encoding/binary"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// inventedEnds is random layers above the tables of an invented network.
func inventedEnds() map[string][]byte {
	s := invented(3)
	width := 2 * 24 // of the states of the invented network
	s[SectionHeads] = nil
	for range endClasses {
		s[SectionHeads] = binary.LittleEndian.AppendUint32(s[SectionHeads], math.Float32bits(0.01))
	}
	for k := range endClasses * width {
		s[SectionHeads] = append(s[SectionHeads], byte(k*37))
	}
	s[SectionOffsets] = make([]byte, 4*endClasses)
	return s
}

func odds(e *Ends, text string, s *Scratch) []float32 {
	words := strings.Fields(text)
	out := make([]float32, len(words))
	e.Odds(out, func(k int) string { return words[k] }, s)
	return out
}

// The odds of a paragraph are the same with vector code and without, whatever
// was read before with the same scratch.
func TestEnds(t *testing.T) {
	n, err := open(invented(3))
	if err != nil {
		t.Fatal(err)
	}
	s := inventedEnds()
	section := func(name string) ([]byte, error) { return s[name], nil }
	e, err := n.Ends(section)
	if err != nil {
		t.Fatal(err)
	}
	p, err := n.Portable().Ends(section)
	if err != nil {
		t.Fatal(err)
	}
	var used Scratch
	differ := false
	for _, text := range append(texts, "", "One") {
		got := odds(e, text, &used)
		if diff := cmp.Diff(odds(p, text, &Scratch{}), got); diff != "" {
			t.Errorf("%q: portable (-) and vector code (+) differ:\n%s", text, diff)
		}
		for k := 1; k < len(got); k++ {
			differ = differ || got[k] != got[0]
		}
	}
	if !differ {
		t.Error("the same odds everywhere")
	}
}

// Layers that do not fit the network are refused.
func TestEndsRefused(t *testing.T) {
	n, err := open(invented(3))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{SectionDims, SectionIn + "1", SectionBack + "2", SectionBias + "1", SectionHeads, SectionOffsets} {
		s := inventedEnds()
		s[name] = s[name][:len(s[name])-2]
		if _, err := n.Ends(func(name string) ([]byte, error) { return s[name], nil }); !errors.Is(err, ErrSize) {
			t.Errorf("%s cut off: error %v", name, err)
		}
	}
}

package nn

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// invented is a small network of random weights.
func invented(seed uint64) map[string][]byte {
	rng := rand.New(rand.NewPCG(seed, 0))
	d := Dims{Vector: 6, Word: 4, Affix: 3, Gram: 5, Hidden: 24, Arc: 10, Label: 18}
	s := map[string][]byte{
		SectionTags:  []byte("NOUN NN\nVERB VBD\nPUNCT .\n"),
		SectionRels:  []byte("nsubj\nroot\npunct\nobj\n"),
		SectionNames: []byte("O\nB-PER\nI-PER\nE-PER\nS-PER\nB-LOC\nI-LOC\nE-LOC\nS-LOC\n"),
	}
	for _, x := range []int{d.Vector, d.Word, d.Affix, d.Gram, d.Hidden, d.Arc, d.Label} {
		s[SectionDims] = binary.LittleEndian.AppendUint32(s[SectionDims], uint32(x))
	}
	floats := func(name string, n int, scale float64) {
		for range n {
			s[name] = binary.LittleEndian.AppendUint32(s[name], math.Float32bits(float32((2*rng.Float64()-1)*scale)))
		}
	}
	rows := func(name string, rows, cols int) {
		for range rows {
			s[name] = binary.LittleEndian.AppendUint32(s[name], math.Float32bits(float32((rng.Float64()+0.5)/100)))
		}
		for range rows * cols {
			s[name] = append(s[name], byte(rng.IntN(255)-127))
		}
	}
	var r Reader
	for _, w := range []string{"troops", "left", "port"} {
		s[SectionHashes] = binary.LittleEndian.AppendUint64(s[SectionHashes], r.Read(w).Low)
		s[SectionKnown] = binary.LittleEndian.AppendUint64(s[SectionKnown], r.Read(w).Plain)
	}
	rows(SectionVectors, 3, d.Vector)
	rows(SectionWords, 4, d.Word)
	rows(SectionAffix, AffixRows, d.Affix)
	rows(SectionGram, GramRows, d.Gram)
	for i, in := range []int{d.input(), 2 * d.Hidden} {
		n := fmt.Sprint(i + 1)
		rows(SectionIn+n, 8*d.Hidden, in)
		rows(SectionBack+n, 8*d.Hidden, d.Hidden)
		floats(SectionBias+n, 8*d.Hidden, 1)
	}
	top := 3 + 9 + 2*d.Arc + 2*d.Label
	rows(SectionHeads, top, 2*d.Hidden)
	floats(SectionOffsets, top, 1)
	rows(SectionArc, d.Arc, d.Arc)
	floats(SectionArcBias, d.Arc, 1)
	floats(SectionRoot, d.Arc+d.Label, 1)
	rows(SectionRel, 4, d.Label)
	floats(SectionRelBias, 4, 1)
	s[SectionSure] = binary.LittleEndian.AppendUint32(nil, math.Float32bits(0.8))
	for k := range SureKnots {
		s[SectionSure] = binary.LittleEndian.AppendUint32(s[SectionSure], math.Float32bits(float32(k+1)/SureKnots))
	}
	return s
}

func open(s map[string][]byte) (*Network, error) {
	return Open(func(name string) ([]byte, error) {
		b, ok := s[name]
		if !ok {
			return nil, fmt.Errorf("no section %q", name)
		}
		return b, nil
	})
}

var texts = []string{
	"Troops left the port .",
	"No",
	"",
	"A long row of words that says nothing at all , and then says it again : nothing , nothing , nothing .",
	"“ Ukraine ’s forces ” — 1,200 of them — left Oslo’s port on 3 May …",
	"left left left left left left left left left",
	"\xff\xfe 漢字 мир \u200f",
}

// answers is what the network says of all texts, one line a sentence.
func answers(n *Network, texts []string, s *Scratch) []string {
	out := make([]string, len(texts))
	run := textOf(texts)
	run.Parsed = func(i int, r *Result) { out[i] = fmt.Sprint(*r) }
	run.Named = func(i int, classes []int32) { out[i] += fmt.Sprint(classes) }
	n.Run(run, s)
	return out
}

// textOf is sentences whose words stand between spaces, with nobody told.
func textOf(sentences []string) Text {
	words := make([][]string, len(sentences))
	t := Text{Parsed: func(int, *Result) {}, Named: func(int, []int32) {}, Form: func(i, k int) string { return words[i][k] }}
	for i, s := range sentences {
		words[i] = strings.Fields(s)
		t.Lengths = append(t.Lengths, len(words[i]))
	}
	return t
}

func TestVectorAndPortableAgree(t *testing.T) {
	for seed := range uint64(4) {
		n, err := open(invented(seed))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(answers(n.Portable(), texts, &Scratch{}), answers(n, texts, &Scratch{})); diff != "" {
			t.Errorf("seed %d: portable (-) and vector code (+) differ:\n%s", seed, diff)
		}
	}
}

// Every machine gives the same answers: the digest was taken on amd64 and
// holds on 386, which has no vector code here, too.
func TestSameOnEveryMachine(t *testing.T) {
	h := sha256.New()
	for seed := range uint64(4) {
		n, err := open(invented(seed))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(h, answers(n, texts, &Scratch{}), namesIn(t, withFinder(t, seed), true, &Scratch{}))
	}
	const want = "201e6cd4f78e47f6957a88960f1417345430f97091573563cc0e6f067924ff58"
	if got := hex.EncodeToString(h.Sum(nil)); got != want {
		t.Errorf("digest of answers %s, want %s", got, want)
	}
}

// What is said of a sentence does not depend on what is read with it, or
// was read before.
func TestBatchesDoNotMatter(t *testing.T) {
	n, err := open(invented(1))
	if err != nil {
		t.Fatal(err)
	}
	var s Scratch
	together := answers(n, append(slices.Clone(texts), slices.Repeat(texts, 30)...), &s)
	for i, text := range texts {
		if alone := answers(n, []string{text}, &s)[0]; alone != together[i] {
			t.Errorf("%q: alone %s\ntogether %s", text, alone, together[i])
		}
	}
}

func TestResultsAreTrees(t *testing.T) {
	for seed := range uint64(20) {
		n, err := open(invented(seed))
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range texts {
			checkResult(t, n, strings.Fields(text))
		}
	}
}

func checkResult(t *testing.T, n *Network, words []string) {
	t.Helper()
	run := textOf([]string{strings.Join(words, " ")})
	run.Parsed = func(_ int, r *Result) {
		heads := slices.Clone(r.Heads)
		for i, h := range heads {
			if (h < 0) != (n.Relations[r.Rels[i]] == "root") {
				t.Errorf("%q: head %d with relation %s", words[i], h, n.Relations[r.Rels[i]])
			}
			if h < 0 {
				heads[i] = int32(len(heads))
			}
			if !(r.Sure[i] > 0 && r.Sure[i] <= 1) {
				t.Errorf("%q: probability %v", words[i], r.Sure[i])
			}
		}
		if !new(repair).isTree(heads) {
			t.Errorf("%q: heads %v form no tree", words, r.Heads)
		}
	}
	run.Named = func(_ int, classes []int32) { checkNames(t, classes) }
	n.Run(run, &Scratch{})
}

// checkNames checks that classes follow each other as they may.
func checkNames(t *testing.T, classes []int32) {
	t.Helper()
	inside := int32(0) // the B of the open name
	for _, c := range classes {
		place := (c - 1) & 3
		starts := c == 0 || place == 0 || place == 3
		if starts == (inside != 0) || !starts && c-place != inside {
			t.Errorf("classes of names %v", classes)
		}
		if inside = 0; c != 0 && (place == 0 || place == 1) {
			inside = c - place
		}
	}
	if inside != 0 {
		t.Errorf("a name is open at the end: %v", classes)
	}
}

// Kernels agree on the largest numbers that can come up, too.
func TestKernels(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 2))
	const k = 512
	a, m := make([]int16, lanes*k), newMatrix(20, k)
	for i := range a {
		a[i] = int16(rng.IntN(2*maxInput+1) - maxInput)
	}
	for i := range m.v {
		m.v[i] = int16(rng.IntN(255) - 127)
	}
	for i := range k {
		a[i], m.v[i/2*2*strip+i%2] = maxInput, 127
	}
	for rows := 1; rows <= lanes; rows++ {
		var c [2][lanes * 32]int32
		kernel{}.times(c[0][:], a, k, rows, &m)
		kernel{portable: true}.times(c[1][:], a, k, rows, &m)
		if got, want := c[0][:rows*32], c[1][:rows*32]; !slices.Equal(got, want) || got[0] != k*maxInput*127 {
			t.Errorf("products %v\nportable %v", got, want)
		}
	}
	for range 200 {
		const n = 16
		in, state, h, h2 := make([]int32, 4*n), make([]int32, 4*n), make([]int16, n), make([]int16, n)
		g := gates{make([]float32, 4*n), make([]float32, 4*n), make([]float32, 4*n)}
		c, c2 := make([]float32, n), make([]float32, n)
		for i := range in {
			in[i], state[i] = int32(rng.Uint32())>>(rng.IntN(12)), int32(rng.Uint32())>>8
			g.in[i], g.state[i], g.bias[i] = rng.Float32()*1e-7, rng.Float32()*1e-6, rng.Float32()-0.5
		}
		for i := range c {
			c[i] = rng.Float32()*6 - 3
		}
		copy(c2, c)
		kernel{}.cell(in, state, &g, c, h)
		kernel{portable: true}.cell(in, state, &g, c2, h2)
		if !slices.Equal(c, c2) || !slices.Equal(h, h2) {
			t.Fatalf("states %v %v\nportable %v %v", c, h, c2, h2)
		}
	}
}

// Rounding is the same with vector code and without, also of halves.
func TestRound(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	for n := range 40 {
		x := make([]float32, n)
		for i := range x {
			x[i] = float32(rng.IntN(4001)-2000) / 2
		}
		a, b := make([]int16, n), make([]int16, n)
		kernel{}.round(a, x, 1)
		kernel{portable: true}.round(b, x, 1)
		if !slices.Equal(a, b) {
			t.Errorf("%v: %v, portable %v", x, a, b)
		}
		if a, b := (kernel{}).maxAbs(x), (kernel{portable: true}).maxAbs(x); a != b {
			t.Errorf("%v: size %v, portable %v", x, a, b)
		}
	}
}

// Sums of rows and lines are the same with vector code and without.
func TestRows(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	for n := range 40 {
		v, acc := make([]byte, n), make([]int32, n)
		x, scale, bias := make([]float32, n), make([]float32, n), make([]float32, n)
		for i := range x {
			v[i], acc[i] = byte(rng.Uint32()), int32(rng.Uint32())
			x[i], scale[i], bias[i] = rng.Float32()-0.5, rng.Float32()*1e-6, rng.Float32()-0.5
		}
		f, y := rng.Float32()/100, slices.Clone(x)
		kernel{}.addRow(x, v, f)
		kernel{portable: true}.addRow(y, v, f)
		if !slices.Equal(x, y) {
			t.Errorf("rows of %d: %v, portable %v", n, x, y)
		}
		kernel{}.line(x, acc, scale, bias)
		kernel{portable: true}.line(y, acc, scale, bias)
		if !slices.Equal(x, y) {
			t.Errorf("lines of %d: %v, portable %v", n, x, y)
		}
	}
}

func TestTanhAndExp(t *testing.T) {
	for x := -12.0; x < 12; x += 0.01 {
		if got := float64(tanh(float32(x))); math.Abs(got-math.Tanh(x)) > 1e-5 {
			t.Fatalf("tanh(%v) = %v", x, got)
		}
		if got, want := float64(exp(float32(x-12))), math.Exp(x-12); math.Abs(got-want) > 1e-6*want+1e-12 {
			t.Fatalf("exp(%v) = %v, want %v", x-12, got, want)
		}
	}
}

// Words differ in what the network can see of them, and only in that.
func TestWords(t *testing.T) {
	var r Reader
	same := func(a, b string) bool { return cmp.Equal(r.Read(a), r.Read(b)) }
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"it’s", "it's", true},
		{"“", "\"", true},
		{"Kyiv", "kyiv", false},
		{"KYIV", "Kyiv", false},
		{"3", "4", false}, // their vectors differ
		{"", "a", false},
	} {
		if same(c.a, c.b) != c.want {
			t.Errorf("Read(%q) and Read(%q) are the same: %v, want %v", c.a, c.b, !c.want, c.want)
		}
	}
	if a, b := r.Read("1984"), r.Read("2026"); a.Plain != b.Plain || !slices.Equal(a.Grams, b.Grams) {
		t.Errorf("years differ in more than their vectors")
	}
	if w := r.Read(strings.Repeat("x", 10_000)); len(w.Grams) > maxGrams {
		t.Errorf("%d pieces", len(w.Grams))
	}
}

// FuzzOpen damages one section: that is an error, or a network that still
// gives trees.
func FuzzOpen(f *testing.F) {
	names := slices.Sorted(maps.Keys(invented(1)))
	for i := range names {
		f.Add(uint8(i), uint32(0), []byte{255, 255, 255, 255})
		f.Add(uint8(i), uint32(8), []byte{0, 0, 192, 127})
	}
	f.Fuzz(func(t *testing.T, which uint8, at uint32, with []byte) {
		s := invented(1)
		name := names[int(which)%len(names)]
		b := s[name]
		if len(with) == 0 {
			s[name] = b[:int(at)%(len(b)+1)]
		} else {
			copy(b[int(at)%len(b):], with)
		}
		n, err := open(s)
		if err != nil {
			return
		}
		checkDamaged(n)
	})
}

// checkDamaged runs a network that may say anything, but must end.
func checkDamaged(n *Network) {
	run := textOf(texts[:3])
	run.Agree = true
	n.Run(run, &Scratch{})
}

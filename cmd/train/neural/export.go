package neural

import (
	"cmp"
	"encoding/binary"
	"maps"
	"math"
	"slices"
	"strings"

	"annals/internal/grammar/nn"
	"annals/internal/sys/model"
)

// Sure turns scores of heads into probabilities: a softmax with a temperature,
// then a line through knots.
type Sure struct {
	Temperature float32
	Knots       [nn.SureKnots]float32
}

// Straight is a line that changes nothing.
func Straight(temperature float32) Sure {
	s := Sure{Temperature: temperature}
	for k := range s.Knots {
		s.Knots[k] = max(float32(k)/(nn.SureKnots-1), 0.001)
	}
	return s
}

// Sections gives the trained network as package nn reads it: rows of bytes
// with a scale each. hashes are of the words of the vectors, in their order.
func (n *Net) Sections(v *Vocabulary, hashes []uint64, sure Sure) []model.Section {
	d := n.Dims
	var out []model.Section
	put := func(name string, b []byte) { out = append(out, model.Section{Name: name, Data: b}) }
	rows := func(name string, ps ...int) {
		var w []float32
		for _, p := range ps {
			w = append(w, n.Params[p].W...)
		}
		put(name, bytesOf(w, n.Params[ps[0]].Cols))
	}
	var dims []byte
	for _, x := range []int{d.Vector, d.Word, d.Affix, d.Gram, d.Hidden, d.Arc, d.Label} {
		dims = binary.LittleEndian.AppendUint32(dims, uint32(x))
	}
	put(nn.SectionDims, dims)
	for name, l := range map[string][]string{nn.SectionTags: v.Tags, nn.SectionRels: v.Relations, nn.SectionNames: v.Names} {
		put(name, []byte(strings.Join(l, "\n")+"\n"))
	}
	put(nn.SectionHashes, hashBytes(hashes))
	put(nn.SectionVectors, bytesOf(n.Vectors, d.Vector))
	known := make([]uint64, len(v.Known))
	for h, r := range maps.All(v.Known) {
		known[r-1] = h
	}
	put(nn.SectionKnown, hashBytes(known))
	rows(nn.SectionWords, pWord)
	rows(nn.SectionAffix, pAffix)
	rows(nn.SectionGram, pGram)
	for i, p := range [][3]int{{pIn1, pBack1, pBias1}, {pIn2, pBack2, pBias2}} {
		number := string(rune('1' + i))
		rows(nn.SectionIn+number, p[0])
		rows(nn.SectionBack+number, p[1])
		put(nn.SectionBias+number, floatBytes(n.Params[p[2]].W))
	}
	rows(nn.SectionHeads, pTag, pName, pHeads)
	put(nn.SectionOffsets, slices.Concat(floatBytes(n.Params[pTagBias].W), floatBytes(n.Params[pNameBias].W), floatBytes(n.Params[pHeadsBias].W)))
	rows(nn.SectionArc, pArc)
	put(nn.SectionArcBias, floatBytes(n.Params[pArcBias].W))
	put(nn.SectionRoot, floatBytes(n.Params[pRoot].W))
	rows(nn.SectionRel, pRel)
	put(nn.SectionRelBias, floatBytes(n.Params[pRelBias].W))
	put(nn.SectionSure, floatBytes(append([]float32{1 / sure.Temperature}, sure.Knots[:]...)))
	slices.SortStableFunc(out, func(a, b model.Section) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

// bytesOf is the scale of each row, then the rows.
func bytesOf(w []float32, cols int) []byte {
	scales := make([]float32, len(w)/cols)
	q := make([]byte, len(w))
	for r := range scales {
		row := w[r*cols : (r+1)*cols]
		most := float32(0)
		for _, v := range row {
			most = max(most, v, -v)
		}
		if most == 0 {
			continue
		}
		scales[r] = most / 127
		for k, v := range row {
			q[r*cols+k] = byte(int8(math.Round(float64(v / scales[r]))))
		}
	}
	return append(floatBytes(scales), q...)
}

func floatBytes(w []float32) []byte {
	b := make([]byte, 0, 4*len(w))
	for _, v := range w {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(v))
	}
	return b
}

func hashBytes(hs []uint64) []byte {
	b := make([]byte, 0, 8*len(hs))
	for _, h := range hs {
		b = binary.LittleEndian.AppendUint64(b, h)
	}
	return b
}

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
	rows := func(name string, ps ...int) { put(name, n.rows(ps...)) }
	put(nn.SectionDims, sizes(d.Vector, d.Word, d.Affix, d.Gram, d.Hidden, d.Arc, d.Label))
	for name, l := range map[string][]string{nn.SectionTags: v.Tags, nn.SectionRels: v.Relations, nn.SectionNames: v.Names} {
		put(name, []byte(strings.Join(l, "\n")+"\n"))
	}
	put(nn.SectionHashes, hashBytes(hashes))
	put(nn.SectionVectors, bytesOf(n.Vectors, d.Vector))
	n.encoder(v, put)
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

// rows are parameters one below the other.
func (n *Net) rows(ps ...int) []byte {
	var w []float32
	for _, p := range ps {
		w = append(w, n.Params[p].W...)
	}
	return bytesOf(w, n.Params[ps[0]].Cols)
}

// encoder puts the tables and layers below the heads.
func (n *Net) encoder(v *Vocabulary, put func(name string, b []byte)) {
	known := make([]uint64, len(v.Known))
	for h, r := range maps.All(v.Known) {
		known[r-1] = h
	}
	put(nn.SectionKnown, hashBytes(known))
	put(nn.SectionWords, n.rows(pWord))
	put(nn.SectionAffix, n.rows(pAffix))
	put(nn.SectionGram, n.rows(pGram))
	n.layers(put)
}

// layers puts the layers alone.
func (n *Net) layers(put func(name string, b []byte)) {
	for i, p := range [][3]int{{pIn1, pBack1, pBias1}, {pIn2, pBack2, pBias2}} {
		number := string(rune('1' + i))
		put(nn.SectionIn+number, n.rows(p[0]))
		put(nn.SectionBack+number, n.rows(p[1]))
		put(nn.SectionBias+number, floatBytes(n.Params[p[2]].W))
	}
}

// A Weighing is what is fitted after a training of a finder: what the names of
// the network beside it count, and what is added to the score of no name.
type Weighing struct{ Share, None float32 }

// Finder gives the trained network as a finder of names: without frozen
// vectors, tags and trees. lists says on which lists words are, by hash.
func (n *Net) Finder(v *Vocabulary, lists map[uint64]uint16, w Weighing) []model.Section {
	d := n.Dims
	var out []model.Section
	put := func(name string, b []byte) { out = append(out, model.Section{Name: name, Data: b}) }
	var marks []byte
	put(nn.SectionDims, sizes(d.Vector, d.Word, d.Affix, d.Gram, d.Hidden, d.Arc, d.Label, d.List))
	put(nn.SectionNames, []byte(strings.Join(v.Names, "\n")+"\n"))
	n.encoder(v, put)
	listed := slices.Sorted(maps.Keys(lists))
	for _, h := range listed {
		marks = binary.LittleEndian.AppendUint16(marks, lists[h])
	}
	put(nn.SectionListed, hashBytes(listed))
	put(nn.SectionMarks, marks)
	put(nn.SectionList, n.rows(pList))
	put(nn.SectionHeads, n.rows(pName))
	offsets := slices.Clone(n.Params[pNameBias].W)
	offsets[0] += w.None
	put(nn.SectionOffsets, floatBytes(offsets))
	put(nn.SectionChain, floatBytes(n.Params[pChain].W))
	put(nn.SectionShare, floatBytes([]float32{w.Share}))
	return out
}

// Ends gives the trained network as what tells ends of sentences: its layers
// and its two classes of names, above the tables of a network of those widths.
func (n *Net) Ends(d nn.Dims) []model.Section {
	var out []model.Section
	put := func(name string, b []byte) { out = append(out, model.Section{Name: name, Data: b}) }
	put(nn.SectionDims, sizes(d.Vector, d.Word, d.Affix, d.Gram, n.Dims.Hidden, d.Arc, d.Label))
	n.layers(put)
	put(nn.SectionHeads, n.rows(pName))
	put(nn.SectionOffsets, floatBytes(n.Params[pNameBias].W))
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

func sizes(widths ...int) (b []byte) {
	for _, x := range widths {
		b = binary.LittleEndian.AppendUint32(b, uint32(x))
	}
	return b
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

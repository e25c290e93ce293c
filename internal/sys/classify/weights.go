package classify

import (
	"encoding/binary"
	"fmt"
	"math"

	"annals/internal/sys/model"
)

// Weights are a classifier as training leaves it.
type Weights struct {
	Heads   []int
	Dense   int
	Members []Member
}

// A Member is one network of a classifier. Matrices are row by row.
type Member struct {
	Keys   []uint32  // of the features
	Sparse []float32 // [keys][classes]
	Bias   []float32 // [classes]
	In     []float32 // [hidden][dense]
	InBias []float32 // [hidden]
	Out    []float32 // [hidden][classes]
}

// Sections are the weights as parts of a model file, rounded to bytes.
func (w *Weights) Sections() []model.Section {
	classes, head := 0, []uint32{uint32(w.Dense), uint32(len(w.Members))}
	for _, n := range w.Heads {
		classes += n
		head = append(head, uint32(n))
	}
	out := []model.Section{{Name: "heads", Data: words(head)}}
	for i := range w.Members {
		m := &w.Members[i]
		add := func(name string, data []byte) {
			out = append(out, model.Section{Name: fmt.Sprint(name, i), Data: data})
		}
		add("keys", words(m.Keys))
		add("sparse", bytesOf(m.Sparse, classes))
		add("bias", floats(m.Bias))
		add("hidden", words([]uint32{uint32(len(m.InBias))}))
		add("inbias", floats(m.InBias))
		add("in", bytesOf(m.In, w.Dense))
		add("out", bytesOf(m.Out, classes))
	}
	return out
}

// Model is the classifier as it runs once it is written.
func (w *Weights) Model() (*Model, error) {
	by := map[string][]byte{}
	for _, s := range w.Sections() {
		by[s.Name] = s.Data
	}
	return Open(func(name string) ([]byte, error) { return by[name], nil })
}

func words(v []uint32) []byte {
	var b []byte
	for _, x := range v {
		b = binary.LittleEndian.AppendUint32(b, x)
	}
	return b
}

func floats(v []float32) []byte {
	var b []byte
	for _, x := range v {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(x))
	}
	return b
}

// bytesOf is the scales of the rows, then their bytes.
func bytesOf(v []float32, cols int) []byte {
	if cols == 0 {
		return nil
	}
	var scales []float32
	var body []byte
	for ; len(v) >= cols; v = v[cols:] {
		top := float32(1e-9)
		for _, x := range v[:cols] {
			top = max(top, x, -x)
		}
		scales = append(scales, top/127)
		for _, x := range v[:cols] {
			body = append(body, byte(int8(math.Round(float64(x/top*127)))))
		}
	}
	return append(floats(scales), body...)
}

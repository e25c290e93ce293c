package grammar

import (
	_ "embed"
	"encoding/binary"
	"fmt"
	"math"

	"annals/internal/grammar/nn"
	"annals/internal/sys/model"
)

// What judges gaps, made by "go run ./cmd/train split".
//
//go:embed split.bin
var splitFile []byte

// The sections of its file, besides those of package nn.
const (
	SectionSplit = "split"       // a byte for each row of the features of gaps
	SectionShare = "split.share" // float32: what the network's odds count beside them
)

// SplitUnit is what 1 is as a weight: the logarithm of odds.
const SplitUnit = 16

// gapWeights is a byte for each feature. Without any, rules decide alone.
type gapWeights []byte

func (w gapWeights) sum(features []uint32) (sum int) {
	for _, f := range features {
		sum += int(int8(w[f]))
	}
	return sum
}

// splitModel is what judges gaps.
type splitModel struct {
	weights gapWeights
	ends    *nn.Ends
	share   float32
}

func openSplit(file []byte, net *nn.Network) (s splitModel, err error) {
	f, err := model.Parse(file)
	if err == nil {
		s.weights, err = f.Section(SectionSplit)
	}
	if err == nil && len(s.weights) != SplitRows {
		err = fmt.Errorf("%w: %q", nn.ErrSize, SectionSplit)
	}
	if err == nil {
		s.ends, err = net.Ends(f.Section)
	}
	var share []byte
	if err == nil {
		share, err = f.Section(SectionShare)
	}
	if err == nil && len(share) != 4 {
		err = fmt.Errorf("%w: %q", nn.ErrSize, SectionShare)
	}
	if err != nil {
		return splitModel{}, fmt.Errorf("ends of sentences: %w", err)
	}
	s.share = math.Float32frombits(binary.LittleEndian.Uint32(share))
	return s, nil
}

package grammar

import (
	_ "embed"

	"annals/internal/sys/model"
)

// The weights of the judge of gaps, made by "go run ./cmd/train split".
//
//go:embed split.bin
var splitFile []byte

var splitWeights = readGapWeights(splitFile)

// SectionSplit is the section of the model file with the weights.
const SectionSplit = "split"

// readGapWeights gives no weights for a file with other features, as the
// training finds it when they have changed: rules then decide alone.
func readGapWeights(file []byte) gapWeights {
	f, err := model.Parse(file)
	if err != nil {
		return nil
	}
	w, err := f.Section(SectionSplit)
	if err != nil || len(w) != SplitRows {
		return nil
	}
	return w
}

// SplitUnit is what 1 is as a weight: the logarithm of odds.
const SplitUnit = 16

// gapWeights is a byte for each feature.
type gapWeights []byte

func (w *gapWeights) cuts(_ int, features []uint32, odds int) bool {
	if len(*w) == 0 {
		return odds == oddsOfRule
	}
	sum := 0
	for _, f := range features {
		sum += int(int8((*w)[f]))
	}
	return sum > odds
}

package plover

import (
	_ "embed"
	"fmt"
	"math"
	"slices"

	"annals"
	"annals/internal/sys/classify"
	"annals/internal/sys/model"
)

// The weights, made by "go run ./cmd/train judge".
//
//go:embed judge.bin
var judgeData []byte

// A judge is the trained part of the coder: it sees what the tables found, the
// words and their vectors, and may overrule the tables where the corpus taught
// it to.
type judge struct {
	relations *classify.Model
	acts      *classify.Model // heads: types and none, statuses
	grammar   string          // digest of the grammar model whose vectors it reads
}

// grammarUse is how the manifest names the model that vectors come from.
const grammarUse = "vectors"

// loadJudge reads the embedded weights. No bytes at all give no judge, and the
// tables decide alone: so it is before the first training.
func loadJudge(data []byte) (*judge, error) {
	if len(data) == 0 {
		return nil, nil
	}
	f, err := model.Parse(data)
	if err != nil {
		return nil, fmt.Errorf("load judge: %w", err)
	}
	j := &judge{}
	for _, d := range f.Manifest.Data {
		if d.Use == grammarUse {
			j.grammar = d.Digest
		}
	}
	j.relations, err = classify.Open(func(name string) ([]byte, error) { return f.Section("relations." + name) })
	if err == nil && !slices.Equal(j.relations.Heads(), []int{len(annals.Types())}) {
		err = fmt.Errorf("%w: classes of relations", model.ErrCorrupt)
	}
	if err == nil {
		j.acts, err = classify.Open(func(name string) ([]byte, error) { return f.Section("acts." + name) })
	}
	if err == nil && !slices.Equal(j.acts.Heads(), []int{len(annals.Types()) + 1, len(Statuses())}) {
		err = fmt.Errorf("%w: classes of acts", model.ErrCorrupt)
	}
	if err != nil {
		return nil, fmt.Errorf("load judge: %w", err)
	}
	return j, nil
}

// Match reports an error when the coder was trained on the vectors of another
// grammar model than the one of that digest: what it says would be worthless.
func (b *Codebook) Match(grammar string) error {
	if b.judge == nil || b.judge.grammar == grammar {
		return nil
	}
	return fmt.Errorf("the coder was trained on grammar model %s, and this is %s: run \"go run ./cmd/train judge\"", b.judge.grammar, grammar)
}

// doubt is how much likelier another type must be before it overrules the one
// of the tables, in units of log odds.
const doubt = 1.0

// decide is the likeliest type, typ when the judge is not sure of another.
func (j *judge) decide(in *classify.Input, typ annals.Type) annals.Type {
	types := annals.Types()
	p := make([]float32, len(types))
	j.relations.Run(in, p)
	best := slices.Index(p, slices.Max(p))
	if at := slices.Index(types, typ); at >= 0 && math.Log(float64(p[best]/max(p[at], 1e-9))) < doubt {
		return typ
	}
	return types[best]
}

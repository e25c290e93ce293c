package grammar

import (
	_ "embed"
	"fmt"

	"annals"
	"annals/internal/grammar/linear"
	"annals/internal/sys/model"
)

// The weights, made by "go run ./cmd/train grammar".
var (
	//go:embed model.bin
	weights []byte
	//go:embed clusters.bin
	clusterTable []byte
)

// Options tunes [Model.Read]. The zero value is what production uses.
type Options struct {
	// MaxTokens is the length at which a sentence is cut in two; 0 means 400.
	// Longer runs are nearly always tables or lists.
	MaxTokens int
}

// defaultMaxTokens is the length at which a sentence is cut.
const defaultMaxTokens = 400

// A Model reads sentences. It is immutable and safe for concurrent use.
type Model struct {
	Manifest model.Manifest

	engine  engine
	lemmas  *Lemmas
	feats   FeatTable
	options Options
}

// The sections that every engine shares.
const (
	SectionLemmas = "lemmas"
	SectionFeats  = "feats"
)

// Load gives the model that the program carries.
func Load() (*Model, error) { return LoadWith(Options{}) }

// LoadWith gives the model that the program carries, with options.
func LoadWith(o Options) (*Model, error) { return Open(weights, clusterTable, o) }

// Open gives the model of a model file and the clusters it was trained with.
// Neither must change afterwards.
func Open(file, clusters []byte, o Options) (*Model, error) {
	f, err := model.Parse(file)
	if err != nil {
		return nil, fmt.Errorf("load grammar: %w", err)
	}
	c, err := linear.OpenClusters(clusters)
	if err != nil {
		return nil, fmt.Errorf("load grammar: %w", err)
	}
	m := &Model{Manifest: f.Manifest, options: o}
	if m.engine, err = openLinear(f, c); err != nil {
		return nil, fmt.Errorf("load grammar: %w", err)
	}
	text := func(name string) (b []byte) {
		if err == nil {
			b, err = f.Section(name)
		}
		return b
	}
	lemmas, feats := text(SectionLemmas), text(SectionFeats)
	if err == nil {
		m.lemmas, err = ReadLemmas(lemmas)
	}
	if err == nil {
		m.feats, err = ReadFeats(feats)
	}
	if err != nil {
		return nil, fmt.Errorf("load grammar: %w", err)
	}
	return m, nil
}

// Clusters gives the clusters that the program carries, for training.
func Clusters() (*linear.Clusters, error) { return linear.OpenClusters(clusterTable) }

// Annotate fills tags, lemmas, features, heads, relations and names of
// sentences that have tokens. What they had before is overwritten.
func (m *Model) Annotate(ss []annals.Sentence) {
	m.engine.annotate(ss)
	for i := range ss {
		m.words(ss[i].Tokens)
	}
}

// words fills what follows from the tags and the tree.
func (m *Model) words(ts []annals.Token) {
	for i := range ts {
		t := &ts[i]
		tag := joined(t.UPOS, t.XPOS)
		t.Lemma = m.lemmas.Lemma(t.Form, t.UPOS, t.XPOS, tag, i == 0)
		t.Feats = m.feats.Feats(t.Form, tag)
	}
	agree(ts)
}

func joined(upos, xpos string) string { return upos + " " + xpos }

// ClusterTable is the bytes of the clusters that the program carries.
func ClusterTable() []byte { return clusterTable }

package grammar

import (
	_ "embed"
	"fmt"

	"annals"
	"annals/internal/sys/model"
)

// The weights, made by "go run ./cmd/train grammar".
//
//go:embed model.bin
var weights []byte

// The finder of names, made by "go run ./cmd/train names".
//
//go:embed names.bin
var finder []byte

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
	Digest   string // of its weights; [annals.Vectors] name it

	engine  *engine
	lemmas  *Lemmas
	feats   FeatTable
	options Options
}

// The sections besides those of package nn.
const (
	SectionLemmas = "lemmas"
	SectionFeats  = "feats"
)

// Load gives the model that the program carries.
func Load() (*Model, error) { return LoadWith(Options{}) }

// LoadWith gives the model that the program carries, with options.
func LoadWith(o Options) (*Model, error) { return Open(weights, finder, o) }

// Open gives the model of a model file and, if there is one, of a file with a
// finder of names, which must not change afterwards.
func Open(file, finder []byte, o Options) (*Model, error) {
	f, err := model.Parse(file)
	if err != nil {
		return nil, fmt.Errorf("load grammar: %w", err)
	}
	m := &Model{Manifest: f.Manifest, Digest: f.Digest, options: o}
	if m.engine, err = openEngine(f, finder); err != nil {
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

// Annotate fills tags, lemmas, features, heads, relations and names of
// sentences that have tokens, and their vectors. What they had before is
// overwritten.
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

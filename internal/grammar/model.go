package grammar

import (
	_ "embed"
	"fmt"
	"sync"

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
	split   splitModel
	judges  *sync.Pool // of *endsJudge
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
func LoadWith(o Options) (*Model, error) {
	return Open(Files{Grammar: weights, Names: finder, Split: splitFile}, o)
}

// Files are what a model is made of. They must not change afterwards.
type Files struct {
	Grammar []byte
	Names   []byte // a finder of names; nil: those of the grammar
	Split   []byte // a judge of the ends of sentences; nil: rules decide alone
}

// Open gives the model of model files.
func Open(files Files, o Options) (*Model, error) {
	f, err := model.Parse(files.Grammar)
	if err != nil {
		return nil, fmt.Errorf("load grammar: %w", err)
	}
	m := &Model{Manifest: f.Manifest, Digest: f.Digest, options: o}
	if m.engine, err = openEngine(f, files.Names); err != nil {
		return nil, fmt.Errorf("load grammar: %w", err)
	}
	if files.Split != nil {
		if m.split, err = openSplit(files.Split, m.engine.net); err != nil {
			return nil, fmt.Errorf("load grammar: %w", err)
		}
	}
	m.judges = &sync.Pool{New: func() any { return &endsJudge{splitModel: &m.split} }}
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
// overwritten. The sentences are those of one text: words that several of them
// have tend to be names of the same kind.
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

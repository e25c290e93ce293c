package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"annals"
	"annals/corpus"
	"annals/eval"
	"annals/internal/grammar"
	"annals/internal/link"
	"annals/internal/plover"
	"annals/internal/sys/classify"
	"annals/internal/sys/model"
)

// judgeCmd trains the classifiers of the coder on the corpus.
type judgeCmd struct {
	Corpus  string `help:"Folder of the corpus." default:"corpus"`
	Out     string `help:"Model to write." default:"internal/plover/judge.bin"`
	Seed    uint64 `help:"Seed of the order of examples and of the first weights." default:"1"`
	Members int    `help:"Networks that are averaged." default:"3"`
	Folds   int    `help:"Cross-validate with this many folds instead of writing a model; 0 is not at all." default:"0"`

	Only       string  `help:"Train acts or relations alone: the other part of the model stays as it is." enum:",acts,relations" default:""`
	Hidden     int     `default:"64" hidden:""`
	Epochs     int     `default:"12" hidden:""`
	Rate       float32 `default:"0.03" hidden:""`
	Adam       float32 `default:"0.002" hidden:""`
	Shrink     float32 `default:"0.01" hidden:""`
	Decay      float32 `default:"0.005" hidden:""`
	DropName   float32 `default:"0.4" hidden:""`
	DropDense  float32 `default:"0.2" hidden:""`
	DropHidden float32 `default:"0.4" hidden:""`
	Least      int     `default:"4" hidden:""`
}

func (cmd *judgeCmd) options(heads ...int) fitOptions {
	return fitOptions{Heads: heads, Hidden: cmd.Hidden, Epochs: cmd.Epochs, Rate: cmd.Rate, Adam: cmd.Adam, Shrink: cmd.Shrink, Decay: cmd.Decay, DropName: cmd.DropName,
		DropDense: cmd.DropDense, DropHidden: cmd.DropHidden, Least: cmd.Least, Seed: cmd.Seed}
}

// A school is what examples are made with.
type school struct {
	grammar *grammar.Model
	link    *link.Linker
	book    *plover.Codebook
}

func (cmd *judgeCmd) Run(*commands) error {
	var s school
	var err error
	if s.grammar, err = grammar.Load(); err != nil {
		return err
	}
	if s.link, err = link.Load(); err != nil {
		return err
	}
	if s.book, err = plover.Load(); err != nil {
		return err
	}
	items, err := readItems(filepath.Join(cmd.Corpus, "train"))
	if err != nil {
		return err
	}
	if cmd.Only == "relations" && cmd.Folds <= 1 {
		return cmd.rewrite(train(s.relations(items).examples, cmd.options(len(annals.Types())), cmd.Members), "relations.", "acts.")
	}
	relations, acts := s.relations(items), s.acts(items)
	fmt.Fprintf(os.Stderr, "%d pairs of parties, %d words that may carry an act\n", len(relations.examples), len(acts.examples))
	ro, ao := cmd.options(len(annals.Types())), cmd.options(len(annals.Types())+1, len(plover.Statuses()))
	if cmd.Only == "acts" && cmd.Folds <= 1 {
		return cmd.rewrite(train(acts.examples, ao, cmd.Members), "acts.", "relations.")
	}
	if cmd.Folds > 1 {
		if cmd.Only == "acts" {
			relations.examples = relations.examples[:100]
		}
		p, err := held(relations.examples, ro, cmd.Members, cmd.Folds)
		if err != nil {
			return err
		}
		fmt.Fprintf(os.Stderr, "relations, %d folds: %s; tables alone %s\n", cmd.Folds, relations.score(p), relations.score(nil))
		if cmd.Only == "relations" {
			return nil
		}
		if p, err = held(acts.examples, ao, cmd.Members, cmd.Folds); err != nil {
			return err
		}
		fmt.Fprintf(os.Stderr, "acts, %d folds: %s; tables alone %s\n", cmd.Folds, acts.score(p), acts.score(nil))
		return nil
	}
	return cmd.write(s.grammar.Digest, train(relations.examples, ro, cmd.Members), train(acts.examples, ao, cmd.Members))
}

func readItems(dir string) ([]corpus.Item, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("no corpus files in %q", dir)
	}
	var out []corpus.Item
	for _, file := range files {
		f, err := os.Open(file)
		if err != nil {
			return nil, err
		}
		items, err := corpus.Read(f, file)
		f.Close()
		if err != nil {
			return nil, err
		}
		out = append(out, items...)
	}
	return out, nil
}

// relations are pairs of parties with the type of the act between them.
type relations struct {
	examples []example
	rules    []int // what the tables say; an index of annals.Types
}

// relations makes an example of each claim whose actor is named.
func (s *school) relations(items []corpus.Item) *relations {
	out := &relations{}
	var in classify.Input
	for group := range items {
		it := &items[group]
		if len(it.Claims) == 0 {
			continue
		}
		a := annals.Sentence{In: annals.InText, Span: annals.Span{End: len(it.Text)}}
		a.Tokens = grammar.Tokenise(it.Text, a.Span)
		ss := []annals.Sentence{a}
		s.grammar.Annotate(ss)
		for i := range it.Claims {
			source, target, ok := pairOf(&it.Claims[i])
			if !ok {
				continue
			}
			rule, gold := s.book.RelationExample(ss[0], source, target, related(&it.Claims[i]), &in)
			out.rules = append(out.rules, slices.Index(annals.Types(), rule))
			out.examples = append(out.examples, example{slices.Clone(in.Features), slices.Clone(in.Dense),
				[]int{slices.Index(annals.Types(), gold)}, group, 1})
		}
	}
	return out
}

// score is how well the likeliest types do; nil is what the tables say.
func (r *relations) score(p [][]float32) string {
	var gold, got []string
	for i := range r.examples {
		g := annals.Types()[r.examples[i].classes[0]]
		t := annals.Types()[r.rules[i]]
		if p != nil {
			t = annals.Types()[slices.Index(p[i], slices.Max(p[i]))]
		}
		class, _ := eval.RelationClass(g)
		gold = append(gold, class)
		class, _ = eval.RelationClass(t)
		got = append(got, class)
	}
	c := eval.Classes(gold, got)
	return fmt.Sprintf("right %.4f, macro-F1 %.4f (%d)", c.Accuracy, c.MacroF1, len(gold))
}

// related is the type of a claim as relation data call it: a promised release
// is AGREE there, and not to cooperate is REJECT.
func related(c *annals.Claim) annals.Type {
	switch {
	case c.Type == annals.Concede && (c.Underlying == annals.Retreat || c.Status == annals.Future):
		return annals.Agree
	case c.Status == annals.Negated && c.Type.Quad() <= 2:
		return annals.Reject
	}
	return c.Type
}

// pairOf is the spans of the two parties of a claim; the second may be empty.
func pairOf(c *annals.Claim) (source, target annals.Span, ok bool) {
	var named []annals.Span
	for _, p := range append(append([]annals.Participant(nil), c.Actor...), c.Recipient...) {
		s := annals.Span{Start: p.Start, End: p.End}
		if p.Text != "" && !slices.Contains(named, s) {
			named = append(named, s)
		}
	}
	switch {
	case len(named) == 0 || len(c.Actor) == 0 || c.Actor[0].Text == "":
		return source, target, false
	case len(named) == 1:
		return named[0], target, true
	}
	if len(c.Recipient) > 0 && c.Recipient[0].Text != "" {
		return named[0], annals.Span{Start: c.Recipient[0].Start, End: c.Recipient[0].End}, true
	}
	return named[0], named[1], true
}

// rewrite writes the model anew with other weights for one part of it.
func (cmd *judgeCmd) rewrite(w *classify.Weights, part, other string) error {
	data, err := os.ReadFile(cmd.Out)
	if err != nil {
		return err
	}
	f, err := model.Parse(data)
	if err != nil {
		return fmt.Errorf("read %s: %w", cmd.Out, err)
	}
	return cmd.file(f.Manifest, append(named(part, w.Sections()), f.Under(other)...))
}

// named are sections under a prefix.
func named(prefix string, sections []model.Section) []model.Section {
	for i := range sections {
		sections[i].Name = prefix + sections[i].Name
	}
	return sections
}

// write writes the model.
func (cmd *judgeCmd) write(grammar string, relations, acts *classify.Weights) error {
	return cmd.file(model.Manifest{Name: "judge", Command: "go run ./cmd/train judge", Seed: cmd.Seed, Licence: "CC BY-SA 4.0",
		Data: []model.Data{{Name: "Annals corpus, train part", Licence: "CC BY-SA 4.0", Use: "train"},
			{Name: "internal/grammar/model.bin", Licence: "CC BY-SA 4.0", Use: "vectors", Digest: grammar}},
		Scores: map[string]float64{}}, append(named("relations.", relations.Sections()), named("acts.", acts.Sections())...))
}

func (cmd *judgeCmd) file(m model.Manifest, sections []model.Section) error {
	f, err := os.Create(cmd.Out)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := model.Write(f, m, sections); err != nil {
		return fmt.Errorf("write %s: %w", cmd.Out, err)
	}
	return f.Close()
}

package main

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"annals"
	"annals/internal/link"
)

// linkCmd trains the weights by which the linker chooses whose somebody is that
// does not say it, and whom a pronoun takes up.
type linkCmd struct {
	Corpus string  `help:"Folder of the corpus." default:"corpus"`
	Out    string  `help:"Folder of the tables to write." default:"internal/link/tables"`
	Rounds int     `help:"Times that the choices are made anew by the last weights." default:"3"`
	Epochs int     `help:"Passes over the choices." default:"6"`
	Rate   float64 `help:"Learning rate." default:"0.05"`
	Decay  float64 `help:"L2 penalty." default:"0.2"`
	Least  float64 `help:"Smallest weight that is written." default:"0.03"`
	Times  int     `help:"Least number of choices that a clue must stand in." default:"12"`
	Folds  int     `help:"Cross-validate with this many folds; 0 is not at all." default:"4"`
	Seed   uint64  `help:"Seed of the order of choices." default:"1"`
}

// A linkCase is a choice with the options that the gold allows.
type linkCase struct {
	link.Choice
	good []bool
	fold int
}

// Run trains, cross-validates and writes the tables.
func (cmd *linkCmd) Run(*commands) error {
	r, err := loadReaders()
	if err != nil {
		return err
	}
	texts, err := corpusTexts(filepath.Join(cmd.Corpus, "train"))
	if err != nil {
		return err
	}
	sentences := make([][]annals.Sentence, len(texts))
	for i := range texts {
		sentences[i], _ = r.grammar.Read(&texts[i].article)
	}
	linker := r.link
	cases := map[string][]linkCase{}
	fitted := map[string]link.Weights{}
	for range cmd.Rounds { // what is chosen early is a clue to what comes later
		cases = linkCases(linker, texts, sentences)
		for _, what := range linkTables {
			fitted[what] = cmd.fit(cases[what], nil)
		}
		linker = linker.Weighing(fitted["whose"], fitted["whom"])
	}
	for _, what := range linkTables {
		cmd.report(what, cases[what], fitted[what])
		if err := cmd.write(what, fitted[what], len(cases[what])); err != nil {
			return err
		}
	}
	return nil
}

// linkTables are the kinds of choices, each with a table of its own.
var linkTables = [...]string{"whose", "whom"}

// linkCases are the choices of all texts that the gold judges, by kind.
func linkCases(l *link.Linker, texts []goldText, sentences [][]annals.Sentence) map[string][]linkCase {
	out := map[string][]linkCase{}
	for i := range texts {
		for _, c := range l.Choices(&texts[i].article, sentences[i]) {
			if lc, ok := goldChoice(c, &texts[i], sentences[i]); ok {
				out[c.What] = append(out[c.What], lc)
			}
		}
	}
	return out
}

func (cmd *linkCmd) report(what string, cases []linkCase, w link.Weights) {
	fmt.Fprintf(os.Stderr, "%s: %d choices, %.3f right", what, len(cases), rightShare(cases, w))
	if cmd.Folds > 1 {
		fmt.Fprintf(os.Stderr, ", cross-validated %.3f", cmd.crossed(cases))
	}
	fmt.Fprintln(os.Stderr)
}

// goldChoice is a choice with what is right of it, when the words are those of a
// party of a gold claim.
func goldChoice(c link.Choice, t *goldText, ss []annals.Sentence) (linkCase, bool) {
	s := &ss[c.Sentence]
	span := annals.Span{Start: s.Tokens[c.First].Start, End: s.Tokens[c.Last-1].End}
	want := countriesOf(t.gold, s.In, span)
	if len(want) == 0 {
		return linkCase{}, false
	}
	out := linkCase{Choice: c, good: make([]bool, len(c.Options)), fold: foldOf(t.file)}
	most := 0
	for i := range c.Options {
		most = max(most, agreement(c.Options[i].Entities, want))
	}
	for i := range c.Options {
		out.good[i] = most > 0 && agreement(c.Options[i].Entities, want) == most
	}
	return out, most > 0
}

// countriesOf are the countries of the party of the gold claims whose words are
// nearest to span, when any begins with it or covers it.
func countriesOf(gold []annals.Claim, in annals.Field, span annals.Span) map[annals.Code]bool {
	want, gap := map[annals.Code]bool{}, farthest+1
	for i := range gold {
		g := &gold[i]
		if g.In != in {
			continue
		}
		for _, p := range append(slices.Clone(g.Actor), g.Recipient...) {
			if p.Text == "" || p.End <= p.Start || p.Start > span.Start || p.End < span.End && p.Start != span.Start {
				continue
			}
			d := abs(p.Start-span.Start) + abs(p.End-span.End)
			if d > min(gap, farthest) {
				continue
			}
			if d < gap {
				clear(want)
				gap = d
			}
			want[p.Country] = true
		}
	}
	return want
}

// farthest is how many bytes the words of the gold may differ.
const farthest = 25

// agreement is how well entities are of the countries: 0 is not at all.
func agreement(es []annals.Entity, want map[annals.Code]bool) int {
	if len(es) == 0 {
		if want[""] {
			return 100
		}
		return 0
	}
	right := 0
	got := map[annals.Code]bool{}
	for _, e := range es {
		if want[e.Country] && !got[e.Country] {
			right++
		}
		got[e.Country] = true
	}
	if right == 0 {
		return 0
	}
	return 100 * right / max(len(want), len(got))
}

func foldOf(file string) int {
	h := fnv.New32a()
	h.Write([]byte(file))
	return int(h.Sum32() >> 3)
}

// fit maximises the probability of the good options, taken together, by
// stochastic gradient descent with AdaGrad's steps, and averages the weights of
// the last half of the passes.
func (cmd *linkCmd) fit(cases []linkCase, in func(fold int) bool) link.Weights {
	w, steps, sum := link.Weights{}, map[link.Clue]float64{}, link.Weights{}
	rng := rand.New(rand.NewPCG(cmd.Seed, 0))
	order := rng.Perm(len(cases))
	cases = cmd.often(cases)
	n := 0
	for epoch := range cmd.Epochs {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, k := range order {
			if in == nil || in(cases[k].fold) {
				cmd.learn(w, steps, &cases[k])
			}
		}
		if epoch >= cmd.Epochs/2 {
			n++
			for f, v := range w {
				sum[f] += v
			}
		}
	}
	for f := range sum {
		sum[f] /= float64(n)
	}
	return sum
}

// often leaves out clues that stand in few choices.
func (cmd *linkCmd) often(cases []linkCase) []linkCase {
	times := map[link.Clue]int{}
	for i := range cases {
		once := map[link.Clue]bool{}
		for _, o := range cases[i].Options {
			for _, f := range o.Clues {
				once[f] = true
			}
		}
		for f := range once {
			times[f]++
		}
	}
	out := slices.Clone(cases)
	for i := range out {
		out[i].Options = slices.Clone(out[i].Options)
		for k := range out[i].Options {
			o := &out[i].Options[k]
			o.Clues = slices.DeleteFunc(slices.Clone(o.Clues), func(f link.Clue) bool { return times[f] < cmd.Times })
		}
	}
	return out
}

func (cmd *linkCmd) learn(w link.Weights, steps map[link.Clue]float64, c *linkCase) {
	all, good := w.Shares(c.Options, nil), w.Shares(c.Options, c.good)
	grad := map[link.Clue]float64{}
	for i := range c.Options {
		if d := good[i] - all[i]; d != 0 {
			for _, f := range c.Options[i].Clues {
				grad[f] += d
			}
		}
	}
	for f, g := range grad {
		g -= cmd.Decay * w[f]
		steps[f] += g * g
		w[f] += cmd.Rate * g / math.Sqrt(steps[f]+1)
	}
}

func rightShare(cases []linkCase, w link.Weights) float64 {
	right := 0
	for i := range cases {
		if best, _ := w.Best(cases[i].Options); cases[i].good[best] {
			right++
		}
	}
	return float64(right) / float64(max(1, len(cases)))
}

// crossed is the share of choices that are right by weights that were fitted on
// other files.
func (cmd *linkCmd) crossed(cases []linkCase) float64 {
	right, all := 0.0, 0
	for fold := range cmd.Folds {
		w := cmd.fit(cases, func(f int) bool { return f%cmd.Folds != fold })
		var own []linkCase
		for _, c := range cases {
			if c.fold%cmd.Folds == fold {
				own = append(own, c)
			}
		}
		right += rightShare(own, w) * float64(len(own))
		all += len(own)
	}
	return right / float64(max(1, all))
}

// write writes a table of weights, in order of their clues.
func (cmd *linkCmd) write(what string, w link.Weights, n int) error {
	var fs []link.Clue
	for f, v := range w {
		if math.Abs(v) >= cmd.Least {
			fs = append(fs, f)
		}
	}
	slices.SortFunc(fs, func(a, b link.Clue) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Among, b.Among)) })
	var b strings.Builder
	fmt.Fprintf(&b, linkHead, n)
	for _, f := range fs {
		fmt.Fprintf(&b, "%s | %s | %.2f\n", f.Name, f.Among, w[f])
	}
	return os.WriteFile(filepath.Join(cmd.Out, what+".txt"), []byte(b.String()), 0o666)
}

const linkHead = `# What each clue counts when the linker chooses. Made by "go run ./cmd/train link" of %d choices of
# corpus/train; do not edit.
# clue | among which phrases | weight
`

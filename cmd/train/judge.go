package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"

	"annals"
	"annals/corpus"
	"annals/internal/grammar"
	"annals/internal/plover"
	"annals/internal/sys/model"
)

// judgeCmd trains the classifier of relations on the corpus.
type judgeCmd struct {
	Corpus string  `help:"Folder of the corpus." default:"corpus"`
	Out    string  `help:"Model to write." default:"internal/plover/judge.bin"`
	Epochs int     `help:"Passes over the examples." default:"12"`
	Rate   float64 `help:"Learning rate." default:"0.05"`
	Decay  float64 `help:"L2 penalty per step." default:"1e-4"`
	Seed   uint64  `help:"Seed of the order of examples." default:"1"`
	Folds  int     `help:"Also cross-validate with this many folds; 0 is not at all." default:"0"`
}

// A relationExample is a pair of parties in a sentence, as features, and the
// type of the act between them.
type relationExample struct {
	rows []int // of weights
	typ  int   // index in annals.Types
	rule int   // what the tables say; −1 when nothing
}

func (cmd *judgeCmd) Run(*commands) error {
	train, err := relationExamples(filepath.Join(cmd.Corpus, "train"))
	if err != nil {
		return err
	}
	test, err := relationExamples(filepath.Join(cmd.Corpus, "test"))
	if err != nil {
		return err
	}
	if cmd.Folds > 1 {
		cmd.crossValidate(train)
	}
	w := cmd.fit(train)
	fmt.Fprintf(os.Stderr, "%d examples, right on training %.4f, on the test part %.4f (tables alone %.4f)\n",
		len(train), accuracy(w, train), accuracy(w, test), ruleAccuracy(test))
	return cmd.write(w, len(train), accuracy(w, test))
}

// relationExamples reads the pairs of a folder of the corpus.
func relationExamples(dir string) ([]relationExample, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("no corpus files in %q", dir)
	}
	g, err := grammar.Load()
	if err != nil {
		return nil, err
	}
	book, err := plover.Load()
	if err != nil {
		return nil, err
	}
	var out []relationExample
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
		for i := range items {
			out = append(out, pairsOf(g, book, &items[i])...)
		}
	}
	return out, nil
}

// pairsOf makes an example of each claim of a sentence whose actor is named.
func pairsOf(g *grammar.Model, book *plover.Codebook, it *corpus.Item) []relationExample {
	if len(it.Claims) == 0 {
		return nil
	}
	s := annals.Sentence{In: annals.InText, Span: annals.Span{End: len(it.Text)}}
	s.Tokens = grammar.Tokenise(it.Text, s.Span)
	ss := []annals.Sentence{s}
	g.Annotate(ss)
	var out []relationExample
	for i := range it.Claims {
		c := &it.Claims[i]
		source, target, ok := pairOf(c)
		if !ok {
			continue
		}
		e := relationExample{typ: slices.Index(annals.Types(), related(c)), rule: -1}
		for _, f := range book.RelationFeatures(ss[0], source, target) {
			e.rows = append(e.rows, plover.JudgeRow(f))
			if t := slices.IndexFunc(annals.Types(), func(t annals.Type) bool { return f == "rule="+string(t) }); t >= 0 {
				e.rule = t
			}
		}
		out = append(out, e)
	}
	return out
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

// fit trains by stochastic gradient descent on the multinomial logistic loss,
// with AdaGrad's step for each row, and averages the weights of the last half.
func (cmd *judgeCmd) fit(examples []relationExample) []float64 {
	k := len(annals.Types())
	w, sum, hist := make([]float64, plover.JudgeRows*k), make([]float64, plover.JudgeRows*k), make([]float64, plover.JudgeRows*k)
	rng := rand.New(rand.NewPCG(cmd.Seed, 0))
	order := rng.Perm(len(examples))
	p := make([]float64, k)
	for epoch := range cmd.Epochs {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, n := range order {
			e := &examples[n]
			softmax(w, e.rows, p)
			p[e.typ]--
			for _, row := range e.rows {
				for c := range p {
					at := row*k + c
					grad := p[c] + cmd.Decay*w[at]*float64(len(examples))
					hist[at] += grad * grad
					w[at] -= cmd.Rate * grad / math.Sqrt(hist[at]+1e-6)
				}
			}
		}
		if epoch >= cmd.Epochs/2 {
			for i := range w {
				sum[i] += w[i]
			}
		}
	}
	for i := range sum {
		sum[i] /= float64(cmd.Epochs - cmd.Epochs/2)
	}
	return sum
}

// softmax is the probability of each type given rows of weights.
func softmax(w []float64, rows []int, p []float64) {
	k := len(p)
	clear(p)
	for _, row := range rows {
		for c := range p {
			p[c] += w[row*k+c]
		}
	}
	top, sum := slices.Max(p), 0.0
	for c := range p {
		p[c] = math.Exp(p[c] - top)
		sum += p[c]
	}
	for c := range p {
		p[c] /= sum
	}
}

func accuracy(w []float64, examples []relationExample) float64 {
	right := 0
	p := make([]float64, len(annals.Types()))
	for _, e := range examples {
		softmax(w, e.rows, p)
		if slices.Index(p, slices.Max(p)) == e.typ {
			right++
		}
	}
	return float64(right) / float64(max(len(examples), 1))
}

func ruleAccuracy(examples []relationExample) float64 {
	right := 0
	for _, e := range examples {
		if e.rule == e.typ {
			right++
		}
	}
	return float64(right) / float64(max(len(examples), 1))
}

// crossValidate reports how the classifier does on parts it was not trained on.
func (cmd *judgeCmd) crossValidate(examples []relationExample) {
	rng := rand.New(rand.NewPCG(cmd.Seed, 1))
	order := rng.Perm(len(examples))
	var sum, rules float64
	for fold := range cmd.Folds {
		var train, test []relationExample
		for i, n := range order {
			if i%cmd.Folds == fold {
				test = append(test, examples[n])
			} else {
				train = append(train, examples[n])
			}
		}
		sum += accuracy(cmd.fit(train), test)
		rules += ruleAccuracy(test)
	}
	fmt.Fprintf(os.Stderr, "%d folds: right %.4f, tables alone %.4f\n", cmd.Folds, sum/float64(cmd.Folds), rules/float64(cmd.Folds))
}

// write rounds the weights to eight bits and writes the model.
func (cmd *judgeCmd) write(w []float64, examples int, score float64) error {
	top := 1e-9
	for _, x := range w {
		top = max(top, math.Abs(x))
	}
	var b bytes.Buffer
	binary.Write(&b, binary.LittleEndian, float32(top/127))
	for _, x := range w {
		b.WriteByte(byte(int8(math.Round(x / top * 127))))
	}
	f, err := os.Create(cmd.Out)
	if err != nil {
		return err
	}
	defer f.Close()
	m := model.Manifest{Name: "judge of relations", Command: "go run ./cmd/train judge", Seed: cmd.Seed, Licence: "CC BY-SA 4.0",
		Data:   []model.Data{{Name: "Annals corpus, train part", Licence: "CC BY-SA 4.0"}},
		Scores: map[string]float64{"accuracy on the corpus's test part": math.Round(score*1e4) / 1e4},
		Notes:  fmt.Sprintf("%d pairs of parties", examples)}
	if err := model.Write(f, m, []model.Section{{Name: "weights", Data: b.Bytes()}}); err != nil {
		return fmt.Errorf("write %s: %w", cmd.Out, err)
	}
	return f.Close()
}

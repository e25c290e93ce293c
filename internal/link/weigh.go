package link

import (
	"fmt"
	"math"
	"strconv"

	"annals"
)

// A Clue is something that speaks for or against a choice, on its own or
// for those of one kind (a sector, a number).
type Clue struct{ Name, Among string }

// An Option is one of the answers that a choice has.
type Option struct {
	Entities []annals.Entity // whom it stands for; none: nobody
	Clues    []Clue
}

// A Choice is a phrase whose words do not say whom or whose they mean, with the
// options there were. Training is on choices.
type Choice struct {
	What        string // "whose" or "whom"
	Sentence    int    // index in the sentences given to the linker
	First, Last int    // tokens of the phrase
	Options     []Option
}

// Weights are what each clue counts.
type Weights map[Clue]float64

// score is the sum of the weights of an option.
func (w Weights) score(o *Option) float64 {
	sum := 0.0
	for _, f := range o.Clues {
		sum += w[f]
	}
	return sum
}

// Shares are the probabilities of options, of those only that are allowed; nil
// allows all.
func (w Weights) Shares(options []Option, allowed []bool) []float64 {
	out, top, sum := make([]float64, len(options)), math.Inf(-1), 0.0
	for i := range options {
		out[i] = w.score(&options[i])
		if allowed == nil || allowed[i] {
			top = max(top, out[i])
		}
	}
	for i := range out {
		if allowed != nil && !allowed[i] {
			out[i] = 0
			continue
		}
		out[i] = math.Exp(out[i] - top)
		sum += out[i]
	}
	for i := range out {
		out[i] /= sum
	}
	return out
}

// Best is the likeliest option and its probability; −1 when there is none. Of
// equals it is the first.
func (w Weights) Best(options []Option) (int, float64) {
	best, most := -1, 0.0
	for i, p := range w.Shares(options, nil) {
		if p > most {
			best, most = i, p
		}
	}
	return best, most
}

// weight reads a row of whose.txt or whom.txt: clue, among whom, weight.
func (w Weights) weight(cells []string) error {
	if len(cells) != 3 {
		return fmt.Errorf("want 3 cells, not %d", len(cells))
	}
	v, err := strconv.ParseFloat(cells[2], 64)
	if err != nil {
		return fmt.Errorf("bad weight %q", cells[2])
	}
	w[Clue{cells[0], cells[1]}] = v
	return nil
}

// Weighing is a linker that chooses by other weights than those it was loaded
// with, nil for those.
func (l *Linker) Weighing(whose, whom Weights) *Linker {
	own := *l
	if whose != nil {
		own.whose = whose
	}
	if whom != nil {
		own.whom = whom
	}
	return &own
}

// Choices are the choices that Link makes in an article.
func (l *Linker) Choices(a *annals.Article, ss []annals.Sentence) []Choice {
	r := newReader(l, a, ss)
	r.tell = true
	r.read()
	return r.choices
}

// decide takes the likeliest option, and notes the choice where that is asked
// for. How sure it is lies between that of a guess and that of a rule.
func (r *reader) decide(w Weights, what string, i, first, last int, options []Option) (*Option, float64) {
	if r.tell {
		r.choices = append(r.choices, Choice{what, i, first, last, options})
	}
	best, p := w.Best(options)
	if best < 0 {
		return nil, 0
	}
	return &options[best], leastSure + p*(mostSure-leastSure)
}

// How sure a weighed choice can be.
const leastSure, mostSure = 0.3, 0.7

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
	Clues    []Clue          // kept for training
	score    float64         // the sum of their weights
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

// A scale is weights by name and then by among whom: clues that differ only in
// that come one after another.
type scale map[string]map[string]float64

func (w Weights) scale() scale {
	out := scale{}
	for f, v := range w {
		if out[f.Name] == nil {
			out[f.Name] = map[string]float64{}
		}
		out[f.Name][f.Among] = v
	}
	return out
}

// sum is the sum of the weights of clues.
func (w scale) sum(clues []Clue) float64 {
	name, row, sum := "", w[""], 0.0
	for i := range clues {
		if f := &clues[i]; f.Name != name {
			name, row = f.Name, w[f.Name]
		}
		sum += row[clues[i].Among]
	}
	return sum
}

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
	out := make([]float64, len(options))
	for i := range options {
		out[i] = w.score(&options[i])
	}
	shares(out, allowed)
	return out
}

// shares makes probabilities of scores.
func shares(p []float64, allowed []bool) {
	top, sum := math.Inf(-1), 0.0
	for i, v := range p {
		if allowed == nil || allowed[i] {
			top = max(top, v)
		}
	}
	for i := range p {
		if allowed != nil && !allowed[i] {
			p[i] = 0
			continue
		}
		p[i] = math.Exp(p[i] - top)
		sum += p[i]
	}
	for i := range p {
		p[i] /= sum
	}
}

// Best is the likeliest option and its probability; −1 when there is none. Of
// equals it is the first.
func (w Weights) Best(options []Option) (int, float64) { return likeliest(w.Shares(options, nil)) }

func likeliest(shares []float64) (int, float64) {
	best, most := -1, 0.0
	for i, p := range shares {
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
		own.whose = whose.scale()
	}
	if whom != nil {
		own.whom = whom.scale()
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

// option is one that clues speak for. They are the buffer of the next option's,
// but where the choice is kept.
func (r *reader) option(w scale, es []annals.Entity, clues []Clue) Option {
	o := Option{Entities: es, score: w.sum(clues)}
	if r.tell {
		o.Clues = clues
	} else {
		r.clues = clues[:0]
	}
	return o
}

// noClues is where clues are gathered.
func (r *reader) noClues() []Clue {
	if r.tell {
		return make([]Clue, 0, 80)
	}
	return r.clues[:0]
}

// decide takes the likeliest option, and notes the choice where that is asked
// for. How sure it is lies between that of a guess and that of a rule.
func (r *reader) decide(what string, i, first, last int, options []Option) (*Option, float64) {
	if r.tell {
		r.choices = append(r.choices, Choice{what, i, first, last, options})
	}
	p := make([]float64, len(options))
	for k := range options {
		p[k] = options[k].score
	}
	shares(p, nil)
	best, most := likeliest(p)
	if best < 0 {
		return nil, 0
	}
	return &options[best], leastSure + most*(mostSure-leastSure)
}

// How sure a weighed choice can be.
const leastSure, mostSure = 0.3, 0.7

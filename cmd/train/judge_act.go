package main

import (
	"fmt"
	"slices"

	"annals"
	"annals/corpus"
	"annals/internal/plover"
)

// acts are the words that may carry an act, with the type of the act and its
// status.
type acts struct {
	examples []example
	ruled    []int // what the tables say; an index of annals.Types, or their number for none
	status   []int // the same of plover.Statuses
	gold     int   // claims in all
	lost     int   // claims that no candidate carries
}

// acts makes an example of every candidate of every article or sentence.
func (s *school) acts(items []corpus.Item) *acts {
	out := &acts{}
	articles := corpus.Articles(items)
	for group := range articles {
		a := &articles[group]
		ss, _ := s.grammar.Read(&a.Article)
		ms, _ := s.link.Link(&a.Article, ss)
		first := len(out.examples)
		var cs []plover.Candidate
		s.book.Candidates(&a.Article, ss, ms, func(c *plover.Candidate) {
			cs = append(cs, *c)
			out.add(c, group)
		})
		out.mark(out.examples[first:], cs, a.Claims)
	}
	return out
}

func (a *acts) add(c *plover.Candidate, group int) {
	none := len(annals.Types())
	ruled := none
	if c.Ruled != "" {
		ruled = slices.Index(annals.Types(), c.Ruled)
	}
	a.ruled = append(a.ruled, ruled)
	a.status = append(a.status, slices.Index(plover.Statuses(), c.Status))
	a.examples = append(a.examples, example{slices.Clone(c.Input.Features), slices.Clone(c.Input.Dense), []int{none, -1}, group, 1})
}

// mark gives each claim of a text to the candidate that carries it: one of
// its trigger that the tables take for it, else the topmost. Other words of the
// trigger that the tables know teach nothing: refuses to obey is an act by either.
func (a *acts) mark(es []example, cs []plover.Candidate, claims []annals.Claim) {
	for i := range claims {
		k := &claims[i]
		trigger := annals.Span{Start: k.TriggerStart, End: k.TriggerEnd}
		best, top := -1, 0
		for n := range cs {
			if es[n].classes[1] >= 0 || cs[n].In != k.In {
				continue
			}
			if v := carries(&cs[n], trigger, k.Type); v > top {
				best, top = n, v
			}
		}
		a.gold++
		for n := range cs {
			if es[n].classes[1] < 0 && cs[n].Known != "" && cs[n].In == k.In && cs[n].Words[0].Overlaps(trigger) {
				es[n].weight = 0
			}
		}
		if best < 0 {
			a.lost++
			continue
		}
		es[best].weight = 1
		es[best].classes = []int{slices.Index(annals.Types(), k.Type), slices.Index(plover.Statuses(), k.Status)}
	}
}

// carries is how well a candidate stands for a claim with that trigger and
// type; 0 is not at all.
func carries(c *plover.Candidate, trigger annals.Span, typ annals.Type) int {
	v := 0
	if c.Words[0].Overlaps(trigger) {
		v = 200 - c.Depth
		if c.Light {
			v = 60 - min(c.Depth, 50)
		}
	} else if slices.ContainsFunc(c.Words[1:], trigger.Overlaps) {
		v = 1
	}
	if v > 0 && c.Ruled == typ {
		v += 1000
	} else if v > 1 && c.Known == typ {
		v += 300
	}
	return v
}

// score is how well acts are found and typed; nil is what the tables say.
func (a *acts) score(p [][]float32) string {
	if p == nil {
		return a.scoreAt(p, 0)
	}
	out := ""
	for _, th := range []float32{0.3, 0.5, 0.6, 0.7, 0.8} {
		out += fmt.Sprintf("\n  %.1f ", th) + a.scoreAt(p, th)
	}
	return out
}

func (a *acts) scoreAt(p [][]float32, th float32) string {
	types := len(annals.Types())
	hit, got, gold, status, of := 0, 0, 0, 0, 0
	for i := range a.examples {
		e := &a.examples[i]
		t, st := a.ruled[i], a.status[i]
		if p != nil {
			head := p[i][:types]
			if t = slices.Index(head, slices.Max(head)); p[i][types] > th {
				t = types
			}
			st = slices.Index(p[i][types+1:], slices.Max(p[i][types+1:]))
		}
		if t < types {
			got++
		}
		if e.classes[0] < types {
			gold++
		}
		if t < types && t == e.classes[0] {
			hit++
			of++
			if st == e.classes[1] {
				status++
			}
		}
	}
	gold += a.lost
	return fmt.Sprintf("P %.4f R %.4f F1 %.4f, status %.4f (%d of %d claims, %d lost)", ratio(hit, got), ratio(hit, gold), ratio(2*hit, got+gold),
		ratio(status, of), hit, gold, a.lost)
}

func ratio(a, b int) float64 { return float64(a) / float64(max(b, 1)) }

package link

import (
	"slices"
	"strings"

	"annals"
)

// pronounReach is how many sentences back a pronoun may point.
const pronounReach = 3

// leastPronoun is how likely the best antecedent must be; unsure is unresolved.
const leastPronoun = 0.12

// A pointer is a pronoun and what is known around it.
type pointer struct {
	r       *reader
	i, head int
	word    string   // he, it or they, for all their forms
	among   []string // kinds of pronouns that clues are also counted for
	doer    int
	quoted  bool
	verb    string
	order   []annals.Code // countries, those that the article speaks of most first
}

// pronounWord is he, it or they for all their forms; "" for other words.
func pronounWord(form string) string {
	switch strings.ToLower(form) {
	case "he", "him", "his", "himself", "she", "her", "hers", "herself":
		return "he"
	case "it", "its", "itself":
		return "it"
	case "they", "them", "their", "theirs", "themselves":
		return "they"
	}
	return ""
}

// whom weighs whom a pronoun takes up.
func (r *reader) whom(i, head int) reading {
	if r.tooLong(i) {
		return reading{}
	}
	t := &r.trees[i]
	p := pointer{r: r, i: i, head: head, word: pronounWord(t.s.Tokens[head].Form), doer: t.doerTo(head), quoted: t.quoted[head]}
	if p.word == "" || t.rel(head) == "expl" {
		return reading{}
	}
	p.among = []string{"", p.word, p.word + " " + t.s.Tokens[head].Deprel}
	p.verb = t.lemma(t.s.Tokens[head].Head)
	p.order = r.ranked()
	options := p.options()
	best, sure := r.decide("whom", i, head, head+1, options)
	if best == nil || sure < leastSure+leastPronoun*(mostSure-leastSure) {
		return reading{}
	}
	return reading{entities: best.Entities, via: "pronoun", sure: sure}
}

// options are those who were mentioned before the pronoun, the last first.
func (p *pointer) options() []Option {
	r := p.r
	var out []Option
	for k := len(r.recent) - 1; k >= 0 && len(out) < maxAntecedents; k-- {
		s := &r.recent[k]
		if r.ss[s.sentence].In != r.ss[p.i].In || s.sentence < p.i-pronounReach || s.sentence > p.i || s.sentence == p.i && s.head >= p.head || !p.agrees(s) {
			continue
		}
		out = append(out, r.option(r.Linker.whom, s.entities, p.about(s, len(out))))
	}
	return out
}

// maxAntecedents is how many mentions compete for a pronoun.
const maxAntecedents = 16

// agrees reports whether a mention agrees with the pronoun in number, kind and
// gender, where they are known.
func (p *pointer) agrees(s *seen) bool {
	if len(s.entities) == 0 || s.sentence == p.i && s.head == p.doer {
		return false
	}
	person := s.entities[0].Kind == annals.Person
	switch p.word {
	case "he":
		form := strings.ToLower(p.r.ss[p.i].Tokens[p.head].Form)
		she := form[0] == 's' || strings.HasPrefix(form, "her")
		return len(s.entities) == 1 && person && !s.plural && gender(p.r.text(s.sentence, s.first, s.last), !she)
	case "it":
		return len(s.entities) == 1 && !s.plural && !person
	}
	return s.plural || len(s.entities) > 1 || !person
}

// about are the clues for a mention, the n-th that agrees.
func (p *pointer) about(s *seen, n int) []Clue {
	fs := p.r.noClues()
	add := func(name string) {
		for _, a := range p.among {
			fs = append(fs, Clue{name, a})
		}
	}
	t, u := &p.r.trees[p.i], &p.r.trees[s.sentence]
	e := &s.entities[0]
	kind := e.Kind + " " + e.Sector
	rel := u.s.Tokens[s.head].Deprel
	add("order " + few(n))
	add("back " + few(p.i-s.sentence))
	add("kind " + e.Kind)
	add("kind " + kind)
	add("as " + rel)
	if u.verbOf(s.head) == u.root() && s.subject {
		add("main subject")
	}
	if s.subject && p.i-s.sentence < 2 {
		add("near subject")
	}
	if s.named {
		add("named")
	}
	if s.plural {
		add("many")
	}
	if len(s.entities) > 1 {
		add("several")
	}
	if e.Country == "" {
		add("of nowhere")
	} else {
		add("rank " + few(slices.Index(p.order, e.Country)))
	}
	if p.i == s.sentence {
		add("steps " + few(t.steps(p.head, s.head)/2))
		switch {
		case t.verbOf(p.head) == t.verbOf(s.head):
			add("same clause")
		case t.verbOf(t.verbOf(p.head)) == t.verbOf(s.head):
			add("clause above")
			if s.subject {
				add("subject above")
			}
		}
		if t.quoted[s.head] != p.quoted {
			add("out of the quotation")
		}
	}
	if u.quoted[s.head] {
		add("in a quotation")
	}
	if s.first > 0 && s.first == s.from && s.first < 2 {
		add("begins")
	}
	return append(fs, Clue{"governor " + p.verb, kind}, Clue{"governor " + p.verb, "as " + u.rel(s.head)})
}

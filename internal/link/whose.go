package link

import (
	"cmp"
	"slices"

	"annals"
)

// A scene is what is known around a phrase that does not say whose it is.
type scene struct {
	r          *reader
	i, head    int
	ro         role
	among      []string // kinds of phrases that clues are also counted for
	but        []annals.Code
	agents     []annals.Entity
	act        string
	setting    annals.Code
	here       map[annals.Code][]int // tokens of sentence i that speak of a country
	order      []annals.Code         // of countries, by how much the article speaks of them
	total      float64
	before     []annals.Code       // countries spoken of before, the last first
	at         []int               // how many sentences back
	asSubject  annals.Code         // of the subject of the sentence before
	alike      annals.Code         // of the last one of the sector
	same       annals.Code         // of the last one called by the noun
	steps      map[annals.Code]int // in the tree, from head to the nearest word of a country
	fewest     int
	lastTown   annals.Code // of the last place, before head
	peer       annals.Code // of the subject of the clause, or of its object when head is the subject
	speaking   annals.Code // of who speaks in the sentence
	block      map[annals.Code]float64
	blockTotal float64
	sounds     map[annals.Code]float64 // how likely the name is of each country, of somebody with one
	main       annals.Code             // of the subject of the sentence
	opens      annals.Code             // of the first name of the paragraph
	partner    annals.Code             // spoken of most beside the subject
	justBefore map[annals.Code]bool    // in the sentence before
	sectors    map[annals.Code]bool    // of which somebody of the sector was named
}

// maxWeighed bounds the words of a sentence in which whose and whom are weighed:
// what is longer is a list, and costs the cube of its length.
const maxWeighed = 300

func (r *reader) tooLong(i int) bool { return len(r.ss[i].Tokens) > maxWeighed }

// whose weighs whose an actor is that does not say it. Whoever it is, it is
// likely none of but.
func (r *reader) whose(i, head int, ro role, definite bool, but []annals.Code) (annals.Code, float64) {
	if r.tooLong(i) {
		return "", 0
	}
	if c := r.headed(i); c != "" && !slices.Contains(but, c) {
		return c, 0.6
	}
	s := r.sceneOf(i, head, ro, definite, but)
	options := append(make([]Option, 0, 1+len(s.order)), r.option(r.Linker.whose, nil, s.nobody()))
	for _, c := range s.order {
		if slices.Contains(but, c) && len(r.ss) < longReport {
			continue // a note says too little to weigh it
		}
		options = append(options, r.option(r.Linker.whose, []annals.Entity{{Country: c}}, s.about(c)))
	}
	first, last := r.trees[i].phrase(head)
	best, sure := r.decide("whose", i, first, last, options)
	if best == nil || len(best.Entities) == 0 {
		return "", sure
	}
	return best.Entities[0].Country, sure
}

// headed is the country that heads the paragraph of sentence i, as in a round-up
// (MALI: The army said …), or "".
func (r *reader) headed(i int) annals.Code {
	if r.ss[i].In == annals.InTitle {
		return ""
	}
	for i > 0 && r.paragraph[i-1] == r.paragraph[i] {
		i--
	}
	ts := r.ss[i].Tokens
	h := r.hitAt(i, 0)
	if h == nil || h.Kind != annals.State || h.form != fullName || h.last >= len(ts) || ts[h.last].Form != ":" {
		return ""
	}
	return h.Country
}

func (r *reader) sceneOf(i, head int, ro role, definite bool, but []annals.Code) *scene {
	s := &scene{r: r, i: i, head: head, ro: ro, but: but, here: map[annals.Code][]int{}, block: map[annals.Code]float64{}}
	t := &r.trees[i]
	s.among = []string{"", ro.sector + " " + ro.kind, numberOf(t.plural(head), definite), r.genre(), "noun " + t.lemma(head)}
	s.agents, s.act = r.acting(i, head)
	s.setting = r.setting(i, head)
	s.countries()
	s.sentence()
	s.measure()
	s.past()
	s.peer = r.peerOf(i, head)
	if e, ok := r.speaker(i); ok {
		s.speaking = e.Country
	}
	s.around()
	s.sounding()
	return s
}

func numberOf(plural, definite bool) string {
	switch {
	case plural && definite:
		return "the many"
	case plural:
		return "many"
	case definite:
		return "the one"
	}
	return "one"
}

// genre tells a report from a note, and one on a country from others.
func (r *reader) genre() string {
	out := "note"
	if len(r.ss) >= longReport {
		out = "report"
	}
	if r.focus == "" {
		out += ", no focus"
	}
	return out
}

// countries ranks the countries and the bodies of states that the article
// speaks of.
func (s *scene) countries() {
	for _, c := range s.r.ranked() {
		if len(c) == 3 && c != "NGO" && c != "ISM" && c != "IMG" && c != "MNC" {
			s.order = append(s.order, c)
			s.total += s.r.weight[c]
		}
	}
}

// ranked are the codes that the article speaks of, those it speaks of most first.
func (r *reader) ranked() []annals.Code {
	out := slices.DeleteFunc(sortedCodes(r.weight), func(c annals.Code) bool { return r.weight[c] <= 0 })
	slices.SortStableFunc(out, func(a, b annals.Code) int { return cmp.Compare(r.weight[b], r.weight[a]) })
	return out
}

// sentence notes where sentence i and its block speak of which country.
func (s *scene) sentence() {
	r := s.r
	for k := range r.ss {
		if r.paragraph[k] != r.paragraph[s.i] {
			continue
		}
		for _, h := range r.hits[k] {
			if h.Country == "" || h.Sector == "JRN" || h.backing {
				continue
			}
			s.block[h.Country]++
			s.blockTotal++
			if k == s.i {
				s.here[h.Country] = append(s.here[h.Country], h.head)
			}
		}
		for _, token := range sortedTokens(r.towns[k]) {
			c := r.towns[k][token]
			s.block[c]++
			s.blockTotal++
			if k == s.i && !slices.Contains(s.here[c], token) {
				s.here[c] = append(s.here[c], token)
			}
		}
	}
}

func sortedTokens(m map[int]annals.Code) []int {
	out := make([]int, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// measure counts the steps in the tree.
func (s *scene) measure() {
	t := &s.r.trees[s.i]
	s.steps, s.fewest = map[annals.Code]int{}, len(t.s.Tokens)
	for _, c := range s.order {
		for _, k := range s.here[c] {
			n := t.steps(s.head, k)
			if old, ok := s.steps[c]; !ok || n < old {
				s.steps[c] = n
			}
			s.fewest = min(s.fewest, n)
		}
	}
}

// past notes who was spoken of before.
func (s *scene) past() {
	r := s.r
	lemma := r.trees[s.i].lemma(s.head)
	for k := s.i; k >= max(0, s.i-3) && s.lastTown == ""; k-- {
		for _, token := range sortedTokens(r.towns[k]) {
			if k < s.i || token < s.head {
				s.lastTown = r.towns[k][token]
			}
		}
	}
	for k := len(r.recent) - 1; k >= 0; k-- {
		x := &r.recent[k]
		if x.sentence > s.i || x.sentence == s.i && x.head >= s.head {
			continue
		}
		for _, e := range x.entities {
			if e.Country == "" || e.Sector == "JRN" {
				continue
			}
			if !slices.Contains(s.before, e.Country) {
				s.before = append(s.before, e.Country)
				s.at = append(s.at, s.i-x.sentence)
			}
			if s.asSubject == "" && x.subject && x.sentence < s.i {
				s.asSubject = e.Country
			}
			if s.alike == "" && e.Sector == s.ro.sector && e.Kind != annals.State {
				s.alike = e.Country
			}
			if s.same == "" && slices.Contains(x.nouns, lemma) && e.Kind != annals.State {
				s.same = e.Country
			}
		}
	}
}

// peerOf is the country of the subject of the verb that head is an object or a
// complement of.
func (r *reader) peerOf(i, head int) annals.Code {
	t := &r.trees[i]
	k := head
	for n := 0; n < 3 && k >= 0 && (t.rel(k) == "nmod" || t.rel(k) == "conj" || t.rel(k) == "compound"); n++ {
		k = t.s.Tokens[k].Head
	}
	if k < 0 || t.s.Tokens[k].Head < 0 {
		return ""
	}
	verb, side := t.s.Tokens[k].Head, []string{"nsubj", "nsubj:pass"}
	if t.subject(k) {
		side = []string{"obj", "iobj", "obl"}
	}
	c := t.child(verb, side...)
	if c < 0 || c == k {
		return ""
	}
	if es := r.entitiesAt(i, c); len(es) == 1 {
		return es[0].Country
	}
	code, _ := r.countryIn(i, c)
	return code
}

// each counts a clue for all kinds of phrases that the scene's is one of.
func (s *scene) each(fs []Clue, name string) []Clue {
	for _, a := range s.among {
		fs = append(fs, Clue{name, a})
	}
	return fs
}

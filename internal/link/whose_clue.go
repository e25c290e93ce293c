package link

import (
	"slices"

	"annals"
)

// nobody are the clues for an actor of no country.
func (s *scene) nobody() []Clue {
	fs := s.each(s.r.noClues(), "nobody")
	fs = append(fs, Clue{"nobody, noun", s.r.trees[s.i].lemma(s.head)})
	fs = s.each(fs, "nobody, here "+few(len(s.here)))
	if s.r.focus == "" {
		fs = s.each(fs, "nobody, no focus")
	}
	if len(s.order) == 0 {
		fs = s.each(fs, "nobody, no country")
	}
	return fs
}

// few writes a small number; -1 stands for none.
func few(n int) string {
	if n < 0 {
		return "none"
	}
	return [...]string{"0", "1", "2", "3"}[min(n, 3)]
}

// about are the clues for country c.
func (s *scene) about(c annals.Code) []Clue {
	fs := s.r.noClues()
	add := func(name string) { fs = s.each(fs, name) }
	if !s.r.isCountry(c) {
		add("body " + string(c))
	}
	s.story(c, add)
	s.nearby(c, add)
	s.earlier(c, add)
	s.company(c, add)
	s.sound(c, add)
	more := s.frame(c, add)
	fs = append(fs, more...)
	for _, a := range s.agents {
		if a.Country == c {
			fs = append(fs, Clue{"agent", a.Sector}, Clue{"agent " + a.Sector, s.among[1]}, Clue{"agent, verb", s.act})
		}
	}
	fs = append(fs, Clue{"rank " + few(slices.Index(s.order, c)), s.r.trees[s.i].lemma(s.head)})
	if c == s.r.dateline {
		fs = append(fs, Clue{"dateline", s.r.trees[s.i].lemma(s.head)})
	}
	return fs
}

// story is what the whole article says of country c.
func (s *scene) story(c annals.Code, add func(string)) {
	r := s.r
	share := r.weight[c] / s.total
	add("share " + few(int(share*5)))
	add("rank " + few(slices.Index(s.order, c)))
	if c == r.focus {
		add("focus")
	}
	if c == r.dateline {
		add("dateline")
	}
	if r.inHeadline(c) {
		add("headline")
	}
	if slices.Contains(s.but, c) {
		add("excluded")
	}
}

// nearby is what the sentence says of country c.
func (s *scene) nearby(c annals.Code, add func(string)) {
	at := s.here[c]
	switch {
	case len(at) > 0 && len(s.here) == 1:
		add("here alone")
	case len(at) > 0 && len(s.here) == 2:
		add("here of two")
	case len(at) > 0:
		add("here of many")
	case len(s.here) > 0:
		add("others here")
	}
	towns, others := 0, 0
	for _, x := range s.r.towns[s.i] {
		if x == c {
			towns++
		} else {
			others++
		}
	}
	switch {
	case towns > 0 && others == 0:
		add("place here alone")
	case towns > 0:
		add("place here")
	case others > 0:
		add("other place here")
	}
	if c == s.lastTown {
		add("last place")
	}
	if b := s.block[c]; s.blockTotal > 0 {
		add("paragraph " + few(int(b/s.blockTotal*3)))
	}
	if c == s.setting {
		add("setting")
	}
	if c == s.peer {
		rel := s.r.trees[s.i].rel(s.head)
		add("across the verb " + rel)
	}
	if c == s.speaking {
		add("speaker")
	}
	if len(at) > 0 {
		add("steps " + few(s.steps[c]/2))
		if s.steps[c] == s.fewest {
			add("fewest steps")
		}
		if s.inClause(at) {
			add("same clause")
		}
	}
	if near := s.nearest(true); near == c {
		add("nearest before")
	}
	if near := s.nearest(false); near == c {
		add("nearest after")
	}
}

// nearest is the country that the sentence speaks of nearest to head, before or
// after it.
func (s *scene) nearest(before bool) annals.Code {
	var best annals.Code
	gap := 1000
	for _, c := range s.order {
		for _, k := range s.here[c] {
			d := k - s.head
			if before {
				d = -d
			}
			if d > 0 && d < gap {
				best, gap = c, d
			}
		}
	}
	return best
}

// inClause reports that one of the tokens has the verb of head.
func (s *scene) inClause(at []int) bool {
	t := &s.r.trees[s.i]
	verb := t.verbOf(s.head)
	for _, k := range at {
		if t.verbOf(k) == verb {
			return true
		}
	}
	return false
}

// earlier is what was said of country c before.
func (s *scene) earlier(c annals.Code, add func(string)) {
	k := slices.Index(s.before, c)
	if k < 0 {
		add("new")
	} else {
		add("last " + few(k))
		add("back " + few(s.at[k]))
	}
	if c == s.asSubject {
		add("subject before")
	}
	if c == s.alike {
		add("last alike")
	}
	if c == s.same {
		add("last called so")
	}
}

// inHeadline reports a country that the headline names.
func (r *reader) inHeadline(c annals.Code) bool {
	for i := range r.ss {
		if r.ss[i].In != annals.InTitle {
			break
		}
		for _, h := range r.hits[i] {
			if h.Country == c && h.Sector != "JRN" {
				return true
			}
		}
	}
	return false
}

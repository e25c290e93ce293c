package plover

import (
	"strconv"
	"strings"
)

// features describe an option of the scene.
func (s *scene) features(o *option) []trait {
	fs := make([]trait, 0, 96)
	add := func(f trait) { fs = append(fs, f, f.and(s.typ)) }
	rich := func(f trait) {
		fs = append(fs, f, f.and(s.typ), f.and(s.lemma), f.and(s.frame), f.and(s.voice), f.and(s.typ).and(s.voice))
	}
	switch {
	case o.nobody():
		s.aboutNobody(add, rich)
	case o.implied:
		s.aboutImplied(o, add, rich)
	default:
		s.aboutWords(o, add, rich)
	}
	return fs
}

func has(is []int, i int) bool {
	for _, k := range is {
		if k == i {
			return true
		}
	}
	return false
}

func (s *scene) aboutNobody(add, rich func(trait)) {
	d := s.d
	rich(traitOf("nobody"))
	rich(traitOf("nobody rules " + strconv.FormatBool(len(s.ruleA) > 0) + strconv.FormatBool(len(s.ruleR) > 0)))
	add(traitOf("nobody parties " + strconv.FormatBool(len(s.subj) > 0) + strconv.FormatBool(len(s.obj) > 0)))
	rich(traitOf("nobody subj " + s.any(s.subj)))
	rich(traitOf("nobody obj " + s.any(s.obj)))
	add(traitOf("nobody both " + s.any(s.subj) + s.any(s.obj)))
	add(traitOf("nobody status " + string(d.status) + string(d.under)))
	add(traitOf("nobody rel " + d.t.rel(d.clause)))
	add(traitOf("nobody in " + string(d.t.s.In)))
	if d.mutual() {
		rich(traitOf("nobody mutual"))
	}
}

func (s *scene) aboutImplied(o *option, add, rich func(trait)) {
	rich(traitOf("implied"))
	add(traitOf("implied rules " + strconv.FormatBool(len(s.ruleA) > 0) + strconv.FormatBool(len(s.ruleR) > 0)))
	for _, h := range o.how {
		add(traitOf("implied " + h))
		add(traitOf("implied " + h).and(s.voice))
	}
	add(traitOf("implied n " + strconv.Itoa(min(len(o.how), 4))))
	add(traitOf("implied sector " + o.ps[0].Sector))
	add(traitOf("implied subj " + s.any(s.subj)))
	add(traitOf("implied obj " + s.any(s.obj)))
	s.aboutStory(o, add)
	s.aboutRule(o, add, rich)
}

// aboutPlace says where the option stands among the others.
func (s *scene) aboutPlace(o *option, add func(trait)) {
	t, i := s.d.t, o.tok
	switch i {
	case s.before:
		add(traitOf("nearest before").and(s.voice))
	case s.after:
		add(traitOf("nearest after").and(s.voice))
	}
	if h := t.head(i); h >= 0 && s.heads[h] {
		add(traitOf("inner " + t.base(i) + " " + t.caseOf(i)))
	}
	switch i {
	case s.partyBefore:
		add(traitOf("nearest party before").and(s.voice))
	case s.partyAfter:
		add(traitOf("nearest party after").and(s.voice))
	}
	if has(s.main, i) {
		add(traitOf("main subject"))
		add(traitOf("main subject " + t.rel(s.d.clause)).and(s.voice))
	}
	if root := t.conjRoot(i); root != i {
		add(traitOf("conj " + t.route(root, s.d.pred)))
	}
}

// aboutStory says what part the option's country has in the article.
func (s *scene) aboutStory(o *option, add func(trait)) {
	kind := "words "
	if o.implied {
		kind = "implied "
	}
	code := o.ps[0].Country
	for i := range s.told {
		for _, p := range s.told[i].Actor {
			if p.Country == code && code != "" {
				add(traitOf(kind + "told actor"))
			}
		}
		for _, p := range s.told[i].Recipient {
			if p.Country == code && code != "" {
				add(traitOf(kind + "told recipient"))
			}
		}
	}
	more := 0
	for _, n := range s.count {
		if n > s.count[code] {
			more++
		}
	}
	add(traitOf(kind + "count " + strconv.Itoa(bucket(s.count[code])) + " " + strconv.Itoa(min(more, 3))))
}

// aboutRule says what the tables made of the option.
func (s *scene) aboutRule(o *option, add, rich func(trait)) {
	kind := "words"
	if o.implied {
		kind = "implied"
	}
	kind += s.implied
	for n, ps := range [][]party{s.ruleA, s.ruleR} {
		name := "AR"[n : n+1]
		for k := range ps {
			if o.implied && ps[k].Country == o.ps[0].Country {
				add(traitOf("rule country " + name + kind))
			}
			if !o.implied && ps[k].tok == o.tok && ps[k].Text != "" {
				rich(traitOf("rule " + name))
				if ps[k].Country == o.ps[0].Country {
					rich(traitOf("rule exact " + name))
				}
			} else if !o.implied && ps[k].Country == o.ps[0].Country {
				add(traitOf("rule same " + name))
			}
		}
	}
}

func (s *scene) aboutWords(o *option, add, rich func(trait)) {
	t, d, i := s.d.t, s.d, o.tok
	add(traitOf("words"))
	path := t.route(i, d.pred)
	rich(traitOf("path " + path))
	if d.clause != d.pred {
		rich(traitOf("clause " + t.route(i, d.clause)))
	}
	s.aboutFunction(o, rich)
	s.aboutRule(o, add, rich)
	p := &o.ps[0]
	who := traitOf("sector " + p.Sector)
	add(who)
	add(who.and(s.voice))
	add(who.and(traitOf("path " + path)))
	add(traitOf("kind " + p.Kind))
	being := s.x.who(t, i)
	if len(s.x.book.nouns[t.lemma(i)]) > 0 {
		being += " event"
	}
	rich(traitOf("being " + being))
	add(traitOf("being " + being + " " + path))
	for _, k := range t.kids[i] {
		switch t.base(k) {
		case "det":
			add(traitOf("det " + t.lemma(k)))
			add(traitOf("det " + t.lemma(k) + " " + being))
		case "amod", "nummod":
			add(traitOf("mod " + t.lemma(k)))
		}
	}
	add(traitOf("noun " + t.lemma(i)))
	add(traitOf("case " + t.caseOf(i)))
	add(traitOf("case " + t.caseOf(i)).and(s.voice))
	add(traitOf("upos " + t.tok(i).UPOS + t.rel(i)))
	side := "after"
	if i < d.pred {
		side = "before"
	}
	add(traitOf("side " + side).and(s.voice))
	add(traitOf("far " + side + strconv.Itoa(bucket(i-d.pred))))
	if !p.political() {
		add(traitOf("not political"))
	}
	s.aboutPlace(o, add)
	s.aboutStory(o, add)
	if len(o.ps) > 1 {
		add(traitOf("several"))
	}
	for _, h := range o.how {
		f := traitOf("how " + h)
		add(f)
		add(f.and(who))
		add(f.and(traitOf("noun " + t.lemma(i))))
	}
	if m := t.mentionAt(i); m != nil {
		add(traitOf("via " + m.Via))
	}
	if h := t.head(i); h >= 0 {
		add(traitOf("head " + t.lemma(h) + " " + t.base(i) + t.caseOf(i)))
	}
}

// aboutFunction says which part of the sentence the option is to the predicate.
func (s *scene) aboutFunction(o *option, rich func(trait)) {
	t, i := s.d.t, o.tok
	any := false
	for _, f := range []struct {
		name string
		is   []int
	}{{"subj", s.subj}, {"obj", s.obj}, {"ind", s.ind}, {"gov", s.gv}, {"speaker", s.speakers}} {
		switch {
		case has(f.is, i):
			rich(traitOf("is " + f.name))
			any = true
		case s.within(i, f.is):
			rich(traitOf("in " + f.name))
			any = true
		}
	}
	if !any {
		rich(traitOf("is else " + t.base(i) + " " + t.caseOf(i)))
	}
	if t.under(i, s.d.pred) {
		rich(traitOf("below"))
	}
}

// within reports whether i stands inside one of the phrases is, no clause between.
func (s *scene) within(i int, is []int) bool {
	t := s.d.t
	for n, h := 0, t.head(i); h >= 0 && n < 3; n, h = n+1, t.head(h) {
		if t.isVerb(h) {
			return false
		}
		if has(is, h) {
			return true
		}
	}
	return false
}

func bucket(n int) int {
	n = abs(n)
	switch {
	case n <= 3:
		return n
	case n <= 6:
		return 5
	case n <= 12:
		return 9
	}
	return 20
}

// route is the relations from token i up to an ancestor that it shares with p,
// and down from there to p.
func (t *tree) route(i, p int) string {
	up := map[int]int{}
	for n, k := 0, p; k >= 0 && n < maxDepth; n, k = n+1, t.head(k) {
		up[k] = n
	}
	var b strings.Builder
	for n, k := 0, i; k >= 0 && n < 5; n, k = n+1, t.head(k) {
		if _, ok := up[k]; ok {
			b.WriteByte('^')
			for m, j := 0, p; j != k && j >= 0; m, j = m+1, t.head(j) {
				if m > 3 {
					return b.String() + "…"
				}
				b.WriteString(t.base(j) + ">")
			}
			return b.String()
		}
		b.WriteString(t.rel(k))
		if c := t.caseOf(k); c != "" && n < 2 {
			b.WriteString(":" + c)
		}
		b.WriteByte('<')
	}
	return "far"
}

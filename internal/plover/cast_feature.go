package plover

import (
	"strconv"
)

// A list is the features of an option, as they are found.
type list struct {
	fs                       []trait
	typ, lemma, frame, voice trait
}

// add adds f, for itself and with the type of the claim.
func (l *list) add(f trait) { l.fs = append(l.fs, f, f.and(l.typ)) }

// rich adds f, for itself and with all that the claim is known by.
func (l *list) rich(f trait) {
	typ := f.and(l.typ)
	l.fs = append(l.fs, f, typ, f.and(l.lemma), f.and(l.frame), f.and(l.voice), typ.and(l.voice))
}

// features adds what describes an option of the scene: what its words do, which
// is the same for all whom they may stand for, to words, and the rest to own.
// Words are left out where words is nil.
func (s *scene) features(o *option, words, own *list) {
	switch {
	case o.nobody():
		s.aboutNobody(own)
	case o.implied:
		s.aboutImplied(o, own)
	default:
		if words != nil {
			s.aboutWords(o.tok, words)
		}
		s.aboutParty(o, own)
	}
}

func (s *scene) newList() list {
	return list{fs: make([]trait, 0, 128), typ: s.typ, lemma: s.lemma, frame: s.frame, voice: s.voice}
}

func has(is []int, i int) bool {
	for _, k := range is {
		if k == i {
			return true
		}
	}
	return false
}

func (s *scene) aboutNobody(l *list) {
	d := s.d
	l.rich(traitOf("nobody"))
	l.rich(traitOf("nobody rules ").plus(strconv.FormatBool(len(s.ruleA) > 0)).plus(strconv.FormatBool(len(s.ruleR) > 0)))
	l.add(traitOf("nobody parties ").plus(strconv.FormatBool(len(s.subj) > 0)).plus(strconv.FormatBool(len(s.obj) > 0)))
	l.rich(traitOf("nobody subj ").plus(s.any(s.subj)))
	l.rich(traitOf("nobody obj ").plus(s.any(s.obj)))
	l.add(traitOf("nobody both ").plus(s.any(s.subj)).plus(s.any(s.obj)))
	l.add(traitOf("nobody status ").plus(string(d.status)).plus(string(d.under)))
	l.add(traitOf("nobody rel ").plus(d.t.rel(d.clause)))
	l.add(traitOf("nobody in ").plus(string(d.t.s.In)))
	if d.mutual() {
		l.rich(traitOf("nobody mutual"))
	}
}

func (s *scene) aboutImplied(o *option, l *list) {
	l.rich(traitOf("implied"))
	l.add(traitOf("implied rules ").plus(strconv.FormatBool(len(s.ruleA) > 0)).plus(strconv.FormatBool(len(s.ruleR) > 0)))
	for _, h := range o.how {
		l.add(traitOf("implied ").plus(h))
		l.add(traitOf("implied ").plus(h).and(s.voice))
	}
	l.add(traitOf("implied n ").plus(strconv.Itoa(min(len(o.how), 4))))
	l.add(traitOf("implied sector ").plus(o.ps[0].Sector))
	l.add(traitOf("implied subj ").plus(s.any(s.subj)))
	l.add(traitOf("implied obj ").plus(s.any(s.obj)))
	s.aboutStory(o, l)
	s.aboutRule(o, l)
}

// aboutPlace says where the option stands among the others.
func (s *scene) aboutPlace(i int, l *list) {
	t := s.d.t
	switch i {
	case s.before:
		l.add(traitOf("nearest before").and(s.voice))
	case s.after:
		l.add(traitOf("nearest after").and(s.voice))
	}
	if h := t.head(i); h >= 0 && s.heads[h] {
		l.add(traitOf("inner ").plus(t.base(i)).plus(" ").plus(t.caseOf(i)))
	}
	switch i {
	case s.partyBefore:
		l.add(traitOf("nearest party before").and(s.voice))
	case s.partyAfter:
		l.add(traitOf("nearest party after").and(s.voice))
	}
	if has(s.main, i) {
		l.add(traitOf("main subject"))
		l.add(traitOf("main subject ").plus(t.rel(s.d.clause)).and(s.voice))
	}
	if root := t.conjRoot(i); root != i {
		l.add(traitOf("conj ").plus(t.route(root, s.d.pred)))
	}
}

// aboutStory says what part the option's country has in the article.
func (s *scene) aboutStory(o *option, l *list) {
	kind := traitOf("words ")
	if o.implied {
		kind = traitOf("implied ")
	}
	code := o.ps[0].Country
	l.add(kind.plus("code ").plus(string(code)))
	for i := range s.told {
		for _, p := range s.told[i].Actor {
			if p.Country == code && code != "" {
				l.add(kind.plus("told actor"))
			}
		}
		for _, p := range s.told[i].Recipient {
			if p.Country == code && code != "" {
				l.add(kind.plus("told recipient"))
			}
		}
	}
	s.aboutPast(o, l)
	n, more := s.x.standing(code)
	l.add(kind.plus("count ").plus(strconv.Itoa(bucket(n))).plus(" ").plus(strconv.Itoa(min(more, 3))))
}

// aboutRule says what the tables made of the option.
func (s *scene) aboutRule(o *option, l *list) {
	for n, ps := range [][]party{s.ruleA, s.ruleR} {
		name := "AR"[n : n+1]
		for k := range ps {
			if o.implied && ps[k].Country == o.ps[0].Country {
				l.add(traitOf("rule country ").plus(name).plus("implied").plus(s.implied))
			}
			if !o.implied && ps[k].tok == o.tok && ps[k].Text != "" {
				l.rich(traitOf("rule ").plus(name))
				if ps[k].Country == o.ps[0].Country {
					l.rich(traitOf("rule exact ").plus(name))
				}
			} else if !o.implied && ps[k].Country == o.ps[0].Country {
				l.add(traitOf("rule same ").plus(name))
			}
		}
	}
}

// aboutWords describes token i, whoever it stands for.
func (s *scene) aboutWords(i int, l *list) {
	t, d := s.d.t, s.d
	l.add(traitOf("words"))
	path := s.path(i)
	l.rich(traitOf("path ").plus(path))
	if d.clause != d.pred {
		l.rich(traitOf("clause ").plus(t.route(i, d.clause)))
	}
	s.aboutFunction(i, l)
	being := s.x.who(t, i)
	if len(s.x.book.nouns[t.lemma(i)]) > 0 {
		being += " event"
	}
	l.rich(traitOf("being ").plus(being))
	l.add(traitOf("being ").plus(being).plus(" ").plus(path))
	for _, k := range t.kids[i] {
		switch t.base(k) {
		case "det":
			det := traitOf("det ").plus(t.lemma(k))
			l.add(det)
			l.add(det.plus(" ").plus(being))
		case "amod", "nummod":
			l.add(traitOf("mod ").plus(t.lemma(k)))
		}
	}
	l.add(traitOf("noun ").plus(t.lemma(i)))
	of := traitOf("case ").plus(t.caseOf(i))
	l.add(of)
	l.add(of.and(s.voice))
	l.add(traitOf("upos ").plus(t.tok(i).UPOS).plus(t.rel(i)))
	side := "after"
	if i < d.pred {
		side = "before"
	}
	l.add(traitOf("side ").plus(side).and(s.voice))
	l.add(traitOf("far ").plus(side).plus(strconv.Itoa(bucket(i - d.pred))))
	s.aboutPlace(i, l)
	if m := t.mentionAt(i); m != nil {
		l.add(traitOf("via ").plus(m.Via))
	}
	if h := t.head(i); h >= 0 {
		l.add(traitOf("head ").plus(t.lemma(h)).plus(" ").plus(t.base(i)).plus(t.caseOf(i)))
	}
}

// aboutParty describes whom the words of an option stand for.
func (s *scene) aboutParty(o *option, l *list) {
	t, p := s.d.t, &o.ps[0]
	s.aboutRule(o, l)
	who, noun := traitOf("sector ").plus(p.Sector), traitOf("noun ").plus(t.lemma(o.tok))
	l.add(who)
	l.add(who.and(s.voice))
	l.add(who.and(traitOf("path ").plus(s.path(o.tok))))
	l.add(traitOf("kind ").plus(p.Kind))
	if !p.political() {
		l.add(traitOf("not political"))
	}
	s.aboutStory(o, l)
	if len(o.ps) > 1 {
		l.add(traitOf("several"))
	}
	for _, h := range o.how {
		f := traitOf("how ").plus(h)
		l.add(f)
		l.add(f.and(who))
		l.add(f.and(noun))
	}
}

// aboutFunction says which part of the sentence the option is to the predicate.
func (s *scene) aboutFunction(i int, l *list) {
	t := s.d.t
	any := false
	for _, f := range []struct {
		name string
		is   []int
	}{{"subj", s.subj}, {"obj", s.obj}, {"ind", s.ind}, {"gov", s.gv}, {"speaker", s.speakers}} {
		switch {
		case has(f.is, i):
			l.rich(traitOf("is ").plus(f.name))
			any = true
		case s.within(i, f.is):
			l.rich(traitOf("in ").plus(f.name))
			any = true
		}
	}
	if !any {
		l.rich(traitOf("is else ").plus(t.base(i)).plus(" ").plus(t.caseOf(i)))
	}
	if t.under(i, s.d.pred) {
		l.rich(traitOf("below"))
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

// path is the route from token i to the predicate. It is asked for each of
// those that a token may stand for, one after the other.
func (s *scene) path(i int) string {
	if s.pathOf != i {
		s.pathOf, s.pathIs = i, s.d.t.route(i, s.d.pred)
	}
	return s.pathIs
}

// route is the relations from token i up to an ancestor that it shares with p,
// and down from there to p.
func (t *tree) route(i, p int) string {
	b := make([]byte, 0, 64)
	for n, k := 0, i; k >= 0 && n < 5; n, k = n+1, t.head(k) {
		if t.above(k, p) {
			b = append(b, '^')
			for m, j := 0, p; j != k && j >= 0; m, j = m+1, t.head(j) {
				if m > 3 {
					return string(b) + "…"
				}
				b = append(append(b, t.base(j)...), '>')
			}
			return string(b)
		}
		b = append(b, t.rel(k)...)
		if n < 2 {
			if c := t.caseOf(k); c != "" {
				b = append(append(b, ':'), c...)
			}
		}
		b = append(b, '<')
	}
	return "far"
}

// above reports whether token k is p or one of those that it hangs on.
func (t *tree) above(k, p int) bool {
	for n := 0; p >= 0 && n < maxDepth; n, p = n+1, t.head(p) {
		if p == k {
			return true
		}
	}
	return false
}

package plover

import (
	"annals"
)

// A RoleCase is a claim of the corpus as the trainer of roles sees it: the
// casts that are possible, and the rows of weights that each adds up.
type RoleCase struct {
	Roles [3][][]uint32 // rows by role (actor, recipient, side of a mutual act) and option
	Pairs [2][][]uint32 // rows by kind (one acts on the other, mutual) and pair
	Casts []RoleCast
	Gold  *annals.Claim
	Rules [2][]annals.Participant // actors and recipients by the frames alone

	x       *coder
	d       *draft
	options []option
}

// A RoleCast names the options of actor and recipient, or of two sides, and
// their pair.
type RoleCast struct {
	Actor, Recipient, Pair int
	Both                   bool
	Good                   bool // the gold allows it
}

// Choose is the actors and recipients of the cast to take, given the scores of
// Casts, and how probable it is.
func (c *RoleCase) Choose(scores []float64) (actors, recipients []annals.Participant, sure float64) {
	k := choose(c.options, scores)
	actors, recipients = c.Played(RoleCast{Actor: k.actor, Recipient: k.recip, Both: k.both})
	return actors, recipients, k.sure
}

// Played is the actors and recipients of a cast.
func (c *RoleCase) Played(k RoleCast) (actors, recipients []annals.Participant) {
	d := *c.d
	c.x.play(&d, c.options, cast{actor: k.Actor, recip: k.Recipient, both: k.Both})
	return c.x.participants(d.actors), c.x.participants(d.recips)
}

// RoleCases are the gold claims of an article, in order of its sentences.
// Claims have the place of their triggers; one whose trigger stands in no
// sentence is left out. What a claim goes by of those before it is told, which
// has as many as gold: one without type was not told.
func (b *Codebook) RoleCases(a *annals.Article, ss []annals.Sentence, ms []annals.Mention, gold, told []annals.Claim) []*RoleCase {
	x := newCoder(b, a, ss, ms)
	var out []*RoleCase
	for _, t := range x.trees {
		if x.repeatsTitle(t) || t.len() > maxTokens {
			continue
		}
		ds := x.drafts(t)
		for i := range ds {
			x.fillRoles(ds[i])
		}
		for i := range gold {
			g := &gold[i]
			trigger := annals.Span{Start: g.TriggerStart, End: g.TriggerEnd}
			if g.In != t.s.In || trigger.Len() == 0 || !t.s.Contains(trigger) {
				continue
			}
			if d := x.draftOf(t, ds, g); d.pred >= 0 {
				out = append(out, x.roleCase(d, g))
			}
			if c := told[i]; c.Type != "" {
				c.Sentence = t.n
				x.out = append(x.out, c)
				x.remember(&c, t.n)
			}
		}
	}
	return out
}

// draftOf is the draft of a gold claim: the one that the tables find at its
// trigger, rather one of its type, or else one made of the trigger alone.
func (x *coder) draftOf(t *tree, ds []*draft, g *annals.Claim) *draft {
	var best *draft
	score := 0
	trigger := annals.Span{Start: g.TriggerStart, End: g.TriggerEnd}
	for _, d := range ds {
		v := 0
		if trigger.Overlaps(t.tok(d.pred).Span) {
			v = 2
		} else if d.gov >= 0 && trigger.Overlaps(t.tok(d.gov).Span) {
			v = 1
		}
		if v > 0 && (d.typ == g.Type || g.Underlying != "" && d.fit.e.typ == g.Underlying) {
			v += 4
		}
		if v > score {
			best, score = d, v
		}
	}
	if best == nil {
		best = x.bare(t, trigger)
	}
	d := *best
	d.typ, d.under, d.status = g.Type, g.Underlying, g.Status
	if d.pred >= 0 {
		x.implyCrowd(&d)
		x.joint(&d)
		x.implyActor(&d)
		x.imply(&d)
	}
	d.typ = g.Type
	return &d
}

// bare is a draft of words that no row knows; its pred is −1 when there are none.
func (x *coder) bare(t *tree, s annals.Span) *draft {
	head := -1
	for i := range t.s.Tokens {
		if !s.Overlaps(t.tok(i).Span) {
			continue
		}
		if h := t.head(i); h < 0 || !s.Overlaps(t.tok(h).Span) {
			head = i
			break
		}
	}
	d := &draft{t: t, pred: head, clause: head, gov: -1, fit: fit{e: &entry{}, tokens: []int{head}, object: -1}}
	if head >= 0 && t.tok(head).UPOS == "NOUN" {
		x.lighten(d)
	}
	return d
}

func (x *coder) roleCase(d *draft, g *annals.Claim) *RoleCase {
	s, options := x.newScene(d)
	c := &RoleCase{Gold: g, Rules: [2][]annals.Participant{x.participants(d.actors), x.participants(d.recips)}, x: x, d: d, options: options}
	heads := headTraits()
	for i := range options {
		l := s.newList()
		s.features(&options[i], &l, &l)
		var w whoList
		x.aboutWho(d, &options[i], &w)
		fs, who := l.fs, rows(w.fs, heads[whoHead])
		for h := range c.Roles {
			c.Roles[h] = append(c.Roles[h], append(rows(fs, heads[h]), who...))
		}
	}
	good := goodCasts(d.t, options, g)
	at := map[trait]int{}
	casts(options, func(k cast) {
		a, r := &options[k.actor], &options[k.recip]
		x, y := a.pairClass(), r.pairClass()
		fs := s.pairTraits(relationOf(a, r), &x, &y, a.tok <= r.tok, nil)
		fs = s.landTraits(a.code(), r.code(), fs)
		key := traitOf("")
		for _, f := range fs {
			key = key.and(f)
		}
		n, ok := at[key]
		if !ok {
			n = len(at)
			at[key] = n
			for h := range c.Pairs {
				c.Pairs[h] = append(c.Pairs[h], rows(fs, heads[pairHead+h]))
			}
		}
		c.Casts = append(c.Casts, RoleCast{k.actor, k.recip, n, k.both, good[k]})
	})
	return c
}

func rows(fs []trait, head trait) []uint32 {
	out := make([]uint32, len(fs))
	for i, f := range fs {
		out[i] = f.row(head)
	}
	return out
}

// goodCasts are the casts that a gold claim allows.
func goodCasts(t *tree, options []option, g *annals.Claim) map[cast]bool {
	actors, recips := fitting(t, options, g.Actor), fitting(t, options, g.Recipient)
	out := map[cast]bool{}
	if len(g.Recipient) == 0 && len(g.Actor) > 1 {
		casts(options, func(c cast) {
			if !has(actors, c.actor) {
				return
			}
			if c.both && has(actors, c.recip) || !c.both && c.recip == 0 && coordinate(t, options, actors, c.actor) {
				out[c] = true
			}
		})
	}
	if len(out) > 0 {
		return out
	}
	casts(options, func(c cast) {
		if !c.both && has(actors, c.actor) && has(recips, c.recip) {
			out[c] = true
		}
	})
	return out
}

// coordinate reports whether option a alone stands for several parties: by its
// words, or with what it is coordinated with.
func coordinate(t *tree, options []option, actors []int, a int) bool {
	if len(options[a].ps) > 1 {
		return true
	}
	i := options[a].tok
	for _, b := range actors {
		if j := options[b].tok; i >= 0 && j >= 0 && i != j && (has(t.conjuncts(i), j) || has(t.conjuncts(j), i)) {
			return true
		}
	}
	return false
}

// fitting is the options that stand for one of the gold's participants: those
// at the head of its words, then those within, then those that no words give,
// each with its country; else by words or by country alone. Nobody stands for
// no participants.
func fitting(t *tree, options []option, ps []annals.Participant) []int {
	if len(ps) == 0 {
		return []int{0}
	}
	var ranked [5][]int
	for i := range options {
		for k := range ps {
			if r := options[i].fits(t, &ps[k]); r >= 0 {
				ranked[r] = append(ranked[r], i)
			}
		}
	}
	for _, is := range ranked {
		if len(is) > 0 {
			return is
		}
	}
	return nil
}

// fits ranks an option for a participant of the gold, best 0; −1 is no fit.
func (o *option) fits(t *tree, p *annals.Participant) int {
	lands := false
	for i := range o.ps {
		lands = lands || o.ps[i].Country == p.Country
	}
	inside := o.tok >= 0 && p.End > p.Start && t.tok(o.tok).Start >= p.Start && t.tok(o.tok).End <= p.End
	switch {
	case o.nobody():
		return -1
	case inside && lands && t.governs(o.tok, p):
		return 0
	case inside && lands:
		return 1
	case lands && p.End <= p.Start:
		return 2
	case inside:
		return 3
	case lands:
		return 4
	}
	return -1
}

// governs reports whether token i governs the words of p that it stands in.
func (t *tree) governs(i int, p *annals.Participant) bool {
	h := t.head(i)
	return h < 0 || t.tok(h).Start < p.Start || t.tok(h).End > p.End || t.base(i) == "conj"
}

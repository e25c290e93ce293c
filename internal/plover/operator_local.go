package plover

import (
	"strings"

	"annals"
)

// localEffects are negation, tense and mood on clause c itself.
func (x *coder) localEffects(t *tree, c int) []effect {
	return append(x.auxEffects(t, c), x.ownNegation(t, c)...)
}

// auxEffects reads the auxiliaries of c: will, would, may, is to.
func (x *coder) auxEffects(t *tree, c int) []effect {
	neg := x.negated(t, c)
	be := false
	for _, k := range t.kids[c] {
		if t.base(k) != "aux" && t.base(k) != "cop" {
			continue
		}
		w := strings.ToLower(t.tok(k).Form)
		switch w {
		case "will", "shall", "'ll", "’ll", "wo", "would", "'d":
			if w == "would" && !x.reported(t, c) && t.kid(c, func(k int) bool { return t.lemma(k) == "have" && t.base(k) == "aux" }) >= 0 {
				return []effect{{"modal", "aux", k, w}}
			}
			if neg {
				return []effect{{"wont", "aux", k, w + " not"}}
			}
			if w == "would" && !x.reported(t, c) {
				return []effect{{"modal", "aux", k, w}}
			}
			return []effect{{"future", "aux", k, w}}
		case "may", "might", "could", "can", "ca", "should", "must":
			if neg {
				return []effect{{"negate", "aux", k, w + " not"}}
			}
			if w == "could" && t.kid(c, func(k int) bool { return t.lemma(k) == "be" && t.base(k) == "aux" }) >= 0 && !x.reported(t, c) {
				return []effect{{"modal", "aux", k, w}}
			}
			return []effect{{"modal", "aux", k, w}}
		case "is", "are", "was", "were", "'s", "be":
			be = true
		}
	}
	if t.hasMark(c, "to") {
		switch {
		case be && t.kidRel(c, "aux") >= 0 && (t.base(c) != "xcomp" && t.base(c) != "advcl" && t.base(c) != "acl"):
			return negatedOr(neg, effect{"future", "be to", c, "to"})
		case (t.base(c) == "root" || t.base(c) == "ccomp" || t.base(c) == "parataxis") && t.ownSubjects(c) != nil, x.toCome(t, c):
			return negatedOr(neg, effect{"future", "headline to", c, "to"})
		}
	}
	return nil
}

// toCome reports the infinitive of a headline that trees hang on its subject:
// Kenya to expel envoy; Army to leave base, says minister.
func (x *coder) toCome(t *tree, c int) bool {
	h := t.head(c)
	if t.base(c) != "acl" || h < 0 || h > c || t.len() > maxHeadline || !x.somebody(t, h) {
		return false
	}
	verb := t.head(h)
	if verb >= 0 && (t.base(h) != "nsubj" || verb < c || !x.book.report["verb"][t.lemma(verb)]) {
		return false
	}
	return t.kid(h, func(k int) bool { return t.base(k) == "det" || oneOfAll[t.lemma(k)] }) < 0
}

// oneOfAll are words for who is told from all others: the first Russian to win.
var oneOfAll = set{"first": true, "second": true, "third": true, "last": true, "latest": true, "next": true, "only": true, "most": true}

// somebody reports a noun for who may act.
func (x *coder) somebody(t *tree, i int) bool {
	_, person := x.book.people[t.lemma(i)]
	return person || t.mentionAt(i) != nil || t.tok(i).UPOS == "PROPN"
}

func negatedOr(neg bool, e effect) []effect {
	if neg {
		e.name = "wont"
	}
	return []effect{e}
}

// ownNegation is not, never, no and without, where no auxiliary has spoken.
func (x *coder) ownNegation(t *tree, c int) []effect {
	if !x.negated(t, c) {
		return nil
	}
	for _, k := range t.kids[c] {
		if t.base(k) == "aux" {
			switch strings.ToLower(t.tok(k).Form) {
			case "will", "wo", "would", "shall", "'ll", "can", "could", "ca", "may", "might", "must", "should":
				return nil // read by auxEffects
			}
		}
	}
	return []effect{{"negate", "not", c, "not"}}
}

var negators = set{"not": true, "n't": true, "never": true, "neither": true, "nor": true, "no": true, "n’t": true}

// almost are adverbs of what did not come about.
var almost = set{"nearly": true, "almost": true}

// yet reports "has yet to": the infinitive under have, or a mark of it.
func (t *tree) yet(c int) bool {
	h := t.head(c)
	here := func(v int) bool {
		return v >= 0 && (t.lemma(v) == "have" || t.lemma(v) == "be" || v == c) && t.kid(v, func(k int) bool { return t.lemma(k) == "yet" && k < c }) >= 0
	}
	return t.hasMark(c, "to") && (here(h) || here(c))
}

// negated reports whether clause c is denied by an adverb, its subject or its
// object.
func (x *coder) negated(t *tree, c int) bool {
	if t.yet(c) {
		return true
	}
	for _, k := range t.kids[c] {
		w := strings.ToLower(t.tok(k).Form)
		switch t.base(k) {
		case "advmod", "cc", "det":
			if (negators[w] || almost[w]) && t.base(k) == "advmod" && !t.onlyAfter(k) {
				return true
			}
		case "nsubj", "obj":
			if w == "nobody" || w == "none" || w == "nothing" || w == "neither" || t.denied(k) {
				return true
			}
		case "mark":
			if w == "without" || w == "instead" || w == "instead of" || w == "rather" {
				return true
			}
		}
	}
	return false
}

// onlyAfter is "not only".
func (t *tree) onlyAfter(k int) bool {
	return k+1 < t.len() && (t.lemma(k+1) == "only" || t.lemma(k+1) == "just")
}

// denied reports whether noun k has no or neither before it, or is "no one".
func (t *tree) denied(k int) bool {
	return t.kid(k, func(d int) bool {
		w := strings.ToLower(t.tok(d).Form)
		return t.base(d) == "det" && (w == "no" || w == "neither") || t.rel(d) == "cc:preconj" && w == "neither" || t.base(d) == "advmod" && w == "not" && d < k
	}) >= 0
}

// nounEffects are no, without, possible, planned on a nominal predicate.
func (x *coder) nounEffects(t *tree, n, c int) []effect {
	var out []effect
	seen := t.head(n) == c && t.isVerb(c) && (t.base(n) == "obj" || t.base(n) == "nsubj") // read with the verb
	if t.denied(n) && !seen || t.caseOf(n) == "without" {
		out = append(out, effect{"negate", "no", n, "no"})
	}
	for _, k := range t.kids[n] {
		if t.base(k) != "amod" {
			continue
		}
		switch t.lemma(k) {
		case "possible", "potential", "hypothetical", "any", "feared", "imminent":
			out = append(out, effect{"modal", "adjective", k, t.tok(k).Form})
		case "planned", "plan", "upcoming", "future", "scheduled", "forthcoming", "coming", "proposed", "threatened":
			out = append(out, effect{"expect", "adjective", k, t.tok(k).Form})
		case "continued", "ongoing", "continuing":
			out = append(out, effect{"continue", "adjective", k, t.tok(k).Form})
		}
	}
	return out
}

// reported reports whether clause c is what somebody said.
func (x *coder) reported(t *tree, c int) bool {
	for d := 0; c >= 0 && d < maxDepth; d++ {
		h := t.head(c)
		if h < 0 {
			return t.kid(c, func(k int) bool { return t.rel(k) == "parataxis" && x.book.report["verb"][t.lemma(k)] }) >= 0
		}
		if b := t.base(c); (b == "ccomp" || b == "acl" || b == "xcomp") && (t.isVerb(h) || t.tok(h).UPOS == "NOUN") {
			if x.book.report["verb"][t.lemma(h)] || x.book.report["noun"][t.lemma(h)] || len(x.book.ops[t.lemma(h)]) > 0 {
				return true
			}
		}
		c = h
	}
	return false
}

// A reading is a type with what operators made of it.
type reading struct {
	typ, under annals.Type
	status     annals.Status
	why        []annals.Reason
	drop       bool // asked for, or a mere purpose: not a claim
}

// apply rewrites an act by its operators, innermost first.
func (x *coder) apply(typ annals.Type, fx []effect) reading {
	r := reading{typ: typ, status: annals.Actual}
	for _, e := range fx {
		if e.name == "urge" || e.name == "purpose" {
			r.drop = true
		}
		rows := x.book.rewrites[e.name]
		for i := range rows {
			rw := &rows[i]
			if rw.types != nil && !rw.types[r.typ] {
				continue
			}
			if rw.to != "" {
				r.typ = rw.to
			}
			if rw.status != "" && !(r.status == annals.Negated && rw.status == annals.Ongoing) {
				r.status = merge(r.status, rw.status)
			}
			r.why = append(r.why, annals.Reason{Rule: rw.rule, Words: e.words})
			break
		}
	}
	if r.typ != typ {
		r.under = typ
	}
	return r
}

// merge is the status of an act whose status was a, under an operator that
// says b: what is denied stays denied, what is possible stays possible.
func merge(a, b annals.Status) annals.Status {
	switch {
	case a == annals.Negated && b == annals.Negated:
		return annals.Actual
	case a == annals.Negated:
		return a
	case a == annals.Hypothetical && b == annals.Actual:
		return a
	case a == annals.Hypothetical && b == annals.Future:
		return a
	case b == "":
		return a
	}
	return b
}

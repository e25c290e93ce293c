package plover

import (
	"strings"

	"annals"
)

// duty is the entry of "Paris said Ankara must withdraw": what somebody says
// another has to do is a request to the other.
var duty = &entry{rule: "duty", typ: annals.Request, actor: parsePath("subj"), recip: parsePath("ccomp.subj")}

// duties finds such requests where two parties are given, whatever it is that one has
// to do. Their predicate is the verb of saying.
func (x *coder) duties(t *tree) []*draft {
	var out []*draft
	for v := range t.s.Tokens {
		if !t.isVerb(v) || t.base(v) != "ccomp" {
			continue
		}
		h := t.head(v)
		if h < 0 || !x.book.report["verb"][t.lemma(h)] || x.verbDraft(t, h) != nil {
			continue
		}
		m := t.obligation(v)
		if m < 0 || t.ownSubjects(v) == nil || t.subjects(h) == nil {
			continue
		}
		out = append(out, &draft{t: t, fit: fit{e: duty, tokens: []int{h, m}, object: -1, score: 4}, pred: h, clause: h, gov: -1,
			reading: x.apply(annals.Request, x.effects(t, h, h))})
	}
	return out
}

// obligation is the word that makes v a duty: must, should, has to; or −1. What had
// to be done, or must have been, is none.
func (t *tree) obligation(v int) int {
	if f := strings.ToLower(t.tok(v).Form); (f == "has" || f == "have" || f == "needs" || f == "need") && t.kidRel(v, "xcomp") >= 0 {
		return v
	}
	if t.kid(v, func(k int) bool { return t.base(k) == "aux" && t.lemma(k) == "have" }) >= 0 {
		return -1
	}
	return t.kid(v, func(k int) bool {
		switch strings.ToLower(t.tok(k).Form) {
		case "must", "should", "ought", "need":
			return t.base(k) == "aux"
		}
		return false
	})
}

// owed reports whether predicate i stands in what somebody says another has to
// do.
func (x *coder) owed(ds []*draft, d *draft) bool {
	for _, o := range ds {
		if o.fit.e == duty && o != d && d.t.head(o.fit.tokens[1]) >= 0 {
			v := o.fit.tokens[1]
			if o.t.base(v) == "aux" {
				v = o.t.head(v)
			}
			if d.t.under(d.pred, v) {
				return true
			}
		}
	}
	return false
}

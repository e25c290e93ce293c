package plover

import (
	"strings"

	"annals"
)

// An operator is a word that changes what is said of the act it governs.
type operator struct {
	rule    string
	name    string
	control string // s, o or -
	pat     pattern
}

func (c *Codebook) readOperators(r row) error {
	f := strings.Fields(r.head)
	if len(f) != 2 {
		return r.errorf("want operator control, have %q", r.head)
	}
	for _, s := range r.list() {
		pat, err := c.parsePattern(s, false)
		if err != nil {
			return r.errorf("%v", err)
		}
		c.ops[pat.lemma] = append(c.ops[pat.lemma], &operator{r.at(), f[0], f[1], pat})
	}
	return nil
}

// A rewrite is a row of rewrite.txt.
type rewrite struct {
	rule   string
	types  map[annals.Type]bool // nil: every type
	to     annals.Type          // "": the same
	status annals.Status        // "": the same
}

func (c *Codebook) readRewrite(r row) error {
	from, to, ok := strings.Cut(r.body, "->")
	f := strings.Fields(to)
	if !ok || len(f) != 2 {
		return r.errorf("want TYPES -> TYPE status, have %q", r.body)
	}
	rw := rewrite{rule: r.at(), types: map[annals.Type]bool{}}
	for _, s := range strings.Split(strings.TrimSpace(from), ",") {
		if s == "*" {
			rw.types = nil
			break
		}
		t, ok := typeNamed(s)
		if !ok {
			return r.errorf("no PLOVER type %q", s)
		}
		rw.types[t] = true
	}
	if f[0] != "=" {
		t, ok := typeNamed(f[0])
		if !ok {
			return r.errorf("no PLOVER type %q", f[0])
		}
		rw.to = t
	}
	if f[1] != "-" {
		rw.status = annals.Status(f[1])
	}
	c.rewrites[r.head] = append(c.rewrites[r.head], rw)
	return nil
}

// An effect is an operator seen at work.
type effect struct {
	name  string
	rule  string
	tok   int // the word, or −1
	words string
}

// effects are the operators over clause c, innermost first; noun is the
// predicate when it is a noun (else c itself).
func (x *coder) effects(t *tree, noun, c int) []effect {
	var out []effect
	if noun != c {
		out = append(x.nounEffects(t, noun, c), x.governor(t, noun, c)...)
	}
	for depth := 0; c >= 0 && depth < maxDepth; depth++ {
		out = append(out, x.localEffects(t, c)...)
		if t.base(c) == "conj" {
			root := t.conjRoot(c)
			if t.ownSubjects(c) == nil && t.kidRel(c, "aux", "cop") < 0 {
				out = append(out, x.auxEffects(t, root)...)
			}
			c = root
		}
		h := t.head(c)
		if h < 0 {
			break
		}
		fx, more := x.over(t, c, h)
		out = append(out, fx...)
		if !more {
			break
		}
		c = h
	}
	return out
}

// conjRoot is the first of the words that c is coordinated with.
func (t *tree) conjRoot(c int) int {
	for d := 0; t.base(c) == "conj" && t.head(c) >= 0 && d < maxDepth; d++ {
		c = t.head(c)
	}
	return c
}

// overRels are the relations through which a word changes what hangs on it.
var overRels = set{"xcomp": true, "ccomp": true, "obj": true, "nsubj": true, "obl": true, "acl": true, "nmod": true,
	"advcl": true, "csubj": true}

// opensAct are the prepositions and subordinators behind which an operator's
// act stands: agree to, participate in, accused of, stop from.
var opensAct = set{"to": true, "of": true, "in": true, "on": true, "from": true, "for": true, "with": true, "into": true, "against": true, "upon": true}

// over is what head h does to clause c, and whether to look further up.
func (x *coder) over(t *tree, c, h int) ([]effect, bool) {
	if e := x.condition(t, c); e != nil {
		return []effect{*e}, false
	}
	rel := t.rel(c)
	switch {
	case !overRels[t.base(c)]:
		return nil, false
	case rel == "acl:relcl" || rel == "parataxis" || strings.HasPrefix(rel, "nsubj") && !x.book.light["event"][t.lemma(h)] && !t.passive(h) && !x.clipped(t, c, h):
		return nil, false
	case t.base(c) == "nmod":
		if op := x.operatorFor(t, h, c); op != nil && t.caseOf(c) == "of" && !t.isVerb(h) {
			return []effect{{op.name, op.rule, h, t.tok(h).Form}}, true
		}
		return nil, false
	case t.base(c) == "obl" && !opensAct[t.caseOf(c)]:
		return nil, false
	case t.base(c) == "advcl" || t.base(c) == "acl":
		if e := x.deniedReport(t, h); e != nil {
			return []effect{*e}, false
		}
		if m := t.mark(c); m != "" && !opensAct[m] {
			return nil, false
		}
		if v := t.head(h); v >= 0 && t.base(h) == "obj" && t.hasMark(c, "to") { // reserve the right to retaliate
			if op := x.operatorFor(t, v, h); op != nil && op.pat.object != nil {
				return nil, true // the verb says it all
			}
		}
		if op := x.operatorFor(t, h, c); op != nil {
			return []effect{{op.name, op.rule, h, t.tok(h).Form}}, true
		}
		if t.hasMark(c, "to") && t.isVerb(h) {
			return []effect{{"purpose", "purpose", h, t.tok(h).Form}}, true
		}
		if !t.hasMark(c, "to") && t.tok(c).XPOS == "VBG" && t.base(c) == "advcl" {
			return nil, true // killing two: of a piece with its verb
		}
		return nil, false
	}
	if op := x.operatorFor(t, h, c); op != nil {
		return []effect{{op.name, op.rule, h, t.tok(h).Form}}, true
	}
	return nil, true
}

// clipped reports the passive of a headline, which leaves its auxiliary out: Modi
// trip planned. Nobody who may act is its subject.
func (x *coder) clipped(t *tree, c, h int) bool {
	return t.base(h) == "root" && (t.tok(h).XPOS == "VBD" || t.tok(h).XPOS == "VBN") && t.len() <= maxHeadline && !x.somebody(t, c) &&
		t.kidRel(h, "aux", "aux:pass", "obj", "xcomp", "ccomp") < 0
}

// deniedReport is the denial of a noun of saying: denied reports that it had
// sent troops.
func (x *coder) deniedReport(t *tree, noun int) *effect {
	v := t.head(noun)
	if v < 0 || t.base(noun) != "obj" && t.base(noun) != "nsubj" || !t.isVerb(v) {
		return nil
	}
	switch t.lemma(v) {
	case "deny", "refute", "reject", "dismiss", "rebut", "disclaim", "rubbish":
		if x.book.report["noun"][t.lemma(noun)] || t.lemma(noun) == "report" || t.lemma(noun) == "claim" || t.lemma(noun) == "allegation" {
			return &effect{"deny", "denied report", v, t.tok(v).Form}
		}
	}
	return nil
}

// governor is what the verb that governs a nominal predicate does to it.
func (x *coder) governor(t *tree, noun, v int) []effect {
	if op := x.operatorFor(t, v, noun); op != nil {
		return []effect{{op.name, op.rule, v, t.tok(v).Form}}
	}
	return nil
}

// operatorFor is the row of operators.txt for governor h of clause c.
func (x *coder) operatorFor(t *tree, h, c int) *operator {
	var best *operator
	score := 0
	for _, op := range x.book.ops[t.lemma(h)] {
		if op.name == "expect" && op.control == "s" && t.lemma(h) == "go" && t.tok(h).XPOS != "VBG" {
			continue
		}
		if op.control == "o" && t.base(c) == "obj" && op.name != "order" {
			// "urged talks": the act is asked for; "allowed a visit"
			if op.name != "urge" && op.name != "allow" {
				continue
			}
		}
		f, ok := t.fitOp(&op.pat, h, c)
		if ok && f > score {
			best, score = op, f
		}
	}
	return best
}

func (t *tree) fitOp(p *pattern, h, c int) (int, bool) {
	if p.particle != "" && t.particle(h, p.particle) < 0 {
		return 0, false
	}
	if p.object != nil && t.first(t.objects(h), p.object) < 0 {
		return 0, false
	}
	for _, pp := range p.preps {
		if t.caseOf(c) != pp.prep && t.mark(c) != pp.prep && t.prepFit(h, pp) < 0 {
			return 0, false
		}
	}
	return p.words, true
}

// inverted is the auxiliary of a condition without "if" (had France attacked,
// should it attack, were it to attack), or −1.
func (t *tree) inverted(c int) int {
	if t.base(c) != "advcl" {
		return -1
	}
	return t.kid(c, func(k int) bool {
		w := t.lemma(k)
		if f := strings.ToLower(t.tok(k).Form); t.base(k) != "aux" || w != "have" && f != "should" && f != "were" {
			return false
		}
		return t.kid(c, func(s int) bool { return t.base(s) == "nsubj" && s > k }) >= 0
	})
}

// condition finds if, unless, whether and the like on a clause.
func (x *coder) condition(t *tree, c int) *effect {
	if k := t.inverted(c); k >= 0 {
		return &effect{"modal", "condition", k, t.tok(k).Form}
	}
	for _, k := range t.kids[c] {
		if t.rel(k) != "mark" && t.rel(k) != "advmod" {
			continue
		}
		switch t.lemma(k) {
		case "if", "unless", "whether", "until", "lest", "once", "provided", "otherwise":
			if t.lemma(k) == "until" && t.tok(c).XPOS == "VBD" || t.lemma(k) == "once" && t.rel(k) != "mark" {
				continue
			}
			return &effect{"modal", "condition", k, t.tok(k).Form}
		}
	}
	return nil
}

package plover

import (
	"fmt"
	"strings"

	"annals"
)

// An entry is one pattern of verbs.txt or nouns.txt with its frame.
type entry struct {
	rule  string // file:line
	typ   annals.Type
	modes []string
	pat   pattern
	actor path
	recip path
	flags string
	own   bool // of a user's own table
}

func (e *entry) has(flag byte) bool { return strings.IndexByte(e.flags, flag) >= 0 }

// A pattern says which words a predicate is made of.
type pattern struct {
	lemma     string
	mods      []string // nominal: words that modify it
	particle  string   // +up
	object    set      // =noun
	anyObject bool     // =*
	preps     []prepPat
	subject   set    // ~noun
	pred      string // >dead
	words     int    // how many words it names: the more, the stronger
}

type prepPat struct {
	prep string
	obj  set
}

// A path says where in the tree a role is found: the union of terms, each the
// first of several alternatives that yields somebody.
type path [][]step

// A step is one place: subj, obj*, obj.of, with, …
type step struct {
	base string
	sub  string // obj.of: "of"
	deep bool   // look inside a noun phrase that is no actor itself
}

func (s step) String() string {
	out := s.base
	if s.sub != "" {
		out += "." + s.sub
	}
	return out
}

func parsePath(s string) path {
	var p path
	if s == "" {
		return nil
	}
	for _, term := range strings.Split(s, "+") {
		var alts []step
		for _, a := range strings.Split(term, "/") {
			a, deep := strings.CutSuffix(a, "*")
			base, sub, _ := strings.Cut(a, ".")
			alts = append(alts, step{base, sub, deep})
		}
		p = append(p, alts)
	}
	return p
}

// wordSet reads "a/b/<class>".
func (c *Codebook) wordSet(s string) (set, error) {
	out := set{}
	for _, w := range strings.Split(s, "/") {
		if !strings.HasPrefix(w, "<") {
			out[w] = true
			continue
		}
		class, ok := c.classes[strings.Trim(w, "<>")]
		if !ok {
			return nil, fmt.Errorf("no class %q", w)
		}
		for v := range class {
			out[v] = true
		}
	}
	return out, nil
}

// parsePattern reads a pattern; nominal patterns have their head last.
func (c *Codebook) parsePattern(s string, nominal bool) (p pattern, err error) {
	var plain []string
	for _, f := range strings.Fields(s) {
		switch f[0] {
		case '+':
			p.particle = f[1:]
		case '=':
			p.words++
			if f == "=*" {
				p.anyObject = true
				p.words--
				break
			}
			p.object, err = c.wordSet(f[1:])
		case '~':
			p.subject, err = c.wordSet(f[1:])
		case '>':
			p.pred = f[1:]
		case '@':
			pp := prepPat{}
			prep, noun, ok := strings.Cut(f[1:], "=")
			pp.prep = prep
			if ok {
				pp.obj, err = c.wordSet(noun)
			}
			p.preps = append(p.preps, pp)
			if pp.obj != nil {
				p.words += 2
			}
		default:
			plain = append(plain, f)
			continue
		}
		if err != nil {
			return p, err
		}
		p.words++
	}
	if len(plain) == 0 {
		return p, fmt.Errorf("no word in %q", s)
	}
	p.words += len(plain)
	p.lemma = plain[0]
	rest := plain[1:]
	if nominal && len(p.preps) == 0 {
		p.lemma, rest = plain[len(plain)-1], plain[:len(plain)-1]
	}
	if len(rest) > 0 && nominal {
		p.mods = rest
	} else if len(rest) > 0 {
		p.particle = rest[0]
	}
	return p, nil
}

// readFrame reads "TYPE.mode actor>recipient!flags".
func (c *Codebook) readFrame(r row, nominal bool, into map[string][]*entry) error {
	f := strings.Fields(r.head)
	if len(f) != 2 {
		return r.errorf("want TYPE frame, have %q", r.head)
	}
	name, mode, _ := strings.Cut(f[0], ".")
	typ, ok := c.typeNamed(name)
	if !ok {
		return r.errorf("no type is called %q", name)
	}
	frame, flags, _ := strings.Cut(f[1], "!")
	actor, recip, ok := strings.Cut(frame, ">")
	if !ok {
		return r.errorf("no %q in frame %q", ">", frame)
	}
	var modes []string
	if mode != "" {
		modes = strings.Split(mode, "+")
	}
	for _, s := range r.list() {
		pat, err := c.parsePattern(s, nominal)
		if err != nil {
			return r.errorf("%v", err)
		}
		e := &entry{rule: r.at(), typ: typ, modes: modes, pat: pat, flags: flags,
			actor: parsePath(actor), recip: parsePath(recip)}
		into[pat.lemma] = append(into[pat.lemma], e)
	}
	return nil
}

func (c *Codebook) readVerbs(r row) error { return c.readFrame(r, false, c.verbs) }
func (c *Codebook) readNouns(r row) error { return c.readFrame(r, true, c.nouns) }

func (c *Codebook) readFrames(r row) error { return c.readFrame(r, false, c.frames) }

// A fit is how an entry lies on a tree.
type fit struct {
	e      *entry
	tokens []int // the words it took, head first
	object int   // the object noun it names, or −1
	score  int
}

// best is the entry for token i with the most words, one of a user's own before
// all others; the first in the table wins a tie.
func (t *tree) best(entries []*entry, i int) (fit, bool) {
	var out fit
	for _, e := range entries {
		if out.e != nil && out.e.own && !e.own {
			break // own entries stand first
		}
		if f, ok := t.fit(e, i); ok && f.score > out.score {
			out = f
		}
	}
	return out, out.e != nil
}

func (t *tree) fit(e *entry, i int) (fit, bool) {
	p := &e.pat
	f := fit{e: e, tokens: []int{i}, object: -1, score: p.words * 2}
	for _, m := range p.mods {
		k := t.kid(i, func(k int) bool { return t.modifies(k) && t.lemma(k) == m })
		if k < 0 {
			return f, false
		}
		f.tokens = append(f.tokens, k)
	}
	if p.particle != "" {
		k := t.particle(i, p.particle)
		if k < 0 {
			return f, false
		}
		f.tokens = append(f.tokens, k)
	}
	if p.object != nil {
		k := t.first(t.objects(i), p.object)
		if k < 0 {
			return f, false
		}
		f.object = k
		f.tokens = append(f.tokens, k)
	}
	if p.anyObject && len(t.objects(i)) == 0 {
		return f, false
	}
	if e.has('k') && !t.bareObject(i) {
		return f, false
	}
	if p.subject != nil && t.first(t.subjects(i), p.subject) < 0 {
		return f, false
	}
	if p.pred != "" {
		k := t.kid(i, func(k int) bool { return t.lemma(k) == p.pred && t.tok(k).UPOS != "PUNCT" })
		if k < 0 {
			for _, o := range t.objects(i) {
				k = t.kid(o, func(k int) bool { return t.lemma(k) == p.pred && k > i })
			}
		}
		if k < 0 {
			return f, false
		}
		f.tokens = append(f.tokens, k)
	}
	for _, pp := range p.preps {
		k := t.prepFit(i, pp)
		if k < 0 {
			return f, false
		}
		if pp.obj != nil {
			f.tokens = append(f.tokens, k)
			if f.object < 0 {
				f.object = k
			}
		}
	}
	return f, true
}

// prepFit is the complement of i that the pattern asks for, or −1.
func (t *tree) prepFit(i int, pp prepPat) int {
	if pp.prep == "of" && pp.obj == nil { // accused of shelling
		if k := t.kid(i, func(k int) bool { return t.mark(k) == "of" }); k >= 0 {
			return k
		}
	}
	for _, k := range t.complements(i, pp.prep) {
		if pp.obj == nil || t.inSet(k, pp.obj) {
			return k
		}
	}
	if pp.obj == nil { // gathered outside, called for Israel to stop
		return t.kid(i, func(k int) bool {
			return t.lemma(k) == pp.prep && (t.rel(k) == "compound:prt" || t.rel(k) == "advmod" || t.rel(k) == "case") ||
				(t.rel(k) == "advcl" || t.rel(k) == "ccomp") && t.mark(k) == pp.prep
		})
	}
	return -1
}

// bareObject reports whether verb i has an object and no clause or predicative
// beside it: called the king, not called the king a liar.
func (t *tree) bareObject(i int) bool {
	if len(t.objects(i)) == 0 {
		return false
	}
	n := 0
	for _, k := range t.kids[i] {
		switch t.base(k) {
		case "xcomp", "ccomp", "iobj":
			return false
		case "obj":
			n++
		}
		if t.rel(k) == "compound:prt" {
			return false
		}
	}
	return n < 2
}

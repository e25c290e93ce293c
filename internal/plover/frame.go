package plover

import "strings"

// passive reports whether the verb's surface subject is its logical object. It
// goes by tag and auxiliary more than by subtype, which parsers often miss.
func (t *tree) passive(v int) bool {
	if x := t.tok(v).XPOS; x != "VBN" && x != "VBD" && x != "JJ" {
		return false
	}
	if t.kid(v, func(k int) bool { return t.base(k) == "aux" && (t.lemma(k) == "be" || t.lemma(k) == "get") }) >= 0 {
		return true
	}
	if t.kidRel(v, "obj") >= 0 || t.kidRel(v, "aux") >= 0 {
		return false
	}
	agent := t.kid(v, func(k int) bool { return t.base(k) == "obl" && t.caseOf(k) == "by" }) >= 0
	subject := t.kidRel(v, "nsubj", "nsubj:pass") >= 0
	vbn := t.tok(v).XPOS == "VBN"
	switch t.base(v) {
	case "acl", "amod":
		return t.rel(v) != "acl:relcl" && !subject && vbn
	case "conj":
		return vbn && !subject && t.head(v) >= 0 && t.passive(t.head(v))
	case "advcl", "xcomp":
		return vbn && !subject
	case "root", "parataxis", "ccomp": // headlines: Two killed in blast
		return vbn && (agent || !subject || t.s.In == "title" && t.kidRel(v, "obl", "obl:agent") >= 0)
	}
	return agent && vbn
}

// surface is the subjects of v as they stand: its own, or those it shares.
func (t *tree) surface(v, depth int) []int {
	if depth > maxDepth {
		return nil
	}
	if own := t.ownSubjects(v); own != nil {
		return own
	}
	h := t.head(v)
	if h < 0 {
		return nil
	}
	switch t.base(v) {
	case "conj":
		if t.isVerb(h) || t.kidRel(h, "cop") >= 0 {
			return t.surface(h, depth+1)
		}
	case "xcomp":
		if t.objectControl(h) {
			return t.controlled(h)
		}
		return t.surface(h, depth+1)
	case "advcl":
		if !t.isVerb(h) && t.kidRel(h, "cop") < 0 {
			return nil
		}
		if t.gerundOfObject(v, h) {
			return t.controlled(h)
		}
		return t.surface(h, depth+1)
	case "ccomp", "parataxis":
		if t.tok(v).XPOS == "VBG" || t.hasMark(v, "to") {
			return t.surface(h, depth+1)
		}
	case "acl":
		return t.aclSubject(v, h, depth)
	}
	return nil
}

// ownSubjects are the subjects that hang on v; a relative pronoun stands for
// the noun that its clause modifies.
func (t *tree) ownSubjects(v int) []int {
	var out []int
	for _, k := range t.kids[v] {
		if t.base(k) != "nsubj" {
			continue
		}
		if r := t.antecedent(k, v); r >= 0 {
			out = append(out, t.withConj([]int{r})...)
			continue
		}
		out = append(out, t.withConj([]int{k})...)
	}
	if out == nil && t.rel(v) == "acl:relcl" && t.head(v) >= 0 && t.kidRel(v, "nsubj", "nsubj:pass") < 0 {
		out = []int{t.head(v)}
	}
	return out
}

// antecedent is the noun that relative pronoun k of clause v stands for, or −1.
func (t *tree) antecedent(k, v int) int {
	switch t.lemma(k) {
	case "that", "who", "which", "whom":
	default:
		return -1
	}
	for d := 0; v >= 0 && d < maxDepth; d++ {
		if t.rel(v) == "acl:relcl" {
			return t.head(v)
		}
		if t.base(v) != "conj" && t.base(v) != "xcomp" && t.base(v) != "ccomp" {
			return -1
		}
		v = t.head(v)
	}
	return -1
}

// aclSubject is who does a clause that modifies noun h: the noun itself
// (rebels fighting the army), or the owner of a plan or promise.
func (t *tree) aclSubject(v, h, depth int) []int {
	if !t.hasMark(v, "to") && t.mark(v) != "of" {
		return t.withConj([]int{h})
	}
	if p := t.kidRel(h, "nmod:poss"); p >= 0 {
		return t.withConj([]int{p})
	}
	if g := t.head(h); g >= 0 && t.isVerb(g) {
		switch t.base(h) {
		case "obj", "obl":
			return t.surface(g, depth+1)
		case "nsubj":
			return nil
		}
	}
	return nil
}

// objectControl reports whether the subject of h's infinitive is h's object.
// gerundOfObject reports "accused X of shelling", "thanked X for sending",
// "banned X from entering": what X did or is to do. When the verb is passive
// ("X was accused of shelling"), X is its subject anyhow.
func (t *tree) gerundOfObject(v, h int) bool {
	if t.tok(v).XPOS != "VBG" || v < h || !t.objectControl(h) {
		return false
	}
	return t.hasMark(v, "of") || t.hasMark(v, "for") || t.hasMark(v, "from") || t.hasMark(v, "against") || t.hasMark(v, "into")
}

func (t *tree) objectControl(h int) bool { return t.controlled(h) != nil }

func (t *tree) controlled(h int) []int {
	if t.kidRel(h, "nsubj:pass") >= 0 { // troops were ordered to leave
		return nil
	}
	for _, k := range t.kids[h] {
		if b := t.base(k); b == "obj" || b == "iobj" {
			if t.lemma(h) != "promise" && t.lemma(h) != "vow" {
				return t.withConj([]int{k})
			}
		}
	}
	for _, k := range t.kids[h] {
		if t.base(k) == "obl" && k > h {
			switch t.caseOf(k) {
			case "on", "upon", "to", "with", "for":
				switch t.lemma(h) {
				case "call", "appeal", "plead", "push", "press", "signal", "wait":
					return t.withConj([]int{k})
				}
			}
		}
	}
	return nil
}

// subjects are the doers of v.
func (t *tree) subjects(v int) []int {
	if t.passive(v) {
		return t.agents(v)
	}
	return t.surface(v, 0)
}

// agents are the by-phrases of a passive.
func (t *tree) agents(v int) []int {
	var out []int
	for _, k := range t.kids[v] {
		if t.rel(k) == "obl:agent" || t.base(k) == "obl" && t.caseOf(k) == "by" {
			out = append(out, k)
		}
	}
	if out == nil && t.base(v) == "conj" && t.head(v) >= 0 && t.kidRel(v, "nsubj:pass") < 0 && t.passive(t.head(v)) {
		return t.agents(t.head(v))
	}
	return t.withConj(out)
}

// objects are the undergoers of v.
func (t *tree) objects(v int) []int {
	if t.passive(v) {
		return t.surface(v, 0)
	}
	var out []int
	for _, k := range t.kids[v] {
		if t.base(k) == "obj" {
			if r := t.antecedent(k, v); r >= 0 {
				k = r
			}
			out = append(out, k)
		}
	}
	if out == nil {
		out = t.looseObject(v)
	}
	if out == nil && t.rel(v) == "acl:relcl" && t.kidRel(v, "nsubj") >= 0 && t.antecedentFree(v) {
		out = append(out, t.head(v)) // the village they shelled
	}
	if out == nil && t.tok(v).XPOS == "VBN" && t.rel(v) == "amod" {
		out = append(out, t.head(v))
	}
	// burned and looted houses: the object stands with the last verb
	if out == nil {
		for _, k := range t.kids[v] {
			if t.base(k) == "conj" && t.isVerb(k) && k-v <= 3 && t.ownSubjects(k) == nil {
				for _, o := range t.kids[k] {
					if t.base(o) == "obj" {
						out = append(out, o)
					}
				}
			}
		}
	}
	return t.withConj(out)
}

// antecedentFree reports whether the relative clause has no pronoun of its own
// that already stands for the noun.
func (t *tree) antecedentFree(v int) bool {
	return t.kid(v, func(k int) bool {
		switch t.lemma(k) {
		case "where", "when", "why", "whose":
			return true
		}
		return t.base(k) == "nsubj" && t.antecedent(k, v) >= 0
	}) < 0
}

// at is the tokens at one step of a path from predicate p, whose light verb is
// gov (or −1).
func (t *tree) at(p, gov int, s step) []int {
	is := t.atBase(p, gov, s.base)
	if s.sub == "" {
		return is
	}
	var out []int
	for _, i := range is {
		out = append(out, t.inside(i, s.sub)...)
	}
	return out
}

func (t *tree) atBase(p, gov int, base string) []int {
	switch base {
	case "subj":
		return t.subjects(p)
	case "obj":
		return t.objects(p)
	case "ind":
		return t.indirect(p)
	case "gov":
		if gov >= 0 {
			return t.subjects(gov)
		}
		return nil
	case "poss":
		return t.inside(p, base)
	case "comp":
		return t.namers(p)
	case "ccomp", "xcomp":
		if k := t.kid(p, func(k int) bool { return t.base(k) == "ccomp" || t.base(k) == "xcomp" }); k >= 0 {
			return t.ownSubjects(k)
		}
		return nil
	}
	out := t.complements(p, base)
	if gov >= 0 {
		for _, k := range t.complements(gov, base) {
			if k != p {
				out = append(out, k)
			}
		}
	}
	return sorted(out)
}

// indirect is the person something is given or said to.
func (t *tree) indirect(v int) []int {
	for _, k := range t.kids[v] {
		if t.base(k) == "iobj" {
			return t.withConj([]int{k})
		}
	}
	if t.kidRel(v, "ccomp", "xcomp") >= 0 { // promised Kyiv that; told reporters
		for _, k := range t.kids[v] {
			if t.base(k) == "obj" {
				return t.withConj([]int{k})
			}
		}
	}
	return nil
}

// inside is the parts of noun phrase i: its possessor, the names that modify
// it, or a complement with a preposition.
func (t *tree) inside(i int, sub string) []int {
	var out []int
	for _, k := range t.kids[i] {
		switch {
		case sub == "poss" && t.rel(k) == "nmod:poss":
			out = append(out, k)
		case sub == "comp" && t.modifies(k) && t.rel(k) != "nmod:poss" && t.base(k) != "nummod" && t.caseOf(k) == "":
			out = append(out, k)
			out = append(out, t.hyphenated(k)...)
		case sub != "poss" && sub != "comp" && strings.HasPrefix(t.caseOf(k), sub) && t.base(k) != "acl":
			out = append(out, k)
		}
	}
	return t.withConj(out)
}

// hyphenated is the first part of "US-led", "Saudi-backed".
func (t *tree) hyphenated(k int) []int {
	var out []int
	for _, m := range t.kids[k] {
		if m < k && (t.base(m) == "compound" || t.base(m) == "obl" || t.base(m) == "amod" || t.base(m) == "nmod") {
			out = append(out, m)
		}
	}
	return out
}

// namers are the modifiers of a nominal predicate that may name who does it:
// names and common nouns, not the capitalised parts of a title.
func (t *tree) namers(p int) []int {
	var out []int
	for _, k := range t.inside(p, "comp") {
		if t.mentionAt(k) != nil || t.tok(k).UPOS == "NOUN" && t.tok(k).Form == strings.ToLower(t.tok(k).Form) {
			out = append(out, k)
		}
	}
	return out
}

// looseObject is a noun phrase without preposition right after v that the
// parser took for an adjunct (provided $4 million, called King Salman).
func (t *tree) looseObject(v int) []int {
	for _, k := range t.kids[v] {
		if t.base(k) == "obl" && k > v && t.caseOf(k) == "" && !t.temporal(k) && t.tok(k).UPOS != "ADV" {
			return []int{k}
		}
	}
	return nil
}

var timeWords = set{"monday": true, "tuesday": true, "wednesday": true, "thursday": true, "friday": true, "saturday": true, "sunday": true,
	"january": true, "february": true, "march": true, "april": true, "may": true, "june": true, "july": true, "august": true, "september": true,
	"october": true, "november": true, "december": true, "jan.": true, "feb.": true, "aug.": true, "sept.": true, "oct.": true, "nov.": true, "dec.": true,
	"day": true, "week": true, "month": true, "year": true, "today": true, "yesterday": true, "tomorrow": true, "morning": true, "evening": true, "night": true,
	"hour": true, "minute": true, "time": true, "weekend": true, "noon": true, "midnight": true, "decade": true, "afternoon": true, "overnight": true}

// temporal reports whether noun i is a time rather than a party.
func (t *tree) temporal(i int) bool {
	if timeWords[t.lemma(i)] {
		return true
	}
	if w := t.tok(i).Form; t.tok(i).UPOS == "NUM" && len(w) == 4 && (w[:2] == "19" || w[:2] == "20") {
		return true
	}
	for _, m := range t.ms {
		if m.When != nil && i >= m.First && i < m.Last {
			return true
		}
	}
	return false
}

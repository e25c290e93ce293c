package plover

import (
	"strings"

	"annals"
)

// attribution is who says so, outermost first, and whether the outlet itself
// marks doubt.
func (x *coder) attribution(d *draft) ([]annals.Attribution, bool) {
	t := d.t
	var out []annals.Attribution // innermost first
	c := d.clause
	own := map[int]bool{d.pred: true}
	for _, e := range d.fx {
		switch e.name {
		case "promise", "threaten", "refuse", "plan", "expect":
			if t.lemma(max(e.tok, 0)) != "announce" {
				own[e.tok] = true
			}
		case "accuse", "deny":
			out = append(out, x.speakers(t, t.subjects(e.tok), t.tok(e.tok).Form, e.tok)...)
			own[e.tok] = true
		}
	}
	out = append(out, x.recounted(t, d, own)...)
	for depth := 0; c >= 0 && depth < maxDepth*2; depth++ {
		out = append(out, x.parenthetical(t, c, d.pred)...)
		h := t.head(c)
		if h < 0 {
			break
		}
		if v := x.ofSayer(t, c); v >= 0 {
			own[v] = true
		}
		if v := t.madeKnown(c); v >= 0 {
			out = append(out, x.speakers(t, t.subjects(v), t.tok(v).Form, v)...)
		}
		if v := x.toldThat(t, c); v >= 0 && !own[v] && x.reaches(t, v, d.pred) {
			out = append(out, x.speakers(t, t.subjects(v), t.tok(v).Form, v)...)
		}
		if !own[h] && x.reports(t, c, h) && x.reaches(t, h, d.pred) {
			out = append(out, x.citing(t, h)...)
			out = append(out, x.speakers(t, t.subjects(h), t.tok(h).Form, h)...)
		}
		c = h
	}
	if len(out) == 0 {
		out = append(out, x.quoteSpeaker(d)...)
	}
	out = append(out, x.accordingTo(t, d)...)
	if len(out) == 0 {
		out = append(out, x.byCount(t, d)...)
	}
	if len(out) == 0 {
		out = append(out, x.asideSpeaker(d)...)
	}
	if len(out) == 0 && t.s.In == annals.InTitle {
		out = append(out, x.billed(d)...)
	}
	reverse(out)
	return dedupe(out), x.hedged(d) || len(out) == 0 && d.hasEffect("accuse")
}

// recounted is the speakers of an act that is a noun under a verb of saying:
// documented the torture of prisoners.
func (x *coder) recounted(t *tree, d *draft, own map[int]bool) []annals.Attribution {
	for c, depth := d.pred, 0; c >= 0 && c != d.clause && depth < maxDepth; c, depth = t.head(c), depth+1 {
		if h := t.head(c); h >= 0 && !own[h] && t.base(c) != "ccomp" && x.reports(t, c, h) {
			return x.speakers(t, t.subjects(h), t.tok(h).Form, h)
		}
	}
	return nil
}

// madeKnown is the verb of "let it be known that", "made it known that" over
// clause c, or −1.
func (t *tree) madeKnown(c int) int {
	h := t.head(c)
	if h < 0 || t.base(c) != "ccomp" || t.lemma(h) != "know" && t.lemma(h) != "slip" {
		return -1
	}
	if v := t.head(h); v >= 0 && (t.lemma(v) == "let" || t.lemma(v) == "make") {
		return v
	}
	return -1
}

// hasEffect reports an operator at work on the draft.
func (d *draft) hasEffect(name string) bool {
	for _, e := range d.fx {
		if e.name == name {
			return true
		}
	}
	return false
}

func reverse(as []annals.Attribution) {
	for i, j := 0, len(as)-1; i < j; i, j = i+1, j-1 {
		as[i], as[j] = as[j], as[i]
	}
}

func dedupe(as []annals.Attribution) []annals.Attribution {
	out := []annals.Attribution{}
	for _, a := range as {
		seen := false
		for _, b := range out {
			seen = seen || a.Speaker == b.Speaker
		}
		if !seen {
			out = append(out, a)
		}
	}
	return out
}

// reports reports whether h brings in clause c as what somebody says.
func (x *coder) reports(t *tree, c, h int) bool {
	switch t.base(c) {
	case "ccomp", "xcomp", "obj", "obl":
	default:
		return false
	}
	w := t.lemma(h)
	if !t.isVerb(h) || !x.book.report["verb"].has(w, t.anyParticle(h)) && !x.book.report["aside"][w] {
		return false
	}
	switch t.base(c) {
	case "xcomp":
		return w == "claim"
	case "obj":
		return !t.passive(h) && x.book.report["thing"][w]
	case "obl":
		return x.book.report["of"][w] && t.caseOf(c) == "of"
	}
	return true
}

// parenthetical is the speakers of "…, officials said" beside clause c.
func (x *coder) parenthetical(t *tree, c, pred int) []annals.Attribution {
	var out []annals.Attribution
	for _, k := range t.kids[c] {
		if t.base(k) != "parataxis" || t.under(pred, k) || !t.isVerb(k) || !x.book.report["verb"].has(t.lemma(k), t.anyParticle(k)) || !x.reaches(t, k, pred) {
			continue
		}
		if subj := t.ownSubjects(k); subj != nil && t.kidRel(k, "ccomp", "obj") < 0 {
			out = append(out, x.citing(t, k)...)
			out = append(out, x.speakers(t, subj, t.tok(k).Form, k)...)
		}
	}
	for _, k := range t.kids[c] { // as the minister put it
		if out == nil && t.base(k) == "advcl" && t.hasMark(k, "as") && !t.under(pred, k) && x.book.report["verb"][t.lemma(k)] && t.kidRel(k, "ccomp", "xcomp") < 0 {
			out = x.speakers(t, t.ownSubjects(k), t.tok(k).Form, k)
		}
	}
	for _, k := range t.kids[c] { // citing officials
		if t.base(k) == "advcl" && x.book.report["quote"][t.lemma(k)] && !t.under(pred, k) {
			out = append(x.speakers(t, t.objects(k), t.tok(k).Form, k), out...)
		}
	}
	return out
}

// citing is whom report verb h cites: IRNA reported, quoting a commander.
func (x *coder) citing(t *tree, h int) []annals.Attribution {
	var out []annals.Attribution
	for _, k := range t.kids[h] {
		if (t.base(k) == "advcl" || t.base(k) == "xcomp") && x.book.report["quote"][t.lemma(k)] {
			out = append(out, x.speakers(t, t.objects(k), t.tok(k).Form, k)...)
		}
	}
	return out
}

// accordingTo is the speakers of "according to …" over the predicate.
func (x *coder) accordingTo(t *tree, d *draft) []annals.Attribution {
	var out []annals.Attribution
	for i := range t.s.Tokens {
		if !strings.HasPrefix(t.caseOf(i), "according") || t.under(d.pred, i) || x.book.report["measure"][t.lemma(i)] || !x.reaches(t, i, d.pred) {
			continue
		}
		h := t.head(i)
		if h >= 0 && (t.under(d.pred, h) || t.under(h, d.clause) || t.base(h) == "root") {
			out = append(out, x.speakers(t, t.withConj([]int{i}), "according to", -1)...)
			for _, k := range t.kids[i] { // according to Yonhap, quoting KCNA
				if x.book.report["quote"][t.lemma(k)] {
					out = append(x.speakers(t, t.objects(k), t.tok(k).Form, k), out...)
				}
			}
		}
	}
	return out
}

// byCount is the speakers of "by the ministry's count", "in the words of the
// governor".
func (x *coder) byCount(t *tree, d *draft) []annals.Attribution {
	var out []annals.Attribution
	for i := range t.s.Tokens {
		by := t.caseOf(i) == "by" && x.book.report["by"][t.lemma(i)] || t.caseOf(i) == "in" && x.book.report["in"][t.lemma(i)]
		if !by || t.under(d.pred, i) || !x.reaches(t, i, d.pred) {
			continue
		}
		for _, k := range t.kids[i] {
			if t.rel(k) == "nmod:poss" || t.base(k) == "nmod" && (t.caseOf(k) == "of" || t.caseOf(k) == "by") {
				out = append(out, x.speakers(t, t.withConj([]int{k}), t.tok(i).Form, -1)...)
			}
		}
	}
	return out
}

// speakers writes the noun phrases is down as speakers.
func (x *coder) speakers(t *tree, is []int, cue string, verb int) []annals.Attribution {
	var out []annals.Attribution
	for _, i := range is {
		if verb >= 0 && t.under(verb, i) && t.rel(verb) != "acl:relcl" {
			continue
		}
		if a, ok := x.speaker(t, i); ok {
			a.Cue = cue
			out = append(out, a)
		}
	}
	// several speakers in one breath stand in the order of the text
	reverse(out)
	return out
}

func (x *coder) speaker(t *tree, i int) (annals.Attribution, bool) {
	if x.datelined(t, i) {
		return annals.Attribution{}, false
	}
	first, last := x.core(t, i)
	text, _ := t.text(x.body(t), first, last)
	a := annals.Attribution{Speaker: strip(text), Text: text, Kind: "anonymous"}
	if m := t.mentionAt(i); m != nil {
		e := m.Entities[0]
		a.Speaker, a.Text, a.Country = e.Name, m.Text, e.Country
		a.Kind = speakerKind(e)
		return a, e.Name != ""
	}
	if t.tok(i).UPOS == "PRON" {
		return a, false
	}
	if ps := x.ofNoun(t, i); len(ps) > 0 {
		a.Country = ps[0].Country
	}
	if t.tok(i).UPOS == "PROPN" {
		a.Kind = "person"
	}
	switch t.lemma(i) {
	case "witness", "resident", "survivor", "eyewitness", "villager":
		a.Kind = "witness"
	case "analyst", "expert", "professor", "researcher":
		a.Kind = "expert"
	case "report", "statement", "document", "draft", "survey", "letter", "memo", "communique":
		a.Kind = "document"
	case "ministry", "government", "army", "police", "military", "court", "office", "department", "commission":
		a.Kind = "official"
	}
	return a, true
}

func speakerKind(e annals.Entity) string {
	switch {
	case e.Sector == "JRN":
		return "agency"
	case e.Sector == "GOV" || e.Sector == "MIL" || e.Sector == "COP" || e.Sector == "JUD" || e.Sector == "LEG" || e.Sector == "SPY" || e.Sector == "IGO" || e.Kind == annals.State:
		return "official"
	case e.Kind == annals.Person:
		return "person"
	case e.Kind == annals.Group || e.Sector == "REB":
		return "group"
	}
	return "official"
}

// strip drops the article of a noun phrase.
func strip(s string) string {
	for _, a := range []string{"the ", "The ", "a ", "A ", "an ", "An ", "its ", "his ", "their ", "her "} {
		s = strings.TrimPrefix(s, a)
	}
	return s
}

// hedged reports whether the outlet marks doubt about the act.
func (x *coder) hedged(d *draft) bool {
	t := d.t
	for _, e := range d.fx {
		if e.name == "seem" {
			return true
		}
	}
	c := d.clause
	for depth := 0; c >= 0 && depth < 4; depth++ {
		for _, k := range t.kids[c] {
			if t.base(k) == "advmod" && x.book.report["hedge"][t.lemma(k)] {
				return true
			}
		}
		h := t.head(c)
		told := t.base(c) == "csubj" || t.base(c) == "ccomp" // it is believed that
		if h < 0 || t.rel(c) != "xcomp" && !told {
			break
		}
		if t.passive(h) && x.book.report["hedgeverb"][t.lemma(h)] {
			return true
		}
		c = h
	}
	for _, i := range []int{d.pred} {
		for _, k := range t.kids[i] {
			if (t.base(k) == "amod" || t.base(k) == "advmod") && (x.book.report["hedgeadj"][t.lemma(k)] || x.book.report["hedge"][t.lemma(k)]) {
				return true
			}
		}
	}
	for _, ps := range d.actors { // suspected rebels attacked
		for _, k := range t.kids[ps.tok] {
			if t.base(k) == "amod" && x.book.report["hedgeadj"][t.lemma(k)] {
				return true
			}
		}
	}
	return false
}

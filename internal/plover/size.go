package plover

import (
	"strings"

	"annals"
)

// sizes are the numbers that belong to the act.
func (x *coder) sizes(d *draft) []annals.Size {
	t := d.t
	out := []annals.Size{}
	for _, m := range t.ms {
		if m.Number == nil || len(out) > 8 {
			continue
		}
		what := x.counted(d, m)
		if what == "" {
			continue
		}
		s := annals.Size{What: what, Min: m.Number.Min, Max: m.Number.Max, Text: m.Text, Approx: m.Number.Approx}
		if what == "money" {
			s.Unit = m.Number.Unit
		}
		out = append(out, s)
	}
	return out
}

// counted says what number m counts for the draft, or "".
func (x *coder) counted(d *draft, m *annals.Mention) string {
	t := d.t
	i := m.Head
	if len(m.Number.Unit) == 3 && m.Number.Unit == strings.ToUpper(m.Number.Unit) {
		if x.governs(d, i) && moneyTypes[d.fit.e.typ] {
			return "money"
		}
		return ""
	}
	noun := i
	if t.base(i) == "nummod" || t.base(i) == "det" || t.base(i) == "advmod" || t.base(i) == "amod" {
		noun = t.head(i)
	}
	for noun >= 0 && t.base(noun) == "compound" {
		noun = t.head(noun) // 20,000 artillery shells are shells
	}
	if noun < 0 || !x.governs(d, noun) {
		return ""
	}
	switch d.fit.e.typ {
	case annals.Assault:
		if w := t.lemma(noun); x.book.classes["arms"][w] || x.book.classes["building"][w] {
			return "" // drones shot down are no dead
		}
		return t.harm(noun, d)
	case annals.Coerce:
		if x.isPeople(t, noun) {
			return "arrested"
		}
	case annals.Protest:
		if x.isPeople(t, noun) {
			return "participants"
		}
	case annals.Mobilize, annals.Retreat:
		if x.isThing(t, noun) {
			return ""
		}
		if p, ok := x.personAt(t, noun); ok && (p.sector == "MIL" || p.sector == "COP" || p.sector == "REB" || d.fit.e.typ == annals.Mobilize) && p.kind != annals.PlaceKind {
			return "personnel"
		}
	case annals.Aid:
		if p, ok := x.personAt(t, noun); ok && !x.isThing(t, noun) {
			if p.sector == "MIL" || p.sector == "COP" {
				return "personnel"
			}
			if t.lemma(d.pred) == "evacuate" || t.lemma(d.pred) == "resettle" {
				return "displaced"
			}
		}
	}
	return ""
}

var moneyTypes = map[annals.Type]bool{annals.Aid: true, annals.Sanction: true, annals.Cooperate: true, annals.Retreat: true, annals.Agree: true, annals.Coerce: true, annals.Concede: true}

// isThing reports a noun of arms or craft: ten tanks are no ten men.
func (x *coder) isThing(t *tree, i int) bool {
	return x.book.classes["arms"][t.lemma(i)] || x.book.classes["craft"][t.lemma(i)]
}

func (x *coder) isPeople(t *tree, i int) bool {
	p, ok := x.personAt(t, i)
	return ok && p.kind != annals.PlaceKind
}

// governs reports whether noun i hangs on the draft's words without another
// predicate between.
func (x *coder) governs(d *draft, i int) bool {
	t := d.t
	if i == d.pred {
		return true
	}
	for up := 0; i >= 0 && up < 6; up++ {
		h := t.head(i)
		if h < 0 {
			return false
		}
		for _, k := range append([]int{d.pred, d.clause}, d.fit.tokens...) {
			if h == k {
				return true
			}
		}
		if t.isVerb(h) && !tollVerbs[t.lemma(h)] {
			return false
		}
		i = h
	}
	return false
}

// harm is what was done to those that noun counts: dead, injured or both.
func (t *tree) harm(noun int, d *draft) string {
	switch t.lemma(noun) {
	case "death", "body", "fatality", "corpse":
		return "dead"
	case "injury":
		return "injured"
	case "casualty":
		return "casualties"
	}
	for i, up := noun, 0; i >= 0 && up < 6; up++ {
		if w := harmWord[t.lemma(i)]; w != "" && i != noun {
			return t.orElse(i, w)
		}
		for _, k := range t.kids[i] {
			if w := harmWord[t.lemma(k)]; w != "" && (t.base(k) == "amod" || t.base(k) == "acl" || t.base(k) == "xcomp") {
				return w
			}
		}
		if i == d.clause {
			break
		}
		i = t.head(i)
	}
	return ""
}

// orElse is casualties where one number counts the dead and the hurt together:
// killed or wounded.
func (t *tree) orElse(i int, what string) string {
	for _, k := range t.kids[i] {
		other := harmWord[t.lemma(k)]
		if t.base(k) == "conj" && other != "" && other != what && t.kid(k, func(c int) bool { return t.lemma(c) == "or" }) >= 0 {
			return "casualties"
		}
	}
	return what
}

var harmWord = map[string]string{"kill": "dead", "die": "dead", "dead": "dead", "murder": "dead", "slay": "dead", "execute": "dead", "massacre": "dead", "behead": "dead",
	"assassinate": "dead", "perish": "dead", "killing": "dead", "slaughter": "dead", "neutralise": "dead", "neutralize": "dead", "shoot": "dead", "hang": "dead",
	"wound": "injured", "injure": "injured", "injured": "injured", "wounded": "injured", "hurt": "injured", "maim": "injured", "displace": "displaced", "death": "dead", "massacre_": "dead"}

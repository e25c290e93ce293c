package record

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"annals"
)

// mostNamed is how many parties of a side a title names.
const mostNamed = 3

// A naming is what kinds of act and parties are called.
type naming struct {
	acts    []called
	sectors map[string]string
}

// A called row says what an act is called.
type called struct {
	typ, under  annals.Type
	mode        string
	noun, joint string
}

func (n *naming) act(line string) error {
	cells := strings.Fields(line)
	if len(cells) < 3 {
		return fmt.Errorf("want type, mode and noun")
	}
	typ, under, _ := strings.Cut(cells[0], "<")
	if annals.Type(typ).Quad() == 0 || under != "" && annals.Type(under).Quad() == 0 {
		return fmt.Errorf("%q is no type", cells[0])
	}
	noun, joint, ok := strings.Cut(strings.Join(cells[2:], " "), " | ")
	if !ok {
		return fmt.Errorf("no bar between the noun and the joining word")
	}
	n.acts = append(n.acts, called{annals.Type(typ), annals.Type(under), strings.Trim(cells[1], "-"), noun, joint})
	return nil
}

func (n *naming) sector(line string) error {
	code, words, ok := strings.Cut(line, " ")
	if !ok {
		return fmt.Errorf("want a sector and words")
	}
	n.sectors[code] = words
	return nil
}

// title says who did what to whom, where, in a line: "Russia → Ukraine: air
// strike in Kharkiv", "Attack on civilians (Mali)", "India, France: planned
// talks in New Delhi". It names states and known bodies and people; others by
// what they are. e has all but its title.
func (r *Rules) title(e *annals.Event, items []*item, o Options) string {
	l := labels{sectors: r.naming.sectors, o: o, named: map[annals.Code]bool{}}
	act := r.naming.of(e, items)
	actors := mainParties(e.Actor, items, func(x *item) []annals.Participant { return x.Actor })
	recipients := mainParties(e.Recipient, items, func(x *item) []annals.Participant { return x.Claim.Recipient })
	if one := soleCountry(actors, recipients); one != "" {
		l.inner = one
	}
	who, whom := l.side(actors), l.side(recipients)
	line := act.noun
	switch {
	case who == "" && whom == "":
	case who == "":
		line += " " + act.joint + " " + whom
	case whom == "" || whom == who:
		line = who + ": " + line
	default:
		line = who + " → " + whom + ": " + line
	}
	if l.inner != "" {
		line = strings.Replace(line, ": ", " ("+l.country(l.inner)+"): ", 1)
	}
	if w := e.Where; w != nil && w.Name != "" && e.Quad != 3 && (w.Resolution > 1 || !l.named[w.Country]) {
		line += " in " + w.Name
	}
	if act.under == "" { // else the noun says so
		line += suffix(e.Status)
	}
	return upper(line)
}

// suffix says of an act what its noun does not.
func suffix(s annals.Status) string {
	switch s {
	case annals.Negated:
		return ", denied"
	case annals.Future:
		return ", announced"
	case annals.Hypothetical:
		return ", possible"
	}
	return ""
}

func upper(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// lastingMode stands for the mode in rows about what lasts.
const lastingMode = "lasting"

// of is what the act of an event is called: by the act that most of its claims
// of its type tell, and the mode that most of these have.
func (n *naming) of(e *annals.Event, items []*item) called {
	type act struct {
		typ, under annals.Type
		mode       string
	}
	var told []act
	for _, x := range items {
		if x.Type != e.Type {
			continue
		}
		a := act{typ: x.Type, under: x.Underlying}
		if e.Standing != nil {
			a.mode = lastingMode
		}
		for _, c := range n.acts {
			if c.mode != "" && c.typ == x.Type && slices.Contains(x.Mode, c.mode) {
				a.mode = c.mode
				break
			}
		}
		told = append(told, a)
	}
	a := mostOf(told)
	for _, c := range n.acts {
		if c.typ == a.typ && (c.under == "" || c.under == a.under) && (c.mode == "" || c.mode == a.mode) {
			return c
		}
	}
	return called{noun: strings.ToLower(string(e.Type)), joint: "of"}
}

// mainParties are those whose country is not named far more seldom than another
// in the role: a party that one of many claims has may be misread.
func mainParties(ps []annals.Participant, items []*item, of func(*item) []annals.Participant) []annals.Participant {
	count, top := map[annals.Code]int{}, 0
	for _, x := range items {
		seen := map[annals.Code]bool{}
		for _, p := range of(x) {
			if !seen[p.Country] {
				seen[p.Country] = true
				count[p.Country]++
				top = max(top, count[p.Country])
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(ps), func(p annals.Participant) bool { return 3*count[p.Country] < top })
}

// soleCountry is the country of all parties of both sides, "" if there are
// more, or if one side has none.
func soleCountry(actors, recipients []annals.Participant) annals.Code {
	if len(actors) == 0 || len(recipients) == 0 {
		return ""
	}
	for _, p := range append(slices.Clone(actors), recipients...) {
		if p.Country != actors[0].Country {
			return ""
		}
	}
	return actors[0].Country
}

// labels names the parties of a title.
type labels struct {
	sectors map[string]string
	o       Options
	named   map[annals.Code]bool // countries that stand in the title
	inner   annals.Code          // the country of all, which is not said with each
}

func (l *labels) country(c annals.Code) string {
	l.named[c] = true
	if l.o.CountryName != nil {
		if s := l.o.CountryName(c); s != "" {
			return s
		}
	}
	return string(c)
}

// side names the parties of one side: each country once; within one country,
// each sector; bodies that no country has, all.
func (l *labels) side(ps []annals.Participant) string {
	var out []string
	done := map[string]bool{}
	for _, p := range ps {
		key := string(p.Country)
		if l.inner != "" {
			key = p.Sector
		}
		if key == "" || special(p.Country) {
			key = p.Name
		}
		if done[key] {
			continue
		}
		done[key] = true
		if s := l.party(p, ps); s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	if n := len(out); n > mostNamed {
		out = append(out[:mostNamed-1], fmt.Sprintf("%d more", n-mostNamed+1))
	}
	return strings.Join(out, ", ")
}

// party names the parties of p's country among ps: the country if its state
// acts, else the body or person that the tables know, else what they are.
func (l *labels) party(p annals.Participant, ps []annals.Participant) string {
	if p.Country == "" {
		return p.Name
	}
	if special(p.Country) && p.Name != "" {
		if !known(p) && slices.ContainsFunc(ps, func(q annals.Participant) bool { return q.Country == p.Country && known(q) }) {
			return ""
		}
		return p.Name
	}
	inside := l.inner == p.Country
	for _, q := range ps {
		if q.Country != p.Country || inside && q.Sector != p.Sector {
			continue
		}
		if known(q) && q.Kind != annals.State && (inside || !ofState(q.Sector)) {
			return q.Name
		}
		if !inside && (ofState(q.Sector) || q.Kind == annals.State) {
			return l.country(p.Country)
		}
	}
	what := l.sectors[p.Sector]
	switch {
	case what == "":
		return l.country(p.Country)
	case inside:
		return what
	}
	return what + " (" + l.country(p.Country) + ")"
}

// special reports whether a code is no country's.
func special(c annals.Code) bool {
	switch c {
	case "UNO", "EUR", "IGO", "NGO", "ISM", "IMG", "MNC":
		return true
	}
	return false
}

// known reports whether the name of a party says who it is: the tables have
// it, or it is a person's full name.
func known(p annals.Participant) bool {
	return p.ID != "" || p.Kind == annals.Person && strings.Contains(p.Name, " ") && p.Name != strings.ToLower(p.Name)
}

// ofState reports whether a sector is one by which a state acts abroad.
func ofState(sector string) bool {
	switch sector {
	case "GOV", "MIL", "COP", "SPY", "LEG", "JUD", "IGO", "":
		return true
	}
	return false
}

package link

import (
	"strings"

	"annals"
)

// party reads a row of parties.txt.
func (l *Linker) party(cells []string) error {
	for _, s := range alternatives(cells[0]) {
		l.shared[fold(s)] = true
		l.lex.add(entry{Entity: annals.Entity{Name: s, Kind: annals.Organization, Sector: "PTY"}, spelling: s})
	}
	return nil
}

// partyFits scores a party whose name those of other states have too: one of a
// state that the article names fits best, one of no known state before that of
// a state which the article does not name.
func (r *reader) partyFits(i, first, last int, e entry) float64 {
	ts := r.ss[i].Tokens
	if last-first == 1 && strings.HasPrefix(ts[first].Form, "Lab") && (last < len(ts) && capitalised(ts[last].Form) || !strings.HasSuffix(ts[first].Form, "r")) {
		return 0 // the Labour Minister
	}
	if last-first == 1 && first == 0 && (e.local || !r.spoken[e.Country]) {
		return 0 // Nationalists marched
	}
	switch {
	case e.Country != "" && r.spoken[e.Country]:
		return 1.2 + r.weight[e.Country]/1000
	case e.Country == "" && len(r.spoken) > 0:
		return .5
	case e.Country == "" || e.local:
		return 0
	}
	return .4
}

// ofParty says whose a party is that the table does not know.
func (r *reader) ofParty(i, head int, e annals.Entity) reading {
	code, sure := r.countryOf(i, head, role{kind: annals.Organization, sector: "PTY"}, true)
	e.Country = code
	if c, ok := r.countries[code]; ok {
		e.Name += " of " + c.name
	}
	return reading{entities: []annals.Entity{e}, via: "name", sure: sure}
}

package link

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"annals"
)

// A country is what the tables say of a state or territory.
type country struct {
	code      annals.Code
	name      string
	adjective string
}

// A role is what a noun of the table stands for.
type role struct {
	kind, sector string
	country      annals.Code // where such a one is when nothing says so, or ""
}

// A Linker holds the tables. It is immutable after [Load] and safe for
// concurrent use.
type Linker struct {
	lex       lexicon
	countries map[annals.Code]country
	roles     map[string]role             // lower case, singular
	control   map[annals.Code]annals.Code // dependency → the state that controls it
	leaders   map[annals.Code][]entry
	capitals  map[annals.Code]string
	places    *gazetteer
	zones     map[annals.Code][]zone
	origins   *origins
	shared    map[string]bool // names of parties of many states, folded
	whose     scale
	whom      scale
}

// Load reads the embedded tables.
func Load() (*Linker, error) {
	l := &Linker{
		lex:       lexicon{names: map[string][]entry{}, words: map[string]int{}},
		countries: map[annals.Code]country{},
		roles:     map[string]role{},
		control:   map[annals.Code]annals.Code{},
		leaders:   map[annals.Code][]entry{},
		capitals:  map[annals.Code]string{},
		zones:     map[annals.Code][]zone{},
		origins:   newOrigins(),
		shared:    map[string]bool{},
	}
	whose, whom := Weights{}, Weights{}
	for _, t := range []struct {
		file string
		row  func([]string) error
	}{
		{"dependencies.txt", l.dependency},
		{"states.txt", l.state},
		{"bodies.txt", func(cells []string) error { return l.body(cells, false) }},
		{"local.txt", func(cells []string) error { return l.body(cells, true) }},
		{"facts.txt", func(cells []string) error { return l.body(cells, true) }},
		{"parties.txt", l.party},
		{"nouns.txt", l.noun},
		{"ministers.txt", l.leader},
		{"leaders.txt", l.leader},
		{"zones.txt", l.zone},
		{"whose.txt", whose.weight},
		{"whom.txt", whom.weight},
	} {
		if err := readTable(t.file, t.row); err != nil {
			return nil, fmt.Errorf("load link tables: %w", err)
		}
	}
	l.whose, l.whom = whose.scale(), whom.scale()
	var err error
	l.places, err = openPlaces()
	return l, err
}

// state reads a row of states.txt.
func (l *Linker) state(cells []string) error {
	if len(cells) != 8 {
		return fmt.Errorf("want 8 cells, not %d", len(cells))
	}
	short, partial, _ := strings.Cut(cells[0], " ") // GEO PRE
	code, name := annals.Code(short), cells[3]
	if len(code) != 3 || partial != "" && partial != "PRE" {
		return fmt.Errorf("bad country code %q", cells[0])
	}
	adjectives := alternatives(cells[4])
	_, known := l.countries[code]
	id := annals.EntityID("state/" + strings.ToLower(string(code)))
	if known { // a bygone state or a part of one
		id = annals.EntityID("area/" + strings.ReplaceAll(fold(name), " ", "-"))
	} else {
		c := country{code: code, name: name}
		if len(adjectives) > 0 {
			c.adjective = adjectives[0]
		}
		l.countries[code] = c
		if seats := alternatives(cells[6]); len(seats) > 0 {
			l.capitals[code] = seats[0]
		}
	}
	sector := "GOV"
	switch {
	case partial != "":
		sector = partial
	case code == "VAT":
		sector = "REL"
	}
	e := entry{Entity: annals.Entity{Name: name, Kind: annals.State, Country: l.controlling(code), Sector: sector, ID: id}}
	add := func(f form, spelling string) {
		e := e
		e.form, e.spelling = f, spelling
		l.lex.add(e)
	}
	add(fullName, name)
	for _, s := range alternatives(cells[7]) {
		add(fullName, s)
	}
	for _, s := range alternatives(cells[6]) {
		add(seat, s)
	}
	for _, s := range adjectives {
		add(adjective, s)
	}
	for _, s := range alternatives(cells[5]) {
		if s == "+" && len(adjectives) > 0 {
			add(people, adjectives[0]+"s")
		} else if s != "+" {
			add(people, s)
		}
	}
	return nil
}

// dependency reads a row of dependencies.txt.
func (l *Linker) dependency(cells []string) error {
	if len(cells) != 2 || len(cells[0]) != 3 || len(cells[1]) != 3 {
		return fmt.Errorf("want two country codes")
	}
	l.control[annals.Code(cells[0])] = annals.Code(cells[1])
	return nil
}

// controlling is the code under which PLOVER files a country: its own, or that
// of the state that controls it.
func (l *Linker) controlling(c annals.Code) annals.Code {
	if state, ok := l.control[c]; ok {
		return state
	}
	return c
}

// body reads a row of bodies.txt or facts.txt; local is a name that counts only
// where its country is spoken of.
func (l *Linker) body(cells []string, local bool) error {
	head := strings.Fields(cells[0])
	if len(cells) != 3 || len(head) != 3 {
		return fmt.Errorf("want COUNTRY SECTOR KIND | name | other names")
	}
	e := entry{local: local, Entity: annals.Entity{Name: cells[1], Country: l.controlling(annals.Code(head[0])), Sector: head[1],
		Kind: map[string]string{"o": annals.Organization, "g": annals.Group}[head[2]]}}
	if e.Country == "-" {
		e.Country = ""
	}
	if e.Kind == "" {
		return fmt.Errorf("bad kind %q", head[2])
	}
	e.ID = annals.EntityID("body/" + strings.ReplaceAll(fold(e.Name), " ", "-"))
	for _, s := range append([]string{e.Name}, alternatives(cells[2])...) {
		e := e
		e.spelling = s
		l.lex.add(e)
	}
	return nil
}

// noun reads a row of nouns.txt.
func (l *Linker) noun(cells []string) error {
	head := strings.Fields(cells[0])
	if len(cells) != 2 || len(head) < 2 || len(head) > 3 {
		return fmt.Errorf("want KIND SECTOR [COUNTRY] | nouns")
	}
	ro := role{sector: head[1]}
	if len(head) == 3 {
		ro.country = annals.Code(head[2])
	}
	ro.kind = map[string]string{"p": annals.Person, "o": annals.Organization, "g": annals.Group, "c": annals.Population}[head[0]]
	if ro.kind == "" {
		return fmt.Errorf("bad kind %q", head[0])
	}
	for _, s := range alternatives(cells[1]) {
		s = strings.ToLower(s)
		if _, twice := l.roles[s]; !twice {
			l.roles[s] = ro
		}
	}
	return nil
}

// leader reads a row of leaders.txt: code, office, name, from, to, other names.
func (l *Linker) leader(cells []string) error {
	if len(cells) != 6 {
		return fmt.Errorf("want 6 cells, not %d", len(cells))
	}
	e := entry{Entity: annals.Entity{Name: cells[2], Kind: annals.Person, Country: l.controlling(annals.Code(cells[0])), Sector: officeSector(cells[0], cells[1])}}
	if _, known := l.countries[e.Country]; !known && e.Country != "EUR" && e.Country != "IGO" && e.Country != "UNO" {
		return fmt.Errorf("unknown country %q", e.Country)
	}
	var err error
	if e.from, err = startOf(cells[3]); err != nil {
		return err
	}
	if e.to, err = endOf(cells[4]); err != nil {
		return err
	}
	e.ID = annals.EntityID("person/" + strings.ReplaceAll(fold(e.Name), " ", "-"))
	l.origins.add(e.Name, e.Country)
	e.form, e.spelling, e.office = fullName, e.Name, cells[1]
	l.leaders[e.Country] = append(l.leaders[e.Country], e)
	if !strings.Contains(e.Name, " ") {
		e.form = surname
	}
	l.lex.add(e)
	for _, s := range alternatives(cells[5]) {
		if inCalendar(s) {
			continue // Godwin Friday never stands as Friday alone
		}
		e := e
		e.form, e.spelling = surname, s
		if strings.Contains(s, " ") {
			e.form = fullName
		}
		l.lex.add(e)
	}
	return nil
}

// inCalendar reports the name of a day or month, but May, who was prime
// minister and is told from the month by the words around it.
func inCalendar(s string) bool {
	for m := time.January; m <= time.December; m++ {
		if m != time.May && s == m.String() {
			return true
		}
	}
	for d := time.Sunday; d <= time.Saturday; d++ {
		if s == d.String() {
			return true
		}
	}
	return false
}

// officeSector is the sector of who holds an office.
func officeSector(code, office string) string {
	switch code {
	case "UNO", "EUR", "IGO":
		return "IGO"
	case "VAT":
		return "REL"
	}
	for _, x := range [][2]string{{"opposition", "OPP"}, {"rebel", "REB"}, {"hamas", "REB"}, {"hezbollah", "REB"}, {"houthi", "REB"}, {"paramilitary", "PRM"},
		{"mercenary", "PRM"}, {"gang", "CRM"}, {"warlord", "REB"}, {"military", "MIL"}, {"general", "MIL"}, {"commander", "MIL"}, {"army", "MIL"},
		{"politician", "PTY"}, {"speaker", "LEG"}, {"cleric", "REL"}, {"judge", "JUD"}} {
		if strings.Contains(strings.ToLower(office), x[0]) && !strings.HasPrefix(office, "general secretary") && !strings.HasPrefix(office, "attorney") {
			return x[1]
		}
	}
	return "GOV"
}

// startOf is the first day of "2021", "2021-06" or "2021-06-19".
func startOf(s string) (annals.Date, error) {
	switch len(s) {
	case 0:
		return "", nil
	case 4:
		s += "-01-01"
	case 7:
		s += "-01"
	}
	return checked(s)
}

// endOf is the last day, or one close enough to it for a term of office.
func endOf(s string) (annals.Date, error) {
	switch len(s) {
	case 0:
		return "9999-12-31", nil
	case 4:
		s += "-12-31"
	case 7:
		s += "-28"
	}
	return checked(s)
}

func checked(s string) (annals.Date, error) {
	d := annals.Date(s)
	if _, ok := d.Time(); !ok {
		return "", fmt.Errorf("bad day %s", strconv.Quote(s))
	}
	return d, nil
}

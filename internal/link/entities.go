package link

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"

	"annals"
)

// maxOwn is the most rows that a user's table of entities may have.
const maxOwn = 200_000

// ownColumns are the columns of a user's table; the first three must be there.
var ownColumns = []string{"name", "kind", "country", "sector", "aliases", "from", "to", "id"}

// With is a linker that also knows the entities of a CSV table, which win over
// those built in. The first row names the columns: name, kind (state, person,
// organization, group, population) and country (ISO 3166-1 alpha-3 or a PLOVER
// code, empty for none) must be there; sector (GOV), aliases (apart by ";"),
// from and to (a person's term: 2021, 2021-06 or 2021-06-19) and id may be. A
// name that ends in .yaml or .yml is a YAML list of the same. The name in errors
// is that of the file.
func (l *Linker) With(r io.Reader, name string) (*Linker, error) {
	own := *l
	own.lex = lexicon{names: maps.Clone(l.lex.names), words: maps.Clone(l.lex.words)}
	for key, es := range own.lex.names {
		own.lex.names[key] = slices.Clip(es) // appending must not touch those of l
	}
	add := own.addCSV
	if ext := strings.ToLower(path.Ext(name)); ext == ".yaml" || ext == ".yml" {
		add = own.addYAML
	}
	if err := add(r, name); err != nil {
		return nil, err
	}
	return &own, nil
}

// addCSV adds the rows of a CSV table.
func (l *Linker) addCSV(r io.Reader, name string) error {
	c := csv.NewReader(r)
	c.FieldsPerRecord, c.Comment, c.TrimLeadingSpace = -1, '#', true
	head, err := c.Read()
	if err != nil {
		return rowError(name, 1, err)
	}
	line, _ := c.FieldPos(0)
	column, err := columnsOf(head)
	if err != nil {
		return rowError(name, line, err)
	}
	for n := 0; ; n++ {
		cells, err := c.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return rowError(name, line+1, err)
		}
		line, _ = c.FieldPos(0)
		if n == maxOwn {
			return rowError(name, line, fmt.Errorf("more than %d rows", maxOwn))
		}
		cell := func(name string) string {
			if k, ok := column[name]; ok && k < len(cells) {
				return strings.TrimSpace(cells[k])
			}
			return ""
		}
		if err := l.addOwn(cell); err != nil {
			return rowError(name, line, err)
		}
	}
}

// rowError says where in the file a row is wrong: own.csv:3: …
func rowError(name string, line int, err error) error {
	var bad *csv.ParseError
	switch {
	case errors.Is(err, io.EOF):
		err = errors.New("no row with the names of the columns")
	case errors.As(err, &bad):
		line, err = bad.Line, bad.Err
	}
	return fmt.Errorf("read entities: %s:%d: %w", name, line, err)
}

// columnsOf finds the columns by the words of the first row.
func columnsOf(head []string) (map[string]int, error) {
	column := map[string]int{}
	for k, h := range head {
		h = strings.ToLower(strings.TrimSpace(strings.TrimPrefix(h, "\ufeff")))
		if !slices.Contains(ownColumns, h) {
			return nil, fmt.Errorf("unknown column %q, want %s", h, strings.Join(ownColumns, ", "))
		}
		column[h] = k
	}
	for _, want := range ownColumns[:3] {
		if _, ok := column[want]; !ok {
			return nil, fmt.Errorf("no column %q in the first row", want)
		}
	}
	return column, nil
}

// addOwn adds one row.
func (l *Linker) addOwn(cell func(string) string) error {
	e := entry{own: true, spelling: cell("name"), Entity: annals.Entity{Name: cell("name"), Kind: strings.ToLower(cell("kind")),
		Country: annals.Code(strings.ToUpper(cell("country"))), Sector: strings.ToUpper(cell("sector")), ID: annals.EntityID(cell("id"))}}
	if fold(e.Name) == "" {
		return errors.New("no name")
	}
	switch e.Kind {
	case annals.State, annals.Person, annals.Organization, annals.Group, annals.Population:
	default:
		return fmt.Errorf("bad kind %q of %q, want state, person, organization, group or population", e.Kind, e.Name)
	}
	if e.Country != "" && !l.countryCode(e.Country) {
		return fmt.Errorf("bad country %q of %q, want three letters (ISO 3166-1 or a PLOVER code)", e.Country, e.Name)
	}
	if e.Sector == "" {
		e.Sector = "GOV"
	}
	if len(e.Sector) != 3 || strings.Trim(e.Sector, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return fmt.Errorf("bad sector %q of %q, want a PLOVER code of three letters", e.Sector, e.Name)
	}
	var err error
	if e.from, err = startOf(cell("from")); err != nil {
		return err
	}
	if e.to, err = endOf(cell("to")); err != nil {
		return err
	}
	if e.ID == "" {
		e.ID = annals.EntityID("own/" + strings.ReplaceAll(fold(e.Name), " ", "-"))
	}
	for _, s := range append([]string{e.Name}, alternatives(cell("aliases"))...) {
		e := e
		e.spelling = s
		l.lex.add(e)
	}
	return nil
}

// countryCode reports a code of the tables, or one of PLOVER's own.
func (l *Linker) countryCode(c annals.Code) bool {
	switch c {
	case "UNO", "EUR", "IGO", "NGO", "ISM", "IMG", "MNC":
		return true
	}
	_, ok := l.countries[c]
	return ok
}

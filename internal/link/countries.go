package link

import (
	"fmt"
	"strings"

	"annals"
)

// Countries are states and territories by what people call them, for those who
// need no more of the tables than that. It is immutable after
// [LoadCountries].
type Countries struct {
	codes map[string]annals.Code // by name, adjective or seat, lower case
	names map[annals.Code]string
}

// LoadCountries reads the table of states.
func LoadCountries() (*Countries, error) {
	c := &Countries{codes: map[string]annals.Code{}, names: map[annals.Code]string{}}
	if err := readTable("states.txt", c.row); err != nil {
		return nil, fmt.Errorf("load countries: %w", err)
	}
	return c, nil
}

func (c *Countries) row(cells []string) error {
	if len(cells) != 8 {
		return fmt.Errorf("want 8 cells, not %d", len(cells))
	}
	short, _, _ := strings.Cut(cells[0], " ") // GEO PRE
	code := annals.Code(short)
	if c.names[code] == "" {
		c.names[code] = strings.TrimPrefix(cells[3], "The ")
	}
	for _, cell := range []string{cells[3], cells[7], cells[4], cells[6]} {
		for _, name := range alternatives(cell) {
			key := strings.ToLower(strings.TrimPrefix(strings.TrimPrefix(name, "The "), "the "))
			if _, taken := c.codes[key]; !taken {
				c.codes[key] = code
			}
		}
	}
	return nil
}

// Code is the country that a name, adjective, capital or seat stands for, in
// any case: Russia, russian, the Kremlin.
func (c *Countries) Code(name string) (annals.Code, bool) {
	code, ok := c.codes[strings.TrimPrefix(strings.ToLower(strings.TrimSpace(name)), "the ")]
	return code, ok
}

// Name is the short English name of a code; "" for one that is no country.
func (c *Countries) Name(code annals.Code) string { return c.names[code] }

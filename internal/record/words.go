package record

import (
	"embed"
	"fmt"
	"strings"

	"annals"
	"annals/internal/sys/store"
)

//go:embed tables/*.txt
var tables embed.FS

// Rules are the tables of this package. They are immutable after [Load].
type Rules struct {
	families map[string]string // type, or type<underlying, to family
	stop     map[string]bool
	lasting  []lasting
}

// A lasting act, and what ends it.
type lasting struct {
	begins, ends act
}

// An act is a type, a mode and words, any of which may be left open.
type act struct {
	typ   annals.Type
	mode  string
	words []string
}

// Load reads the tables.
func Load() (*Rules, error) {
	r := &Rules{families: map[string]string{}, stop: map[string]bool{}}
	for _, t := range []struct {
		file string
		row  func(string) error
	}{{"families.txt", r.family}, {"stop.txt", r.stopWords}, {"standing.txt", r.standing}} {
		b, err := tables.ReadFile("tables/" + t.file)
		if err != nil {
			return nil, err
		}
		for n, line := range strings.Split(string(b), "\n") {
			if line == "" || strings.HasPrefix(line, "#") {
				continue
			}
			if err := t.row(line); err != nil {
				return nil, fmt.Errorf("%s:%d: %w", t.file, n+1, err)
			}
		}
	}
	return r, nil
}

func (r *Rules) family(line string) error {
	cells := strings.Fields(line)
	for _, c := range cells[1:] {
		typ, under, _ := strings.Cut(c, "<")
		if annals.Type(typ).Quad() == 0 || under != "" && annals.Type(under).Quad() == 0 {
			return fmt.Errorf("%q is no type", c)
		}
		if _, twice := r.families[c]; !twice {
			r.families[c] = cells[0]
		}
	}
	return nil
}

func (r *Rules) stopWords(line string) error {
	for _, w := range strings.Fields(line) {
		r.stop[w] = true
	}
	return nil
}

func (r *Rules) standing(line string) error {
	begin, end, ok := strings.Cut(line, "|")
	if !ok {
		return fmt.Errorf("no bar between what begins and what ends")
	}
	var l lasting
	for _, side := range []struct {
		text string
		to   *act
	}{{begin, &l.begins}, {end, &l.ends}} {
		cells := strings.Fields(side.text)
		if len(cells) != 3 || annals.Type(cells[0]).Quad() == 0 {
			return fmt.Errorf("want TYPE mode words, not %q", strings.TrimSpace(side.text))
		}
		side.to.typ = annals.Type(cells[0])
		if cells[1] != "-" {
			side.to.mode = cells[1]
		}
		if cells[2] != "-" {
			side.to.words = strings.Split(cells[2], ";")
		}
	}
	r.lasting = append(r.lasting, l)
	return nil
}

// familyOf is the family of a claim's act.
func (r *Rules) familyOf(c *annals.Claim) string {
	if f := r.families[string(c.Type)+"<"+string(c.Underlying)]; f != "" && c.Underlying != "" {
		return f
	}
	return r.families[string(c.Type)]
}

// content are the words of a sentence that say what it is about: no stop words,
// cut to six letters so that forms of a word are one.
func (r *Rules) content(s string) map[string]bool {
	out := map[string]bool{}
	for _, w := range store.WordsOf(s) {
		if len(w) < 3 && (w < "0" || w > "99") || r.stop[w] {
			continue
		}
		if rs := []rune(w); len(rs) > 6 {
			w = string(rs[:6])
		}
		out[w] = true
	}
	return out
}

package record

import (
	"embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"annals"
)

//go:embed tables/*.txt
var tables embed.FS

// Rules are the tables of this package. They are immutable after [Load].
type Rules struct {
	families map[string]*family // by type, or type<underlying
	kin      map[[2]*family]bool
	named    map[string]*family
	own      sync.Map // annals.Type → *family, of types that no table has
	stop     map[string]bool
	another  map[string]bool
	weights  [features]weight
	ofWords  float64 // of what is specific, that of words shared
	ofProper float64
	bounds   struct{ linked, specific, mean float64 }
	lasting  []lasting
	naming   naming
}

// A family is the types that reports of one happening can have.
type family struct {
	name   string
	mutual bool          // both sides do it
	types  []annals.Type // after PLOVER's rewriting
	near   []annals.Type // these, and those of the families akin
}

// A weight says how much a feature counts.
type weight struct {
	weight   float64
	specific bool
	words    string
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
	r := &Rules{families: map[string]*family{}, named: map[string]*family{}, kin: map[[2]*family]bool{}, stop: map[string]bool{}, another: map[string]bool{},
		naming: naming{sectors: map[string]string{}}}
	for _, t := range []struct {
		file string
		row  func(string) error
	}{{"families.txt", r.family}, {"weights.txt", r.weight}, {"bounds.txt", r.bound}, {"stop.txt", wordsInto(r.stop)},
		{"another.txt", wordsInto(r.another)}, {"standing.txt", r.standing}, {"titles.txt", r.naming.act}, {"sectors.txt", r.naming.sector}} {
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
	for f, w := range r.weights {
		if w.words == "" {
			return nil, fmt.Errorf("weights.txt: no row for %q", featureNames[f])
		}
	}
	if err := r.signed(); err != nil {
		return nil, err
	}
	for _, f := range r.named {
		f.near = r.nearTypes(f)
	}
	return r, nil
}

// signed holds that claims can be linked by nothing that their gists do not show.
func (r *Rules) signed() error {
	for f, w := range r.weights {
		if w.specific && w.weight > 0 && !slices.Contains(signing, feature(f)) {
			return fmt.Errorf("weights.txt: %s has a star, but is no part of gists", featureNames[f])
		}
	}
	if r.bounds.specific <= 0 {
		return fmt.Errorf("bounds.txt: specific is %g, want more than 0", r.bounds.specific)
	}
	specific := func(f feature) float64 {
		if w := r.weights[f]; w.specific {
			return max(w.weight, 0)
		}
		return 0
	}
	r.ofWords, r.ofProper = specific(wordsShared), specific(properShared)
	return nil
}

func (r *Rules) family(line string) error {
	cells := strings.Fields(line)
	if cells[0] == "~" {
		return r.akinRow(cells[1:])
	}
	name, mutual := strings.CutPrefix(cells[0], "=")
	f := &family{name: name, mutual: mutual}
	r.named[name] = f
	for _, c := range cells[1:] {
		typ, under, _ := strings.Cut(c, "<")
		if annals.Type(typ).Quad() == 0 || under != "" && annals.Type(under).Quad() == 0 {
			return fmt.Errorf("%q is no type", c)
		}
		if r.families[c] == nil {
			r.families[c] = f
		}
		f.types = append(f.types, annals.Type(typ))
	}
	return nil
}

func (r *Rules) akinRow(names []string) error {
	if len(names) != 2 || r.named[names[0]] == nil || r.named[names[1]] == nil {
		return fmt.Errorf("want ~ and two families, not %q", names)
	}
	a, b := r.named[names[0]], r.named[names[1]]
	r.kin[[2]*family{a, b}], r.kin[[2]*family{b, a}] = true, true
	return nil
}

func (r *Rules) akin(a, b *family) bool { return r.kin[[2]*family{a, b}] }

// nearTypes are the types of a family and of those akin.
func (r *Rules) nearTypes(f *family) []annals.Type {
	var out []annals.Type
	for _, t := range annals.Types() {
		for _, g := range r.named {
			if (g == f || r.akin(f, g)) && slices.Contains(g.types, t) {
				out = append(out, t)
				break
			}
		}
	}
	return out
}

func (r *Rules) weight(line string) error {
	cells := strings.Fields(line)
	if len(cells) < 4 {
		return fmt.Errorf("want feature, weight, mark and words")
	}
	f := slices.Index(featureNames[:], cells[0])
	n, err := strconv.ParseFloat(cells[1], 64)
	if f < 0 || err != nil {
		return fmt.Errorf("%q is no feature, or %q no weight", cells[0], cells[1])
	}
	r.weights[f] = weight{n, cells[2] == "*", strings.Join(cells[3:], " ")}
	return nil
}

func (r *Rules) bound(line string) error {
	line, _, _ = strings.Cut(line, "#")
	cells := strings.Fields(line)
	if len(cells) != 2 {
		return fmt.Errorf("want a name and a number")
	}
	to, ok := map[string]*float64{"linked": &r.bounds.linked, "specific": &r.bounds.specific, "mean": &r.bounds.mean}[cells[0]]
	if !ok {
		return fmt.Errorf("no bound %q", cells[0])
	}
	var err error
	*to, err = strconv.ParseFloat(cells[1], 64)
	return err
}

// wordsInto reads rows of words into a set.
func wordsInto(set map[string]bool) func(string) error {
	return func(line string) error {
		for _, w := range strings.Fields(line) {
			set[w] = true
		}
		return nil
	}
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
func (r *Rules) familyOf(c *annals.Claim) *family {
	if f := r.families[string(c.Type)+"<"+string(c.Underlying)]; f != nil && c.Underlying != "" {
		return f
	}
	if f := r.families[string(c.Type)]; f != nil {
		return f
	}
	f, _ := r.own.LoadOrStore(c.Type, &family{name: strings.ToLower(string(c.Type)), near: []annals.Type{c.Type}})
	return f.(*family)
}

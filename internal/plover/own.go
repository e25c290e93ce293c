package plover

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"annals"
)

// maxOwn is the size of a user's own table, in bytes.
const maxOwn = 4 << 20

// ownType is how a type of one's own is written.
var ownType = regexp.MustCompile(`^[A-Z][A-Z0-9_-]{1,39}$`)

// With is the codebook with rows of a user's own, read from r; name is what
// errors call it. They win over the rows built in, and the classifiers leave
// what they found alone. doc/codebook.md describes the format; b is unchanged.
func (b *Codebook) With(r io.Reader, name string) (*Codebook, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxOwn+1))
	if err != nil {
		return nil, fmt.Errorf("read codebook %q: %w", name, err)
	}
	if len(text) > maxOwn {
		return nil, fmt.Errorf("read codebook %q: more than %d bytes", name, maxOwn)
	}
	o := owner{Codebook: b.copy(), said: map[string]string{}}
	text = bytes.ReplaceAll(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")), []byte("\r\n"), []byte("\n"))
	if err := readTable(name, string(text), o.row); err != nil {
		return nil, err
	}
	return o.Codebook, nil
}

// copy is a codebook whose tables can be added to.
func (b *Codebook) copy() *Codebook {
	c := *b
	c.classes = map[string]set{}
	for name, words := range b.classes {
		c.classes[name] = maps.Clone(words)
	}
	c.verbs, c.nouns, c.people = maps.Clone(b.verbs), maps.Clone(b.nouns), maps.Clone(b.people)
	c.scales, c.types = slices.Clone(b.scales), maps.Clone(b.types)
	if c.types == nil {
		c.types = map[annals.Type]bool{}
	}
	return &c
}

// An owner reads a user's own rows.
type owner struct {
	*Codebook
	said map[string]string // what rows said of a pattern: TYPE at file:line
}

func (o *owner) row(r row) error {
	kind, rest, _ := strings.Cut(r.head, " ")
	r.head = strings.TrimSpace(rest)
	switch kind {
	case "type":
		return o.readType(r)
	case "class":
		if r.head == "" {
			return r.errorf("a class needs a name")
		}
		return o.readClass(r)
	case "person":
		return o.readPeople(r)
	case "verb":
		return o.frames(r, false, o.verbs)
	case "noun":
		return o.frames(r, true, o.nouns)
	}
	return r.errorf("a row begins with type, class, person, verb or noun, not %q", kind)
}

// readType reads "type NAME quad : intensity CAMEO Goldstein".
func (o *owner) readType(r row) error {
	f := strings.Fields(r.head)
	if len(f) != 2 || !ownType.MatchString(f[0]) {
		return r.errorf("want type NAME quad, with NAME in capitals, have %q", r.head)
	}
	typ := annals.Type(f[0])
	quad, err := strconv.Atoi(f[1])
	switch {
	case err != nil || quad < 1 || quad > 4:
		return r.errorf("quad class is 1, 2, 3 or 4, not %q", f[1])
	case typ.Quad() != 0:
		return r.errorf("%s is a type of PLOVER: give its words in verb and noun rows", typ)
	case o.types[typ]:
		return r.errorf("type %s stands twice", typ)
	}
	o.types[typ] = true
	r.head = f[0]
	if err := o.readScale(r); err != nil {
		return err
	}
	o.scales[len(o.scales)-1].scale.Quad = quad
	return nil
}

// frames reads a frame row and puts its entries before all others.
func (o *owner) frames(r row, nominal bool, into map[string][]*entry) error {
	mine := map[string][]*entry{}
	if err := o.readFrame(r, nominal, mine); err != nil {
		return err
	}
	for _, s := range r.list() {
		key := fmt.Sprint(nominal, strings.Join(strings.Fields(s), " "))
		typ, _, _ := strings.Cut(strings.Fields(r.head)[0], ".")
		if old, ok := o.said[key]; ok && !strings.HasPrefix(old, typ+" ") {
			return r.errorf("%q is %s here and %s", s, typ, old)
		}
		o.said[key] = typ + " at " + r.at()
	}
	for lemma, es := range mine {
		for _, e := range es {
			e.own = true
		}
		into[lemma] = append(slices.Clone(es), into[lemma]...)
	}
	return nil
}

// typeNamed is the type of that name: PLOVER's, or one of the user's own.
func (c *Codebook) typeNamed(s string) (annals.Type, bool) {
	if t := annals.Type(s); c.types[t] {
		return t, true
	}
	return typeNamed(s)
}

package plover

import (
	"embed"
	"fmt"
	"strings"

	"annals"
)

//go:embed tables/*.txt
var tables embed.FS

// A Codebook is the tables of the coder, read. It does not change after
// [Load] and may be used by several goroutines at once.
type Codebook struct {
	// CountryName is the name of a country by its code, "" for none; nil knows
	// none. It is set before the first text is coded.
	CountryName func(annals.Code) string

	classes     map[string]set
	verbs       map[string][]*entry    // by lemma
	nouns       map[string][]*entry    // by lemma of the last word
	frames      map[string][]*entry    // of what no row has: "verb", "noun"
	ops         map[string][]*operator // by lemma
	rewrites    map[string][]rewrite   // by operator
	report      map[string]words
	light       map[string]words
	people      map[string]person // by lemma
	contexts    contextWords
	doubts      map[string]map[string]qualm // by place, by word
	cues        []cueRow
	conventions []convention
	twins       []twin
	scales      []measure
	types       map[annals.Type]bool // of a user's own
	judge       *judge
	caster      *caster
}

// stateName is the name of a country, or its code.
func (c *Codebook) stateName(code annals.Code) string {
	if c.CountryName != nil {
		if name := c.CountryName(code); name != "" {
			return name
		}
	}
	return string(code)
}

type set map[string]bool

// A row is a line of a table with what follows it.
type row struct {
	file string
	line int
	head string // before the first colon
	body string // after it
}

func (r row) at() string { return fmt.Sprintf("%s:%d", r.file, r.line) }

func (r row) errorf(format string, args ...any) error {
	return fmt.Errorf("%s: %s", r.at(), fmt.Sprintf(format, args...))
}

// list is the comma-separated items of the body.
func (r row) list() []string {
	var out []string
	for _, s := range strings.Split(r.body, ",") {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// Load reads the tables of the program.
func Load() (*Codebook, error) {
	c := &Codebook{classes: map[string]set{}, verbs: map[string][]*entry{}, nouns: map[string][]*entry{}, frames: map[string][]*entry{},
		ops: map[string][]*operator{}, rewrites: map[string][]rewrite{}, report: map[string]words{},
		light: map[string]words{}, people: map[string]person{}, doubts: map[string]map[string]qualm{}}
	for _, t := range []struct {
		name string
		read func(row) error
	}{
		{"classes", c.readClass}, {"verbs", c.readVerbs}, {"nouns", c.readNouns}, {"frames", c.readFrames}, {"operators", c.readOperators},
		{"rewrite", c.readRewrite}, {"doubt", c.readDoubt}, {"report", c.readReport}, {"light", c.readLight}, {"people", c.readPeople},
		{"contexts", c.readContext}, {"cues", c.readCue}, {"relate", c.readConvention}, {"twins", c.readTwin}, {"scale", c.readScale},
	} {
		name := t.name + ".txt"
		text, err := tables.ReadFile("tables/" + name)
		if err != nil {
			return nil, fmt.Errorf("read table %q: %w", name, err)
		}
		if err := readTable(name, string(text), t.read); err != nil {
			return nil, err
		}
	}
	var err error
	if c.judge, err = loadJudge(judgeData); err != nil {
		return nil, err
	}
	c.caster, err = loadCaster(castData)
	return c, err
}

// readTable calls read for each row of text. A row is "head : body"; lines
// that start with a blank go on with the row above, "#" starts a comment line.
func readTable(name, text string, read func(row) error) error {
	var r *row
	flush := func() error {
		if r == nil {
			return nil
		}
		head, body, ok := strings.Cut(r.body, ":")
		if !ok {
			return r.errorf("no colon in %q", r.body)
		}
		r.head, r.body = strings.TrimSpace(head), strings.TrimSpace(body)
		err := read(*r)
		r = nil
		return err
	}
	for n, line := range strings.Split(text, "\n") {
		switch {
		case strings.HasPrefix(line, "#") || strings.TrimSpace(line) == "":
			continue
		case line[0] == ' ' || line[0] == '\t':
			if r == nil {
				return row{file: name, line: n + 1}.errorf("a row cannot start with a blank")
			}
			r.body += " " + strings.TrimSpace(line)
			continue
		}
		if err := flush(); err != nil {
			return err
		}
		r = &row{file: name, line: n + 1, body: line}
	}
	return flush()
}

func (c *Codebook) readClass(r row) error {
	s := c.classes[r.head]
	if s == nil {
		s = set{}
		c.classes[r.head] = s
	}
	for _, w := range strings.Fields(r.body) {
		s[w] = true
	}
	return nil
}

// words is a set of words or verb + particle, such as "carry out".
type words map[string]bool

func (w words) has(lemma, particle string) bool {
	return particle != "" && w[lemma+" "+particle] || w[lemma]
}

func addWords(m map[string]words, r row) {
	w := m[r.head]
	if w == nil {
		w = words{}
		m[r.head] = w
	}
	for _, s := range r.list() {
		lemma, rest, _ := strings.Cut(s, " ")
		w[strings.TrimSpace(lemma+" "+strings.TrimLeft(rest, "+="))] = true
	}
}

func (c *Codebook) readReport(r row) error { addWords(c.report, r); return nil }
func (c *Codebook) readLight(r row) error  { addWords(c.light, r); return nil }

// A person is what a plain noun says about who it stands for.
type person struct {
	sector, kind string
}

func (c *Codebook) readPeople(r row) error {
	f := strings.Fields(r.head)
	if len(f) != 2 {
		return r.errorf("want SECTOR kind, have %q", r.head)
	}
	for _, w := range r.list() {
		if _, ok := c.people[w]; !ok {
			c.people[w] = person{f[0], f[1]}
		}
	}
	return nil
}

// typeNamed is the PLOVER type of that name.
func typeNamed(s string) (annals.Type, bool) {
	t := annals.Type(s)
	return t, t.Quad() != 0
}

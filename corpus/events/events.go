// Package events holds short invented articles, several about each happening,
// by which the merging of claims into events is measured and shown.
//
// In go files in the format of README.md; out come [Article]s that know, for a
// claim that was coded in them, which happening it is about. A line that is not
// well formed is an error with file and line.
//
// Nothing here was reported, and nothing here codes or merges anything.
package events

import (
	"bufio"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"annals"
)

//go:embed *.txt outlets.tsv
var files embed.FS

// The parts of the set.
const (
	Dev  = "dev"  // for choosing weights and tables
	Test = "test" // only ever measured
)

const (
	maxLine     = 1 << 14 // bytes
	maxArticles = 1000    // of one file
)

// An Article is one of the set, with the happenings that its sentences tell.
// Its ID is the one of the file.
type Article struct {
	annals.Article
	Part string // Dev or Test: what the name of its file begins with

	title  []string // happenings of the headline: those of the first sentence that has one
	spans  []annals.Span
	labels [][]string               // of spans
	acts   map[string][]annals.Type // of the file's happenings
}

// Happening is the one that a claim coded in the article is about: of those
// that its sentence tells, the first that has acts of its type. "" is none.
func (a *Article) Happening(c *annals.Claim) string {
	labels := a.title
	if c.In == annals.InText {
		labels = nil
		for i, s := range a.spans {
			if s.Contains(annals.Span{Start: c.TriggerStart, End: c.TriggerEnd}) {
				labels = a.labels[i]
			}
		}
	}
	for _, l := range labels {
		if acts := a.acts[l]; slices.Contains(acts, c.Type) || slices.Contains(acts, c.Underlying) {
			return l
		}
	}
	return ""
}

// Articles are all articles of the set, in order of file.
func Articles() ([]Article, error) { return Read(files) }

// Read reads the files *.txt of a folder, and its outlets.tsv if there is one.
func Read(dir fs.FS) ([]Article, error) {
	names, err := fs.Glob(dir, "*.txt")
	if err != nil {
		return nil, fmt.Errorf("list articles: %w", err)
	}
	domains, err := domainsOf(dir)
	if err != nil {
		return nil, err
	}
	var as []Article
	for _, name := range names {
		f, err := dir.Open(name)
		if err != nil {
			return nil, fmt.Errorf("read articles: %w", err)
		}
		more, err := Parse(f, name)
		f.Close()
		if err != nil {
			return nil, err
		}
		as = append(as, more...)
	}
	for i := range as {
		a := &as[i]
		if slices.ContainsFunc(as[:i], func(b Article) bool { return b.ID == a.ID }) {
			return nil, fmt.Errorf("two articles have the id %q", a.ID)
		}
		if d := domains[a.Outlet]; d != "" {
			a.URL = "https://" + d + "/" + strings.ReplaceAll(string(a.Published), "-", "/") + "/" + string(a.ID)
		}
	}
	return as, nil
}

// domainsOf reads where outlets publish: name, tab, domain.
func domainsOf(dir fs.FS) (map[string]string, error) {
	const name = "outlets.tsv"
	b, err := fs.ReadFile(dir, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read outlets: %w", err)
	}
	out := map[string]string{}
	for n, line := range strings.Split(string(b), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		outlet, domain, ok := strings.Cut(line, "\t")
		if !ok || outlet == "" || domain == "" {
			return nil, fmt.Errorf("%s:%d: want an outlet, a tab and a domain", name, n+1)
		}
		out[outlet] = domain
	}
	return out, nil
}

// A parser holds what is read of a file so far.
type parser struct {
	as   []Article
	acts map[string][]annals.Type
	part string
	gap  string // between the last sentence and the next
}

// Parse reads the articles of a file.
func Parse(r io.Reader, name string) ([]Article, error) {
	p := parser{acts: map[string][]annals.Type{}}
	p.part, _, _ = strings.Cut(strings.TrimSuffix(path.Base(name), ".txt"), "-")
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, 0, 4096), maxLine)
	n := 0
	for sc.Scan() {
		n++
		if err := p.line(strings.TrimRight(sc.Text(), " \r")); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, n, err)
		}
	}
	if err := sc.Err(); err != nil {
		return nil, fmt.Errorf("%s:%d: %w", name, n+1, err)
	}
	return p.as, nil
}

func (p *parser) line(line string) error {
	switch {
	case line == "":
		p.gap = "\n\n"
		return nil
	case line[0] == '#':
		return nil
	case strings.HasPrefix(line, "%happening "):
		return p.happening(line[len("%happening "):])
	case strings.HasPrefix(line, "== "):
		return p.article(line[3:])
	case len(p.as) == 0:
		return errors.New("a line before any article")
	case strings.HasPrefix(line, "%byline "):
		a := &p.as[len(p.as)-1]
		a.Byline = append(a.Byline, line[len("%byline "):])
		return nil
	case strings.HasPrefix(line, "%credit "):
		a := &p.as[len(p.as)-1]
		a.Credits = append(a.Credits, line[len("%credit "):])
		return nil
	}
	return p.sentence(line)
}

// happening reads "name | TYPE TYPE | what happened".
func (p *parser) happening(line string) error {
	cells := strings.Split(line, " | ")
	if len(cells) != 3 {
		return errors.New("want %happening name | TYPES | what happened")
	}
	if p.acts[cells[0]] != nil || cells[0] == "-" || strings.ContainsAny(cells[0], ", \t") {
		return fmt.Errorf("happening %q has no name of its own", cells[0])
	}
	for _, t := range strings.Fields(cells[1]) {
		if annals.Type(t).Quad() == 0 {
			return fmt.Errorf("%q is no type", t)
		}
		p.acts[cells[0]] = append(p.acts[cells[0]], annals.Type(t))
	}
	return nil
}

// article reads "id | outlet | date | headline".
func (p *parser) article(line string) error {
	cells := strings.SplitN(line, " | ", 4)
	if len(cells) != 4 || cells[0] == "" {
		return errors.New("want == id | outlet | date | headline")
	}
	a := Article{Part: p.part, acts: p.acts}
	a.ID, a.Outlet, a.Published, a.Title, a.Language = annals.ArticleID(cells[0]), cells[1], annals.Date(cells[2]), cells[3], "en"
	if _, ok := a.Published.Time(); !ok {
		return fmt.Errorf("%q is no date", cells[2])
	}
	if len(p.as) == maxArticles {
		return fmt.Errorf("more than %d articles", maxArticles)
	}
	p.as, p.gap = append(p.as, a), ""
	return nil
}

// sentence adds a line "label,label<tab>words" to the last article.
func (p *parser) sentence(line string) error {
	label, words, ok := strings.Cut(line, "\t")
	if !ok || words == "" {
		return errors.New("want a label, a tab and a sentence")
	}
	var labels []string
	for l := range strings.SplitSeq(label, ",") {
		if l == "-" {
			continue
		}
		if p.acts[l] == nil {
			return fmt.Errorf("no %%happening %q before", l)
		}
		labels = append(labels, l)
	}
	a := &p.as[len(p.as)-1]
	if a.title == nil {
		a.title = labels
	}
	if a.Text == "" {
		p.gap = ""
	}
	if p.gap != " " {
		a.Blocks = append(a.Blocks, annals.Block{Kind: annals.Paragraph, Span: annals.Span{Start: len(a.Text) + len(p.gap)}})
	}
	a.Text += p.gap
	a.spans = append(a.spans, annals.Span{Start: len(a.Text), End: len(a.Text) + len(words)})
	a.labels = append(a.labels, labels)
	a.Text += words
	a.Blocks[len(a.Blocks)-1].End = len(a.Text)
	p.gap = " "
	return nil
}

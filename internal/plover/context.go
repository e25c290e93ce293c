package plover

import (
	"sort"
	"strings"

	"annals"
)

// A contextRow is the words that show one of PLOVER's contexts.
type contextRow struct {
	name  string
	words []string // lemmas or phrases of lemmas, with blanks around
}

func (c *Codebook) readContext(r row) error {
	row := contextRow{name: r.head}
	for _, w := range r.list() {
		row.words = append(row.words, " "+w+" ")
	}
	c.contexts = append(c.contexts, row)
	return nil
}

// maxContexts is how many contexts a claim may have.
const maxContexts = 4

// contextsOf are the contexts that the words of a sentence show.
func (x *coder) contextsOf(t *tree) []string {
	text := " " + strings.Join(t.low, " ") + " "
	type hit struct {
		name string
		n    int
	}
	var hits []hit
	for _, row := range x.book.contexts {
		n := 0
		for _, w := range row.words {
			if strings.Contains(text, w) {
				n++
			}
		}
		if n > 0 {
			hits = append(hits, hit{row.name, n})
		}
	}
	sort.SliceStable(hits, func(i, j int) bool { return hits[i].n > hits[j].n })
	out := []string{}
	for _, h := range hits[:min(len(hits), maxContexts)] {
		out = append(out, h.name)
	}
	return out
}

// A cueRow is words near an act that show its mode.
type cueRow struct {
	typ   annals.Type
	mode  string
	words words
}

func (c *Codebook) readCue(r row) error {
	name, mode, ok := strings.Cut(r.head, ".")
	typ, known := typeNamed(name)
	if !ok || !known {
		return r.errorf("want TYPE.mode, have %q", r.head)
	}
	row := cueRow{typ: typ, mode: mode, words: words{}}
	for _, w := range r.list() {
		row.words[w] = true
	}
	c.cues = append(c.cues, row)
	return nil
}

// modes are the modes of the entry that hold for the final type, and those
// that words under the predicate show.
func (x *coder) modes(d *draft) []string {
	out := []string{}
	add := func(m string) {
		for _, o := range out {
			if o == m {
				return
			}
		}
		if len(out) < 3 {
			out = append(out, m)
		}
	}
	if d.under == "" && !d.unlike {
		for _, m := range d.fit.e.modes {
			add(m)
		}
	}
	t := d.t
	for _, row := range x.book.cues {
		if row.typ != d.typ || len(out) > 0 && d.typ != annals.Assault {
			continue
		}
		for i := range t.s.Tokens {
			if row.words[t.lemma(i)] && (t.under(i, d.clause) || t.under(i, d.pred)) {
				add(row.mode)
				break
			}
		}
	}
	return out
}

package plover

import (
	"slices"
	"strings"

	"annals"
)

// A contextWord is a word or phrase that shows one of PLOVER's contexts.
type contextWord struct {
	row    int    // of the context
	number int    // among all words
	words  string // lemmas with blanks around
}

// contextWords are the words that show contexts, by the first lemma of each.
type contextWords struct {
	names []string
	words map[string][]contextWord
	count int
}

func (c *Codebook) readContext(r row) error {
	k := &c.contexts
	if k.words == nil {
		k.words = map[string][]contextWord{}
	}
	for _, w := range r.list() {
		first, _, _ := strings.Cut(w, " ")
		k.words[first] = append(k.words[first], contextWord{len(k.names), k.count, " " + w + " "})
		k.count++
	}
	k.names = append(k.names, r.head)
	return nil
}

// maxContexts is how many contexts a claim may have.
const maxContexts = 4

// contextsOf are the contexts that the words of a sentence show, found once.
func (x *coder) contextsOf(t *tree) []string {
	if x.contextTree != t {
		x.contextTree, x.contexts = t, x.book.contexts.of(t.low)
	}
	return append([]string{}, x.contexts...)
}

// of are the contexts of which the most words stand among lemmas, in the order
// of how many.
func (k *contextWords) of(lemmas []string) []string {
	text := " " + strings.Join(lemmas, " ") + " "
	hits, seen := make([]int, len(k.names)), make([]bool, k.count)
	for at := 0; at < len(text)-1; at++ {
		n := strings.IndexByte(text[at+1:], ' ')
		for _, w := range k.words[text[at+1:at+1+n]] {
			if !seen[w.number] && strings.HasPrefix(text[at:], w.words) {
				seen[w.number] = true
				hits[w.row]++
			}
		}
		at += n
	}
	var rows []int
	for row, n := range hits {
		if n > 0 {
			rows = append(rows, row)
		}
	}
	slices.SortStableFunc(rows, func(a, b int) int { return hits[b] - hits[a] })
	var out []string
	for _, row := range rows[:min(len(rows), maxContexts)] {
		out = append(out, k.names[row])
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

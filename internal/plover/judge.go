package plover

import (
	_ "embed"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"math"
	"slices"
	"strconv"
	"strings"

	"annals"
	"annals/internal/sys/model"
)

//go:embed judge.bin
var judgeData []byte

// JudgeRows is how many rows of weights the judge's features are hashed to.
const JudgeRows = 1 << 15

// A judge is a linear classifier over the sixteen types. It sees what the
// tables found and the words around two parties, and may overrule the tables
// where the corpus taught it to. Rows are hashed features, columns are types
// in the order of [annals.Types].
type judge struct {
	weights []int8
	scale   float64
}

// loadJudge reads the embedded weights. No bytes at all give a judge that
// never overrules the tables: so it is before the first training.
func loadJudge(data []byte) (*judge, error) {
	if len(data) == 0 {
		return nil, nil
	}
	f, err := model.Parse(data)
	if err != nil {
		return nil, fmt.Errorf("load judge: %w", err)
	}
	w, err := f.Section("weights")
	if err != nil {
		return nil, fmt.Errorf("load judge: %w", err)
	}
	n := JudgeRows * len(annals.Types())
	if len(w) != n+4 {
		return nil, fmt.Errorf("load judge: %w: %d bytes of weights, want %d", model.ErrCorrupt, len(w), n+4)
	}
	j := &judge{weights: make([]int8, n), scale: float64(math.Float32frombits(binary.LittleEndian.Uint32(w)))}
	for i, b := range w[4:] {
		j.weights[i] = int8(b)
	}
	return j, nil
}

// JudgeRow is the row of a feature.
func JudgeRow(feature string) int {
	h := fnv.New32a()
	h.Write([]byte(feature))
	return int(h.Sum32() & (JudgeRows - 1))
}

// doubt is how much more the features must speak for another type before it
// overrules the one of the tables, in units of log odds.
const doubt = 1.0

// decide is the type that the features speak for, typ when they are not sure.
func (j *judge) decide(features []string, typ annals.Type) annals.Type {
	types := annals.Types()
	scores := make([]float64, len(types))
	for _, f := range features {
		row := JudgeRow(f) * len(types)
		for k := range scores {
			scores[k] += float64(j.weights[row+k])
		}
	}
	best := 0
	for k := range scores {
		if scores[k] > scores[best] {
			best = k
		}
	}
	if at := slices.Index(types, typ); at >= 0 && (scores[best]-scores[at])*j.scale < doubt {
		return typ
	}
	return types[best]
}

// RelationFeatures is what the judge sees of two parties in a sentence, given
// as for [Codebook.Relate].
func (b *Codebook) RelationFeatures(s annals.Sentence, source, target annals.Span) []string {
	_, _, fs := b.relate(s, source, target)
	return fs
}

// features describes the pair: what the tables say of it, the predicate and
// its surroundings, and the words before, between and after.
func (l link) features(x *coder, best *draft, ds []*draft) []string {
	fs := []string{"bias"}
	add := func(parts ...string) { fs = append(fs, strings.Join(parts, "=")) }
	for _, d := range ds {
		if d.dead == "" {
			add("any", string(d.typ))
		}
	}
	if best == nil {
		add("rule", "none", string(x.guess(l.t)))
	} else {
		l.aboutDraft(best, add)
	}
	l.aboutWords(add)
	return fs
}

// aboutDraft adds what is known of the predicate that the tables chose.
func (l link) aboutDraft(d *draft, add func(...string)) {
	t := l.t
	holds := strconv.FormatBool(l.holds(d.actors, "A")) + strconv.FormatBool(l.holds(d.recips, "B"))
	rule, lemma := string(d.typ), t.lemma(d.pred)
	add("rule", rule)
	add("rule", rule) // twice: the tables are to be overruled only for a reason
	add("rule holds", rule, holds)
	add("rule status", rule, string(d.status), string(d.under))
	add("entry", d.fit.e.rule)
	add("pred", lemma)
	add("pred rule", lemma, rule)
	for _, e := range d.fx {
		add("fx", e.name)
		add("fx rule", e.name, string(d.fit.e.typ))
	}
	for _, k := range t.kids[d.pred] {
		switch b := t.base(k); b {
		case "obj", "obl", "xcomp", "ccomp", "nmod", "compound", "amod", "nsubj", "advcl":
			add("kid", b, t.caseOf(k), l.word(k))
			add("pred kid", lemma, b, l.word(k))
		}
	}
	for h, n := t.head(d.pred), 0; h >= 0 && n < 2; h, n = t.head(h), n+1 {
		add("gov", strconv.Itoa(n), t.lemma(h))
		add("gov rule", t.lemma(h), rule)
	}
}

// word is the lemma of token i, with the two parties as A and B.
func (l link) word(i int) string {
	switch i {
	case l.a:
		return "A"
	case l.b:
		return "B"
	}
	return l.t.lemma(i)
}

// maxZone is how many words of a zone are looked at.
const maxZone = 25

// aboutWords adds the words before, between and after the parties, singly and
// in pairs.
func (l link) aboutWords(add func(...string)) {
	t := l.t
	first, last, order := l.a, l.b, "AB"
	if l.b < 0 {
		last, order = t.len(), "A"
	} else if l.b < l.a {
		first, last, order = l.b, l.a, "BA"
	}
	zone := func(name string, from, to int) {
		before := "^"
		for i := max(from, 0); i < min(to, t.len()) && i < from+maxZone; i++ {
			if t.tok(i).UPOS == "PUNCT" || t.tok(i).UPOS == "DET" {
				continue
			}
			w := l.word(i)
			if t.tok(i).UPOS == "PROPN" || t.tok(i).UPOS == "NUM" {
				w = t.tok(i).UPOS
			}
			add(name, w)
			add(order, name, before, w)
			before = w
		}
	}
	zone("before", max(first-8, 0), first)
	zone("between", first+1, last)
	zone("after", last+1, last+10)
}

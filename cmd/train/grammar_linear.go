package main

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"

	"annals"
	"annals/internal/grammar"
	"annals/internal/grammar/linear"
	"annals/internal/sys/model"
)

// classes numbers tags and relations and reads the words of all sentences.
func (t *trainer) classes() {
	tag, rel := map[string]int{}, map[string]int{}
	for _, s := range t.sents {
		for _, w := range s.Tokens {
			tag[w.UPOS+" "+w.XPOS]++
			rel[w.Deprel]++
		}
	}
	t.tags, t.relations = frequent(tag, 2, 250), frequent(rel, 1, 250)
	tagNo, relNo := numbers(t.tags), numbers(t.relations)
	t.lexicon = t.makeLexicon(tagNo)
	lex, err := linear.OpenLexicon(t.lexicon)
	if err != nil {
		panic("train: " + err.Error())
	}
	t.reader = linear.Reader{Clusters: t.clusters, Lexicon: lex}
	var buf []byte
	for _, s := range slices.Concat(t.sents, t.names) {
		s.words = make([]linear.Word, len(s.Tokens))
		s.said = make([]uint8, len(s.Tokens))
		for i := range s.Tokens {
			buf = t.reader.Read(&s.words[i], s.Tokens[i].Form, buf)
		}
	}
	for _, s := range t.sents {
		for _, w := range s.Tokens {
			s.tags = append(s.tags, uint8(tagNo[w.UPOS+" "+w.XPOS]))
			s.labels = append(s.labels, uint8(relNo[w.Deprel]))
			h := w.Head
			if h < 0 {
				h = len(s.Tokens)
			}
			s.heads = append(s.heads, int32(h))
		}
	}
	kindNo := numbers(t.kinds)
	for _, s := range t.names {
		s.runs = make([]uint8, len(s.Tokens))
		for _, n := range s.Names {
			for i := n.First; i < n.Last; i++ {
				s.runs[i] = linear.NameTag(kindNo[n.Kind], i, n.First, n.Last)
			}
		}
	}
}

// frequent lists what was counted at least so often, most frequent first.
func frequent(count map[string]int, least, most int) []string {
	var out []string
	for k, n := range count {
		if n >= least {
			out = append(out, k)
		}
	}
	slices.SortFunc(out, func(a, b string) int {
		if count[a] != count[b] {
			return count[b] - count[a]
		}
		return strings.Compare(a, b)
	})
	return out[:min(len(out), most)]
}

func numbers(list []string) map[string]int {
	m := map[string]int{}
	for i, s := range list {
		m[s] = i
	}
	return m
}

// lexiconCount is how often a word must have been seen to be in the lexicon;
// rarer words would show the tagger the answer.
const lexiconCount = 5

// makeLexicon gives each frequent word the set of tags it has in at least a
// fiftieth of its uses; equal sets have one class.
func (t *trainer) makeLexicon(tagNo map[string]int) []byte {
	counts := map[uint64]map[int]int{}
	for _, s := range t.sents {
		for _, w := range s.Tokens {
			h := linear.HashForm(w.Form)
			if counts[h] == nil {
				counts[h] = map[int]int{}
			}
			counts[h][tagNo[w.UPOS+" "+w.XPOS]]++
		}
	}
	sets := map[uint64]string{}
	seen := map[string]int{}
	for h, c := range counts {
		total := 0
		for _, n := range c {
			total += n
		}
		if total < lexiconCount {
			continue
		}
		set := make([]byte, 32)
		for tag, n := range c {
			if 50*n >= total {
				set[tag/8] |= 1 << (tag % 8)
			}
		}
		sets[h] = string(set)
		seen[string(set)]++
	}
	class := numbers(frequent(seen, 1, 1<<15))
	words := map[uint64]uint16{}
	for h, set := range sets {
		words[h] = uint16(class[set] + 1)
	}
	return linear.PackLexicon(words)
}

// jackknife tags each sentence of the treebanks with a tagger trained on the
// others, as it will be tagged in life; the name corpora are tagged by the
// first of these taggers, and EWT's own by sentence.
func (t *trainer) jackknife() {
	var wg sync.WaitGroup
	var mu sync.Mutex
	next := 0
	for range workers {
		wg.Go(func() {
			for {
				mu.Lock()
				fold := next
				next++
				mu.Unlock()
				if fold >= folds {
					return
				}
				p := t.trainTagger(t.sents, func(i int) bool { return i%folds == fold }, 4, "jackknife")
				tagger := linear.Tagger{Weights: freeze(p, 0)}
				var s linear.Scratch
				for i, g := range t.sents {
					if i%folds == fold {
						tagger.Tag(g.words, g.said, &s)
					}
				}
				if fold == 0 {
					for _, g := range t.names {
						tagger.Tag(g.words, g.said, &s)
					}
				}
			}
		})
	}
	wg.Wait()
	t.copyTags()
}

// copyTags gives the name sentences that are also in the treebank the tags of
// the tagger that has not seen them.
func (t *trainer) copyTags() {
	by := map[string]*gold{}
	for _, s := range t.sents {
		by[spelled(s)] = s
	}
	for _, s := range t.names {
		if g := by[spelled(s)]; g != nil {
			copy(s.said, g.said)
		}
	}
}

func spelled(s *gold) string {
	var b strings.Builder
	for _, w := range s.Tokens {
		b.WriteString(w.Form + " ")
	}
	return b.String()
}

// trainTagger trains on the sentences that are not left out.
func (t *trainer) trainTagger(sents []*gold, without func(int) bool, epochs int, what string) *linear.Perceptron {
	p := linear.NewPerceptron(len(t.tags))
	tagger := linear.Tagger{Weights: p}
	var s linear.Scratch
	for e := range epochs {
		right, words := 0, 0
		for _, i := range shuffle(len(sents), t.seed, e) {
			if without == nil || !without(i) {
				right += tagger.Train(sents[i].words, sents[i].tags, &s)
				words += len(sents[i].words)
			}
		}
		progress("%s: epoch %d of %d, %.2f%% right", what, e+1, epochs, 100*float64(right)/float64(words))
	}
	return p
}

// trainParser trains transitions and relations together.
func (t *trainer) trainParser(epochs int) {
	t.moves, t.labels = linear.NewPerceptron(linear.MoveCount), linear.NewPerceptron(len(t.relations))
	p := linear.Parser{Moves: t.moves, Labels: t.labels, Coarse: grammar.Coarse(t.tags)}
	var s linear.Scratch
	for e := range epochs {
		rng := rand.New(rand.NewPCG(t.seed, uint64(1000+e)))
		follow := func() bool { return e > 0 && rng.IntN(10) != 0 }
		right, words := 0, 0
		for _, i := range shuffle(len(t.sents), t.seed, e) {
			g := t.sents[i]
			right += p.Train(g.words, g.said, g.heads, g.labels, follow, &s)
			words += 2 * len(g.words)
		}
		progress("parser: epoch %d of %d, %.2f%% of moves right", e+1, epochs, 100*float64(right)/float64(words))
	}
}

func (t *trainer) trainNames() {
	n := linear.NameTags(len(t.kinds))
	t.namer, t.steps = linear.NewPerceptron(n), linear.NewPerceptron(n)
	m := linear.Namer{Weights: t.namer, Moves: make([]int32, n*n)}
	var s linear.Scratch
	for e := range nameEpochs {
		right := 0
		for _, i := range shuffle(len(t.names), t.seed, e) {
			g := t.names[i]
			if len(g.words) > 0 && m.Train(g.words, g.said, g.runs, t.steps, &s) {
				right++
			}
		}
		progress("names: epoch %d of %d, %.2f%% of sentences right", e+1, nameEpochs, 100*float64(right)/float64(len(t.names)))
	}
}

// limits on the rows of each table keep the model small.
const (
	tagRows   = 210_000
	moveRows  = 390_000
	labelRows = 220_000
	nameRows  = 170_000
)

// unit is the worth of weight 1 in a table: a fraction of one update.
const weightUnit = 1.0 / 16

func packed(p *linear.Perceptron, limit int) []byte {
	return linear.FreezeRows(p.Classes(), p.Weights(), weightUnit, limit)
}

func freeze(p *linear.Perceptron, limit int) *linear.Rows {
	r, err := linear.OpenRows(packed(p, limit))
	if err != nil {
		panic("train: " + err.Error())
	}
	return r
}

// nameSteps are the averaged weights from tag to tag, in the unit of the rows.
func (t *trainer) nameSteps() []byte {
	n := linear.NameTags(len(t.kinds))
	out := make([]int32, n*n)
	for k, ws := range t.steps.Weights() {
		for _, w := range ws {
			out[(int(k)-1)*n+int(w.Class)] = int32(math.Round(w.Value / weightUnit))
		}
	}
	var b []byte
	for _, v := range out {
		b = binary.LittleEndian.AppendUint32(b, uint32(v))
	}
	return b
}

func (t *trainer) sections() ([]model.Section, error) {
	lines := func(l []string) []byte { return []byte(strings.Join(l, "\n") + "\n") }
	out := []model.Section{
		{Name: grammar.SectionTags, Data: lines(t.tags)},
		{Name: grammar.SectionRelations, Data: lines(t.relations)},
		{Name: grammar.SectionKinds, Data: lines(t.kinds)},
		{Name: grammar.SectionTagger, Data: packed(t.tagger, tagRows)},
		{Name: grammar.SectionMoves, Data: packed(t.moves, moveRows)},
		{Name: grammar.SectionLabels, Data: packed(t.labels, labelRows)},
		{Name: grammar.SectionNames, Data: packed(t.namer, nameRows)},
		{Name: grammar.SectionNameMoves, Data: t.nameSteps()},
		{Name: grammar.SectionLexicon, Data: t.lexicon},
		{Name: grammar.SectionSure, Data: sureBins(nil, nil)},
		{Name: grammar.SectionLemmas, Data: learnLemmas(t.sents)},
		{Name: grammar.SectionFeats, Data: learnFeats(t.sents)},
	}
	for _, s := range out {
		progress("section %-18s %9d bytes", s.Name, len(s.Data))
	}
	return out, nil
}

// sureSteps and sureWidth cut the margin of a decision into bins.
const (
	sureSteps = 40
	sureWidth = 48
)

// sureBins packs the share of right heads in each bin; without counts each bin
// has a probability that only marks it.
func sureBins(right, all []float64) []byte {
	b := binary.LittleEndian.AppendUint32(nil, sureWidth)
	for i := range sureSteps {
		p := float32(i+1) / 100
		if all != nil {
			p = float32((right[i] + 2) / (all[i] + 2.5))
		}
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(p))
	}
	return b
}

// calibrate counts how often heads are right in each bin of the margin.
func calibrate(_ []byte, _ *grammar.Model, want, got []annals.Sentence) []byte {
	right, all := make([]float64, sureSteps), make([]float64, sureSteps)
	for i := range want {
		for k := range want[i].Tokens {
			bin := int(got[i].Tokens[k].Sure*100+0.5) - 1
			all[bin]++
			if got[i].Tokens[k].Head == want[i].Tokens[k].Head {
				right[bin]++
			}
		}
	}
	return sureBins(right, all)
}

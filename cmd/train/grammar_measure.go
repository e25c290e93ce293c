package main

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"strings"

	"annals"
	"annals/cmd/train/neural"
	"annals/eval"
	"annals/internal/grammar"
	"annals/internal/grammar/nn"
	"annals/internal/sys/model"
)

// write packs the model, measures it, and writes it with its scores.
func (c *grammarCmd) write(t *trainer) error {
	m := model.Manifest{Name: "grammar", Seed: c.Seed, Licence: "CC BY-SA 4.0", Notes: c.Notes,
		Command: fmt.Sprintf("go run ./cmd/train grammar VECTORS --epochs %d --words %d --rate %v --hidden %d --input %v --drop %v --rare %v --seed %d --known %d --stop %d",
			c.Epochs, c.Words, c.Rate, c.Hidden, c.Input, c.Drop, c.Rare, c.Seed, c.Known, c.Stop)}
	var err error
	if m.Data, err = sources(t.shared, c.Vectors); err != nil {
		return err
	}
	words := []model.Section{{Name: grammar.SectionLemmas, Data: learnLemmas(t.trees)}, {Name: grammar.SectionFeats, Data: learnFeats(t.trees)}}
	pack := func(sure neural.Sure) ([]byte, error) {
		var b bytes.Buffer
		err := model.Write(&b, m, append(t.net.Sections(t.voc, t.hashes, sure), words...))
		return b.Bytes(), err
	}
	sure, err := t.calibrate(pack)
	if err != nil {
		return err
	}
	b, err := pack(sure)
	if err != nil {
		return err
	}
	if m.Scores, err = t.measure(b); err != nil {
		return err
	}
	if b, err = pack(sure); err != nil {
		return err
	}
	if err := os.WriteFile(c.Out, b, 0o666); err != nil {
		return fmt.Errorf("write model: %w", err)
	}
	progress("wrote %s, %d bytes", c.Out, len(b))
	return nil
}

// calibrate finds the temperature at which what is said of heads is most
// likely, given which of them are right, and then the line through what is
// right of each share.
func (t *trainer) calibrate(pack func(neural.Sure) ([]byte, error)) (best neural.Sure, err error) {
	least := math.Inf(1)
	for _, temperature := range []float32{1, 1.2, 1.4, 1.6, 1.8, 2, 2.2} {
		sure := neural.Straight(temperature)
		b, err := pack(sure)
		if err != nil {
			return best, err
		}
		g, err := grammar.Open(grammar.Files{Grammar: b}, grammar.Options{})
		if err != nil {
			return best, err
		}
		loss := 0.0
		var line knots
		for _, want := range t.gold[:2] {
			got := bare(want)
			g.Annotate(got)
			loss += surprise(want, got)
			line.count(want, got)
		}
		if loss < least {
			best, least = sure, loss
			best.Knots = line.fit()
		}
		progress("temperature %.2f: surprise %.1f", temperature, loss)
	}
	return best, nil
}

// knots counts how many heads are right near each share.
type knots struct{ right, all [nn.SureKnots]float64 }

func (k *knots) count(want, got []annals.Sentence) {
	for i := range want {
		for j, w := range want[i].Tokens {
			x := float64(got[i].Tokens[j].Sure) * (nn.SureKnots - 1)
			at := int(x + 0.5)
			k.all[at]++
			if w.Head == got[i].Tokens[j].Head {
				k.right[at]++
			}
		}
	}
}

// fit gives a line that never falls. Ten invented words at each knot say that
// its share is right, for knots with few real ones.
func (k *knots) fit() (line [nn.SureKnots]float32) {
	last := 0.001
	for i := range line {
		p := (k.right[i] + 10*float64(i)/(nn.SureKnots-1)) / (k.all[i] + 10)
		last = min(max(p, last), 0.999)
		line[i] = float32(last)
	}
	return line
}

// surprise is the negative log-likelihood of which heads are right.
func surprise(want, got []annals.Sentence) (sum float64) {
	for i := range want {
		for k, w := range want[i].Tokens {
			p := min(max(float64(got[i].Tokens[k].Sure), 0.001), 0.999)
			if w.Head != got[i].Tokens[k].Head {
				p = 1 - p
			}
			sum -= math.Log(p)
		}
	}
	return sum
}

// measure runs the packed model on the dev sets.
func (t *trainer) measure(file []byte) (map[string]float64, error) {
	g, err := grammar.Open(grammar.Files{Grammar: file}, grammar.Options{})
	if err != nil {
		return nil, err
	}
	scores := map[string]float64{}
	for k, key := range []string{"ewt-dev", "gum-open-dev"} {
		want := t.gold[k]
		got := bare(want)
		g.Annotate(got)
		s := eval.Parse(want, got)
		scores[key+".upos"], scores[key+".xpos"] = round4(s.UPOS), round4(s.XPOS)
		scores[key+".uas"], scores[key+".las"] = round4(s.UAS), round4(s.LAS)
		scores[key+".lemma"], scores[key+".feats"] = round4(s.Lemma), round4(s.Feats)
		progress("%s: upos %.4f xpos %.4f lemma %.4f feats %.4f uas %.4f las %.4f calibration %.4f", key, s.UPOS, s.XPOS, s.Lemma, s.Feats, s.UAS, s.LAS, s.Calibration)
	}
	n := t.foundNames(g)
	scores["uner-ewt-dev.f1"] = round4(n.F1)
	progress("names: %+v", n)
	return scores, nil
}

// foundNames scores the names of the dev set, a document at a time.
func (t *trainer) foundNames(g *grammar.Model) eval.NameScore {
	got := bare(t.gold[2])
	rest := got
	for _, n := range t.texts {
		g.Annotate(rest[:n])
		rest = rest[n:]
	}
	return eval.Names(t.gold[2], got)
}

func (t *trainer) report(p neural.Progress) {
	if !p.Done {
		progress("epoch %d of %d, %3.0f%%: loss of tags %.4f heads %.4f relations %.4f names %.4f, gradient %.2f", p.Epoch, p.Epochs, 100*p.Share,
			p.Loss[0], p.Loss[1], p.Loss[2], p.Loss[3], p.Norm)
		return
	}
	line := fmt.Sprintf("epoch %d of %d: loss %.4f %.4f %.4f %.4f;", p.Epoch, p.Epochs, p.Loss[0], p.Loss[1], p.Loss[2], p.Loss[3])
	for k, name := range []string{"EWT", "GUM"} {
		line += " " + name + t.score(t.dev[k], neural.Guesses(p.Net, t.dev[k]))
	}
	line += t.scoreNames(neural.Guesses(p.Net, t.dev[2]))
	progress("%s", line)
}

// score is a quick look: heads as they are, tree or not.
func (t *trainer) score(ex []*neural.Example, gs []neural.Guess) string {
	var n, upos, both, uas, las int
	first := func(s string) string { f, _, _ := strings.Cut(s, " "); f, _, _ = strings.Cut(f, ":"); return f }
	name := func(l []string, i int32) string {
		if i < 0 {
			return "?"
		}
		return l[i]
	}
	for i, e := range ex {
		for k := range e.Tags {
			n++
			if first(name(t.voc.Tags, e.Tags[k])) == first(t.voc.Tags[gs[i].Tags[k]]) {
				upos++
			}
			if e.Tags[k] == gs[i].Tags[k] {
				both++
			}
			if e.Heads[k] == gs[i].Heads[k] {
				uas++
				if first(name(t.voc.Relations, e.Rels[k])) == first(t.voc.Relations[gs[i].Rels[k]]) {
					las++
				}
			}
		}
	}
	p := func(k int) float64 { return 100 * float64(k) / float64(max(n, 1)) }
	return fmt.Sprintf(" upos %.2f tags %.2f uas %.2f las %.2f;", p(upos), p(both), p(uas), p(las))
}

// scoreNames is a quick look: words of names that are right.
func (t *trainer) scoreNames(gs []neural.Guess) string {
	var gold, got, same int
	for i, e := range t.dev[2] {
		for k := range e.Names {
			if t.voc.Names[e.Names[k]] == "O" && t.voc.Names[gs[i].Names[k]] == "O" {
				continue
			}
			if s := t.voc.Names[gs[i].Names[k]]; s != "O" && !strings.HasSuffix(s, "OTH") {
				got++
			}
			if e.Names[k] != 0 {
				gold++
			}
			if e.Names[k] == gs[i].Names[k] {
				same++
			}
		}
	}
	return fmt.Sprintf(" words of names %.2f", 200*float64(same)/float64(max(gold+got, 1)))
}

func round4(x float64) float64 { return float64(int(x*10000+0.5)) / 10000 }

// bare gives the sentences with their words alone.
func bare(ss []annals.Sentence) []annals.Sentence {
	out := make([]annals.Sentence, len(ss))
	for i, s := range ss {
		out[i] = annals.Sentence{In: s.In, Span: s.Span, Block: s.Block, Tokens: make([]annals.Token, len(s.Tokens))}
		for k, t := range s.Tokens {
			out[i].Tokens[k] = annals.Token{Span: t.Span, Form: t.Form, Head: -1}
		}
	}
	return out
}

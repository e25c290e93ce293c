package main

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"annals"
	"annals/corpus"
	"annals/eval"
	"annals/internal/grammar"
	"annals/internal/link"
	"annals/internal/plover"
)

// rolesCmd trains the classifier of roles on the corpus.
type rolesCmd struct {
	Corpus string  `help:"Folder of the corpus." default:"corpus"`
	Gold   string  `help:"Folder of articles with gold claims to measure on, triggers given." placeholder:"DIR"`
	Out    string  `help:"Model to write." default:"internal/plover/cast.bin"`
	Epochs int     `help:"Passes over the claims." default:"3"`
	Rate   float64 `help:"Learning rate." default:"0.02"`
	Decay  float64 `help:"L2 penalty." default:"1e-3"`
	Seed   uint64  `help:"Seed of the order of claims." default:"1"`
	Folds  int     `help:"Cross-validate with this many folds; 0 is not at all." default:"4"`
	Missed float64 `help:"Share of claims that are taken for missed where they are context of others." default:"0.35"`
	Each   bool    `help:"List the claims with wrong roles."`
}

// A roleExample is a gold claim of a text.
type roleExample struct {
	*plover.RoleCase
	text  *annals.Article
	whole bool // an article, not a sentence alone
}

// Run trains, cross-validates and writes the model.
func (cmd *rolesCmd) Run(*commands) error {
	r, err := loadReaders()
	if err != nil {
		return err
	}
	texts, err := corpusTexts(filepath.Join(cmd.Corpus, "train"))
	if err != nil {
		return err
	}
	train := r.examples(texts)
	fmt.Fprintf(os.Stderr, "%d claims\n", len(train))
	cmd.tell(texts, train)
	train = r.examples(texts)
	share := 0.0
	if cmd.Folds > 1 {
		share = cmd.crossValidate(train)
	}
	m := cmd.fit(train)
	if cmd.Gold != "" {
		test, err := r.goldExamples(cmd.Gold)
		if err != nil {
			return err
		}
		cmd.report("frames, gold articles", test, framed)
		cmd.report("trained, gold articles", test, m.played)
	}
	return m.write(cmd, len(train), share)
}

// readers are the stages that a text goes through before the roles.
type readers struct {
	grammar *grammar.Model
	link    *link.Linker
	book    *plover.Codebook
}

func loadReaders() (r readers, err error) {
	if r.grammar, err = grammar.Load(); err != nil {
		return r, err
	}
	if r.link, err = link.Load(); err != nil {
		return r, err
	}
	r.book, err = plover.Load()
	return r, err
}

// corpusTexts are the articles and sentences of a folder of the corpus.
func corpusTexts(dir string) ([]goldText, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("no corpus files in %q", dir)
	}
	var texts []goldText
	for _, file := range files {
		f, err := os.Open(file)
		if err != nil {
			return nil, err
		}
		items, err := corpus.Read(f, file)
		f.Close()
		if err != nil {
			return nil, err
		}
		for _, a := range corpus.Articles(items) {
			texts = append(texts, goldText{article: a.Article, gold: a.Claims, whole: a.Name != "", file: file})
		}
	}
	return texts, nil
}

// A goldText is an article or a sentence with gold claims.
type goldText struct {
	article annals.Article
	gold    []annals.Claim
	whole   bool
	file    string
	told    []annals.Claim // what the coder would make of gold; nil: the same

	sentences []annals.Sentence // once they are read
	mentions  []annals.Mention
}

// examples are the claims of all texts, in order.
func (r readers) examples(texts []goldText) []roleExample {
	each := make([][]roleExample, len(texts))
	next := make(chan int)
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range next {
				t := &texts[i]
				if t.sentences == nil {
					t.sentences, _ = r.grammar.Read(&t.article)
					t.mentions, _ = r.link.Link(&t.article, t.sentences)
				}
				told := t.told
				if told == nil {
					told = t.gold
				}
				for _, c := range r.book.RoleCases(&t.article, t.sentences, t.mentions, t.gold, told) {
					each[i] = append(each[i], roleExample{c, &t.article, t.whole})
				}
			}
		})
	}
	for i := range texts {
		next <- i
	}
	close(next)
	wg.Wait()
	var out []roleExample
	for _, es := range each {
		out = append(out, es...)
	}
	return out
}

// A player gives a claim actors and recipients.
type player func(e *roleExample) (actors, recipients []annals.Participant)

// framed is the roles by the frames of the tables alone.
func framed(e *roleExample) (actors, recipients []annals.Participant) {
	return e.Rules[0], e.Rules[1]
}

// right reports whether both parties are right, as claims are scored.
func right(e *roleExample, actors, recipients []annals.Participant) bool {
	p := *e.Gold
	p.Actor, p.Recipient = actors, recipients
	var c eval.Claims
	return len(c.Add([]eval.GoldClaim{{Claim: *e.Gold}}, []annals.Claim{p})) > 0
}

// report tells how many claims have both parties right, and returns the share.
func (cmd *rolesCmd) report(name string, es []roleExample, play player) float64 {
	hits := 0
	types := map[annals.Type][2]int{}
	for i := range es {
		e := &es[i]
		a, r := play(e)
		n := types[e.Gold.Type]
		n[1]++
		if right(e, a, r) {
			hits++
			n[0]++
		} else if cmd.Each {
			e.list(name, a, r)
		}
		types[e.Gold.Type] = n
	}
	var b strings.Builder
	for _, t := range annals.Types() {
		fmt.Fprintf(&b, " %s %d/%d", t, types[t][0], types[t][1])
	}
	share := float64(hits) / float64(max(1, len(es)))
	fmt.Fprintf(os.Stderr, "%s: both parties right %d of %d = %.4f\n  %s\n", name, hits, len(es), share, b.String())
	return share
}

// list shows a claim with wrong roles, and whether any cast would be right.
func (e *roleExample) list(name string, actors, recipients []annals.Participant) {
	reach := "out of reach"
	for _, k := range e.Casts {
		if a, r := e.Played(k); k.Good && right(e, a, r) {
			reach = "in reach"
			break
		}
	}
	field := e.text.Text
	if e.Gold.In == annals.InTitle {
		field = e.text.Title
	}
	fmt.Printf("%s\t%s\t%s\n  %s %q %s -> %s\n  got %s -> %s\n", name, reach, e.Gold.Span.Of(field),
		e.Gold.Type, e.Gold.Trigger, sideOf(e.Gold.Actor), sideOf(e.Gold.Recipient), sideOf(actors), sideOf(recipients))
}

func sideOf(ps []annals.Participant) string {
	out := ""
	for _, p := range ps {
		out += fmt.Sprintf("[%s %s %s]", p.Text, p.Country, p.Sector)
	}
	return out
}

// crossFit fits models on all but one of so many parts of the texts each; fold
// says which of them knows nothing of an example.
func (cmd *rolesCmd) crossFit(es []roleExample, folds int) (models []*roleModel, fold func(*roleExample) int) {
	fold = func(e *roleExample) int {
		h := fnv.New32a()
		h.Write([]byte(e.text.Text))
		return int(h.Sum32() % uint32(folds))
	}
	models = make([]*roleModel, folds)
	var wg sync.WaitGroup
	for k := range models {
		var train []roleExample
		for i := range es {
			if fold(&es[i]) != k {
				train = append(train, es[i])
			}
		}
		wg.Go(func() { models[k] = cmd.fit(train) })
	}
	wg.Wait()
	return models, fold
}

// toldFolds is how many parts the texts are cut into for what models make of
// texts that they do not know.
const toldFolds = 4

// tell sets what the coder would make of the gold claims: the parties as models
// cast them that do not know the text, and nothing of as many claims as it misses.
func (cmd *rolesCmd) tell(texts []goldText, es []roleExample) {
	models, fold := cmd.crossFit(es, toldFolds)
	of := map[*annals.Claim]*roleExample{}
	for i := range es {
		of[es[i].Gold] = &es[i]
	}
	rng := rand.New(rand.NewPCG(cmd.Seed, 1))
	for i := range texts {
		t := &texts[i]
		t.told = make([]annals.Claim, len(t.gold))
		for k := range t.gold {
			e, missed := of[&t.gold[k]], rng.Float64() < cmd.Missed
			if e == nil || missed {
				continue
			}
			t.told[k] = t.gold[k]
			t.told[k].Actor, t.told[k].Recipient = models[fold(e)].played(e)
		}
	}
}

// crossValidate reports how the roles do in texts that they were not trained
// on, and returns the share of claims with both parties right.
func (cmd *rolesCmd) crossValidate(es []roleExample) float64 {
	models, fold := cmd.crossFit(es, cmd.Folds)
	var whole []roleExample
	for i := range es {
		if es[i].whole {
			whole = append(whole, es[i])
		}
	}
	trained := func(e *roleExample) (a, r []annals.Participant) { return models[fold(e)].played(e) }
	quiet := *cmd
	quiet.Each = false
	quiet.report("frames", es, framed)
	quiet.report("frames, articles", whole, framed)
	quiet.report("trained, articles", whole, trained)
	calibrate(es, models, fold)
	return cmd.report("trained", es, trained)
}

// calibrate tells how often roles of each probability are right.
func calibrate(es []roleExample, models []*roleModel, fold func(*roleExample) int) {
	var hits, all [10]int
	for i := range es {
		a, r, sure := es[i].Choose(models[fold(&es[i])].scores(&es[i]))
		n := min(int(sure*10), 9)
		all[n]++
		if right(&es[i], a, r) {
			hits[n]++
		}
	}
	for n := range all {
		fmt.Fprintf(os.Stderr, "  probability %.1f: right %.2f of %d\n", float64(n)/10, float64(hits[n])/float64(max(1, all[n])), all[n])
	}
}

package plover

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"strings"

	"annals"
	"annals/internal/sys/classify"
)

// maxTokens is the length beyond which a sentence is not coded: such runs are
// tables or lists.
const maxTokens = 400

// maxClaims bounds the claims of one sentence.
const maxClaims = 40

// unsure is the confidence, the chance that type and both parties are right,
// below which there is no claim. F1 is greatest where this is half of it
// (Lipton et al. 2014, "Optimal Thresholding of Classifiers to Maximize F1 Measure").
const unsure = 0.2

// A coder is the state of coding one article.
type coder struct {
	book   *Codebook
	a      *annals.Article
	filed  annals.Date // the day that the text calls today
	trees  []*tree
	known  map[string]annals.Code // plain noun → country it had when it was named
	home   annals.Code            // the country the article speaks of most
	quotes []quote
	out    []annals.Claim
	coded_ map[int]*draft // by index of claim

	tally     map[annals.Code]int // mentions of each country in the article
	foremost  []annals.Code       // those it mentions most often
	ahead     map[annals.Code]int // how many countries it mentions more often
	traces    []trace
	upTo      []int                 // by index of the tree: how many traces there are up to its end
	spoken    map[annals.Code][]int // sentences with a trace of the country
	meant     map[string]meaning
	past      past
	called    map[string]annals.Code // last word of a party → country it was taken for
	order     map[*tree]int          // index in trees
	inTree    *tree                  // whose options are at hand
	inOptions []option
	input     classify.Input // scratch of the judge
	paired    []paired       // scratch of pairTable

	contextTree *tree // whose contexts are at hand
	contexts    []string
}

// Code codes an article: ss are its sentences, headline first, with trees; ms
// the mentions found in them.
func (b *Codebook) Code(a *annals.Article, ss []annals.Sentence, ms []annals.Mention) ([]annals.Claim, []annals.Quotation, []annals.Warning) {
	x := newCoder(b, a, ss, ms)
	var warnings []annals.Warning
	for _, t := range x.trees {
		if t.len() > maxTokens {
			warnings = append(warnings, annals.Warning{Stage: "plover", Message: fmt.Sprintf("sentence of %d words not coded", t.len()),
				In: t.s.In, Start: t.s.Start, End: t.s.End})
			continue
		}
		x.sentence(t)
	}
	x.carryDates()
	return x.out, x.quotations(), warnings
}

func newCoder(b *Codebook, a *annals.Article, ss []annals.Sentence, ms []annals.Mention) *coder {
	x := &coder{book: b, a: a, known: map[string]annals.Code{}, coded_: map[int]*draft{}, called: map[string]annals.Code{}, meant: map[string]meaning{}, past: newPast()}
	by := make([][]*annals.Mention, len(ss))
	x.filed = a.Published
	for i := range ms {
		if w := ms[i].When; w != nil && w.Basis == annals.Published {
			x.filed = w.Start
		}
		if n := ms[i].Sentence; n >= 0 && n < len(ss) && ms[i].First >= 0 && ms[i].First < ms[i].Last &&
			ms[i].Last <= len(ss[n].Tokens) && ms[i].Head >= ms[i].First && ms[i].Head < ms[i].Last {
			by[n] = append(by[n], &ms[i])
		}
	}
	seen := map[annals.Field]int{}
	for n := range ss {
		in := ss[n].In
		mended := b.repair(&ss[n])
		x.trees = append(x.trees, newTree(mended, seen[in], splitAtVerb(&ss[n], mended, by[n]), b.knowsVerb))
		seen[in]++
	}
	x.home = x.homeCountry()
	x.countCountries(ms)
	x.learnNouns()
	x.readTraces()
	x.speak()
	x.quotes = x.findQuotes()
	return x
}

// countCountries counts the mentions of each country in the article.
func (x *coder) countCountries(ms []annals.Mention) {
	x.tally, x.ahead = map[annals.Code]int{}, map[annals.Code]int{}
	for i := range ms {
		if len(ms[i].Entities) == 1 && ms[i].Entities[0].Country != "" {
			x.tally[ms[i].Entities[0].Country]++
		}
	}
	for c, n := range x.tally {
		for _, m := range x.tally {
			if m > n {
				x.ahead[c]++
			}
		}
		if x.ahead[c] < maxForemost {
			x.foremost = append(x.foremost, c)
		}
	}
	slices.SortFunc(x.foremost, func(a, b annals.Code) int { return cmp.Or(cmp.Compare(x.tally[b], x.tally[a]), cmp.Compare(a, b)) })
	x.foremost = x.foremost[:min(len(x.foremost), maxForemost)]
}

// maxForemost is how many countries an article is taken to be about.
const maxForemost = 5

// standing is how often the article mentions a country, and how many countries
// it mentions more often.
func (x *coder) standing(c annals.Code) (n, ahead int) {
	if n = x.tally[c]; n == 0 {
		return 0, len(x.tally)
	}
	return n, x.ahead[c]
}

// body is the text that the sentence's spans point into.
func (x *coder) body(t *tree) string {
	if t.s.In == annals.InTitle {
		return x.a.Title
	}
	return x.a.Text
}

// sentence codes one sentence; it returns the drafts, the dead ones too.
func (x *coder) sentence(t *tree) []*draft {
	if x.repeatsTitle(t) {
		return nil
	}
	ds := x.ruled(t)
	x.judged(ds)
	x.demanded(ds)
	x.doubted(ds)
	n := 0
	for _, d := range ds {
		if d.dead != "" || n >= maxClaims {
			continue
		}
		n++
		if d.likely > 0 && d.likely < unsure {
			d.dead = fmt.Sprintf("confidence %.2f at most", d.likely)
			continue
		}
		x.implyActor(d)
		x.imply(d)
		x.assign(d)
		if d.dead = x.unplayed(d); d.dead != "" {
			continue
		}
		x.coded_[len(x.out)] = d
		x.out = append(x.out, x.claim(d))
		x.remember(&x.out[len(x.out)-1], t.n)
		x.twin(d)
	}
	return ds
}

// repeatsTitle reports whether a sentence of the body is the headline again.
func (x *coder) repeatsTitle(t *tree) bool {
	return t.s.In == annals.InText && x.a.Title != "" && strings.TrimSpace(t.s.Span.Of(x.a.Text)) == strings.TrimSpace(x.a.Title)
}

// claim writes a draft down.
func (x *coder) claim(d *draft) annals.Claim {
	t := d.t
	first, last := d.trigger()
	words, span := t.text(x.body(t), first, last)
	c := annals.Claim{In: t.s.In, Sentence: t.n, Span: t.s.Span, Trigger: words, TriggerStart: span.Start, TriggerEnd: span.End,
		Type: d.typ, Underlying: d.under, Mode: x.modes(d), Contexts: x.contextsOf(t),
		Actor: x.participants(d.actors), Recipient: x.participants(d.recips),
		Status: d.status, Size: []annals.Size{}}
	c.Attribution, c.Hedged = x.attribution(d)
	c.When = x.when(d)
	c.Where = x.where(d)
	c.Size = x.sizes(d)
	c.Status = x.timed(d, c.Status, c.When)
	c.Confidence = math.Round(d.confidence()*100) / 100
	c.Why = append([]annals.Reason{{Rule: d.fit.e.rule, Words: words}}, d.why...)
	c.ID = x.id(&c, "")
	c.Scale = x.book.scaleOf(&c)
	return c
}

// id is the name of a claim; rule tells it from another of its trigger.
func (x *coder) id(c *annals.Claim, rule string) string {
	h := sha256.New()
	fmt.Fprintf(h, "%s\x00%s\x00%d\x00%d\x00%s%s", x.a.ID, c.In, c.TriggerStart, c.TriggerEnd, c.Type, rule)
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// participants are parties as a claim has them. Those of a state that no words
// name are called by its name.
func (x *coder) participants(ps []party) []annals.Participant {
	out := []annals.Participant{}
	for _, p := range ps {
		if what, ok := strings.CutSuffix(p.Name, " of "+string(p.Country)); ok && p.Country != "" {
			p.Name = what + " of " + x.book.stateName(p.Country)
		}
		out = append(out, p.Participant)
	}
	return out
}

// homeCountry is the country that the article's places and actors name most,
// the headline and the first sentences counting more.
func (x *coder) homeCountry() annals.Code {
	score := map[annals.Code]float64{}
	for n, t := range x.trees {
		w := 1.0
		if n < 3 {
			w = 2
		}
		for _, m := range t.ms {
			if m.Where != nil && isState(m.Where.Country) {
				score[m.Where.Country] += w * 1.2
			} else if len(m.Entities) == 1 && isState(m.Entities[0].Country) && m.Entities[0].Kind != annals.Person {
				score[m.Entities[0].Country] += w
			}
			if n <= 1 && m.Where != nil && x.dateline(t, m) && isState(m.Where.Country) {
				score[m.Where.Country] += 6
			}
		}
	}
	var best annals.Code
	for c, s := range score {
		if s > score[best] || s == score[best] && c < best {
			best = c
		}
	}
	return best
}

// dateline reports whether m is the place that a body opens with (KYIV — …).
func (x *coder) dateline(t *tree, m *annals.Mention) bool {
	return t.s.In == annals.InText && m.First <= 3 && m.Text == strings.ToUpper(m.Text) && len(m.Text) > 3
}

func isState(c annals.Code) bool {
	switch c {
	case "", "UNO", "EUR", "IGO", "NGO", "ISM", "IMG", "MNC":
		return false
	}
	return true
}

// learnNouns remembers which country "the army" or "the minister" belongs to
// where the article says so.
func (x *coder) learnNouns() {
	for _, t := range x.trees {
		for i := range t.s.Tokens {
			if _, ok := x.book.people[t.lemma(i)]; !ok {
				continue
			}
			if m := t.mentionAt(i); m != nil {
				continue
			}
			for _, o := range x.owners(t, i, "") {
				if _, seen := x.known[t.lemma(i)]; !seen && o.Country != "" {
					x.known[t.lemma(i)] = o.Country
				}
			}
		}
	}
}

// local is the country that a sentence is about: of its place, or of the
// article.
func (x *coder) local(t *tree) annals.Code {
	for _, m := range t.ms {
		if m.Where != nil && isState(m.Where.Country) && !x.dateline(t, m) {
			return m.Where.Country
		}
	}
	return x.home
}

// knowsVerb reports whether a table has a row for verb lemma w.
func (b *Codebook) knowsVerb(w string) bool {
	return b.verbs[w] != nil || b.ops[w] != nil || b.report["verb"][w] || b.light["do"][w]
}

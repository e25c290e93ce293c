package link

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"annals"
)

// findNumbers finds the numbers of sentences: how many, with the noun that is
// counted, and sums of money. Dates, ages, labels (Article 5) and shares of a
// score are none.
func findNumbers(ss []annals.Sentence) []annals.Mention {
	var out []annals.Mention
	r := numberReader{rules: numberTables(), when: newWhenReader("")}
	for i := range ss {
		out = r.sentence(out, &ss[i], i)
	}
	slices.SortStableFunc(out, func(x, y annals.Mention) int {
		return cmp.Or(-cmp.Compare(x.In, y.In), cmp.Compare(x.Start, y.Start), -cmp.Compare(x.End, y.End))
	})
	return out
}

type numberReader struct {
	rules *numberRules
	when  *whenReader
}

// An amount is a number with its bounds, and the words it takes.
type amount struct {
	first, last int // words; last is after the figure, its unit of money or "or more"
	figure      int // the first word of the figure itself
	low, high   float64
	bound       bound
	approx      bool
	money       string
	percent     bool
	vague       bool
	zero        bool // "no civilians"
}

// maxSentence bounds the bytes of a sentence that are read for numbers.
const maxSentence = 1 << 16

// sentenceText lays the forms of the tokens out at their offsets, which is the
// text of the sentence but for what no token covers.
func sentenceText(s *annals.Sentence) string {
	n := min(s.Len(), maxSentence)
	if n <= 0 {
		return ""
	}
	b := []byte(strings.Repeat(" ", n))
	for i := range s.Tokens {
		if at := s.Tokens[i].Start - s.Start; at >= 0 && at < n && s.Tokens[i].Len() == len(s.Tokens[i].Form) {
			copy(b[at:], s.Tokens[i].Form)
		}
	}
	return string(b)
}

func (r *numberReader) sentence(out []annals.Mention, s *annals.Sentence, k int) []annals.Mention {
	text := sentenceText(s)
	ws := scan(text, s.Start)
	if !mayCount(ws, r.rules) {
		return out
	}
	dates := r.when.read(ws, []int{len(ws)})
	for i := 0; i < len(ws); {
		a, ok := r.amountAt(ws, i)
		if !ok {
			i++
			continue
		}
		if dated(dates, a) || r.label(ws, s, &a) {
			i = a.last
			continue
		}
		m := r.mention(ws, text, s, k, &a)
		out = append(out, m)
		i = a.last
	}
	return out
}

// mayCount spares sentences without a number word the search for dates.
func mayCount(ws []word, r *numberRules) bool {
	for i := range ws {
		if ws[i].kind == figure || ws[i].low == "no" || len(r.vague[ws[i].low]) > 0 {
			return true
		}
		if _, ok := small[ws[i].low]; ok {
			return true
		}
		if _, ok := scales[ws[i].low]; ok {
			return true
		}
	}
	return false
}

// dated reports whether the figure of a lies in a date or a length of time.
func dated(dates []moment, a amount) bool {
	for i := range dates {
		if d := &dates[i]; d.first < a.last && a.figure < d.last && d.kind != reference {
			return true
		}
	}
	return false
}

// amountAt reads modifiers, sign, figure, range, unit of money and "or more"
// that begin at word i.
func (r *numberReader) amountAt(ws []word, i int) (amount, bool) {
	a := amount{first: i}
	j := i
	for n := 0; n < 3; n++ {
		p, ok := longest(r.rules.before, ws, j)
		if !ok {
			break
		}
		a.take(p.bound)
		j += len(p.words)
	}
	between := at(ws, j) == "between" || at(ws, j) == "from"
	if between {
		j++
	}
	j = r.sign(ws, j, &a)
	a.figure = j
	low, high, n, ok := r.figure(ws, j, &a)
	if !ok {
		return a, false
	}
	a.low, a.high = low, high
	j += n
	j = r.rangeAt(ws, j, &a, between)
	if between && a.low == a.high {
		return a, false
	}
	a.last = r.unit(ws, j, &a)
	if p, ok := longest(r.rules.after, ws, a.last); ok {
		a.take(p.bound)
		a.last += len(p.words)
	}
	a.apply()
	return a, true
}

// take notes a modifier; the first that says something wins, but "about" may
// join any.
func (a *amount) take(b bound) {
	switch {
	case b == aboutN:
		a.approx = true
	case b != plainN && a.bound == noBound:
		a.bound = b
	}
}

// sign reads a sign of money before the figure: $, US$, € and EUR.
func (r *numberReader) sign(ws []word, j int, a *amount) int {
	for n := 3; n > 0; n-- {
		if j+n >= len(ws) || ws[j+n].kind != figure {
			continue
		}
		s := ""
		for k := j; k < j+n; k++ {
			if k > j && !ws[k].glued {
				s += " "
			}
			s += ws[k].low
		}
		if code, ok := r.rules.sign[s]; ok {
			a.money = code
			return j + n
		}
	}
	return j
}

// figure reads a number or a vague word: its least and most, and its words.
func (r *numberReader) figure(ws []word, j int, a *amount) (low, high float64, n int, ok bool) {
	if at(ws, j) == "no" && a.money == "" && zeroNoun(ws, j+1) {
		a.zero = true
		return 0, 0, 1, true
	}
	if p, ok := longest(r.rules.vague, ws, j); ok && vagueHere(ws, j, p) {
		a.vague = true
		return p.low, p.high, len(p.words), true
	}
	f, ok := readFigure(ws, j)
	if !ok || f.value < 0 || math.IsInf(f.value, 0) {
		return 0, 0, 0, false
	}
	if f.n == 1 && at(ws, j) == "one" && !oneHere(ws, j) {
		return 0, 0, 0, false
	}
	return f.value, f.value, f.n, true
}

// zeroNoun reports whether "no" counts what follows: no civilians, no one.
func zeroNoun(ws []word, j int) bool {
	if j >= len(ws) || ws[j].kind != letters || ws[j].upper {
		return false
	}
	for k := j; k < j+3 && k < len(ws) && ws[k].kind == letters; k++ {
		switch w := ws[k].low; {
		case w == "people", w == "loss" && at(ws, k+1) == "of":
			return true
		case w == "plans" || w == "doubts" || w == "signs" || w == "longer" || w == "details" || w == "talks" || w == "conditions" || w == "comments":
			return false
		case strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us") && len(w) > 3:
			return true
		}
	}
	return false
}

// vagueHere turns down vague words that count nothing here: scores a goal,
// several hundred (read as one), few.
func vagueHere(ws []word, j int, p phrase) bool {
	next := at(ws, j+len(p.words))
	switch w := p.words[len(p.words)-1]; w {
	case "scores", "tens", "handful", "pair":
		return next == "of" || w == "scores" && (next == "were" || next == "more" || next == "have" || next == "dead" || next == "injured" || next == "wounded" || next == "killed")
	case "several", "few", "couple":
		return j+len(p.words) < len(ws) && ws[j+len(p.words)].kind == letters
	case "none":
		return true
	}
	return true
}

// oneHere reports whether "one" counts: one soldier, one of its men, one was
// killed; not "one another", "no one", "one must".
func oneHere(ws []word, j int) bool {
	switch at(ws, j-1) {
	case "no", "any", "every", "some", "each", "this", "that", "-", "another":
		return false
	}
	switch at(ws, j+1) {
	case "", "another", "day", "side", "hand", "way", "can", "should", "could", "might", "must", "that", "which", "who", "-", ",", "'", "with", "to", "in", "on", "at", "for", "by", "as", "than":
		return false
	}
	return j+1 < len(ws) && ws[j+1].kind == letters
}

// rangeAt reads the second number of a range: 5-8, five to eight, five or
// six, between five and eight.
func (r *numberReader) rangeAt(ws []word, j int, a *amount, between bool) int {
	w := at(ws, j)
	if w != "-" && w != "to" && w != "or" && !(w == "and" && between) || a.vague || a.zero || a.low != a.high {
		return j
	}
	b := *a
	k := j + 1
	if w == "or" || w == "to" {
		if at(ws, k) == "even" || at(ws, k) == "perhaps" {
			k++
		}
	}
	k = r.sign(ws, k, &b)
	f, ok := readFigure(ws, k)
	if !ok || k >= len(ws) {
		return j
	}
	low := a.low
	if low >= f.value && low < 1000 { // no range: 52-48
		return j
	}
	if scale := f.value / leading(f.value); !f.plain && low < 1000 && f.value >= 1000 && scale >= 1000 {
		for _, s := range []float64{1e12, 1e9, 1e6, 1e3} {
			if f.value >= s {
				low *= s
				break
			}
		}
	}
	if low >= f.value {
		return j
	}
	a.low, a.high, a.money = low, f.value, b.money
	return k + f.n
}

// leading is v without its thousands.
func leading(v float64) float64 {
	for v >= 1000 {
		v /= 1000
	}
	return v
}

// unit reads the name of money or "percent" after the figure.
func (r *numberReader) unit(ws []word, j int, a *amount) int {
	if w := at(ws, j); w == "%" || w == "percent" || w == "pc" && j > 0 {
		a.percent = true
		return j + 1
	}
	if at(ws, j) == "per" && at(ws, j+1) == "cent" {
		a.percent = true
		return j + 2
	}
	k := j
	if at(ws, k) == "-" || at(ws, k) == "of" && a.vague {
		k++
	}
	p, ok := longest(r.rules.money, ws, k)
	if !ok {
		return j
	}
	if w := p.words[0]; len(p.words) == 1 && (w == "won" || w == "sum" || w == "real" || w == "rand" || w == "pounds" || w == "pound") && a.money == "" && (a.high < 1000 || at(ws, k+1) == "of") {
		return j
	}
	a.money = p.code
	return k + len(p.words)
}

// Rounding of "more than": whole counts below this are raised by one.
const exactBelow = 1000

// apply bends low and high by the modifier; NaN stands for no bound.
func (a *amount) apply() {
	n := a.low
	switch a.bound {
	case atLeast:
		a.high = math.NaN()
	case above:
		if a.money == "" && !a.percent && n < exactBelow && n == math.Trunc(n) {
			a.low = n + 1
		}
		a.high = math.NaN()
	case nearlyN:
		a.low = math.Floor(n*.9 + 1e-9)
		if a.vague || n < 10 {
			a.low = n
		}
		if a.money != "" || n >= 1e6 {
			a.low = n * .9
		}
	case upTo:
		a.low = 0
	case below:
		a.low = 0
		if a.money == "" && !a.percent && n < exactBelow {
			a.high = max(0, n-1)
		}
	}
}

func (a *amount) quantity() *annals.Quantity {
	q := &annals.Quantity{Approx: a.approx, Unit: a.money}
	if !math.IsNaN(a.low) {
		q.Min = &a.low
	}
	if !math.IsNaN(a.high) {
		q.Max = &a.high
	}
	return q
}

package link

import (
	_ "embed"
	"math"
	"slices"
	"strconv"
	"strings"
)

//go:embed when.txt
var whenTable string

//go:embed when_words.txt
var whenWords string

// A class is a set of words that patterns name in angle brackets.
type class string

// A listed word has a value in a class.
type listed struct {
	value int
	upper bool // only with a capital
}

// caught is what the words of a match said, by class; a second word of a class
// goes to more.
type caught struct {
	month, day, year, weekday, unit, season, part, shift, turn, nth, edge, tens int
	n4, hour, minute                                                            int
	num                                                                         float64 // −1: vague (several)
	has                                                                         caughtSet
	more                                                                        struct{ month, day, year int }
}

type caughtSet uint32

const (
	hasMonth caughtSet = 1 << iota
	hasDay
	hasYear
	hasWeekday
	hasUnit
	hasSeason
	hasPart
	hasShift
	hasTurn
	hasNth
	hasNum
	hasMore
	hasClock
	hasPM
	hasAM
)

// A pattern is a row of when.txt.
type pattern struct {
	elems  []elem
	action string
	args   []int
	word   string // argument that is no number
	begins classSet
	line   int
}

type elem struct {
	opt  bool
	alts []string // words, and classes as "<month>"
}

// A whenRules is the two tables, ready to match. It is immutable.
type whenRules struct {
	words   map[class]map[string]listed
	byFirst map[string][]int // literal first word → patterns
	byClass []int            // patterns that may begin with a class
	rules   []pattern
	masks   map[string]classSet // listed word → its classes
}

// A classSet is classes that a pattern may begin with or a word may have: a
// quick way to leave out what cannot match.
type classSet uint32

// classBits numbers the classes.
var classBits = map[string]classSet{"month": 1 << 0, "weekday": 1 << 1, "unit": 1 << 2, "units": 1 << 3, "season": 1 << 4,
	"part": 1 << 5, "shift": 1 << 6, "turn": 1 << 7, "nth": 1 << 8, "edge": 1 << 9, "tens": 1 << 10, "isoday": 1 << 11,
	"slashed": 1 << 12, "year": 1 << 13, "yy": 1 << 14, "twodigits": 1 << 15, "decade": 1 << 16, "day": 1 << 17,
	"nthday": 1 << 18, "n4": 1 << 19, "num": 1 << 20, "clock": 1 << 21, "hour": 1 << 22}

// classesOf is every class that the word w may begin.
func (r *whenRules) classesOf(w *word) classSet {
	switch w.kind {
	case isoDay:
		return classBits["isoday"]
	case slashed:
		return classBits["slashed"]
	case clockAt:
		return classBits["clock"] | classBits["hour"]
	case figure:
		return figureClasses
	case mark:
		if w.low == "'" {
			return classBits["yy"] | classBits["decade"]
		}
		return 0
	}
	return r.masks[w.low]
}

// figureClasses is what a figure may begin.
var figureClasses = classBits["year"] | classBits["twodigits"] | classBits["decade"] | classBits["day"] |
	classBits["nthday"] | classBits["n4"] | classBits["num"] | classBits["hour"]

// mask fills the classes of listed words and of those that numbers begin with.
func (r *whenRules) mask() {
	r.masks = map[string]classSet{}
	for c, words := range r.words {
		for w := range words {
			r.masks[w] |= classBits[string(c)]
			if c == "nth" {
				r.masks[w] |= classBits["day"]
			}
		}
	}
	for w := range small {
		r.masks[w] |= classBits["num"] | classBits["hour"] | classBits["day"]
	}
	for _, w := range []string{"a", "an", "another", "several", "few", "many", "some", "half"} {
		r.masks[w] |= classBits["num"]
	}
}

// add files p under the words and classes it may begin with.
func (r *whenRules) add(p pattern) {
	k := len(r.rules)
	r.rules = append(r.rules, p)
	for _, e := range p.elems {
		for _, a := range e.alts {
			if a[0] == '<' && len(a) > 1 {
				r.rules[k].begins |= classBits[a[1:len(a)-1]]
				if !slices.Contains(r.byClass, k) {
					r.byClass = append(r.byClass, k)
				}
			} else {
				r.byFirst[a] = append(r.byFirst[a], k)
			}
		}
		if !e.opt {
			return
		}
	}
}

// A match is a pattern found at words [first, last).
type match struct {
	rule        *pattern
	first, last int
	caught
}

// find matches the patterns over ws, longest first, without overlap.
func (r *whenRules) find(ws []word) []match {
	var out []match
	for i := 0; i < len(ws); {
		m, ok := r.best(ws, i)
		if !ok {
			i++
			continue
		}
		out = append(out, m)
		i = m.last
	}
	return out
}

func (r *whenRules) best(ws []word, i int) (match, bool) {
	var b match
	best := func(k int) {
		p := &r.rules[k]
		if end, c := r.walk(ws, i, p.elems, caught{}); end > b.last || end == b.last && b.rule != nil && end > 0 && p.line < b.rule.line {
			b = match{p, i, end, c}
		}
	}
	for _, k := range r.byFirst[ws[i].low] {
		best(k)
	}
	if can := r.classesOf(&ws[i]); can != 0 {
		for _, k := range r.byClass {
			if r.rules[k].begins&can != 0 {
				best(k)
			}
		}
	}
	return b, b.last > i
}

// walk matches elems from word i and returns the furthest end, 0 for none.
func (r *whenRules) walk(ws []word, i int, elems []elem, c caught) (int, caught) {
	if len(elems) == 0 {
		return i, c
	}
	end, got := 0, caught{}
	e := &elems[0]
	if i < len(ws) {
		for _, a := range e.alts {
			if !r.mayBe(&ws[i], a) {
				continue
			}
			next, n := c, 0
			if len(a) > 1 && a[0] == '<' {
				n = r.class(ws, i, a[1:len(a)-1], &next)
			} else if a != "'s" {
				n = 1
				next.literal(a)
			} else if ws[i].low == a || at(ws, i+1) == "s" {
				n = 2
				next.literal(a)
			}
			if n == 0 {
				continue
			}
			if j, cc := r.walk(ws, i+n, elems[1:], next); j > end {
				end, got = j, cc
			}
		}
	}
	if e.opt {
		if j, cc := r.walk(ws, i, elems[1:], c); j > end {
			end, got = j, cc
		}
	}
	return end, got
}

// mayBe reports whether the word w may begin the alternative a: what most do not
// is found out before anything is copied.
func (r *whenRules) mayBe(w *word, a string) bool {
	if len(a) > 1 && a[0] == '<' {
		return w.kind != letters || a == "<num>" || r.masks[w.low] != 0
	}
	return w.low == a || a == "'s" && w.low == "'"
}

// literal notes the words of a pattern that carry a direction.
func (c *caught) literal(w string) {
	switch w {
	case "last":
		c.shift, c.has = -1, c.has|hasShift
	case "this":
		c.shift, c.has = 0, c.has|hasShift
	case "next":
		c.shift, c.has = 1, c.has|hasShift
	case "yesterday", "earlier":
		c.turn = -1
	case "tomorrow", "later":
		c.turn = 1
	case "same", "that", "very":
		c.turn = 0
	case "am":
		c.has |= hasAM
	case "pm":
		c.has |= hasPM
	case "bc", "bce":
		c.turn = -1
	}
}

// class matches one class at word i, notes its value and returns how many
// words it takes; 0 means no match.
func (r *whenRules) class(ws []word, i int, name string, c *caught) int {
	w := &ws[i]
	switch name {
	case "isoday":
		return b2i(w.kind == isoDay)
	case "slashed":
		return b2i(w.kind == slashed)
	case "year":
		return c.readYear(ws, i)
	case "yy":
		return c.readShortYear(ws, i)
	case "twodigits":
		if w.kind == figure && len(w.low) == 2 {
			c.day = int(number(w.low))
			return 1
		}
		return 0
	case "decade":
		return c.readDecade(ws, i)
	case "day":
		return c.readDay(r, ws, i)
	case "nthday":
		return c.readNth(ws, i)
	case "n4":
		if w.kind == figure && len(w.low) == 1 && w.low[0] >= '1' && w.low[0] <= '4' {
			c.n4 = int(w.low[0] - '0')
			return 1
		}
		return 0
	case "num":
		return c.readNum(ws, i)
	case "clock", "hour":
		return c.readClock(ws, i, name)
	}
	l, ok := r.words[class(name)][w.low]
	if !ok || w.kind != letters || l.upper && !w.upper {
		return 0
	}
	c.note(name, l.value)
	if name == "month" || name == "weekday" {
		return 1 + b2i(len(w.low) <= 4 && w.low != "may" && w.low != "june" && w.low != "july" && at(ws, i+1) == "." && ws[i+1].glued)
	}
	return 1
}

// note keeps the value of a listed word.
func (c *caught) note(name string, v int) {
	switch name {
	case "month":
		if c.has&hasMonth != 0 {
			c.more.month, c.has = v, c.has|hasMore
			return
		}
		c.month, c.has = v, c.has|hasMonth
	case "weekday":
		c.weekday, c.has = v, c.has|hasWeekday
	case "unit", "units":
		c.unit, c.has = v, c.has|hasUnit
		if name == "units" && c.has&hasNum == 0 {
			c.num = -1
		}
	case "season":
		c.season, c.has = v, c.has|hasSeason
	case "part":
		c.part, c.has = v, c.has|hasPart
	case "shift":
		c.shift, c.has = v, c.has|hasShift
	case "turn":
		c.turn, c.has = v, c.has|hasTurn
	case "nth":
		c.nth, c.has = v, c.has|hasNth
	case "edge":
		c.edge = v
	case "tens":
		c.tens = v
	}
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// number is the value of a run of digits that figureAt has checked.
func number(s string) float64 {
	v, err := strconv.ParseFloat(strings.ReplaceAll(s, ",", ""), 64)
	if err != nil {
		return math.NaN()
	}
	return v
}

package link

import "strings"

// Years outside these bounds are taken for numbers.
const (
	minYear = 1000
	maxYear = 2199
)

// readYear reads four figures without a comma: 1848, 2024.
func (c *caught) readYear(ws []word, i int) int {
	w := &ws[i]
	if w.kind != figure || len(w.low) != 4 || strings.ContainsAny(w.low, ".,") {
		return 0
	}
	if i+1 < len(ws) && ws[i+1].glued && ws[i+1].kind == letters {
		return 0
	}
	y := int(number(w.low))
	if y < minYear || y > maxYear {
		return 0
	}
	if c.has&hasYear != 0 {
		c.more.year, c.has = y, c.has|hasMore
		return 1
	}
	c.year, c.has = y, c.has|hasYear
	return 1
}

// readShortYear reads '99.
func (c *caught) readShortYear(ws []word, i int) int {
	if ws[i].low != "'" || i+1 >= len(ws) || ws[i+1].kind != figure || !ws[i+1].glued || len(ws[i+1].low) != 2 || ws[i].glued {
		return 0
	}
	if i+2 < len(ws) && ws[i+2].glued && ws[i+2].kind != mark {
		return 0
	}
	c.year, c.has = -100-int(number(ws[i+1].low)), c.has|hasYear
	return 2
}

// readDecade reads 1990s, 1990's and '90s.
func (c *caught) readDecade(ws []word, i int) int {
	j, short := i, false
	if ws[i].low == "'" {
		j, short = i+1, true
	}
	if j+1 >= len(ws) || ws[j].kind != figure || len(ws[j].low) == 0 || ws[j].low[len(ws[j].low)-1] != '0' {
		return 0
	}
	if len(ws[j].low) != 4 && len(ws[j].low) != 2 || short && len(ws[j].low) != 2 {
		return 0
	}
	n := 2
	if at(ws, j+1) == "'" && at(ws, j+2) == "s" && (len(ws[j].low) == 4 || at(ws, i-1) == "the" || at(ws, i-1) == "in") {
		n = 3
	} else if ws[j+1].low != "s" || !ws[j+1].glued {
		return 0
	}
	y := int(number(ws[j].low))
	if y < 100 {
		c.tens = y
	} else {
		c.year, c.has = y, c.has|hasYear
	}
	return j - i + n
}

// readDay reads the number of a day: 5, 05, 5th, 5 th, fifth, twenty-first.
func (c *caught) readDay(r *whenRules, ws []word, i int) int {
	w := &ws[i]
	d, n := 0, 0
	switch {
	case w.kind == figure && len(w.low) <= 2:
		d, n = int(number(w.low)), 1
		if i+1 < len(ws) && ws[i+1].glued && ws[i+1].kind == letters {
			if !ordinalEnd(ws[i+1].low) {
				return 0
			}
			n = 2
		}
	case w.kind == letters:
		if v, ok := r.words["nth"][w.low]; ok {
			d, n = v.value, 1
		} else if v, ok := small[w.low]; ok && (v == 20 || v == 30) {
			hyphen := b2i(at(ws, i+1) == "-")
			if u, ok := r.words["nth"][at(ws, i+1+hyphen)]; ok && u.value < 10 {
				d, n = int(v)+u.value, 2+hyphen
			}
		}
	}
	if d < 1 || d > 31 {
		return 0
	}
	if c.has&hasDay != 0 {
		c.more.day, c.has = d, c.has|hasMore
		return n
	}
	c.day, c.has = d, c.has|hasDay
	return n
}

func ordinalEnd(s string) bool { return s == "st" || s == "nd" || s == "rd" || s == "th" }

// readNth reads 13th; the number goes to day and nth.
func (c *caught) readNth(ws []word, i int) int {
	if ws[i].kind != figure || i+1 >= len(ws) || !ws[i+1].glued || !ordinalEnd(ws[i+1].low) || len(ws[i].low) > 2 {
		return 0
	}
	c.nth = int(number(ws[i].low))
	c.day, c.has = c.nth, c.has|hasNth
	return 2
}

// readNum reads how many units: five, 5, a, a few, several, half a, a couple
// of, two and a half. What says no figure is −1.
func (c *caught) readNum(ws []word, i int) int {
	c.has |= hasNum
	w := ws[i].low
	switch w {
	case "a", "an", "another", "one":
		if f, ok := readFigure(ws, i); ok && f.n > 1 {
			c.num = f.value
			return f.n
		}
		switch at(ws, i+1) {
		case "few":
			c.num = -1
			return 2
		case "couple":
			c.num = 2
			return 2 + b2i(at(ws, i+2) == "of")
		}
		c.num = 1
		return 1
	case "several", "few", "many", "some":
		if f, ok := readFigure(ws, i+1); ok && w == "some" {
			c.num = f.value
			return 1 + f.n
		}
		c.num = -1
		return b2i(w != "some")
	case "half":
		if at(ws, i+1) == "a" || at(ws, i+1) == "an" {
			c.num = .5
			return 2
		}
		return 0
	}
	f, ok := readFigure(ws, i)
	if !ok || f.value > 1e6 {
		return 0
	}
	c.num = f.value
	if at(ws, i+f.n) == "and" && at(ws, i+f.n+1) == "a" && at(ws, i+f.n+2) == "half" {
		c.num += .5
		return f.n + 3
	}
	return f.n
}

// readClock reads 14:30, 2.30 and, as an hour, 2.
func (c *caught) readClock(ws []word, i int, name string) int {
	w := &ws[i]
	n := 1
	switch {
	case w.kind == clockAt:
		c.hour, c.minute = int(number(w.low[:len(w.low)-3])), int(number(w.low[len(w.low)-2:]))
		if i+1 < len(ws) && ws[i+1].low == "hrs" {
			n = 2
		}
	case name == "hour" && w.kind == figure && len(w.low) <= 2:
		c.hour, c.minute = int(number(w.low)), 0
	case name == "hour" && w.kind == figure && len(w.low) <= 5 && strings.Contains(w.low, "."):
		h, m, _ := strings.Cut(w.low, ".")
		c.hour, c.minute = int(number(h)), int(number(m))
	case name == "hour" && w.kind == letters && small[w.low] > 0 && small[w.low] <= 12:
		c.hour, c.minute = int(small[w.low]), 0
	default:
		return 0
	}
	if c.hour > 24 || c.minute > 59 {
		return 0
	}
	c.has |= hasClock
	return n
}

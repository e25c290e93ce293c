package link

import (
	"strconv"
	"strings"
)

// A figureRead is a number read from words i … i+n.
type figureRead struct {
	value float64
	n     int  // words it takes
	plain bool // one figure without a scale: may be a year or a day
}

// small are the number words below a hundred; scales are what multiplies.
var (
	small = map[string]float64{"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5,
		"six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
		"thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
		"eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50,
		"sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
	scales = map[string]float64{"dozen": 12, "score": 20, "hundred": 100, "thousand": 1e3, "million": 1e6,
		"billion": 1e9, "trillion": 1e12}
	// shortScales follow a figure directly: 1.5m, €2bn, 300k.
	shortScales = map[string]float64{"k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "bn": 1e9, "bln": 1e9, "b": 1e9, "tn": 1e12, "trn": 1e12}
)

// readFigure reads a number in figures or words at ws[i]: 1,500; 1.5 million;
// twenty-five; a hundred; half a million; two and a half thousand; three dozen.
// A bare "a" is no number.
func readFigure(ws []word, i int) (figureRead, bool) {
	if i >= len(ws) {
		return figureRead{}, false
	}
	if ws[i].kind == figure {
		return readDigits(ws, i)
	}
	if ws[i].kind != letters {
		return figureRead{}, false
	}
	if ws[i].low == "half" && at(ws, i+1) == "a" {
		if s, ok := scales[at(ws, i+2)]; ok {
			return figureRead{value: s / 2, n: 3}, true
		}
	}
	return readWords(ws, i)
}

// at is the lower form of word i, "" outside.
func at(ws []word, i int) string {
	if i < 0 || i >= len(ws) {
		return ""
	}
	return ws[i].low
}

func readDigits(ws []word, i int) (figureRead, bool) {
	v, err := strconv.ParseFloat(strings.ReplaceAll(ws[i].low, ",", ""), 64)
	if err != nil {
		return figureRead{}, false
	}
	f := figureRead{v, 1, true}
	if j := i + 1; j < len(ws) && ws[j].glued {
		if s, ok := shortScales[ws[j].low]; ok && (ws[j].low != "b" || v < 1000) {
			return figureRead{v * s, 2, false}, true
		}
		if ws[j].kind == letters && !scaleAt(ws, j) {
			return figureRead{}, false // 5th, 737s, 9mm
		}
	}
	// 500 million, 3-million
	for f.n < 4 {
		j := i + f.n
		if at(ws, j) == "-" && scaleAt(ws, j+1) {
			j++
		}
		if !scaleAt(ws, j) {
			if s, ok := shortScales[at(ws, j)]; ok && j > i && len(ws[j].low) == 2 {
				return figureRead{f.value * s, j + 1 - i, false}, true
			}
			break
		}
		f = figureRead{f.value * scales[ws[j].low], j + 1 - i, false}
	}
	return f, true
}

func scaleAt(ws []word, j int) bool {
	_, ok := scales[at(ws, j)]
	return ok && at(ws, j) != "score"
}

// readWords reads number words: total holds what is closed by a thousand or a
// million, part what is still growing.
func readWords(ws []word, i int) (figureRead, bool) {
	total, part, n, seen := 0.0, 0.0, 0, false
	last := 1e18
	j := i
	if (at(ws, j) == "a" || at(ws, j) == "an") && scaleAt(ws, j+1) {
		part, seen, j = 1, true, j+1
	}
	for j < len(ws) && j < i+12 {
		w := ws[j].low
		switch {
		case w == "-" && n > 0 || w == "and" && n > 0 && last >= 100:
			if _, ok := small[at(ws, j+1)]; !ok && !(w == "-" && scaleAt(ws, j+1)) {
				return done(total+part, n, seen)
			}
			if w == "and" && (last != 100 && last != 1000 || small[at(ws, j+1)] == 0) {
				return done(total+part, n, seen)
			}
			j++
			continue
		}
		if v, ok := small[w]; ok && ws[j].kind == letters {
			if seen && !fits(part, v) {
				return done(total+part, n, seen)
			}
			part, seen, last = part+v, true, v
		} else if s, ok := scales[w]; ok && seen {
			if s == 12 && w == "dozen" || s == 20 {
				part *= s
			} else if s == 100 {
				part *= 100
			} else {
				total, part = total+part*s, 0
			}
			last = s
		} else {
			break
		}
		j++
		n = j - i
	}
	return done(total+part, n, seen)
}

// fits reports whether the word of value v may follow within one number:
// twenty five, two hundred five, but not "five six".
func fits(part, v float64) bool {
	rest := int(part) % 100
	return rest == 0 || rest >= 20 && rest%10 == 0 && v < 10 && v > 0
}

func done(v float64, n int, seen bool) (figureRead, bool) {
	return figureRead{value: v, n: n}, seen && n > 0
}

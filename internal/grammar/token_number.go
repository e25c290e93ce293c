package grammar

import "strings"

func digit(b byte) bool { return b >= '0' && b <= '9' }

// numberStarts reports a number at i: 5, .5.
func (c *cutter) numberStarts(i, j int) bool {
	b := c.text[i]
	if digit(b) {
		return true
	}
	return b == '.' && i+1 < j && digit(c.text[i+1]) && (i == 0 || !digit(c.text[i-1]))
}

// number cuts 2,000.50, 10:30, 9/11, 713-853-3989, 1970s, 20th, 5|m, 10|am.
func (c *cutter) number(i, j int) int {
	e := i + numberRun(c.text[i:j])
	k := e + wordRun(c.text[e:j])
	rest := strings.ToLower(c.text[e:k])
	switch {
	case rest == "":
		if strings.HasPrefix(c.text[e:j], "'s") && decade(c.text[i:e]) && (e+2 == j || !wordRune(c.rune(e+2, j))) {
			e += 2
		} else if strings.HasPrefix(c.text[e:j], "’s") && decade(c.text[i:e]) {
			e += len("’s")
		} else if e+1 < j && c.text[e] == '.' && c.listNumber(i, e, j) {
			e++
		}
		c.add(i, e)
		return e
	case units[rest]:
		c.add(i, e)
		if k < j && c.text[k] == '.' && (rest == "a" || rest == "p") {
			return e
		}
		return e
	case (rest == "a" || rest == "p") && strings.HasPrefix(strings.ToLower(c.text[k:j]), ".m"):
		c.add(i, e)
		return e
	}
	return c.word(i, j)
}

// listNumber is false for now: EWT cuts 1|. as it cuts the end of a sentence.
func (c *cutter) listNumber(_, _, _ int) bool { return false }

// numberRun is the length of digits with the marks between them.
func numberRun(s string) int {
	e := digits(s, 0)
	if e == 0 { // .5
		e = digits(s, 1)
	}
	hyphens := phone(s)
	if hyphens > 0 {
		return hyphens
	}
	for e+1 < len(s) && digit(s[e+1]) {
		switch s[e] {
		case '.', ',', ':', '/':
			e = digits(s, e+1)
			continue
		}
		break
	}
	return e
}

func digits(s string, i int) int {
	for i < len(s) && digit(s[i]) {
		i++
	}
	return i
}

// phone is the length of digits with hyphens that stay together: two hyphens
// or more (11-20-2000), or three digits and four (345-9945); else 0.
func phone(s string) int {
	e, hyphens := digits(s, 0), 0
	first := e
	for e+1 < len(s) && s[e] == '-' && digit(s[e+1]) {
		e = digits(s, e+1)
		hyphens++
	}
	if hyphens >= 2 || hyphens == 1 && first == 3 && e == 8 {
		return e
	}
	return 0
}

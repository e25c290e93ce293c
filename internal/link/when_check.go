package link

import (
	"strconv"
	"strings"
)

// yearHere reports whether four figures are a year: after a word that years
// follow, or alone and not counting what comes next.
func yearHere(ws []word, x *moment) bool {
	if x.last-x.first > 1 || x.year < 0 || len(x.rule.elems) > 1 {
		return true
	}
	before, after := at(ws, x.first-1), at(ws, x.last)
	switch after {
	case "%", "percent", "per", "km", "kilometres", "kilometers", "miles", "metres", "meters", "pounds", "tons", "tonnes", "people", "feet", "hours", "euros", "dollars":
		return false
	}
	switch before {
	case "$", "€", "£", "#", "no", "number", "least", "than", "some", "nearly", "almost", "about", "over", "under", "flight", "point":
		return false
	case "in", "since", "by", "until", "till", "from", "during", "of", "late", "early", "mid", "between", "circa", "year", "election", "elections", "through", "throughout":
		return x.year >= minYear && !countedNext(ws, x.last, before)
	}
	if x.year < 1500 {
		return false
	}
	return !countedNext(ws, x.last, before)
}

// countedNext reports whether a plural noun follows that the figure counts.
func countedNext(ws []word, i int, before string) bool {
	if i >= len(ws) || ws[i].kind != letters || ws[i].upper {
		return false
	}
	w := ws[i].low
	switch w {
	case "troops", "people", "men", "women", "children", "soldiers", "civilians", "police", "dead", "others", "personnel":
		return true
	case "as", "was", "is", "has", "this", "across", "its", "his", "us", "always", "thus", "plus", "less", "does":
		return false
	case "elections", "protests", "talks", "olympics", "riots", "attacks", "accords", "sanctions", "wars", "polls", "clashes", "amendments":
		return false
	}
	return strings.HasSuffix(w, "s") && before != "in" && before != "since" && before != "the"
}

// monthHere turns down May, March and August where they are no month.
func monthHere(ws []word, x *moment) bool {
	if x.last-x.first > 1 {
		return true
	}
	before, after := at(ws, x.first-1), at(ws, x.last)
	start := x.first == 0 || ws[x.first-1].kind == mark && strings.Contains(`.!?"':;(`, ws[x.first-1].low)
	switch ws[x.first].low {
	case "may":
		if start {
			return after == "," || after == "and"
		}
		return before != "theresa" && before != "mrs" && before != "ms" && before != "minister"
	case "march":
		if start {
			return after == ","
		}
		if before == "the" || before == "'" || before == "s" || before == "a" || after == "on" && ws[x.first-1].upper {
			return false
		}
		return !ws[x.first-1].upper || ws[x.first-1].kind != letters
	case "april", "june", "august":
		if x.last < len(ws) && ws[x.last].upper && ws[x.last].kind == letters && !start && before != "in" {
			return before != "" && !isTitle(before)
		}
	case "mar", "sep", "jun", "jul", "dec", "nov", "jan", "feb", "apr", "oct", "aug":
		// A short form alone is a month only in capitals and with a point or
		// a preposition before it.
		return before == "in" || before == "since" || before == "by" || before == "until" || before == "late" || before == "early" || after == "."
	}
	return true
}

func isTitle(w string) bool {
	switch w {
	case "mr", "mrs", "ms", "miss", "dr", "minister", "president":
		return true
	}
	return false
}

// notWeekday turns down names that hold a weekday: Bloody Sunday, the Sunday
// Times, the Friday Group.
func notWeekday(ws []word, x *moment) bool {
	if x.last-x.first > 1 {
		return false
	}
	switch at(ws, x.first-1) {
	case "bloody", "ash", "super", "cyber", "sheffield", "holy":
		return ws[x.first-1].upper
	}
	if x.last < len(ws) && ws[x.last].upper {
		switch ws[x.last].low {
		case "times", "telegraph", "mirror", "mail", "express", "post", "herald", "island", "islands", "club", "group":
			return true
		}
	}
	return false
}

// noDay reports a month beside a number that is no day of any: 45 May, the 45th
// of May, May 45.
func noDay(ws []word, x *moment) bool {
	k := x.first - 1
	for k > 0 && strings.Contains(" of st nd rd th ", " "+at(ws, k)+" ") {
		k--
	}
	return pastMonth(at(ws, k)) || pastMonth(at(ws, x.last))
}

// pastMonth reports a number of two figures that no day of a month has.
func pastMonth(w string) bool {
	n, err := strconv.Atoi(w)
	return err == nil && len(w) == 2 && n > longestMonth
}

// longestMonth is how many days a month has at most.
const longestMonth = 31

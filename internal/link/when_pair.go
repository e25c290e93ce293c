package link

import "annals"

// twoDays gives both days of "3–5 May 2024" and "May 3 and 5".
func (r *whenReader) twoDays(ws []word, x moment) []moment {
	if x.has&hasMore == 0 {
		return nil
	}
	a, b := x, x
	a.day, b.day = x.day, x.more.day
	if !r.dayMonth(ws, &a) || !r.dayMonth(ws, &b) {
		return nil
	}
	split := x.last - 1
	for split > x.first && !connector(ws[split].low) {
		split--
	}
	a.cut(ws, x.first, split)
	b.cut(ws, split+1, x.last)
	return []moment{a, b}
}

func connector(w string) bool {
	switch w {
	case "-", "to", "and", "or", "/", "until", "till", "through":
		return true
	}
	return false
}

// cut narrows x to words [first, last).
func (x *moment) cut(ws []word, first, last int) {
	x.first, x.last = first, last
	x.Span = annals.Span{Start: ws[first].Start, End: ws[last-1].End}
}

func (r *whenReader) twoMonths(ws []word, x moment) []moment {
	a, b := x, x
	b.month = x.more.month
	a.rule, b.rule = &monthRule, &monthRule
	if x.has&hasYear != 0 && a.month > b.month {
		a.year--
	}
	if !r.month(ws, &b) || !r.month(ws, &a) {
		return nil
	}
	if x.has&hasYear == 0 && a.known && b.known && a.from > b.from {
		// between November and March: one span, in order
		from, to := months(b.from.year()-1, a.month, 1)
		a.set(from, to, gMonth)
	}
	split := x.first + 1
	for split < x.last-1 && !connector(ws[split].low) {
		split++
	}
	a.cut(ws, x.first, split)
	b.cut(ws, split+1, x.last)
	return []moment{a, b}
}

// monthRule is what one half of "March and May" is read by.
var monthRule = pattern{action: "month"}

// twoYears gives both years of 1939–45.
func (r *whenReader) twoYears(ws []word, x moment) []moment {
	y := floor(x.year, 100) + x.day
	if y <= x.year || ws[x.last-1].low == "" {
		return nil
	}
	a, b := x, x
	for _, h := range []struct {
		x *moment
		y int
	}{{&a, x.year}, {&b, y}} {
		from, to := months(h.y, 1, 12)
		h.x.set(from, to, gYear)
		h.x.explicit, h.x.whole = true, true
	}
	a.cut(ws, x.first, x.first+1)
	b.cut(ws, x.last-1, x.last)
	return []moment{a, b}
}

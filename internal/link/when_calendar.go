package link

import (
	"strings"
	"time"
)

// calendar resolves what names a day, month, year or longer by its place in
// the calendar.
func (r *whenReader) calendar(ws []word, ms []match, k int, x moment) []moment {
	if x.has&hasYear != 0 && x.year < 0 {
		x.year = r.century(-x.year - 100)
	}
	switch x.rule.action {
	case "days":
		return r.twoDays(ws, x)
	case "daysshift":
		if anchor, ok := r.anchor(); ok {
			first, _ := unitAround(anchor, gMonth)
			x.year, x.month, _ = first.add(float64(x.shift), gMonth).civil()
			x.has |= hasYear | hasMonth
			both := r.twoDays(ws, x)
			for k := range both {
				both[k].explicit, both[k].whole = false, false
			}
			return both
		}
		x.grain, x.vague = gDay, "XXXX-XX-XX"
		return []moment{x}
	case "months":
		return r.twoMonths(ws, x)
	case "years":
		return r.twoYears(ws, x)
	}
	if x.has&hasYear == 0 {
		r.borrow(ws, ms, k, &x)
	}
	if !r.oneDate(ws, &x) {
		if a := x.rule.action; a == "day" || a == "nthday" || a == "iso" {
			r.none = append(r.none, x.Span)
		}
		return nil
	}
	return []moment{x}
}

func (r *whenReader) oneDate(ws []word, x *moment) bool {
	switch x.rule.action {
	case "weekof":
		y := *x
		y.rule = &pattern{action: "day"}
		if y.has&hasMonth == 0 {
			y.rule = &pattern{action: "dayonly"}
		}
		x.vague, x.grain = "XXXX-WXX", gWeek
		found := r.oneDate(ws, &y)
		x.explicit, x.whole = y.explicit, y.whole
		return !found || !y.known || x.around(y.from, gWeek)
	case "iso":
		t, err := time.Parse(time.DateOnly, ws[x.first].low)
		x.explicit, x.whole = true, true
		return err == nil && x.around(dayOf(t), gDay)
	case "slash":
		return r.slash(ws[x.first].low, x)
	case "fixed":
		a := x.rule.args
		d, ok := civil(a[0], a[1], a[2])
		x.explicit, x.whole = true, true
		return ok && x.around(d, gDay)
	case "day":
		return r.dayMonth(ws, x)
	case "nthday":
		x.day = x.nth
		return r.dayMonth(ws, x)
	case "daymonth", "nthweekdayof", "nthweek":
		return r.withinPeriod(ws, x)
	case "dayonly":
		return r.dayOnly(ws, x)
	case "month", "monthref", "monthshift", "monthyear", "monthnear":
		return !noDay(ws, x) && r.month(ws, x)
	case "year":
		x.explicit, x.whole = true, true
		if !yearHere(ws, x) {
			return false
		}
		from, to := months(x.year, 1, 12)
		return x.set(from, to, gYear)
	case "bc":
		y := x.year
		if x.has&hasYear == 0 {
			y = int(x.num)
		}
		x.explicit, x.whole, r.bc = true, true, true
		from, to := months(1-y, 1, 12)
		return y > 0 && y < 10000 && x.set(from, to, gYear)
	}
	return r.longer(ws, x)
}

// century completes a year of two figures: the nearest to publication.
func (r *whenReader) century(yy int) int {
	base := 2000
	if r.refSet {
		base = r.ref.from.year()
	} else if r.dated {
		base = r.pub.year()
	}
	y := floor(base, 100) + yy
	if y > base+20 {
		y -= 100
	}
	return y
}

// borrow takes the year from the date that follows within a range: from
// 3 May to 5 June 2024.
func (r *whenReader) borrow(ws []word, ms []match, k int, x *moment) {
	if x.has&hasMonth == 0 || k+1 >= len(ms) {
		return
	}
	n := &ms[k+1]
	if n.has&hasYear == 0 || n.year < 0 || n.has&hasMonth == 0 || n.first != x.last+1 || x.month > n.month {
		return
	}
	switch at(ws, x.last) {
	case "-", "to", "and", "or", "until", "till", "through", "/":
		x.year, x.has = n.year, x.has|hasYear
	}
}

// slash reads 12/05/2024: the month first in American order, the day first
// when there is a point or the first figure is above 12; what fits both ways
// is taken day first, but with the month the other way when only that lies
// within a month of publication.
func (r *whenReader) slash(s string, x *moment) bool {
	sep := "/"
	for _, other := range []string{".", "-"} {
		if strings.Contains(s, other) {
			sep = other
		}
	}
	f := strings.Split(s, sep)
	a, b, y := int(number(f[0])), int(number(f[1])), int(number(f[2]))
	if len(f[0]) == 4 {
		d, ok := civil(a, b, y)
		x.explicit, x.whole = true, true
		return ok && x.around(d, gDay)
	}
	if len(f[2]) == 2 {
		y = r.century(y)
	}
	x.explicit, x.whole = true, true
	british, okB := civil(y, b, a)
	american, okA := civil(y, a, b)
	if okB && okA && sep != "." && r.dated {
		okB = abs(british-r.pub) <= 31 || abs(american-r.pub) > 31
	}
	switch {
	case okB:
		return x.around(british, gDay)
	case okA && sep != ".":
		return x.around(american, gDay)
	}
	return false
}

func abs(d day) day { return max(d, -d) }

// dayMonth resolves 5 May and 5 May 2024; a day that does not exist is no date.
func (r *whenReader) dayMonth(ws []word, x *moment) bool {
	x.explicit = true
	x.whole = x.has&hasYear != 0
	if x.whole {
		d, ok := civil(r.era(x.year), x.month, x.day)
		return ok && x.around(d, gDay)
	}
	if _, ok := civil(2000, x.month, x.day); !ok {
		return false
	}
	x.vague = "XXXX-XX-XX"
	y, ok := r.yearOf(ws, x)
	if !ok {
		return true
	}
	d, ok := civil(y, x.month, x.day)
	if !ok { // 29 February
		d, ok = civil(y-y%4, x.month, x.day)
	}
	return ok && x.around(d, gDay)
}

// era puts a year before Christ where the text does.
func (r *whenReader) era(y int) int { return y }

// dayOnly resolves "the 13th", "on the 5th": of the month spoken of.
func (r *whenReader) dayOnly(ws []word, x *moment) bool {
	switch at(ws, x.first-1) {
	case "on", "by", "until", "to", "and", "from", "before", "after", "since", "till", "of":
	default:
		if x.has&hasWeekday == 0 {
			return false
		}
	}
	if x.last < len(ws) && ws[x.last].kind == letters {
		switch ws[x.last].low {
		case "and", "to", "in", "at", "when", "but", "while", "with", "as", "after", "until":
		default:
			return false
		}
	}
	d, _, ok := r.last()
	x.vague = "XXXX-XX-XX"
	if !ok {
		return true
	}
	y, m, _ := d.civil()
	dd, ok := civil(y, m, x.day)
	return ok && x.around(dd, gDay)
}

// month resolves May, May 2024, last May, May of that year.
func (r *whenReader) month(ws []word, x *moment) bool {
	if !monthHere(ws, x) {
		return false
	}
	x.grain, x.vague = gMonth, "XXXX-XX"
	y, ok := x.year, x.has&hasYear != 0
	x.explicit, x.whole = ok, ok
	anchor, dated := r.anchor()
	ref, _, refSet := r.last()
	switch x.rule.action {
	case "monthref":
		y, ok = ref.year(), refSet
	case "monthyear":
		y, ok = anchor.year()+x.shift, dated
	case "monthshift":
		if dated {
			y, ok = anchor.year(), true
			_, m, _ := anchor.civil()
			y += b2i(x.shift > 0 && x.month <= m) - b2i(x.shift < 0 && x.month >= m)
		}
	case "monthnear":
		if refSet {
			y, ok = ref.year(), true
			_, m, _ := ref.civil()
			y += b2i(x.turn > 0 && x.month <= m) - b2i(x.turn < 0 && x.month >= m)
		}
	default:
		if !ok {
			y, ok = r.yearOf(ws, x)
		}
	}
	if !ok {
		return true
	}
	from, to := months(r.era(y), x.month, 1)
	return x.set(from, to, gMonth)
}

// yearOf is the year of a day or month said without one: that of the story
// where a history is told, else the last or, under a future verb, the next.
func (r *whenReader) yearOf(ws []word, x *moment) (int, bool) {
	if r.textual(ws, x) {
		y, m, _ := r.ref.from.civil()
		if r.ref.grain >= gYear {
			return y, true
		}
		if x.month < m-backMonths {
			y++
		}
		return y, true
	}
	if !r.dated {
		return 0, false
	}
	return r.yearBeside(ws, x), true
}

// yearBeside is the year of publication or the one before or after it: as the
// verb says, but not so that a day many months off is meant where the other is
// near.
func (r *whenReader) yearBeside(ws []word, x *moment) int {
	y, m, d := r.pub.civil()
	last := y - b2i(x.month > m || x.month == m && x.day > d)
	if at(ws, x.first-1) == "since" {
		return last
	}
	next := last + 1
	if x.month == m && (x.day == 0 || x.day == d) {
		next = y
	}
	ago, _ := civil(last, x.month, max(min(x.day, 28), 1))
	ahead, _ := civil(next, x.month, max(min(x.day, 28), 1))
	t := r.tense(ws, &x.match)
	switch {
	case t == past && r.pub-ago > farDays && ahead-r.pub < nearDays,
		t == present && ahead-r.pub < nearDays:
		return next
	case t == past, t == present:
		return last
	case ahead-r.pub > farDays && r.pub-ago < nearDays/2:
		return last
	}
	return next
}

const (
	// backMonths is how far a history may step back to an earlier month
	// before the next year is meant.
	backMonths = 8
	// farDays and nearDays: a date without a year that would be so far off is
	// taken for the other one if that is so near.
	farDays, nearDays = 270, 95
)

// textual reports whether dates without a year belong to the story rather
// than to the day of publication.
func (r *whenReader) textual(ws []word, x *moment) bool {
	if !r.refSet {
		return false
	}
	if r.narrative {
		return true
	}
	return r.near && r.lends && r.ref.whole && r.dated && r.pub.year()-r.ref.from.year() >= 2 && r.ref.grain <= gYear && sentenceBetween(ws, r.ref.last, x.first)
}

// sentenceBetween reports a full stop among words [from, to): within its own
// sentence a bygone year does not become that of what the sentence tells next.
func sentenceBetween(ws []word, from, to int) bool {
	for k := from; k < min(to, len(ws)); k++ {
		if w := &ws[k]; w.kind == mark && strings.Contains(".?!", w.low) {
			return true
		}
	}
	return false
}

// longer resolves decades, centuries, quarters and halves.
func (r *whenReader) longer(ws []word, x *moment) bool {
	x.explicit = true
	anchor, dated := r.anchor()
	year := func() (int, bool) {
		if x.has&hasYear != 0 {
			x.whole = true
			return x.year, true
		}
		return anchor.year() + x.shift, dated
	}
	switch x.rule.action {
	case "decade", "tens":
		y := x.year
		if x.has&hasYear == 0 {
			if x.rule.action == "tens" && at(ws, x.first) != "the" && len(x.rule.args) == 0 {
				return false
			}
			y = r.century(x.tens)
			if len(x.rule.args) > 0 {
				y = x.rule.args[0] + x.tens
			}
		}
		from, to := months(y, 1, 120)
		return x.set(from, to, gDecade)
	case "century":
		from, to := months(x.nth*100-100, 1, 1200)
		if x.turn < 0 {
			from, to = months(1-x.nth*100, 1, 1200)
		}
		return x.nth > 0 && x.nth < 30 && x.set(from, to, gCentury)
	case "quarter", "half":
		n, g, size := x.n4, gQuarter, 3
		if n == 0 {
			n = x.nth
		}
		if x.rule.action == "half" {
			g, size = gHalf, 6
		}
		y, ok := year()
		if n < 1 || n > 12/size || !ok {
			return false
		}
		if x.has&hasYear == 0 {
			x.explicit = false
			from, _ := months(y, (n-1)*size+1, size)
			if from > anchor && r.tense(ws, &x.match) == past && x.shift == 0 {
				y--
			}
		}
		from, to := months(y, (n-1)*size+1, size)
		return x.set(from, to, g)
	}
	return false
}

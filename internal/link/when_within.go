package link

// withinPeriod resolves a day or week by its place in a month or year: the 20th
// of next month, the first Friday of July, the last week of 2015.
func (r *whenReader) withinPeriod(ws []word, x *moment) bool {
	from, to, ok := r.period(ws, x)
	if !ok {
		return true
	}
	n := x.nth
	if x.has&hasNth == 0 {
		n = -1
	}
	switch x.rule.action {
	case "daymonth":
		d := from + day(n-1)
		return d <= to && x.around(d, gDay)
	case "nthweekdayof":
		d := from + day((x.weekday-from.weekday()+7)%7) + day((n-1)*7)
		if n < 0 {
			d = to - day((to.weekday()-x.weekday+7)%7)
		}
		return d <= to && x.around(d, gDay)
	}
	d := from + day((n-1)*7)
	if n < 0 {
		d = to - 6
	}
	if d > to {
		return false
	}
	return x.set(d, min(d+6, to), gWeek)
}

// period is the month or year that such words end with.
func (r *whenReader) period(ws []word, x *moment) (from, to day, ok bool) {
	x.vague = "XXXX-XX-XX"
	anchor, dated := r.anchor()
	switch {
	case x.has&hasMonth != 0:
		m := *x
		m.rule, m.day = &monthRule, 0
		if !r.month(ws, &m) || !m.known {
			return 0, 0, false
		}
		x.explicit, x.whole = m.explicit, m.whole
		return m.from, m.to, true
	case x.has&hasYear != 0:
		x.explicit, x.whole = true, true
		from, to = months(x.year, 1, 12)
		return from, to, true
	case !dated:
		return 0, 0, false
	}
	n := 0.0
	switch at(ws, x.last-2) {
	case "last":
		n = -1
	case "next":
		n = 1
	}
	from, to = unitAround(anchor.add(n, gMonth), gMonth)
	return from, to, true
}

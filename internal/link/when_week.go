package link

import "time"

// weekday resolves days of the week and weekends.
func (r *whenReader) weekday(ws []word, x *moment) bool {
	if x.weekday > 0 && notWeekday(ws, x) {
		return false
	}
	d, ok := r.anchor()
	ref, _, refSet := r.last()
	x.vague = "XXXX-WXX"
	x.grain = gDay
	switch x.rule.action {
	case "weekdaynear":
		if !refSet {
			return true
		}
		n := (x.weekday - ref.weekday() + 7) % 7
		if x.turn < 0 {
			n -= 7
		} else if x.turn > 0 && n == 0 {
			n = 7
		} else if x.turn == 0 && n > 3 {
			n -= 7
		}
		return x.around(ref+day(n), gDay)
	case "weekend", "weekendturn":
		return r.weekend(ws, x, d, ok)
	}
	if !ok {
		return true
	}
	monday := d - day(d.weekday()-1)
	switch {
	case x.rule.action == "weekdayweek":
		return x.around(monday+day(7*x.shift+x.weekday-1), gDay)
	case x.has&hasShift != 0 && x.shift < 0:
		return x.around(d-day((d.weekday()-x.weekday+6)%7+1), gDay)
	case x.has&hasShift != 0 && x.shift > 0:
		if at(ws, x.first) == "coming" || at(ws, x.first) == "upcoming" {
			return x.around(d+day((x.weekday-d.weekday()+6)%7+1), gDay)
		}
		return x.around(monday+day(7+x.weekday-1), gDay)
	case x.has&hasShift != 0:
		return x.around(monday+day(x.weekday-1), gDay)
	}
	if r.narrative {
		return x.around(d+day((x.weekday-d.weekday()+7)%7), gDay)
	}
	if p, ok := r.pairedWith(ws, x); ok {
		return x.around(p+day((x.weekday-p.weekday()+7)%7), gDay)
	}
	if r.tense(ws, &x.match) != past {
		return x.around(d+day((x.weekday-d.weekday()+7)%7), gDay)
	}
	return x.around(d-day((d.weekday()-x.weekday+7)%7), gDay)
}

// pairedWith is the day that stands just before, joined by "and" or "to":
// Thursday and Friday are of one week.
func (r *whenReader) pairedWith(ws []word, x *moment) (day, bool) {
	switch at(ws, x.first-1) {
	case "and", "or", "to", "through", "-", "until":
	default:
		return 0, false
	}
	return r.ref.from, r.refSet && r.ref.weekday > 0 && r.ref.last == x.first-1 && r.ref.grain == gDay
}

func (r *whenReader) weekend(ws []word, x *moment, d day, ok bool) bool {
	x.grain = gWeekend
	if x.rule.action == "weekendturn" {
		d, _, ok = r.last()
		x.shift = x.turn
	}
	if !ok {
		return true
	}
	from, to := unitAround(d, gWeekend)
	switch {
	case x.has&(hasShift|hasTurn) != 0 || x.rule.action == "weekendturn":
		from, to = from+day(7*x.shift), to+day(7*x.shift)
		if x.shift < 0 && d.weekday() == 7 {
			break
		}
	case r.tense(ws, &x.match) != future && d < from:
		from, to = from-7, to-7
	}
	return x.set(from, to, gWeekend)
}

// season resolves last autumn, the summer of 1916, the winter.
func (r *whenReader) season(ws []word, x *moment) bool {
	s := x.match.season
	x.season, x.grain, x.vague = s, gSeason, "XXXX-"+[...]string{"", "SP", "SU", "FA", "WI"}[s]
	if len(x.rule.args) > 0 { // the preposition is no part of it
		x.cut(ws, x.first+1, x.last)
	}
	y, ok := x.year, x.has&hasYear != 0
	if ok && y < 0 {
		y = r.century(-y - 100)
	}
	x.explicit, x.whole = ok, ok
	anchor, dated := r.anchor()
	ref, _, refSet := r.last()
	switch {
	case ok:
	case x.rule.action == "seasonturn" || r.narrative:
		y, ok = ref.year(), refSet
		_, m, _ := ref.civil()
		if r.refSet && r.ref.grain < gYear {
			y += b2i(x.turn > 0 && s*3 <= m) - b2i(x.turn < 0 && s*3 >= m)
		} else {
			y += x.turn
		}
	case dated && ws[x.last-1].low == "year":
		y, ok = anchor.year()+x.shift, true
	case dated:
		y, ok = r.nearSeason(ws, x, anchor), true
	}
	if !ok {
		return true
	}
	from, to := seasonDays(y, s)
	return x.set(from, to, gSeason)
}

// nearSeason is the year in which the last, this or next such season began.
func (r *whenReader) nearSeason(ws []word, x *moment, d day) int {
	y := d.year() + 1
	for ; ; y-- {
		from, to := seasonDays(y, x.season)
		switch {
		case x.has&hasShift != 0 && x.shift < 0:
			if to < d {
				return y
			}
		case x.has&hasShift != 0 && x.shift > 0:
			if before, _ := seasonDays(y-1, x.season); before <= d {
				return y
			}
		case x.has&hasShift == 0 && r.tense(ws, &x.match) == past:
			if from <= d {
				return y
			}
		default:
			if _, before := seasonDays(y-1, x.season); before < d {
				return y
			}
		}
	}
}

// feast resolves named days, fixed or movable.
func (r *whenReader) feast(ws []word, x *moment) bool {
	if x.last < len(ws) {
		switch ws[x.last].low {
		case "agreement", "accord", "accords", "truce", "markets", "market", "island":
			return false
		}
	}
	on := func(y int) (day, bool) {
		a := append(x.rule.args, 0, 0, 0, 0)
		switch x.rule.action {
		case "easter":
			return easter(y) + day(a[0]), true
		case "orthodox":
			return orthodoxEaster(y) + day(a[0]), true
		case "islamic":
			return islamic(y, a[0], a[1])
		case "nthweekday":
			return nthWeekday(y, a[0], a[1], a[2]) + day(a[3]), true
		}
		return civil(y, a[0], a[1])
	}
	x.grain, x.vague = gDay, "XXXX-XX-XX"
	if y, n := r.feastYear(ws, x.last); n > 0 {
		x.cut(ws, x.first, x.last+n)
		d, ok := on(y)
		x.explicit, x.whole = true, true
		return ok && x.around(d, gDay)
	}
	anchor, ok := r.anchor()
	if !ok {
		return true
	}
	y := anchor.year()
	d, _ := on(y)
	shift := at(ws, x.first-1)
	switch {
	case r.narrative:
	case shift == "last" || shift != "next" && shift != "this" && r.tense(ws, &x.match) != future:
		if d > anchor || d == anchor && shift == "last" {
			y--
		}
	case d < anchor || d == anchor && shift == "next":
		y++
	}
	d, ok = on(y)
	return ok && x.around(d, gDay)
}

// islamic is the day of the tabular Islamic calendar that falls into a year of
// ours; where the moon is looked for, the feast may be a day off.
func islamic(year, month, dayOf int) (day, bool) {
	for h := (year-622)*33/32 - 1; h <= (year-622)*33/32+2; h++ {
		julian := dayOf + (59*(month-1)+1)/2 + (h-1)*354 + (3+11*h)/30 + 1948439
		if d := day(julian - julianOf1970); d.year() == year {
			return d, true
		}
	}
	return 0, false
}

// julianOf1970 is the Julian day number of 1 January 1970.
const julianOf1970 = 2440588

// feastYear reads the year after a feast: Christmas 1944, Easter of 2020.
func (r *whenReader) feastYear(ws []word, i int) (year, n int) {
	var c caught
	if i < len(ws) && (ws[i].low == "of" || ws[i].low == "in" || ws[i].low == ",") {
		n = 1
	}
	if i+n < len(ws) && c.readYear(ws, i+n) == 1 {
		return c.year, n + 1
	}
	return 0, 0
}

// isoWeek is the week of ISO 8601 that d lies in.
func isoWeek(d day) (year, week int) {
	return time.Unix(int64(d)*secondsADay, 0).UTC().ISOWeek()
}

// clock resolves times and parts of the day: of the date beside it, else of
// the date spoken of.
func (r *whenReader) clock(ws []word, x *moment) bool {
	switch x.rule.action {
	case "clock":
		if x.has&hasClock == 0 || x.match.hour > 24 {
			return false
		}
		x.hour, x.minute = x.match.hour, x.match.minute
		if x.has&hasPM != 0 && x.hour < 12 {
			x.hour += 12
		} else if x.has&hasAM != 0 && x.hour == 12 {
			x.hour = 0
		}
	case "clockat":
		x.hour = x.rule.args[0]
	case "part", "partturn", "partonly":
		if x.part == 0 {
			x.part = map[string]int{"early": 1, "late": 5, "dawn": 1, "daybreak": 1, "dusk": 4, "nightfall": 5, "night": 5, "nights": 5, "daytime": 6}[at(ws, x.first)]
		}
	}
	x.grain = gDay
	x.vague = "XXXX-XX-XX" + clockSuffix(x)
	if x.rule.action == "partonly" {
		return true
	}
	d, g, ok := r.lastTo(gDay)
	if !r.near && !r.narrative || !r.refSet || !r.narrative && r.dated && d > r.pub {
		d, g, ok = r.pub, gDay, r.dated
	}
	if !ok || g > gDay {
		return true
	}
	d += day(x.turn)
	return x.around(d, gDay)
}

func clockSuffix(x *moment) string {
	y := moment{known: true, grain: gDay, part: x.part, hour: x.hour, minute: x.minute}
	return y.value()[len("1970-01-01"):]
}

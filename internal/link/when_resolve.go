package link

import "annals"

// A moment is a date expression, resolved as far as it can be.
type moment struct {
	match
	annals.Span // the words, without a preposition
	kind        momentKind
	from, to    day
	known       bool // from and to are set
	spans       bool // a length that became an interval
	grain       grain
	part        int // of the day, as in when_words.txt; 0 none
	hour        int // −1 none
	minute      int
	season      int
	edge        int     // of the period, as in when_words.txt; 0 none
	n           float64 // of a length; −1 several
	explicit    bool    // the words give it whole
	whole       bool    // with its year
	ref         string  // PRESENT_REF, …
	vague       string  // TIMEX3 value of what is not known
}

type momentKind uint8

const (
	interval  momentKind = iota
	length               // three days
	reference            // now, recently
	repeated             // daily
)

// A whenReader resolves the matches of one text in order.
type whenReader struct {
	rules *whenRules
	pub   day
	dated bool // pub is set
	// narrative: a history told by its own dates, not by publication.
	narrative bool
	// past reports whether the words at a match tell of the past.
	tense func(ws []word, m *match) tense

	ref    moment // the last date of the text
	refSet bool
	near   bool // ref stands in the same paragraph
	refDay day  // the last day spoken of
	daySet bool
	bc     bool          // years of this text lie before Christ
	none   []annals.Span // days that the calendar does not have
	lends  bool          // ref's year may be that of what is told next
}

// A tense is the time of the verb that governs a date.
type tense uint8

const (
	past tense = iota
	present
	future
)

// resolve works out what match k of ms means; next holds what follows it, from
// which it may take a year. A nil result means it is no date.
func (r *whenReader) resolve(ws []word, ms []match, k int) []moment {
	m := ms[k]
	x := moment{match: m, Span: annals.Span{Start: ws[m.first].Start, End: ws[m.last-1].End}, hour: -1}
	x.grain = grain(m.unit)
	x.part = m.part
	ok := false
	switch m.rule.action {
	case "iso", "slash", "day", "dayonly", "nthday", "daymonth", "nthweekdayof", "nthweek", "days", "daysshift", "weekof", "month", "months", "monthref", "monthshift",
		"monthyear", "monthnear", "year", "bc", "years", "decade", "tens", "century", "quarter", "half", "fixed":
		return r.calendar(ws, ms, k, x)
	case "season", "seasonturn":
		ok = r.season(ws, &x)
	case "weekday", "weekdaylast", "weekdayweek", "weekdaynear", "weekend", "weekendturn":
		ok = r.weekday(ws, &x)
	case "feast", "easter", "orthodox", "islamic", "nthweekday":
		ok = r.feast(ws, &x)
	case "clock", "clockat", "part", "partonly", "partturn":
		ok = r.clock(ws, &x)
	case "length", "lengths", "span", "spanturn":
		ok = r.length(ws, &x)
	case "set":
		x.kind, ok = repeated, true
		if len(m.rule.args) > 0 {
			x.grain = grain(m.rule.args[0])
		}
	case "ref":
		x.kind, x.ref, ok = reference, m.rule.word, true
	default:
		ok = r.counted(ws, &x)
	}
	if !ok {
		return nil
	}
	return []moment{x}
}

// anchor is the date that counted words start from: publication, or the last
// date of the text where it tells a history.
func (r *whenReader) anchor() (day, bool) {
	if r.narrative && r.refSet {
		return r.ref.from, true
	}
	return r.pub, r.dated
}

// last is the last date of the text, else publication.
func (r *whenReader) last() (day, grain, bool) {
	return r.lastTo(gCentury)
}

// lastTo is the last date of the text that is exact to the grain g; in news a
// coarser one is passed over for the last day spoken of, or publication.
func (r *whenReader) lastTo(g grain) (day, grain, bool) {
	if r.refSet && !r.narrative && r.dated && (r.ref.grain > g || g <= gDay && r.ref.from > r.pub && !r.near) {
		if r.daySet {
			return r.refDay, gDay, true
		}
		return r.pub, gDay, true
	}
	if r.refSet {
		return r.ref.from, r.ref.grain, true
	}
	return r.pub, gDay, r.dated
}

func (x *moment) set(from, to day, g grain) bool {
	x.from, x.to, x.grain, x.known = from, to, g, true
	return true
}

// around sets x to the unit of grain g that d lies in.
func (x *moment) around(d day, g grain) bool {
	from, to := unitAround(d, g)
	return x.set(from, to, g)
}

// counted resolves what is counted in units from publication or from the text.
func (r *whenReader) counted(ws []word, x *moment) bool {
	args := append(x.rule.args, 0, 0)
	pub, hasPub := r.anchor()
	unit := x.grain
	if unit <= gHour || x.rule.action == "turnday" {
		unit = gDay
	}
	ref, refGrain, hasRef := r.lastTo(max(unit, gDay))
	switch x.rule.action {
	case "days0", "dayspart", "days0part":
		n := args[0]
		if x.rule.action == "dayspart" {
			n = map[string]int{"yesterday": -1, "tomorrow": 1}[at(ws, x.first)]
		}
		if args[1] > 0 {
			x.part = args[1]
		}
		x.vague = "XXXX-XX-XX"
		return !hasPub || x.set(pub+day(n), pub+day(n), gDay)
	case "overnight":
		x.part = 5
		return !hasPub || x.set(pub-1, pub, gDay)
	case "shift":
		return r.shiftUnit(ws, x, pub, hasPub)
	case "year0":
		from, _ := unitAround(pub, gYear)
		return hasPub && x.set(from, pub, gYear)
	case "within", "rest":
		return r.within(x, pub, hasPub)
	case "edgeunit":
		if e, ok := r.rules.words["edge"][at(ws, x.first+b2i(at(ws, x.first) == "the"))]; ok {
			x.edge = e.value
		}
		return x.grain >= gDay && (!hasPub || x.around(pub, x.grain))
	case "ago":
		return r.count(x, pub, gDay, hasPub, -1)
	case "ahead":
		return r.count(x, pub+day(args[0]), gDay, hasPub, 1)
	case "afternext":
		return x.grain >= gDay && hasPub && x.around(pub.add(2, x.grain), x.grain)
	case "earlier":
		return r.count(x, ref, refGrain, hasRef, -1)
	case "later":
		return r.count(x, ref, refGrain, hasRef, 1)
	case "turnday":
		x.grain, x.vague = gDay, "XXXX-XX-XX"
		return !hasRef || refGrain > gDay || x.set(ref+day(args[0]), ref+day(args[0]), gDay)
	case "turnunit":
		x.turn = args[0]
		return r.turn(x, ref, refGrain, hasRef)
	case "turn":
		if x.has&hasUnit == 0 { // month's end, year's end
			x.edge, x.grain = 5, gMonth
			if at(ws, x.first) == "year" {
				x.grain = gYear
			}
		}
		return r.turn(x, ref, refGrain, hasRef)
	}
	return false
}

// count moves n units from a day that is exact to the grain g.
func (r *whenReader) count(x *moment, d day, g grain, ok bool, sign float64) bool {
	n, unit := x.num, x.grain
	if n < 0 {
		x.vague = "PAST_REF"
		if sign > 0 {
			x.vague = "FUTURE_REF"
		}
		if unit <= gHour && ok {
			return x.set(d, d, gDay)
		}
		if ok && g <= gDay {
			x.spans = true
			from, to := d.add(sign*2, unit), d.add(sign*manyUnits, unit)
			return x.set(min(from, to), max(from, to), unit)
		}
		return true
	}
	x.vague = "XXXX-XX-XX"
	if !ok {
		return true
	}
	if unit == gYear && n != float64(int(n)) || unit == gDecade || unit == gCentury {
		n, unit = n*map[grain]float64{gYear: 12, gDecade: 10, gCentury: 100}[unit], map[grain]grain{gYear: gMonth, gDecade: gYear, gCentury: gYear}[unit]
	}
	d = d.add(sign*n, unit)
	switch {
	case unit <= gHour:
		unit = max(gDay, g)
	case unit == gFortnight, unit == gWeek && x.rule.action != "ago":
		unit = gDay
	}
	if unit < g {
		unit = g
	}
	return x.around(d, unit)
}

// shiftUnit resolves last week, this month, next year, the past year.
func (r *whenReader) shiftUnit(ws []word, x *moment, pub day, ok bool) bool {
	article := at(ws, x.first-1) == "the"
	if article && x.shift != 0 && (x.turnLike(ws) || x.grain <= gDay) {
		d, g, ok := r.lastTo(max(x.grain, gDay))
		x.turn = x.shift
		return r.turn(x, d, g, ok)
	}
	if x.grain <= gHour {
		return ok && x.set(pub, pub, gDay)
	}
	x.vague = "XXXX"
	if !ok {
		return true
	}
	if w := at(ws, x.first); w == "past" && article {
		x.from, x.to, x.known = pub.add(-1, x.grain), pub, true
		return true
	}
	x.around(pub.add(float64(x.shift), x.grain), x.grain)
	return true
}

// turnLike reports whether "the next week" stands where the text, not the
// day of publication, is counted from.
func (x *moment) turnLike(ws []word) bool { return at(ws, x.first) == "next" }

// turn resolves that year, the following week, the previous month.
func (r *whenReader) turn(x *moment, d day, g grain, ok bool) bool {
	x.vague = "XXXX-XX-XX"
	unit := x.grain
	if unit <= gHour {
		return ok && g <= gDay && x.set(d, d, gDay)
	}
	if !ok {
		return r.refSet || x.turn == 0
	}
	if unit < g && !(unit == gWeek && g == gDay) {
		return true // "the next day" after a month: not known
	}
	n := float64(x.turn)
	if later := at2(x); later {
		n = 0
	}
	return x.around(d.add(n, unit), unit)
}

// at2 reports whether the words are "later that month": in the same one.
func at2(x *moment) bool {
	return len(x.rule.elems) > 1 && x.rule.elems[0].alts[0] == "later"
}

// within resolves earlier this week and later this year: up to, or from, the
// day of publication.
func (r *whenReader) within(x *moment, pub day, ok bool) bool {
	if !ok {
		return true
	}
	from, to := unitAround(pub, x.grain)
	if x.rule.action == "within" && x.turn < 0 {
		to = pub
	} else {
		from = pub
	}
	return x.set(from, to, x.grain)
}

// length resolves five days (no date of its own), the last five days and the
// next few weeks (up to, or from, the day of publication).
func (r *whenReader) length(ws []word, x *moment) bool {
	x.kind, x.n = length, x.num
	if x.has&hasNum == 0 {
		x.n = -1
		switch at(ws, x.first) {
		case "all", "whole", "full", "entire":
			x.n = 1
		}
		if w := x.rule.elems; len(w) > 1 && (ws[x.first+1].low == "couple" || ws[x.last-1].low == "couple") {
			x.n = 2
		}
	}
	d, ok := r.anchor()
	sign := x.shift
	switch x.rule.action {
	case "length", "lengths":
		return true
	case "spanturn":
		d, _, ok = r.last()
		sign = x.turn
	case "span":
		if sign > 0 && r.near && r.tense(ws, &x.match) == past {
			d, _, ok = r.lastTo(gDay) // "was held for the next 30 hours"
		}
	}
	if !ok || sign == 0 {
		return true
	}
	n := x.n
	if n < 0 {
		n = fewUnits
	}
	if sign < 0 {
		x.from, x.to = d.add(-n, x.grain), d
	} else {
		x.from, x.to = d+1, d.add(n, x.grain)
		if before := at(ws, x.first-1); x.grain < gDay || before == "within" || before == "the" && at(ws, x.first-2) == "within" {
			x.from = d
		}
	}
	x.known = true
	return true
}

// manyUnits is how far "days ago" may reach.
const manyUnits = 6

// fewUnits is what "a few days" is taken for when an interval is needed.
const fewUnits = 3

package link

import (
	"time"

	"annals"
)

// A day counts from 1 January 1970; days before Christ have years below 1
// (1 BC is year 0).
type day int32

const secondsADay = 24 * 60 * 60

// civil is the day of a calendar date; ok is false when there is none such.
func civil(y, m, d int) (day, bool) {
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	return dayOf(t), m >= 1 && m <= 12 && d >= 1 && t.Day() == d
}

func dayOf(t time.Time) day {
	s := t.Unix()
	if s < 0 {
		s -= secondsADay - 1
	}
	return day(s / secondsADay)
}

func (d day) civil() (y, m, dd int) {
	t := time.Unix(int64(d)*secondsADay, 0).UTC()
	return t.Year(), int(t.Month()), t.Day()
}

func (d day) year() int { y, _, _ := d.civil(); return y }

// weekday is 1 for Monday … 7 for Sunday.
func (d day) weekday() int { return int(((d+3)%7+7)%7) + 1 }

// date is "" for days that ISO 8601's four figures do not reach.
func (d day) date() annals.Date {
	if y := d.year(); y < 1 || y > 9999 {
		return ""
	}
	return annals.DateOf(time.Unix(int64(d)*secondsADay, 0).UTC())
}

// A grain is the unit that words are exact to; the values are those of the
// class unit in when_words.txt.
type grain int

const (
	gSecond grain = 1 + iota
	gMinute
	gHour
	gDay
	gWeek
	gFortnight
	gMonth
	gQuarter
	gYear
	gDecade
	gCentury
	gSeason
	gHalf
	gWeekend
)

// granularity is the name of g in annals.When.
func (g grain) granularity() string {
	switch g {
	case gSecond, gMinute, gHour:
		return "part"
	case gDay:
		return "day"
	case gWeek, gFortnight:
		return "week"
	case gMonth:
		return "month"
	case gQuarter:
		return "quarter"
	case gYear:
		return "year"
	case gDecade:
		return "decade"
	case gCentury:
		return "century"
	case gSeason:
		return "season"
	}
	return "range"
}

// unitAround is the whole unit that d lies in.
func unitAround(d day, g grain) (from, to day) {
	y, m, _ := d.civil()
	switch g {
	case gWeek, gFortnight:
		from = d - day(d.weekday()-1)
		return from, from + 6
	case gWeekend:
		from = d - day(d.weekday()-1) + 5
		return from, from + 1
	case gMonth:
		return months(y, m, 1)
	case gQuarter:
		return months(y, (m-1)/3*3+1, 3)
	case gHalf:
		return months(y, (m-1)/6*6+1, 6)
	case gYear:
		return months(y, 1, 12)
	case gDecade:
		return months(floor(y, 10), 1, 120)
	case gCentury:
		return months(floor(y-1, 100)+1, 1, 1200)
	case gSeason:
		return seasonDays(y-b2i(m < 3), season(m))
	}
	return d, d
}

func floor(y, n int) int { return y - ((y%n)+n)%n }

// months is n months from the first of month m of year y; m may overflow.
func months(y, m, n int) (from, to day) {
	a := time.Date(y, time.Month(m), 1, 0, 0, 0, 0, time.UTC)
	b := time.Date(y, time.Month(m+n), 0, 0, 0, 0, 0, time.UTC)
	return dayOf(a), dayOf(b)
}

// season is 1 spring … 4 winter, as the meteorologists of the northern
// hemisphere have it.
func season(month int) int { return (month+9)%12/3 + 1 }

// seasonDays is the season that begins in year y.
func seasonDays(y, s int) (from, to day) { return months(y, s*3, 3) }

// maxShift bounds how many units a date is moved by.
const maxShift = 5000

// add moves d by n units, keeping the day of the month when it can.
func (d day) add(n float64, g grain) day {
	y, m, dd := d.civil()
	shift := 0
	n = max(-maxShift, min(maxShift, n))
	switch g {
	case gSecond, gMinute, gHour:
		return d + day(n*[...]float64{0, 1.0 / secondsADay, 60.0 / secondsADay, 1.0 / 24}[g])
	case gDay:
		return d + day(n)
	case gWeek, gWeekend:
		return d + day(n*7)
	case gFortnight:
		return d + day(n*14)
	case gMonth:
		shift = int(n)
	case gQuarter, gSeason:
		shift = int(n * 3)
	case gHalf:
		shift = int(n * 6)
	case gYear:
		shift = int(n * 12)
	case gDecade:
		shift = int(n * 120)
	case gCentury:
		shift = int(n * 1200)
	}
	_, end := months(y, m+shift, 1)
	start, _ := months(y, m+shift, 1)
	return min(start+day(dd-1), end)
}

// easter is Easter Sunday of year y, Gregorian (Meeus, Astronomical
// Algorithms, chapter 8).
func easter(y int) day {
	a, b, c := y%19, y/100, y%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 19*l) / 433
	month := (h + l - 7*m + 90) / 25
	dd, _ := civil(y, month, (h+l-7*m+33*month+19)%32)
	return dd
}

// orthodoxEaster is Easter of the Julian calendar, as a Gregorian day between
// 1900 and 2099.
func orthodoxEaster(y int) day {
	a, b, c := y%4, y%7, y%19
	d := (19*c + 15) % 30
	e := (2*a + 4*b - d + 34) % 7
	dd, _ := civil(y, (d+e+114)/31, (d+e+114)%31+1)
	return dd + 13
}

// nthWeekday is the nth weekday of a month; n below 0 counts from its end.
func nthWeekday(y, m, weekday, n int) day {
	from, to := months(y, m, 1)
	if n < 0 {
		return to - day((to.weekday()-weekday+7)%7) + day((n+1)*7)
	}
	return from + day((weekday-from.weekday()+7)%7) + day((n-1)*7)
}

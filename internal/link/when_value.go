package link

import (
	"fmt"
	"strings"
)

// value is x as TIMEX3 writes it (TimeML 1.2.1, as the corpora use it).
func (x *moment) value() string {
	switch x.kind {
	case reference:
		return x.ref
	case length:
		return period(x.n, x.grain)
	case repeated:
		return "XXXX-XX-XX"
	}
	if !x.known || strings.HasSuffix(x.vague, "_REF") {
		if x.vague == "" {
			return "XXXX-XX-XX"
		}
		return x.vague
	}
	return x.pointValue()
}

func (x *moment) pointValue() string {
	y, m, d := x.from.civil()
	era := ""
	if y < 1 {
		era, y = "BC", 1-y
	}
	switch x.grain {
	case gWeek, gWeekend, gFortnight:
		iy, iw := isoWeek(x.from)
		s := fmt.Sprintf("%04d-W%02d", iy, iw)
		if x.grain == gWeekend {
			s += "-WE"
		}
		return s
	case gMonth:
		return fmt.Sprintf("%s%04d-%02d", era, y, m)
	case gQuarter:
		return fmt.Sprintf("%s%04d-Q%d", era, y, (m+2)/3)
	case gHalf:
		return fmt.Sprintf("%s%04d-H%d", era, y, (m+5)/6)
	case gYear:
		return fmt.Sprintf("%s%04d", era, y)
	case gDecade:
		return fmt.Sprintf("%s%03d", era, y/10)
	case gCentury:
		return fmt.Sprintf("%s%02d", era, y/100)
	case gSeason:
		return fmt.Sprintf("%s%04d-%s", era, y, [...]string{"", "SP", "SU", "FA", "WI"}[x.season])
	}
	s := fmt.Sprintf("%s%04d-%02d-%02d", era, y, m, d)
	switch {
	case x.hour >= 0:
		s += fmt.Sprintf("T%02d:%02d", x.hour, x.minute)
	case x.part > 0:
		s += "T" + [...]string{"", "MO", "MI", "AF", "EV", "NI", "DT"}[x.part]
	}
	return s
}

// period writes a length: P3D, PT24H, PXM.
func period(n float64, g grain) string {
	unit, p := "D", "P"
	switch g {
	case gSecond, gMinute, gHour:
		p, unit = "PT", [...]string{"", "S", "M", "H"}[g]
	case gWeek:
		unit = "W"
	case gFortnight:
		n, unit = n*2, "W"
	case gMonth:
		unit = "M"
	case gQuarter:
		n, unit = n*3, "M"
	case gYear:
		unit = "Y"
	case gDecade:
		unit = "DE"
	case gCentury:
		unit = "CE"
	}
	if n < 0 {
		return p + "X" + unit
	}
	if n == .5 && g == gYear {
		return "P6M"
	}
	return fmt.Sprintf("%s%g%s", p, n, unit)
}

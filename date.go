package annals

import "time"

// A Date is a calendar day as ISO 8601 writes it (2024-06-19), or "" when it
// is not known. Dates compare as strings.
type Date string

// DateOf is the day of t in t's own time zone.
func DateOf(t time.Time) Date {
	if t.IsZero() {
		return ""
	}
	return Date(t.Format(time.DateOnly))
}

// Time is midnight UTC of d; ok is false when d is empty or no real day.
func (d Date) Time() (t time.Time, ok bool) {
	t, err := time.Parse(time.DateOnly, string(d))
	return t, err == nil
}

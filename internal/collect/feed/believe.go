package feed

import "time"

// earliest is the first day that an item of a feed may be of.
var earliest = time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC)

// Believable reports whether something may be of a time: not before the web, and not
// a day and more ahead. A zero now lets all times be.
func Believable(t, now time.Time) bool {
	return !t.Before(earliest) && (now.IsZero() || !t.After(now.Add(24*time.Hour)))
}

// believed is a date of an item, zero when it cannot be true.
func (r *reader) believed(t *time.Time, it *Item) time.Time {
	if t == nil || t.IsZero() {
		return time.Time{}
	}
	if !Believable(*t, r.Now) {
		it.Warnings = append(it.Warnings, "date "+t.UTC().Format("2006-01-02")+" is not believed")
		return time.Time{}
	}
	return t.UTC()
}

package sqlite

import (
	"time"

	"annals"
)

// micros is t as it is kept: 0 for a time that nobody said.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

func timeOf(micros int64) time.Time {
	if micros == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micros).UTC()
}

const secondsOfDay = 24 * 60 * 60

// day is d as it is kept: NULL where it is not known.
func day(d annals.Date) any {
	t, ok := d.Time()
	if !ok {
		return nil
	}
	return floorDiv(t.Unix(), secondsOfDay)
}

// noDay sorts before every day that there is.
const noDay = -1 << 40

// sortDay is d as lists are sorted by it.
func sortDay(d annals.Date) int64 {
	if n, ok := day(d).(int64); ok {
		return n
	}
	return noDay
}

func floorDiv(a, b int64) int64 {
	if a < 0 {
		return -((-a + b - 1) / b)
	}
	return a / b
}

func dateOf(day int64) annals.Date {
	return annals.DateOf(time.Unix(day*secondsOfDay, 0).UTC())
}

package fetch

import (
	"net/http"
	"testing"
	"time"
)

func FuzzRetryAfter(f *testing.F) {
	f.Add("120", "")
	f.Add("Sat, 01 Jan 2000 01:00:00 GMT", "Sat, 01 Jan 2000 00:00:00 GMT")
	f.Add("99999999999999999999", "nonsense")
	f.Fuzz(func(t *testing.T, after, date string) {
		now := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
		at := retryAfter(http.Header{"Retry-After": {after}, "Date": {date}}, now)
		if !at.IsZero() && (at.Before(now) || at.After(now.Add(MaxLater))) {
			t.Errorf("%q, %q: %v", after, date, at)
		}
	})
}

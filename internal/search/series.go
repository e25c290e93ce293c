package search

import (
	"context"
	"fmt"
	"time"

	"annals"
	"annals/internal/sys/store"
)

// maxGaps bounds the empty buckets that a series is filled up with.
const maxGaps = 5000

// Series counts the claims of a query day by day, month by month or year by
// year, without gaps between the first and the last that there is.
func Series(ctx context.Context, ix store.Index, q Query, by store.By) ([]store.Bucket, error) {
	step, ok := map[store.By][3]int{store.ByDay: {0, 0, 1}, store.ByMonth: {0, 1, 0}, store.ByYear: {1, 0, 0}}[by]
	if !ok {
		return nil, fmt.Errorf("series by %q: want day, month or year", by)
	}
	bs, err := ix.Count(ctx, q.Filter, by)
	if err != nil {
		return nil, err
	}
	var out []store.Bucket
	for _, b := range bs {
		if b.Value == "" {
			continue // acts of no known day
		}
		for n := len(out); n > 0 && len(out) < maxGaps; {
			next := following(out[len(out)-1].Value, step)
			if next == "" || next >= b.Value {
				break
			}
			out = append(out, store.Bucket{Value: next})
		}
		out = append(out, b)
	}
	return out, nil
}

// following is the day, month or year behind v.
func following(v string, step [3]int) string {
	const whole = "0000-01-01"
	t, err := time.Parse(time.DateOnly, v+whole[min(len(v), len(whole)):])
	if err != nil {
		return ""
	}
	return string(annals.DateOf(t.AddDate(step[0], step[1], step[2])))[:len(v)]
}

// Spark draws numbers as a line of small bars, one character each.
func Spark(ns []int) string {
	const bars = "▁▂▃▄▅▆▇█"
	top := 1
	for _, n := range ns {
		top = max(top, n)
	}
	var out []rune
	for _, n := range ns {
		if n == 0 {
			out = append(out, ' ')
			continue
		}
		out = append(out, []rune(bars)[(n*8-1)/top])
	}
	return string(out)
}

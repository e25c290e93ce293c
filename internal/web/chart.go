package web

import (
	"fmt"
	"math"
	"net/url"
	"slices"
	"strings"

	"annals/internal/sys/store"
)

// A bar is one time of a chart: cooperation above the line, conflict below.
type bar struct {
	Label               string
	Cooperation         int
	Conflict            int
	X, W                float64
	CoopY, CoopH, ConfH float64
	CoopURL, ConfURL    string
	Tick                string // written below; "" for most
	TickX               float64
}

// A chart is bars in time, as a drawing that needs no script.
type chart struct {
	Bars       []bar
	Width, Mid float64
	Height     float64
	Top        int // the highest number
	TopY       float64
	Total      int
}

// Measures of charts, in the units of their drawing.
const (
	chartWidth  = 1140.0
	chartHalf   = 70.0
	chartMargin = 18.0
	maxBars     = 120
	maxTicks    = 10
)

// chartOf draws buckets of time; link makes the query of a bar from its value
// and class.
func chartOf(bs []store.Bucket, link func(value, class string) string) chart {
	if len(bs) > maxBars {
		bs = bs[len(bs)-maxBars:]
	}
	c := chart{Width: chartWidth, Mid: chartMargin + chartHalf, Height: 2*(chartMargin+chartHalf) + 4, Top: 1}
	for _, b := range bs {
		c.Top = max(c.Top, b.Cooperation, b.Conflict)
		c.Total += b.Claims
	}
	c.TopY = chartMargin
	step := chartWidth / float64(max(len(bs), 24))
	every := max(1, (len(bs)+maxTicks-1)/maxTicks)
	for i, b := range bs {
		h := func(n int) float64 { return round(chartHalf * float64(n) / float64(c.Top)) }
		x := bar{Label: b.Value, Cooperation: b.Cooperation, Conflict: b.Conflict, X: round(float64(i)*step + step*0.1), W: round(step * 0.8),
			CoopH: h(b.Cooperation), ConfH: h(b.Conflict), CoopURL: link(b.Value, "cooperation"), ConfURL: link(b.Value, "conflict")}
		x.CoopY = c.Mid - x.CoopH
		if i%every == 0 {
			x.Tick, x.TickX = b.Value, x.X
		}
		c.Bars = append(c.Bars, x)
	}
	return c
}

func round(x float64) float64 { return math.Round(x*100) / 100 }

// A share is a row of a table of counts, with a bar beside its number.
type share struct {
	Label   string
	Value   string
	URL     string
	Claims  int
	Mean    float64
	Percent int // of the biggest
}

// sharesOf makes rows of buckets; field is what a click on one asks for.
func (d *desk) sharesOf(bs []store.Bucket, base, field string) []share {
	var out []share
	top := 1
	for _, b := range bs {
		top = max(top, b.Claims)
	}
	for _, b := range bs {
		s := share{Label: b.Value, Value: b.Value, Claims: b.Claims, Mean: round(b.Intensity), Percent: 100 * b.Claims / top}
		if slices.Contains([]string{"actor", "recipient", "pair", "country"}, field) {
			s.Label = d.name(b.Value)
		}
		s.URL = searchURL(base, field+":"+quoteValue(b.Value))
		out = append(out, s)
	}
	return out
}

// searchURL is the page of a query of several parts.
func searchURL(parts ...string) string {
	return "/search?q=" + url.QueryEscape(strings.TrimSpace(strings.Join(slices.DeleteFunc(slices.Clone(parts), func(s string) bool { return s == "" }), " ")))
}

// quoteValue puts a value in quotes where the query language needs them.
func quoteValue(v string) string {
	if v != "" && !strings.ContainsAny(v, " \t\n\"(),:") {
		return v
	}
	return `"` + strings.ReplaceAll(v, `"`, `\"`) + `"`
}

// onQuery is the part of a query that asks for a day, month or year.
func onQuery(value string) string { return fmt.Sprintf("on:%s", value) }

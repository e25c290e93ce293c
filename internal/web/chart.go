package web

import (
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"annals"
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
	By                 store.By // day, month or year
	Bars               []bar
	Width, Mid, Height float64
	Top                int     // the highest number
	High, Low          float64 // where bars of that number end, above and below
	Total              int
	Earlier            int // claims before the first bar, where they are few and far back
	EarlierURL         string
}

// Measures of charts, in the units of their drawing.
const (
	chartWidth  = 1140.0
	chartHalf   = 84.0
	chartMargin = 20.0
	barWidth    = 40.0
	tickWidth   = 92.0
	maxBars     = 120
	shortSeries = 24 // bars that are always shown whole
	fewEarly    = 25 // one claim of so many may be left out in front
)

// chartOf draws buckets of time; link makes the query of a bar from its value
// and class. Each half is as high as its highest bar.
func chartOf(bs []store.Bucket, by store.By, link func(value, class string) string) chart {
	bs = bs[max(0, len(bs)-maxBars):]
	c := chart{By: by, Width: chartWidth, Top: 1}
	up, down := 0, 0
	for _, b := range bs {
		up, down = max(up, b.Cooperation), max(down, b.Conflict)
		c.Total += b.Claims
	}
	c.Top = max(c.Top, up, down)
	h := func(n int) float64 { return round(chartHalf * float64(n) / float64(c.Top)) }
	c.Mid = chartMargin + h(up)
	c.High, c.Low, c.Height = chartMargin, round(c.Mid+h(down)), round(c.Mid+h(down)+chartMargin+4)
	step := chartWidth / float64(max(1, len(bs)))
	every := max(1, int(math.Ceil(tickWidth/step)))
	w := min(step*0.8, barWidth)
	for i, b := range bs {
		x := bar{Label: b.Value, Cooperation: b.Cooperation, Conflict: b.Conflict, X: round((float64(i)+0.5)*step - w/2), W: round(w),
			CoopH: h(b.Cooperation), ConfH: h(b.Conflict), CoopURL: link(b.Value, "cooperation"), ConfURL: link(b.Value, "conflict")}
		x.CoopY = round(c.Mid - x.CoopH)
		if i%every == 0 && x.X+tickWidth*0.6 < chartWidth {
			x.Tick, x.TickX = b.Value, x.X
		}
		c.Bars = append(c.Bars, x)
	}
	return c
}

// recent leaves out what is long before nearly all of a series, so that the
// rest can be told apart; early is how many claims that were.
func recent(bs []store.Bucket) (late []store.Bucket, early int) {
	total := 0
	for _, b := range bs {
		total += b.Claims
	}
	cut, n := 0, 0
	for i := 0; len(bs)-i > shortSeries && (n+bs[i].Claims)*fewEarly <= total; i++ {
		n += bs[i].Claims
		if i+1 < len(bs) && bs[i+1].Claims > 0 {
			cut, early = i+1, n
		}
	}
	return bs[cut:], early
}

// A spark is a small chart without words: claims a month.
type spark struct {
	Bars []bar
	Text string // the same for who does not see it
}

// sparkOf draws the months up to that of last.
func sparkOf(bs []store.Bucket, last annals.Date) spark {
	n := map[string]int{}
	for _, b := range bs {
		n[b.Value] = b.Claims
	}
	t, ok := last.Time()
	if !ok {
		return spark{}
	}
	first := time.Date(t.Year(), t.Month()-sparkBars+1, 1, 0, 0, 0, 0, time.UTC)
	top := 1
	var s spark
	var words []string
	for i := range sparkBars {
		month := first.AddDate(0, i, 0).Format("2006-01")
		top = max(top, n[month])
		words = append(words, strconv.Itoa(n[month]))
		s.Bars = append(s.Bars, bar{Label: month, Cooperation: n[month], X: float64(i * 8), W: 6})
	}
	for i := range s.Bars {
		b := &s.Bars[i]
		b.CoopH = round(max(1, 20*float64(b.Cooperation)/float64(top)))
		b.CoopY = 20 - b.CoopH
	}
	s.Text = "claims a month since " + s.Bars[0].Label + ": " + strings.Join(words, ", ")
	return s
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
	Coop    int // of Percent, cooperation
}

// sharesOf makes rows of buckets; field is what a click on one asks for.
func (d *desk) sharesOf(bs []store.Bucket, base, field string) []share {
	var out []share
	top := 1
	for _, b := range bs {
		top = max(top, b.Claims)
	}
	for _, b := range bs {
		s := share{Label: clip(b.Value, maxName), Value: b.Value, Claims: b.Claims, Mean: round(b.Intensity), Percent: max(1, 100*b.Claims/top)}
		s.Coop = s.Percent * b.Cooperation / max(1, b.Claims)
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
func onQuery(value string) string { return "day:" + value }

// A term is one part of a query, with the query that is left without it.
type term struct{ Text, Without string }

// termsOf cuts a query into terms that can be taken away one by one; nil when
// they hang together by parentheses, OR or NOT.
func termsOf(text string) []term {
	var parts []string
	quoted := false
	for _, word := range strings.Fields(text) {
		if quoted {
			parts[len(parts)-1] += " " + word
		} else {
			parts = append(parts, word)
		}
		if strings.Count(word, `"`)%2 == 1 {
			quoted = !quoted
		}
		if word == "OR" || word == "AND" || word == "NOT" || !quoted && strings.ContainsAny(word, "()") {
			return nil
		}
	}
	var out []term
	for i, p := range parts {
		rest := slices.Delete(slices.Clone(parts), i, i+1)
		out = append(out, term{p, searchURL(rest...)})
	}
	return out
}

// A sorting is an order that a list can be put in.
type sorting struct {
	Name, URL string
	Now       bool
}

// sortsOf are the orders of a query's list.
func sortsOf(text string, now store.Order) []sorting {
	var rest []string
	for _, t := range termsOf(text) {
		if !strings.HasPrefix(t.Text, "sort:") && !strings.HasPrefix(t.Text, "order:") {
			rest = append(rest, t.Text)
		}
	}
	if rest == nil && !strings.Contains(text, "sort:") && !strings.Contains(text, "order:") {
		rest = []string{text}
	}
	var out []sorting
	for _, s := range []struct {
		name, value string
		order       store.Order
	}{{"newest", "", store.Newest}, {"oldest", "sort:oldest", store.Oldest}, {"most told", "sort:sources", store.MostTold},
		{"most hostile", "sort:intensity", store.Intense}, {"surest", "sort:confidence", store.Surest}} {
		out = append(out, sorting{s.name, searchURL(append(slices.Clone(rest), s.value)...), s.order == now})
	}
	return out
}

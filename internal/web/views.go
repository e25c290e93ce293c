package web

import (
	"cmp"
	"context"
	"net/http"
	"slices"

	"annals"
	"annals/internal/search"
	"annals/internal/sys/store"
)

// How much a page shows.
const (
	listed     = 12
	perPage    = 40
	facetRows  = 8
	newDays    = 7
	trendDays  = 30
	sparkBars  = 12
	mapRows    = 300
	netRows    = 150
	outletRows = 500
)

// today is what is new and what is rising, seen from the last day of
// publication in the record.
func (d *desk) today(r *http.Request) (map[string]any, error) {
	ctx := r.Context()
	last, err := d.latest(ctx)
	if err != nil {
		return nil, err
	}
	all, err := d.total(ctx, nil)
	if err != nil {
		return nil, err
	}
	data := map[string]any{"Title": "Today", "Last": last, "All": all}
	if last == "" {
		return data, nil
	}
	since := store.Range{Measure: store.Published, From: ago(last, newDays-1)}
	if data["New"], err = d.total(ctx, since); err != nil {
		return nil, err
	}
	data["NewQuery"] = "published:" + string(since.From) + ".."
	es, _, err := d.Store.Events(ctx, since, store.Page{Limit: 200, Order: store.MostTold})
	if err != nil {
		return nil, err
	}
	data["Events"] = es[:min(len(es), listed)]
	if data["Disputes"], err = d.disputes(ctx, es, facetRows/2); err != nil {
		return nil, err
	}
	if data["Rising"], err = d.rising(ctx, last); err != nil {
		return nil, err
	}
	places, err := d.top(ctx, nil, store.ByPlace, mapRows)
	data["Places"] = d.sharesOf(places, "", "country")
	return data, err
}

// A trend is a pair of countries and how much is said of it.
type trend struct {
	Pair, Name        string
	Now, Before       int
	NowURL, BeforeURL string
	Mean              float64
	Spark             spark
}

// rising are the pairs that are told of more than in the time before.
func (d *desk) rising(ctx context.Context, last annals.Date) ([]trend, error) {
	now := store.Range{Measure: store.Published, From: ago(last, trendDays-1)}
	then := store.Range{Measure: store.Published, From: ago(last, 2*trendDays-1), To: ago(last, trendDays)}
	current, err := d.Store.Count(ctx, now, store.ByPair)
	if err != nil {
		return nil, err
	}
	before, err := d.Store.Count(ctx, then, store.ByPair)
	if err != nil {
		return nil, err
	}
	was := map[string]int{}
	for _, b := range before {
		was[b.Value] = b.Claims
	}
	var out []trend
	for _, b := range current {
		if b.Value != "" && b.Claims > was[b.Value] {
			out = append(out, trend{Pair: b.Value, Name: d.name(b.Value), Now: b.Claims, Before: was[b.Value], Mean: b.Intensity,
				NowURL:    searchURL("pair:"+b.Value, "published:"+string(now.From)+".."),
				BeforeURL: searchURL("pair:"+b.Value, "published:"+string(then.From)+".."+string(then.To))})
		}
	}
	slices.SortStableFunc(out, func(a, b trend) int { return cmp.Compare(b.Now-b.Before, a.Now-a.Before) })
	out = out[:min(len(out), facetRows)]
	for i := range out {
		if out[i].Spark, err = d.spark(ctx, out[i].Pair, last); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// spark is the claims of a pair in the months up to last.
func (d *desk) spark(ctx context.Context, pair string, last annals.Date) (spark, error) {
	a, b, _ := pairOf(pair)
	bs, err := d.Store.Count(ctx, store.Pair{A: a, B: b}, store.ByMonth)
	return sparkOf(bs, last), err
}

// search is a list of claims with counts beside it.
func (d *desk) search(r *http.Request) (map[string]any, error) {
	text := r.URL.Query().Get("q")
	q, err := d.query(text)
	if err != nil {
		return nil, err
	}
	ctx := r.Context()
	after := r.URL.Query().Get("after")
	rows, next, err := d.claims(ctx, q, perPage, after)
	if err != nil {
		return nil, err
	}
	total, err := d.total(ctx, q.Filter)
	if err != nil {
		return nil, err
	}
	terms := termsOf(text)
	data := map[string]any{"Title": "Search", "Q": text, "Rows": rows, "Next": next, "After": after, "Total": total,
		"Fields": search.Fields(), "Terms": terms, "Sorts": sortsOf(text, q.Order)}
	if total.Claims == 0 || after != "" {
		return data, nil
	}
	if data["Chart"], err = d.timeline(ctx, q, text); err != nil {
		return nil, err
	}
	data["Facets"], err = d.facets(ctx, q.Filter, text)
	return data, err
}

// A facet is counts of one field.
type facet struct {
	Name   string
	Shares []share
}

func (d *desk) facets(ctx context.Context, f store.Filter, text string) ([]facet, error) {
	var out []facet
	for _, x := range []struct {
		name, field string
		by          store.By
	}{{"Type", "type", store.ByType}, {"Status", "status", store.ByStatus}, {"Who", "actor", store.ByActor}, {"To whom", "recipient", store.ByRecipient},
		{"Where", "country", store.ByPlace}, {"Outlet", "outlet", store.ByOutlet}, {"Said by", "said-by", store.BySpeaker}} {
		bs, err := d.top(ctx, f, x.by, facetRows)
		if err != nil {
			return nil, err
		}
		if len(bs) > 0 {
			out = append(out, facet{x.name, d.sharesOf(bs, text, x.field)})
		}
	}
	return out, nil
}

// timeline draws a query in time: by day where it spans two months at most, by
// year where it spans ten years, else by month.
func (d *desk) timeline(ctx context.Context, q search.Query, text string) (chart, error) {
	bs, err := search.Series(ctx, d.Store, q, store.ByMonth)
	if err != nil {
		return chart{}, err
	}
	by := store.ByMonth
	bs, early := recent(bs)
	from := ""
	if early > 0 {
		from = bs[0].Value
	}
	if len(bs) <= 2 {
		by = store.ByDay
	} else if len(bs) > maxBars {
		by, from = store.ByYear, ""
	}
	if by != store.ByMonth {
		if bs, err = search.Series(ctx, d.Store, q, by); err != nil {
			return chart{}, err
		}
		if bs, early = recent(bs); early > 0 {
			from = bs[0].Value
		}
	}
	c := chartOf(bs, by, func(v, class string) string { return searchURL(text, onQuery(v), "class:"+class) })
	c.Earlier, c.EarlierURL = early, searchURL(text, "NOT", onQuery(from+".."))
	return c, nil
}

// mapPage is where acts took place, as a table that a script turns into a map.
func (d *desk) mapPage(r *http.Request) (map[string]any, error) {
	return d.table(r, "Map", store.ByPlace, "country", mapRows)
}

// network is who acts with or against whom.
func (d *desk) network(r *http.Request) (map[string]any, error) {
	return d.table(r, "Network", store.ByPair, "pair", netRows)
}

// table is counts of a query by one field.
func (d *desk) table(r *http.Request, title string, by store.By, field string, n int) (map[string]any, error) {
	text := r.URL.Query().Get("q")
	q, err := d.query(text)
	if err != nil {
		return nil, err
	}
	bs, err := d.top(r.Context(), q.Filter, by, n)
	return map[string]any{"Title": title, "Q": text, "Shares": d.sharesOf(bs, text, field)}, err
}

// An outletRow is what is known of an outlet.
type outletRow struct {
	share
	Reserved int // claims of articles whose rights are reserved
}

// outlets is who is read, how much, and who reserves rights.
func (d *desk) outlets(r *http.Request) (map[string]any, error) {
	all, err := d.top(r.Context(), nil, store.ByOutlet, outletRows)
	if err != nil {
		return nil, err
	}
	kept, err := d.Store.Count(r.Context(), store.Equal{Column: store.Reserved, Value: "yes"}, store.ByOutlet)
	if err != nil {
		return nil, err
	}
	reserved := map[string]int{}
	for _, b := range kept {
		reserved[b.Value] = b.Claims
	}
	var rows []outletRow
	for _, s := range d.sharesOf(all, "", "outlet") {
		rows = append(rows, outletRow{s, reserved[s.Value]})
	}
	feeds, err := d.watched(r)
	if err != nil {
		return nil, err
	}
	data := map[string]any{"Title": "Outlets", "Rows": rows, "Feeds": feeds}
	last, err := d.failures(r.Context(), "", "", 1)
	if len(last.Failures) > 0 {
		data["Failed"] = last.Failures[0]
	}
	return data, err
}

// codebook is the sixteen types with what the record holds of each.
func (d *desk) codebook(r *http.Request) (map[string]any, error) {
	bs, err := d.Store.Count(r.Context(), nil, store.ByType)
	if err != nil {
		return nil, err
	}
	n := map[string]int{}
	for _, b := range bs {
		n[b.Value] = b.Claims
	}
	return map[string]any{"Title": "Codebook", "Types": typeRows(n), "Fields": search.Fields()}, nil
}

func (d *desk) docs(*http.Request) (map[string]any, error) {
	return map[string]any{"Title": "API", "Endpoints": d.endpoints()}, nil
}

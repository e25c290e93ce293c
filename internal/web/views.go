package web

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"

	"annals"
	"annals/internal/search"
	"annals/internal/sys/store"
)

// How much a page shows.
const (
	listed    = 12
	perPage   = 40
	facetRows = 8
	newDays   = 7
	trendDays = 30
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
	if data["Events"], _, err = d.Store.Events(ctx, since, store.Page{Limit: listed, Order: store.MostTold}); err != nil {
		return nil, err
	}
	if data["Rising"], err = d.rising(r, last); err != nil {
		return nil, err
	}
	places, err := d.top(ctx, nil, store.ByPlace, facetRows)
	data["Places"] = d.sharesOf(places, "", "country")
	return data, err
}

// A trend is a pair of countries and how much is said of it.
type trend struct {
	Pair, Name  string
	Now, Before int
	Mean        float64
}

// rising are the pairs that are told of more than in the time before.
func (d *desk) rising(r *http.Request, last annals.Date) ([]trend, error) {
	now, err := d.Store.Count(r.Context(), store.Range{Measure: store.Published, From: ago(last, trendDays-1)}, store.ByPair)
	if err != nil {
		return nil, err
	}
	before, err := d.Store.Count(r.Context(), store.Range{Measure: store.Published, From: ago(last, 2*trendDays-1), To: ago(last, trendDays)}, store.ByPair)
	if err != nil {
		return nil, err
	}
	was := map[string]int{}
	for _, b := range before {
		was[b.Value] = b.Claims
	}
	var out []trend
	for _, b := range now {
		if b.Value != "" && b.Claims > was[b.Value] {
			out = append(out, trend{b.Value, d.name(b.Value), b.Claims, was[b.Value], b.Intensity})
		}
	}
	slices.SortStableFunc(out, func(a, b trend) int { return cmp.Compare(b.Now-b.Before, a.Now-a.Before) })
	return out[:min(len(out), facetRows)], nil
}

// search is a list of claims with counts beside it.
func (d *desk) search(r *http.Request) (map[string]any, error) {
	text := r.URL.Query().Get("q")
	q, err := d.query(text)
	if err != nil {
		return nil, err
	}
	ctx := r.Context()
	rows, next, err := d.claims(ctx, q, perPage, r.URL.Query().Get("after"))
	if err != nil {
		return nil, err
	}
	total, err := d.total(ctx, q.Filter)
	if err != nil {
		return nil, err
	}
	data := map[string]any{"Title": "Search", "Q": text, "Rows": rows, "Next": next, "Total": total, "Fields": search.Fields()}
	if total.Claims == 0 {
		return data, nil
	}
	if data["Chart"], err = d.timeline(r, q, text); err != nil {
		return nil, err
	}
	var facets []facet
	for _, f := range []struct {
		name, field string
		by          store.By
	}{{"Type", "type", store.ByType}, {"Status", "status", store.ByStatus}, {"Actor", "actor", store.ByActor}, {"Recipient", "recipient", store.ByRecipient},
		{"Country of place", "country", store.ByPlace}, {"Outlet", "outlet", store.ByOutlet}, {"Said by", "said-by", store.BySpeaker}} {
		bs, err := d.top(ctx, q.Filter, f.by, facetRows)
		if err != nil {
			return nil, err
		}
		if len(bs) > 0 {
			facets = append(facets, facet{f.name, d.sharesOf(bs, text, f.field)})
		}
	}
	data["Facets"] = facets
	return data, nil
}

// A facet is counts of one field.
type facet struct {
	Name   string
	Shares []share
}

// timeline draws a query month by month.
func (d *desk) timeline(r *http.Request, q search.Query, text string) (chart, error) {
	bs, err := search.Series(r.Context(), d.Store, q, store.ByMonth)
	if err != nil {
		return chart{}, err
	}
	return chartOf(bs, func(v, class string) string { return searchURL(text, onQuery(v), "class:"+class) }), nil
}

// pair is everything between two countries.
func (d *desk) pair(r *http.Request) (map[string]any, error) {
	a, b, ok := pairOf(r.PathValue("pair"))
	if !ok {
		return nil, fmt.Errorf("pair %q: %w", r.PathValue("pair"), errNotFound)
	}
	text := fmt.Sprintf("pair:%s-%s", a, b)
	data, err := d.dossier(r, store.Pair{A: a, B: b}, text)
	if err != nil {
		return nil, err
	}
	data["Title"] = d.name(string(a) + "-" + string(b))
	data["A"], data["B"] = a, b
	return data, nil
}

// actor is everything that one country does or that is done to it.
func (d *desk) actor(r *http.Request) (map[string]any, error) {
	code := r.PathValue("code")
	if !isCode(code) {
		return nil, fmt.Errorf("actor %q: %w", code, errNotFound)
	}
	text := "party:" + code
	data, err := d.dossier(r, store.Party{Country: annals.Code(code)}, text)
	if err != nil {
		return nil, err
	}
	pairs, err := d.top(r.Context(), store.Party{Country: annals.Code(code)}, store.ByPair, 3*facetRows)
	if err != nil {
		return nil, err
	}
	pairs = slices.DeleteFunc(pairs, func(b store.Bucket) bool { return b.Value[:3] != code && b.Value[4:] != code })
	data["Title"], data["Code"] = d.name(code), code
	data["Pairs"] = d.sharesOf(pairs[:min(len(pairs), facetRows)], "", "pair")
	for _, f := range []struct {
		key  string
		role store.Role
	}{{"Does", store.Actor}, {"Undergoes", store.Recipient}} {
		bs, err := d.top(r.Context(), store.Party{Role: f.role, Country: annals.Code(code)}, store.ByType, facetRows)
		if err != nil {
			return nil, err
		}
		data[f.key] = d.sharesOf(bs, string(f.role)+":"+code, "type")
	}
	return data, nil
}

// dossier is what pages about somebody share: a timeline, events, what lasts,
// who reports, and what is in dispute.
func (d *desk) dossier(r *http.Request, f store.Filter, text string) (map[string]any, error) {
	ctx := r.Context()
	total, err := d.total(ctx, f)
	if err != nil {
		return nil, err
	}
	data := map[string]any{"Query": text, "Total": total}
	if total.Claims == 0 {
		return data, nil
	}
	if data["Chart"], err = d.timeline(r, search.Query{Filter: f}, text); err != nil {
		return nil, err
	}
	es, _, err := d.Store.Events(ctx, f, store.Page{Limit: 500})
	if err != nil {
		return nil, err
	}
	data["Events"] = es[:min(len(es), listed)]
	data["Standing"] = filtered(es, func(e annals.Event) bool { return e.Standing != nil })
	data["Disputed"] = filtered(es, disputed)
	for _, x := range []struct {
		key, field string
		by         store.By
	}{{"Outlets", "outlet", store.ByOutlet}, {"Speakers", "said-by", store.BySpeaker}, {"Types", "type", store.ByType}} {
		bs, err := d.top(ctx, f, x.by, facetRows)
		if err != nil {
			return nil, err
		}
		data[x.key] = d.sharesOf(bs, text, x.field)
	}
	return data, nil
}

func filtered(es []annals.Event, keep func(annals.Event) bool) []annals.Event {
	var out []annals.Event
	for _, e := range es {
		if keep(e) && len(out) < listed {
			out = append(out, e)
		}
	}
	return out
}

// disputed reports whether reports of an event disagree: some deny it, or give
// other numbers.
func disputed(e annals.Event) bool {
	return len(e.Denied) > 0 && len(e.Denied) < len(e.Claims) || slices.ContainsFunc(e.Sizes, func(s annals.Spread) bool {
		return slices.ContainsFunc(s.Said, func(t annals.Told) bool { return !sameBounds(t, s.Said[0]) })
	})
}

func sameBounds(a, b annals.Told) bool {
	same := func(x, y *float64) bool { return x == nil && y == nil || x != nil && y != nil && *x == *y }
	return same(a.Min, b.Min) && same(a.Max, b.Max)
}

// eventPage is every report of one event side by side.
func (d *desk) eventPage(r *http.Request) (map[string]any, error) {
	e, err := d.event(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	rows, _, err := d.Store.Rows(r.Context(), store.Equal{Column: store.EventID, Value: e.ID}, store.Page{Limit: 500, Order: store.Oldest})
	if err != nil {
		return nil, err
	}
	return map[string]any{"Title": e.Title, "Event": e, "Rows": rows, "Disputed": disputed(e), "Query": "event:" + e.ID}, nil
}

func (d *desk) splitForm(w http.ResponseWriter, r *http.Request) {
	if err := d.split(r.Context(), r.PathValue("id"), r.PostFormValue("claim")); err != nil {
		d.failed(w, r, err)
		return
	}
	rows, _, err := d.Store.Rows(r.Context(), store.Equal{Column: store.ClaimID, Value: r.PostFormValue("claim")}, store.Page{Limit: 1})
	if err != nil || len(rows) == 0 || rows[0].Event == "" {
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return
	}
	http.Redirect(w, r, "/event/"+rows[0].Event, http.StatusSeeOther)
}

// article is what is kept of an article: its facts and the sentences that
// claims stand in, never its body.
func (d *desk) article(r *http.Request) (map[string]any, error) {
	id := annals.ArticleID(r.PathValue("id"))
	e, ok, err := d.Store.Get(r.Context(), id)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, fmt.Errorf("article %q: %w", id, errNotFound)
	}
	versions, err := d.Store.Versions(r.Context(), e.Origin)
	if err != nil {
		return nil, err
	}
	head := store.HeadOf(&e)
	var rows []store.Row
	for _, c := range e.Reading.Claims {
		rows = append(rows, store.Row{Claim: c, Evidence: e.Evidence[c.ID], Article: head})
	}
	slices.SortStableFunc(rows, func(a, b store.Row) int {
		return cmp.Or(-cmp.Compare(a.In, b.In), cmp.Compare(a.Start, b.Start), cmp.Compare(a.TriggerStart, b.TriggerStart))
	})
	a := e.Reading.Article
	a.Text, a.Blocks = "", nil
	return map[string]any{"Title": clean(a.Title), "Article": a, "Rows": rows, "Versions": versions, "Warnings": e.Reading.Warnings,
		"Sentences": len(e.Reading.Sentences), "Read": annals.DateOf(e.Capture.Time), "Signals": append(e.Capture.Signals, a.Rights.Signals...)}, nil
}

// mapPage is where acts took place, as a table that a script turns into a map.
func (d *desk) mapPage(r *http.Request) (map[string]any, error) {
	text := r.URL.Query().Get("q")
	q, err := d.query(text)
	if err != nil {
		return nil, err
	}
	bs, err := d.top(r.Context(), q.Filter, store.ByPlace, 300)
	return map[string]any{"Title": "Map", "Q": text, "Shares": d.sharesOf(bs, text, "country")}, err
}

// network is who acts with or against whom.
func (d *desk) network(r *http.Request) (map[string]any, error) {
	text := r.URL.Query().Get("q")
	q, err := d.query(text)
	if err != nil {
		return nil, err
	}
	bs, err := d.top(r.Context(), q.Filter, store.ByPair, 150)
	return map[string]any{"Title": "Network", "Q": text, "Shares": d.sharesOf(bs, text, "pair")}, err
}

// An outletRow is what is known of an outlet.
type outletRow struct {
	share
	Reserved int // claims of articles whose rights are reserved
}

// outlets is who is read, how much, and who reserves rights.
func (d *desk) outlets(r *http.Request) (map[string]any, error) {
	all, err := d.top(r.Context(), nil, store.ByOutlet, 500)
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
	return map[string]any{"Title": "Outlets", "Rows": rows}, nil
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
	return map[string]any{"Title": "API", "Endpoints": endpoints()}, nil
}

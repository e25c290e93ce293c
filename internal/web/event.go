package web

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"

	"annals"
	"annals/internal/record"
	"annals/internal/sys/store"
)

const maxReports = 500

// reports are the claims of an event, oldest first.
func (d *desk) reports(ctx context.Context, id string) ([]store.Row, error) {
	rows, _, err := d.Store.Rows(ctx, store.Equal{Column: store.EventID, Value: id}, store.Page{Limit: maxReports, Order: store.Oldest})
	return rows, err
}

// eventPage is every report of one event side by side.
func (d *desk) eventPage(r *http.Request) (map[string]any, error) {
	e, err := d.event(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	rows, err := d.reports(r.Context(), e.ID)
	if err != nil {
		return nil, err
	}
	es := []annals.Event{e}
	data := map[string]any{"Title": e.Title, "Event": &es[0], "Rows": rows, "Reports": byArticle(rows), "Stances": stancesOf(record.Disagreements(&e, rows), ""), "Query": "event:" + e.ID, "Crumbs": d.crumbs(rows)}
	if err := d.rules.Ends(r.Context(), d.Store, es); err != nil {
		return nil, err
	}
	if len(rows) > 1 {
		data["Points"] = d.points(rows)
	}
	var spreads []spread
	for _, s := range e.Sizes {
		spreads = append(spreads, spreadOf(s))
	}
	data["Spreads"] = spreads
	return data, nil
}

// A report is what one article says of an event.
type report struct {
	Article  store.Head
	Passages []passage
}

// byArticle groups claims under their articles, in order of publication.
func byArticle(rows []store.Row) []report {
	rows = slices.Clone(rows)
	slices.SortStableFunc(rows, func(a, b store.Row) int {
		return cmp.Or(cmp.Compare(a.Article.Published, b.Article.Published), cmp.Compare(a.Article.Outlet, b.Article.Outlet),
			cmp.Compare(a.Article.ID, b.Article.ID), inText(a, b))
	})
	var out []report
	for i := 0; i < len(rows); {
		j := i + 1
		for j < len(rows) && rows[j].Article.ID == rows[i].Article.ID {
			j++
		}
		out = append(out, report{rows[i].Article, passagesOf(rows[i:j])})
		i = j
	}
	return out
}

// crumbs lead from an event or article to the pair that it is about.
func (d *desk) crumbs(rows []store.Row) []menuItem {
	out := []menuItem{{"/", "Today"}}
	for _, r := range rows {
		if p := store.Pairs(&r.Claim)[0]; p != "" {
			return append(out, menuItem{"/pair/" + p, d.name(p)})
		}
	}
	for _, r := range rows {
		for _, p := range slices.Concat(r.Actor, r.Claim.Recipient) {
			if p.Country != "" {
				return append(out, menuItem{"/actor/" + string(p.Country), d.name(string(p.Country))})
			}
		}
	}
	return out
}

// A point is one thing that reports agree or disagree on.
type point struct {
	Name    string
	Values  []value
	Verdict string // agreed, differs, or how many say it
}

// A value is what some reports say of a point.
type value struct {
	Label  string
	Claims int
	First  string // claim that says so first
}

// points are what the reports of an event agree on and what not.
func (d *desk) points(rows []store.Row) []point {
	var out []point
	for _, x := range []struct {
		name string
		of   func(store.Row) []string
	}{
		{"Act", func(r store.Row) []string { return []string{string(r.Type)} }},
		{"Status", func(r store.Row) []string { return []string{statusWords(r.Status)} }},
		{"Who", func(r store.Row) []string { return d.names(r.Actor) }},
		{"To whom", func(r store.Row) []string { return d.names(r.Claim.Recipient) }},
		{"Where", func(r store.Row) []string {
			if r.Where == nil {
				return nil
			}
			return []string{clip(r.Where.Name, maxName)}
		}},
		{"When", func(r store.Row) []string { return []string{dateWords(r.Day())} }},
	} {
		if p := pointOf(x.name, rows, x.of); len(p.Values) > 0 {
			out = append(out, p)
		}
	}
	return out
}

func pointOf(name string, rows []store.Row, of func(store.Row) []string) point {
	p := point{Name: name}
	said := 0
	for _, r := range rows {
		labels := of(r)
		said += min(1, len(labels))
		for _, l := range labels {
			if i := slices.IndexFunc(p.Values, func(v value) bool { return v.Label == l }); i >= 0 {
				p.Values[i].Claims++
			} else {
				p.Values = append(p.Values, value{l, 1, r.ID})
			}
		}
	}
	slices.SortStableFunc(p.Values, func(a, b value) int { return b.Claims - a.Claims })
	switch {
	case slices.ContainsFunc(p.Values, func(v value) bool { return v.Claims != said }):
		p.Verdict = "differs"
	case said == len(rows):
		p.Verdict = "agreed"
	default:
		p.Verdict = strconv.Itoa(said) + " of " + strconv.Itoa(len(rows))
	}
	p.Values = p.Values[:min(len(p.Values), facetRows)]
	return p
}

func (d *desk) names(ps []annals.Participant) []string {
	var out []string
	for _, p := range d.who(ps) {
		if !slices.Contains(out, p.Name) {
			out = append(out, p.Name)
		}
	}
	return out
}

// A spread is the numbers of one kind as a drawing: a row for each voice, a
// mark from floor to ceiling.
type spread struct {
	What string
	Rows []spreadRow
}

type spreadRow struct {
	By, Claim, Words string
	X, W             float64 // of 100
	Open             bool    // no floor or no ceiling is given
}

func spreadOf(s annals.Spread) spread {
	out := spread{What: clip(s.What, maxName)}
	top := 1.0
	for _, t := range s.Said {
		for _, x := range []*float64{t.Min, t.Max} {
			if x != nil {
				top = max(top, *x)
			}
		}
	}
	top *= 1.15 // room for what has no ceiling
	for _, t := range s.Said {
		row := spreadRow{By: clip(t.By, maxName), Claim: t.Claim, Words: boundsWords(t.Min, t.Max) + unit(s.Unit), Open: t.Min == nil || t.Max == nil}
		low, high := 0.0, 100.0
		if t.Min != nil {
			low = 100 * *t.Min / top
		}
		if t.Max != nil {
			high = 100 * *t.Max / top
		}
		row.X, row.W = round(max(0, low)), round(max(1.5, high-low))
		out.Rows = append(out.Rows, row)
	}
	return out
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

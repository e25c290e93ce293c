package web

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"

	"annals"
	"annals/internal/sys/rights"
	"annals/internal/sys/store"
)

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
	rows, err := d.rowsOf(r, &e)
	if err != nil {
		return nil, err
	}
	a := e.Reading.Article
	a.Text, a.Blocks = "", nil
	crumbs := []menuItem{{"/", "Today"}, {"/outlets", "Outlets"}}
	if a.Outlet != "" {
		crumbs = append(crumbs, menuItem{searchURL("outlet:" + quoteValue(a.Outlet)), clip(a.Outlet, maxName)})
	}
	title := clip(a.Title, maxTitle)
	if title == "" {
		title = "An article without a headline"
	}
	return map[string]any{"Title": title, "Article": a, "Passages": passagesOf(rows), "Claims": len(rows), "Versions": versions,
		"Warnings": e.Reading.Warnings, "Sentences": len(e.Reading.Sentences), "Read": annals.DateOf(e.Capture.Time), "Record": e.Record,
		"Superseded": superseded(versions, id), "Signals": signalsOf(&e), "Crumbs": crumbs}, nil
}

// signalsOf is what each signal of an entry says of its rights, once each.
func signalsOf(e *store.Entry) []rights.Line {
	ss := slices.Concat(e.Reading.Article.Rights.Signals, rights.OfCapture(&e.Capture))
	lines := rights.Decide(ss, rights.None).Lines
	for k := range lines {
		if lines[k].Time.IsZero() {
			lines[k].Time = e.Capture.Time
		}
	}
	return lines
}

// rowsOf are the claims of an entry as the index has them, with their events;
// those of a superseded version are made from the entry alone.
func (d *desk) rowsOf(r *http.Request, e *store.Entry) ([]store.Row, error) {
	known, _, err := d.Store.Rows(r.Context(), store.Equal{Column: store.Article, Value: string(e.Reading.Article.ID)}, store.Page{Limit: 1000})
	if err != nil {
		return nil, err
	}
	var rows []store.Row
	for _, c := range e.Reading.Claims {
		row := store.Row{Claim: c, Evidence: e.Evidence[c.ID], Article: store.HeadOf(e)}
		if i := slices.IndexFunc(known, func(k store.Row) bool { return k.ID == c.ID }); i >= 0 {
			row = known[i]
		}
		rows = append(rows, row)
	}
	slices.SortStableFunc(rows, inText)
	return rows, nil
}

// inText orders claims of an article: the headline's first, then as they stand.
func inText(a, b store.Row) int {
	return cmp.Or(-cmp.Compare(a.In, b.In), cmp.Compare(a.Start, b.Start), cmp.Compare(a.TriggerStart, b.TriggerStart))
}

func superseded(versions []store.Head, id annals.ArticleID) bool {
	return slices.ContainsFunc(versions, func(h store.Head) bool { return h.ID == id && h.Superseded })
}

// A passage is one sentence and all claims that stand in it.
type passage struct {
	Title    bool // it is the headline
	Sentence int  // counted from 1
	Parts    []part
	Rows     []store.Row
}

// A part is a piece of a sentence; one that carries an act leads to its claim.
type part struct {
	Text  string
	Claim string // "" between triggers
	Quad  int
}

// passagesOf groups claims under their sentences; rows are in order.
func passagesOf(rows []store.Row) []passage {
	var out []passage
	for i := 0; i < len(rows); {
		j := i + 1
		for j < len(rows) && rows[j].In == rows[i].In && rows[j].Start == rows[i].Start && rows[j].Evidence == rows[i].Evidence {
			j++
		}
		out = append(out, passage{Title: rows[i].In == annals.InTitle, Sentence: rows[i].Sentence + 1, Parts: partsOf(rows[i:j]), Rows: rows[i:j]})
		i = j
	}
	return out
}

// partsOf is a sentence with the triggers of all of its claims; of two that
// overlap, the first is marked.
func partsOf(rows []store.Row) []part {
	text := rows[0].Evidence
	var out []part
	at := 0
	for _, r := range rows {
		from, to := r.TriggerStart-r.Start, r.TriggerEnd-r.Start
		if from < at || to > len(text) || from >= to {
			continue
		}
		out = append(out, part{Text: spaced(text[at:from])}, part{Text: clean(text[from:to]), Claim: r.ID, Quad: r.Quad})
		at = to
	}
	out = append(out, part{Text: spaced(text[at:])})
	for i := range out {
		out[i].Text = middle(out[i].Text, maxPart)
	}
	return out
}

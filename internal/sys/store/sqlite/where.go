package sqlite

import (
	"fmt"
	"strings"

	"annals"
	"annals/internal/sys/store"
)

// A clause is a condition on claims c as SQL, with its arguments.
type clause struct {
	sql  string
	args []any
}

// where turns a filter into SQL that holds for the same claims as its Match.
func where(f store.Filter) clause {
	switch f := f.(type) {
	case nil:
		return clause{sql: "1"}
	case store.And:
		return join(f, " AND ", "1")
	case store.Or:
		return join(f, " OR ", "0")
	case store.Not:
		c := where(f.Filter)
		return clause{"NOT coalesce(" + c.sql + ", 0)", c.args}
	case store.Party:
		return party(f)
	case store.Pair:
		return join([]store.Filter{store.Party{Country: f.A}, store.Party{Country: f.B}}, " AND ", "1")
	case store.Claims:
		return oneOf("c.id", f)
	case store.Equal:
		return equal(f)
	case store.Range:
		return between(f)
	case store.Words:
		return words(f)
	case store.Said:
		return said(f)
	case store.Named:
		return clause{"c.place <> '' AND instr(c.place, ?) > 0", []any{store.Fold(f.Place)}}
	}
	panic(fmt.Sprintf("sqlite: no SQL for filter %T", f))
}

func join(fs []store.Filter, by, none string) clause {
	if len(fs) == 0 {
		return clause{sql: none}
	}
	var out clause
	var parts []string
	for _, f := range fs {
		c := where(f)
		parts = append(parts, "("+c.sql+")")
		out.args = append(out.args, c.args...)
	}
	out.sql = strings.Join(parts, by)
	return out
}

// within is the claims that have a row in a table beside them for which all
// conditions hold.
func within(table string, conds []string, args []any) clause {
	return clause{"c.n IN (SELECT claim FROM " + table + " WHERE " + strings.Join(conds, " AND ") + ")", args}
}

func party(f store.Party) clause {
	conds, args := []string{"1"}, []any(nil)
	add := func(cond string, arg any) { conds, args = append(conds, cond), append(args, arg) }
	if f.Country != "" {
		add("country = ?", string(f.Country))
	}
	switch f.Role {
	case store.Actor:
		conds = append(conds, "role = 'a'")
	case store.Recipient:
		conds = append(conds, "role = 'r'")
	}
	if f.Sector != "" {
		add("sector = ?", f.Sector)
	}
	if f.Name != "" {
		add("instr(name, ?) > 0", store.Fold(f.Name))
	}
	return within("party", conds, args)
}

// live is the condition that claims are of articles that are not superseded.
// Where an index narrows the claims down to few, that of days must not be taken
// for it: "+" keeps SQLite from that.
func live(f store.Filter) string {
	if direct(f) {
		return "+c.live = 1"
	}
	return "c.live = 1"
}

// oneOf holds where a column has one of the values.
func oneOf(column string, values []string) clause {
	c := clause{sql: column + " IN (?" + strings.Repeat(", ?", max(len(values)-1, 0)) + ")"}
	for _, v := range values {
		c.args = append(c.args, v)
	}
	if len(values) == 0 {
		return clause{sql: "0"}
	}
	return c
}

func said(f store.Said) clause {
	conds, args := []string{"1"}, []any(nil)
	if f.Country != "" {
		conds, args = append(conds, "country = ?"), append(args, string(f.Country))
	}
	if f.Name != "" {
		conds, args = append(conds, "instr(name, ?) > 0"), append(args, store.Fold(f.Name))
	}
	return within("speaker", conds, args)
}

// columns are those of claim that [store.Equal] compares as they are.
var columns = map[store.Column]string{
	store.Type: "c.type", store.Underlying: "c.underlying", store.Status: "c.status", store.Quad: "CAST(c.quad AS TEXT)",
	store.PlaceCountry: "c.country", store.EventID: "c.event", store.ClaimID: "c.id",
}

func equal(f store.Equal) clause {
	switch f.Column {
	case store.Mode, store.Context:
		return within("detail", []string{"value = ?", "kind = ?"}, []any{f.Value, string(f.Column)})
	case store.Hedged, store.Reserved:
		return clause{"(CASE c." + string(f.Column) + " WHEN 0 THEN 'no' ELSE 'yes' END) = ?", []any{f.Value}}
	case store.Outlet:
		return clause{"c.article IN (SELECT n FROM article WHERE outletkey = ?)", []any{store.Fold(f.Value)}}
	case store.Article:
		return clause{"c.article IN (SELECT n FROM article WHERE id = ?)", []any{f.Value}}
	}
	return clause{columns[f.Column] + " = ?", []any{f.Value}}
}

func between(f store.Range) clause {
	switch f.Measure {
	case store.ActDay:
		return days("c.first", "c.last", f.From, f.To)
	case store.FirstDay:
		return days("c.first", "c.first", f.From, f.To)
	case store.Published:
		return days("c.published", "c.published", f.From, f.To)
	case store.Intensity, store.Confidence, store.Sources:
		c := numbers("c."+string(f.Measure), "c."+string(f.Measure), f)
		return clause{strings.Join(append([]string{"1"}, c.conds...), " AND "), c.args}
	}
	c := numbers("low", "high", f)
	return within("detail", append([]string{"value = ''", "kind = ?"}, c.conds...), append([]any{string(f.Measure)}, c.args...))
}

// days holds where [low, high] is known and shares a day with [from, to].
func days(low, high string, from, to annals.Date) clause {
	c := clause{sql: low + " IS NOT NULL"}
	if from != "" {
		c.sql += " AND " + high + " >= ?"
		c.args = append(c.args, day(from))
	}
	if to != "" {
		c.sql += " AND " + low + " <= ?"
		c.args = append(c.args, day(to))
	}
	return c
}

type conditions struct {
	conds []string
	args  []any
}

func numbers(low, high string, f store.Range) (c conditions) {
	if f.Min != nil {
		c.conds, c.args = append(c.conds, high+" >= ?"), append(c.args, *f.Min)
	}
	if f.Max != nil {
		c.conds, c.args = append(c.conds, low+" <= ?"), append(c.args, *f.Max)
	}
	return c
}

func words(f store.Words) clause {
	if len(store.WordsOf(f.Text)) == 0 {
		return clause{sql: "1"}
	}
	c := matching(f)
	return clause{"c.n IN (SELECT rowid FROM word WHERE word MATCH ?)", c.args}
}

// matching is words, of which there must be some, in the language of the index
// of words.
func matching(f store.Words) clause {
	ws := store.WordsOf(f.Text)
	query := `"` + strings.Join(ws, `" "`) + `"`
	if f.Phrase {
		query = `"` + strings.Join(ws, " ") + `"`
	}
	return clause{args: []any{"(evidence : (" + query + ")) OR (title : (" + query + "))"}}
}

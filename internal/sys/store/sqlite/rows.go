package sqlite

import (
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"

	"annals/internal/sys/store"
)

// A key is one expression that a list is sorted by.
type key struct {
	expr string
	desc bool
}

// keysOf are the keys of an order; alias is the table, c for claims and e for
// events.
func keysOf(o store.Order, alias string) []key {
	by := func(ks ...key) []key {
		for i := range ks {
			ks[i].expr = alias + "." + ks[i].expr
		}
		return ks
	}
	switch o {
	case store.Oldest:
		return by(key{"day", false}, key{"id", false})
	case store.Arrived:
		if alias == "e" {
			return by(key{"last", true}, key{"day", true}, key{"id", false})
		}
		return by(key{"n", true})
	case store.Intense:
		return by(key{"intensity", false}, key{"day", true}, key{"id", false})
	case store.Surest:
		if alias == "c" {
			return by(key{"confidence", true}, key{"day", true}, key{"id", false})
		}
	case store.MostTold:
		return by(key{"sources", true}, key{"day", true}, key{"id", false})
	}
	return by(key{"day", true}, key{"id", false})
}

func orderBy(ks []key) string {
	var parts []string
	for _, k := range ks {
		if k.desc {
			parts = append(parts, k.expr+" DESC")
		} else {
			parts = append(parts, k.expr)
		}
	}
	return strings.Join(parts, ", ")
}

// after holds for what comes behind the row that has these values of the keys.
func after(ks []key, cursor string) (clause, error) {
	if cursor == "" {
		return clause{sql: "1"}, nil
	}
	var vs []any
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	if err == nil {
		d := json.NewDecoder(strings.NewReader(string(b)))
		d.UseNumber()
		err = d.Decode(&vs)
	}
	if err != nil || len(vs) != len(ks) {
		return clause{}, fmt.Errorf("read page after %q: %w", cursor, store.ErrCursor)
	}
	var c clause
	var or []string
	for i, k := range ks {
		var and []string
		for j := range i {
			and, c.args = append(and, ks[j].expr+" = ?"), append(c.args, number(vs[j]))
		}
		op := " > ?"
		if k.desc {
			op = " < ?"
		}
		and, c.args = append(and, k.expr+op), append(c.args, number(vs[i]))
		or = append(or, "("+strings.Join(and, " AND ")+")")
	}
	c.sql = strings.Join(or, " OR ")
	return c, nil
}

// number is a value of a cursor as the database has it.
func number(v any) any {
	n, ok := v.(json.Number)
	if !ok {
		return v
	}
	if i, err := n.Int64(); err == nil {
		return i
	}
	f, _ := n.Float64()
	return f
}

func cursorOf(vs []any) string {
	b, err := json.Marshal(vs)
	if err != nil {
		panic("sqlite: cursor of " + fmt.Sprint(vs))
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// exprs are the expressions of keys, for a list of columns.
func exprs(ks []key) string {
	var parts []string
	for _, k := range ks {
		parts = append(parts, k.expr)
	}
	return strings.Join(parts, ", ")
}

// pointers are places to scan n values of any kind into.
func pointers(vs []any) []any {
	ps := make([]any, len(vs))
	for i := range vs {
		ps[i] = &vs[i]
	}
	return ps
}

// Rows implements [store.Index].
func (s *Store) Rows(ctx context.Context, f store.Filter, p store.Page) ([]store.Row, string, error) {
	ks := keysOf(p.Order, "c")
	from, err := after(ks, p.After)
	if err != nil {
		return nil, "", err
	}
	w := where(f)
	query := `SELECT c.body, c.evidence, c.event, c.sources, ` + headColumns + `, ` + exprs(ks) + ` FROM claim c JOIN article a ON a.n = c.article
		WHERE ` + live(f) + ` AND (` + w.sql + `) AND (` + from.sql + `) ORDER BY ` + orderBy(ks) + ` LIMIT ?`
	args := append(append(append([]any{}, w.args...), from.args...), p.Size()+1)
	var rs []store.Row
	var next string
	vs := make([]any, len(ks))
	err = each(ctx, s.read, query, args, func(rows *sql.Rows) error {
		if len(rs) == p.Size() {
			next = cursorOf(vs)
			return nil
		}
		var r store.Row
		var body string
		var h headRow
		err := rows.Scan(append(append([]any{&body, &r.Evidence, &r.Event, &r.Sources}, h.into()...), pointers(vs)...)...)
		if err != nil {
			return err
		}
		r.Article = h.head()
		if err := json.Unmarshal([]byte(body), &r.Claim); err != nil {
			return fmt.Errorf("%w: claim: %w", store.ErrCorrupt, err)
		}
		rs = append(rs, r)
		return nil
	})
	if err != nil {
		return nil, "", fmt.Errorf("read claims: %w", s.explain(err))
	}
	return rs, next, nil
}

// counted says for each [store.By] which value is counted, and which table
// beside claim it stands in.
var counted = map[store.By]struct{ value, table string }{
	store.ByAll:       {"''", ""},
	store.ByDay:       {"CASE WHEN c.first IS NULL THEN '' ELSE date(c.day * 86400, 'unixepoch') END", ""},
	store.ByMonth:     {"CASE WHEN c.first IS NULL THEN '' ELSE strftime('%Y-%m', c.day * 86400, 'unixepoch') END", ""},
	store.ByYear:      {"CASE WHEN c.first IS NULL THEN '' ELSE strftime('%Y', c.day * 86400, 'unixepoch') END", ""},
	store.ByType:      {"c.type", ""},
	store.ByQuad:      {"CAST(c.quad AS TEXT)", ""},
	store.ByStatus:    {"c.status", ""},
	store.ByPlace:     {"c.country", ""},
	store.ByOutlet:    {"c.outlet", ""},
	store.ByActor:     {"x.country", `(SELECT DISTINCT claim, country FROM party WHERE role = 'a')`},
	store.ByRecipient: {"x.country", `(SELECT DISTINCT claim, country FROM party WHERE role = 'r')`},
	store.ByPair:      {"x.pair", "pair"},
	store.BySpeaker:   {"x.speaker", `(SELECT DISTINCT claim, speaker FROM speaker)`},
}

// Count implements [store.Index].
func (s *Store) Count(ctx context.Context, f store.Filter, by store.By) ([]store.Bucket, error) {
	c, ok := counted[by]
	if !ok {
		return nil, fmt.Errorf("count by %q: no such value", by)
	}
	w := where(f)
	value, from := c.value, "claim c"
	if c.table != "" {
		value, from = "coalesce("+value+", '')", from+" LEFT JOIN "+c.table+" x ON x.claim = c.n"
	}
	query := `SELECT ` + value + ` AS v, count(*), count(*) FILTER (WHERE c.quad <= 2), count(*) FILTER (WHERE c.quad > 2), avg(c.intensity)
		FROM ` + from + ` WHERE c.live = 1 AND (` + w.sql + `) GROUP BY v ORDER BY v`
	var out []store.Bucket
	err := each(ctx, s.read, query, w.args, func(rows *sql.Rows) error {
		var b store.Bucket
		err := rows.Scan(&b.Value, &b.Claims, &b.Cooperation, &b.Conflict, &b.Intensity)
		out = append(out, b)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("count claims by %q: %w", by, s.explain(err))
	}
	return out, nil
}

package sqlite

import (
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"annals/internal/sys/store"
	"annals/internal/sys/store/column"
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

// cursorValues are the values of the keys of the row that a cursor stands for;
// none for the empty cursor.
func cursorValues(ks []key, cursor string) ([]any, error) {
	if cursor == "" {
		return nil, nil
	}
	var vs []any
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	if err == nil {
		d := json.NewDecoder(strings.NewReader(string(b)))
		d.UseNumber()
		err = d.Decode(&vs)
	}
	fits := err == nil && len(vs) == len(ks)
	for i := 0; fits && i < len(vs); i++ {
		_, text := vs[i].(string)
		vs[i] = number(vs[i])
		fits = text == strings.HasSuffix(ks[i].expr, ".id") && vs[i] != nil
	}
	if !fits {
		return nil, fmt.Errorf("read page after %q: %w", cursor, store.ErrCursor)
	}
	return vs, nil
}

// after holds for what comes behind the row that has these values of the keys.
func after(ks []key, vs []any) clause {
	if vs == nil {
		return clause{sql: "1"}
	}
	var c clause
	var or []string
	for i, k := range ks {
		var and []string
		for j := range i {
			and, c.args = append(and, ks[j].expr+" = ?"), append(c.args, vs[j])
		}
		op := " > ?"
		if k.desc {
			op = " < ?"
		}
		and, c.args = append(and, k.expr+op), append(c.args, vs[i])
		or = append(or, "("+strings.Join(and, " AND ")+")")
	}
	c.sql = strings.Join(or, " OR ")
	return c
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
	cursor, err := cursorValues(ks, p.After)
	if err != nil {
		return nil, "", err
	}
	l := &list{packer: s.packer, keys: ks, after: after(ks, cursor), size: p.Size()}
	done := false
	if !direct(f) {
		done, err = s.columns(ctx, func(tx *sql.Tx, v *column.View) error {
			set, err := v.Select(ctx, f, other(ctx, tx))
			if err != nil {
				return err
			}
			return l.read(ctx, tx, "claim c NOT INDEXED", "c.live = 1", numbered(v.Page(set, p.Order, cursorKey(p.Order, cursor), p.Size()+1)))
		})
	}
	if !done {
		err = l.read(ctx, s.read, "claim c", live(f), where(f))
	}
	if err != nil {
		return nil, "", fmt.Errorf("read claims: %w", s.explain(err))
	}
	return l.rows, l.next, nil
}

// IDs implements [store.Index].
func (s *Store) IDs(ctx context.Context, f store.Filter) ([]string, error) {
	w := where(f)
	ids, err := texts(ctx, s.read, `SELECT c.id FROM claim c WHERE `+live(f)+` AND (`+w.sql+`)`, w.args...)
	if err != nil {
		return nil, fmt.Errorf("read ids of claims: %w", s.explain(err))
	}
	return ids, nil
}

// cursorKey is the key of the row that a cursor stands for; nil for the start.
func cursorKey(o store.Order, vs []any) *column.Key {
	if vs == nil {
		return nil
	}
	var first float64
	var numbers []float64
	var id string
	for _, v := range vs {
		switch v := v.(type) {
		case int64:
			numbers = append(numbers, float64(v))
		case float64:
			numbers = append(numbers, v)
		case string:
			id = v
		}
	}
	if first = numbers[0]; len(numbers) > 1 {
		numbers = numbers[1:]
	}
	k := column.KeyOf(o, first, int64(numbers[0]), id)
	return &k
}

// numbered holds for the claims with these numbers.
func numbered(ns []int64) clause {
	b := []byte("c.n IN (")
	for i, n := range ns {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, n, 10)
	}
	return clause{sql: string(append(b, ')'))}
}

// A list is a page of rows.
type list struct {
	packer *packer
	keys   []key
	after  clause
	size   int
	rows   []store.Row
	next   string
}

// read fills the list with what holds; from is claim c, with a hint where the
// planner would walk all claims in order of day rather than look up a few.
func (l *list) read(ctx context.Context, q querier, from, live string, w clause) error {
	// What is sorted is narrow; the words of a claim are read of those that stay.
	query := `SELECT p.body, p.evidence, c.event, c.sources, ` + headColumns + `, ` + exprs(l.keys) + ` FROM
		(SELECT c.* FROM ` + from + ` WHERE ` + live + ` AND (` + w.sql + `) AND (` + l.after.sql + `) ORDER BY ` + orderBy(l.keys) + ` LIMIT ?) c
		JOIN passage p ON p.claim = c.n JOIN article a ON a.n = c.article ORDER BY ` + orderBy(l.keys)
	args := append(append(append([]any{}, w.args...), l.after.args...), l.size+1)
	vs := make([]any, len(l.keys))
	var body sql.RawBytes
	var evidence, event string
	var sources int
	var h headRow
	into := append(append([]any{&body, &evidence, &event, &sources}, h.into()...), pointers(vs)...)
	return each(ctx, q, query, args, func(rows *sql.Rows) error {
		if len(l.rows) == l.size {
			l.next = cursorOf(vs)
			return nil
		}
		if err := rows.Scan(into...); err != nil {
			return err
		}
		l.rows = append(l.rows, store.Row{Evidence: evidence, Article: h.head(), Event: event, Sources: sources})
		r := &l.rows[len(l.rows)-1]
		if err := l.packer.unpack(body, &r.Claim); err != nil {
			return fmt.Errorf("claim: %w", err)
		}
		return nil
	})
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
	if _, ok := counted[by]; !ok {
		return nil, fmt.Errorf("count by %q: no such value", by)
	}
	var bs []store.Bucket
	done, err := s.columns(ctx, func(tx *sql.Tx, v *column.View) error {
		set, err := v.Select(ctx, f, other(ctx, tx))
		if err == nil {
			bs, err = v.Count(set, by)
		}
		return err
	})
	if !done {
		bs, err = s.count(ctx, f, by)
	}
	if err != nil {
		return nil, fmt.Errorf("count claims by %q: %w", by, s.explain(err))
	}
	return bs, nil
}

// count counts in the file.
func (s *Store) count(ctx context.Context, f store.Filter, by store.By) ([]store.Bucket, error) {
	c := counted[by]
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
	return out, err
}

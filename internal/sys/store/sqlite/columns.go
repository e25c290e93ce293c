package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"

	"annals/internal/sys/store"
	"annals/internal/sys/store/column"
)

// step is how many numbers of claims are read at once.
const step = 5000

// add adds the live claims that are not in the table, with numbers up to to.
func (x *index) add(ctx context.Context, tx *sql.Tx, to int64) error {
	for x.at.claims < to {
		end := min(x.at.claims+step, to)
		cs, err := readClaims(ctx, tx, x.at.claims, end)
		if err != nil {
			return err
		}
		for i := range cs {
			if err := x.table.Add(&cs[i]); err != nil {
				return err
			}
		}
		x.at.claims = end
	}
	return nil
}

// readClaims are the live claims with numbers above from, up to to.
func readClaims(ctx context.Context, tx *sql.Tx, from, to int64) ([]column.Claim, error) {
	var cs []column.Claim
	at := map[int64]int{}
	query := `SELECT n, id, first, last, published, type, underlying, quad, status, hedged, reserved, intensity, confidence, country, place, outlet, sources
		FROM claim NOT INDEXED WHERE n > ? AND n <= ? AND live = 1 ORDER BY n`
	err := each(ctx, tx, query, []any{from, to}, func(rows *sql.Rows) error {
		var c column.Claim
		var first, last, published sql.NullInt64
		err := rows.Scan(&c.N, &c.ID, &first, &last, &published, &c.Type, &c.Underlying, &c.Quad, &c.Status, &c.Hedged, &c.Reserved,
			&c.Intensity, &c.Confidence, &c.Country, &c.Place, &c.Outlet, &c.Sources)
		c.Day, c.Last, c.Published = narrow(first), narrow(last), narrow(published)
		at[c.N] = len(cs)
		cs = append(cs, c)
		return err
	})
	if err != nil || len(cs) == 0 {
		return cs, err
	}
	for _, add := range []func(context.Context, *sql.Tx, int64, int64, func(int64) *column.Claim) error{addParties, addSpeakers, addDetails} {
		err := add(ctx, tx, from, to, func(n int64) *column.Claim {
			if i, ok := at[n]; ok {
				return &cs[i]
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return cs, nil
}

func narrow(day sql.NullInt64) int32 {
	if !day.Valid {
		return column.NoDay
	}
	return int32(day.Int64)
}

func addParties(ctx context.Context, tx *sql.Tx, from, to int64, claim func(int64) *column.Claim) error {
	query := `SELECT claim, CASE role WHEN 'a' THEN ? ELSE ? END, country, sector, name FROM party WHERE claim > ? AND claim <= ? ORDER BY claim, i`
	return each(ctx, tx, query, []any{column.Actor, column.Recipient, from, to}, func(rows *sql.Rows) error { return addBeside(rows, claim) })
}

func addSpeakers(ctx context.Context, tx *sql.Tx, from, to int64, claim func(int64) *column.Claim) error {
	query := `SELECT claim, ?, country, speaker, name FROM speaker WHERE claim > ? AND claim <= ? ORDER BY claim, i`
	return each(ctx, tx, query, []any{column.Speaker, from, to}, func(rows *sql.Rows) error { return addBeside(rows, claim) })
}

func addBeside(rows *sql.Rows, claim func(int64) *column.Claim) error {
	var n int64
	var b column.Beside
	if err := rows.Scan(&n, &b.Kind, &b.Country, &b.Value, &b.Key); err != nil {
		return err
	}
	if c := claim(n); c != nil {
		c.Beside = append(c.Beside, b)
	}
	return nil
}

func addDetails(ctx context.Context, tx *sql.Tx, from, to int64, claim func(int64) *column.Claim) error {
	query := `SELECT claim, kind, value, coalesce(low, 0), coalesce(high, 0) FROM detail WHERE claim > ? AND claim <= ? ORDER BY claim, i`
	return each(ctx, tx, query, []any{from, to}, func(rows *sql.Rows) error {
		var n int64
		var kind, value string
		var s column.Size
		if err := rows.Scan(&n, &kind, &value, &s.Low, &s.High); err != nil {
			return err
		}
		c := claim(n)
		switch {
		case c == nil:
		case value == "":
			s.What = kind
			c.Sizes = append(c.Sizes, s)
		case kind == string(store.Mode):
			c.Beside = append(c.Beside, column.Beside{Kind: column.Mode, Value: value})
		default:
			c.Beside = append(c.Beside, column.Beside{Kind: column.Context, Value: value})
		}
		return nil
	})
}

// other asks the file for the numbers of the claims that meet a condition.
func other(ctx context.Context, tx *sql.Tx) column.Other {
	return func(f store.Filter) ([]int64, error) {
		w := where(f)
		query := `SELECT group_concat(c.n, ' ') FROM claim c WHERE ` + w.sql
		if words, ok := f.(store.Words); ok { // the index of words alone, without a look at each claim
			w = matching(words)
			query = `SELECT group_concat(rowid, ' ') FROM word WHERE word MATCH ?`
		}
		// One long text is far quicker than a row for each number.
		var list sql.NullString
		if err := tx.QueryRowContext(ctx, query, w.args...).Scan(&list); err != nil {
			return nil, err
		}
		fields := strings.Fields(list.String)
		ns := make([]int64, len(fields))
		for i, s := range fields {
			var err error
			if ns[i], err = strconv.ParseInt(s, 10, 64); err != nil {
				return nil, fmt.Errorf("number of a claim: %w", err)
			}
		}
		return ns, nil
	}
}

// direct reports whether the file finds what f asks for by an index that gives
// few claims.
func direct(f store.Filter) bool {
	switch f := f.(type) {
	case store.And:
		for _, g := range f {
			if direct(g) {
				return true
			}
		}
	case store.Claims:
		return true
	case store.Equal:
		return f.Column == store.EventID || f.Column == store.Article || f.Column == store.ClaimID
	}
	return false
}

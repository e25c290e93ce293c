package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"annals"
	"annals/internal/sys/store"
	"annals/internal/sys/store/column"
)

// Event implements [store.Ledger].
func (s *Store) Event(ctx context.Context, id string) (e annals.Event, ok bool, err error) {
	err = each(ctx, s.read, `SELECT body FROM event WHERE id = ?`, []any{id}, func(rows *sql.Rows) error {
		ok = true
		return s.scan(rows, &e)
	})
	if err != nil {
		return e, false, fmt.Errorf("read event %q: %w", id, s.explain(err))
	}
	return e, ok, nil
}

// scan reads a column that is packed, and more columns behind it.
func (p *packer) scan(rows *sql.Rows, v any, more ...any) error {
	var body sql.RawBytes
	if err := rows.Scan(append([]any{&body}, more...)...); err != nil {
		return err
	}
	return p.unpack(body, v)
}

// Events implements [store.Ledger].
func (s *Store) Events(ctx context.Context, f store.Filter, p store.Page) ([]annals.Event, string, error) {
	ks := keysOf(p.Order, "e")
	cursor, err := cursorValues(ks, p.After)
	if err != nil {
		return nil, "", err
	}
	from := after(ks, cursor)
	among, err := s.few(ctx, f)
	if err != nil {
		return nil, "", fmt.Errorf("read events: %w", s.explain(err))
	}
	query := `SELECT e.body, ` + exprs(ks) + ` FROM event e WHERE e.id IN (SELECT c.event FROM ` + among.sql + ` AND c.event <> '')
		AND (` + from.sql + `) ORDER BY ` + orderBy(ks) + ` LIMIT ?`
	args := append(append(append([]any{}, among.args...), from.args...), p.Size()+1)
	var es []annals.Event
	var next string
	vs := make([]any, len(ks))
	err = each(ctx, s.read, query, args, func(rows *sql.Rows) error {
		if len(es) == p.Size() {
			next = cursorOf(vs)
			return nil
		}
		es = append(es, annals.Event{})
		return s.scan(rows, &es[len(es)-1], pointers(vs)...)
	})
	if err != nil {
		return nil, "", fmt.Errorf("read events: %w", s.explain(err))
	}
	return es, next, nil
}

// fewClaims is how many claims are looked up one by one rather than searched for.
const fewClaims = 5000

// few is the claims c that match f: by their numbers where the columns know
// that they are few.
func (s *Store) few(ctx context.Context, f store.Filter) (clause, error) {
	w := where(f)
	among := clause{"claim c WHERE " + live(f) + " AND (" + w.sql + ")", w.args}
	if direct(f) {
		return among, nil
	}
	_, err := s.columns(ctx, func(tx *sql.Tx, v *column.View) error {
		set, err := v.Select(ctx, f, other(ctx, tx))
		if err == nil && set.Len() <= fewClaims {
			among = clause{sql: "claim c NOT INDEXED WHERE c.live = 1 AND (" + numbered(v.Numbers(set)).sql + ")"}
		}
		return err
	})
	return among, err
}

// SetEvents implements [store.Ledger].
func (s *Store) SetEvents(ctx context.Context, events []annals.Event, gone []string) error {
	return s.writing(ctx, "set events", func(tx *sql.Tx) error {
		p := newPutter(ctx, tx, s.packer)
		defer p.close()
		for _, id := range gone {
			if err := p.untie(id); err != nil {
				return err
			}
			if _, err := p.exec(`DELETE FROM event WHERE id = ?`, id); err != nil {
				return err
			}
		}
		for i := range events {
			if err := p.untie(events[i].ID); err != nil {
				return err
			}
		}
		for i := range events {
			if err := p.event(&events[i]); err != nil {
				return fmt.Errorf("event %s: %w", events[i].ID, err)
			}
		}
		return nil
	})
}

func (p *putter) untie(event string) error {
	if _, err := p.exec(`UPDATE claim SET event = '', sources = 1 WHERE event = ? AND event <> ''`, event); err != nil {
		return err
	}
	_, err := p.exec(`DELETE FROM stale WHERE event = ?`, event)
	return err
}

func (p *putter) event(e *annals.Event) error {
	body, err := p.packer.pack(e)
	if err != nil {
		return err
	}
	_, err = p.exec(`INSERT OR REPLACE INTO event (id, day, last, intensity, sources, body) VALUES (?, ?, ?, ?, ?, ?)`,
		e.ID, sortDay(e.Day()), sortDay(e.Last), e.Intensity, len(e.Outlets), body)
	if err != nil {
		return err
	}
	for _, c := range e.Claims {
		if _, err := p.exec(`UPDATE claim SET event = ?, sources = ? WHERE id = ?`, e.ID, max(len(e.Outlets), 1), c); err != nil {
			return err
		}
	}
	return nil
}

// Split implements [store.Ledger].
func (s *Store) Split(ctx context.Context, a store.Apart) error {
	return s.writing(ctx, "keep split", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT OR IGNORE INTO apart (claim, other, time) VALUES (?, ?, ?)`,
			min(a.Claim, a.From), max(a.Claim, a.From), micros(a.Time))
		return err
	})
}

// Splits implements [store.Ledger].
func (s *Store) Splits(ctx context.Context) ([]store.Apart, error) {
	var out []store.Apart
	err := each(ctx, s.read, `SELECT claim, other, time FROM apart ORDER BY claim, other`, nil, func(rows *sql.Rows) error {
		var a store.Apart
		var at int64
		err := rows.Scan(&a.Claim, &a.From, &at)
		a.Time = timeOf(at)
		out = append(out, a)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read splits: %w", s.explain(err))
	}
	return out, nil
}

// Loose implements [store.Ledger].
func (s *Store) Loose(ctx context.Context, limit int) (claims, stale []string, err error) {
	claims, err = texts(ctx, s.read, `SELECT id FROM claim INDEXED BY claim_loose WHERE event = '' AND live = 1 ORDER BY n LIMIT ?`, limit)
	if err != nil {
		return nil, nil, fmt.Errorf("read loose claims: %w", s.explain(err))
	}
	stale, err = texts(ctx, s.read, `SELECT event FROM stale ORDER BY event`)
	if err != nil {
		return nil, nil, fmt.Errorf("read stale events: %w", s.explain(err))
	}
	return claims, stale, nil
}

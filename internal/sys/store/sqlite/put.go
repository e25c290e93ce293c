package sqlite

import (
	"bytes"
	"compress/gzip"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"annals"
	"annals/internal/sys/store"
)

// Put implements [store.Archive].
func (s *Store) Put(ctx context.Context, es ...store.Entry) ([]store.Outcome, error) {
	out := make([]store.Outcome, len(es))
	err := s.writing(ctx, "put entries", func(tx *sql.Tx) error {
		p := &putter{ctx: ctx, tx: tx}
		for i := range es {
			var err error
			if out[i], err = p.entry(&es[i]); err != nil {
				return fmt.Errorf("%s: %w", es[i].Capture.Name(), err)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// A putter writes entries within one transaction.
type putter struct {
	ctx context.Context
	tx  *sql.Tx
}

func (p *putter) entry(e *store.Entry) (store.Outcome, error) {
	a := &e.Reading.Article
	if a.ID == "" {
		_, isNew, err := p.capture(e)
		if err != nil || !isNew {
			return store.Same, err
		}
		return store.Failed, nil
	}
	var n int64
	switch err := p.tx.QueryRowContext(p.ctx, `SELECT n FROM article WHERE id = ?`, a.ID).Scan(&n); {
	case errors.Is(err, sql.ErrNoRows):
		return p.add(e)
	case err != nil:
		return 0, err
	}
	return p.recode(n, e)
}

// add writes an article that is not there yet.
func (p *putter) add(e *store.Entry) (store.Outcome, error) {
	capture, _, err := p.capture(e)
	if err != nil {
		return 0, err
	}
	n, err := p.article(capture, e)
	if err != nil {
		return 0, err
	}
	if err := p.claims(n, e); err != nil {
		return 0, err
	}
	return p.supersede(n, e.Origin)
}

// recode writes the claims of a known article anew, if they are others.
func (p *putter) recode(n int64, e *store.Entry) (store.Outcome, error) {
	old, err := claimsOf(p.ctx, p.tx, n)
	if err != nil {
		return 0, err
	}
	if same(old, e.Reading.Claims) {
		return store.Same, nil
	}
	if err := p.forget(n); err != nil {
		return 0, err
	}
	reading, err := pack(bare(&e.Reading))
	if err != nil {
		return 0, err
	}
	_, err = p.tx.ExecContext(p.ctx, `UPDATE article SET reading = ?, claims = ?, agency = ?, sketch = ?, reserved = ? WHERE n = ?`,
		reading, len(e.Reading.Claims), e.Agency, e.Sketch, e.Reading.Article.Rights.Reserved, n)
	if err != nil {
		return 0, err
	}
	if err := p.claims(n, e); err != nil {
		return 0, err
	}
	return store.Recoded, p.relive(n)
}

func same(a, b []annals.Claim) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && len(a) == len(b) && (len(a) == 0 || bytes.Equal(x, y))
}

// forget removes the claims of an article.
func (p *putter) forget(article int64) error {
	for _, q := range []string{
		`INSERT OR IGNORE INTO stale (event) SELECT event FROM claim WHERE event <> '' AND article = ?`,
		`DELETE FROM word WHERE rowid IN (SELECT n FROM claim WHERE article = ?)`,
		`DELETE FROM party WHERE claim IN (SELECT n FROM claim WHERE article = ?)`,
		`DELETE FROM block WHERE claim IN (SELECT n FROM claim WHERE article = ?)`,
		`DELETE FROM pair WHERE claim IN (SELECT n FROM claim WHERE article = ?)`,
		`DELETE FROM speaker WHERE claim IN (SELECT n FROM claim WHERE article = ?)`,
		`DELETE FROM detail WHERE claim IN (SELECT n FROM claim WHERE article = ?)`,
		`DELETE FROM claim WHERE article = ?`,
	} {
		if _, err := p.tx.ExecContext(p.ctx, q, article); err != nil {
			return err
		}
	}
	return nil
}

// relive gives new claims the state of their article.
func (p *putter) relive(article int64) error {
	_, err := p.tx.ExecContext(p.ctx, `UPDATE claim SET live = (SELECT live FROM article WHERE n = claim.article) WHERE article = ?`, article)
	return err
}

// capture writes a capture and gives its number; isNew is false when it was
// there.
func (p *putter) capture(e *store.Entry) (n int64, isNew bool, err error) {
	c := &e.Capture
	id := store.CaptureID(c)
	switch err := p.tx.QueryRowContext(p.ctx, `SELECT n FROM capture WHERE id = ?`, id).Scan(&n); {
	case err == nil:
		return n, false, nil
	case !errors.Is(err, sql.ErrNoRows):
		return 0, false, err
	}
	body, err := zip(c.Body)
	if err != nil {
		return 0, false, err
	}
	signals, err := json.Marshal(c.Signals)
	if err != nil {
		return 0, false, err
	}
	r, err := p.tx.ExecContext(p.ctx, `INSERT INTO capture (id, url, file, time, type, signals, body, error) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		id, c.URL, c.File, micros(c.Time), c.ContentType, string(signals), body, e.Err)
	if err != nil {
		return 0, false, err
	}
	n, err = r.LastInsertId()
	return n, true, err
}

func (p *putter) article(capture int64, e *store.Entry) (int64, error) {
	a := &e.Reading.Article
	reading, err := pack(bare(&e.Reading))
	if err != nil {
		return 0, err
	}
	r, err := p.tx.ExecContext(p.ctx, `INSERT INTO article (id, capture, origin, time, live, url, title, outlet, outletkey, published, reserved, claims, agency, sketch, reading)
		VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		a.ID, capture, e.Origin, micros(e.Capture.Time), a.URL, a.Title, a.Outlet, store.Fold(a.Outlet),
		day(a.Published), a.Rights.Reserved, len(e.Reading.Claims), e.Agency, e.Sketch, reading)
	if err != nil {
		return 0, err
	}
	return r.LastInsertId()
}

// supersede leaves the newest version of an origin live, and says what that
// makes of article n.
func (p *putter) supersede(n int64, origin string) (store.Outcome, error) {
	var versions int
	var newest int64
	err := p.tx.QueryRowContext(p.ctx, `SELECT n, count(*) OVER () FROM article WHERE origin = ? ORDER BY time DESC, id DESC LIMIT 1`, origin).Scan(&newest, &versions)
	if err != nil || versions < 2 {
		return store.Added, err
	}
	for _, q := range []string{
		`INSERT OR IGNORE INTO stale (event) SELECT event FROM claim WHERE event <> '' AND article <> ?1 AND article IN (SELECT n FROM article WHERE origin = ?2)`,
		`UPDATE claim SET event = '', sources = 1 WHERE article <> ?1 AND article IN (SELECT n FROM article WHERE origin = ?2)`,
		`UPDATE claim SET live = (article = ?1) WHERE article IN (SELECT n FROM article WHERE origin = ?2)`,
		`UPDATE article SET live = (n = ?1) WHERE origin = ?2`,
	} {
		if _, err := p.tx.ExecContext(p.ctx, q, newest, origin); err != nil {
			return 0, err
		}
	}
	if newest == n {
		return store.Revised, nil
	}
	return store.Older, nil
}

func (p *putter) claims(article int64, e *store.Entry) error {
	head := store.HeadOf(e)
	for i := range e.Reading.Claims {
		r := &store.Row{Claim: e.Reading.Claims[i], Article: head}
		r.Evidence = e.Evidence[r.ID]
		n, err := p.claim(article, r)
		if err != nil {
			return fmt.Errorf("claim %s: %w", r.ID, err)
		}
		if err := p.around(n, r); err != nil {
			return fmt.Errorf("claim %s: %w", r.ID, err)
		}
	}
	return nil
}

func (p *putter) claim(article int64, r *store.Row) (int64, error) {
	body, err := json.Marshal(&r.Claim)
	if err != nil {
		return 0, err
	}
	from, to := store.Days(r)
	place, country := "", ""
	if r.Where != nil {
		place, country = store.PlaceKey(r.Where), string(r.Where.Country)
	}
	res, err := p.tx.ExecContext(p.ctx, `INSERT INTO claim (id, article, live, day, first, last, published, type, underlying, quad, status, hedged, reserved,
			intensity, confidence, country, place, outlet, event, sources, evidence, body)
		VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', 1, ?, ?)`,
		r.ID, article, sortDay(r.Day()), day(from), day(to), day(r.Article.Published), string(r.Type), string(r.Underlying), r.Quad, string(r.Status),
		r.Hedged, r.Article.Reserved, r.Intensity, r.Confidence, country, place, r.Article.Outlet, r.Evidence, string(body))
	if err != nil {
		return 0, err
	}
	return res.LastInsertId()
}

// around writes what stands beside a claim in tables of its own.
func (p *putter) around(n int64, r *store.Row) error {
	exec := func(q string, args ...any) error {
		_, err := p.tx.ExecContext(p.ctx, q, append([]any{n}, args...)...)
		return err
	}
	var errs []error
	for role, ps := range map[string][]annals.Participant{"a": r.Actor, "r": r.Claim.Recipient} {
		for _, x := range ps {
			errs = append(errs, exec(`INSERT INTO party (claim, role, country, sector, name) VALUES (?, ?, ?, ?, ?)`, role, string(x.Country), x.Sector, store.NameKey(x)))
		}
	}
	if from, to := store.Days(r); from != "" {
		for _, c := range store.Blocks(r) {
			errs = append(errs, exec(`INSERT INTO block (claim, long, type, country, first, last) VALUES (?1, ?5 > ?4 + `+shortDays+`, ?2, ?3, ?4, ?5)`,
				string(r.Type), string(c), day(from), day(to)))
		}
	}
	for _, x := range store.Pairs(&r.Claim) {
		if x != "" {
			errs = append(errs, exec(`INSERT INTO pair (claim, pair) VALUES (?, ?)`, x))
		}
	}
	for _, x := range r.Attribution {
		errs = append(errs, exec(`INSERT INTO speaker (claim, country, speaker, name) VALUES (?, ?, ?, ?)`, string(x.Country), x.Speaker, store.SpeakerKey(x)))
	}
	for kind, vs := range map[string][]string{"mode": r.Mode, "context": r.Contexts} {
		for _, v := range vs {
			errs = append(errs, exec(`INSERT INTO detail (claim, kind, value) VALUES (?, ?, ?)`, kind, v))
		}
	}
	for _, x := range r.Size {
		low, high := store.Bounds(x)
		errs = append(errs, exec(`INSERT INTO detail (claim, kind, value, low, high) VALUES (?, ?, '', ?, ?)`, x.What, low, high))
	}
	words := func(s string) string { return strings.Join(store.WordsOf(s), " ") }
	errs = append(errs, exec(`INSERT INTO word (rowid, evidence, title) VALUES (?, ?, ?)`, words(r.Evidence), words(r.Article.Title)))
	return errors.Join(errs...)
}

// bare is a reading as it is packed beside its claims: these have a table of
// their own, and tokens are made again when they are needed.
func bare(r *annals.Reading) *annals.Reading {
	out := *r
	out.Claims = nil
	out.Sentences = make([]annals.Sentence, len(r.Sentences))
	for i, s := range r.Sentences {
		out.Sentences[i] = annals.Sentence{In: s.In, Span: s.Span, Block: s.Block}
	}
	return &out
}

// pack is v as compressed JSON.
func pack(v any) ([]byte, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return zip(b)
}

func unpack(b []byte, v any) error {
	b, err := unzip(b)
	if err != nil {
		return err
	}
	return json.Unmarshal(b, v)
}

func zip(b []byte) ([]byte, error) {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(b); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func unzip(b []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

// micros is t as it is kept: 0 for a time that nobody said.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

func timeOf(micros int64) time.Time {
	if micros == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micros).UTC()
}

const secondsOfDay = 24 * 60 * 60

// day is d as it is kept: NULL where it is not known.
func day(d annals.Date) any {
	t, ok := d.Time()
	if !ok {
		return nil
	}
	return floorDiv(t.Unix(), secondsOfDay)
}

// noDay sorts before every day that there is.
const noDay = -1 << 40

// sortDay is d as lists are sorted by it.
func sortDay(d annals.Date) int64 {
	if n, ok := day(d).(int64); ok {
		return n
	}
	return noDay
}

func floorDiv(a, b int64) int64 {
	if a < 0 {
		return -((-a + b - 1) / b)
	}
	return a / b
}

func dateOf(day int64) annals.Date {
	return annals.DateOf(time.Unix(day*secondsOfDay, 0).UTC())
}

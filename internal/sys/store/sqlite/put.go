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

	"annals"
	"annals/internal/sys/store"
)

// Put implements [store.Archive].
func (s *Store) Put(ctx context.Context, es ...store.Entry) ([]store.Outcome, error) {
	out := make([]store.Outcome, len(es))
	err := s.writing(ctx, "put entries", func(tx *sql.Tx) error {
		p := newPutter(ctx, tx, s.packer)
		defer p.close()
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
	packer *packer
	ctx    context.Context
	tx     *sql.Tx
	ready  map[string]*sql.Stmt // what was written before, by its text
	gzip   *gzip.Writer
}

func newPutter(ctx context.Context, tx *sql.Tx, pk *packer) *putter {
	return &putter{packer: pk, ctx: ctx, tx: tx, ready: map[string]*sql.Stmt{}, gzip: gzip.NewWriter(io.Discard)}
}

func (p *putter) close() {
	for _, q := range p.ready {
		q.Close()
	}
}

// exec runs a statement that is parsed the first time only.
func (p *putter) exec(query string, args ...any) (sql.Result, error) {
	q := p.ready[query]
	if q == nil {
		var err error
		if q, err = p.tx.PrepareContext(p.ctx, query); err != nil {
			return nil, err
		}
		p.ready[query] = q
	}
	return q.ExecContext(p.ctx, args...)
}

func (p *putter) entry(e *store.Entry) (store.Outcome, error) {
	a := &e.Reading.Article
	if a.ID == "" {
		n, isNew, err := p.capture(e)
		if err == nil && !isNew {
			return store.Same, p.failAgain(n, e)
		}
		return store.Failed, err
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

// failAgain notes why and when a capture failed the last time, of which no bytes
// came; it is the latest of the failures then.
func (p *putter) failAgain(n int64, e *store.Entry) error {
	c := &e.Capture
	if len(c.Body) > 0 || e.Err == "" {
		return nil
	}
	_, err := p.exec(`UPDATE capture SET n = (SELECT max(n) + 1 FROM capture), time = ?, error = ?, status = ? WHERE n = ? AND error <> ''
		AND (time, error, status) <> (?, ?, ?) AND NOT EXISTS (SELECT 1 FROM article a WHERE a.capture = ?)`,
		micros(c.Time), e.Err, c.Status, n, micros(c.Time), e.Err, c.Status, n)
	return err
}

// add writes an article that is not there yet.
func (p *putter) add(e *store.Entry) (store.Outcome, error) {
	capture, isNew, err := p.capture(e)
	if err == nil && !isNew {
		_, err = p.exec(`UPDATE capture SET error = '', outlet = '' WHERE n = ? AND error <> ''`, capture)
	}
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
	old, err := p.packer.claimsOf(p.ctx, p.tx, n)
	if err != nil {
		return 0, err
	}
	if same(old, e.Reading.Claims) {
		return store.Same, nil
	}
	if err := p.forget(n); err != nil {
		return 0, err
	}
	reading, err := p.pack(bare(&e.Reading))
	if err != nil {
		return 0, err
	}
	_, err = p.exec(`UPDATE article SET reading = ?, claims = ?, agency = ?, sketch = ?, reserved = ? WHERE n = ?`,
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
		`DELETE FROM passage WHERE claim IN (SELECT n FROM claim WHERE article = ?)`,
		`DELETE FROM party WHERE claim IN (SELECT n FROM claim WHERE article = ?)`,
		`DELETE FROM block WHERE claim IN (SELECT n FROM claim WHERE article = ?)`,
		`DELETE FROM pair WHERE claim IN (SELECT n FROM claim WHERE article = ?)`,
		`DELETE FROM speaker WHERE claim IN (SELECT n FROM claim WHERE article = ?)`,
		`DELETE FROM detail WHERE claim IN (SELECT n FROM claim WHERE article = ?)`,
		`DELETE FROM claim WHERE article = ?`,
	} {
		if _, err := p.exec(q, article); err != nil {
			return err
		}
	}
	return nil
}

// relive gives new claims the state of their article.
func (p *putter) relive(article int64) error {
	_, err := p.exec(`UPDATE claim SET live = (SELECT live FROM article WHERE n = claim.article) WHERE article = ?`, article)
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
	body := []byte{}
	if len(c.Body) > 0 {
		if body, err = p.zip(c.Body); err != nil {
			return 0, false, err
		}
	}
	header, err := json.Marshal(c.Header)
	if err != nil {
		return 0, false, err
	}
	signals, err := json.Marshal(c.Signals)
	if err != nil {
		return 0, false, err
	}
	outlet := ""
	if e.Err != "" {
		outlet = e.Reading.Article.Outlet
	}
	r, err := p.exec(`INSERT INTO capture (id, url, file, time, type, signals, body, error, status, header, outlet) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		id, c.URL, c.File, micros(c.Time), c.ContentType, string(signals), body, e.Err, c.Status, string(header), outlet)
	if err != nil {
		return 0, false, err
	}
	n, err = r.LastInsertId()
	return n, true, err
}

func (p *putter) article(capture int64, e *store.Entry) (int64, error) {
	a := &e.Reading.Article
	reading, err := p.pack(bare(&e.Reading))
	if err != nil {
		return 0, err
	}
	r, err := p.exec(`INSERT INTO article (id, capture, origin, time, live, url, title, outlet, outletkey, published, reserved, claims, agency, sketch, reading)
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
		if _, err := p.exec(q, newest, origin); err != nil {
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
	body, err := p.packer.pack(&r.Claim)
	if err != nil {
		return 0, err
	}
	from, to := store.Days(r)
	place, country := "", ""
	if r.Where != nil {
		place, country = store.PlaceKey(r.Where), string(r.Where.Country)
	}
	res, err := p.exec(`INSERT INTO claim (id, article, live, day, first, last, published, type, underlying, quad, status, hedged, reserved,
			intensity, confidence, country, place, outlet, event, sources)
		VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', 1)`,
		r.ID, article, sortDay(r.Day()), day(from), day(to), day(r.Article.Published), string(r.Type), string(r.Underlying), r.Quad, string(r.Status),
		r.Hedged, r.Article.Reserved, r.Intensity, r.Confidence, country, place, r.Article.Outlet)
	if err != nil {
		return 0, err
	}
	n, err := res.LastInsertId()
	if err != nil {
		return 0, err
	}
	_, err = p.exec(`INSERT INTO passage (claim, evidence, body) VALUES (?, ?, ?)`, n, r.Evidence, body)
	return n, err
}

// around writes what stands beside a claim in tables of its own.
func (p *putter) around(n int64, r *store.Row) error {
	var errs []error
	i := 0
	add := func(query string, args ...any) {
		_, err := p.exec(query, append([]any{n, i}, args...)...)
		errs = append(errs, err)
		i++
	}
	for _, side := range []struct {
		role string
		ps   []annals.Participant
	}{{"a", r.Actor}, {"r", r.Claim.Recipient}} {
		for _, x := range side.ps {
			add(`INSERT INTO party (claim, i, role, country, sector, name) VALUES (?, ?, ?, ?, ?, ?)`, side.role, string(x.Country), x.Sector, store.NameKey(x))
		}
	}
	for _, x := range r.Attribution {
		add(`INSERT INTO speaker (claim, i, country, speaker, name) VALUES (?, ?, ?, ?, ?)`, string(x.Country), x.Speaker, store.SpeakerKey(x))
	}
	for _, v := range r.Mode {
		add(`INSERT INTO detail (claim, i, kind, value) VALUES (?, ?, 'mode', ?)`, v)
	}
	for _, v := range r.Contexts {
		add(`INSERT INTO detail (claim, i, kind, value) VALUES (?, ?, 'context', ?)`, v)
	}
	for _, x := range r.Size {
		low, high := store.Bounds(x)
		add(`INSERT INTO detail (claim, i, kind, value, low, high) VALUES (?, ?, ?, '', ?, ?)`, x.What, low, high)
	}
	if from, to := store.Days(r); from != "" {
		for _, c := range store.Blocks(r) {
			_, err := p.exec(`INSERT INTO block (claim, long, type, country, first, last) VALUES (?1, ?5 > ?4 + ?6, ?2, ?3, ?4, ?5)`,
				n, string(r.Type), string(c), day(from), day(to), store.ShortDays)
			errs = append(errs, err)
		}
	}
	for _, x := range store.Pairs(&r.Claim) {
		if x != "" {
			_, err := p.exec(`INSERT INTO pair (claim, pair) VALUES (?, ?)`, n, x)
			errs = append(errs, err)
		}
	}
	words := func(s string) string { return strings.Join(store.WordsOf(s), " ") }
	_, err := p.exec(`INSERT INTO word (rowid, evidence, title) VALUES (?, ?, ?)`, n, words(r.Evidence), words(r.Article.Title))
	return errors.Join(append(errs, err)...)
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
func (p *putter) pack(v any) ([]byte, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return p.zip(b)
}

func unpack(b []byte, v any) error {
	b, err := unzip(b)
	if err != nil {
		return err
	}
	return json.Unmarshal(b, v)
}

func (p *putter) zip(b []byte) ([]byte, error) {
	var out bytes.Buffer
	p.gzip.Reset(&out)
	if _, err := p.gzip.Write(b); err != nil {
		return nil, err
	}
	if err := p.gzip.Close(); err != nil {
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

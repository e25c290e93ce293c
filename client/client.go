// Package client asks a record that `annals serve` holds, from another program.
//
// In go queries in the language of doc/search.md; out come claims, events and
// counts in the types of package annals. An answer that is not one is an
// [*Error]. doc/api.md describes what the server promises.
//
// Nothing here keeps, merges or judges anything, and nothing is asked twice.
package client

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"annals"
)

// maxAnswer bounds an answer, in bytes.
const maxAnswer = 256 << 20

// A Client asks one server. It is safe for concurrent use.
type Client struct {
	Base     string       // http://127.0.0.1:8750
	Password string       // "" where the server asks for none
	HTTP     *http.Client // nil is one with a timeout of a minute
}

// A Query is what is asked for, and which part of it.
type Query struct {
	Text  string // doc/search.md; "" finds all
	Limit int    // most items to give, up to 1,000; 0 leaves it to the server
	After string // cursor that the page before gave as Next
}

// A Row is a claim with what is needed to show and weigh it. Words of articles
// whose publisher reserves rights are empty.
type Row struct {
	annals.Claim
	Evidence string `json:"evidence"` // its sentence
	Article  Head   `json:"article"`
	Event    string `json:"event"`   // "" before it was merged
	Sources  int    `json:"sources"` // independent outlets of its event
}

// A Head is what stands beside a claim of its article.
type Head struct {
	ID         annals.ArticleID `json:"id"`
	Origin     string           `json:"origin"` // what its versions share
	URL        string           `json:"url"`
	Title      string           `json:"title"`
	Outlet     string           `json:"outlet"`
	Published  annals.Date      `json:"published"`
	Read       time.Time        `json:"read"`
	Reserved   bool             `json:"reserved"`
	Superseded bool             `json:"superseded"`
	Claims     int              `json:"claims"`
}

// Claims is a page of claims.
type Claims struct {
	Claims []Row  `json:"claims"`
	Next   string `json:"next"` // cursor of the next page; "" on the last
}

// Events is a page of events.
type Events struct {
	Events []annals.Event `json:"events"`
	Next   string         `json:"next"`
}

// An Event is an event and its claims, oldest first.
type Event struct {
	Event  annals.Event `json:"event"`
	Claims []Row        `json:"claims"`
}

// An Article is what is kept of an article, without its body.
type Article struct {
	Article annals.Article `json:"article"`
	Claims  []annals.Claim `json:"claims"`
	Record  string         `json:"record"` // identifier of its capture, as a WARC file has it
}

// A Bucket is a value and the claims that have it.
type Bucket struct {
	Value       string  `json:"value"` // 2024-06, ASSAULT, RUS, …; "" where a claim has none
	Claims      int     `json:"claims"`
	Cooperation int     `json:"cooperation"`
	Conflict    int     `json:"conflict"`
	Intensity   float64 `json:"intensity"` // mean, −10 to 10
}

// An Error is an answer that says why there is none.
type Error struct {
	Status int    `json:"status"` // of HTTP
	Title  string `json:"title"`
	Detail string `json:"detail"`
}

func (e *Error) Error() string {
	return fmt.Sprintf("annals: %d %s: %s", e.Status, e.Title, e.Detail)
}

// Claims are the claims that a query finds.
func (c *Client) Claims(ctx context.Context, q Query) (out Claims, err error) {
	return out, c.get(ctx, "/v1/claims", q.values(), &out)
}

// AllClaims yields every claim that a query finds, page after page.
func (c *Client) AllClaims(ctx context.Context, text string) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		for q := (Query{Text: text, Limit: 1000}); ; {
			page, err := c.Claims(ctx, q)
			if err != nil {
				yield(Row{}, err)
				return
			}
			for _, r := range page.Claims {
				if !yield(r, nil) {
					return
				}
			}
			if q.After = page.Next; q.After == "" {
				return
			}
		}
	}
}

// Events are the events that have a claim that a query finds.
func (c *Client) Events(ctx context.Context, q Query) (out Events, err error) {
	return out, c.get(ctx, "/v1/events", q.values(), &out)
}

// Event is one event with its claims.
func (c *Client) Event(ctx context.Context, id string) (out Event, err error) {
	return out, c.get(ctx, "/v1/events/"+url.PathEscape(id), nil, &out)
}

// Article is what is kept of one article.
func (c *Client) Article(ctx context.Context, id annals.ArticleID) (out Article, err error) {
	return out, c.get(ctx, "/v1/articles/"+url.PathEscape(string(id)), nil, &out)
}

// Series counts what a query finds by day, month or year, without gaps.
func (c *Client) Series(ctx context.Context, text, by string) ([]Bucket, error) {
	return c.buckets(ctx, "/v1/series", text, by)
}

// Counts counts what a query finds by type, quad, status, actor, recipient,
// pair, place, outlet or said-by.
func (c *Client) Counts(ctx context.Context, text, by string) ([]Bucket, error) {
	return c.buckets(ctx, "/v1/counts", text, by)
}

// A Feed is how it stands with a feed that is watched.
type Feed struct {
	Outlet  string    `json:"outlet"`
	URL     string    `json:"url"`
	Moved   string    `json:"moved"` // where it moved for good
	Kind    string    `json:"kind"`  // rss, atom, json, sitemap, sitemapindex, listing
	Last    time.Time `json:"last"`  // when it was read; zero: never
	Next    time.Time `json:"next"`  // when it is due
	News    time.Time `json:"news"`  // when it last brought something
	Minutes int       `json:"minutes"`
	Problem string    `json:"problem"` // of the last reading; "" when it went well
	Since   time.Time `json:"since"`   // of the problem
	Gone    bool      `json:"gone"`
	Pages   int       `json:"pages"` // that it announced; of these coded, listed (reserved) and failed
	Coded   int       `json:"coded"`
	Listed  int       `json:"listed"`
	Failed  int       `json:"failed"`
}

// Feeds are those that are watched, what needs a look first.
func (c *Client) Feeds(ctx context.Context) ([]Feed, error) {
	var out struct{ Feeds []Feed }
	err := c.do(ctx, http.MethodGet, "/v1/feeds", nil, &out)
	return out.Feeds, err
}

// A Failure is a page or file that gave no article.
type Failure struct {
	ID     string    `json:"id"`     // of the capture
	Record string    `json:"record"` // as a WARC file would have it
	URL    string    `json:"url"`
	File   string    `json:"file"`
	Outlet string    `json:"outlet"`
	Time   time.Time `json:"time"`   // of reading
	Status int       `json:"status"` // of HTTP; 0: no answer, or none was asked for
	Reason string    `json:"reason"`
	Kept   bool      `json:"kept"` // the record has the bytes
}

// Failures are what could not be read of an outlet or a domain, "" for all, the
// latest first; next goes on where a page ended, and is "" on the last.
func (c *Client) Failures(ctx context.Context, outlet, after string, limit int) (fs []Failure, next string, err error) {
	var out struct {
		Failures []Failure
		Next     string
	}
	v := url.Values{"outlet": {outlet}, "after": {after}}
	if limit > 0 {
		v.Set("limit", strconv.Itoa(limit))
	}
	err = c.get(ctx, "/v1/failures", v, &out)
	return out.Failures, out.Next, err
}

// Split says that a claim does not belong to its event.
func (c *Client) Split(ctx context.Context, event, claim string) error {
	body, err := json.Marshal(map[string]string{"claim": claim})
	if err != nil {
		return err
	}
	return c.do(ctx, http.MethodPost, "/v1/events/"+url.PathEscape(event)+"/split", body, nil)
}

func (c *Client) buckets(ctx context.Context, path, text, by string) ([]Bucket, error) {
	var out struct{ Buckets []Bucket }
	err := c.get(ctx, path, url.Values{"q": {text}, "by": {by}}, &out)
	return out.Buckets, err
}

func (q Query) values() url.Values {
	v := url.Values{"q": {q.Text}}
	if q.Limit > 0 {
		v.Set("limit", strconv.Itoa(q.Limit))
	}
	if q.After != "" {
		v.Set("after", q.After)
	}
	return v
}

func (c *Client) get(ctx context.Context, path string, v url.Values, out any) error {
	return c.do(ctx, http.MethodGet, path+"?"+v.Encode(), nil, out)
}

// do asks once and reads the answer into out, unless that is nil.
func (c *Client) do(ctx context.Context, method, path string, body []byte, out any) error {
	req, err := http.NewRequestWithContext(ctx, method, strings.TrimSuffix(c.Base, "/")+path, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("annals: %w", err)
	}
	req.Header.Set("Accept", "application/json")
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if c.Password != "" {
		req.SetBasicAuth("annals", c.Password)
	}
	h := c.HTTP
	if h == nil {
		h = &http.Client{Timeout: time.Minute}
	}
	res, err := h.Do(req)
	if err != nil {
		return fmt.Errorf("annals: %w", err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	if err != nil {
		return fmt.Errorf("annals: read answer: %w", err)
	}
	if res.StatusCode >= 300 {
		return errorOf(res.StatusCode, b)
	}
	if out == nil {
		return nil
	}
	if err := json.Unmarshal(b, out); err != nil {
		return fmt.Errorf("annals: read answer: %w", err)
	}
	return nil
}

// errorOf reads a problem, whatever came instead of one.
func errorOf(status int, body []byte) error {
	e := &Error{}
	if json.Unmarshal(body, e) != nil || e.Status == 0 {
		e = &Error{Title: http.StatusText(status), Detail: strings.TrimSpace(string(body[:min(len(body), 200)]))}
	}
	e.Status = status
	return e
}

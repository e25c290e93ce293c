package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"

	"annals"
	"annals/internal/search"
	"annals/internal/sys/store"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

// An endpoint is a line of the API's table, for the page that describes it.
type endpoint struct{ Method, Path, Means string }

func endpoints() []endpoint {
	return []endpoint{
		{"GET", "/v1/claims?q=&limit=&after=", "claims that a query finds, with their sentence and article; next is the cursor of the following page"},
		{"GET", "/v1/events?q=&limit=&after=", "events that have such a claim"},
		{"GET", "/v1/events/{id}", "one event with all of its claims"},
		{"GET", "/v1/articles/{id}", "what is kept of an article, without its body"},
		{"GET", "/v1/series?q=&by=month", "counts by day, month or year, without gaps"},
		{"GET", "/v1/counts?q=&by=type", "counts by type, quad, status, actor, recipient, pair, place, outlet or said-by"},
		{"POST", "/v1/events/{id}/split", "put a claim apart from the rest of its event"},
		{"GET", "/v1/openapi.json", "this interface as OpenAPI 3.1"},
	}
}

// A listing is what a query asks for, and which part of it.
type listing struct {
	Q     string `query:"q" maxLength:"4096" doc:"query; empty finds all" example:"actor:RUS type:ASSAULT since:2024-06"`
	Limit int    `query:"limit" minimum:"1" maximum:"1000" default:"50" doc:"most items to give"`
	After string `query:"after" maxLength:"512" doc:"cursor that the page before gave as next"`
}

// A claimList is one page of claims.
type claimList struct {
	Claims []store.Row `json:"claims"`
	Next   string      `json:"next" doc:"cursor of the next page; empty on the last"`
}

// An eventList is one page of events.
type eventList struct {
	Events []annals.Event `json:"events"`
	Next   string         `json:"next" doc:"cursor of the next page; empty on the last"`
}

// A wholeEvent is an event and its claims, oldest first.
type wholeEvent struct {
	Event  annals.Event `json:"event"`
	Claims []store.Row  `json:"claims"`
}

// An articleFacts is what is kept of an article, without its words.
type articleFacts struct {
	Article annals.Article `json:"article"`
	Claims  []annals.Claim `json:"claims"`
}

// A bucketList is counts.
type bucketList struct {
	Buckets []store.Bucket `json:"buckets"`
}

// answer is a body with status 200.
type answer[T any] struct{ Body T }

// api adds the JSON API to mux.
func (d *desk) api(mux *http.ServeMux) {
	own := http.NewServeMux()
	config := huma.DefaultConfig("Annals", "1")
	config.Info.Description = "Who did what to whom, when, where, how certain, and who says so. Words of articles whose publisher reserves rights are left out."
	config.DocsPath, config.OpenAPIPath, config.SchemasPath, config.CreateHooks = "", "/v1/openapi", "", nil
	a := humago.New(own, config)
	huma.Get(a, "/v1/claims", d.apiClaims)
	huma.Get(a, "/v1/events", d.apiEvents)
	huma.Get(a, "/v1/events/{id}", d.apiEvent)
	huma.Get(a, "/v1/articles/{id}", d.apiArticle)
	huma.Get(a, "/v1/series", d.apiSeries)
	huma.Get(a, "/v1/counts", d.apiCounts)
	huma.Post(a, "/v1/events/{id}/split", d.apiSplit)
	mux.Handle("/v1/", tagged(own))
}

// apiError is an error as the API gives it (RFC 9457).
func (d *desk) apiError(err error) error {
	if err == nil {
		return nil
	}
	status, message := statusOf(err)
	if status == http.StatusInternalServerError {
		d.Log.Error("answer failed", "err", err)
	}
	return huma.NewError(status, message)
}

func (d *desk) apiClaims(ctx context.Context, in *listing) (*answer[claimList], error) {
	q, err := d.query(in.Q)
	if err != nil {
		return nil, d.apiError(err)
	}
	rows, next, err := d.claims(ctx, q, in.Limit, in.After)
	return &answer[claimList]{claimList{shareable(rows), next}}, d.apiError(err)
}

// shareable are rows as they may be handed on.
func shareable(rows []store.Row) []store.Row {
	out := make([]store.Row, len(rows))
	for i, r := range rows {
		if r.Article.Reserved {
			r = r.WithoutWords()
		}
		out[i] = r
	}
	return out
}

func (d *desk) apiEvents(ctx context.Context, in *listing) (*answer[eventList], error) {
	q, err := d.query(in.Q)
	if err != nil {
		return nil, d.apiError(err)
	}
	es, next, err := d.Store.Events(ctx, q.Filter, store.Page{Limit: in.Limit, After: in.After, Order: q.Order})
	if es == nil {
		es = []annals.Event{}
	}
	return &answer[eventList]{eventList{es, next}}, d.apiError(err)
}

// byID names one thing.
type byID struct {
	ID string `path:"id" maxLength:"128"`
}

func (d *desk) apiEvent(ctx context.Context, in *byID) (*answer[wholeEvent], error) {
	e, err := d.event(ctx, in.ID)
	if err != nil {
		return nil, d.apiError(err)
	}
	rows, _, err := d.Store.Rows(ctx, store.Equal{Column: store.EventID, Value: e.ID}, store.Page{Limit: 1000, Order: store.Oldest})
	return &answer[wholeEvent]{wholeEvent{e, shareable(rows)}}, d.apiError(err)
}

func (d *desk) apiArticle(ctx context.Context, in *byID) (*answer[articleFacts], error) {
	e, ok, err := d.Store.Get(ctx, annals.ArticleID(in.ID))
	if err == nil && !ok {
		err = fmt.Errorf("article %q: %w", in.ID, errNotFound)
	}
	if err != nil {
		return nil, d.apiError(err)
	}
	a := e.Reading.Article
	a.Text, a.Blocks = "", nil
	var claims []annals.Claim
	for _, c := range e.Reading.Claims {
		claims = append(claims, shareable([]store.Row{{Claim: c, Article: store.HeadOf(&e)}})[0].Claim)
	}
	return &answer[articleFacts]{articleFacts{a, claims}}, nil
}

func (d *desk) apiSeries(ctx context.Context, in *struct {
	Q  string `query:"q" maxLength:"4096"`
	By string `query:"by" enum:"day,month,year" default:"month"`
}) (*answer[bucketList], error) {
	q, err := d.query(in.Q)
	if err != nil {
		return nil, d.apiError(err)
	}
	bs, err := search.Series(ctx, d.Store, q, store.By(in.By))
	return &answer[bucketList]{bucketList{some(bs)}}, d.apiError(err)
}

func (d *desk) apiCounts(ctx context.Context, in *struct {
	Q  string `query:"q" maxLength:"4096"`
	By string `query:"by" enum:"type,quad,status,actor,recipient,pair,place,outlet,said-by" default:"type"`
}) (*answer[bucketList], error) {
	q, err := d.query(in.Q)
	if err != nil {
		return nil, d.apiError(err)
	}
	bs, err := d.Store.Count(ctx, q.Filter, store.By(in.By))
	return &answer[bucketList]{bucketList{some(bs)}}, d.apiError(err)
}

func (d *desk) apiSplit(ctx context.Context, in *struct {
	byID
	Body struct {
		Claim string `json:"claim" maxLength:"128"`
	}
}) (*struct{}, error) {
	return nil, d.apiError(d.split(ctx, in.ID, in.Body.Claim))
}

// some is bs, but never nil, so that it is written as [].
func some(bs []store.Bucket) []store.Bucket {
	if bs == nil {
		return []store.Bucket{}
	}
	return bs
}

// problem answers with an error as the API writes it.
func problem(w http.ResponseWriter, status int, detail string) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(map[string]any{"title": http.StatusText(status), "status": status, "detail": detail})
}

// tagged gives answers to GET an ETag of their bytes, and answers 304 to who has
// them.
func tagged(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet {
			h.ServeHTTP(w, r)
			return
		}
		b := &buffered{header: w.Header(), status: http.StatusOK}
		h.ServeHTTP(b, r)
		if b.status == http.StatusOK {
			sum := sha256.Sum256(b.body.Bytes())
			tag := `W/"` + hex.EncodeToString(sum[:12]) + `"`
			w.Header().Set("ETag", tag)
			w.Header().Set("Cache-Control", "no-cache")
			if r.Header.Get("If-None-Match") == tag {
				w.WriteHeader(http.StatusNotModified)
				return
			}
		}
		w.WriteHeader(b.status)
		w.Write(b.body.Bytes())
	})
}

// buffered keeps an answer until it is whole.
type buffered struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (b *buffered) Header() http.Header         { return b.header }
func (b *buffered) WriteHeader(status int)      { b.status = status }
func (b *buffered) Write(p []byte) (int, error) { return b.body.Write(p) }

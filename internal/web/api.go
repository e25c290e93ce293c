package web

import (
	"context"
	"fmt"
	"net/http"

	"annals"
	"annals/internal/search"
	"annals/internal/sys/store"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

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
	Record  string         `json:"record" doc:"identifier of its capture, as in WARC files of annals export"`
}

// A bucketList is counts.
type bucketList struct {
	Buckets []store.Bucket `json:"buckets"`
}

// answer is a body with status 200.
type answer[T any] struct{ Body T }

// An endpoint is a line of the API's table: what is served, and how the page
// that describes it puts it.
type endpoint struct {
	Method, Path string
	Query        string // parameters, for people
	Name         string // its operation's id, and its method in the client
	Means        string
	register     func(huma.API, huma.Operation)
}

func (d *desk) endpoints() []endpoint {
	return []endpoint{
		{"GET", "/v1/claims", "q= limit= after=", "Claims", "claims that a query finds, with their sentence and article", to(d.apiClaims)},
		{"GET", "/v1/events", "q= limit= after=", "Events", "events that have such a claim", to(d.apiEvents)},
		{"GET", "/v1/events/{id}", "", "Event", "one event with all of its claims", to(d.apiEvent)},
		{"GET", "/v1/articles/{id}", "", "Article", "what is kept of an article, without its body", to(d.apiArticle)},
		{"GET", "/v1/series", "q= by=", "Series", "counts by day, month or year, without gaps", to(d.apiSeries)},
		{"GET", "/v1/counts", "q= by=", "Counts", "counts by type, quad, status, actor, recipient, pair, place, outlet or said-by", to(d.apiCounts)},
		{"GET", "/v1/feeds", "", "Feeds", "feeds that are watched, and how it stands with them", to(d.apiFeeds)},
		{"GET", "/v1/failures", "outlet= limit= after=", "Failures", "what could not be read, and why", to(d.apiFailures)},
		{"GET", "/v1/alerts", "", "Alerts", "alerts that are saved, and who they may be sent to", to(d.apiAlerts)},
		{"GET", "/v1/alerts/preview", "q= when= days=", "PreviewAlert", "what an alert would have told in the last days", to(d.apiPreviewAlert)},
		{"POST", "/v1/alerts", "", "AddAlert", "save an alert", to(d.apiAddAlert)},
		{"POST", "/v1/alerts/{id}", "", "ChangeAlert", "put an alert in the place of a saved one", to(d.apiChangeAlert)},
		{"DELETE", "/v1/alerts/{id}", "", "DeleteAlert", "delete a saved alert; what it told stays in the inbox", to(d.apiDeleteAlert)},
		{"POST", "/v1/events/{id}/split", "", "Split", "put a claim apart from the rest of its event", to(d.apiSplit)},
	}
}

// to registers a handler under whatever address an endpoint has.
func to[In, Out any](handle func(context.Context, *In) (*Out, error)) func(huma.API, huma.Operation) {
	return func(a huma.API, o huma.Operation) { huma.Register(a, o, handle) }
}

// api adds the JSON API to mux.
func (d *desk) api(mux *http.ServeMux) {
	own := http.NewServeMux()
	d.register(own)
	mux.Handle("/v1/", problems(own))
}

// register adds every endpoint, and the description of them all.
func (d *desk) register(own humago.Mux) {
	config := huma.DefaultConfig("Annals", "1")
	config.Info.Description = "Who did what to whom, when, where, how certain, and who says so. Words of articles whose publisher reserves rights are left out."
	config.DocsPath, config.OpenAPIPath, config.SchemasPath, config.CreateHooks = "", "", "", nil
	config.Formats = map[string]huma.Format{"application/json": huma.DefaultJSONFormat, "json": huma.DefaultJSONFormat}
	a := humago.New(own, config)
	for _, e := range d.endpoints() {
		e.register(a, huma.Operation{OperationID: e.Name, Method: e.Method, Path: e.Path, Summary: e.Means, Errors: []int{http.StatusBadRequest, http.StatusNotFound}})
	}
	description, err := describe(a.OpenAPI())
	if err != nil {
		panic("web: " + err.Error()) // a type of the API that cannot be described
	}
	own.HandleFunc("GET /v1/openapi.json", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/vnd.oai.openapi+json")
		w.Write(description)
	})
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
	return &answer[articleFacts]{articleFacts{a, claims, e.Record}}, nil
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
	ID   string `path:"id" maxLength:"128"`
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

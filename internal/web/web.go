// Package web shows a record to people and programs: HTML pages, and a JSON API
// under /v1 with its OpenAPI description.
//
// In goes a store and what is needed to read queries; out comes an
// [http.Handler]. Pages are made on the server and work without JavaScript;
// scripts that npm builds from ui/ into dist/ draw the map and the network where
// they are there. Pages and API answer from the same functions ([desk]).
//
// Nothing here fetches anything, serves the body of an article, or sets
// anything but a person's word that a claim does not belong to an event, the
// alerts that somebody saves, and up to where the inbox is read.
package web

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"annals"
	"annals/internal/record"
	"annals/internal/search"
	"annals/internal/sys/store"
	"annals/internal/tell"
)

// Options is what pages need. Store and Parse must be set.
type Options struct {
	Store store.Store

	// Parse reads a query.
	Parse func(query string) (search.Query, error)

	// CountryName is the short name of a country; "" for a code that is none.
	// nil names none.
	CountryName func(annals.Code) string

	// Merge makes events anew after a split. nil leaves it to the next addition.
	Merge func(context.Context) (record.Report, error)

	// Feeds tells how it stands with the feeds that are watched. nil: none is.
	Feeds func(context.Context) ([]Feed, error)

	// Letters are what alerts have told. nil: there are none.
	Letters func(context.Context) ([]tell.Letter, error)

	// Alerts are those of a file, which pages show and do not change.
	Alerts []tell.Saved

	// Receivers are who alerts that are saved here may be sent to, besides the
	// inbox.
	Receivers tell.Receivers

	// Now is the clock; nil is time.Now.
	Now func() time.Time

	// Password is a hash that [HashPassword] made; "" lets everybody in.
	Password string

	// Proxied says that a proxy in front asks: X-Forwarded-For and -Proto are
	// then believed.
	Proxied bool

	// Log gets what went wrong; nil logs nothing.
	Log *slog.Logger

	// PerSecond is how many requests a second one address may make on average,
	// with bursts of ten times as many; 0 means 50.
	PerSecond float64
}

// New makes the handler of all pages and of the API.
func New(o Options) http.Handler {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.PerSecond == 0 {
		o.PerSecond = 50
	}
	d := &desk{Options: o}
	if err := d.load(); err != nil {
		panic("web: " + err.Error()) // a template or file that is built in is wrong
	}
	mux := http.NewServeMux()
	d.pages(mux)
	d.api(mux)
	d.assets(mux)
	var h http.Handler = shelved(mux)
	if o.Password != "" {
		h = d.locked(h)
	}
	return guarded(h, o)
}

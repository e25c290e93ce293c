// Package store keeps what must last: captures, the articles read from them,
// their claims, and the events that claims were merged into.
//
// In goes an [Entry], one reading of one capture, whole or not at all; out come
// entries again, and [Row]s and [Bucket]s that match a [Filter]. Two stores
// satisfy [Store]: [Memory] here and the SQLite file of store/sqlite;
// store/storetest holds both to the same promises.
//
// Nothing here reads a network, codes text or decides which claims belong
// together, and no kept text is ever edited: a new version of an article stands
// beside the old one, which is then superseded.
package store

import (
	"context"
	"errors"
	"iter"
	"time"

	"annals"
)

// What a store may find wrong with what it is given or holds.
var (
	ErrNotStore = errors.New("not an Annals store")            // the file is something else
	ErrNewer    = errors.New("written by a newer program")     // its schema is not known here
	ErrOlder    = errors.New("written by an older program")    // and opened read-only, so that it cannot be brought up to date
	ErrReadOnly = errors.New("store is read-only")             // the file or its folder cannot be written
	ErrFull     = errors.New("no space left for the store")    // the disk is full
	ErrCorrupt  = errors.New("store is damaged")               // its own checks fail
	ErrCursor   = errors.New("no cursor of this list of rows") // a page's After came from elsewhere
)

// A Store is everything that is kept. All methods are safe for concurrent use;
// a method that returns without error has made its change durable.
type Store interface {
	Archive
	Failures
	Index
	Hints
	Ledger
	Verdicts
	Desk
	// Check looks for damage and returns one line for each thing found.
	Check(ctx context.Context) ([]string, error)
	Close() error
}

// An Archive keeps what was read.
type Archive interface {
	// Put keeps entries, all of them or none. The outcomes are in order.
	Put(ctx context.Context, es ...Entry) ([]Outcome, error)

	// Get is the entry of an article. Superseded versions are found too.
	Get(ctx context.Context, id annals.ArticleID) (e Entry, ok bool, err error)

	// Versions are the articles of an origin, newest first.
	Versions(ctx context.Context, origin string) ([]Head, error)

	// Heads yields every article kept, superseded ones too, in order of arrival:
	// a hundred times faster than Entries.
	Heads(ctx context.Context) iter.Seq2[Head, error]

	// Entries yields everything kept, in order of arrival, failed captures too.
	Entries(ctx context.Context) iter.Seq2[Entry, error]
}

// An Index answers what claims there are.
type Index interface {
	// Rows are claims that match f; nil matches all. Claims of superseded
	// articles are left out.
	Rows(ctx context.Context, f Filter, p Page) (rs []Row, next string, err error)

	// IDs are the ids of the claims that match f, as Rows gives them, in any
	// order: what to read first where much of it is known already.
	IDs(ctx context.Context, f Filter) ([]string, error)

	// Count counts the claims that match f in buckets, one for each value of by
	// that occurs, in order of value.
	Count(ctx context.Context, f Filter, by By) ([]Bucket, error)
}

// A Ledger keeps events.
type Ledger interface {
	// SetEvents writes events over those with the same id, removes those that
	// are gone, and ties the claims they name to them.
	SetEvents(ctx context.Context, events []annals.Event, gone []string) error

	// Event is one event.
	Event(ctx context.Context, id string) (e annals.Event, ok bool, err error)

	// Events are those that have a claim that matches f, in the order of p.
	Events(ctx context.Context, f Filter, p Page) (es []annals.Event, next string, err error)

	// Loose is what is still to be merged, by ids: claims that belong to no
	// event, at most limit of them, first come first, and events that a claim
	// went out of, because its article was coded again or superseded.
	Loose(ctx context.Context, limit int) (claims, stale []string, err error)
}

// A Desk keeps what programs must remember from one run to the next, and is
// no part of the record: which feeds are due, what was told to whom.
type Desk interface {
	// Notes writes notes over those of the same kind and key, all or none; one
	// without a value is removed.
	Notes(ctx context.Context, ns ...Note) error

	// Note is one note.
	Note(ctx context.Context, kind, key string) (n Note, ok bool, err error)

	// NotesOf are all notes of a kind, in order of key.
	NotesOf(ctx context.Context, kind string) ([]Note, error)

	// Forget removes the notes of a kind that are older, and says how many.
	Forget(ctx context.Context, kind string, before time.Time) (int, error)

	// DropBodies empties the captures that were read before, and says how
	// many. Their articles, claims and hashes stay.
	DropBodies(ctx context.Context, before time.Time) (int, error)
}

// A Note is something remembered.
type Note struct {
	Kind, Key string
	Time      time.Time // microseconds count
	Value     []byte
}

// Verdicts are what a person decided about events.
type Verdicts interface {
	// Split keeps a person's word that a claim does not belong with another.
	Split(ctx context.Context, s Apart) error

	// Splits are all such words, in order of the two claims.
	Splits(ctx context.Context) ([]Apart, error)
}

// An Entry is one capture and the article read from it.
type Entry struct {
	Capture annals.Capture

	// Record is the identifier of the capture in WARC files, see [RecordID]: as it
	// was when the capture was kept, also after its bytes were dropped. A store
	// gives it; what is put needs none.
	Record string

	// Origin is what versions of one article share: its address, or the id or
	// file name it came with.
	Origin string

	// Reading is what was read; its Article.ID is "" where nothing was, and then
	// Err says why, and Article.Outlet alone counts besides.
	Reading annals.Reading
	Err     string

	// Evidence is the words of every sentence that a claim stands in, by the
	// claim's id: at most one sentence each.
	Evidence map[string]string

	// Agency is the news agency that the article credits for its words; "" for
	// none.
	Agency string

	// Sketch is a fingerprint of the article's words by which near copies are
	// found; "" when there is none. See package record.
	Sketch []byte
}

// An Outcome says what [Archive.Put] did with an entry.
type Outcome int

// The outcomes of Put.
const (
	Added   Outcome = iota // not seen before
	Revised                // a new version: older ones are superseded
	Older                  // an older version than the one that is kept
	Recoded                // known, with other claims than before
	Same                   // known, nothing changed
	Failed                 // no article; the capture is kept with its error
)

func (o Outcome) String() string {
	return [...]string{"added", "revised", "older", "recoded", "same", "failed"}[o]
}

// A Head is what is shown of an article beside its claims.
type Head struct {
	ID         annals.ArticleID `json:"id"`
	Origin     string           `json:"origin"`
	URL        string           `json:"url"`
	Title      string           `json:"title"`
	Outlet     string           `json:"outlet"`
	Published  annals.Date      `json:"published"`
	Read       time.Time        `json:"read"` // when it was captured
	Reserved   bool             `json:"reserved"`
	Superseded bool             `json:"superseded"`
	Claims     int              `json:"claims"`
	Agency     string           `json:"agency,omitempty"` // that it credits
	Sketch     []byte           `json:"-"`                // see Entry
}

// A Row is a claim with what is needed to show and weigh it.
type Row struct {
	annals.Claim
	Evidence string `json:"evidence"` // its sentence
	Article  Head   `json:"article"`
	Event    string `json:"event"`   // "" before it was merged
	Sources  int    `json:"sources"` // independent outlets of its event; 1 before it was merged
}

// Day is the day a row is sorted and counted under: the first day of the act,
// or that of publication.
func (r *Row) Day() annals.Date {
	if r.When.Start != "" {
		return r.When.Start
	}
	if r.When.End != "" {
		return r.When.End
	}
	return r.Article.Published
}

// Apart says that two claims are not about the same happening.
type Apart struct {
	Claim string    `json:"claim"`
	From  string    `json:"from"`
	Time  time.Time `json:"time"`
}

// A Page is which part of a list is wanted, and in what order.
type Page struct {
	Limit int    // rows; 0 means 50, at most 1,000 are given
	After string // the cursor that the page before gave; "" is the start
	Order Order
}

// An Order is how a list is sorted; ties are broken by id.
type Order string

// The orders.
const (
	Newest     Order = ""           // day of the act, latest first
	Oldest     Order = "oldest"     // day of the act, earliest first
	Arrived    Order = "arrived"    // order of arrival, latest first
	Intense    Order = "intensity"  // most hostile first
	Surest     Order = "confidence" // most certain coding first
	MostTold   Order = "sources"    // most independent outlets first
	maxLimit         = 1000
	usualLimit       = 50
)

// Size is how many rows p wants.
func (p Page) Size() int {
	switch {
	case p.Limit <= 0:
		return usualLimit
	case p.Limit > maxLimit:
		return maxLimit
	}
	return p.Limit
}

// By is what claims are counted by.
type By string

// What claims can be counted by. Days, months and years are of [Row.Day].
const (
	ByAll       By = ""
	ByDay       By = "day"
	ByMonth     By = "month"
	ByYear      By = "year"
	ByType      By = "type"
	ByQuad      By = "quad"
	ByStatus    By = "status"
	ByActor     By = "actor"     // country
	ByRecipient By = "recipient" // country
	ByPair      By = "pair"      // PRK-RUS, the smaller code first
	ByPlace     By = "place"     // country
	ByOutlet    By = "outlet"
	BySpeaker   By = "said-by"
)

// A Bucket is a value and the claims that have it.
type Bucket struct {
	Value       string  `json:"value"` // 2024-06, ASSAULT, RUS, …; "" where a claim has none
	Claims      int     `json:"claims"`
	Cooperation int     `json:"cooperation"` // of Claims, quad classes 1 and 2
	Conflict    int     `json:"conflict"`    // of Claims, quad classes 3 and 4
	Intensity   float64 `json:"intensity"`   // mean, −10 to 10
}

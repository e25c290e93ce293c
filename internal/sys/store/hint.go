package store

import (
	"context"

	"annals"
)

// Hints are what is known of claims without reading them: enough to tell most of
// those that cannot be about one happening. Claims have numbers here, which are
// never given twice: a claim that is coded again has another, and what is above
// the last number is new.
type Hints interface {
	// Hints are the claims of a shelf, in any order: one hint for each of its
	// countries that a claim has. Claims of superseded articles are left out.
	Hints(ctx context.Context, s Shelf) ([]Hint, error)

	// HintsAfter are the claims with numbers above n, of all shelves.
	HintsAfter(ctx context.Context, n int64) ([]Hint, error)

	// LastNumber is the highest number of a claim, 0 if there is none.
	LastNumber(ctx context.Context) (int64, error)

	// Blank are the first claims with numbers above after that no gist is kept of,
	// at most limit, in order of number. They have neither type nor days nor
	// country.
	Blank(ctx context.Context, after int64, limit int) ([]Hint, error)

	// SetGists keeps gists of claims, by number, over those there were. One that is
	// gone is passed over.
	SetGists(ctx context.Context, gists map[int64][]byte) error
}

// A Shelf is the claims of a type that have a party or a place of one of the
// countries: the short ones whose first day lies from From to To, or the long
// ones of which some day does.
type Shelf struct {
	Type      annals.Type
	Countries []annals.Code
	Long      bool
	From, To  int // days since 1970
}

// ShortDays is how many days lie at most between the first and the last of a
// claim that is short.
const ShortDays = 7

// A Hint is a claim of a shelf.
type Hint struct {
	N           int64
	ID          string
	Type        annals.Type
	Country     annals.Code
	First, Last int    // days since 1970
	Gist        []byte // as package record has it; nil where none was kept
}

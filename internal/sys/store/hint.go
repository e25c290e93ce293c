package store

import (
	"context"

	"annals"
)

// Hints are what is known of claims without reading them: enough to tell most of
// those that cannot be about one happening.
type Hints interface {
	// Hints are the claims of a shelf, in any order: one hint for each of its
	// countries that a claim has. Claims of superseded articles are left out.
	Hints(ctx context.Context, s Shelf) ([]Hint, error)

	// SetGists keeps gists of claims, by id, over those there were. One that is gone
	// is passed over.
	SetGists(ctx context.Context, gists map[string][]byte) error
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
	ID          string
	Country     annals.Code
	First, Last int    // days since 1970
	Gist        []byte // as package record has it; nil where none was kept
}

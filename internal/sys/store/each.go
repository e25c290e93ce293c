package store

import (
	"context"
	"slices"
)

// rowsAtOnce is how many claims one query of [EachRow] asks for.
const rowsAtOnce = 1000

// EachRow shows see the claims with these ids, as many as are there, however many
// are asked for. What it is shown may be kept.
func EachRow(ctx context.Context, s Index, ids Claims, see func(*Row)) error {
	for part := range slices.Chunk(ids, rowsAtOnce) {
		rs, _, err := s.Rows(ctx, part, Page{Limit: rowsAtOnce})
		if err != nil {
			return err
		}
		for i := range rs {
			see(&rs[i])
		}
	}
	return nil
}

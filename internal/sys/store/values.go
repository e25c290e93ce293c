package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
)

// Values are what the notes of a kind hold as JSON, in order of key. The first
// that cannot be read is an error that is [ErrCorrupt] and names the note.
func Values[T any](ctx context.Context, d Desk, kind string) ([]T, error) {
	ns, err := d.NotesOf(ctx, kind)
	if err != nil {
		return nil, err
	}
	var out []T
	for _, n := range ns {
		var v T
		if err := json.Unmarshal(n.Value, &v); err != nil {
			return nil, fmt.Errorf("note %s %q: %w", kind, n.Key, errors.Join(ErrCorrupt, err))
		}
		out = append(out, v)
	}
	return out, nil
}

package tell

import (
	"context"
	"time"

	"annals/internal/sys/store"
)

// readNote is up to when the notices of an alert are read, by its name; those of
// all under "".
const readNote = "read"

// Read tells which letters were seen. One desk has one set of marks, whoever reads.
type Read map[string]time.Time

// Marks are what was marked as read.
func Marks(ctx context.Context, s store.Desk) (Read, error) {
	notes, err := s.NotesOf(ctx, readNote)
	out := Read{}
	for _, n := range notes {
		if t, err := time.Parse(time.RFC3339Nano, string(n.Value)); err == nil {
			out[n.Key] = t
		}
	}
	return out, err
}

// Has reports whether a letter is marked as read.
func (r Read) Has(l *Letter) bool { return !l.Time.After(r[""]) || !l.Time.After(r[l.Alert]) }

// MarkRead marks the notices of an alert, "" for all, that were found up to a
// time: what came after the list was made stays unread. No mark goes back.
func MarkRead(ctx context.Context, s store.Desk, alert string, until, now time.Time) error {
	was, err := Marks(ctx, s)
	if err != nil || !until.After(was[alert]) {
		return err
	}
	return s.Notes(ctx, store.Note{Kind: readNote, Key: alert, Time: now, Value: []byte(until.UTC().Format(time.RFC3339Nano))})
}

package storetest

import (
	"context"
	"testing"
	"time"

	"annals/internal/sys/store"

	"github.com/google/go-cmp/cmp"
)

func notes(t *testing.T, s store.Store) {
	ctx, at := context.Background(), time.Date(2026, 3, 5, 12, 0, 0, 5000, time.UTC)
	a := store.Note{Kind: "feed", Key: "https://a.example/", Time: at, Value: []byte(`{"a":1}`)}
	b := store.Note{Kind: "feed", Key: "https://b.example/", Time: at.Add(time.Hour), Value: []byte("b")}
	c := store.Note{Kind: "seen", Key: a.Key, Time: at, Value: []byte("x")}
	if err := s.Notes(ctx, b, a, c); err != nil {
		t.Fatal(err)
	}
	same := func(want ...store.Note) {
		t.Helper()
		got, err := s.NotesOf(ctx, "feed")
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("error %v, want (-) got (+):\n%s", err, diff)
		}
	}
	same(a, b)
	a.Value = []byte(`{"a":2}`)
	if err := s.Notes(ctx, a); err != nil {
		t.Fatal(err)
	}
	same(a, b)
	if n, ok, err := s.Note(ctx, "seen", c.Key); err != nil || !ok || string(n.Value) != "x" || !n.Time.Equal(at) {
		t.Errorf("%+v, %v, %v", n, ok, err)
	}
	if n, err := s.Forget(ctx, "feed", at.Add(time.Minute)); err != nil || n != 1 {
		t.Errorf("%d forgotten, %v", n, err)
	}
	same(b)
	if err := s.Notes(ctx, store.Note{Kind: "feed", Key: b.Key}); err != nil {
		t.Fatal(err)
	}
	same()
	if _, ok, _ := s.Note(ctx, "feed", b.Key); ok {
		t.Error("a removed note is there")
	}
}

func dropBodies(t *testing.T, s store.Store) {
	ctx := context.Background()
	put(t, s, Entries(6)...)
	before := all(t, s)
	cut := before[3].Capture.Time
	gone := 0
	for _, e := range before {
		if e.Capture.Time.Before(cut) {
			gone++
		}
	}
	for range 2 { // the second time there is nothing left to drop
		if n, err := s.DropBodies(ctx, cut); err != nil || n != gone {
			t.Errorf("%d dropped, want %d, %v", n, gone, err)
		}
		gone = 0
	}
	for k, e := range all(t, s) {
		want := before[k]
		if want.Capture.Time.Before(cut) {
			want.Capture.Body = nil
		}
		if diff := cmp.Diff(want, e); diff != "" {
			t.Errorf("entry %d, want (-) got (+):\n%s", k, diff)
		}
	}
}

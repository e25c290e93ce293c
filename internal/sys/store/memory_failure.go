package store

import (
	"context"
	"fmt"
	"iter"
	"slices"
)

// Failures implements [Failures].
func (m *Memory) Failures(_ context.Context, after string) iter.Seq2[Failure, error] {
	return func(yield func(Failure, error) bool) {
		m.mu.RLock()
		var fs []Failure
		for _, k := range slices.Backward(m.entries) {
			if k.failed != "" {
				fs = append(fs, failureOf(k.failed, &k.Entry))
			}
		}
		m.mu.RUnlock()
		if after != "" {
			at := slices.IndexFunc(fs, func(f Failure) bool { return f.ID == after })
			if at < 0 {
				yield(Failure{}, fmt.Errorf("read failures after %q: %w", after, ErrCursor))
				return
			}
			fs = fs[at+1:]
		}
		for _, f := range fs {
			if !yield(f, nil) {
				return
			}
		}
	}
}

// Failed implements [Failures].
func (m *Memory) Failed(_ context.Context, id string) (Entry, bool, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	for _, k := range m.entries {
		if k.failed == id && id != "" {
			return k.Entry, true, nil
		}
	}
	return Entry{}, false, nil
}

// putFailed keeps a capture that gave no article, once.
func (m *Memory) putFailed(e Entry) Outcome {
	id := CaptureID(&e.Capture)
	if slices.ContainsFunc(m.entries, func(k *kept) bool { return k.failed == id }) {
		return Same
	}
	m.entries = append(m.entries, &kept{Entry: e, failed: id})
	m.lost++
	return Failed
}

// heal takes a capture that gives an article now off the failures.
func (m *Memory) heal(e *Entry) {
	if m.lost == 0 {
		return
	}
	id, before := CaptureID(&e.Capture), len(m.entries)
	m.entries = slices.DeleteFunc(m.entries, func(k *kept) bool { return k.failed == id })
	m.lost -= before - len(m.entries)
}

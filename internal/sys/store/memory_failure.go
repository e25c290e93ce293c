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

// putFailed keeps a capture that gave no article, once; of one without bytes,
// why and when it failed the last time.
func (m *Memory) putFailed(e Entry) Outcome {
	id := CaptureID(&e.Capture)
	if at := slices.IndexFunc(m.entries, func(k *kept) bool { return k.failed == id }); at >= 0 {
		if k := m.entries[at]; len(e.Capture.Body) == 0 && (k.Err != e.Err || !k.Capture.Time.Equal(e.Capture.Time) || k.Capture.Status != e.Capture.Status) {
			again := *k // readers may hold the old one
			again.Err, again.Capture.Time, again.Capture.Status = e.Err, e.Capture.Time, e.Capture.Status
			m.entries = append(slices.Delete(slices.Clone(m.entries), at, at+1), &again)
		}
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

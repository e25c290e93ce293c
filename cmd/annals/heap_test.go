package main

import "testing"

// A heap stays within the bound, or within twice what is in use.
func TestHeapLimit(t *testing.T) {
	const mb = 1 << 20
	for _, c := range []struct {
		used  int64
		cores int
		want  int64
	}{{0, 1, 576 * mb}, {100 * mb, 2, 640 * mb}, {320 * mb, 2, 640 * mb}, {500 * mb, 1, 1000 * mb}} {
		if got := heapLimit(c.used, c.cores); got != c.want {
			t.Errorf("%d MB in use, %d cores: %d MB, want %d", c.used/mb, c.cores, got/mb, c.want/mb)
		}
	}
}

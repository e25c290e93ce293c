package main

import (
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// The heap may be let grow to so many bytes by [collectLess]: beyond, it is swept
// as often as it takes to stay within, or within twice what is in use.
const (
	heapBound     = 512 << 20
	heapBoundCore = 64 << 20 // more for each core, which reads an article of its own
)

// collectLess lets the heap grow to three times what is in use before it is
// swept, up to a bound, while articles are read or merged; GOGC and GOMEMLIMIT of
// the user's own stay. One call within another's time fits the bound anew.
func collectLess() (back func()) {
	limit := debug.SetMemoryLimit(-1)
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(heapLimit(inUse(), runtime.GOMAXPROCS(0)))
	}
	was := debug.SetGCPercent(200)
	if was != 100 {
		debug.SetGCPercent(was)
	}
	return func() {
		debug.SetGCPercent(was)
		if limit == math.MaxInt64 {
			debug.SetMemoryLimit(limit)
		}
	}
}

// heapLimit is how far a heap of which so many bytes are in use may grow. What is in use
// comes to the bound where a large record is merged: a heap that must stay within is swept
// without an end.
func heapLimit(used int64, cores int) int64 {
	return max(heapBound+heapBoundCore*int64(cores), 2*used)
}

// inUse is the bytes of the heap that the last sweep left.
func inUse() int64 {
	s := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(s)
	if s[0].Value.Kind() != metrics.KindUint64 {
		return 0
	}
	return int64(s[0].Value.Uint64())
}

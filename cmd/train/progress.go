package main

import (
	"fmt"
	"os"
	"sync"
	"time"
)

var (
	began    = time.Now()
	progLock sync.Mutex
)

// progress tells on stderr how far training is, when stderr is a terminal or
// ANNALS_PROGRESS is set.
func progress(format string, args ...any) {
	info, err := os.Stderr.Stat()
	if os.Getenv("ANNALS_PROGRESS") == "" && (err != nil || info.Mode()&os.ModeCharDevice == 0) {
		return
	}
	progLock.Lock()
	defer progLock.Unlock()
	fmt.Fprintf(os.Stderr, "%6.1fs  %s\n", time.Since(began).Seconds(), fmt.Sprintf(format, args...))
}

//go:build race

package web

// raced is true under the race detector, where times say nothing.
const raced = true

//go:build !amd64

package classify

// dots does nothing: there is no vector code for this machine.
func (t *rows) dots(*[4][4]float32, []float32, []int32, int) bool { return false }

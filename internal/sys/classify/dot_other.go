//go:build !amd64

package classify

// pack does nothing: there is no vector code for this machine.
func (t *rows) pack() {}

func (t *rows) dots(*[together][4]float32, []float32, []int32, int) bool { return false }

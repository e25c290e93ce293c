//go:build !amd64

package rowsum

// Add is Plain: there is no vector code for this machine.
func Add(x []float32, v []byte, f float32) { Plain(x, v, f) }

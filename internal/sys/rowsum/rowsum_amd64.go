package rowsum

import "golang.org/x/sys/cpu"

var hasAVX2 = cpu.X86.HasAVX2

//go:noescape
func add8(x *float32, v *byte, n int, f float32)

// Add is Plain with vector code.
func Add(x []float32, v []byte, f float32) {
	n := len(x) &^ 7
	if !hasAVX2 || n == 0 {
		Plain(x, v, f)
		return
	}
	_ = v[len(x)-1]
	add8(&x[0], &v[0], n, f)
	Plain(x[n:], v[n:], f)
}

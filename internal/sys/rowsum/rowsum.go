// Package rowsum adds rows of signed bytes to vectors, with vector code where the
// processor has it. Both ways round each product and sum alone, so that they give
// the same bits.
package rowsum

// Plain adds f times v, taken as signed, to x, in portable code. v is as long as x.
func Plain(x []float32, v []byte, f float32) {
	v = v[:len(x)]
	for k := range x {
		x[k] += float32(f * float32(int8(v[k])))
	}
}

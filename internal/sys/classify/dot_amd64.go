package classify

import "golang.org/x/sys/cpu"

var hasAVX2 = cpu.X86.HasAVX2

// dots8 sets sums to the four running sums of the products of x with each of
// eight rows, over the parts that begin at parts[:n]. v is what [rows.pack] makes
// of the rows.
//
//go:noescape
func dots8(sums *[together][4]float32, x *float32, parts *int32, n int, v *byte)

// pack lays the bytes out for dots8: of eight rows part by part, of a part first
// the left halves of all rows, then the right ones.
func (t *rows) pack() {
	if !hasAVX2 {
		return
	}
	const half = partSize / 2
	parts := t.cols / partSize
	t.packed = make([]byte, 0, len(t.scale)/together*together*parts*partSize)
	for row := 0; row+together <= len(t.scale); row += together {
		for at := 0; at < 2*parts; at++ {
			for k := range together {
				from := (row+k)*t.cols + at/2*partSize + at%2*half
				t.packed = append(t.packed, t.v[from:from+half]...)
			}
		}
	}
}

// dots does what plainDots does, where it can; it reports whether it did.
func (t *rows) dots(sums *[together][4]float32, x []float32, parts []int32, row int) bool {
	size := t.cols / partSize * partSize * together
	group := row / together * size
	if len(parts) == 0 || group+size > len(t.packed) {
		return false
	}
	last := int(parts[len(parts)-1]) + partSize // parts are in order
	_, _ = x[last-1], t.packed[group+last*together-1]
	dots8(sums, &x[0], &parts[0], len(parts), &t.packed[group])
	return true
}

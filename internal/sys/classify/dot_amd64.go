package classify

import "golang.org/x/sys/cpu"

var hasAVX2 = cpu.X86.HasAVX2

// dots4 sets sums[4][4] to the four running sums of the products of x with each
// of four rows of bytes, cols apart, over the parts that begin at parts[:n].
//
//go:noescape
func dots4(sums *[4][4]float32, x *float32, parts *int32, n int, v *byte, cols int)

// dots adds to sums of four rows of v from row on what dot does, part by part;
// it reports whether it did.
func (t *rows) dots(sums *[4][4]float32, x []float32, parts []int32, row int) bool {
	if !hasAVX2 || len(parts) == 0 || row+4 > len(t.scale) {
		return false
	}
	last := int(parts[len(parts)-1]) + partSize // parts are in order
	_, _ = x[last-1], t.v[(row+3)*t.cols+last-1]
	dots4(sums, &x[0], &parts[0], len(parts), &t.v[row*t.cols], t.cols)
	return true
}

package neural

import "golang.org/x/sys/cpu"

var (
	fast = cpu.X86.HasAVX2 && cpu.X86.HasFMA
	wide = fast && cpu.X86.HasAVX512F
)

//go:noescape
func mul4x16(c *float32, ldc int, a *float32, ars, acs int, b *float32, k int, add bool)

//go:noescape
func mul8x16(c *float32, ldc int, a *float32, ars, acs int, b *float32, k int, add bool)

// tiles is tile for eight rows, with the same result.
func tiles(c []float32, ldc int, a []float32, ars, acs int, b []float32, k int, add bool) {
	if wide {
		mul8x16(&c[0], ldc, &a[0], ars, acs, &b[0], k, add)
		return
	}
	tile(c, ldc, a, ars, acs, b, k, add)
	tile(c[4*ldc:], ldc, a[4*ars:], ars, acs, b, k, add)
}

// tile is c[4][16] (+)= a[4][k]·b[k][16].
func tile(c []float32, ldc int, a []float32, ars, acs int, b []float32, k int, add bool) {
	if fast {
		mul4x16(&c[0], ldc, &a[0], ars, acs, &b[0], k, add)
		return
	}
	plainTile(c, ldc, a, ars, acs, b, k, add)
}

//go:noescape
func squash8(x *float32, n int, in, out, add float32)

// squash is x = tanh(x*in)*out + add; len(x) is a multiple of 8.
func squash(x []float32, in, out, add float32) {
	if fast {
		squash8(&x[0], len(x), in, out, add)
		return
	}
	plainSquash(x, in, out, add)
}

//go:build !amd64

package neural

func tile(c []float32, ldc int, a []float32, ars, acs int, b []float32, k int, add bool) {
	plainTile(c, ldc, a, ars, acs, b, k, add)
}

func squash(x []float32, in, out, add float32) { plainSquash(x, in, out, add) }

func tiles(c []float32, ldc int, a []float32, ars, acs int, b []float32, k int, add bool) {
	tile(c, ldc, a, ars, acs, b, k, add)
	tile(c[4*ldc:], ldc, a[4*ars:], ars, acs, b, k, add)
}

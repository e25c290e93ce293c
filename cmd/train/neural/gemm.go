package neural

// A panels is a matrix [k][n] cut into strips of 16 columns, each in order of
// its rows: the right side of a product.
type panels struct {
	k, n int
	v    []float32
}

const stripe = 16

func panelSize(k, n int) int { return (n + stripe - 1) / stripe * stripe * k }

// pack fills p.v with a matrix whose element (r, c) is b[r*brs+c*bcs].
func pack(v, b []float32, brs, bcs, k, n int) panels {
	p := panels{k, n, v[:panelSize(k, n)]}
	at := 0
	for j := 0; j < n; j += stripe {
		w := min(stripe, n-j)
		for r := range k {
			d := p.v[at : at+stripe : at+stripe]
			at += stripe
			if bcs == 1 {
				copy(d[:w], b[r*brs+j:])
			} else {
				src := b[r*brs+j*bcs:]
				for i := range w {
					d[i] = src[i*bcs]
				}
			}
			for i := w; i < stripe; i++ {
				d[i] = 0
			}
		}
	}
	return p
}

// gemm is c[m][n] (+)= a[m][k]·b, where element (r, i) of a is a[r*ars+i*acs].
func gemm(c []float32, ldc int, a []float32, ars, acs, m int, b panels, add bool) {
	if m == 0 || b.k == 0 {
		return
	}
	var edge [4 * stripe]float32
	for j := 0; j < b.n; j += stripe {
		strip := b.v[j*b.k:]
		whole := j+stripe <= b.n
		i := 0
		for ; whole && i+8 <= m; i += 8 {
			tiles(c[i*ldc+j:], ldc, a[i*ars:], ars, acs, strip, b.k, add)
		}
		for ; i+4 <= m; i += 4 {
			if whole {
				tile(c[i*ldc+j:], ldc, a[i*ars:], ars, acs, strip, b.k, add)
				continue
			}
			tile(edge[:], stripe, a[i*ars:], ars, acs, strip, b.k, false)
			for r := range 4 {
				spill(c[(i+r)*ldc+j:(i+r)*ldc+b.n], edge[r*stripe:], add)
			}
		}
		for ; i < m; i++ {
			tile(edge[:], stripe, a[i*ars:], 0, acs, strip, b.k, false)
			spill(c[i*ldc+j:i*ldc+min(j+stripe, b.n)], edge[:], add)
		}
	}
}

func spill(c, v []float32, add bool) {
	if !add {
		copy(c, v)
		return
	}
	for i := range c {
		c[i] += v[i]
	}
}

func plainTile(c []float32, ldc int, a []float32, ars, acs int, b []float32, k int, add bool) {
	for r := range 4 {
		var s [stripe]float32
		for i := range k {
			x := a[r*ars+i*acs]
			for j, y := range b[i*stripe : (i+1)*stripe] {
				s[j] += x * y
			}
		}
		spill(c[r*ldc:r*ldc+stripe], s[:], add)
	}
}

//go:build !amd64

package nn

// wide is how many strips of a product mac does at once.
func (k kernel) wide() int { return 1 }

func (k kernel) mac(c []int32, ldc int, a []int16, lda, _ int, b []int16, pairs int) {
	plainMac(c, ldc, a, lda, b, pairs)
}

func (k kernel) cell(in, state []int32, g *gates, c []float32, h []int16) {
	plainCell(in, state, g, c, h)
}

func (k kernel) maxAbs(x []float32) float32 { return plainMaxAbs(x) }

func (k kernel) round(q []int16, x []float32, f float32) { plainRound(q, x, f) }

func (k kernel) line(out []float32, acc []int32, scale, bias []float32) {
	plainLine(out, acc, scale, bias)
}

package nn

import "golang.org/x/sys/cpu"

var (
	hasAVX2 = cpu.X86.HasAVX2
	hasVNNI = cpu.X86.HasAVX512F && cpu.X86.HasAVX512VNNI
)

//go:noescape
func mac4x16(c *int32, ldc int, a *int16, lda int, b *int16, pairs int)

//go:noescape
func mac2x16(c *int32, ldc int, a *int16, lda int, b *int16, pairs int)

//go:noescape
func mac1x16(c *int32, a, b *int16, pairs int)

//go:noescape
func mac4x32(c *int32, ldc int, a *int16, lda int, b *int16, pairs int)

//go:noescape
func cell8(in, state *int32, inScale, stateScale, bias, c *float32, h *int16, hidden int)

// wide is how many strips of a product mac does at once, if there are so many.
func (k kernel) wide() int {
	if hasVNNI && !k.portable {
		return 2
	}
	return 1
}

// mac does one or two rows, or four, of which the last may be padding.
func (k kernel) mac(c []int32, ldc int, a []int16, lda, rows int, b []int16, pairs int) {
	if k.portable || !hasAVX2 {
		plainMac(c, ldc, a, lda, b, pairs)
		return
	}
	_, _ = a[3*lda+2*pairs-1], b[pairs*2*strip-1]
	if len(b) > pairs*2*strip {
		_, _ = c[3*ldc+2*strip-1], b[2*pairs*2*strip-1]
		mac4x32(&c[0], ldc, &a[0], lda, &b[0], pairs)
		return
	}
	_ = c[3*ldc+strip-1]
	switch rows {
	case 1:
		mac1x16(&c[0], &a[0], &b[0], pairs)
	case 2:
		mac2x16(&c[0], ldc, &a[0], lda, &b[0], pairs)
	default:
		mac4x16(&c[0], ldc, &a[0], lda, &b[0], pairs)
	}
}

func (k kernel) cell(in, state []int32, g *gates, c []float32, h []int16) {
	if k.portable || !hasAVX2 {
		plainCell(in, state, g, c, h)
		return
	}
	n := len(c)
	_, _, _, _, _, _ = in[4*n-1], state[4*n-1], g.in[4*n-1], g.state[4*n-1], g.bias[4*n-1], h[n-1]
	cell8(&in[0], &state[0], &g.in[0], &g.state[0], &g.bias[0], &c[0], &h[0], n)
}

//go:noescape
func maxAbs8(x *float32, n int) float32

//go:noescape
func round8(q *int16, x *float32, n int, f float32)

func (k kernel) maxAbs(x []float32) float32 {
	n := len(x) &^ 7
	if k.portable || !hasAVX2 || n == 0 {
		return plainMaxAbs(x)
	}
	return max(maxAbs8(&x[0], n), plainMaxAbs(x[n:]))
}

func (k kernel) round(q []int16, x []float32, f float32) {
	n := len(x) &^ 7
	if k.portable || !hasAVX2 || n == 0 {
		plainRound(q, x, f)
		return
	}
	_ = q[len(x)-1]
	round8(&q[0], &x[0], n, f)
	plainRound(q[n:], x[n:], f)
}

//go:noescape
func line8(out *float32, acc *int32, scale, bias *float32, n int)

func (k kernel) line(out []float32, acc []int32, scale, bias []float32) {
	n := len(out) &^ 7
	if k.portable || !hasAVX2 || n == 0 {
		plainLine(out, acc, scale, bias)
		return
	}
	_, _, _ = acc[len(out)-1], scale[len(out)-1], bias[len(out)-1]
	line8(&out[0], &acc[0], &scale[0], &bias[0], n)
	plainLine(out[n:], acc[n:], scale[n:], bias[n:])
}

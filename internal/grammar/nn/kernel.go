package nn

import (
	"math"

	"annals/internal/sys/rowsum"
)

// Everything that decides is computed with whole numbers, whose sums do not
// depend on their order, or with single floating-point operations that are
// rounded one by one: vector code and portable code give the same bits. A
// product that is written float32(a*b) must not be fused with a sum.

// A kernel does the inner loops; portable makes it use no vector code.
type kernel struct{ portable bool }

const (
	strip = 16 // columns of a product done at once
	lanes = 4  // rows of a product done at once: buffers are padded to this

	inputUnit = 1 << 10 // what 1 is as a whole number in the input …
	stateBits = 13      // … and in the state of the LSTM, which is below 1
	stateUnit = 1 << stateBits
	maxInput  = 1 << 13 // products with 8-bit weights stay below 2^31
)

// gates are the factors and offsets of the four gates of one direction:
// input, forget, output, candidate.
type gates struct{ in, state, bias []float32 }

// tanhTable is a rational approximation of tanh, each number eight times:
// bounds, odd coefficients of the numerator from x^13 down, even ones of the
// denominator from x^6 down, then one half and stateUnit.
var tanhTable = wide([15]float32{
	7.90531, -7.90531,
	-2.76076847742355e-16, 2.00018790482477e-13, -8.60467152213735e-11, 5.12229709037114e-08,
	1.48572235717979e-05, 6.37261928875436e-04, 4.89352455891786e-03,
	1.19825839466702e-06, 1.18534705686654e-04, 2.26843463243900e-03, 4.89352518554385e-03,
	0.5, stateUnit,
})

func wide(t [15]float32) (w [15][8]float32) {
	for i, v := range t {
		for k := range w[i] {
			w[i][k] = v
		}
	}
	return w
}

func tanh(x float32) float32 {
	t := &tanhTable
	x = max(min(x, t[0][0]), t[1][0])
	s := float32(x * x)
	p := t[2][0]
	for i := 3; i <= 8; i++ {
		p = float32(p*s) + t[i][0]
	}
	p = float32(p * x)
	q := t[9][0]
	for i := 10; i <= 12; i++ {
		q = float32(q*s) + t[i][0]
	}
	return p / q
}

func sigmoid(x float32) float32 {
	return float32(tanh(float32(x*0.5))*0.5) + 0.5
}

// plainCell is one step of an LSTM: c and h become the next state.
func plainCell(in, state []int32, g *gates, c []float32, h []int16) {
	n := len(c)
	gate := func(i int) float32 {
		return float32(float32(in[i])*g.in[i]) + float32(float32(state[i])*g.state[i]) + g.bias[i]
	}
	for k := range c {
		i, f, o, a := sigmoid(gate(k)), sigmoid(gate(n+k)), sigmoid(gate(2*n+k)), tanh(gate(3*n+k))
		c[k] = float32(c[k]*f) + float32(i*a)
		h[k] = int16(math.RoundToEven(float64(float32(float32(tanh(c[k])*o) * stateUnit))))
	}
}

// plainMaxAbs is the largest size of numbers.
func plainMaxAbs(x []float32) float32 {
	most := float32(0)
	for _, v := range x {
		most = max(most, v, -v)
	}
	return most
}

// plainRound fills q with x*f rounded.
func plainRound(q []int16, x []float32, f float32) {
	for i, v := range x {
		q[i] = int16(round(float32(v * f)))
	}
}

// addRow adds f times a row of signed bytes to x.
func (k kernel) addRow(x []float32, v []byte, f float32) {
	if k.portable {
		rowsum.Plain(x, v, f)
	} else {
		rowsum.Add(x, v, f)
	}
}

// plainLine fills out with acc*scale + bias.
func plainLine(out []float32, acc []int32, scale, bias []float32) {
	for k := range out {
		out[k] = float32(float32(acc[k])*scale[k]) + bias[k]
	}
}

// plainMac is c[4][16] = a[4][2*pairs]·b[pairs][16][2].
func plainMac(c []int32, ldc int, a []int16, lda int, b []int16, pairs int) {
	for r := range lanes {
		var s [strip]int32
		row := a[r*lda : r*lda+2*pairs]
		for i := 0; i < len(row); i += 2 {
			x, y := int32(row[i]), int32(row[i+1])
			for j, w := 0, b[i*strip:i*strip+2*strip]; j < strip; j++ {
				s[j] += x*int32(w[2*j]) + y*int32(w[2*j+1])
			}
		}
		copy(c[r*ldc:], s[:])
	}
}

// A matrix is weights [rows][cols] in strips of 16 rows, cut into pairs of
// columns: the right side of mac.
type matrix struct {
	rows, cols int // cols is even
	v          []int16
}

// width is the rows padded to whole strips: the columns of a product.
func (m *matrix) width() int { return pad(m.rows, strip) }

func pad(n, to int) int { return (n + to - 1) / to * to }

// setRow puts row r of a matrix in its place.
func (m *matrix) set(r, c int, v int16) {
	m.v[r/strip*strip*m.cols+c/2*2*strip+r%strip*2+c%2] = v
}

func newMatrix(rows, cols int) matrix {
	cols = pad(cols, 2)
	return matrix{rows, cols, make([]int16, pad(rows, strip)*cols)}
}

// times is c[n][m.width()] = a[n][cols]·mᵀ; a and c are padded to whole lanes.
func (k kernel) times(c []int32, a []int16, lda, n int, m *matrix) {
	ldc := m.width()
	for j := 0; j < m.rows; {
		wide := min(k.wide(), (m.rows-j+strip-1)/strip) * strip
		b := m.v[j*m.cols : (j+wide)*m.cols]
		for i := 0; i < n; i += lanes {
			k.mac(c[i*ldc+j:], ldc, a[i*lda:], lda, n-i, b, m.cols/2)
		}
		j += wide
	}
}

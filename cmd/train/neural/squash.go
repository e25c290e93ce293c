package neural

// tanhTable is a rational approximation of tanh: its bounds, then the odd
// coefficients of the numerator from x^13 down and the even ones of the
// denominator from x^6 down.
var tanhTable = [13]float32{
	7.90531, -7.90531,
	-2.76076847742355e-16, 2.00018790482477e-13, -8.60467152213735e-11, 5.12229709037114e-08,
	1.48572235717979e-05, 6.37261928875436e-04, 4.89352455891786e-03,
	1.19825839466702e-06, 1.18534705686654e-04, 2.26843463243900e-03, 4.89352518554385e-03,
}

func tanh(x float32) float32 {
	t := &tanhTable
	x = max(min(x, t[0]), t[1])
	s := x * x
	p, q := t[2], t[9]
	for _, c := range t[3:9] {
		p = p*s + c
	}
	for _, c := range t[10:] {
		q = q*s + c
	}
	return x * p / q
}

func plainSquash(x []float32, in, out, add float32) {
	for i, v := range x {
		x[i] = tanh(v*in)*out + add
	}
}

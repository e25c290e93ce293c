package nn

// Ends says after which words of a paragraph a sentence may begin: two small
// layers of their own above what a network makes of each word by itself.
type Ends struct {
	encoder
	heads       matrix
	scale, bias []float32
}

// The classes of Ends.
const (
	goesOn = iota
	begins
	endClasses
)

// Ends opens what tells ends of sentences beside the network, made of the
// sections that section gives. It shares the tables of the network.
func (n *Network) Ends(section func(name string) ([]byte, error)) (*Ends, error) {
	o := opener{section: section}
	e := &Ends{encoder: n.encoder}
	d := o.dims(7)
	d.List = 0
	if o.err == nil && d.input() != n.input() {
		o.fail(SectionDims)
	}
	if o.err != nil {
		return nil, o.err
	}
	e.Hidden = d.Hidden
	o.layers(&e.encoder)
	e.heads, e.scale = o.matrix(SectionHeads, endClasses, 2*e.Hidden, stateUnit)
	e.bias = o.floats(SectionOffsets, endClasses)
	if o.err != nil {
		return nil, o.err
	}
	return e, nil
}

// Odds fills out with how likely it is that a sentence begins at each word of a
// paragraph, as the logarithm of the odds. form gives the words.
func (e *Ends) Odds(out []float32, form func(word int) string, s *Scratch) {
	s.start, s.length = append(s.start[:0], 0), append(s.length[:0], len(out))
	s.forget(len(out))
	for k := range out {
		s.of = append(s.of, s.place(s.reader.Read(form(k))))
	}
	if len(out) == 0 {
		return
	}
	e.encode(s, len(out))
	width := e.heads.width()
	s.sum = grow(s.sum, pad(len(out), lanes)*width)
	e.kernel.times(s.sum, s.x, e.heads.cols, len(out), &e.heads)
	for i := range out {
		acc := s.sum[i*width:][:endClasses]
		of := func(k int) float32 { return float32(float32(acc[k])*e.scale[k]) + e.bias[k] }
		out[i] = of(begins) - of(goesOn)
	}
}

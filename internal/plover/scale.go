package plover

import (
	"slices"
	"strconv"
	"strings"

	"annals"
)

// A measure is a row of scale.txt: the numbers of an act of a type, in a mode,
// rewritten from another type, in a context.
type measure struct {
	typ, under    annals.Type
	mode, context string
	scale         annals.Scale
}

func (c *Codebook) readScale(r row) error {
	var m measure
	head, context, _ := strings.Cut(r.head, "+")
	head, under, rewritten := strings.Cut(head, "<")
	name, mode, _ := strings.Cut(head, ".")
	var ok bool
	if m.typ, ok = c.typeNamed(name); !ok {
		return r.errorf("no PLOVER type %q", name)
	}
	if m.under, ok = typeNamed(under); rewritten && !ok {
		return r.errorf("no PLOVER type %q", under)
	}
	m.mode, m.context = mode, context
	f := strings.Fields(r.body)
	if len(f) != 3 {
		return r.errorf("want intensity, CAMEO code and Goldstein value, have %q", r.body)
	}
	var errs [2]error
	m.scale.Intensity, errs[0] = strconv.ParseFloat(f[0], 64)
	m.scale.Goldstein, errs[1] = strconv.ParseFloat(f[2], 64)
	m.scale.CAMEO, m.scale.Quad = f[1], m.typ.Quad()
	if errs[0] != nil || errs[1] != nil {
		return r.errorf("want numbers, have %q", r.body)
	}
	c.scales = append(c.scales, m)
	return nil
}

// scaleOf is the numbers of a claim: those of the row with most parts that fit.
func (c *Codebook) scaleOf(cl *annals.Claim) annals.Scale {
	best, most := annals.Scale{Quad: cl.Type.Quad()}, -1
	for i := range c.scales {
		if n := c.scales[i].fits(cl); n > most {
			best, most = c.scales[i].scale, n
		}
	}
	return best
}

// fits counts what fits, mode before underlying type before context; −1 when
// something does not.
func (m *measure) fits(cl *annals.Claim) int {
	n := 0
	for _, part := range []struct {
		asked, holds bool
		weight       int
	}{
		{true, m.typ == cl.Type, 0},
		{m.mode != "", slices.Contains(cl.Mode, m.mode), 4},
		{m.under != "", m.under == cl.Underlying, 2},
		{m.context != "", slices.Contains(cl.Contexts, m.context), 1},
	} {
		switch {
		case part.asked && !part.holds:
			return -1
		case part.asked:
			n += part.weight
		}
	}
	return n
}

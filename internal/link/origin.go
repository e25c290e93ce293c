package link

import (
	"math"
	"slices"
	"strings"

	"annals"
)

// origins says in which countries people have such names: counts of the words
// of names, and of letters in them, among the leaders and ministers of each.
type origins struct {
	parts map[namePart]float64
	sum   map[annals.Code]float64 // of the parts of a country
	all   map[string]float64      // of a part in all countries
	total float64
	names map[namePart]bool
}

// A namePart is a part of a name in a country.
type namePart struct {
	part    string
	country annals.Code
}

func newOrigins() *origins {
	return &origins{parts: map[namePart]float64{}, sum: map[annals.Code]float64{}, all: map[string]float64{}, names: map[namePart]bool{}}
}

// add counts in a name, once.
func (o *origins) add(name string, c annals.Code) {
	if o.names[namePart{name, c}] {
		return
	}
	o.names[namePart{name, c}] = true
	for _, p := range partsOf(name) {
		o.parts[namePart{p, c}]++
		o.sum[c]++
		o.all[p]++
		o.total++
	}
}

// partsOf are the words of a name, and runs of letters of each.
func partsOf(name string) []string {
	var out []string
	for word := range strings.FieldsSeq(PlaceKey(name)) {
		w := "^" + word + "$"
		out = append(out, w)
		for n := 3; n <= 5; n++ {
			for k := 0; k+n <= len(w) && n < len(w); k++ {
				out = append(out, w[k:k+n])
			}
		}
	}
	return out
}

// shares are how likely a name is of each of the countries; countries of which
// no names are known are left out.
func (o *origins) shares(name string, cs []annals.Code) map[annals.Code]float64 {
	parts := slices.DeleteFunc(partsOf(name), func(p string) bool { return o.all[p] == 0 })
	if len(parts) == 0 {
		return nil
	}
	out, top, sum := map[annals.Code]float64{}, math.Inf(-1), 0.0
	for _, c := range cs {
		if o.sum[c] == 0 {
			continue
		}
		for _, p := range parts {
			out[c] += nameDamping * math.Log((o.parts[namePart{p, c}]+nameFloor*o.all[p]/o.total)/(o.sum[c]+nameFloor))
		}
		top = max(top, out[c])
	}
	for c := range out {
		out[c] = math.Exp(out[c] - top)
		sum += out[c]
	}
	for c := range out {
		out[c] /= sum
	}
	return out
}

// nameFloor is how many parts of all countries' names are lent to each;
// nameDamping allows for parts that come together.
const nameFloor, nameDamping = 100, 0.3

package link

import (
	"math"

	"annals"
)

// The readings of the names of an article speak for each other: names of one
// neighbourhood are read together. Every name first spreads its vote over all
// places that bear it; in each round the provinces and countries that many
// names could lie in gain, and so do places near those chosen.

// rounds are how often the names are weighed, each time with the outcome of the
// round before as context; the heat falls, so that early rounds leave doubt.
var rounds = [...]float64{3, 2, 1.5}

// A reader of many names of one place needs no more neighbours than these.
const maxNeighbours = 8

// maxFar is how many names off a neighbour may be.
const maxFar = 60

// resolve chooses a place for every spot.
func (f *placeFinder) resolve() {
	for i := range f.spots {
		s := &f.spots[i]
		s.places = make([]place, len(s.ids))
		s.odds = make([]float64, len(s.ids))
		s.priors = make([]float64, len(s.ids))
		for k, id := range s.ids {
			var ok bool
			if s.places[k], ok = f.g.place(id); !ok {
				s.priors[k] = math.Inf(-1)
			}
		}
		for k := range s.places {
			if s.priors[k] == 0 {
				s.priors[k] = f.prior(s, &s.places[k])
			}
		}
	}
	for n, heat := range rounds {
		for i := len(f.spots) - 1; i >= 0; i-- {
			f.choose(i, n, heat)
		}
		f.voteAreas()
		f.settleSenses()
	}
}

// choose weighs the readings of spot i.
func (f *placeFinder) choose(i, round int, heat float64) {
	s := &f.spots[i]
	best, second, at := math.Inf(-1), math.Inf(-1), -1
	own := f.masses[s.key]
	for k := range s.places {
		if math.IsInf(s.priors[k], -1) {
			s.odds[k] = 0
			continue
		}
		v := s.priors[k] + f.company(i, round, k, own)
		s.odds[k] = v
		if v > best {
			best, second, at = v, best, k
		} else if v > second {
			second = v
		}
	}
	s.best, s.margin = at, best-second
	sum := 0.0
	for k := range s.odds {
		if math.IsInf(s.priors[k], -1) {
			continue
		}
		s.odds[k] = math.Exp((s.odds[k] - best) / heat)
		sum += s.odds[k]
	}
	for k := range s.odds {
		s.odds[k] /= max(sum, 1e-9)
	}
}

// company is what the article says for the k-th reading of spot i; own is what
// the name itself has put into the areas.
func (f *placeFinder) company(i, round, k int, own map[area]float64) float64 {
	s := &f.spots[i]
	p := &s.places[k]
	v := wVotes * math.Log2(1+f.votes[p.country])
	if round > 0 && p.kind != Country {
		c := area{country: p.country}
		v += wCountry * math.Log2(1+max(0, f.areas[c]-own[c]))
		if p.province > 0 {
			a := area{p.country, p.province}
			w, mass := wProvince, max(0, f.areas[a]-own[a])
			if p.kind == Province {
				mass = max(mass, .7*f.topBut(p.country, own)) // Wales, of an article on English towns
			}
			if s.rival(p) {
				w *= 2 // Georgia, of an article that names its towns
			}
			v += w * math.Log2(1+mass)
			v += wHome * math.Log2(1+f.home[a])
		}
		v += f.near(i, p)
		if !s.cued {
			v += f.senses[s.ids[k]]
		}
	}
	return v + f.beside(i, p)
}

const (
	wVotes    = 1.8
	wCountry  = .6
	wProvince = 1.8
	wHome     = 1.5
	wNear     = 2.5
	nearScale = 80.0 // kilometres
)

// rival reports a province that bears the name of another country.
func (s *spot) rival(p *place) bool {
	other := false
	for k := range s.places {
		if q := &s.places[k]; q.kind == Country {
			if q.country == p.country {
				return false
			}
			other = true
		}
	}
	return other && p.kind == Province
}

// voteAreas sums, for each province and country, the names that may lie there;
// a name counts once however often it stands.
func (f *placeFinder) voteAreas() {
	clear(f.areas)
	clear(f.masses)
	for i := range f.spots {
		s := &f.spots[i]
		m := f.masses[s.key]
		if m == nil {
			m = map[area]float64{}
			f.masses[s.key] = m
		}
		here := map[area]float64{}
		for k := range s.places {
			p := &s.places[k]
			if p.country == "" || s.odds[k] < .01 {
				continue
			}
			w := s.odds[k] * s.weight
			here[area{country: p.country}] += w
			if p.province > 0 {
				if p.kind == Province {
					w *= 2
				}
				here[area{p.country, p.province}] += w
			}
		}
		for a, w := range here {
			m[a] = max(m[a], w)
		}
	}
	for _, m := range f.masses {
		for a, w := range m {
			f.areas[a] += w
		}
	}
}

// topBut is the most names that may lie in one province of a country, without
// what own has put there.
func (f *placeFinder) topBut(c annals.Code, own map[area]float64) float64 {
	top := 0.0
	for a, w := range f.areas {
		if a.country == c && a.province > 0 {
			top = max(top, w-own[a])
		}
	}
	return top
}

// settleSenses notes the places that a name is tied to once (Paris, Texas): the
// name alone then means the same.
func (f *placeFinder) settleSenses() {
	clear(f.senses)
	for i := range f.spots {
		s := &f.spots[i]
		if s.best >= 0 && s.next >= 0 && f.beside(i, &s.places[s.best]) > 0 {
			f.senses[s.ids[s.best]] = oneSense
		}
	}
}

// oneSense is what a reading gains that the article spells out elsewhere.
const oneSense = 6

// near weighs the places chosen around spot i by how close they are to p.
func (f *placeFinder) near(i int, p *place) float64 {
	s, sum, n := &f.spots[i], 0.0, 0
	for d := 1; d < min(len(f.spots), maxFar) && n < maxNeighbours; d++ {
		for _, j := range [2]int{i - d, i + d} {
			if j < 0 || j >= len(f.spots) || f.spots[j].best < 0 || f.spots[j].key == s.key {
				continue
			}
			q := &f.spots[j].places[f.spots[j].best]
			if q.kind == Country || q.kind == Province || q.kind == Region {
				continue
			}
			n++
			sum += f.spots[j].odds[f.spots[j].best] * f.spots[j].weight * math.Exp(-kilometresApart(p, q)/nearScale)
		}
	}
	return wNear * math.Log2(1+sum)
}

// kilometresApart is close enough for places that are near each other.
func kilometresApart(p, q *place) float64 {
	const degree = 111.2
	y := (p.lat - q.lat) * degree
	x := (p.lon - q.lon) * degree * math.Cos((p.lat+q.lat)*math.Pi/360)
	return math.Hypot(x, y)
}

// beside weighs the place that a comma joins: Paris, Texas.
func (f *placeFinder) beside(i int, p *place) float64 {
	s, v := &f.spots[i], 0.0
	if s.next >= 0 && holdsAny(f.spots[s.next].places, p) {
		v = 12
	}
	if i > 0 && f.spots[i-1].next == i && heldByAny(f.spots[i-1].places, p) {
		v = 8
	}
	return v
}

func holdsAny(qs []place, p *place) bool {
	for k := range qs {
		if holds(&qs[k], p) {
			return true
		}
	}
	return false
}

func heldByAny(qs []place, p *place) bool {
	for k := range qs {
		if holds(p, &qs[k]) {
			return true
		}
	}
	return false
}

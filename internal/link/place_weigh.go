package link

import (
	"math"
	"strings"

	"annals"
)

// plausible decides whether a name stands for a place at all: by the names the
// grammar found, by its tags, else by the words around it.
func (f *placeFinder) plausible(fw fieldWords, s *spot, name string) bool {
	low := strings.ToLower(name)
	if f.words["never"][low] && !s.cued && !s.joined {
		return false
	}
	if isAcronym(f.g, s.ids) && name != strings.ToUpper(name) && len(name) <= 3 {
		return false
	}
	if s.dateline {
		return true
	}
	if s.joined && nameKind(&f.ss[s.sentence], fw.ws[s.first].Start, fw.ws[s.last-1].End) != "part" {
		return true
	}
	sent := &f.ss[s.sentence]
	big := f.biggest(s.ids)
	if f.named {
		kind := nameKind(sent, fw.ws[s.first].Start, fw.ws[s.last-1].End)
		switch {
		case kind == "LOC":
			return true
		case kind == "part":
			return false
		case kind != "": // a name, but not seen as one of a place
			return s.at && big >= knownTo && (s.first+1 < s.last || kind == "ORG") || s.cued
		case f.tagged(sent, fw.ws[s.first].Start) == no:
			return false
		}
		// The grammar saw no name: only places that are well known, or stand
		// where places do.
		return big >= knownTo || s.at && big >= smallTown || s.cued
	}
	if f.tagged(sent, fw.ws[s.first].Start) == no {
		return false
	}
	before := fw.ws[max(s.first-1, 0)]
	sameSentence := s.first > 0 && fw.sent[s.first-1] == fw.sent[s.first]
	if sameSentence && before.kind == letters && (before.upper && s.first > 1 && fw.sent[s.first-2] == fw.sent[s.first] && !f.words["at"][before.low] || f.words["title"][before.low]) && !f.words["town"][before.low] {
		return false
	}
	if s.last < len(fw.ws) && fw.sent[s.last] == fw.sent[s.first] {
		next := fw.ws[s.last]
		if next.kind == letters && next.upper && !s.cued && !notName(next.low) {
			return false
		}
		if f.words["part"][next.low] && next.upper {
			return false
		}
	}
	return big >= knownTo || s.at && big >= smallTown || s.cued || s.at && s.first+1 < s.last
}

// notName knows capitalised words that may follow the name of a place: days
// and months.
func notName(w string) bool {
	r := whenTables()
	_, day := r.words["weekday"][w]
	_, month := r.words["month"][w]
	return day || month
}

const (
	knownTo   = 16.6 // log2 of 100,000
	smallTown = 8.9  // log2 of 500
)

func (f *placeFinder) biggest(ids []int) float64 {
	big := 0.0
	for _, id := range ids {
		if p, ok := f.g.place(id); ok {
			big = max(big, p.pop)
		}
	}
	return big
}

// isAcronym reports whether a key of few letters stands for a country.
func isAcronym(g *gazetteer, ids []int) bool {
	for _, id := range ids {
		if p, ok := g.place(id); ok && p.kind == Country && len(p.name) > 4 {
			return true
		}
	}
	return false
}

// nameKind is the kind of the name that covers or is the bytes [start, end):
// "part" when the bytes are a smaller part of a name that is no place.
func nameKind(s *annals.Sentence, start, end int) string {
	for _, n := range s.Names {
		if n.First < 0 || n.Last > len(s.Tokens) || n.First >= n.Last {
			continue
		}
		from, to := s.Tokens[n.First].Start, s.Tokens[n.Last-1].End
		if from >= end || to <= start {
			continue
		}
		if n.Kind != "LOC" && (from < start || to > end) && to-from > end-start {
			return "part"
		}
		return n.Kind
	}
	return ""
}

type verdict uint8

const (
	unknown verdict = iota
	yes
	no
)

// tagged says what the tags have against a place: a word that is no proper
// noun, or an adjective.
func (f *placeFinder) tagged(s *annals.Sentence, start int) verdict {
	k := tokenAt(s, start)
	if k < 0 || s.Tokens[k].UPOS == "" || s.Tokens[k].UPOS == "_" {
		return unknown
	}
	switch s.Tokens[k].UPOS {
	case "PROPN":
		return yes
	case "NOUN", "X":
		return unknown
	}
	return no
}

// vote lets the names that can hardly be mistaken speak for their countries.
func (f *placeFinder) vote() {
	for i := range f.spots {
		s := &f.spots[i]
		seen := map[annals.Code]float64{}
		total := 0.0
		for _, id := range s.ids {
			p, ok := f.g.place(id)
			if !ok || p.country == "" {
				continue
			}
			w := math.Exp2(min(p.pop, 24)/2 - 8)
			if p.kind == Country {
				w *= 6
			}
			seen[p.country] += w
			total += w
		}
		for c, w := range seen {
			if w > .8*total {
				f.votes[c] += min(1, w/2)
			}
		}
	}
}

// resolve chooses a place for every spot, twice: the second time the choices
// of the first are context.
func (f *placeFinder) resolve() {
	for range 2 {
		for i := len(f.spots) - 1; i >= 0; i-- {
			f.choose(i)
		}
		f.voteAreas()
	}
}

// voteAreas counts the provinces that the text names or whose towns it names
// without doubt.
func (f *placeFinder) voteAreas() {
	clear(f.areas)
	for i := range f.spots {
		s := &f.spots[i]
		if s.best < 0 {
			continue
		}
		p, ok := f.g.place(s.ids[s.best])
		if !ok || p.province == 0 {
			continue
		}
		switch {
		case p.kind == Province:
			f.areas[area{p.country, p.province}] += 2
		case s.next >= 0 && s.margin > 4, s.margin > 8:
			f.areas[area{p.country, p.province}]++
		}
	}
}

func (f *placeFinder) choose(i int) {
	s := &f.spots[i]
	best, second, at := math.Inf(-1), math.Inf(-1), -1
	for k, id := range s.ids {
		p, ok := f.g.place(id)
		if !ok {
			continue
		}
		if v := f.weigh(i, &p); v > best {
			best, second, at = v, best, k
		} else if v > second {
			second = v
		}
	}
	s.best, s.score, s.margin = at, best, best-second
}

// weigh scores one reading of spot i.
func (f *placeFinder) weigh(i int, p *place) float64 {
	s := &f.spots[i]
	v := .45 * p.pop
	switch p.kind {
	case Country:
		v += 5
	case Capital:
		v += 3
	case Seat:
		v += 1
	case Province:
		v -= 2.5
	case Quarter:
		v -= 2
	case District:
		v -= 5
	case Region:
		v += 3
	}
	if s.cued {
		v += cueWeight(s.cue, p.kind)
	}
	v += 1.8 * math.Log2(1+f.votes[p.country])
	if p.province > 0 && p.kind != Country {
		v += 1.5 * math.Log2(1+min(f.areas[area{p.country, p.province}], maxVotes))
	}
	v += f.beside(i, p)
	return v
}

func cueWeight(cue, kind PlaceKind) float64 {
	switch {
	case cue == kind:
		return 9
	case cue == Province && kind == Country, cue == District && kind == Country:
		return -9
	case cue == City && (kind == Capital || kind == Seat):
		return 9
	case cue == City && (kind == Country || kind == Province || kind == Region):
		return -9
	}
	return 0
}

// beside weighs the place that a comma joins (Paris, Texas) and the places
// chosen nearby.
func (f *placeFinder) beside(i int, p *place) float64 {
	s, v := &f.spots[i], 0.0
	if s.next >= 0 {
		for _, id := range f.spots[s.next].ids {
			if q, ok := f.g.place(id); ok && holds(&q, p) {
				v = 12
			}
		}
	}
	if i > 0 && f.spots[i-1].next == i {
		for _, id := range f.spots[i-1].ids {
			if q, ok := f.g.place(id); ok && holds(p, &q) {
				v = 8
			}
		}
	}
	near := 0.0
	for _, j := range [...]int{i - 3, i - 2, i - 1, i + 1, i + 2, i + 3} {
		if j < 0 || j >= len(f.spots) || f.spots[j].best < 0 || f.spots[j].in != s.in {
			continue
		}
		q, ok := f.g.place(f.spots[j].ids[f.spots[j].best])
		if !ok || q.country != p.country || q.country == "" {
			continue
		}
		w := .5
		if f.spots[j].sentence == s.sentence {
			w = 1.2
		} else if f.spots[j].block == s.block {
			w = .9
		}
		if q.province == p.province && q.province > 0 {
			w *= 1.5
		}
		near += w
	}
	return v + min(near, 4)
}

// holds reports whether area q contains p, as "p, q" says.
func holds(q, p *place) bool {
	switch q.kind {
	case Country:
		return q.country == p.country && p.kind != Country
	case Province:
		return q.country == p.country && (q.province == p.province && q.province > 0) && p.kind != Country && p.kind != Province
	case District:
		return q.country == p.country && q.province == p.province && q.province > 0 && p.kind != Province && p.kind != Country && p.kind != District
	}
	return false
}

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
	if f.state != nil && f.state(s.sentence, s.text.Start, s.text.End) {
		return true
	}
	if f.named {
		kind := nameKind(sent, fw.ws[s.first].Start, fw.ws[s.last-1].End)
		switch {
		case kind == "LOC" && big < knownTo && f.cutShort(fw, s):
			return false // Verin Shorzha is not Vérin
		case kind == "LOC":
			return true
		case kind == "part" && big >= knownTo && s.last < len(fw.ws) && f.words["event"][fw.ws[s.last].low]:
			return true // the Luanda summit
		case kind == "part":
			return false
		case kind == "OTH" && s.at && big >= someTown, kind != "" && kind != "LOC" && s.within && big >= largeTown && !f.person(name):
			return true
		case kind != "": // a name, but not seen as one of a place
			return s.at && big >= knownTo && (s.first+1 < s.last || kind == "ORG" || s.within) || s.cued
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

// cutShort reports a spot that is the beginning of a longer name of a place.
func (f *placeFinder) cutShort(fw fieldWords, s *spot) bool {
	if s.last >= len(fw.ws) || fw.sent[s.last] != s.sentence || !fw.ws[s.last].upper {
		return false
	}
	from, next := fw.ws[s.first].Start, &fw.ws[s.last]
	sent := &f.ss[s.sentence]
	for _, n := range sent.Names {
		if n.Kind == "LOC" && n.First >= 0 && n.First < n.Last && n.Last <= len(sent.Tokens) &&
			sent.Tokens[n.First].Start == from && next.End <= sent.Tokens[n.Last-1].End {
			return !f.words["town"][next.low] && !f.words["province"][next.low] && !f.words["district"][next.low]
		}
	}
	return false
}

// person reports a word that is also a person's name in the article: Jackson,
// where Andrew Jackson or Mr Jackson is spoken of.
func (f *placeFinder) person(name string) bool {
	for i := range f.ss {
		for _, n := range f.ss[i].Names {
			ts := f.ss[i].Tokens
			if n.Kind == "PER" && n.Last <= len(ts) && n.Last-n.First > 1 && strings.EqualFold(ts[n.Last-1].Form, name) {
				return true
			}
		}
	}
	return false
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
	largeTown = 13.9 // log2 of 15,000
	someTown  = 12.3 // log2 of 5,000
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

// prior is what speaks for a reading before the article is heard: people, rank,
// and the words beside the name.
func (f *placeFinder) prior(s *spot, p *place) float64 {
	v := .45 * p.pop
	switch p.kind {
	case Country:
		v += 5
	case Capital:
		v += 3
	case Seat:
		v += 1
	case Province:
		if v -= 1; p.pop < million || s.namesakeTown(p) {
			v -= 1.5
		}
	case Quarter:
		v -= 2
	case District:
		v -= 5
	case Region:
		v += 3
	case Feature:
		v -= 1
	}
	if s.cued {
		v += cueWeight(s.cue, p.kind)
	}
	if (p.kind == City || p.kind == Seat) && s.seats(p) {
		v += seatOfBodies
	}
	if p.kind < Country && !strings.HasPrefix(PlaceKey(p.name), s.key) {
		v -= byname // Waterloo is a bygone name of Austin
	}
	return v
}

const million = 20 // log2

// seatOfBodies is what a town that is no capital gains where bodies of states
// have their seats, and talks are held: Geneva.
const seatOfBodies = 4

// seats reports the most peopled town of the name of a seat.
func (s *spot) seats(p *place) bool {
	return p.pop == s.most() && seatTowns()[s.key]
}

// most is the people of the most peopled town of the spot, log2.
func (s *spot) most() float64 {
	most := 0.0
	for k := range s.places {
		if q := &s.places[k]; q.kind < Quarter {
			most = max(most, q.pop)
		}
	}
	return most
}

// namesakeTown reports a province that is called after a city in it: plain
// "New York" is more often the city.
func (s *spot) namesakeTown(p *place) bool {
	for k := range s.places {
		if q := &s.places[k]; q.kind < Quarter && q.pop >= knownTo && q.country == p.country && q.province == p.province {
			return true
		}
	}
	return false
}

// byname is what a town loses that the text would be calling by another than its
// main name.
const byname = 2

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

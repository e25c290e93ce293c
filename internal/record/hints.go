package record

import "annals/internal/sys/store"

// Hints are what is known of claims that were perhaps not read: some hundred
// bytes each, without a pointer.
type hints struct {
	all   []hint
	at    map[int64]uint32 // place in all, by the claim's number
	ids   []byte           // one after the other, as signs and words
	signs []uint32
	words []uint16
}

// A hint is one claim. What varies in length is in common lists: names of a
// sentence before all its words.
type hint struct {
	n                         int64
	first, last, published    int32
	lat, lon                  float32
	seen                      uint32 // the question that it was an answer to last
	id, sign, word            uint32 // where they begin
	idLen, signs, proper, all uint16 // how many they are
	marks                     byte
	blank                     bool // no gist is kept
}

// add takes in the hint of a claim, if it is not there, and gives its place.
func (s *hints) add(h *store.Hint) uint32 {
	if i, known := s.at[h.N]; known {
		return i
	}
	g, ok := unpackGist(h)
	x := hint{n: h.N, first: int32(h.First), last: int32(h.Last), published: int32(g.published), lat: g.lat, lon: g.lon, marks: g.marks(),
		id: uint32(len(s.ids)), sign: uint32(len(s.signs)), word: uint32(len(s.words)),
		idLen: uint16(len(h.ID)), signs: uint16(len(g.signs)), proper: uint16(len(g.proper)), all: uint16(len(g.words))}
	x.blank = !ok || len(g.signs)|len(g.proper)|len(g.words) > 0xffff
	s.ids, s.signs, s.words = append(s.ids, h.ID...), append(s.signs, g.signs...), append(append(s.words, g.proper...), g.words...)
	i := uint32(len(s.all))
	s.all, s.at[h.N] = append(s.all, x), i
	return i
}

func (s *hints) id(h *hint) string { return string(s.ids[h.id : h.id+uint32(h.idLen)]) }

// gist is that of a hint which is not blank, to be read only.
func (s *hints) gist(h *hint) gist {
	signs, words := s.signs[h.sign:], s.words[h.word:]
	return gist{times: times{int(h.first), int(h.last), int(h.published), h.marks&markDated != 0, h.marks&markAnnounces != 0},
		fine: h.marks&markFine != 0, lat: h.lat, lon: h.lon,
		signs: signs[:h.signs], proper: words[:h.proper], words: words[h.proper : int(h.proper)+int(h.all)]}
}

package record

import (
	"encoding/binary"
	"hash/fnv"
	"math"
	"slices"

	"annals"
	"annals/internal/sys/store"
)

// A gist is what shows of most claims that are not linked that they are not: when
// they were, and hashes of what links have in common. A store keeps it beside a
// claim, so that few claims are read for nothing.
type gist struct {
	times
	fine     bool // the place is known to a town or so
	lat, lon float32
	signs    []uint32 // of what two claims share that is specific, but for words
	words    []uint16 // of the sentence, in order; those of two words may be the same
	proper   []uint16 // of these, names
}

// gistVersion is the first byte of a gist. It goes up with every change of what a
// gist is made of, also of words that are passed over, and of nothing else; a
// migration then takes the old ones away.
const gistVersion = 1

// nearDegrees is more than nearKm of latitude.
const nearDegrees = nearKm/111.0 + 0.01

func gistOf(x *item) gist {
	g := gist{times: x.times, words: wordHashes(x, x.words), proper: wordHashes(x, x.proper)}
	if w := x.Where; w != nil && w.Resolution >= 3 {
		g.fine, g.lat, g.lon = true, float32(w.Lat), float32(w.Lon)
	}
	add := func(parts ...string) { g.signs = append(g.signs, hash(parts...)) }
	article := string(x.Article.ID)
	add("sentence", article, number(x.place()))
	if x.place() < 2 {
		add("article", article)
	}
	if x.Evidence != "" {
		add("words", x.Evidence)
	}
	for _, n := range x.names {
		add("name", x.lexicon.words[n])
	}
	if w := x.Where; w != nil && w.Resolution > 1 {
		add("place", w.Name, string(w.Country))
		if w.GeoNames != 0 {
			add("geonames", number(w.GeoNames))
		}
	}
	for _, s := range x.Size {
		low, high := store.Bounds(s)
		add("size", s.What, number(int(math.Float64bits(low))), number(int(math.Float64bits(high))))
	}
	slices.Sort(g.signs)
	g.signs = slices.Compact(g.signs)
	return g
}

func wordHashes(x *item, s set) []uint16 {
	out := make([]uint16, len(s))
	for i, n := range s {
		out[i] = uint16(hash(x.lexicon.words[n]))
	}
	slices.Sort(out)
	return out
}

func hash(parts ...string) uint32 {
	h := fnv.New64a()
	for _, p := range parts {
		h.Write([]byte(p))
		h.Write([]byte{0})
	}
	return uint32(mix(h.Sum64()))
}

func number(n int) string { return string(binary.LittleEndian.AppendUint64(nil, uint64(n))) }

// signing are the features that gists show: no other may be specific.
var signing = []feature{sameName, samePlace, nearPlace, wordsShared, properShared, sameNumber, copied, headline, sameSentence}

// may reports whether claims with these gists can be linked. It is true for all
// that are.
func (r *Rules) may(x, y *gist) bool {
	if apartInTime(&x.times, &y.times) {
		return false
	}
	if n := common(x.words, y.words); n > 0 {
		few := max(min(len(x.words), len(y.words)), leastFew)
		names := min(common(x.proper, y.proper), mostProper)
		if r.ofWords*float64(n)/float64(few)+r.ofProper*float64(names) >= r.bounds.specific-1e-6 {
			return true
		}
	}
	return common(x.signs, y.signs) > 0 || x.fine && y.fine && mayBeNear(x, y)
}

// mayHint is may of a claim and a hint.
func (r *Rules) mayHint(x *item, hs *hints, h *hint) bool {
	g := hs.gist(h)
	return r.may(&x.gist, &g)
}

// apartInTime reports whether two claims are apart by their days alone.
func apartInTime(x, y *times) bool {
	switch n := gap(x, y); {
	case x.dated && y.dated && n <= slackDays, ahead(x, y), ahead(y, x):
		return false
	default:
		return x.dated && y.dated || n > newsDays
	}
}

func mayBeNear(x, y *gist) bool {
	if math.Abs(float64(x.lat-y.lat)) > nearDegrees {
		return false
	}
	u, v := annals.Where{}, annals.Where{}
	u.Lat, u.Lon, v.Lat, v.Lon = float64(x.lat), float64(x.lon), float64(y.lat), float64(y.lon)
	return Kilometres(&u, &v) <= nearKm+0.1
}

// Marks of a gist.
const (
	markDated = 1 << iota
	markAnnounces
	markFine
)

func (g *gist) marks() (out byte) {
	for _, m := range []struct {
		is   bool
		mark byte
	}{{g.dated, markDated}, {g.announces, markAnnounces}, {g.fine, markFine}} {
		if m.is {
			out |= m.mark
		}
	}
	return out
}

// pack is a gist as a store keeps it, without the days of the act, which the
// store knows.
func (g *gist) pack() []byte {
	b := []byte{gistVersion, g.marks()}
	b = binary.AppendVarint(b, int64(g.published))
	if g.fine {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(g.lat))
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(g.lon))
	}
	b = binary.AppendUvarint(b, uint64(len(g.signs)))
	for _, s := range g.signs {
		b = binary.LittleEndian.AppendUint32(b, s)
	}
	b = binary.AppendUvarint(b, uint64(len(g.proper)))
	for _, w := range append(slices.Clone(g.proper), g.words...) {
		b = binary.LittleEndian.AppendUint16(b, w)
	}
	return b
}

// unpackGist reads what pack wrote; ok is false for anything else.
func unpackGist(h *store.Hint) (g gist, ok bool) {
	b := h.Gist
	if len(b) < 3 || b[0] != gistVersion {
		return g, false
	}
	g.times = times{first: h.First, last: h.Last, dated: b[1]&markDated != 0, announces: b[1]&markAnnounces != 0}
	g.fine = b[1]&markFine != 0
	published, n := binary.Varint(b[2:])
	if n <= 0 {
		return g, false
	}
	g.published, b = int(published), b[2+n:]
	if g.fine {
		if len(b) < 8 {
			return g, false
		}
		g.lat, g.lon = math.Float32frombits(binary.LittleEndian.Uint32(b)), math.Float32frombits(binary.LittleEndian.Uint32(b[4:]))
		b = b[8:]
	}
	signs, n := binary.Uvarint(b)
	if n <= 0 || signs > uint64(len(b)-n)/4 {
		return g, false
	}
	b = b[n:]
	g.signs = make([]uint32, signs)
	for i := range g.signs {
		g.signs[i] = binary.LittleEndian.Uint32(b[4*i:])
	}
	b = b[4*signs:]
	proper, n := binary.Uvarint(b)
	if n <= 0 || (len(b)-n)%2 != 0 || proper > uint64(len(b)-n)/2 {
		return g, false
	}
	b = b[n:]
	words := make([]uint16, len(b)/2)
	for i := range words {
		words[i] = binary.LittleEndian.Uint16(b[2*i:])
	}
	g.proper, g.words = words[:proper:proper], words[proper:]
	return g, true
}

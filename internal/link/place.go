package link

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"annals"
)

//go:embed places.bin
var placesFile []byte

//go:embed place_words.txt
var placeWords string

// openPlaces opens the embedded gazetteer; it is not unpacked, so this is quick.
var openPlaces = sync.OnceValues(func() (*gazetteer, error) { return readPlaces(placesFile) })

// placeTables is the classes of place_words.txt.
var placeTables = sync.OnceValue(func() map[string]map[string]bool {
	m := map[string]map[string]bool{}
	for n, line := range tableLines(placeWords) {
		class, words, ok := strings.Cut(line, "\t")
		if !ok {
			panic(fmt.Sprintf("link: read place_words.txt:%d: want class, tab, words", n)) // part of the program
		}
		m[class] = map[string]bool{}
		for w := range strings.FieldsSeq(words) {
			m[class][w] = true
		}
	}
	return m
})

//go:embed place_states.txt
var placeStates string

// stateTable is place_states.txt.
var stateTable = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	for _, line := range tableLines(placeStates) {
		short, name, _ := strings.Cut(line, "\t")
		m[short] = name
	}
	return m
})

//go:embed place_seats.txt
var placeSeats string

// seatTable is place_seats.txt.
var seatTable = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	for _, line := range tableLines(placeSeats) {
		body, town, _ := strings.Cut(line, "\t")
		m[body] = town
	}
	return m
})

// seatTowns are the towns of place_seats.txt, as keys.
var seatTowns = sync.OnceValue(func() map[string]bool {
	m := map[string]bool{}
	for _, town := range seatTable() {
		m[PlaceKey(town)] = true
	}
	return m
})

// A name of a place has at most so many words and bytes.
const (
	maxNameWords = 6
	maxNameBytes = 80
)

// A spot is a name in the text that some places bear.
type spot struct {
	first, last int // words of its field
	ids         []int
	cue         PlaceKind // what the words beside it say it is; City for nothing
	cued        bool
	next        int // index of the spot joined by a comma: Paris, Texas; −1
	dateline    bool
	joined      bool // "Lincoln, Neb.", "Bunia, the capital of …": surely a place
	at          bool // after a preposition of place, or "the town of"
	within      bool // after one that no person follows: in, "the shelling of"
	text        annals.Span
	in          annals.Field
	sentence    int
	block       int
	key         string // PlaceKey of the name that was found
	weight      float64
	places      []place   // of ids
	priors      []float64 // what speaks for each before the article is heard
	odds        []float64 // how likely each is
	best        int       // index into ids, −1 undecided
	margin      float64   // of the best over the next
}

// A placeFinder looks for the places of one article.
type placeFinder struct {
	g      *gazetteer
	words  map[string]map[string]bool
	state  func(sentence, start, end int) bool // whether the bytes are the name of a state; may be nil
	a      *annals.Article
	ss     []annals.Sentence
	named  bool // the sentences carry names
	parsed bool
	spots  []spot
	votes  map[annals.Code]float64
	areas  map[area]float64            // how many names may lie in each country and province
	masses map[string]map[area]float64 // the same by name
	senses map[int]float64             // places that a name is tied to somewhere
	home   map[area]float64            // what other articles of the outlet are about; may be nil
}

func newPlaceFinder(g *gazetteer, a *annals.Article, ss []annals.Sentence) placeFinder {
	return placeFinder{g: g, words: placeTables(), a: a, ss: ss, votes: map[annals.Code]float64{},
		areas: map[area]float64{}, masses: map[string]map[area]float64{}, senses: map[int]float64{}}
}

// An area is a province of a country, or, with province 0, the country.
type area struct {
	country  annals.Code
	province int
}

// find finds the places of an article. context counts how often each country is
// meant in the article by words that are no places (demonyms, leaders), state
// tells the names of states; nil is fine for both. Seats that act (Beijing said)
// are not among the results.
func (g *gazetteer) find(a *annals.Article, ss []annals.Sentence, context map[annals.Code]float64, state func(sentence, start, end int) bool) []annals.Mention {
	f := newPlaceFinder(g, a, ss)
	f.state = state
	for c, n := range context {
		f.votes[c] = min(n, maxVotes)
	}
	for i := range ss {
		f.named = f.named || len(ss[i].Names) > 0
		f.parsed = f.parsed || len(ss[i].Tokens) > 0 && ss[i].Tokens[0].Deprel != ""
	}
	var out []annals.Mention
	fields := [2]annals.Field{annals.InTitle, annals.InText}
	var fws [2]fieldWords
	for i, in := range fields {
		fws[i] = fieldOf(a, ss, in)
		f.collect(fws[i], in)
	}
	f.vote()
	f.resolve()
	for i := range f.spots {
		if m, ok := f.mention(&f.spots[i]); ok {
			out = append(out, m)
		}
	}
	for i, in := range fields {
		out = append(out, f.back(fws[i], in, out)...)
	}
	return out
}

// maxVotes bounds what one source of context weighs.
const maxVotes = 5

// collect gathers the spots of a field.
func (f *placeFinder) collect(fw fieldWords, in annals.Field) {
	for i := 0; i < len(fw.ws); {
		s, ok := f.spotAt(fw, i)
		if !ok {
			i++
			continue
		}
		s.in, s.next, s.best = in, -1, -1
		if n := len(f.spots); n > 0 && f.spots[n-1].in == in && f.spots[n-1].last == s.first-1 && at(fw.ws, s.first-1) == "," && f.spots[n-1].sentence == s.sentence {
			f.spots[n-1].next = n
		}
		f.spots = append(f.spots, s)
		i = s.last
	}
}

// spotAt takes the longest name at word i.
func (f *placeFinder) spotAt(fw fieldWords, i int) (spot, bool) {
	w := &fw.ws[i]
	if w.kind != letters || !w.upper {
		return spot{}, false
	}
	text := f.a.Text
	if f.ss[fw.sent[i]].In == annals.InTitle {
		text = f.a.Title
	}
	if s, ok := f.stateAt(fw, i, text); ok {
		return s, true
	}
	for j := min(i+2*maxNameWords, len(fw.ws)); j > i; j-- {
		last := &fw.ws[j-1]
		if last.kind != letters || fw.sent[j-1] != fw.sent[i] || j-1 > i && !last.upper && !last.glued {
			continue
		}
		surface := annals.Span{Start: w.Start, End: last.End}
		name := surface.Of(text)
		if len(name) > maxNameBytes || strings.ContainsAny(name, ",/&") {
			continue
		}
		key := PlaceKey(name)
		if len(key) < 2 || strings.Count(key, " ") >= maxNameWords {
			continue
		}
		ids := f.g.lookup(key)
		if len(ids) == 0 {
			continue
		}
		s := spot{first: i, last: j, ids: ids, key: key, weight: 1, text: surface, sentence: fw.sent[i], block: f.ss[fw.sent[i]].Block}
		f.context(fw, &s)
		if f.plausible(fw, &s, name) {
			return s, true
		}
		return spot{}, false
	}
	return spot{}, false
}

// stateAt takes the short form of a state after a town: Dayton, Ohio, but also
// Fargo, N.D.
func (f *placeFinder) stateAt(fw fieldWords, i int, text string) (spot, bool) {
	if at(fw.ws, i-1) != "," || i < 2 || !fw.ws[i-2].upper || fw.sent[i-2] != fw.sent[i] {
		return spot{}, false
	}
	name, ok := stateTable()[strings.ReplaceAll(fw.ws[i].Of(text), ".", "")]
	if !ok {
		return spot{}, false
	}
	s := spot{first: i, last: i + 1, ids: f.g.lookup(PlaceKey(name)), key: PlaceKey(name), weight: 1, text: fw.ws[i].Span, sentence: fw.sent[i],
		block: f.ss[fw.sent[i]].Block, cue: Province, cued: true, at: true}
	return s, len(s.ids) > 0
}

// joinedTo reports whether after the comma stands the area that holds a place
// of this name, or "the capital", "a village".
func (f *placeFinder) joinedTo(fw fieldWords, s *spot) bool {
	i := s.last + 1
	if i >= len(fw.ws) || fw.sent[i] != fw.sent[s.first] {
		return false
	}
	if w := fw.ws[i].low; w == "the" || w == "a" || w == "an" {
		next := at(fw.ws, i+1)
		return f.words["town"][next] || f.words["town"][at(fw.ws, i+2)] && fw.ws[i+1].kind == letters && !fw.ws[i+1].upper
	}
	if !fw.ws[i].upper {
		return false
	}
	text := f.a.Text
	if f.ss[fw.sent[i]].In == annals.InTitle {
		text = f.a.Title
	}
	for j := min(i+3, len(fw.ws)); j > i; j-- {
		name := annals.Span{Start: fw.ws[i].Start, End: fw.ws[j-1].End}.Of(text)
		if full, ok := stateTable()[strings.ReplaceAll(name, ".", "")]; ok {
			name = full
		}
		for _, id := range f.g.lookup(PlaceKey(name)) {
			if q, ok := f.g.place(id); ok && (q.kind == Country || q.kind == Province) && f.anyIn(&q, s.ids) {
				return true
			}
		}
	}
	return false
}

// anyIn reports whether area q holds one of the places.
func (f *placeFinder) anyIn(q *place, ids []int) bool {
	for _, id := range ids {
		if p, ok := f.g.place(id); ok && holds(q, &p) {
			return true
		}
	}
	return false
}

// context notes what the words beside a spot say.
func (f *placeFinder) context(fw fieldWords, s *spot) {
	sent := fw.sent[s.first]
	word := func(k int) string {
		if k < 0 || k >= len(fw.ws) || fw.sent[k] != sent {
			return ""
		}
		return fw.ws[k].low
	}
	before, two := word(s.first-1), word(s.first-2)
	if before == "the" {
		before, two = two, word(s.first-3)
	}
	after := word(s.last)
	s.within = f.words["within"][before] || before == "of" && f.words["fate"][two]
	s.at = s.within || f.words["at"][before]
	switch {
	case f.words["province"][after] && !(after == "state" && word(s.last+1) == "media"):
		s.cue, s.cued = Province, true
	case f.words["district"][after]:
		s.cue, s.cued = District, true
	case before == "of" && f.words["province"][two]:
		s.cue, s.cued, s.at = Province, true, true
	case before == "of" && f.words["district"][two]:
		s.cue, s.cued, s.at = District, true, true
	case before == "of" && two == "capital":
		s.at = true // of a country or a province
	case before == "of" && f.words["town"][two]:
		s.cue, s.cued, s.at = City, true, true
	case f.words["town"][before] || f.words["town"][after]:
		s.at = true
	}
	if after == "," || after == "in" && s.at { // attacked Djibo in Burkina Faso
		s.joined = f.joinedTo(fw, s)
	}
	// YEREVAN/BAKU (Wire) — a dateline
	if word(s.first-1) == "" || word(s.first-1) == "/" {
		name := s.text.Of(f.a.Text)
		follows := after == "(" || after == "-" || after == "/" || after == ","
		s.dateline = follows && f.ss[sent].In == annals.InText && (name == strings.ToUpper(name) && len(name) > 3 || f.credited(fw, s.last))
		s.at = s.at || s.dateline
	}
}

// credited reports an agency and a dash at word k: (Yonhap) —.
func (f *placeFinder) credited(fw fieldWords, k int) bool {
	if at(fw.ws, k) != "(" {
		return false
	}
	for j := k + 2; j < min(len(fw.ws)-1, k+maxDateline); j++ {
		if fw.ws[j].low == ")" {
			w := fw.ws[j+1]
			return w.low == "-" && fw.ws[j].End < w.Start && fw.sent[j+1] == fw.sent[k]
		}
	}
	return false
}

package link

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"annals"
)

// A Told is a plain text with the names of places that somebody else found in
// it.
type Told struct {
	Title string // headline; may be ""
	// Outlet is who published the text, such as the host of its address; texts
	// of one outlet are read as news for the same readers. "" is nobody known.
	Outlet string
	Text   string
	Names  []annals.Span // of Text
}

// loadOnce reads the embedded tables once.
var loadOnce = sync.OnceValues(Load)

// Places resolves the names of texts: one result for each name, in order. What
// is not known has only its Text.
func Places(texts []Told) ([][]annals.Where, error) {
	l, err := loadOnce()
	if err != nil {
		return nil, err
	}
	out := make([][]annals.Where, len(texts))
	local := map[string]map[area]float64{}
	finders := make([]*placeFinder, len(texts))
	of := make([][]int, len(texts))
	for i := range texts {
		finders[i], of[i] = l.told(&texts[i])
		finders[i].resolve()
		if o := texts[i].Outlet; o != "" {
			if local[o] == nil {
				local[o] = map[area]float64{}
			}
			finders[i].lend(local[o], 1)
		}
	}
	for i, f := range finders {
		if o := texts[i].Outlet; o != "" {
			f.lend(local[o], -1) // what others of the outlet are about
			f.home = local[o]
			f.resolve()
			f.home = nil
			f.lend(local[o], 1)
		}
		out[i] = l.wheres(f, &texts[i], of[i])
	}
	return out, nil
}

// told gathers the spots of a text, and which of them each name is (−1: none).
func (l *Linker) told(t *Told) (*placeFinder, []int) {
	a := &annals.Article{Title: t.Title, Text: t.Text}
	ss := paragraphs(t.Text)
	if t.Title != "" {
		ss = append(ss, annals.Sentence{In: annals.InTitle, Span: annals.Span{End: len(t.Title)}, Block: -1})
	}
	f := newPlaceFinder(l.places, a, ss)
	of := f.mix(fieldOf(a, ss, annals.InText), t.Names, l)
	f.commas(t.Text)
	at := len(f.spots)
	f.collect(fieldOf(a, ss, annals.InTitle), annals.InTitle)
	f.masthead(t.Outlet)
	for i := at; i < len(f.spots); i++ {
		f.spots[i].weight = hearsay
	}
	f.vote()
	return &f, of
}

// hearsay is what the name of a place in the headline or in the name of the
// outlet weighs, where one in the text weighs 1.
const hearsay = .7

// wheres are the places chosen for the names of a text.
func (l *Linker) wheres(f *placeFinder, t *Told, of []int) []annals.Where {
	out := make([]annals.Where, len(t.Names))
	for i, sp := range t.Names {
		out[i].Text = sp.Of(t.Text)
		if of[i] < 0 || f.spots[of[i]].best < 0 {
			if p, ok := f.neighbour(sp); ok {
				out[i] = annals.Where{Text: out[i].Text, Name: p.name, Country: l.controlling(p.country), Lat: p.lat, Lon: p.lon, Resolution: resolutions[Province]}
			}
			continue
		}
		s := &f.spots[of[i]]
		p := &s.places[s.best]
		out[i] = annals.Where{Text: out[i].Text, Name: p.name, Country: l.controlling(p.country), Lat: p.lat, Lon: p.lon,
			Resolution: resolutions[min(int(p.kind), len(resolutions)-1)], GeoNames: p.id}
	}
	return out
}

// neighbour is the place named nearest to a name that no table has: a creek or a
// school is most often one of the town that the report speaks of. All that is
// known of it is the region.
func (f *placeFinder) neighbour(sp annals.Span) (place, bool) {
	best, far := -1, 0
	for k := range f.spots {
		s := &f.spots[k]
		if s.best < 0 || s.in != annals.InText || s.places[s.best].kind == Country || s.places[s.best].kind == Region {
			continue
		}
		d := max(s.text.Start-sp.Start, sp.Start-s.text.Start)
		if s.places[s.best].kind == Province {
			d += farther
		}
		if best < 0 || d < far {
			best, far = k, d
		}
	}
	if best < 0 {
		return place{}, false
	}
	return f.spots[best].places[f.spots[best].best], true
}

// farther is how many bytes a province counts as being away more than a town.
const farther = 1000

// mix gathers the given spots and, for context, the others of the text; it
// returns the spot of each span, −1 for none.
func (f *placeFinder) mix(fw fieldWords, spans []annals.Span, l *Linker) []int {
	f.collect(fw, annals.InText)
	all := f.spots
	f.spots = nil
	for _, s := range all {
		if !slices.ContainsFunc(spans, s.text.Overlaps) {
			s.next = -1
			f.spots = append(f.spots, s)
		}
	}
	key := map[annals.Span]bool{}
	for _, sp := range spans {
		if s, ok := f.given(fw, sp, l); ok && !key[sp] {
			f.spots = append(f.spots, s)
			key[sp] = true
		}
	}
	slices.SortStableFunc(f.spots, func(a, b spot) int {
		return cmp.Or(cmp.Compare(a.text.Start, b.text.Start), cmp.Compare(b.text.End, a.text.End))
	})
	of := make([]int, len(spans))
	for i, sp := range spans {
		of[i] = slices.IndexFunc(f.spots, func(s spot) bool { return s.text == sp && key[sp] })
	}
	return of
}

// paragraphs makes a sentence of each line of a text.
func paragraphs(text string) []annals.Sentence {
	var ss []annals.Sentence
	start := 0
	for line := range strings.SplitAfterSeq(text, "\n") {
		end := start + len(strings.TrimRight(line, "\n"))
		if end > start {
			ss = append(ss, annals.Sentence{In: annals.InText, Span: annals.Span{Start: start, End: end}, Block: len(ss)})
		}
		start += len(line)
	}
	return ss
}

// given makes a spot of a span: of its whole name, else of it without what kind
// of place it says it is, else of its first part.
func (f *placeFinder) given(fw fieldWords, sp annals.Span, l *Linker) (spot, bool) {
	name := sp.Of(f.a.Text)
	first, last := -1, -1
	for i := range fw.ws { // the words that the span covers
		if fw.ws[i].Overlaps(sp) {
			if first < 0 {
				first = i
			}
			last = i + 1
		}
	}
	if first < 0 {
		return spot{}, false
	}
	s := spot{first: first, last: last, weight: 1, text: sp, in: annals.InText, sentence: fw.sent[first], next: -1, best: -1}
	s.block = f.ss[s.sentence].Block
	f.context(fw, &s)
	for _, n := range f.shorter(name, &s) {
		if key := PlaceKey(n); key != "" {
			if s.ids, s.key = f.g.lookup(key), key; len(s.ids) > 0 {
				return s, true
			}
		}
	}
	for _, e := range l.lex.find(strings.TrimRight(name, "'’s")) { // Iraqi, Britons, the Kremlin
		if e.Kind == annals.State {
			s.key = PlaceKey(l.countries[e.Country].name)
			s.ids = f.g.lookup(s.key)
			return s, len(s.ids) > 0
		}
	}
	return spot{}, false
}

// shorter lists the forms to look a given name up by, and notes what kind the
// name itself says.
func (f *placeFinder) shorter(name string, s *spot) []string {
	out := []string{name}
	trimmed := strings.TrimPrefix(strings.TrimPrefix(name, "the "), "The ")
	if trimmed != name {
		out = append(out, trimmed)
	}
	words := strings.Fields(trimmed)
	if len(words) > 1 {
		w := strings.ToLower(words[len(words)-1])
		switch {
		case f.words["province"][w]:
			s.cue, s.cued = Province, true
		case f.words["district"][w]:
			s.cue, s.cued = District, true
		}
		if s.cued || f.words["town"][w] {
			out = append(out, strings.Join(words[:len(words)-1], " "))
		}
	}
	if own := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(trimmed, "'s"), "’s"), "'"); own != trimmed {
		out = append(out, own)
	}
	if head, _, ok := strings.Cut(trimmed, ","); ok {
		out = append(out, head)
	}
	if full, ok := stateTable()[strings.ReplaceAll(trimmed, ".", "")]; ok {
		s.cue, s.cued = Province, true
		out = append([]string{full}, out...)
	}
	return out
}

// commas joins given spots that only a comma parts.
func (f *placeFinder) commas(text string) {
	for i := 0; i+1 < len(f.spots); i++ {
		a, b := f.spots[i].text, f.spots[i+1].text
		if a.End <= b.Start && b.Start-a.End <= 2 && strings.TrimSpace(text[a.End:b.Start]) == "," {
			f.spots[i].next = i + 1
		}
	}
}

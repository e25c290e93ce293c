package link

import (
	"cmp"
	"slices"
	"strings"

	"annals"
)

// Places resolves names that somebody else found in a plain text: one result
// for each span, in order. What is not known has only its Text.
func Places(text string, spans []annals.Span) ([]annals.Where, error) {
	g, err := openPlaces()
	if err != nil {
		return nil, err
	}
	a := &annals.Article{Text: text}
	ss := paragraphs(text)
	f := placeFinder{g: g, words: placeTables(), a: a, ss: ss, votes: map[annals.Code]float64{}, areas: map[area]float64{}}
	fw := fieldOf(a, ss, annals.InText)
	of := f.mix(fw, spans)
	f.commas(text)
	f.vote()
	f.resolve()
	out := make([]annals.Where, len(spans))
	for i, sp := range spans {
		out[i].Text = sp.Of(text)
		if of[i] < 0 || f.spots[of[i]].best < 0 {
			continue
		}
		s := &f.spots[of[i]]
		if p, ok := g.place(s.ids[s.best]); ok {
			out[i] = annals.Where{Text: out[i].Text, Name: p.name, Country: p.country, Lat: p.lat, Lon: p.lon,
				Resolution: resolutions[min(int(p.kind), len(resolutions)-1)], GeoNames: p.id}
		}
	}
	return out, nil
}

// mix gathers the given spots and, for context, the others of the text; it
// returns the spot of each span, −1 for none.
func (f *placeFinder) mix(fw fieldWords, spans []annals.Span) []int {
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
		if s, ok := f.given(fw, sp); ok && !key[sp] {
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
func (f *placeFinder) given(fw fieldWords, sp annals.Span) (spot, bool) {
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
	s := spot{first: first, last: last, text: sp, in: annals.InText, sentence: fw.sent[first], next: -1, best: -1}
	s.block = f.ss[s.sentence].Block
	f.context(fw, &s)
	for _, n := range f.shorter(name, &s) {
		if key := PlaceKey(n); key != "" {
			if s.ids = f.g.lookup(key); len(s.ids) > 0 {
				return s, true
			}
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

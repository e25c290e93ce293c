package link

import (
	"strings"

	"annals"
)

// resolutions are PLOVER's, by PlaceKind.
var resolutions = [...]int{City: 4, Capital: 4, Seat: 4, Quarter: 5, Country: 1, Province: 2, District: 3, Region: 1, Feature: 3}

// mention makes the mention of a spot; ok is false when it names no place here
// but a government.
func (f *placeFinder) mention(s *spot) (annals.Mention, bool) {
	if s.best < 0 {
		return annals.Mention{}, false
	}
	p, ok := f.g.place(s.ids[s.best])
	if !ok || int(p.kind) >= len(resolutions) {
		return annals.Mention{}, false
	}
	text := f.a.Text
	if s.in == annals.InTitle {
		text = f.a.Title
	}
	m := annals.Mention{In: s.in, Span: s.text, Sentence: s.sentence, Via: "place", Text: s.text.Of(text)}
	sent := &f.ss[s.sentence]
	fillTokens(&m, sent, s.text.End-1)
	if !s.dateline && f.acts(sent, &m, text, p.kind) {
		return annals.Mention{}, false
	}
	if f.stray(s, &p) {
		return annals.Mention{}, false
	}
	res := resolutions[p.kind]
	if s.cued && s.cue == District && (p.kind == City || p.kind == Seat) {
		res = 3
	}
	m.Where = &annals.Where{Text: m.Text, Name: p.name, Country: p.country, Lat: p.lat, Lon: p.lon, Resolution: res, GeoNames: p.id}
	m.Sure = .5
	switch {
	case len(s.ids) == 1 || s.margin > 6:
		m.Sure = .9
	case s.margin > 2:
		m.Sure = .75
	}
	return m, true
}

// stray reports whether a small place lies in a country of which the article
// says nothing else, though it speaks of others: more likely a namesake that the
// table lacks.
func (f *placeFinder) stray(s *spot, p *place) bool {
	if p.pop >= knownTo || p.kind == Country || p.kind == Region || p.country == "" || s.next >= 0 || s.at && (p.pop >= someTown && s.oneCountry() && s.calls(p) || p.pop >= largeTown) {
		return false
	}
	own, others := f.votes[p.country], 0.0
	for c, v := range f.votes {
		if c != p.country {
			others = max(others, v)
		}
	}
	few := .5
	if !s.calls(p) {
		few = 1.5 // Banjska is an old name of Bansko
	}
	return own < few && others >= 2
}

// calls reports that a place is mainly called as the text has it.
func (s *spot) calls(p *place) bool { return strings.HasPrefix(PlaceKey(p.name), s.key) }

// oneCountry reports a name that places of one country only bear.
func (s *spot) oneCountry() bool {
	for k := range s.places {
		if s.places[k].country != s.places[0].country {
			return false
		}
	}
	return true
}

// acts reports whether the name of a state or its seat stands for those who
// govern there: the subject of a verb.
func (f *placeFinder) acts(s *annals.Sentence, m *annals.Mention, text string, kind PlaceKind) bool {
	if kind != Country && kind != Capital {
		return false
	}
	if m.Head < len(s.Tokens) && s.Tokens[m.Head].Deprel != "" {
		t := &s.Tokens[m.Head]
		if t.Deprel != "nsubj" || t.Head < 0 {
			return false
		}
		h := &s.Tokens[t.Head]
		return h.UPOS == "VERB" && (kind == Capital || f.words["says"][strings.ToLower(h.Form)] || f.words["says"][strings.ToLower(h.Lemma)])
	}
	ws := scan(annals.Span{Start: m.End, End: min(s.End, m.End+24)}.Of(text), m.End)
	return len(ws) > 0 && f.words["says"][at(ws, 0)]
}

// mergePlaces adds places to the mentions of entities: a name that is both
// (Beijing, Ukraine) becomes one mention with Entities and Where.
func mergePlaces(ms, places []annals.Mention) []annals.Mention {
	type key struct {
		in         annals.Field
		start, end int
	}
	index := map[key]int{}
	for i := range ms {
		index[key{ms[i].In, ms[i].Start, ms[i].End}] = i
	}
	for _, p := range places {
		i, ok := index[key{p.In, p.Start, p.End}]
		if !ok {
			ms = append(ms, p)
			continue
		}
		if e := ms[i].Entities; len(e) == 1 && (e[0].Kind == annals.Person || e[0].Kind == annals.Organization) && e[0].ID == "" && e[0].Name == p.Text {
			ms[i] = p // a name taken for a person's, that stands where places do
			continue
		}
		if len(ms[i].Entities) == 1 && ms[i].Entities[0].Kind != annals.Person && ms[i].When == nil && ms[i].Number == nil {
			ms[i].Where = p.Where
		}
	}
	return ms
}
